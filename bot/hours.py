"""Decent hours: when Upbeat may write to somebody who did not just write to it.

A decent moment lies on a working day of the partnership (no weekend, no bank holiday), from its chosen hour until six
in the evening, in its own zone.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot import dates

EVENING = 18
"""The hour, on the wall, after which nobody is written to unasked."""


def decent(moment: datetime, calendar: dates.Calendar, hour: int) -> bool:
    """Whether `moment` (aware) is a decent one; `hour` is the partnership's earliest, on its own wall clock."""
    local = dates.local(moment, calendar.zone)
    return hour <= local.hour < max(EVENING, hour + 1) and dates.working_day(local.date(), calendar)


def next_decent(moment: datetime, calendar: dates.Calendar, hour: int) -> datetime:
    """`moment` itself where it is decent, else the beginning of the next decent hour (aware, UTC)."""
    if decent(moment, calendar, hour):
        return moment
    local = dates.local(moment, calendar.zone)
    day = local.date()
    if local.hour >= hour or not dates.working_day(day, calendar):
        day += timedelta(days=1)
    return dates.at_local(dates.later_working_day(day, calendar), time(hour), calendar.zone)
