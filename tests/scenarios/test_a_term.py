"""Messages counted: what a term of twelve weeks brings each person unasked (docs/measured.md has the figures)."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Talk

pytestmark = pytest.mark.only_on("sqlite")

PEOPLE = ("mina", "sam", "frank", "jo", "priya", "will", "otto", "grace")

ACTIONS = (
    "Otto to post the flyer by 10 December 2026",
    "Priya to book the hall by 11 December 2026",
    "Sam to tune the harps by 14 December 2026",
    "Will to print the songs by 14 December 2026",
    "Jo to write to the carers by 8 January 2027",
    "Frank to count the chairs by 20 January 2027",
    "Grace to open the library on Saturdays by 22 January 2027",
    "Mina to ask for money by 25 January 2027",
)
MORE = (
    "Otto to find a van by 20 January 2027",
    "Priya to choose three dates by 22 January 2027",
    "Will to ask the children by 25 January 2027",
    "Jo to thank the drivers by 25 January 2027",
)


async def term(slack: Talk) -> dict[str, int]:
    """Twelve weeks from 25 November: two meetings, eight people, twelve actions; how many messages each person got.

    Counted is what Upbeat wrote to somebody directly without being asked for it there.
    """
    await slack.say("mina", "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes")
    await slack.say("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm, 90 minutes")
    for person in PEOPLE:
        await slack.press(person, "Coming")
    for line in ACTIONS:
        await slack.say("jo", f"ACTION: {line}")
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    await slack.press("otto", "Done", "dm")
    await slack.press("priya", "Need help", "dm")
    await slack.press("mina", "I'll help", "dm")
    await slack.clock(to="2026-12-15T16:00:00+00:00")
    for line in MORE:
        await slack.say("mina", f"ACTION: {line}")
    await slack.say("jo", "@Upbeat done 5")
    await slack.clock(to="2027-02-17T10:00:00+00:00")
    return {person: len(await slack.told(person)) for person in PEOPLE}


async def test_a_term_brings_nobody_more_than_five_messages_and_the_chair_six(slack: Talk) -> None:
    got = await term(slack)
    print(f"messages in twelve weeks: {got}; in the channel: {len(await slack.seen())}")
    assert (
        max(count for person, count in got.items() if person != "mina") <= 5
    )  # of each meeting: what goes well, and a chase
    assert got["mina"] <= 6
    assert sum(got.values()) <= 34
    chases = [
        text for text in await slack.told("priya") if "what you do for" in text or "That is all" in text
    ]
    assert len(chases) <= 2
    posted = [row for row in await slack.rows("jo") if row["from"] == "upbeat" and not row["thread_ts"]]
    cards = [row["text"].splitlines()[0] for row in posted if not row["ephemeral"]]
    assert sum("what should we talk about" in text for text in await slack.seen("jo")) == 2
    assert len(cards) <= 12
