"""What Slack has told lately, believed for a while and then let go of, so that no memory grows for ever."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from bot.clock import elapsed

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """Remembers each thing for so many seconds (elapsed time) since it was told."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._told: dict[K, tuple[float, V]] = {}

    def keep(self, key: K, value: V) -> None:
        """This was told just now."""
        self._told.pop(key, None)  # the newest stands last
        self._told[key] = elapsed() + self._seconds, value
        self._tidy()

    def get(self, key: K) -> V | None:
        """What was told of this, or None where that is too long ago."""
        self._tidy()
        return self._told[key][1] if key in self._told else None

    def forget(self, key: K) -> None:
        self._told.pop(key, None)

    def __len__(self) -> int:
        return len(self._told)

    def _tidy(self) -> None:
        """All live equally long, so the oldest stand first."""
        while self._told and next(iter(self._told.values()))[0] <= elapsed():
            del self._told[next(iter(self._told))]
