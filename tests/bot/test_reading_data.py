"""How real minute-takers' lines are read, where their words are at hand (they are not part of the project)."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.grammar import lines
from bot.owners import read_owners
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
    taken = [row["line"] for row in talk if lines(row["line"], WORDS)]
    assert len(taken) <= 0.002 * len(talk), taken


def test_lines_that_only_look_british_and_like_actions_are_left_alone() -> None:
    looks = [row["line"] for row in rows("british_lines.tsv") if row["is_action"] == "0"]
    assert [line for line in looks if lines(line, WORDS)] == []
