"""What reading costs: a line of chat that holds nothing, and one with a deadline, against plain dateparser in the same run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.dates import AT, CALENDAR, WITH, WITHOUT, each, medians, plain_dateparser
from bench.reading.lines import vocabulary
from bot.dates import find_deadline
from bot.grammar import lines
from bot.reading import read_line
from bot.seen_from import View
from bot.understanding import members

WORDS = ["Friday", "12 March", "in a fortnight"]
BASELINE = "Plain dateparser, three words of time"


@dataclass(frozen=True)
class Cost:
    """The median in microseconds, and as a part of what the baseline took in the same run."""

    what: str
    microseconds: float
    ratio: float
    goal: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether it is below its goal; None where there is none."""
        return None if self.goal is None else self.microseconds < self.goal


def costs() -> list[Cost]:
    """Each sort of line, and the baseline, taken in turns."""
    works = _works()
    flat = {f"{name}: {text}": work for name, some in works.items() for text, work in some.items()}
    times = medians(flat)
    found = {name: median(times[f"{name}: {text}"] for text in some) for name, some in works.items()}
    return [Cost(name, took, took / found[BASELINE], _GOALS.get(name)) for name, took in found.items()]


_NOTHING = "A line of chat that holds nothing, looked through for everything"
_DEADLINE = "The deadline of a line that has one"
_GOALS = {_NOTHING: 50.0, _DEADLINE: 500.0}


def _works() -> dict[str, dict[str, Callable[[], object]]]:
    words, people = vocabulary(), members([{"name": name} for name in ("Sam Whitlock", "Jo Penrose")])
    seen = View(CALENDAR, AT)

    def whole(text: str) -> object:
        return read_line(f"Action: {text}", seen.at, seen.calendar, people, people[0], words)

    return {
        _NOTHING: each(lambda text: lines(text, words), WITHOUT),
        _DEADLINE: each(lambda text: find_deadline(text, AT, CALENDAR), WITH),
        "A marked line with an owner and a deadline, read whole": each(whole, WITH),
        BASELINE: each(plain_dateparser(), WORDS),
    }
