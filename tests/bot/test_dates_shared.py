"""The floor under the reading of dates, on the cases beside the project; skipped with a note where they are absent."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dates import Calendar, Term, find_deadline, read

DATA = Path(__file__).parents[3] / "shared" / "data"
LONDON = ZoneInfo("Europe/London")
SPRING = Term("Spring", date(2027, 1, 4), date(2027, 3, 25), (date(2027, 2, 15), date(2027, 2, 19)))
SUMMER = Term("Summer", date(2027, 4, 12), date(2027, 7, 21), (date(2027, 5, 31), date(2027, 6, 4)))
BRITISH = Calendar(
    meetings=[datetime(2026, 12, 15, 14, tzinfo=LONDON)],
    terms=[Term("Autumn", date(2026, 9, 2), date(2026, 12, 18)), SPRING, SUMMER],
)
pytestmark = pytest.mark.published


def rows(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the cases of {name} are not beside the project")
    return [json.loads(line) for line in path.read_text().splitlines()]


def at(reference: str) -> datetime:
    moment = datetime.fromisoformat(reference)
    return moment.replace(hour=moment.hour or 10, tzinfo=LONDON)


def told(phrase: str, reference: str, calendar: Calendar) -> str | None:
    found = read(phrase, at(reference), calendar)
    return found.date.isoformat() if found and found.date else None


def test_british_deadlines_are_read_as_people_mean_them() -> None:
    wrong = []
    for row in rows("british_deadlines.jsonl"):
        answer = told(row["phrase"], row["reference"], BRITISH)
        if answer not in (row["expected"] or [None]):
            wrong.append((row["phrase"], answer))
    assert not wrong


def test_nine_in_ten_core_cases_of_open_libraries_are_read() -> None:
    core = [row for row in rows("dates.jsonl") if row["tier"] == "core"]
    right = sum(told(row["phrase"], row["reference"], Calendar()) == row["expected_date"] for row in core)
    assert right / len(core) >= 0.94  # 350 of 366 when written; most of the rest contradict our conventions


def test_deadlines_in_whole_lines_are_found() -> None:
    """The file takes "before X" as X; here it is the day before."""
    wrong = []
    for row in rows("dated_lines.jsonl"):
        found = find_deadline(row["line"], at(row["reference"]), BRITISH)
        meant = date.fromisoformat(row["expected_date"])
        if row["due_phrase"].startswith("before"):
            meant -= timedelta(days=1)
        if found is None or found.date != meant:
            wrong.append((row["due_phrase"], found))
    assert not wrong


def test_hardly_any_line_that_nobody_minuted_is_given_a_sure_deadline() -> None:
    lines = [row["line"] for row in rows("not_actions.jsonl")]
    found = [find_deadline(line, at("2026-11-25T10:00"), BRITISH) for line in lines]
    sure = [f for f in found if f and f.sure and f.date]
    assert len(sure) / len(lines) <= 0.005
