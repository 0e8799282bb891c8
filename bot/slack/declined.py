"""What Slack has refused lately, so that it is not asked for the same again with every message."""

from __future__ import annotations

from bot.clock import elapsed

REMEMBERED = 3600.0
"""Seconds (elapsed time) after which it is worth another try: an administrator may have changed their mind."""


class Declined:
    """Remembers what was refused, by any name that tells one thing from another."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def note(self, name: str) -> None:
        """This was refused just now."""
        self._until[name] = elapsed() + REMEMBERED

    def lately(self, name: str) -> bool:
        """Whether it was refused within the last hour."""
        if self._until.get(name, 0.0) > elapsed():
            return True
        self._until.pop(name, None)
        return False
