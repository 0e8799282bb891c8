"""Scenarios: the real bot, the sandbox as Slack, and people who talk.

The bot has a process of its own, so that it can be stopped, killed and started again. In the modules of `WITHIN`, which
are about what people see and do none of that, it runs within the test, which costs a third (tests/inside.py).
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.client import Refused, Sandbox
from sandbox.main import Options, serving
from sandbox.process import Bots
from tests import stores
from tests.inside import InThisProcess

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-25T10:00:00+00:00"
PLAN = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
BOT = [sys.executable, "-m", "bot", "run"]
WITHIN = {
    "test_a_meeting_and_its_agenda",
    "test_a_partnership",
    "test_a_term",
    "test_actions",
    "test_decisions_and_notes",
    "test_every_form",
    "test_help",
    "test_home",
    "test_hostile_words",
    "test_letters",
    "test_long_cards",
    "test_promises",
    "test_reactions",
    "test_reflections",
    "test_shortcuts",
    "test_terms",
    "test_the_slack_guide",
}


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
        return [row for row in await self.rows(person, conversation) if row["from"] == "upbeat"][-1]

    async def asks(self, person: str, text: str, conversation: str = "steering") -> str:
        """Type something and read what was said upon it in the same place."""
        before = {row["ts"] for row in await self.rows(person, conversation)}
        await self.say(person, text, conversation)
        rows = await self.rows(person, conversation)
        return "\n".join(row["text"] for row in rows if row["from"] == "upbeat" and row["ts"] not in before)

    async def rows(self, person: str, conversation: str = "steering") -> list[dict]:  # type: ignore[type-arg]
        """All that this person sees in a conversation."""
        return await (self.dm(person) if conversation == "dm" else self.messages(person, conversation))

    async def receipts(self, words: str) -> list[dict]:  # type: ignore[type-arg]
        """The receipts in the channel's threads that speak of `words`."""
        rows = await self.messages("mina", "steering")
        return [row for row in rows if row["from"] == "upbeat" and row["thread_ts"] and words in row["text"]]

    async def refused(self, person: str, text: str, conversation: str = "steering") -> str:
        """Type something that the sandbox, like Slack, does not pass on; read why."""
        with pytest.raises(Refused) as refused:
            await self.say(person, text, conversation)
        return refused.value.message

    async def labels(self, person: str, conversation: str = "steering") -> list[str]:
        """The buttons of the newest thing that Upbeat said here."""
        return [button["label"] for button in (await self.last(person, conversation))["buttons"]]

    async def reads(self, person: str, text: str, conversation: str = "steering") -> str:
        """Type something and read all that was said upon it, here or directly."""
        before = len(await self.told(person))
        answer = await self.asks(person, text, conversation)
        return "\n".join([answer, *(await self.told(person))[before:]])

    async def sent(self, *methods: str) -> list[dict]:  # type: ignore[type-arg]
        """The arguments of what the bot sent that Slack took, in order: all that can be read, or these methods."""
        rows = (await self.calls())["calls"]
        wanted = methods or SPOKEN
        return [row["arguments"] for row in rows if row["method"] in wanted and row["answer"].get("ok", True)]


class Beside(Talk):
    """The same where the bot runs within the test."""

    async def bot(self, do: str, at: str | None = None, which: int | None = None) -> dict:  # type: ignore[type-arg]
        assert do != "kill", (
            "to kill the bot would end this test process: see WITHIN in tests/scenarios/conftest.py"
        )
        return await super().bot(do, at, which)


SPOKEN = (
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "views.open",
    "views.publish",
    "response_url",
)


def workspace(folder: Path, now: str) -> Path:
    """The seed's workspace, starting at a given moment."""
    seed = (ROOT / "sandbox" / "workspace.yaml").read_text(encoding="utf-8")
    path = folder / "workspace.yaml"
    path.write_text(f"{seed}\nnow: {now}\n", encoding="utf-8")
    return path


@asynccontextmanager
async def begun(
    folder: Path, now: str = NOW, replay: Path | None = None, within: bool = False
) -> AsyncIterator[Talk]:
    """A sandbox with its partnership begun at `now`; `replay` is a transcript to play into it.

    `within`: the bot runs in this process.
    """
    async with stores.fresh() as database:
        options = Options(
            command=BOT,
            manifest=ROOT / "app.yaml",
            database=database,
            seed=workspace(folder, now),
            replay=replay,
            browser=False,
            environment={"UPBEAT_LEASE_SECONDS": "5"},  # on PostgreSQL the next process waits for it to end
            processes_of=InThisProcess if within else Bots,
        )
        async with serving(options) as address, (Beside if within else Talk)(address) as talk:
            yield talk


@pytest.fixture
async def slack(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A sandbox with its partnership begun, on Wednesday 25 November 2026 at ten."""
    within = request.module.__name__.rpartition(".")[2] in WITHIN
    async with begun(tmp_path, within=within) as talk:
        yield talk
