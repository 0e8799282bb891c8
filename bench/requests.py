"""What one command costs in the house, and what a sweep costs: `python -m bench.requests [rounds]`.

The way of `/agenda add` through `Dispatch.handle` on SQLite (reading, permission, handler, prompt, commit; no network),
against the baseline of the same run: one INSERT with its commit on the same store. Rounds are interleaved, because times
drift; trust the ratio. Then the sweep over 50 partnerships with a meeting, three items and three actions each: when
nothing is due, which is what happens every half minute, and when the chases fall due.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import text

from bot.clock import Clock
from bot.dispatch import Dispatch
from bot.feature import Face, Place, Request, Way
from bot.wording import Wording
from handlers import all_features
from storage.database import Store

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
MINA = Face("UMINA", "T1", "Mina Patel", "Europe/London")
PARTNERSHIPS = 50


class Bench:
    """A house on a store of its own, with the clock at START."""

    def __init__(self, folder: str) -> None:
        self.store = Store(f"sqlite+aiosqlite:///{folder}/bench.db")
        clock = Clock()
        clock.turn(START)
        self.dispatch = Dispatch(self.store, Wording(), all_features(), clock)
        self._inserted = 0

    async def say(self, words: str, where: str, way: Way = Way.COMMAND) -> None:
        """Mina says something in a channel."""
        command, _, rest = words.partition(" ") if way is Way.COMMAND else ("", "", words)
        request = Request("", "", MINA, Place(where, "T1"), START, way, text=rest)
        if way is Way.EVENT:
            request = request.to("partnership.invited")
        await self.dispatch.handle(request, command)

    async def insert(self) -> None:
        """The baseline: a row and its commit."""
        self._inserted += 1
        async with self.store.transaction() as session:
            await session.execute(
                text("INSERT INTO incoming (key, fingerprint, at, outcome) VALUES (:key, '', :at, '')"),
                {"key": f"bench/{self._inserted}", "at": "2020-01-01 00:00:00"},
            )

    async def partnership(self, where: str) -> None:
        await self.say("", where, Way.EVENT)
        await self.say("/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes", where)
        for number in range(3):
            await self.say(f"/agenda add Budget part {number} 10m", where)
            await self.say(f"/action add Mina to send letter {number} by 10 December 2026", where)


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """How many milliseconds something takes."""
    start = time.perf_counter()
    await work()
    return (time.perf_counter() - start) * 1000


async def requests(bench: Bench, rounds: int) -> tuple[float, float]:
    """The medians of a command and of a bare insert, in milliseconds."""
    commands, inserts = [], []
    for number in range(rounds):
        words = f"/agenda add Item {number} 10m for decision"
        commands.append(await timed(lambda words=words: bench.say(words, "C0")))  # type: ignore[misc]
        inserts.append(await timed(bench.insert))
    return median(commands), median(inserts)


async def sweeps(bench: Bench, rounds: int) -> tuple[float, float]:
    """A sweep with nothing due (median), and the one in which every chase falls due, in milliseconds."""
    for number in range(1, PARTNERSHIPS):
        await bench.partnership(f"C{number}")
    await bench.dispatch.sweep(START)
    idle = [await timed(lambda: bench.dispatch.sweep(START + timedelta(minutes=1))) for _ in range(rounds)]
    chases = datetime(2026, 12, 11, 10, 30, tzinfo=UTC)
    return median(idle), await timed(lambda: bench.dispatch.sweep(chases))


async def main(rounds: int) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(folder)
        await bench.store.migrate()
        await bench.partnership("C0")
        command, insert = await requests(bench, rounds)
        idle, chases = await sweeps(bench, max(3, rounds // 20))
        await bench.store.close()
    print("| what | ms | ratio |\n|---|---|---|")
    print(f"| an INSERT and its commit | {insert:.2f} | 1 |")
    print(f"| `/agenda add`, read to commit | {command:.2f} | {command / insert:.1f} |")
    print(f"| a sweep of {PARTNERSHIPS} partnerships, nothing due | {idle:.1f} | {idle / insert:.0f} |")
    print(f"| the same, every chase due | {chases:.1f} | {chases / insert:.0f} |")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
