"""Reflections over Slack's wire: what people see of each other's answers, which is nothing until all of them are shown."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")

SAID = {
    "sam": "parking is a worry",
    "otto": "the hall is cold",
    "priya": "nobody reads the notes",
    "grace": "keys go missing",
}


async def test_no_message_in_the_channel_changes_while_people_answer(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-10T10:15:00+00:00")
    question = await slack.seen("jo")
    before = len(await slack.sent("chat.update", "chat.postMessage"))
    for who in ("sam", "otto"):
        await slack.press(who, "Answer privately")
        await slack.submit(who, {"less": SAID[who]})
    for who in ("priya", "grace"):
        assert "that is kept" in await slack.asks(who, f"less well: {SAID[who]}", "dm")
    everything = (await slack.sent("chat.update", "chat.postMessage"))[before:]
    assert not [one for one in everything if str(one["channel"]).startswith("C")]
    assert await slack.seen("jo") == question

    await slack.clock(to="2026-12-14T10:15:00+00:00")
    agenda = (await slack.seen("jo"))[-1]
    assert all(words in agenda for words in SAID.values()) and "Priya" not in agenda
    await slack.press("mina", f"Action: {SAID['otto']}")
    await slack.say("mina", "done 1")
    await slack.say("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm, 90 minutes")
    await slack.clock(to="2027-01-21T10:15:00+00:00")
    question = [text for text in await slack.seen("jo") if "what is going well" in text]
    assert "the hall is cold · became action 1" in question[-1]
    found = await slack.reads("will", "@Upbeat reflect history keys")
    assert "keys go missing" in found and "parking" not in found
