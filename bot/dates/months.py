"""Dates as they are written: "3/4", "2027-04-03", "12 December", "Dec 12th", "the 12th", "last Friday of January".

Day first. A date without a year is the next such date; one that no calendar has is asked about, never bent.
"""

from __future__ import annotations

import re
from datetime import date, time

from bot.dates.days import after_months, nth_weekday
from bot.dates.model import Family, Reader, Stretch, asked, day
from bot.dates.words import MONTH, MONTHS, ORDINAL, WEEKDAY, ordinal, weekday

months = Family()
NEARBY = 25  # a year further off than this was not meant as a year
_YEAR = r"(?:[0-9]{4}|'?[0-9]{2})(?![\w%:]|[.,]?[0-9]| ?(?:am|pm|a\.m|p\.m|hrs|h|noon|midday|midnight)(?!\w))"
_DAY = rf"(?:(?:the )?(?P<day>{ORDINAL}|[0-9]{{1,2}})(?![0-9]))"
_MONTH = rf"(?P<month>{MONTH})"


def next_such(reader: Reader, month: int, number: int) -> date | None:
    """The next date of that day and month, today included; None if there never is one."""
    for year in range(reader.today.year, reader.today.year + 9):  # a leap day can be eight years off
        when = made(year, month, number)
        if when and when >= reader.today:
            return when
    return None


def made(year: int, month: int, number: int) -> date | None:
    """The date, or None where no calendar has it."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def written(reader: Reader, end: re.Match[str], number: int, month: int, year: str | None) -> Stretch:
    """A day and month, with a year, without, or with four digits that can only be a clock."""
    full = _year(reader, year)
    if full and year and len(year) == 2 and full < reader.today.year - 1:  # "3 June 12 adults"
        before = len(reader.text[: end.start("year")].rstrip(" ,"))
        return written(reader, end, number, month, None).but(end=before)
    if year and full is None:
        hour = _hour(year)
        undated = written(reader, end, number, month, None)
        return undated.but(time=hour) if hour else asked(reader, "impossible", end)
    when = made(full, month, number) if full else next_such(reader, month, number)
    if when is None:
        return asked(reader, "impossible", end)
    return day(when, end, kind="day" if full else "date")


def _year(reader: Reader, said: str | None) -> int | None:
    digits = (said or "").lstrip("'")
    year = int(digits) + (2000 if len(digits) == 2 else 0) if digits else 0
    return year if abs(year - reader.today.year) <= NEARBY else None


def _hour(digits: str) -> time | None:
    hour, minute = int(digits.lstrip("'")[:2]), int(digits[2:] or 0)
    return time(hour, minute) if len(digits) == 4 and hour < 24 and minute < 60 else None


@months.rule(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])")
def iso(reader: Reader, match: re.Match[str]) -> Stretch:
    when = made(int(match["year"]), int(match["month"]), int(match["day"]))
    return day(when, match) if when else asked(reader, "impossible", match)


@months.rule(
    r"(?:the )?(?<![0-9][/.:-])(?P<day>[0-9]{1,2})(?P<mark>[/.]| ?[-/] )(?P<month>[0-9]{1,2})"
    r"(?![0-9]|[/.:-][0-9]| (?:of|a|an)(?!\w)|\.?[0-9]*(?:[a-z%]|"
    r" ?(?:am|pm|h|hrs|weeks?|days?|months?|hours?|mins?|minutes?|million|thousand|percent|per cent|miles?|km|metres?"
    r"|people|pages?|times)(?!\w)))"
)
def day_and_month(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "3/4"; "2.30" is a clock, and spaced out ("15 - 2") it must stand where a date ought to be."""
    number, month = int(match["day"]), int(match["month"])
    if match["mark"] == "." and 12 < month < 60 and number < 24:
        return None
    if not (1 <= min(number, month) <= 12 and max(number, month) <= 31):
        return None  # a score or a fraction; "5/22" is a date elsewhere, and is asked about
    found = written(reader, match, number, month, None)
    if match[0] == "24/7":
        return None
    doubtful = match["mark"] == "." or _fraction(number, month)  # "12.6" may be a number
    loose = len(match["mark"]) > 1 or (doubtful and "0" not in (match[0][0], match["month"][0]))
    return found.but(loose=loose and not reader.led(match.start()), sure=found.sure and not doubtful)


def _fraction(number: int, of: int) -> bool:
    """ "3/4", "9/10": dates only where a date ought to be."""
    return number <= of and of in (2, 3, 4, 5, 8, 10)


@months.rule(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})(?![\w-]|[.:/][0-9]| \w)")
def hyphened(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "15-2" is more often a score or a range than a date."""
    if match[0] == "9-5" or "0" in (match["day"], match["month"]):
        return None
    return written(reader, match, int(match["day"]), int(match["month"]), None).but(loose=True, sure=False)


@months.rule(
    r"(?:the )?(?<![0-9][/.:-])(?P<day>[0-9]{1,2})(?: ?(?P<mark>[-/.]) ?)(?P<month>[0-9]{1,2}) ?(?P=mark) ?"
    r"(?P<year>[0-9]{4}|'?[0-9]{2})(?![0-9]|[/.:-][0-9])"
)
def day_month_year(reader: Reader, match: re.Match[str]) -> Stretch:
    return written(reader, match, int(match["day"]), int(match["month"]), match["year"])


@months.rule(
    rf"(?:this |next )?{_DAY}(?: day)?(?: (?:of )?|[./-] ?| of the ){_MONTH}(?:(?:[.,/-]? ?|, )(?P<year>{_YEAR}))?"
)
def day_then_month(reader: Reader, match: re.Match[str]) -> Stretch:
    return written(reader, match, ordinal(match["day"]), MONTHS[match["month"]], match["year"])


@months.rule(
    rf"(?:this |next )?{_MONTH}[./]? ?{_DAY}(?: ?(?:st|nd|rd|th)(?!\w))?(?![:.%][0-9]|%| ?(?:am|pm)(?!\w))"
    rf"(?:,? (?P<year>{_YEAR}))?"
)
def month_then_day(reader: Reader, match: re.Match[str]) -> Stretch:
    return written(reader, match, ordinal(match["day"]), MONTHS[match["month"]], match["year"])


@months.rule(
    rf"(?:the )?(?:{ORDINAL}|[0-9]{{1,2}}) ?(?:-|/|to|or|and|&) ?(?:the )?{_DAY} (?:of )?{_MONTH}"
    rf"(?:,? (?P<year>{_YEAR}))?"
)
def last_of_several(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "4-6 December": the last of them."""
    found = written(reader, match, ordinal(match["day"]), MONTHS[match["month"]], match["year"])
    return found.but(sure=False)


@months.rule(
    r"(?P<day>[0-9]{1,2})(?P<mark>[ ,])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>20[0-9]{2}|[0-9]{2})(?![\w.,])"
)
def spaced_out(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "12 12 26", only where a date ought to be."""
    found = written(reader, match, int(match["day"]), int(match["month"]), match["year"])
    return found.but(loose=True, sure=False)


@months.rule(r"(?P<year>20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![\w.,]*[0-9])")
def iso_without_hyphens(reader: Reader, match: re.Match[str]) -> Stretch | None:
    when = made(int(match["year"]), int(match["month"]), int(match["day"]))
    return day(when, match, sure=False, loose=True) if when else None


@months.rule(rf"(?:(?P<the>the) )?(?P<day>{ORDINAL})(?!-)")
def day_alone(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the 12th": the next 12th. "the first" and "the second" need their month."""
    number, spelled = ordinal(match["day"]), not match["day"][0].isdigit()
    the = bool(match["the"]) or reader.text[: match.start()].endswith("the ")
    if spelled and (number < 4 or not the):
        return None
    if not 1 <= number <= 31:
        return asked(reader, "impossible", match, loose=not match["the"])
    found = _next_ordinal(reader, match, number)
    return found.but(sure=found.first != reader.today and not spelled, loose=spelled)


def _next_ordinal(reader: Reader, match: re.Match[str], number: int) -> Stretch:
    ahead = (made(d.year, d.month, number) for d in months_from(reader.today))
    return day(next(d for d in ahead if d and d >= reader.today), match, kind="ordinal")


def months_from(today: date) -> list[date]:
    return [after_months(today.replace(day=1), n) for n in range(13)]


@months.rule(
    rf"(?:the )?(?P<day>{ORDINAL}|[0-9]{{1,2}})(?: day)? of (?:(?:the )?(?P<next>next)|this|(?:the )?current|the) month(?!\w)"
)
def of_this_month(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the 20th of next month"."""
    month = after_months(reader.today.replace(day=1), 1 if match["next"] else 0)
    number = ordinal(match["day"])
    when = made(month.year, month.month, number)
    if when and when < reader.today:
        month = after_months(month, 1)
        when = made(month.year, month.month, number)
    return day(when, match) if when else asked(reader, "impossible", match)


_NTH = r"(?P<nth>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last)"


@months.rule(
    rf"(?:the )?{_NTH} (?P<name>{WEEKDAY}) (?:in|of) (?:(?P<month>{MONTH}|(?:the )?new year(?!\w))(?:,? (?P<year>[0-9]{{4}}))?"
    r"|(?:the )?(?P<next>next )?month|(?:the|this) month)(?!\w)"
)
def nth_of_month(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the last Friday of January"; a fifth one that the month lacks is asked about."""
    nth = -1 if match["nth"] == "last" else ordinal(match["nth"])
    for month in _candidates(reader, match):
        when = nth_weekday(month, weekday(match["name"]), nth)
        if when is None:
            return asked(reader, "impossible", match)
        if match["year"] or match["next"] or when >= reader.today:
            return day(when, match)
    return None


def _candidates(reader: Reader, match: re.Match[str]) -> list[date]:
    """The months that it may be said of, nearest first."""
    this = reader.today.replace(day=1)
    if match["next"]:
        return [after_months(this, 1)]
    if match["month"] is None:
        return [this, after_months(this, 1)]
    number = MONTHS.get(match["month"], 1)
    if match["year"]:
        return [date(int(match["year"]), number, 1)]
    return [date(this.year, number, 1), date(this.year + 1, number, 1)]
