"""The sandbox's calendar: real time and an offset. Leases, triggers and signatures do not use it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Calendar:
    """The machine's time and an offset; it runs on by itself."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = start - datetime.now(UTC) if start else timedelta()

    def now(self) -> datetime:
        """The calendar's moment, in UTC."""
        return datetime.now(UTC) + self._offset

    def turn(self, to: datetime) -> None:
        """Put the calendar to `to` (aware)."""
        self._offset = to - datetime.now(UTC)
