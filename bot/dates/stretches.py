"""Months, quarters and years as a whole: "next month", "January", "Q1", "the financial year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.days import after_months, last_of_month
from bot.dates.model import Family, Reader, Stretch
from bot.dates.months import next_such
from bot.dates.words import MONTH, MONTHS

stretches = Family()
DAY = timedelta(days=1)


def month(first: date, end: int, **more: object) -> Stretch:
    return Stretch(first, last_of_month(first), end, kind="month", sure=False).but(**more)


@stretches.rule(r"(?:(?:the )?(?P<next>next|nxt|following|coming)|this|the|(?:the )?current) month(?!\w)")
def months_by_word(reader: Reader, match: re.Match[str]) -> Stretch:
    return month(after_months(reader.today.replace(day=1), 1 if match["next"] else 0), match.end())


_VERB = re.compile(rf"\s+(?:to\s+(?!{MONTH}|the\s)[a-z]|(?:past|on\s*$))")  # "May to decide", "march past"


@stretches.rule(
    rf"(?:(?P<next>next|nxt) |this |{MONTH} ?(?:[-/]|or|to) ?)?(?P<name>{MONTH})"
    r"(?:,? (?P<year>20[0-9]{2}|'[0-9]{2}))?(?![ /-]?[0-9])"
)
def months_by_name(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """The month as a whole; this very month while it lasts."""
    if _VERB.match(reader.text, match.end()) and match["name"] in ("may", "march"):
        return None
    number, today = MONTHS[match["name"]], reader.today
    said = (match["year"] or "").replace("'", "20")
    year = int(said) if said else today.year + (number < today.month)
    return month(date(year, number, 1), match.end(), loose=match["name"] in ("may", "mar", "sun"))


@stretches.rule(
    r"(?:(?:the|this) )?(?:current )?(?:(?P<soon>next|new) (?=fin|fis|tax|cal))?(?P<which>financial|fiscal|tax|calendar)? ?"
    r"(?:(?<!\w)(?P<next>next )?(?:year(?! ?[0-9])|fy)|(?P<said>20[0-9]{2}))(?!\w|[-/.][0-9])"
)
def years(reader: Reader, match: re.Match[str]) -> Stretch:
    """The calendar year; the financial year ends on 31 March and the tax year on 5 April."""
    ends = {"financial": (3, 31), "fiscal": (3, 31), "tax": (4, 5)}.get(match["which"] or "", (12, 31))
    if "fy" in match[0]:
        ends = (3, 31)
    last = next_such(reader, *ends) or reader.today
    if match["said"]:
        last = last.replace(year=int(match["said"]))
    last = last.replace(year=last.year + (1 if match["next"] or match["soon"] else 0))
    bare = not (match["next"] or match["soon"]) and not match[0].startswith(
        ("the", "this")
    )  # "since 2019", "year 7"
    first, kind = last.replace(year=last.year - 1) + DAY, "new" if match["soon"] == "new" else "year"
    return Stretch(first, last, match.end(), kind=kind, sure=False, loose=bare)


@stretches.rule(
    r"(?:(?:the|this) (?P<next>next )?quarter|next quarter|q(?P<number>[1-4])(?:,? (?P<year>20[0-9]{2}))?)(?!\w)"
)
def quarters(reader: Reader, match: re.Match[str]) -> Stretch:
    """Of the calendar year; many organisations count otherwise, so it is never sure."""
    now = (reader.today.month - 1) // 3
    quarter = int(match["number"]) - 1 if match["number"] else now + ("next" in match[0])
    year = int(match["year"] or reader.today.year + (quarter < now))
    return quarter_of(year, quarter, match.end())


def quarter_of(year: int, number: int, end: int) -> Stretch:
    first = after_months(date(year, 1, 1), 3 * number)
    return Stretch(first, after_months(first, 3) - DAY, end, kind="quarter", sure=False)
