"""The people of the simulation: when they finish things, and whether they say so; by lot, and the same in every row."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FINISHED = 0.5
"""The chance that an open action is finished within a cycle."""
UNASKED = 0.2
"""The chance that its lead then says so without being asked."""
PRIVATELY = 0.67
"""The chance that a private question about an action is answered: with one question, a third stays unknown."""


@dataclass(frozen=True)
class Luck:
    """One draw of everything that is left to chance; `presses` is the chance that a button on a posted card is used."""

    seed: int
    presses: float

    def _draw(self, *what: object) -> float:
        return Random("/".join(map(str, (self.seed, *what)))).random()

    def lead(self, number: int, people: int) -> int:
        """Who leads an action: which of the people."""
        return int(self._draw("lead", number) * people)

    def days(self, number: int) -> int | None:
        """In how many days an action is due; None where nobody set a day, as for half of them."""
        drawn = self._draw("due", number)
        return None if drawn < 0.5 else 1 + int((drawn - 0.5) * 2 * 55)

    def finished(self, number: int, cycle: int) -> float | None:
        """When in this cycle the action is finished, as a part of it; None where it is not."""
        drawn = self._draw("finished", number, cycle)
        return drawn / FINISHED if drawn < FINISHED else None

    def says(self, number: int, cycle: int) -> bool:
        return self._draw("unasked", number, cycle) < UNASKED

    def answers(self, number: int, cycle: int) -> bool:
        return self._draw("asked", number, cycle) < PRIVATELY

    def uses_button(self, number: int, cycle: int, card: str) -> bool:
        return self._draw("button", number, cycle, card) < self.presses
