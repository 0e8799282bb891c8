"""Jobs meet the clock: the only file that imports apscheduler.

APScheduler is only the ticker (memory store): a tick sets an event, the sweep is a task of ours. State lives in our own
tables, so nothing is lost when a tick is. A watchdog on the monotonic clock starts a ticker anew that has fallen silent,
which it does when the machine's clock is set back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import logs

log = logging.getLogger(__name__)

STOP_SECONDS = 8.0
"""How long the sweep in hand may take when the process stops, where nothing else is said."""


class Ticker:
    """Calls `sweep` every `seconds` of real time, one call at a time."""

    def __init__(self, sweep: Callable[[], Awaitable[object]], seconds: float) -> None:
        self._sweep = sweep
        self._seconds = seconds
        self._tick = asyncio.Event()
        self._scheduler: AsyncIOScheduler | None = None
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start ticking; the first tick comes at once."""
        self._start_scheduler()
        self._tick.set()
        self._task = asyncio.create_task(self._work())

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop ticking, and finish the sweep in hand; what takes longer is found again by the next one."""
        self._stopping = True
        self._tick.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        if self._task is not None:
            await asyncio.wait([self._task], timeout=seconds)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _start_scheduler(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._tick.set, "interval", seconds=self._seconds, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    async def _work(self) -> None:
        while not self._stopping:
            if not await self._ticked():
                log.warning("the ticker fell silent and is started anew")
                self._start_scheduler()
            self._tick.clear()
            if self._stopping:
                return
            with logs.hand("sweep"):
                await self._swept()

    async def _swept(self) -> None:
        try:
            await self._sweep()
        except Exception:
            log.exception("a sweep failed; the next tick tries again")

    async def _ticked(self) -> bool:
        """Wait for a tick; False where none came in three times its interval."""
        try:
            async with asyncio.timeout(self._seconds * 3):
                await self._tick.wait()
        except TimeoutError:
            return False
        return True
