"""A weekday said with a date: "Friday 4th", "Monday 7 December"; where they do not agree it is asked about."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.model import Family, Reader, Stretch
from bot.dates.months import made, months_from
from bot.dates.words import MONTH, ORDINAL, WEEKDAY, weekday

weekday_dates = Family()

_HOURS = re.compile(r"[0-9]-[0-9]{1,2}$")  # "Friday 9-12" is when somewhere is open
SOON = timedelta(days=62)  # "Tuesday 3rd" further off than that was more likely a slip


@weekday_dates.rule(
    rf"(?:the )?(?P<name>{WEEKDAY})[,.]? ?(?:\(|(?:the )?(?=[0-9]|{MONTH}|{ORDINAL}))(?:the )?"
)
def weekday_and_date(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "Monday 7th December" as one, so that "w/c Monday 7th December" and "a week before ..." see the whole of it."""
    told = reader.stretch(match.end())
    if told is None or (told.kind not in ("date", "ordinal", "day") and not told.ask):
        return None
    if told.ask:
        return told
    return agreeing(reader, weekday(match["name"]), told)


@weekday_dates.rule(
    rf"{WEEKDAY} (?:the )?(?:{ORDINAL}|[0-9]{{1,2}}) ?(?:[-/&]|or|and|to) ?(?={WEEKDAY} (?:the )?[0-9])"
)
def later_weekday_and_date(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "Tues 9 or Weds 10 Feb": the later one."""
    later = reader.stretch(match.end())
    return later.but(sure=False) if later else None


def agreeing(reader: Reader, name: int, told: Stretch) -> Stretch | None:
    """A weekday said with a day of the month, or with a day and month: the date on which both hold.

    A date near at hand that falls on another weekday is a slip: it is asked about, not moved by a year.
    """
    when = told.first
    if when.weekday() == name:
        return told.but(kind="day", sure=True)
    for other in _others(reader, told):
        if other.weekday() == name:
            far = told.kind == "ordinal" and other - reader.today > SOON
            ask = "two_faced" if far else None
            return told.but(first=other, last=other, kind="day", sure=other - reader.today < SOON, ask=ask)
    if _HOURS.search(reader.text[: told.end]):
        return None
    return told.but(kind="day", sure=False, ask="two_faced")


def _others(reader: Reader, told: Stretch) -> list[date]:
    """Other dates that the same words might mean, likeliest first."""
    when, today = told.first, reader.today
    if told.kind == "ordinal":
        ahead = (made(d.year, d.month, when.day) for d in months_from(when)[1:8])
        return [d for d in ahead if d]
    if told.kind != "date":
        return []
    past = made(today.year, when.month, when.day)
    past = past if past and past < today else made(today.year - 1, when.month, when.day)
    later = made(when.year + 1, when.month, when.day)
    lately = [past] if past and today - past < timedelta(days=183) else []
    return lately + ([later] if later and when - today > timedelta(days=100) else [])
