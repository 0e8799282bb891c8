"""Measure the reading, print the tables, and put them where they are shown."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.reading import lines, phrases
from bench.reading.page import NOTES, tables, written
from bench.reading.rows import DATA, TUNED, Figure
from bench.reading.speed import Cost, costs


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything for which there are rows; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reading", description="How well Upbeat reads people"
    )
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="where the rows stand")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--misses", action="store_true", help="print also what Upbeat read wrongly")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    chosen = parser.parse_args(arguments)
    if not chosen.data.is_dir():
        print(f"No rows stand at {chosen.data}, so only the speed is measured.", file=sys.stderr)
    dates, found, speed = phrases.figures(chosen.data), lines.figures(chosen.data), costs()
    if chosen.json:
        print(_as_json(dates, found, speed))
        return 0
    text = _page(dates, found, speed)
    print(text)
    if chosen.misses:
        print(_misses([*dates, *found]))
    if chosen.write:
        written(chosen.write, text)
    return 0


def _page(dates: Sequence[Figure], found: Sequence[Figure], speed: Sequence[Cost]) -> str:
    today = datetime.now(UTC).date()
    notes = NOTES.format(tuned=", ".join(TUNED))
    said = f"Measured on {today.day} {today:%B %Y} with `make bench-reading`."
    return "\n\n".join([said, tables(dates, found, speed), notes])


def _as_json(dates: Sequence[Figure], found: Sequence[Figure], speed: Sequence[Cost]) -> str:
    def row(figure: Figure) -> dict[str, object]:
        return {**asdict(figure), "met": figure.met, "misses": len(figure.misses)}

    told = {
        "dates": [row(one) for one in dates],
        "lines": [row(one) for one in found],
        "speed": [{**asdict(one), "met": one.met} for one in speed],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _misses(figures: Sequence[Figure]) -> str:
    told = (
        f"\n{one.what}\n" + "\n".join(f"  {miss}" for miss in one.misses) for one in figures if one.misses
    )
    return "\n".join(told)


if __name__ == "__main__":
    sys.exit(main())
