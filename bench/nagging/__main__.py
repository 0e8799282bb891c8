"""Messages and knowledge, with and without buttons on posted cards: `python -m bench.nagging [draws]`.

The baseline is the chase alone: one private message before each meeting. Then people also use the buttons at matters
arising, a quarter or a half of them: on the agenda the day before, or on the call for items a week before as well. What
people do is drawn by lot (bench/nagging/people.py) and the same in every row; what Upbeat does is the real house.
"""

from __future__ import annotations

import asyncio
import sys

from bench.nagging.people import Luck
from bench.nagging.term import AGENDA, CALL, PEOPLE, Counts, Term
from tests.house import House

ROWS: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("the chase alone", 0, ()),
    ("buttons on the agenda, a quarter are used", 0.25, (AGENDA,)),
    ("buttons on the agenda, half are used", 0.5, (AGENDA,)),
    ("on the call for items as well, a quarter", 0.25, (CALL, AGENDA)),
    ("on the call for items as well, half", 0.5, (CALL, AGENDA)),
)


async def played(seed: int, presses: float, cards: tuple[str, ...]) -> Counts:
    async with House.begun() as house:
        return await Term(house, Luck(seed, presses), cards).play()


async def measure(draws: int) -> None:
    print(
        "| | private messages, per person and meeting | actions asked about, per meeting | known at the meeting |"
    )
    print("|---|---|---|---|")
    for name, presses, cards in ROWS:
        terms = [await played(seed, presses, cards) for seed in range(draws)]
        meetings = sum(term.meetings for term in terms)
        chases = sum(term.chases for term in terms) / meetings / len(PEOPLE)
        asked = sum(term.asked for term in terms) / meetings
        known = sum(term.known for term in terms) / sum(term.matters for term in terms)
        print(f"| {name} | {chases:.2f} | {asked:.1f} | {known:.0%} |", flush=True)


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
