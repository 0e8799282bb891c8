"""How long words of time take to read, against plain dateparser in the same run.

    python -m bench.dates [--json]

Medians of interleaved rounds. Trust the ratios: times drift with the machine. The last row is the slowest of some texts
of 5,000 characters that were made to be slow, each at its best.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median

from bot.dates import Calendar, find_deadline, read

AT = datetime(2027, 1, 13, 9, 30, tzinfo=UTC)
CALENDAR = Calendar(meetings=[datetime(2027, 2, 2, 16, tzinfo=UTC)])
ROUNDS = 200
PHRASES = ["Friday", "next Friday", "12 March", "3/4/2027", "a week on Tuesday", "in a fortnight", "the 12th"]
WITH = [
    "Sam to book the hall by Friday",
    "Jo to send the consent form to every school no later than 12 March please",
    "I'll ring the library before the next meeting",
]
WITHOUT = [
    "thanks, the children loved it and so did everybody who came along to hear them",
    "I think we should look at the figures for the library and see how they compare with ours",
    "who has the key?",
]
_SLOW = (
    "12th ",
    "by between Friday and ",
    "4th of ",
    "last day before ",
    "by fridy ",
    "first week of ",
    "by *",
    "3/",
    "9",
    "İ",
)
HOSTILE = [piece * (5_000 // len(piece)) for piece in _SLOW]


def medians(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of each in microseconds, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            taken[name].append((time.perf_counter() - begun) * 1e6)
    return {name: median(times) for name, times in taken.items()}


def quickest(work: Callable[[], object]) -> float:
    """The best of nine in microseconds: what a busy machine adds is no part of the work."""
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1e6)
    return min(taken)


def each(work: Callable[[str], object], texts: list[str]) -> dict[str, Callable[[], object]]:
    return {text: (lambda text=text: work(text)) for text in texts}  # type: ignore[misc]


def plain_dateparser() -> Callable[[str], object]:
    """The baseline: English, day first, looking ahead."""
    from dateparser.date import DateDataParser

    settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RELATIVE_BASE": AT.replace(tzinfo=None)}
    parser = DateDataParser(languages=["en"], settings=settings)
    return parser.get_date_data


def measured() -> dict[str, float]:
    """Medians in microseconds: per phrase and per line, ours and the baseline's."""
    baseline = plain_dateparser()
    works = {
        "phrase, ours": each(lambda text: read(text, AT, CALENDAR), PHRASES),
        "phrase, dateparser": each(baseline, PHRASES),
        "line with a deadline, ours": each(lambda text: find_deadline(text, AT, CALENDAR), WITH),
        "line without, ours": each(lambda text: find_deadline(text, AT, CALENDAR), WITHOUT),
    }
    flat = {f"{name}: {text}": work for name, some in works.items() for text, work in some.items()}
    times = medians(flat)
    found = {name: median(times[f"{name}: {text}"] for text in some) for name, some in works.items()}
    found["5,000 hostile characters"] = max(
        quickest(partial(find_deadline, text, AT, CALENDAR)) for text in HOSTILE
    )
    return {name: round(value, 1) for name, value in found.items()}


def main() -> int:
    found = measured()
    base = found["phrase, dateparser"]
    rows = {
        name: {"microseconds": value, "ratio to dateparser": round(value / base, 3)}
        for name, value in found.items()
    }
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return 0
    for name, row in rows.items():
        print(f"{name:30} {row['microseconds']:9.1f} us   {row['ratio to dateparser']:7.3f} of dateparser")
    return 0


if __name__ == "__main__":
    sys.exit(main())
