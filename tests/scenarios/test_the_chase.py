"""The chase: three days before a meeting, privately, once, only about what is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.conftest import PLAN, Talk, begun

ANSWERS = ["Done", "On track", "Need help", "Hand over", "No longer needed"]
FRIDAY_AT_TEN = "2026-12-11T10:00:00+00:00"


async def chases(slack: Talk, person: str) -> list[str]:
    """The chases that somebody has got."""
    return [text for text in await slack.told(person) if "what you do for" in text or "That is all" in text]


async def test_on_friday_at_ten_each_lead_is_asked_once_and_only_about_what_is_in_doubt(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    for line in (
        "Otto to post the flyer by 10 December 2026",
        "Otto to find a van by 14 December 2026",
        "Priya to book the hall by 12 December 2026",
        "Sam to tune the harps by 20 January 2027",
        "Frank to count the chairs by 13 December 2026",
        "Grace to ring the Curve by 3 December 2026",
        "Will to print songs by 14 December 2026",
    ):
        await slack.say("jo", f"ACTION: {line}")
    await slack.say("frank", "/action on track 5")
    await slack.say("grace", "@Upbeat done 6")
    await slack.say("priya", "@Upbeat need help 3 the hall wants a deposit")
    before = len(await slack.seen("mina"))

    await slack.clock(to="2026-12-11T09:45:00+00:00")
    assert not any([await chases(slack, person) for person in ("otto", "priya", "will", "frank")])
    await slack.clock(to="2026-12-11T10:15:00+00:00")

    (asked,) = await chases(slack, "otto")
    first = (await slack.told("otto"))[0]
    assert first.index("Upbeat, and I write for Making Music Together") < first.index("going well")
    assert asked.startswith("Thank you")
    assert "pause" in first and "Steering group" in asked and "Tue 15 December at 2pm" in asked
    assert "post the flyer (1), by Thu 10 December\nJo Penrose noted it for you. That day has passed" in asked
    assert (
        "find a van (2), by Mon 14 December\nJo Penrose noted it for you. That day is before the meeting"
        in asked
    )
    assert await slack.labels("otto", "dm") == [*ANSWERS, *ANSWERS, "Pause these messages"]
    (asked,) = await chases(slack, "priya")
    assert "A hand was asked for, and none has been offered" in asked
    for person in ("sam", "frank", "grace", "jo"):
        assert not await chases(slack, person), person

    summary = (await slack.told("mina"))[-1]
    assert "how the work stands" in summary and "ring the Curve" in summary and "book the hall" in summary
    for name in ("Otto", "Priya", "Will", "Frank", "late", "overdue"):
        assert name not in summary
    said = (await slack.seen("mina"))[before:]
    public = ("what should we talk about", "what is going well")
    assert [
        text for text in said if any(words in text for words in public)
    ] == said  # nothing of it is public

    await slack.clock(to="2026-12-15T15:00:00+00:00")
    assert [len(await chases(slack, person)) for person in ("otto", "priya", "will")] == [1, 1, 1]


async def test_each_of_the_five_answers_is_taken_and_help_reaches_the_chair_as_an_offer(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    for text in ("sort songs", "ring schools", "find a van", "fetch keys", "buy tea"):
        await slack.say("jo", f"ACTION: Otto to {text} by 10 December 2026")
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    kept = ("done", "on track", "hand would be welcome", "is asked", "no longer needed")
    for number, (answer, words) in enumerate(zip(ANSWERS, kept, strict=True), start=1):
        await slack.press("otto", answer, "dm")
        if answer == "Hand over":
            await slack.submit("otto", {"to": "Grace Abara"})
        (card,) = await chases(slack, "otto")
        line = next(line for line in card.splitlines() if f"({number})" in line)
        assert words in line.lower()
    assert "That is all before" in card and not set(ANSWERS) & set(await slack.labels("otto", "dm"))

    offer = (await slack.told("mina"))[-1]
    assert "find a van" in offer and "Otto Lindqvist could do with a hand" in offer
    await slack.press("mina", "I'll help", "dm")
    assert "Mina Achebe will give you a hand" in "\n".join(await slack.told("otto"))
    summary = next(text for text in await slack.told("mina") if "how the work stands" in text)
    assert "One action is finished" in summary and "2 actions are on track" in summary
    await slack.press("grace", "I'll take it", "dm")
    assert "Grace Abara has it now" in (await chases(slack, "otto"))[0]
    everything = await slack.asks("mina", "/action list all")
    assert "sort songs" not in everything and "buy tea" not in everything and "ring schools" in everything


async def test_somebody_who_asked_for_a_pause_is_left_alone_until_they_say_otherwise(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say(
        "jo", "ACTION: Otto to post the flyer by 10 December 2026\nACTION: Will to sing by Friday"
    )
    assert "Wed 16 December" in await slack.asks("otto", "pause until 16 December", "dm")
    assert "Wed 2 December" in await slack.reads("will", "@Upbeat pause a week")
    await slack.press("will", "Write to me again", "dm")
    await slack.say("will", "pause for a month", "dm")
    await slack.say("will", "write to me again", "dm")
    await slack.clock(to="2026-12-14T17:00:00+00:00")
    assert not await chases(slack, "otto") and len(await chases(slack, "will")) == 1
    await slack.say("mina", "/meeting plan Working group, Tuesday 22 December 2026 2pm")
    await slack.clock(to="2026-12-22T12:00:00+00:00")
    assert (
        len(await chases(slack, "otto")) <= 1
    )  # the pause is over; what belongs to another group is not asked


async def test_a_meeting_that_moves_takes_its_chases_along_and_nobody_is_asked_twice(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.say("mina", "/meeting move to Thu 17 December 2pm")
    await slack.clock(to="2026-12-11T17:00:00+00:00")
    assert not await chases(slack, "otto")
    await slack.clock(to="2026-12-14T10:15:00+00:00")
    (asked,) = await chases(slack, "otto")
    assert "Thu 17 December" in asked

    await slack.say("mina", "/meeting move to Tue 22 December 2pm")
    await slack.say("jo", "ACTION: Will to print the songs by 20 December 2026")
    await slack.clock(to="2026-12-18T17:00:00+00:00")
    (asked,) = await chases(slack, "otto")
    assert "Tue 22 December" in asked
    (asked,) = await chases(slack, "will")
    assert "print the songs" in asked
    assert len([text for text in await slack.told("mina") if "how the work stands" in text]) == 1


@pytest.mark.parametrize(
    ("now", "plan", "due", "quiet_until", "asked_by"),
    [
        # Mon 28 December stands in for Boxing Day, before it lie a weekend and Christmas
        pytest.param(
            "2026-12-16T10:00:00+00:00",
            "Thursday 31 December 2026 2pm",
            "29 December 2026",
            "2026-12-24T09:45:00+00:00",
            "2026-12-24T10:15:00+00:00",
            id="bank holidays and a weekend",
        ),
        pytest.param(
            "2026-12-14T16:00:00+00:00",
            "Tuesday 15 December 2026 5pm",
            "14 December 2026",
            "2026-12-14T16:00:00+00:00",
            "2026-12-14T16:15:00+00:00",
            id="planned inside the window, while it is decent",
        ),
        pytest.param(
            "2026-12-14T19:00:00+00:00",
            "Wednesday 16 December 2026 2pm",
            "15 December 2026",
            "2026-12-15T09:45:00+00:00",
            "2026-12-15T10:15:00+00:00",
            id="planned inside the window, at night",
        ),
        pytest.param(
            "2026-03-24T10:00:00+00:00",
            "Thursday 2 April 2026 2pm",
            "1 April 2026",
            "2026-03-30T08:45:00+00:00",
            "2026-03-30T09:15:00+00:00",
            id="the day after clocks go forward",
        ),
        pytest.param(
            "2026-10-20T10:00:00+01:00",
            "Thursday 29 October 2026 2pm",
            "28 October 2026",
            "2026-10-26T09:45:00+00:00",
            "2026-10-26T10:15:00+00:00",
            id="the day after clocks go back",
        ),
    ],
)
async def test_it_asks_at_a_decent_hour_of_a_working_day(
    tmp_path: Path, now: str, plan: str, due: str, quiet_until: str, asked_by: str
) -> None:
    async with begun(tmp_path, now) as slack:
        await slack.say("jo", f"ACTION: Otto to post the flyer by {due}")
        await slack.say("mina", f"/meeting plan Steering group, {plan}")
        if quiet_until > now:
            await slack.clock(to=quiet_until)
            assert not await chases(slack, "otto")
        await slack.clock(to=asked_by)
        assert len(await chases(slack, "otto")) == 1
        await slack.clock(advance="7d")
        assert len(await chases(slack, "otto")) == 1


async def test_a_meeting_planned_too_late_for_a_decent_hour_asks_nobody(tmp_path: Path) -> None:
    async with begun(tmp_path, "2026-12-14T19:00:00+00:00") as slack:
        await slack.say("mina", "/meeting plan Steering group, Tuesday 15 December 2026 9am")
        await slack.say("jo", "ACTION: Otto to post the flyer by 15 December 2026")
        await slack.clock(to="2026-12-15T12:00:00+00:00")
        assert not await chases(slack, "otto") and not await chases(slack, "mina")


async def test_a_clock_that_jumps_over_a_meeting_asks_nothing_about_it(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.bot("stop")
    await slack.clock(to="2026-12-15T15:00:00+00:00")
    await slack.bot("start")
    await slack.clock(advance="2h")
    assert not await chases(slack, "otto") and not await slack.told("mina")
    assert not [text for text in await slack.seen() if "what should we talk about" in text]

    await slack.say("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm")
    await slack.bot("stop")
    await slack.clock(to="2027-01-23T21:00:00+00:00")  # a Saturday night, the day after the chase
    await slack.bot("start")
    await slack.clock(to="2027-01-25T09:45:00+00:00")
    assert not await chases(slack, "otto")
    await slack.clock(to="2027-01-25T10:15:00+00:00")
    (asked,) = await chases(slack, "otto")
    assert "Tue 26 January" in asked
