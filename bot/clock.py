"""The time: the only file that asks for it.

Calendar time decides what is due and can be turned by hand in the sandbox. Elapsed time (leases, pace,
triggers, signatures) is `time.monotonic` and real, and is never turned.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Calendar time in UTC. Turned, it runs on from where it was put, by the monotonic clock."""

    def __init__(self) -> None:
        self._turned: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """The calendar's moment, aware, in UTC."""
        if self._turned is None:
            return datetime.now(UTC)
        start, since = self._turned
        return start + timedelta(seconds=time.monotonic() - since)

    def turn(self, to: datetime) -> None:
        """Put calendar time to `to` (aware). Only the sandbox does this."""
        self._turned = (to.astimezone(UTC), time.monotonic())


def elapsed() -> float:
    """Seconds that really pass, from an arbitrary start; never turned."""
    return time.monotonic()


def real() -> datetime:
    """The machine's own time in UTC, for leases that another process must be able to read."""
    return datetime.now(UTC)
