"""What Slack has refused lately, so that it is not asked for the same again with every message."""

from __future__ import annotations

from bot.slack.lately import Lately

REMEMBERED = 3600.0
"""Seconds (elapsed time) after which it is worth another try: an administrator may have changed their mind."""


class Declined(Lately[str, bool]):
    """Remembers what was refused, by any name that tells one thing from another."""

    def __init__(self) -> None:
        super().__init__(REMEMBERED)

    def note(self, name: str) -> None:
        """This was refused just now."""
        self.keep(name, True)

    def lately(self, name: str) -> bool:
        """Whether it was refused within the last hour."""
        return bool(self.get(name))
