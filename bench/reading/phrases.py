"""How many words of time are read as the day they mean, by Upbeat's own command and by the libraries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.reading.others import absent, libraries
from bench.reading.rows import CALENDAR, UPBEAT, Figure, Row, rows, split
from bot.dates import Calendar
from bot.seen_from import View, calendar_in
from bot.understanding import dates_answer

LONDON = ZoneInfo("Europe/London")
DAY_FIRST = ("neutral", "European d/m", "en-GB", "en-GB d/m")
"""The locales whose dates are written day first, or have no order."""


@dataclass(frozen=True)
class Case:
    """Some words, the days that are right for them (None: there is none), and what each reader says."""

    words: str
    reference: str
    right: Sequence[date | None]
    told: dict[str, date | None]


def figures(folder: Path) -> list[Figure]:
    """Every figure about dates for which there are rows."""
    return [one for some in (_british, _library_cases, _lines) for one in some(folder) if one.of]


def _british(folder: Path) -> Iterator[Figure]:
    cases = [_british_case(row) for row in rows(folder, "british_deadlines.jsonl")]
    dayless = [case for case in cases if case.right == [None]]
    yield _exact("British deadlines, the day exact", cases, goal=0.97)
    yield _wrong("British deadlines, another day given", cases)
    yield _wrong("British words without a day, a day given", dayless, goal=0.0)


def _british_case(row: Row) -> Case:
    right = [date.fromisoformat(day) for day in row["expected"] or ()]
    return _case(row["phrase"], row["reference"], right or [None], calendar_in(CALENDAR, ""))


def _library_cases(folder: Path) -> Iterator[Figure]:
    every = rows(folder, "dates.jsonl")
    core = [row for row in every if row["tier"] == "core" and row["locale"] in DAY_FIRST]
    for name, some in split(core).items():
        cases = [_library_case(row) for row in some]
        yield _exact(f"Cases of open libraries, core, {name}", cases, goal=0.9)
        yield _wrong(f"Cases of open libraries, core, {name}, another day given", cases)
    for part in sorted({(row["tier"], row["source"], row["locale"]) for row in every}):
        cases = [_library_case(row) for row in every if (row["tier"], row["source"], row["locale"]) == part]
        yield _exact(", ".join((part[1], part[0], part[2])), cases, detail=True)


def _library_case(row: Row) -> Case:
    right = [date.fromisoformat(row["expected_date"]) if row["expected_date"] else None]
    return _case(row["phrase"], row["reference"], right)


def _lines(folder: Path) -> Iterator[Figure]:
    found = rows(folder, "dated_lines.jsonl")
    for what, words, in_a_line in (
        ("Deadlines in whole lines", "line", True),
        ("Their words alone", "due_phrase", False),
    ):
        labelled = [
            _case(
                row[words], row["reference"], [date.fromisoformat(row["expected_date"])], in_a_line=in_a_line
            )
            for row in found
        ]
        ours = [_as_here(case, row["due_phrase"]) for case, row in zip(labelled, found, strict=True)]
        yield _exact(f"{what}, where before X is the day before", ours)
        yield _exact(f"{what}, as the file labels them", labelled)


def _as_here(case: Case, phrase: str) -> Case:
    """The file takes "before X" as X itself."""
    early = phrase.casefold().startswith("before")
    return replace(case, right=[day - timedelta(days=early) for day in case.right if day])


def _case(
    words: str,
    reference: str,
    right: Sequence[date | None],
    calendar: Calendar | None = None,
    *,
    in_a_line: bool = False,
) -> Case:
    at = datetime.fromisoformat(reference)
    at = at.replace(hour=10, tzinfo=LONDON) if len(reference) <= 10 else at.replace(tzinfo=LONDON)
    ours = dates_answer(View(calendar or Calendar(), at))({"phrase": words})["date"]
    others = {name: reads[in_a_line](words, at) for name, reads in libraries().items()}
    return Case(words, reference, right, {UPBEAT: date.fromisoformat(ours) if ours else None, **others})


def _exact(what: str, cases: Sequence[Case], **more: Any) -> Figure:
    hits = [{name: day in case.right for name, day in case.told.items()} for case in cases]
    misses = [_miss(case) for case, hit in zip(cases, hits, strict=True) if not hit[UPBEAT]]
    return Figure.of_marks(what, _where_installed(hits), misses=misses, **more)


def _wrong(what: str, cases: Sequence[Case], **more: Any) -> Figure:
    """How many are given a day that is not right for them; those that are given none are not counted."""
    bad = [{name: bool(day) and day not in case.right for name, day in case.told.items()} for case in cases]
    misses = [_miss(case) for case, one in zip(cases, bad, strict=True) if one[UPBEAT]]
    return Figure.of_marks(what, _where_installed(bad), less=True, misses=misses, **more)


def _where_installed(marks: Sequence[dict[str, bool]]) -> list[dict[str, bool | None]]:
    return [{**mark, **dict.fromkeys(absent())} for mark in marks]


def _miss(case: Case) -> str:
    right = " or ".join(str(day) for day in case.right)
    return f"{case.words!r} seen from {case.reference}: {right}, and Upbeat says {case.told[UPBEAT]}"
