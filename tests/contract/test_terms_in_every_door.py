"""School terms in every door: entered by somebody of another organisation, taken in from a file, and told where they matter."""

from __future__ import annotations

import pytest

from tests.contract.party import CHANNEL, DIRECTLY, PLAN, Party

pytestmark = pytest.mark.only_on("sqlite")

PUBLISHED = """\
Autumn term: 2 September to 18 December, half term 26 to 30 October
Spring term: 4 January to 25 March, half term 15 to 19 February"""

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Spring Term\r\nDTSTART;VALUE=DATE:20270104\r\n"
    "DTEND;VALUE=DATE:20270326\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Half term\r\nDTSTART;VALUE=DATE:20270215\r\n"
    "DTEND;VALUE=DATE:20270220\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def test_jo_pastes_her_councils_terms_and_her_action_has_its_day(party: Party) -> None:
    line = await party.says("mina", "@Upbeat action add Jo to order the flutes by half term")
    assert "for “by half term” yet. When is that?" in "\n".join(await party.under("mina", line))
    await party.presses("jo", "Enter the term dates")
    form = await party.form("jo")
    assert form is not None and form.title == "School terms"
    assert await party.submits("jo", {"dates": PUBLISHED}) == []
    where = CHANNEL if "Save these dates" in await party.labels("jo") else DIRECTLY
    await party.presses("jo", "Save these dates", where)
    assert "order the flutes, by Fri 12 February" in "\n".join(await party.under("mina", line))


async def test_otto_sends_his_schools_calendar_file(party: Party) -> None:
    await party.sends("otto", "oak house.ics", CALENDAR)
    said = (await party.told("otto"))[-1]
    assert "Spring term: Mon 4 January to Thu 25 March 2027, half term Mon 15 February" in said
    await party.presses("otto", "Save these dates", DIRECTLY)
    assert "Oak House Library" in await party.asks("otto", "terms", DIRECTLY)


async def test_a_meeting_moves_and_its_lead_is_told_once(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("mina", "@Upbeat action add Otto to print the songs by the next meeting")
    await party.says("mina", "@Upbeat meeting move to Tue 5 January 2027 2pm")
    before = await party.told("otto")
    await party.turns("2026-11-26T12:00:00+00:00")
    [said] = (await party.told("otto"))[len(before) :]
    assert "print the songs (1), now by Tue 5 January. It was Tue 15 December." in said
