"""The rows that are measured, as they stand beside the project, and which of them the rules were made with."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
CALENDAR = ROOT / "bench" / "calendars" / "british.yaml"

TUNED = ("json-ld/minutes", "w3c/json-ld-wg", "comtravo/ctparse")
"""The sources on which rules were tried while they were written; all others were kept untouched until the end."""

Row = dict[str, Any]

UPBEAT = "Upbeat"


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of a file, or none where it is not there."""
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        if name.endswith(".tsv"):
            return list(csv.DictReader(file, delimiter="\t"))
        return [json.loads(line) for line in file if line.strip()]


def split(found: list[Row]) -> dict[str, list[Row]]:
    """The rows that rules were made with and those kept untouched, apart."""
    parts: dict[str, list[Row]] = {"tuned on": [], "kept untouched": []}
    for row in found:
        parts["tuned on" if row["source"] in TUNED else "kept untouched"].append(row)
    return parts


@dataclass
class Figure:
    """One row of a table: how many of so many rows each reader gets; None for a reader that is not installed.

    `goal` is a share of the rows; `less`: fewer are better. `detail`: it is a part of another figure.
    """

    what: str
    of: int
    counts: dict[str, int | None]
    goal: float | None = None
    less: bool = False
    detail: bool = False
    misses: Sequence[str] = ()

    @classmethod
    def of_marks(cls, what: str, marks: Sequence[Mapping[str, bool | None]], **more: Any) -> Figure:
        """Counts for each reader the rows that it has marked; a reader whose marks are None is not installed."""
        names = marks[0] if marks else ()
        counts = {
            name: None if marks[0][name] is None else sum(map(bool, (m[name] for m in marks)))
            for name in names
        }
        return cls(what, len(marks), counts, **more)

    @property
    def met(self) -> bool | None:
        """Whether Upbeat meets the goal; None where there is none."""
        if self.goal is None or not self.of:
            return None
        share = (self.counts[UPBEAT] or 0) / self.of
        return share <= self.goal if self.less else share >= self.goal
