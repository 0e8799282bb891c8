"""Half terms: said whole or by their ends, without the weekends at their edges, and put into the term they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.dates import Term
from bot.school.model import Fact, Problem

DAY = timedelta(days=1)
LONGEST_BREAK = timedelta(days=23)
A_WEEKEND = timedelta(days=3)
"""From a Friday to the Monday after it."""

Run = tuple[date, date]


def breaks(facts: Sequence[Fact]) -> tuple[list[tuple[Run, str]], list[Problem]]:
    """Half terms that were said whole, day by day, or by their first and last day; and those of which an end is missing."""
    whole = together([one for one in facts if one.kind == "half_term"])
    starts = sorted(
        (_first_of(one), one.words) for one in facts if one.kind in ("half_before", "half_begins")
    )
    ends = sorted(_last_of(one) for one in facts if one.kind in ("half_after", "half_ends"))
    for start, words in starts:
        end = next((day for day in ends if timedelta(0) < day - start <= LONGEST_BREAK), start)
        whole.append(((start, end), words))
    runs = [(run, words) for run, words in whole if run[1] > run[0]]
    open_ = (one for one in whole if one not in runs and not any(_within(one[0], run) for run, _ in runs))
    return runs, [Problem("no_end", words) for _, words in open_]


def together(facts: Sequence[Fact]) -> list[tuple[Run, str]]:
    """Runs of days, those that meet or have only a weekend between them joined: some calendars have an event for each day."""
    found = list[tuple[Run, str]]()
    for one in sorted(facts, key=lambda fact: fact.first):
        if found and one.first - found[-1][0][1] <= A_WEEKEND:
            (first, last), words = found.pop()
            found.append(((first, max(last, one.last)), words))
        else:
            found.append(((one.first, one.last), one.words))
    return found


def _within(inner: Run, outer: Run) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _first_of(fact: Fact) -> date:
    return next_weekday(fact.first + DAY) if fact.kind == "half_before" else fact.first


def _last_of(fact: Fact) -> date:
    return last_weekday(fact.last - DAY) if fact.kind == "half_after" else fact.last


def with_breaks(
    terms: Sequence[Term], pauses: Sequence[tuple[Run, str]], kept: Sequence[Term]
) -> tuple[list[Term], list[Problem]]:
    """The terms with their half terms; a kept term joins them where a break lies in it."""
    found, problems = list(terms), list[Problem]()
    for run, words in pauses:
        half = weekdays(run)
        home = next(
            (one for one in (*found, *kept) if half and one.start < half[0] and half[1] < one.end), None
        )
        if home is None or half is None:
            problems.append(Problem("half_outside", words))
            continue
        longer = home.half_term is None or half[1] - half[0] >= home.half_term[1] - home.half_term[0]
        new = replace(home, half_term=half) if longer or home not in found else home
        found = [new if one is home else one for one in found] if home in found else [*found, new]
    return sorted(found, key=lambda term: term.start), problems


def weekdays(run: Run) -> Run | None:
    """A run of days without the weekends at its ends."""
    first, last = next_weekday(run[0]), last_weekday(run[1])
    return (first, last) if first <= last else None


def next_weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day


def last_weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
