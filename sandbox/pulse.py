"""Notices everything that happens on the wire, so that others can wait until nothing does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Pulse:
    """Counts what happens; `busy` is how many Web API calls are being answered."""

    def __init__(self) -> None:
        self.count = 0
        self.busy = 0
        self.last = time.monotonic()
        self._waiting: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Something happened."""
        self.count += 1
        self.last = time.monotonic()
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A Web API call is in hand for as long as this lasts."""
        self.busy += 1
        self.beat()
        try:
            yield
        finally:
            self.busy -= 1
            self.beat()

    async def until(self, true: Callable[[], bool], deadline: float) -> bool:
        """Wait until `true()`, at most to the monotonic time `deadline`; says whether it came true."""
        while not true():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                with suppress(TimeoutError):
                    await asyncio.wait_for(future, left)
            finally:
                self._waiting.discard(future)
        return True
