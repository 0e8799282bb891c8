"""Facts become terms and closed days: begins and ends are paired, halves joined, breaks put into the term they lie in.

Where only holidays are known, terms are what lies between them. What does not fit is asked about, never bent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from bot.dates import Term
from bot.school.breaks import (
    DAY,
    LONGEST_BREAK,
    Run,
    breaks,
    last_weekday,
    next_weekday,
    together,
    weekdays,
    with_breaks,
)
from bot.school.model import Closed, Fact, Kind, Problem, Season, Understood
from storage.terms import school_year

LONGEST_TERM, LONGEST_CLOSED = timedelta(weeks=25), timedelta(days=10)
SHORTEST_TERM = timedelta(weeks=3)
MOST = 80
"""Closed days that are kept of one text."""

NAMES: dict[Season, str] = {"autumn": "Autumn term", "spring": "Spring term", "summer": "Summer term"}


@dataclass(frozen=True)
class _Part:
    """A term or a half of one, as it was said; one end may be missing."""

    season: Season
    start: date | None
    end: date | None
    words: str

    @property
    def key(self) -> tuple[int, str]:
        day = self.start or self.end or date.min
        return school_year(day), self.season


def gathered(
    facts: Sequence[Fact],
    problems: Sequence[Problem] = (),
    unclear: Sequence[str] = (),
    kept: Sequence[Term] = (),
) -> Understood:
    """What the facts come to. A break that lies in none of their terms may lie in one that is `kept` already."""
    told = [_named(fact) for fact in facts]
    pauses, lost = breaks(told)
    parts = _parts(told)
    holidays = [run for run, _ in together([one for one in told if one.kind == "holiday"])]
    found, wrong = _terms(parts, holidays)
    found += [term for term in _between(holidays) if not any(_overlap(term, one) for one in found)]
    found, more = with_breaks(sorted(found, key=lambda term: term.start), pauses, kept)
    terms, overlapping = _apart(found)
    asks = (*problems, *lost, *wrong, *more, *overlapping)
    return Understood(tuple(terms), _closed(told), tuple(dict.fromkeys(asks)), tuple(dict.fromkeys(unclear)))


def _named(fact: Fact) -> Fact:
    """A fact by what its length and its time of the year show it to be."""
    length, kind = fact.last - fact.first, fact.kind
    if kind == "closed" and length > LONGEST_CLOSED:
        kind = "holiday"
    if kind == "half_term" and length > LONGEST_BREAK:
        kind = "term"
    if kind == "holiday" and length <= LONGEST_BREAK and _midterm(fact):
        kind = "half_term"
    return replace(fact, kind=kind)


_ENDS_OF_TERM = re.compile(r"christmas|xmas|winter|easter|summer|new year", re.IGNORECASE)


def _midterm(fact: Fact) -> bool:
    day = fact.first
    middle = day.month in (10, 11, 2) or (day.month == 5 and day.day > 20) or (day.month == 6 and day.day < 8)
    return middle and not _ENDS_OF_TERM.search(fact.words)


# Terms


def _season(day: date, kind: Kind) -> Season:
    if kind == "ends":
        return (
            "autumn"
            if day.month > 8 or (day.month == 1 and day.day < 8)
            else "spring"
            if day.month < 5
            else "summer"
        )
    return "autumn" if 8 <= day.month <= 11 else "summer" if 4 <= day.month <= 7 else "spring"


def _parts(facts: Sequence[Fact]) -> list[_Part]:
    """Whole terms and halves as they were said, and begins with the ends that follow them."""
    parts = [
        _Part(one.season or _season(one.first, "begins"), one.first, one.last, one.words)
        for one in facts
        if one.kind == "term"
    ]
    edges = sorted(
        (one for one in facts if one.kind in ("begins", "ends")), key=lambda one: (one.first, one.kind)
    )
    open_: Fact | None = None
    for edge in edges:
        if edge.kind == "begins":
            parts += [_begun(open_)] if open_ else []
            open_ = edge
        else:
            parts.append(_ended(edge, open_))
            open_ = None
    return parts + ([_begun(open_)] if open_ else [])


def _begun(fact: Fact) -> _Part:
    return _Part(fact.season or _season(fact.first, "begins"), fact.first, None, fact.words)


def _ended(end: Fact, begin: Fact | None) -> _Part:
    season = end.season or (begin.season if begin else "") or _season(end.last, "ends")
    if begin is not None and end.last - begin.first > LONGEST_TERM:
        begin = None
    return _Part(season, begin.first if begin else None, end.last, end.words)


def _terms(parts: Sequence[_Part], holidays: Sequence[Run]) -> tuple[list[Term], list[Problem]]:
    terms, problems = list[Term](), list[Problem]()
    for _, group in groupby(sorted(parts, key=lambda part: part.key), key=lambda part: part.key):
        found = _joined(list(group), holidays)
        if isinstance(found, Term):
            terms.append(found)
        else:
            problems.append(found)
    return terms, problems


def _joined(parts: list[_Part], holidays: Sequence[Run]) -> Term | Problem:
    """The term that these parts make: from the first beginning to the last end; a gap between two is the half term."""
    starts, ends = [one.start for one in parts if one.start], [one.end for one in parts if one.end]
    name = NAMES[parts[0].season]
    start = min(starts) if starts else _after_holiday(max(ends), holidays)
    end = max(ends) if ends else _before_holiday(min(starts), holidays)
    if start is None or end is None:
        return Problem("no_start" if start is None else "no_end", name)
    if end <= start:
        return Problem("backwards", name)
    if end - start > LONGEST_TERM:
        return Problem("too_long", name)
    return Term(name, start, end, _gap(parts))


def _gap(parts: Sequence[_Part]) -> Run | None:
    whole = sorted((one.start, one.end) for one in parts if one.start and one.end)
    for (_, end), (start, _) in pairwise(whole):
        gap = weekdays((end + DAY, start - DAY))
        if gap and timedelta(days=2) <= gap[1] - gap[0] <= LONGEST_BREAK:
            return gap
    return None


def _after_holiday(day: date, holidays: Sequence[Run]) -> date | None:
    ended = [last for _, last in holidays if timedelta(0) < day - last < LONGEST_TERM]
    return next_weekday(max(ended) + DAY) if ended else None


def _before_holiday(day: date, holidays: Sequence[Run]) -> date | None:
    begun = [first for first, _ in holidays if timedelta(0) < first - day < LONGEST_TERM]
    return last_weekday(min(begun) - DAY) if begun else None


def _between(holidays: Sequence[Run]) -> Iterable[Term]:
    """The terms between one holiday and the next."""
    for (_, last), (first, _) in pairwise(holidays):
        start, end = next_weekday(last + DAY), last_weekday(first - DAY)
        if SHORTEST_TERM <= end - start <= LONGEST_TERM:
            yield Term(NAMES[_season(start, "begins")], start, end)


def _overlap(one: Term, other: Term) -> bool:
    return one.start <= other.end and other.start <= one.end


def _apart(terms: Sequence[Term]) -> tuple[list[Term], list[Problem]]:
    """The terms that lie clear of one another, and what is wrong with the others."""
    wrong = {id(two): two for one, two in pairwise(terms) if _overlap(one, two)}
    problems = [Problem("overlap", term.name) for term in wrong.values()]
    return [term for term in terms if id(term) not in wrong], problems


# Days


def _closed(facts: Sequence[Fact]) -> tuple[Closed, ...]:
    days = {
        (one.first, one.last): Closed(one.first, one.last, one.words[:60].strip())
        for one in facts
        if one.kind == "closed"
    }
    return tuple(days[run] for run in sorted(days))[:MOST]
