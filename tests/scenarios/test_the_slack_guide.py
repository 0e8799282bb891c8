"""docs/slack.md, played from its invitation to its first question, in the very words that stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenarios.conftest import Talk

pytestmark = pytest.mark.only_on("sqlite")

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
SONGS = "library-link"


def typed(section: str) -> list[str]:
    """What people type in a section of the guide, line by line."""
    text = GUIDE.split(f"## {section}", 1)[1].split("\n## ", 1)[0]
    return [
        line for block in re.findall(r"```slack\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]


def bold(section: str) -> list[str]:
    """What the guide says people press, or see, in a section."""
    return re.findall(r"\*\*(.+?)\*\*", GUIDE.split(f"## {section}", 1)[1].split("\n## ", 1)[0])


async def test_whoever_follows_the_guide_gets_to_the_first_question(slack: Talk) -> None:
    assert typed("3. Begin a partnership") == ["/invite @Upbeat"]
    await slack.join("upbeat", SONGS, by="sam")
    assert (
        len((await slack.last("sam", SONGS))["text"].splitlines()) == 3
    )  # "introduces itself in three lines"
    await slack.press("sam", "Set up", SONGS)
    await slack.submit(
        "sam", {"name": "Songs on Saturdays", "organisations": "Wren Valley\nOak House Library"}
    )
    await slack.press("otto", "Join Oak House Library", SONGS)

    plan, *items, command, line = typed("4. The first meeting, the first action")
    await slack.say("sam", plan, SONGS)
    assert {"Coming", "Apologies"} <= set(await slack.labels("otto", SONGS))
    for words in items:
        await slack.say("sam", words, SONGS)
    agenda = await slack.asks("sam", "/agenda", SONGS)
    assert all(words in agenda for words in ("Budget", "Insurance", "Otter funding"))
    await slack.say("sam", command, SONGS)
    await slack.say("otto", line, SONGS)
    rows = await slack.messages("sam", SONGS)
    (receipt,) = [row for row in rows if row["thread_ts"] and "post the flyer" in row["text"]]
    assert {"Edit", "Undo"} <= {button["label"] for button in receipt["buttons"]}

    await slack.clock(to="2026-12-11T09:59:00+00:00")
    assert not any("what you do for" in text for text in await slack.told("otto"))
    await slack.clock(to="2026-12-11T10:05:00+00:00")  # three days before, at ten in the morning
    (_asked,) = [text for text in await slack.told("otto") if "what you do for" in text]
    answers = [words for words in bold("5. The first question") if words in await slack.labels("otto", "dm")]
    assert answers == ["Done", "On track", "Need help", "Hand over", "No longer needed"]
    assert any("how the work stands" in text for text in await slack.told("sam"))


async def test_pointing_at_a_message_works_as_the_guide_says(slack: Talk) -> None:
    said = await slack.say("jo", "the van needs a new tyre before the concert")
    await slack.say("jo", "@Upbeat action", thread_ts=said)
    assert await slack.receipts("new tyre")
    said = await slack.say("jo", "we should talk about the harps")
    await slack.say("jo", "@Upbeat agenda", thread_ts=said)
    assert "harps" in await slack.asks("mina", "/agenda")
