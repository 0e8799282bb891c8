"""Scenarios: the real bot in a process of its own, the sandbox as Slack, and people who talk."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.client import Sandbox
from sandbox.main import Options, serving

ROOT = Path(__file__).resolve().parents[2]
BOT = [sys.executable, "-m", "bot", "run"]


class Talk(Sandbox):
    """The sandbox, read as talk."""

    async def seen(self, person: str = "mina", conversation: str = "steering") -> list[str]:
        """What Upbeat has said in a conversation, as this person sees it, in order."""
        rows = await self.messages(person, conversation)
        return [row["text"] for row in rows if row["from"] == "upbeat"]

    async def told(self, person: str) -> list[str]:
        """What Upbeat has said to this person directly."""
        return [row["text"] for row in await self.dm(person) if row["from"] == "upbeat"]

    async def last(self, person: str, conversation: str = "steering") -> dict:  # type: ignore[type-arg]
        """The newest thing that Upbeat said here."""
        rows = await (self.dm(person) if conversation == "dm" else self.messages(person, conversation))
        return [row for row in rows if row["from"] == "upbeat"][-1]

    async def asks(self, person: str, text: str, conversation: str = "steering") -> str:
        """Type something and read the answer."""
        await self.say(person, text, conversation)
        return str((await self.last(person, conversation))["text"])

    async def receipts(self, words: str) -> list[dict]:  # type: ignore[type-arg]
        """The receipts in the channel's threads that speak of `words`."""
        rows = await self.messages("mina", "steering")
        return [row for row in rows if row["from"] == "upbeat" and row["thread_ts"] and words in row["text"]]


def workspace(folder: Path, now: str) -> Path:
    """The seed's workspace, starting at a given moment."""
    seed = (ROOT / "sandbox" / "workspace.yaml").read_text(encoding="utf-8")
    path = folder / "workspace.yaml"
    path.write_text(f"{seed}\nnow: {now}\n", encoding="utf-8")
    return path


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Talk]:
    """A sandbox with its partnership begun, on Wednesday 25 November 2026 at ten."""
    options = Options(
        command=BOT,
        manifest=ROOT / "app.yaml",
        database=f"sqlite+aiosqlite:///{tmp_path / 'upbeat.db'}",
        seed=workspace(tmp_path, "2026-11-25T10:00:00+00:00"),
        browser=False,
    )
    async with serving(options) as address, Talk(address) as talk:
        yield talk
