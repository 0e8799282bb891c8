"""Pointing at a message through the whole bot: from the message's menu, and by answering under it."""

from __future__ import annotations

import pytest

from sandbox.client import Refused
from tests.scenarios.conftest import PLAN, Talk


async def test_a_message_becomes_an_action_from_its_menu(slack: Talk) -> None:
    ts = await slack.say("otto", "Frank to ring the hall about the heating by 10 December 2026")
    await slack.shortcut("mina", "action.from_message", "steering", ts)
    form = await slack.form("mina")
    assert form is not None and form["title"] == "Make this an action"
    found = {field["name"]: field for field in form["fields"]}
    assert (
        found["text"]["value"] == "ring the hall about the heating" and found["due"]["value"] == "2026-12-10"
    )
    await slack.submit("mina", {"text": "Ring the hall about the cold"})
    [receipt] = await slack.receipts("Ring the hall about the cold")
    assert receipt["thread_ts"] == ts and "Frank Osei" in receipt["text"]
    await slack.shortcut("sam", "action.from_message", "steering", ts)
    assert "That is an action already" in (await slack.seen("sam"))[-1]
    assert "Ring the hall" in (await slack.home("frank"))["text"]


async def test_a_message_comes_onto_the_agenda_from_its_menu(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    ts = await slack.say("otto", "The insurance runs out in March")
    await slack.shortcut("mina", "agenda.from_message", "steering", ts)
    assert "errors" in await slack.submit("mina", {"minutes": "ages"})
    await slack.submit("mina", {"minutes": "10 minutes"})
    [receipt] = await slack.receipts("The insurance runs out in March")
    assert receipt["thread_ts"] == ts and "10 minutes" in receipt["text"]
    assert "The insurance runs out in March" in await slack.asks("jo", "@Upbeat agenda show")


async def test_who_has_no_menu_answers_under_the_message(slack: Talk) -> None:
    ts = await slack.say("jo", "I'll send the flyer to the schools by 10 December 2026")
    with pytest.raises(Refused):
        await slack.shortcut("otto", "action.from_message", "steering", ts)
    await slack.say("otto", "@Upbeat action", thread_ts=ts)
    [receipt] = await slack.receipts("send the flyer to the schools")
    assert (
        receipt["thread_ts"] == ts
        and "Jo Penrose" in receipt["text"]
        and "Thu 10 December" in receipt["text"]
    )
    await slack.say("priya", "@Upbeat make this an action", thread_ts=ts)
    assert len([row for row in await slack.messages("mina", "steering") if "already" in row["text"]]) == 1
    await slack.edit("jo", str(ts), "I'll send the flyer to the libraries by 10 December 2026")
    assert await slack.receipts("send the flyer to the libraries")
    assert "send the flyer to the libraries" in await slack.asks("jo", "action list mine", "dm")


async def test_a_reply_in_a_thread_is_what_is_meant_when_it_stands_above(slack: Talk) -> None:
    ts = await slack.say("jo", "How was the concert?")
    await slack.say("otto", "Good. We need more music stands", thread_ts=ts)
    await slack.say("will", "@Upbeat agenda", thread_ts=ts)
    [receipt] = await slack.receipts("We need more music stands")
    assert receipt["thread_ts"] == ts and "How was the concert" not in receipt["text"]


async def test_our_own_message_and_no_message_at_all_are_answered_kindly(slack: Talk) -> None:
    assert "answer under it with @Upbeat action" in await slack.reads("otto", "@Upbeat action")
    assert "Answer under it with @Upbeat agenda" in await slack.reads(
        "otto", "@Upbeat put this on the agenda"
    )
    await slack.say("mina", PLAN)
    own = next(row for row in await slack.messages("mina", "steering") if row["from"] == "upbeat")
    await slack.shortcut("mina", "action.from_message", "steering", own["ts"])
    assert "one of mine" in (await slack.seen("mina"))[-1]


async def test_closing_the_form_leaves_nothing_behind(slack: Talk) -> None:
    ts = await slack.say("otto", "Frank to ring the hall about the heating")
    await slack.shortcut("mina", "action.from_message", "steering", ts)
    await slack.close_form("mina")
    assert not await slack.receipts("heating")
    assert "heating" not in await slack.asks("mina", "/action list all")
