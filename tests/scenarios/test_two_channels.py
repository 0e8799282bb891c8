"""One partnership in two channels: linked by the chair with a code, prepared as one, let go again with nothing lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.conftest import PLAN, Talk, begun

CALL = "what should we talk about"


async def linked(talk: Talk) -> None:
    """Sam invites Upbeat to the other channel, and links it with the code that Mina gave him."""
    await talk.join("upbeat", "library-link", by="sam")
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", await talk.asks("mina", "/partnership link"))
    assert found
    await talk.say("sam", f"@Upbeat partnership link {found[0]}", "library-link")


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Talk]:
    async with begun(tmp_path) as talk:
        await linked(talk)
        yield talk


async def calls(slack: Talk, conversation: str) -> list[str]:
    return [text for text in await slack.seen("mina", conversation) if CALL in text]


async def test_both_channels_hear_that_they_are_one_partnership_and_the_chair_who_linked_them(
    slack: Talk,
) -> None:
    assert any("part of Making Music Together" in text for text in await slack.seen("otto", "library-link"))
    assert any("has another channel" in text for text in await slack.seen("jo"))
    assert any("Sam Whitlock" in text and "linked" in text for text in await slack.told("mina"))
    assert "Join Oak House Library" in str(await slack.rows("otto", "library-link"))


async def test_a_meeting_is_prepared_in_both_from_the_call_for_items_to_the_chase(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("otto", "ACTION: Otto to post the flyer by 4 December 2026", "library-link")
    await slack.clock(to="2026-12-08T12:00:00+00:00")
    assert [len(await calls(slack, one)) for one in ("steering", "library-link")] == [1, 1]
    await slack.say("grace", "@Upbeat agenda add Story bags 10m", "library-link")
    await slack.say("jo", "@Upbeat agenda add Budget 10m")
    for conversation in ("steering", "library-link"):
        [call] = await calls(slack, conversation)
        assert "Story bags" in call and "Budget" in call
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    for conversation in ("steering", "library-link"):
        posted = [text for text in await slack.seen("mina", conversation) if "Agenda: Steering" in text]
        assert len(posted) == 1 and "Story bags" in posted[0]
    chased = [text for text in await slack.told("otto") if "post the flyer" in text]
    assert len(chased) == 1


async def test_what_is_noted_is_answered_where_it_was_typed(slack: Talk) -> None:
    before = await slack.seen()
    await slack.say("otto", "ACTION: Otto to post the flyer by 4 December 2026", "library-link")
    assert any("post the flyer" in text for text in await slack.seen("otto", "library-link"))
    assert await slack.seen() == before
    assert "post the flyer" in await slack.asks("mina", "/action list all")


async def test_a_channel_that_is_let_go_is_told_so_and_hears_no_more(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("otto", "ACTION: Otto to post the flyer by 4 December 2026", "library-link")
    assert "not linked" in await slack.asks("mina", "/partnership unlink")
    assert "not part of Making Music Together any more" in (await slack.seen("otto", "library-link"))[-1]
    after = await slack.seen("otto", "library-link")
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    assert await slack.seen("otto", "library-link") == after
    assert "post the flyer" in await slack.asks("mina", "/action list all")


async def test_upbeat_taken_out_of_the_other_channel_goes_on_in_the_first(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.leave("upbeat", "library-link")
    assert any("taken out of a channel" in text for text in await slack.told("mina"))
    await slack.clock(to="2026-12-08T12:00:00+00:00")
    assert len(await calls(slack, "steering")) == 1
