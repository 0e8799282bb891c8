"""A meeting as it is held: started, led from item to item with people of other workspaces in it, decided in, and ended."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import PLAN, Talk

ANSWERS = ["Done", "On track", "Need help", "Hand over", "No longer needed"]


async def card(slack: Talk, person: str = "otto") -> str:
    """The live card of the meeting, as somebody of another workspace sees it."""
    [found] = [
        text for text in await slack.seen(person) if "What is noted here" in text or "ended at" in text
    ]
    return found


async def under(slack: Talk, words: str) -> list[str]:
    """What Upbeat says in threads that speaks of these words."""
    return [row["text"] for row in await slack.receipts(words)]


async def left_with(slack: Talk, person: str) -> list[str]:
    """The receipts of what somebody left the meeting with."""
    return [text for text in await slack.told(person) if "this is what you left" in text]


async def prepared(slack: Talk) -> None:
    """Six minutes to two, with three items, and Priya's apologies sent before."""
    await slack.say("mina", PLAN)
    await slack.say("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm, 90 minutes")
    for item in (
        "Budget 20m for decision",
        "Story bags 30m for advice",
        "Insurance 20m",
        "Website 20m",
        "Keys",
    ):
        await slack.say("mina", f"/agenda add {item}")
    await slack.say("priya", "@Upbeat apologies")
    await slack.clock(to="2026-12-15T13:54:00+00:00")


@pytest.mark.only_on("sqlite")
async def test_a_meeting_from_the_button_on_its_agenda_to_what_each_lead_left_with(slack: Talk) -> None:
    await prepared(slack)
    await slack.press("otto", "Start the meeting")
    assert not [text for text in await slack.seen("mina") if "Now: " in text]
    await slack.clock(to="2026-12-15T14:00:00+00:00")
    await slack.press("mina", "Start the meeting")
    assert "Now: What is going well, and why" in await card(slack) and "Priya Raman" in await card(slack)
    await slack.press("otto", "I am here")
    await slack.say("grace", "@Upbeat standing in for Will")
    await slack.say("mina", "/meeting present Sam, Dilys Morgan")
    await slack.say("grace", "next")  # whoever does not keep the minutes talks like anybody
    await slack.say("mina", "next")
    await slack.press("mina", "Next item")
    shown = await card(slack)
    assert "Now: Budget · for decision · 20 minutes" in shown and "20 minutes left" in shown
    assert "Otto Lindqvist" in shown and "Grace Abara for Will Carter" in shown and "Dilys Morgan" in shown
    await slack.say("otto", "AGREED: the fees stay as they are")
    await slack.say("jo", "ACTION: Otto to ring the library by 8 January 2027")

    await slack.clock(to="2026-12-15T14:18:30+00:00")
    assert ["left for Budget" in text for text in await under(slack, "left for")] == [True]
    await slack.press("mina", "5 minutes more")
    assert "25 minutes" in await card(slack)
    await slack.say("mina", "next")
    await slack.say("grace", "ACTION: Will to find boxes for the story bags")
    await slack.clock(to="2026-12-15T14:51:00+00:00")
    assert len(await under(slack, "no longer fits")) == 1
    await slack.say("mina", "@Upbeat meeting next")
    await slack.say("mina", "@Upbeat meeting back")
    assert "Now: Story bags" in await card(slack)
    await slack.press("mina", "Next item")  # of the quiet word about the budget, which is over
    assert "moved on since" in (await slack.seen("mina"))[-1] and "Now: Story bags" in await card(slack)
    await slack.say("mina", "next")
    await slack.say("mina", "park it")
    assert "Now: Website" in await card(slack) and "Insurance · goes to the next meeting" in await card(slack)
    assert "is being held just now" in await slack.reads("mina", "/meeting move to Thu 17 December 3pm")

    await slack.press("mina", "End the meeting")
    assert "Website · talked about" in await card(slack) and "ended at" in await card(slack)
    assert "Keys · carried over" in await card(slack)
    [ended] = [text for text in await slack.seen("otto") if "has ended" in text]
    assert "the fees stay as they are" in ended and "Was it a good use of your time" in ended
    assert "2 were noted" in ended and "Otto" not in ended and "Will" not in ended
    agenda = await slack.asks("mina", "/agenda show 26 January")
    assert "Insurance" in agenda and "Keys" in agenda and "Budget" not in agenda

    for lead, words in (("otto", "ring the library"), ("will", "find boxes")):
        [receipt] = await left_with(slack, lead)
        assert words in receipt and "Nothing needs to be said now" in receipt and "?" not in receipt
        assert (await slack.labels(lead, "dm"))[:5] == ANSWERS
    assert not await left_with(slack, "jo") and not await left_with(slack, "mina")
    draft = "\n".join(await slack.told("mina"))
    assert "the fees stay as they are" in draft and "Grace Abara" in draft and "ring the library" in draft
    await slack.press("otto", "On track", "dm")
    assert "on track" in (await left_with(slack, "otto"))[0]

    for person in ("otto", "grace", "jo"):
        await slack.press(person, "A good use of time")
    await slack.press("sam", "Partly")
    assert "Nothing is there to show yet" in await slack.reads("mina", "/meeting worth")
    await slack.clock(to="2026-12-18T16:00:00+00:00")
    assert "3 of 4 say yes, 1 partly, 0 not this time" in await slack.reads("mina", "/meeting worth")
    for lead in ("otto", "will"):
        assert len(await left_with(slack, lead)) == 1


@pytest.mark.parametrize("step", ["request.committed", "delivery.sent"])
async def test_each_lead_has_their_receipt_once_wherever_the_bot_is_killed_at_the_end(
    slack: Talk, step: str
) -> None:
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-15T14:00:00+00:00")
    await slack.say("mina", "/meeting start")
    await slack.say("jo", "ACTION: Otto to ring the library\nACTION: Will to find boxes")
    await slack.bot("kill", at=step)
    await slack.say("mina", "/meeting end")
    await slack.bot("start")
    await slack.say("jo", "good, thank you all")
    assert [len(await left_with(slack, lead)) for lead in ("otto", "will", "mina")] == [1, 1, 0]
    assert len([text for text in await slack.seen("otto") if "has ended" in text]) == 1
