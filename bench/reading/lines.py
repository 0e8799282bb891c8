"""How many lines of real minutes are found, with their owners and their words of time, and what is taken that is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.reading.others import BOTS
from bench.reading.rows import UPBEAT, Figure, Row, rows, split
from bot.dates import Calendar
from bot.grammar import Vocabulary
from bot.seen_from import View
from bot.understanding import Answer, lines_answer, members
from handlers import all_features

SPEAKER = "Speaker"
SEEN = View(Calendar(), datetime(2026, 11, 25, 10, tzinfo=UTC))
LEAD = re.compile(
    r"(?:by|on|for|due|before|until|till|within|no later than|deadline|w/c|@|the|is|of)[\s:]+", re.IGNORECASE
)
"""What may stand before words of time, which one record takes for a part of them and another does not."""


@dataclass(frozen=True)
class Case:
    """A line as somebody typed it, what the record says of it, and what Upbeat makes of it.

    `items` are read with the people of the group known, `alone` without. `nicks` are those people.
    """

    line: str
    owners: frozenset[str]
    due: str
    items: Sequence[dict[str, Any]]
    alone: Sequence[dict[str, Any]]
    nicks: tuple[str, ...]

    def found(self, *degrees: str) -> bool:
        """Whether Upbeat takes it for an action, in one of these degrees."""
        return any(item["kind"] == "action" and item["sure"] in degrees for item in self.items)

    def owned(self, items: Sequence[dict[str, Any]]) -> frozenset[str]:
        return frozenset(owner for item in items if item["kind"] == "action" for owner in item["owners"])

    def dues(self) -> str:
        """The words of time that Upbeat read."""
        return next((item["due"] for item in self.items if item["kind"] == "action" and item["due"]), "")


def figures(folder: Path) -> list[Figure]:
    """Every figure about lines for which there are rows."""
    return [one for some in (_minuted, _left_alone, _british) for one in some(folder) if one.of]


def _minuted(folder: Path) -> Iterator[Figure]:
    """What a group minuted as an action."""
    every = rows(folder, "actions.jsonl")
    groups = _groups(every)
    for name, some in split(every).items():
        cases = [_case(row, groups[row["source"]]) for row in some]
        yield _found(f"Actions of real minutes found, {name}", cases, "explicit", goal=0.97)
        yield from _owners(f"{name}", [case for case in cases if case.owners])
        yield from _dues(name, cases)
    for source, nicks in sorted(groups.items()):
        cases = [_case(row, nicks) for row in every if row["source"] == source]
        yield _found(f"{source}, found", cases, "explicit", detail=True)


def _left_alone(folder: Path) -> Iterator[Figure]:
    """Chat that nobody minuted."""
    every = rows(folder, "not_actions.jsonl")
    groups = _groups(every)
    for name, some in split(every).items():
        for which, picked in (("lines", some), ("hard lines", [row for row in some if row["hard"]])):
            cases = [_case(row, groups[row["source"]]) for row in picked]
            yield _found(
                f"Chat taken for an action, {which}, {name}", cases, "explicit", goal=0.002, less=True
            )
            yield _offered(f"Chat offered as an action, {which}, {name}", cases, goal=0.03)
            yield _other(f"Chat taken for anything else, {which}, {name}", cases)


def _british(folder: Path) -> Iterator[Figure]:
    """Lines as a British minute-taker would write them, and lines that only look so."""
    every = [_as_row(row) for row in rows(folder, "british_lines.tsv")]
    nicks = tuple(sorted({owner for row in every for owner in row["owners"]} | {SPEAKER}))
    cases = [_case(row, nicks) for row in every if row["is_action"] == "1"]
    looks = [_case(row, nicks) for row in every if row["is_action"] == "0"]
    yield _found("British lines found, captured or offered", cases, "explicit", "offered")
    yield _found("British lines, captured", cases, "explicit")
    yield _found("British lines that only look so, captured", looks, "explicit", goal=0.0, less=True)
    yield _offered("British lines that only look so, offered", looks)
    yield from _owners("British lines", [case for case in cases if case.owners])
    yield from _dues("British lines", cases)


def _as_row(row: Row) -> Row:
    owners = [SPEAKER if one == "<speaker>" else one.lstrip("@") for one in row["owner"].split(";") if one]
    return {**row, "owners": owners, "speaker": SPEAKER, "due_phrase": row["due"]}


def _groups(every: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Everybody who owns something or speaks, by the group they belong to."""
    names: dict[str, set[str]] = {}
    for row in every:
        names.setdefault(row["source"], set()).update(
            [*row.get("owners", ()), *filter(None, [row["speaker"]])]
        )
    return {source: tuple(sorted(found)) for source, found in names.items()}


@cache
def vocabulary() -> Vocabulary:
    """The words of all features."""
    return Vocabulary(all_features())


@cache
def _reader(nicks: tuple[str, ...]) -> Answer:
    return lines_answer(SEEN, members([{"name": nick} for nick in nicks]), vocabulary())


def _case(row: Row, nicks: tuple[str, ...]) -> Case:
    asked = {"line": row["line"], "speaker": row["speaker"]}
    with_people, alone = _reader(nicks)(asked)["items"], _reader(())(asked)["items"]
    owners = frozenset(row.get("owners", ()))
    return Case(row["line"], owners, row.get("due_phrase") or "", with_people, alone, nicks)


Marks = Callable[[Case], bool]


def _figure(
    what: str, cases: Sequence[Case], ours: Marks, *, bots: str = "", alone: bool = False, **more: Any
) -> Figure:
    """Counts the cases that Upbeat marks, and the bots where they are asked the same: "taken" or "owners"."""
    marks = [{UPBEAT: ours(case), **(_by_bots(case, bots) if bots else {})} for case in cases]
    bad = bool(more.get("less"))
    misses = [
        _miss(case, case.alone if alone else case.items)
        for case, mark in zip(cases, marks, strict=True)
        if mark[UPBEAT] is bad
    ]
    return Figure.of_marks(what, marks, misses=misses, **more)


def _by_bots(case: Case, asked: str) -> dict[str, bool]:
    told = {
        name: [rule(line, case.nicks) for line in case.line.splitlines() or [""]]
        for name, rule in BOTS.items()
    }
    if asked == "taken":
        return {name: any(taken for taken, _ in lines) for name, lines in told.items()}
    right = _folded(case.owners)
    return {
        name: _folded(owner for _, owners in lines for owner in owners) == right
        for name, lines in told.items()
    }


def _folded(names: Any) -> frozenset[str]:
    return frozenset(name.casefold().lstrip("@") for name in names)


def _found(what: str, cases: Sequence[Case], *degrees: str, **more: Any) -> Figure:
    return _figure(what, cases, lambda case: case.found(*degrees), bots="taken", **more)


def _offered(what: str, cases: Sequence[Case], **more: Any) -> Figure:
    return _figure(what, cases, lambda case: case.found("offered"), less=True, **more)


def _other(what: str, cases: Sequence[Case]) -> Figure:
    return _figure(what, cases, lambda case: any(item["kind"] != "action" for item in case.items), less=True)


def _owners(name: str, cases: Sequence[Case]) -> Iterator[Figure]:
    yield _figure(
        f"Owners exact where the record names them, people known, {name}",
        cases,
        lambda case: _folded(case.owned(case.items)) == _folded(case.owners),
        bots="owners",
        goal=0.95,
    )
    yield _figure(f"Owners exact, nobody known, {name}", cases, _written, alone=True)


def _written(case: Case) -> bool:
    """Whether the names as written are those of the record, or a part of them: "Sam" of "Sam Whitlock"."""
    written, right = _folded(case.owned(case.alone)), _folded(case.owners)
    fits = all(any(one == name or one in name.split() for name in right) for one in written)
    return fits and len(written) == len(right)


def _dues(name: str, cases: Sequence[Case]) -> Iterator[Figure]:
    dated, dateless = [case for case in cases if case.due], [case for case in cases if not case.due]
    yield _figure(
        f"Due words exact as the record has them, {name}", dated, lambda case: case.dues() == case.due
    )
    yield _figure(f"Due words exact but for by, on or the, {name}", dated, _same_words)
    yield _figure(
        f"Due words where the record has none, {name}", dateless, lambda case: bool(case.dues()), less=True
    )


def _same_words(case: Case) -> bool:
    return _bare(case.dues()) == _bare(case.due)


def _bare(words: str) -> str:
    """The words of time without what stands before them."""
    words = words.strip(" .,;()[]").casefold()
    while lead := LEAD.match(words):
        words = words[lead.end() :]
    return words


def _miss(case: Case, items: Sequence[dict[str, Any]]) -> str:
    said = [(item["kind"], item["sure"], item["owners"], item["due"]) for item in items]
    return f"{case.line!r}: {sorted(case.owners)} {case.due!r}, and Upbeat says {said}"
