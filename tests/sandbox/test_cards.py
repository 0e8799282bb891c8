"""The renderer of Adaptive Cards is served where it is installed, and nothing else is given away with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import cards
from sandbox.client import Sandbox
from tests.sandbox.conftest import Raw


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which npm could have installed it."""
    monkeypatch.setattr(cards, "ROOM", tmp_path)
    return tmp_path


def install(room: Path, *names: str) -> None:
    for name in names:
        path = room / cards.FILES[name]
        path.parent.mkdir(parents=True)
        path.write_text(f"// {name}", encoding="utf-8")


async def test_without_the_renderer_the_page_is_told_of_none(room: Path, slack: Sandbox, raw: Raw) -> None:
    assert (await slack.get("setup"))["renderer"] == []
    async with raw.session.get(f"{raw.address}/renderer/adaptivecards.min.js") as answer:
        assert answer.status == 404 and "make renderer" in (await answer.json())["message"]


async def test_half_a_renderer_is_none(room: Path, slack: Sandbox) -> None:
    install(room, "adaptivecards.min.js")
    assert (await slack.get("setup"))["renderer"] == []


async def test_an_installed_renderer_is_named_and_served(room: Path, slack: Sandbox, raw: Raw) -> None:
    install(room, *cards.FILES)
    assert (await slack.get("setup"))["renderer"] == ["markdown-it.min.js", "adaptivecards.min.js"]
    async with raw.session.get(f"{raw.address}/renderer/adaptivecards.min.js") as answer:
        assert answer.status == 200 and await answer.text() == "// adaptivecards.min.js"
        assert "javascript" in answer.content_type and "'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["package.json", "%2e%2e%2fready", "adaptivecards.js"])
async def test_nothing_else_of_the_folder_is_served(room: Path, raw: Raw, name: str) -> None:
    install(room, *cards.FILES)
    (room / name.replace("%2e", ".").replace("%2f", "_")).write_text("secret", encoding="utf-8")
    async with raw.session.get(f"{raw.address}/renderer/{name}") as answer:
        assert answer.status == 404
