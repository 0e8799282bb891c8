"""Decisions, notes and celebrations: said in passing by people of three organisations, and found again when they matter."""

from __future__ import annotations

import pytest

from tests.scenarios import wire
from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


async def test_jo_of_another_organisation_says_what_was_agreed_and_everybody_can_look_it_up(
    slack: Talk,
) -> None:
    await slack.say("mina", PLAN)
    ts = await slack.say("jo", "AGREED: the summer concert is at the Curve")
    assert ts is not None
    [receipt] = await slack.receipts("summer concert")
    assert receipt["thread_ts"] == ts
    assert receipt["text"].startswith("Decision noted: the summer concert is at the Curve")
    message = next(row for row in await slack.messages("otto", "steering") if row["ts"] == ts)
    assert [mark["name"] for mark in message["reactions"]] == ["writing_hand"]

    for ask in ("@Upbeat decisions", "@Upbeat decisions about the concert"):
        found = await slack.asks("otto", ask)
        assert "the summer concert is at the Curve (1), Wed 25 November, Jo Penrose" in found
    assert "summer concert" in await slack.asks("grace", "decisions", "dm")
    assert "summer concert" in await slack.asks("mina", "/upbeat decisions")

    await slack.press("jo", "Edit", ts=receipt["ts"])
    await slack.submit("jo", {"text": "the summer concert is at the mill"})
    assert (await slack.receipts("at the mill"))[0]["ts"] == receipt["ts"]
    assert "noted by Jo Penrose" in await slack.reads("sam", "@Upbeat decision drop 1")
    await slack.edit("jo", ts, "AGREED: the summer concert is at Oak House")
    assert "Oak House" in (await slack.receipts("Oak House"))[0]["text"]
    assert "Taken back" in await slack.asks("jo", "@Upbeat decision undo")
    assert "No decision is noted yet" in await slack.asks("otto", "@Upbeat decisions")


async def test_good_news_and_wishes_open_the_next_agenda_and_only_that_one(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm, 90 minutes")
    await slack.say("jo", "WIN: forty children sang on Saturday")
    await slack.say("otto", "#help somebody with a van\n#idea a songbook of our own")
    await slack.say("frank", "shout-out to Grace for the tea")
    cheered = next(row for row in await slack.messages("jo", "steering") if row["text"].startswith("WIN"))
    assert [mark["name"] for mark in cheered["reactions"]] == ["tada"]

    await slack.clock(to="2026-12-14T12:00:00+00:00")
    [agenda] = [text for text in await slack.seen() if "this is what we will talk about" in text]
    part = agenda.partition("Since last time")[2]
    assert part.index("forty children") < part.index("Grace for the tea") < part.index("somebody with a van")
    assert part.index("somebody with a van") < part.index("a songbook of our own")

    await slack.clock(to="2027-01-25T12:00:00+00:00")
    later = [text for text in await slack.seen() if "this is what we will talk about" in text][-1]
    assert "26 January" in later and "Since last time" not in later
    assert "forty children sang" in await slack.asks("jo", "@Upbeat celebrations")


async def test_a_meeting_that_is_on_takes_topics_and_keeps_what_it_agreed(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    assert await slack.asks("jo", "topic: who brings the harps") == ""
    await slack.clock(to="2026-12-15T14:20:00+00:00")
    assert "On the agenda for Steering group" in await slack.asks("jo", "topic: who brings the harps")
    await slack.say("jo", "AGREED: Priya to bring the harps\nAGREED: we sing on 3 July")
    assert "we sing on 3 July" in await slack.asks("will", "@Upbeat decisions last meeting")
    assert "Steering group on Tue 15 December, 2pm" in await slack.asks("will", "@Upbeat decisions")
    actions = await slack.asks("will", "@Upbeat action list all")
    assert "bring the harps" in actions and "Priya Raman" in actions and "3 July" not in actions


async def test_what_people_write_is_never_more_than_words(slack: Talk) -> None:
    await slack.say(
        "jo", "AGREED: <!channel> **loud** [[Press]](action.done?1) <https://evil.example|click> @here"
    )
    await slack.say("jo", "#link https://example.org/songs")
    await slack.say("jo", f"#idea {'harps ' * 90}")
    await slack.asks("otto", "@Upbeat decisions")
    await slack.asks("otto", "@Upbeat notes")
    calls = await slack.sent()
    assert list(wire.alive(calls)) == []
    assert not [heading for heading in wire.headings(calls) if "loud" in heading or "harps" in heading]
    assert "500 characters at most" in (await slack.told("jo"))[-1]
    assert [row for row in (await slack.calls())["calls"] if not row["answer"].get("ok", True)] == []
