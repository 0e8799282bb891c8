"""Ids and timestamps: those of people and channels always the same, those of what happens never twice.

The bot keeps its database when the sandbox starts anew, so an event or message id that came back would look
like a repetition to it.
"""

from __future__ import annotations

import hashlib
import random
import time
from datetime import datetime

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return digits


def stable(prefix: str, *words: str) -> str:
    """The id of something that has a name: the same in every run."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return prefix + _base36(int.from_bytes(digest[:8], "big")).rjust(9, "0")[-9:]


class Mint:
    """Makes ids and timestamps that grow and never repeat, also across restarts."""

    def __init__(self) -> None:
        self._last_id = 0
        self._last_ts = 0
        self._chance = random.SystemRandom()

    def fresh(self, prefix: str) -> str:
        """A new id: the machine's time in nanoseconds and a little chance."""
        self._last_id = max(self._last_id + 1, time.time_ns())
        return (
            f"{prefix}{_base36(self._last_id)}{self._chance.choice(ALPHABET)}{self._chance.choice(ALPHABET)}"
        )

    def ts(self, now: datetime) -> str:
        """Slack's timestamp for the calendar moment `now`: always later than the one before it."""
        micros = int(now.timestamp() * 1_000_000) + self._chance.randrange(50_000)
        self._last_ts = max(self._last_ts + 1 + self._chance.randrange(50), micros)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"
