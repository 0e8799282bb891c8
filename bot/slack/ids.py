"""What a button says back: its verb as the action id, partnership and value as the value."""

from __future__ import annotations

import re
from collections import Counter


def pack(partnership: int | None, value: str) -> str:
    """A button's value that knows which partnership it belongs to (None: none yet)."""
    return f"{'' if partnership is None else partnership}:{value}"


def unpack(packed: str) -> tuple[int | None, str]:
    """The partnership and the value that `pack` put together. Anything else is a value without partnership."""
    partnership, colon, value = packed.partition(":")
    if not colon or not re.fullmatch("[0-9]{0,9}", partnership):
        return None, packed
    return (int(partnership) if partnership else None), value


def action_of(action_id: str) -> str:
    """The verb in an action id: "partnership.join#2" is "partnership.join"."""
    return action_id.partition("#")[0]


class ActionIds:
    """Hands out action ids that are unique in one message."""

    def __init__(self) -> None:
        self._seen = Counter[str]()

    def next(self, action: str) -> str:
        """The verb itself the first time, then with #2, #3, …"""
        self._seen[action] += 1
        return action if self._seen[action] == 1 else f"{action}#{self._seen[action]}"
