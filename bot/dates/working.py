"""Working days: "within 5 working days", "the last working day of the month", "two working days before ..."."""

from __future__ import annotations

import re

from bot.dates.days import after_working_days, earlier_working_day, later_working_day
from bot.dates.model import Family, Reader, Stretch, day
from bot.dates.words import BEFORE, NO_ANCHOR, NUMBER, number

working = Family()
_WORKING = r"(?:clear |full )?(?:working|business|work|week) ?"
_DAYS = rf"(?:{_WORKING}days?|wds?)"


@working.rule(
    rf"(?:(?:in|within|after) )?(?:the (?:next )?)?(?P<count>{NUMBER}) ?{_DAYS}'?(?: time| from (?:now|today))?(?!\w){NO_ANCHOR}"
)
def counted(reader: Reader, match: re.Match[str]) -> Stretch:
    """Counted from tomorrow on, skipping weekends and bank holidays."""
    when = after_working_days(reader.today, number(match["count"]), reader.calendar)
    return day(when, match, loose=match["count"] in ("a", "one", "1"))


@working.rule(rf"(?:the )?next {_WORKING}day(?!\w)")
def next_one(reader: Reader, match: re.Match[str]) -> Stretch:
    return day(after_working_days(reader.today, 1, reader.calendar), match)


@working.rule(
    rf"(?:the )?(?P<which>last|final|first) (?:{_WORKING}|school |(?=day (?:before|after) ))day (?P<side>of|in|before|after) "
)
def at_an_end(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """The last or first working day of a stretch, or next to it."""
    whole = reader.stretch(match.end())
    if whole is None or whole.ask:
        return whole
    if match["side"] == "before":
        when = after_working_days(whole.first, -1, reader.calendar)
    elif match["side"] == "after":
        when = after_working_days(whole.last, 1, reader.calendar)
    elif match["which"] == "first":
        when = later_working_day(whole.first, reader.calendar)
    else:
        when = earlier_working_day(whole.last, reader.calendar)
    return whole.but(first=when, last=when, kind="day", sure=True, edge=True)


@working.rule(rf"(?:(?P<count>{NUMBER}|the) ?){_DAYS} (?:(?P<back>{BEFORE})|after|following|from|of) ")
def beside(reader: Reader, match: re.Match[str]) -> Stretch | None:
    other = reader.stretch(match.end())
    if other is None or other.ask:
        return other
    count = 1 if match["count"] == "the" else number(match["count"])
    back = bool(match["back"])
    when = after_working_days(other.first if back else other.last, -count if back else count, reader.calendar)
    return other.but(first=when, last=when, kind="day")
