"""Never silence: whatever is typed is answered, and a refusal names the way that works."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


async def test_whatever_is_said_to_upbeat_is_answered_with_something_that_works(slack: Talk) -> None:
    for person, typed, where, way in (
        ("mina", "/upbeat", "steering", "/agenda add"),
        ("mina", "/upbeat help", "steering", "/agenda add"),
        ("will", "@Upbeat help", "steering", "@Upbeat agenda add"),
        ("will", "@Upbeat", "steering", "@Upbeat agenda add"),
        ("otto", "hello", "dm", "action add"),
        ("otto", "grumble fladdle", "dm", "grumble fladdle"),
        ("will", "@Upbeat grumble fladdle", "steering", "grumble fladdle"),
        ("mina", "/upbeat help action", "steering", "hand over"),
        ("will", "@Upbeat help meeting", "steering", "@Upbeat meeting plan"),
        ("otto", "?", "dm", "action add"),
    ):
        answer = await slack.reads(person, typed, where)
        assert way in answer, (typed, answer)
        assert where == "dm" or "/" in typed or "/agenda" not in answer  # no commands where there are none
    five = [line for line in (await slack.asks("will", "@Upbeat help")).splitlines() if line.startswith("•")]
    assert len(five) == 5


async def test_a_word_with_a_slip_in_it_gets_its_nearest_match_as_a_button(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    near = await slack.asks("mina", "/upbeat agnda")
    assert "agnda" in near and "agenda" in near
    labels = await slack.labels("mina")
    await slack.press("mina", labels[0])
    assert "Agenda: Steering group" in "\n".join(await slack.seen("mina"))
    assert "meeting" in await slack.reads("will", "@Upbeat meetng")
    assert "mine, all, overdue" in await slack.reads("will", "@Upbeat action list overdu")
    assert "done 3" in await slack.reads("will", "@Upbeat done nothing of the kind")


async def test_a_refusal_names_the_way_that_works_and_keeps_what_was_typed(slack: Talk) -> None:
    assert "@Upbeat agenda add Budget 10m" in await slack.refused("otto", "/agenda add Budget 10m")
    await slack.say("otto", "@Upbeat agenda add Budget 10m")
    assert "Mina Achebe" in await slack.reads("otto", "@Upbeat partnership settings")
    assert "Budget" in await slack.asks("mina", "/agenda")
    await slack.say("mina", PLAN)
    assert "Mina Achebe" in await slack.reads("otto", "@Upbeat meeting move to Thu 17 December 3pm")
    assert "99" in await slack.reads("otto", "@Upbeat done 99")
    assert "Priya Raman" in await slack.reads("jo", "ACTION: Priya to book the hall by 31 November 2026")
    assert await slack.reads("otto", "@Upbeat edit 1 = book two halls")
    assert "book the hall" in await slack.asks("mina", "/action list all")
    assert (await slack.reads("frank", "/agenda remove 99")).strip()
    told = len(await slack.told("frank"))
    assert "Steering group" in (await slack.home("frank"))["text"]
    assert len(await slack.told("frank")) == told  # looking is no reason to be written to
