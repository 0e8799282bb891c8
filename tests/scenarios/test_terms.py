"""School terms, entered or taken in from a calendar file; what hangs on them, and on meetings, moves with them."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import PLAN, Talk
from tests.scenarios.test_the_slack_guide import bold, typed

pytestmark = pytest.mark.only_on("sqlite")

PUBLISHED = """\
Hartmere school year 2026/27
Autumn term: Wednesday 2 September to Friday 18 December, half term 26 to 30 October
Spring term: 4 January to 25 March, half term 15 to 19 February
Summer term: 12 April to 21 July, half term 31 May to 4 June
INSET: 4 January"""


def event(name: str, first: str, until: str) -> str:
    days = f"DTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{until}\r\n"
    return f"BEGIN:VEVENT\r\nUID:{name}@oakhouse.invalid\r\nSUMMARY:{name}\r\n{days}END:VEVENT\r\n"


CALENDAR = "".join(
    (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Oak House//EN\r\n",
        event("Christmas Holidays", "20261219", "20270104"),
        event("Half Term", "20270215", "20270220"),
        event("Easter Holidays", "20270326", "20270412"),
        event("Harvest lunch", "20261002", "20261003"),
        "END:VCALENDAR\r\n",
    )
)


async def test_jo_enters_her_councils_terms_and_what_waits_for_half_term_has_its_day(slack: Talk) -> None:
    await slack.say("frank", "ACTION: Jo to order the flutes by half term")
    [receipt] = await slack.receipts("order the flutes")
    assert "for “by half term” yet. When is that?" in receipt["text"]
    await slack.press("jo", "Enter the term dates", ts=receipt["ts"])
    assert await slack.submit("jo", {"dates": PUBLISHED}) == {"ok": True}
    said = await slack.last("jo")
    assert "I read the dates of Hartmere Council Virtual School" in said["text"]
    assert "Mon 15 February to Fri 19 February" in said["text"]
    [receipt] = await slack.receipts("order the flutes")
    assert "When is that?" in receipt["text"], "nothing is kept before Jo says that it is right"

    await slack.press("jo", "Save these dates")
    [receipt] = await slack.receipts("order the flutes")
    assert "order the flutes, by Fri 12 February" in receipt["text"]
    assert "order the flutes (1), by Fri 12 February" in (await slack.last("jo"))["text"]
    assert await slack.told("jo") == [], "she reads it where she pressed"
    await slack.say("sam", "ACTION: Sam to mend the harp by half term")
    [harp] = await slack.receipts("mend the harp")
    assert "When is that?" in harp["text"], "those are the council's terms, and Sam is of the music service"


async def test_a_schools_calendar_file_is_said_back_before_it_is_kept(slack: Talk) -> None:
    await slack.say("mina", "ACTION: Otto to count the books by the end of term")
    await slack.say("otto", "", "dm", files={"oak house.ics": CALENDAR})
    said = (await slack.told("otto"))[-1]
    assert "Oak House Library" in said
    assert "Spring term: Mon 4 January to Thu 25 March 2027, half term Mon 15 February" in said
    assert "lunch" not in said.casefold()
    await slack.press("otto", "Save these dates", "dm")
    assert "Spring term" in await slack.asks("otto", "terms", "dm")


async def test_a_file_that_is_no_calendar_is_answered_with_another_way(slack: Talk) -> None:
    await slack.say("mina", "terms import", "dm", files={"dates.ics": "no calendar at all"})
    assert "I could not read “dates.ics”" in (await slack.told("mina"))[-1]
    await slack.press("mina", "Paste the dates", "dm")
    form = await slack.form("mina")
    assert form is not None and form["title"] == "School terms"


async def test_a_meeting_moves_and_otto_hears_once_what_moves_with_it(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("otto", "ACTION: Otto to print the songs by the next meeting")
    await slack.say("otto", "ACTION: Otto to find the keys the day before the meeting")
    before = await slack.told("otto")
    await slack.say("mina", "/meeting move to Tue 12 January 2027 2pm")
    await slack.clock(advance="1d")
    [said] = (await slack.told("otto"))[len(before) :]
    assert "Steering group is now on Tue 12 January" in said
    assert "print the songs (1), now by Tue 12 January. It was Tue 15 December." in said
    assert "find the keys (2), now by Mon 11 January. It was Mon 14 December." in said
    await slack.press("otto", "Change the date of 1", "dm")
    form = await slack.form("otto")
    assert form is not None and form["title"] == "Edit an action"
    await slack.clock(advance="2d")
    assert len(await slack.told("otto")) == len(before) + 1


async def test_what_the_guide_says_of_school_terms_is_so(slack: Talk) -> None:
    told, show = typed("School terms")
    await slack.say("mina", told)
    assert "Autumn term: Wed 2 September to Fri 18 December" in (await slack.told("mina"))[-1]
    pressed = bold("School terms")
    assert pressed[-1] in await slack.labels("mina", "dm")
    await slack.press("mina", pressed[-1], "dm")
    assert "The whole partnership" in await slack.asks("mina", show)
    assert {*pressed[:-1]} <= set(await slack.labels("mina"))
    await slack.say("jo", "@Upbeat terms import", files={"hartmere.ics": CALENDAR})
    assert "Hartmere Council Virtual School" in (await slack.told("jo"))[-1]
    assert "Spring term: Mon 4 January" in (await slack.told("jo"))[-1]
