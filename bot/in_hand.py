"""What a door has in hand, so that it can finish it before it closes: the same behind every door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot import logs


class InHand:
    """Counts what is in hand. `idle` is set while that is nothing; `done` is called whenever something is finished."""

    def __init__(self, done: Callable[[], None]) -> None:
        self.idle = asyncio.Event()
        self.idle.set()
        self._done = done
        self._in_hand = 0

    @property
    def busy(self) -> bool:
        """Whether a request is in hand."""
        return self._in_hand > 0

    @asynccontextmanager
    async def hand(self) -> AsyncIterator[None]:
        """Hold one request, under a log id of its own."""
        self._in_hand += 1
        self.idle.clear()
        with logs.hand():
            try:
                yield
            finally:
                self._in_hand -= 1
                if not self.busy:
                    self.idle.set()
                self._done()
