"""Decent hours: nobody is written to unasked at night, at a weekend or on a bank holiday."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dates import Calendar
from bot.hours import decent, next_decent

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize("moment", ["2026-11-25T10:00", "2026-11-25T17:59", "2026-11-27T12:00"])
def test_working_hours_are_decent(moment: str) -> None:
    assert decent(at(moment), CALENDAR, 10)
    assert next_decent(at(moment), CALENDAR, 10) == at(moment)


@pytest.mark.parametrize(
    ("moment", "waits_until"),
    [
        ("2026-11-25T09:59", "2026-11-25T10:00"),
        ("2026-11-25T18:00", "2026-11-26T10:00"),
        ("2026-11-27T18:00", "2026-11-30T10:00"),
        ("2026-11-28T12:00", "2026-11-30T10:00"),
        ("2026-12-24T19:00", "2026-12-29T10:00"),
        ("2027-03-26T11:00", "2027-03-30T10:00"),
        ("2027-03-27T12:00", "2027-03-30T10:00"),
    ],
    ids=[
        "before hours",
        "evening",
        "Friday evening",
        "Saturday",
        "Christmas",
        "Good Friday",
        "Easter Saturday",
    ],
)
def test_other_times_wait_for_the_next_decent_hour(moment: str, waits_until: str) -> None:
    assert not decent(at(moment), CALENDAR, 10)
    assert next_decent(at(moment), CALENDAR, 10) == at(waits_until)


def test_ten_o_clock_is_ten_on_the_wall_on_both_sides_of_the_clock_change() -> None:
    assert next_decent(at("2026-10-23T19:00"), CALENDAR, 10) == at("2026-10-26T10:00")
    assert next_decent(at("2027-03-28T01:30"), CALENDAR, 10).astimezone(LONDON).hour == 10


def test_bank_holidays_are_those_of_the_nation() -> None:
    saint_andrew = at("2026-11-30T11:00")
    assert decent(saint_andrew, CALENDAR, 10)
    assert not decent(saint_andrew, Calendar(nation="SCT"), 10)
