"""The lines that were heard lately, in this process only: what "make this an action", or a pin on a line, points at.

Teams shows apps no history. Where it lets us hear plain lines, the last of them are kept in mind for a while; they are
written down nowhere.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

MOST = 500
"""So many lines are kept in mind, in all."""


class Line(NamedTuple):
    """A line somebody typed: the activity it came with, and whether it was said to us."""

    activity: Mapping[str, Any]
    ours: bool


class Overheard:
    """Lines by thread, the oldest of all forgotten first."""

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[str, str, str], Line] = OrderedDict()

    def note(self, place: str, thread: str, activity: Mapping[str, Any], ours: bool) -> None:
        """Keep a line in mind; `thread` is the message its thread begins with, in chats without threads ""."""
        self._lines[place, thread, str(activity.get("id"))] = Line(activity, ours)
        while len(self._lines) > MOST:
            self._lines.popitem(last=False)

    def amend(self, place: str, activity: Mapping[str, Any]) -> None:
        """A line that is still in mind was edited; it keeps its place."""
        for key, line in self._lines.items():
            if key[0] == place and key[2] == str(activity.get("id")):
                self._lines[key] = Line({**activity, "type": "message"}, line.ours)

    def forget(self, place: str, message: str) -> None:
        """A line was deleted."""
        for key in [key for key in self._lines if key[0] == place and key[2] == message]:
            del self._lines[key]

    def said(self, place: str, message: str) -> Mapping[str, Any] | None:
        """One line, where it is still in mind."""
        found = (line for key, line in self._lines.items() if (key[0], key[2]) == (place, message))
        return next((line.activity for line in found), None)

    def above(self, place: str, thread: str, before: str) -> Mapping[str, Any] | None:
        """What a mention in a thread points at: the last line not said to us, else the one it begins with."""
        known = [
            line
            for (where, root, message), line in self._lines.items()
            if (where, root) == (place, thread) and message != before
        ]
        meant = [line for line in known if not line.ours]
        return next(reversed(meant or known[:1]), Line({}, False)).activity or None
