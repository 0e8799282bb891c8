"""Ends, beginnings and middles of longer stretches: "end of January", "mid-month", "early next week", "EOW"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.days import after_months, last_of_month
from bot.dates.model import Family, Reader, Stretch, day, spaced
from bot.dates.months import made, next_such
from bot.dates.stretches import month, quarter_of
from bot.dates.weeks import friday_of, monday_of, week

edge_rules = Family()
DAY = timedelta(days=1)

_END = r"(?:very )?(?:end|close|back end|tail end|last day|finish)"
_LATE = r"(?:second|latter|back) half|(?:latter|later|last) (?:part|days)|last few days"
_START = r"(?:very )?(?:start|beginning|top|first day|turn)"
_MIDDLE = r"middle|mid|(?:half|mid)[ -]?way (?:through|into)(?: of)?|first half"


@edge_rules.rule(
    rf"(?:(?:the|at|in) ){{0,2}}(?:(?P<end>{_END})|(?P<late>{_LATE})|(?P<start>{_START})|(?:{_MIDDLE}))"
    r"(?: of |-of-| in | |-)(?:the )?"
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
    if match["late"]:
        return _end(reader, whole).but(sure=False)
    found = _start(reader, whole) if match["start"] else _middle(reader, whole)
    return found if found.first >= reader.today else None


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
    return _ahead(reader, whole, whole.first).but(sure=True)


def _ahead(reader: Reader, whole: Stretch, when: date) -> Stretch:
    """A day of the stretch, or where that is past the same day of the next such stretch: of a month or quarter that
    was named, next year's."""
    if when < reader.today and whole.kind == "week":
        when += 7 * DAY
    elif when < reader.today and whole.kind in ("month", "quarter", "year"):
        steps = {"month": 1, "quarter": 3, "year": 12}
        when = after_months(
            when, steps[next((u for u in steps if reader.text.endswith(u, 0, whole.end)), "year")]
        )
    return whole.but(first=when, last=when, kind="day")


def _end(reader: Reader, whole: Stretch) -> Stretch:
    weekly = whole.kind == "week" or whole.last - whole.first == 6 * DAY  # "w/c 7 December"
    last = friday_of(reader, whole) if weekly else whole.last
    sure = last <= whole.first + 4 * DAY if weekly else whole.kind != "quarter"
    return whole.but(first=last, last=last, kind="day", sure=sure, edge=True)


def _middle(reader: Reader, whole: Stretch) -> Stretch:
    """The 15th of a month, the Wednesday of a week."""
    if whole.kind == "month":
        return _ahead(reader, whole, whole.first.replace(day=15)).but(sure=True)
    when = whole.first + (2 * DAY if whole.kind == "week" else (whole.last - whole.first) / 2)
    return whole.but(first=when, last=when, kind="day", sure=False)


@edge_rules.rule(
    r"(?:early(?: to |-to-|/| or ))?mid(?:-| |(?=week|month))(?P<bare>week|month)?(?(bare)(?!\w))"
)
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
    return _middle(reader, whole.but(loose=False))


_EARLY = {"week": 1, "month": 0, "year": 30}  # days from the beginning


@edge_rules.rule(
    r"(?:(?:early|mid)(?: to |-to-|/| or ))?(?P<when>early|late|later)(?:(?: in| on)?(?: the)? |-)"
)
def early_or_late(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "early next week", "late January": a guess at the day, said back. Early in a month is its first day, and once
    that is past the first week's last."""
    whole = reader.stretch(match.end())
    if whole is None or whole.kind not in _EARLY:
        return None
    whole = whole.but(loose=False)
    if match["when"] != "early":
        return _end(reader, whole).but(sure=False)
    when = whole.first + _EARLY[whole.kind] * DAY
    if whole.kind == "month" and when < reader.today <= when + 6 * DAY:
        when += 6 * DAY
    return _ahead(reader, whole, when).but(sure=False)


@edge_rules.rule(
    r"(?P<what>eow|eom|eoy|eofy|(?:the )?(?:(?P<which>financial|fiscal|tax) )?(?:week|month|year)(?:'?s)?[ -]end)(?!\w)"
    r"(?: (?:of |in )?(?=[a-z0-9]))?"
)
def ends_in_short(reader: Reader, match: re.Match[str]) -> Stretch:
    """EOW, EOM, EOY and their like: of this week, or of what is said behind them ("EOW next week", "EOM January")."""
    what, today, end = match["what"], reader.today, match.end("what")
    whole = reader.stretch(match.end())
    if whole and whole.kind in ("week", "month") and (what in ("eow", "eom") or whole.kind in what):
        return _end(reader, whole)
    if what == "eow" or "week" in what:
        return _end(reader, week(monday_of(today), end))
    if what == "eofy" or match["which"]:
        ends = (4, 5) if match["which"] == "tax" else (3, 31)
        return day(next_such(reader, *ends) or today, end, edge=True)
    last = last_of_month(today) if what == "eom" or "month" in what else made(today.year, 12, 31) or today
    return day(last, end, edge=True)


_AND = re.compile(spaced(r" (?:and|to|-|&) (?:the )?"))


@edge_rules.rule(r"(?:any ?time |some ?time )?between (?:the )?")
def between(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "between Christmas and New Year": the last day before the later one begins, or that day itself."""
    one = reader.stretch(match.end())
    if one and re.search(r"\sand\s", reader.text[match.end() : one.end]):
        return one.but(sure=False, loose=False)
    link = _AND.match(reader.text, one.end) if one else None
    two = reader.stretch(link.end()) if link else None
    if two is None or two.ask:
        return two
    when = two.first - DAY if two.kind in ("feast", "break", "month", "term") else two.first
    return two.but(first=when, last=when, kind="day", sure=False)
