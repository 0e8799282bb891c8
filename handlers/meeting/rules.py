"""How a series repeats: as words of a form, as kept in its row, and the days that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from bot.dates import Every

NEVER, MONTHLY = "never", "month"
WEEKS = ("w1", "w2", "w3", "w4", "w6", "w12")
"""The choices of the form that are so many weeks."""

_OWN = re.compile(r"own:([0-9]{0,3}):([0-9]{0,3}):([0-6]?):([1-5]|-1|)")


def code(every: Every | None) -> str:
    """The choice of the form that a rule is; one that is none of its usual choices gets a code of its own."""
    if every is None:
        return NEVER
    if every.weeks and f"w{every.weeks}" in WEEKS:
        return f"w{every.weeks}"
    parts = (every.weeks, every.months, every.weekday, every.nth)
    return "own:" + ":".join("" if part is None else str(part) for part in parts)


def own(answer: str) -> bool:
    """Whether a choice is none of the usual ones."""
    return answer.startswith("own:")


def chosen(answer: str, day: date) -> Every | None:
    """The rule that a choice of the form means for meetings that begin on `day`; None for one meeting alone."""
    if answer in WEEKS:
        return Every(weeks=int(answer[1:]), weekday=day.weekday())
    if answer == MONTHLY:
        nth = (day.day - 1) // 7 + 1
        return Every(months=1, weekday=day.weekday(), nth=nth if nth < 5 else -1)
    if not (parts := _OWN.fullmatch(answer)):
        return None
    given = [int(part) if part else None for part in parts.groups()]
    return Every(given[0] or 0, given[1] or 0, given[2], given[3])


def kept(every: Every | None, first: date | None = None, hour: time | None = None) -> dict[str, Any]:
    """The rule as it stands in a series' row: `from` is its first day, `time` the hour on the wall."""
    if every is None:
        return {}
    rule = {"weeks": every.weeks, "months": every.months, "weekday": every.weekday, "nth": every.nth}
    if first is None or hour is None:
        return rule
    return rule | {"from": first.isoformat(), "time": f"{hour:%H:%M}"}


def later(rule: Mapping[str, Any], last_day: str, today: date) -> Iterator[tuple[date, time]]:
    """The days of the rule after `last_day` (ISO) and its hour on the wall, as far as anybody plans ahead."""
    every = Every(rule["weeks"], rule["months"], rule["weekday"], rule["nth"])
    first, last = date.fromisoformat(rule["from"]), date.fromisoformat(last_day)
    pace = every.weeks * 7 or every.months * 28 or 7
    count = (max(last, today) - first).days // pace + 8
    for day in every.occurrences(first, count):
        if day > last:
            yield day, time.fromisoformat(rule["time"])
