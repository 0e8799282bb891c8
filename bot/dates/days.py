"""Days and clocks of a partnership: working days, bank holidays, how a day is said, wall clock and UTC."""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.dates.model import Calendar

ONE = timedelta(days=1)
NATIONS = ("ENG", "WLS", "SCT", "NIR")


@lru_cache(maxsize=64)
def _bank_holidays(nation: str, year: int) -> dict[date, str]:
    import holidays  # a quarter of a second to import: only when a day is first asked about

    return dict(holidays.country_holidays("GB", subdiv=nation, years=year))


def bank_holidays(nation: str, year: int) -> dict[date, str]:
    """The bank holidays of a UK nation (ENG, WLS, SCT, NIR) in a year; raises NotImplementedError for others."""
    return _bank_holidays(nation, year)


def bank_holiday(day: date, nation: str) -> str | None:
    """The name of the bank holiday that the day is in the UK nation, or None."""
    return _bank_holidays(nation, day.year).get(day)


def working_day(day: date, calendar: Calendar) -> bool:
    """Whether the day is neither a weekend, nor a bank holiday of the partnership's nation, nor a closed day."""
    return day.weekday() < 5 and day not in calendar.closed and bank_holiday(day, calendar.nation) is None


def earlier_working_day(day: date, calendar: Calendar) -> date:
    """The day itself if it is a working day, else the nearest earlier one."""
    while not working_day(day, calendar):
        day -= ONE
    return day


def later_working_day(day: date, calendar: Calendar) -> date:
    """The day itself if it is a working day, else the nearest later one."""
    while not working_day(day, calendar):
        day += ONE
    return day


def after_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The day `count` working days later (earlier when negative), not counting the day itself."""
    step = ONE if count > 0 else -ONE
    for _ in range(abs(count)):
        day += step
        while not working_day(day, calendar):
            day += step
    return day


def after_months(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=months.monthrange(day.year, day.month)[1])


def nth_weekday(month: date, weekday: int, nth: int) -> date | None:
    """The nth such weekday of the month that `month` lies in (-1 the last), or None if there is none."""
    if nth < 0:
        last = last_of_month(month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month.replace(day=1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month.month else None


def local(moment: datetime, zone: str) -> datetime:
    """The aware moment as the wall clock in the zone shows it, still aware."""
    return moment.astimezone(ZoneInfo(zone))


def at_local(day: date, hour: time, zone: str) -> datetime:
    """The UTC moment at which a wall clock in the zone shows that time on that day.

    Where clocks go forward over it, the first moment after the gap; where they go back, the first of the two.
    """
    wall = datetime.combine(day, hour.replace(tzinfo=None, fold=0), ZoneInfo(zone))
    moment = wall.astimezone(UTC)
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment if shown == wall.replace(tzinfo=None) else _after_gap(wall)


def _after_gap(wall: datetime) -> datetime:
    """The moment of the change: the last at which the offset of before still held is a minute earlier."""
    zone, low, high = wall.tzinfo, wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return (high + timedelta(seconds=30)).replace(second=0, microsecond=0)


def full(day: date, at: date | None = None) -> str:
    """ "Fri 4 December"; seen from `at` with the year too where the day would else be mistaken for another."""
    said = f"{day:%a} {day.day} {day:%B}"
    return f"{said} {day.year}" if at is not None and _far(day, at) else said


def _far(day: date, at: date) -> bool:
    if day < at:
        return day.year != at.year
    return day >= after_months(at, 6) or (day.year != at.year and day > after_months(at, 3))


def clock(moment: datetime, zone: str) -> str:
    """The time as people in Britain write it, in the zone: "2pm", "2.30pm", "noon", "midnight"."""
    wall = local(moment, zone)
    if wall.minute == 0 and wall.hour in (0, 12):
        return "noon" if wall.hour else "midnight"
    minutes = f".{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes}{'am' if wall.hour < 12 else 'pm'}"
