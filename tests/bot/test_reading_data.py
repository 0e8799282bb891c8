"""How real minute-takers' lines are read, where their words are at hand (they are not part of the project)."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.dates import Calendar
from bot.grammar import lines
from bot.owners import read_owners
from bot.reading import Item, read_line
from storage.people import Member, Person
from tests.bot.vocabulary import vocabulary

DATA = Path(__file__).parents[3] / "shared" / "data"
WORDS = vocabulary()


def rows(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"../shared/data/{name} is not here to read")
    with path.open(encoding="utf-8") as file:
        if name.endswith(".tsv"):
            return list(csv.DictReader(file, delimiter="\t"))
        return [json.loads(line) for line in file]


def actions(line: str) -> Iterator[str]:
    return (one.text for one in lines(line, WORDS) if one.feature == "action")


def people(of: list[dict[str, Any]]) -> dict[str, list[Member]]:
    """Everybody who owns something or speaks, by the group they belong to."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in of:
        names[row["source"]] |= {*row["owners"], *([row["speaker"]] if row["speaker"] else [])}
    return {source: [_member(name) for name in sorted(found)] for source, found in names.items()}


def _member(name: str) -> Member:
    return Member(person=Person(platform="slack", workspace="T1", handle=name, name=name), organisation=None)


def test_marked_actions_of_real_minutes_are_found() -> None:
    minuted = rows("actions.jsonl")
    missed = [row["line"] for row in minuted if not list(actions(row["line"]))]
    assert len(missed) <= 0.01 * len(minuted), missed


def test_owners_are_those_whom_the_record_names() -> None:
    minuted = [row for row in rows("actions.jsonl") if row["owners"]]
    around = people(minuted)
    wrong = []
    for row in minuted:
        owned = read_owners(next(actions(row["line"]), ""), around[row["source"]], None)
        found = {one.name for one in (owned.lead, *owned.helpers) if one}
        if found != set(row["owners"]):
            wrong.append((row["line"], row["owners"], found))
    assert len(wrong) <= 0.02 * len(minuted), wrong


def test_talk_that_nobody_minuted_is_left_alone() -> None:
    talk = rows("not_actions.jsonl")
    heard = [(row["line"], one) for row in talk for one in lines(row["line"], WORDS)]
    taken = [line for line, one in heard if one.sure]
    offered = [line for line, one in heard if not one.sure]
    assert len(taken) <= 0.002 * len(talk), taken
    assert len(offered) <= 0.01 * len(talk), offered


def read(line: str) -> list[Item]:
    """What a British line says where nobody is known; Grace says it."""
    return read_line(line, datetime(2026, 11, 25, 10, tzinfo=UTC), Calendar(), [], "Grace", WORDS)


def test_lines_that_only_look_british_and_like_actions_are_left_alone() -> None:
    looks = [row["line"] for row in rows("british_lines.tsv") if row["is_action"] == "0"]
    assert [line for line in looks if read(line)] == []


def test_british_lines_are_found_with_their_owners_and_words_of_time() -> None:
    wrong = []
    for row in rows("british_lines.tsv"):
        if row["is_action"] == "1":
            items = [item for item in read(row["line"]) if item.kind == "action"]
            owners = [name for item in items for name in item.owners]
            wanted = [name.removeprefix("@") for name in (row["owner"] or "").split(";") if name]
            due = {item.due for item in items if item.due}
            if (
                not items
                or owners != [name.replace("<speaker>", "Grace") for name in wanted]
                or due != {*_due(row)}
            ):
                wrong.append((row["line"], row["owner"], row["due"], items))
    assert len(wrong) <= 1, wrong


def _due(row: dict[str, Any]) -> list[str]:
    """The words of time as they stand in the line: the record says "next meeting" for "next time"."""
    due = (row["due"] or "").replace(
        "next meeting", "next time" if "next time" in row["line"] else "next meeting"
    )
    return [due] if due else []
