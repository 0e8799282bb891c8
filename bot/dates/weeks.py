"""Weeks and weekends: "next week", "w/c 7 December", "the second week of January", "the weekend before Christmas"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.model import Family, Reader, Stretch
from bot.dates.words import MONTH, ordinal
from bot.dates.words import number as to_number

week_rules = Family()

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def week(monday: date, end: int, **more: object) -> Stretch:
    """The seven days from a Monday; when no day of it is said, its Friday is meant, and that is not sure."""
    return Stretch(monday, monday + 6 * DAY, end, kind="week", sure=False).but(**more)


def monday_of(when: date) -> date:
    return when - timedelta(days=when.weekday())


def friday_of(reader: Reader, found: Stretch) -> date:
    """The last working weekday of a week, or its Sunday where the Friday is behind us."""
    friday = min(found.first + 4 * DAY, found.last)
    return friday if friday >= reader.today else found.last


@week_rules.rule(
    r"(?:(?P<count>1|one|the) )?(?:(?:week|wk) after next"
    r"|(?P<this>this|(?:the )?current|(?:later )?(?:in )?(?:the|this)) (?:wk|week)"
    r"|(?:the )?(?:next|nxt|following|coming) (?:week|wk))(?!\w)"
)
def weeks(reader: Reader, match: re.Match[str]) -> Stretch:
    ahead = 0 if match["this"] else 14 if "after" in match[0] else 7
    return week(monday_of(reader.today) + ahead * DAY, match.end())


@week_rules.rule(r"(?P<lead>the |this |next )?(?:coming )?(?:weekend|wkend|w/e)(?!\w)")
def weekend(reader: Reader, match: re.Match[str]) -> Stretch:
    """The coming Saturday and Sunday; "by the weekend" is Friday's doing, so it is not sure."""
    saturday = monday_of(reader.today) + (12 if "next" in match[0] else 5) * DAY
    loose = not (match["lead"] or reader.led(match.start()))  # "have a good weekend"
    return Stretch(saturday, saturday + DAY, match.end(), kind="weekend", sure=False, loose=loose)


@week_rules.rule(r"(?:the )?(?:weekend|wkend) (?:(?P<next>after next(?!\w))|(?P<side>before|after|of) )")
def weekend_beside(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the weekend before Christmas", "the weekend of the 5th", "the weekend after next"."""
    if match["next"]:
        saturday, end = monday_of(reader.today) + 19 * DAY, match.end()
    elif (other := reader.stretch(match.end())) is None or other.ask:
        return other
    elif match["side"] == "before":
        saturday, end = monday_of(other.first - DAY) - 2 * DAY, other.end
        saturday += WEEK if other.first - saturday > WEEK else 0 * DAY
    else:
        edge = other.last + 2 * DAY if match["side"] == "after" else other.first
        saturday, end = monday_of(edge) + 5 * DAY, other.end
    return Stretch(saturday, saturday + DAY, end, kind="weekend", sure=False)


@week_rules.rule(r"(?:the )?week (?:when |that |in which )?(?=we |they |term |schools? )")
def week_in_which(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the week we go back"."""
    other = reader.stretch(match.end())
    if other is None or other.ask:
        return other
    return week(monday_of(other.first), other.end, tied=other.tied)


@week_rules.rule(
    r"(?:the )?(?:w/c|w\.c\.|wc|w/b|(?:week|wk)[ -]?(?:comm(?:encing)?|beg(?:inning)?|starting|of))[:.]? (?:the )?"
)
def week_commencing(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """Its Monday, whichever day of that week is named."""
    named = reader.stretch(match.end())
    if named is None or named.ask or named.kind not in ("day", "weekday", "date", "ordinal", "feast"):
        return named if named and named.ask else None
    monday = monday_of(named.first)
    return named.but(
        first=monday, last=monday + 6 * DAY, kind="day", sure=named.sure and monday == named.first
    )


@week_rules.rule(
    r"(?:(?:the )?(?P<nth>first|second|third|fourth|last|penultimate|1st|2nd|3rd|4th)(?: full)? week|week (?P<count>[1-9])"
    r"|week (?P<word>one|two|three|four|five|six))"
    rf" (?:(?:of|in) (?:the )?|(?={MONTH}))"
)
def week_of_longer(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the first week of January", "week 3 of term": a term begins with the week it begins in."""
    whole = reader.stretch(match.end())
    if whole and whole.kind == "feast" and (whole.first.month, whole.first.day) == (1, 1):
        whole = whole.but(kind="month", last=whole.first + 30 * DAY)  # "the first week of the new year"
    if whole is None or whole.kind not in ("month", "term", "new", "break", "year"):
        return whole if whole and whole.ask else None
    nth = _nth_week(match)
    first, last = monday_of(whole.first), monday_of(whole.last)
    if whole.kind == "month":  # a week belongs to the month of its Thursday
        first += WEEK if first + 3 * DAY < whole.first else 0 * DAY
        last -= WEEK if last + 3 * DAY > whole.last else 0 * DAY
    monday = last + (nth + 1) * WEEK if nth < 0 else first + (nth - 1) * WEEK
    if whole.kind == "month" and monday + WEEK <= reader.today:
        return None  # "the third week of November", said in the fourth
    within = min(monday + 6 * DAY, max(whole.last, monday)) if whole.kind == "term" else monday + 6 * DAY
    return week(monday, whole.end, tied=whole.tied, last=within)


def _nth_week(match: re.Match[str]) -> int:
    """1 for the first, -1 for the last."""
    counted = match["count"] or match["word"]
    if counted:
        return to_number(counted)
    return {"last": -1, "penultimate": -2}.get(match["nth"]) or ordinal(match["nth"])


@week_rules.rule(r"(?:the )?(?:w/e|week[ -]?ending)[:.]? (?:the )?")
def week_ending(reader: Reader, match: re.Match[str]) -> Stretch | None:
    return reader.stretch(match.end())
