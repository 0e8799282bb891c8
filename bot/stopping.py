"""The end of the process: one time for everything that stops, of which each part gets its share."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.clock import elapsed

log = logging.getLogger(__name__)

IN_HAND, TAKING_IN, SENDING, CLOSING = 0.5, 0.6, 0.85, 0.95
"""By when each part of a stop is over, as shares of its whole time: what remains is for the interpreter.

Requests in hand; the ways in, the ticker's included; messages in hand; the ways out and the store.
"""

FORCED = 3
"""The exit code where the process had to be ended by force, because a thread hung."""


class Deadline:
    """Counts from `begin` on, or from the first question."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: float | None = None

    def begin(self) -> None:
        self._since = self._since or elapsed()

    def left(self, share: float) -> float:
        """Seconds of real time until this share of the whole is used up; never less than nothing."""
        self.begin()
        return max(0.0, (self._since or 0.0) + self._seconds * share - elapsed())

    async def keep(self, share: float, *closing: Callable[[], Awaitable[object]]) -> None:
        """Close these parts at the same time, and leave those alone that are not closed when the share is used up."""
        tasks = [asyncio.ensure_future(_called(close)) for close in closing]
        _, late = await asyncio.wait(tasks, timeout=self.left(share))
        for task in late:
            task.cancel()
        said = await asyncio.gather(*tasks, return_exceptions=True)
        for error in said:
            if isinstance(error, BaseException):
                log.warning("a part of the house did not close: %s", error)


async def _called(close: Callable[[], Awaitable[object]]) -> None:
    await close()


@asynccontextmanager
async def told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Hear SIGINT and SIGTERM: they set the event instead of ending the process."""
    stop = asyncio.Event()
    loop, names = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
    for name in names:
        loop.add_signal_handler(name, stop.set)
    try:
        yield stop
    finally:
        for name in names:
            loop.remove_signal_handler(name)


def end_by_force(seconds: float) -> None:
    """End the process after so many seconds, whatever hangs in it then; everything that was kept is in the store."""

    def end() -> None:
        log.error("the process hangs and is ended")
        os._exit(FORCED)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
