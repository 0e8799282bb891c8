"""The measuring of reading, held against rows of its own whose right answers are plain to see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.reading import lines, phrases
from bench.reading.others import meetbot, scribe
from bench.reading.page import BEGIN, END, tables, written
from bench.reading.rows import UPBEAT, Figure
from bench.reading.speed import Cost

MINUTED = "json-ld/minutes"  # a source that rules were made with
UNTOUCHED = "w3ctag/meetings"


def keep(folder: Path, name: str, rows: Sequence[dict[str, object]]) -> None:
    (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def action(line: str, owners: list[str], due: str | None = None, source: str = MINUTED) -> dict[str, object]:
    return {"source": source, "speaker": "Mina", "line": line, "owners": owners, "due_phrase": due}


def named(figures: list[Figure], what: str) -> Figure:
    [one] = [figure for figure in figures if figure.what == what]
    return one


def test_without_rows_nothing_is_measured(tmp_path: Path) -> None:
    assert phrases.figures(tmp_path) == [] and lines.figures(tmp_path / "nowhere") == []


def test_a_day_is_right_or_wrong_or_not_given(tmp_path: Path) -> None:
    written_at = {"reference": "2026-11-25T10:00:00"}
    keep(
        tmp_path,
        "british_deadlines.jsonl",
        [
            {"phrase": "Tuesday week", "expected": ["2026-12-08"], **written_at},
            {"phrase": "tomorrow", "expected": ["2031-01-01"], **written_at},
            {"phrase": "asap", "expected": None, **written_at},
            {"phrase": "Friday", "expected": None, **written_at},
        ],
    )
    figures = phrases.figures(tmp_path)
    assert named(figures, "British deadlines, the day exact").counts[UPBEAT] == 2
    assert named(figures, "British deadlines, another day given").counts[UPBEAT] == 2
    dayless = named(figures, "British words without a day, a day given")
    assert (dayless.of, dayless.counts[UPBEAT], dayless.met) == (2, 1, False)
    assert "'tomorrow'" in named(figures, "British deadlines, the day exact").misses[0]


def test_before_a_day_is_counted_under_both_readings(tmp_path: Path) -> None:
    row = {
        "line": "Jo to write before 14 December",
        "due_phrase": "before 14 December",
        "reference": "2026-11-25",
    }
    keep(tmp_path, "dated_lines.jsonl", [{**row, "expected_date": "2026-12-14"}])
    counts = {figure.what: figure.counts[UPBEAT] for figure in phrases.figures(tmp_path)}
    assert counts["Deadlines in whole lines, where before X is the day before"] == 1
    assert counts["Deadlines in whole lines, as the file labels them"] == 0


def test_sources_that_rules_were_made_with_are_counted_apart(tmp_path: Path) -> None:
    keep(
        tmp_path,
        "actions.jsonl",
        [
            action("ACTION: Frank to order the tea by Friday", ["Frank"], "by Friday"),
            action("the lunch was good", ["Frank"]),
            action("#action Otto to measure the stage", ["Otto"], source=UNTOUCHED),
        ],
    )
    figures = lines.figures(tmp_path)
    tuned = named(figures, "Actions of real minutes found, tuned on")
    kept = named(figures, "Actions of real minutes found, kept untouched")
    assert (tuned.of, tuned.counts[UPBEAT], tuned.counts["scribe's rule"], tuned.met) == (2, 1, 1, False)
    assert (kept.of, kept.counts[UPBEAT], kept.counts["MeetBot's rule"], kept.met) == (1, 1, 1, True)
    assert named(figures, "Due words exact but for by, on or the, tuned on").counts[UPBEAT] == 1


def test_an_owner_too_many_is_not_exact(tmp_path: Path) -> None:
    keep(
        tmp_path,
        "actions.jsonl",
        [action("ACTION: Frank and Otto to order the tea", ["Frank"]), action("no line of ours", ["Otto"])],
    )
    owners = named(
        lines.figures(tmp_path), "Owners exact where the record names them, people known, tuned on"
    )
    assert owners.counts[UPBEAT] == 0


def test_what_is_taken_that_nobody_minuted_is_counted(tmp_path: Path) -> None:
    chat = {"source": MINUTED, "speaker": "Mina", "hard": False}
    said = ["ACTION: Frank to order the tea", "lovely weather", "#idea a quiz"]
    keep(tmp_path, "not_actions.jsonl", [{**chat, "line": line} for line in said])
    figures = lines.figures(tmp_path)
    taken = named(figures, "Chat taken for an action, lines, tuned on")
    assert (taken.of, taken.counts[UPBEAT], taken.met) == (3, 1, False)
    assert named(figures, "Chat taken for anything else, lines, tuned on").counts[UPBEAT] == 1


def test_the_rules_of_other_bots_are_what_their_manuals_say() -> None:
    nicks = ["sam", "jo"]
    assert meetbot("#action sam to ask Jo about the keys", nicks) == (True, frozenset(nicks))
    assert meetbot("Action: sam to ask", nicks) == (False, frozenset())
    assert scribe("ACTION: Sam, Mina and Jo to sing", []) == (True, frozenset({"Sam", "Mina", "Jo"}))
    assert scribe("ACTION: book the hall", []) == (True, frozenset())
    assert scribe("> ACTION: Sam to sing", [])[0] is False


def test_a_library_that_is_not_installed_is_said_to_be_so() -> None:
    figure = Figure.of_marks(
        "words", [{UPBEAT: True, "other": None}, {UPBEAT: False, "other": None}], goal=0.4
    )
    page = tables([figure], [], [Cost("a line", 10.0, 0.01, goal=50.0)])
    assert "| words | 2 | ≥ 40 % ✓ | **1 (50.0 %)** | not installed |" in page
    assert "| a line | 10.0 | 0.010 | < 50 ✓ |" in page


def test_the_tables_take_the_place_of_older_ones_and_of_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n{BEGIN}\n\nold\n\n{END}\n\nThe rest.\n", encoding="utf-8")
    for text in ("first", "second"):
        written(page, text)
    assert page.read_text(encoding="utf-8") == f"# A page\n\n{BEGIN}\n\nsecond\n\n{END}\n\nThe rest.\n"


def test_a_page_without_a_place_for_tables_is_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n{BEGIN}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for figures"):
        written(page, "figures")
    assert page.read_text(encoding="utf-8") == f"# A page\n{BEGIN}\n"
