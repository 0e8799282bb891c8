"""Runs of days and their ends: "next week", "w/c 7 December", "end of January", "mid-month", "the financial year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.days import after_months, last_of_month
from bot.dates.model import Family, Reader, Stretch, day, spaced
from bot.dates.months import made, next_such
from bot.dates.words import MONTH, MONTHS, ordinal
from bot.dates.words import number as to_number

stretches = Family()
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def week(monday: date, end: int, **more: object) -> Stretch:
    """The seven days from a Monday; when no day of it is said, its Friday is meant, and that is not sure."""
    return Stretch(monday, monday + 6 * DAY, end, kind="week", sure=False).but(**more)


def month(first: date, end: int, **more: object) -> Stretch:
    return Stretch(first, last_of_month(first), end, kind="month", sure=False).but(**more)


def monday_of(when: date) -> date:
    return when - timedelta(days=when.weekday())


def friday_of(reader: Reader, found: Stretch) -> date:
    """The last working weekday of a week, or its Sunday where the Friday is behind us."""
    friday = found.first + 4 * DAY
    return friday if friday >= reader.today else found.last


@stretches.rule(
    r"(?:(?P<count>1|one|the) )?(?:week after next|(?P<this>this|(?:the )?current|(?:later )?(?:in )?(?:the|this)) (?:wk|week)"
    r"|(?:the )?(?:next|nxt|following|coming) (?:week|wk))(?!\w)"
)
def weeks(reader: Reader, match: re.Match[str]) -> Stretch:
    ahead = 0 if match["this"] else 14 if "after" in match[0] else 7
    return week(monday_of(reader.today) + ahead * DAY, match.end())


@stretches.rule(r"(?P<lead>the |this |next )?(?:coming )?(?:weekend|wkend)(?!\w)")
def weekend(reader: Reader, match: re.Match[str]) -> Stretch:
    """The coming Saturday and Sunday; "by the weekend" is Friday's doing, so it is not sure."""
    saturday = monday_of(reader.today) + (12 if "next" in match[0] else 5) * DAY
    loose = not (match["lead"] or reader.led(match.start()))  # "have a good weekend"
    return Stretch(saturday, saturday + DAY, match.end(), kind="weekend", sure=False, loose=loose)


@stretches.rule(
    r"(?:the )?(?:w/c|w\.c\.|wc|w/b|(?:week|wk)[ -]?(?:commencing|beginning|starting|of))[:.]? (?:the )?"
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


@stretches.rule(
    r"(?:(?:the )?(?P<nth>first|second|third|fourth|last|penultimate|1st|2nd|3rd|4th)(?: full)? week|week (?P<count>[1-9])"
    r"|week (?P<word>one|two|three|four|five|six))"
    rf" (?:(?:of|in) (?:the )?|(?={MONTH}))"
)
def week_of_longer(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the first week of January", "week 3 of term": a term begins with the week it begins in."""
    whole = reader.stretch(match.end())
    if whole is None or whole.kind not in ("month", "term", "break", "year"):
        return whole if whole and whole.ask else None
    nth = _nth_week(match)
    first, last = monday_of(whole.first), monday_of(whole.last)
    if whole.kind == "month":  # a week belongs to the month of its Thursday
        first += WEEK if first + 3 * DAY < whole.first else 0 * DAY
        last -= WEEK if last + 3 * DAY > whole.last else 0 * DAY
    if nth < 0:
        return week(last + (nth + 1) * WEEK, whole.end, tied=whole.tied)
    return week(first + (nth - 1) * WEEK, whole.end, tied=whole.tied)


def _nth_week(match: re.Match[str]) -> int:
    """1 for the first, -1 for the last."""
    counted = match["count"] or match["word"]
    if counted:
        return to_number(counted)
    return {"last": -1, "penultimate": -2}.get(match["nth"]) or ordinal(match["nth"])


@stretches.rule(r"(?:the )?(?:w/e|week[ -]?ending)[:.]? (?:the )?")
def week_ending(reader: Reader, match: re.Match[str]) -> Stretch | None:
    return reader.stretch(match.end())


@stretches.rule(r"(?:(?:the )?(?P<next>next|nxt)|this|the|(?:the )?current) month(?!\w)")
def months_by_word(reader: Reader, match: re.Match[str]) -> Stretch:
    return month(after_months(reader.today.replace(day=1), 1 if match["next"] else 0), match.end())


@stretches.rule(
    rf"(?:(?P<next>next|nxt) |this )?(?P<name>{MONTH})(?:,? (?P<year>20[0-9]{{2}}|'[0-9]{{2}}))?(?![ /-]?[0-9])"
)
def months_by_name(reader: Reader, match: re.Match[str]) -> Stretch:
    """The month as a whole; this very month while it lasts."""
    number, today = MONTHS[match["name"]], reader.today
    said = (match["year"] or "").replace("'", "20")
    year = int(said) if said else today.year + (number < today.month)
    return month(date(year, number, 1), match.end(), loose=match["name"] in ("may", "mar", "sun"))


@stretches.rule(
    r"(?:(?:the|this) )?(?:current )?(?P<which>financial|fiscal|tax|calendar)? ?"
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
    last = last.replace(year=last.year + (1 if match["next"] else 0))
    bare = not match["next"] and not match[0].startswith(("the", "this"))  # "since 2019", "year 7"
    first, loose = last.replace(year=last.year - 1) + DAY, bare
    return Stretch(first, last, match.end(), kind="year", sure=False, loose=loose)


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


_END = (
    r"(?:very )?(?:end|close|back end|tail end|last day|finish|(?:second|latter|back) half|(?:latter|later|last) (?:part|days)"
    r"|last few days)"
)
_START = r"(?:very )?(?:start|beginning|top|first day|turn)"
_MIDDLE = r"middle|mid|(?:half|mid)[ -]?way (?:through|into)(?: of)?|first half"


@stretches.rule(
    rf"(?:(?:the|at|in) ){{0,2}}(?:(?P<end>{_END})|(?P<start>{_START})|(?:{_MIDDLE}))(?: of |-of-| in | )(?:the )?"
)
def edges(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "end of next week", "start of January", "middle of the month"."""
    whole = reader.stretch(match.end()) or _short(reader, match.end())
    if whole is None:
        return None
    whole = whole.but(loose=False)
    if whole.ask:
        return whole
    if match["end"]:
        return _end(reader, whole)
    return _start(reader, whole) if match["start"] else _middle(whole)


_SHORT = re.compile(spaced(r"(?:week|wk|month|year|quarter)(?!\w)"))


def _short(reader: Reader, start: int) -> Stretch | None:
    """ "week" alone, which means this one only after "end of" or "start of"."""
    match = _SHORT.match(reader.text, start)
    if match is None:
        return None
    monday, first = monday_of(reader.today), reader.today.replace(day=1)
    if match[0] in ("week", "wk"):
        return week(monday, match.end())
    if match[0] == "quarter":
        return quarter_of(first.year, (first.month - 1) // 3, match.end())
    return month(first, match.end()) if match[0] == "month" else None


def _start(reader: Reader, whole: Stretch) -> Stretch:
    """The first day; of the next such stretch where this one has begun long since."""
    first, months = whole.first, {"month": 1, "quarter": 3, "year": 12}.get(whole.kind, 0)
    if first < reader.today:
        first = first + 7 * DAY if whole.kind == "week" else after_months(first, months)
    return whole.but(first=first, last=first, kind="day", sure=True)


def _end(reader: Reader, whole: Stretch) -> Stretch:
    weekly = whole.kind == "week" or whole.last - whole.first == 6 * DAY  # "w/c 7 December"
    last = friday_of(reader, whole) if weekly else whole.last
    sure = last <= whole.first + 4 * DAY if weekly else whole.kind != "quarter"
    return whole.but(first=last, last=last, kind="day", sure=sure, edge=True)


def _middle(whole: Stretch) -> Stretch:
    """The 15th of a month, the Wednesday of a week."""
    if whole.kind == "week":
        when = whole.first + 2 * DAY
    else:
        when = (
            whole.first.replace(day=15)
            if whole.kind == "month"
            else whole.first + (whole.last - whole.first) / 2
        )
    return whole.but(first=when, last=when, kind="day", sure=whole.kind == "month")


@stretches.rule(r"mid(?:-| |(?=week|month))(?P<bare>week|month)?(?(bare)(?!\w))")
def mid(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "mid January", "mid-month", "midweek", "mid next week"; a middle that is past is the next one's."""
    if match["bare"] == "week":
        when = monday_of(reader.today) + 2 * DAY
        return day(when if when > reader.today else when + 7 * DAY, match)
    if match["bare"] == "month":
        when = reader.today.replace(day=15)
        return day(when if when >= reader.today else after_months(when, 1), match)
    whole = reader.stretch(match.end())
    if whole is None or whole.kind not in ("week", "month", "year"):
        return None
    found = _middle(whole.but(loose=False))
    passed = whole.kind == "month" and found.first < reader.today
    return found.but(first=(later := after_months(found.first, 12)), last=later) if passed else found


_EARLY = {"week": 1, "month": 6, "year": 30}  # days from the beginning


@stretches.rule(r"(?P<when>early|late|later)(?: in| on)?(?: the)? ")
def early_or_late(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "early next week", "late January": a guess at the day, said back."""
    whole = reader.stretch(match.end())
    if whole is None or whole.kind not in _EARLY:
        return None
    whole = whole.but(loose=False)
    if match["when"] != "early":
        return _end(reader, whole).but(sure=False)
    when = whole.first + _EARLY[whole.kind] * DAY
    return whole.but(first=when, last=when, kind="day", sure=False)


@stretches.rule(
    r"(?P<what>eow|eom|eoy|eofy|(?:the )?(?:(?P<which>financial|fiscal|tax) )?(?:week|month|year)(?:'?s)?[ -]end)(?!\w)"
)
def ends_in_short(reader: Reader, match: re.Match[str]) -> Stretch:
    """EOW, EOM, EOY and their like."""
    what, today = match["what"], reader.today
    if what == "eow" or "week" in what:
        return _end(reader, week(monday_of(today), match.end()))
    if what == "eofy" or match["which"]:
        ends = (4, 5) if match["which"] == "tax" else (3, 31)
        return day(next_such(reader, *ends) or today, match, edge=True)
    last = last_of_month(today) if what == "eom" or "month" in what else made(today.year, 12, 31) or today
    return day(last, match, edge=True)


_AND = re.compile(spaced(r" (?:and|to|-|&) (?:the )?"))


@stretches.rule(r"(?:any ?time |some ?time )?between (?:the )?")
def between(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "between Christmas and New Year": the last day before the later one begins, or that day itself."""
    one = reader.stretch(match.end())
    link = _AND.match(reader.text, one.end) if one else None
    two = reader.stretch(link.end()) if link else None
    if two is None or two.ask:
        return two
    when = two.first - DAY if two.kind in ("feast", "break", "month", "term") else two.first
    return two.but(first=when, last=when, kind="day", sure=False)
