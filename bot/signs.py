"""The signs that people leave on a message and that Upbeat may be told to understand: a pin, a tick.

A fixed table, because a partnership chooses from it and every door names the same sign in its own way. A sign goes by
one name throughout the house: the one that Slack has for it.
"""

from __future__ import annotations

import re

TODO = {
    "pushpin": "📌",
    "round_pushpin": "📍",
    "memo": "📝",
    "clipboard": "📋",
    "spiral_note_pad": "🗒️",
    "bookmark": "🔖",
    "inbox_tray": "📥",
}
"""Signs that may mean "somebody has to do this", and how they look."""

DONE = {
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️",
    "checkered_flag": "🏁",
}
"""Signs that may mean "that is done". None of them is in `TODO`, so that no sign can mean both."""

SPOKEN = {
    "round_pushpin": "round pin",
    "pushpin": "pin",
    "memo": "pencil on paper",
    "spiral_note_pad": "notepad",
    "inbox_tray": "in-tray",
    "white_check_mark": "tick on green",
    "heavy_check_mark": "tick",
    "ballot_box_with_check": "tick in a box",
    "checkered_flag": "chequered flag",
}
"""What people call a sign, where that is not its name."""

NOTED = "writing_hand"
"""The mark on a message that something was noted from (✍️). It is in neither table: who presses it says nothing by it."""

_ALSO = {"pencil": "memo", "spiral_notepad": "spiral_note_pad"}
"""Slack has two names for some; an event carries whichever was typed."""

_PLAIN = "\ufe0f"
"""What says that a character is drawn in colour; one door sends it and another does not."""

_NAMES = {look.rstrip(_PLAIN): name for name, look in (TODO | DONE).items()}
_TONE = re.compile(r"(::skin-tone-\d|-tone\d)$")
_TEAMS = re.compile(r"(1?[0-9a-f]{4})_[a-z]+")
"""Microsoft's "Teams Reactions ID Reference": the character's number, then its name without spaces."""


def canonical(name: str) -> str | None:
    """The sign that a door calls `name`, by the name it has here; None where it is no sign.

    Takes Slack's names with their other names and skin tones, the ids of Teams ("2705_whiteheavycheckmark"), and the
    character itself.
    """
    plain = _TONE.sub("", name.strip().strip(":").casefold())
    plain = _ALSO.get(plain, plain)
    if plain in TODO or plain in DONE:
        return plain
    numbered = _TEAMS.fullmatch(plain)
    look = chr(int(numbered[1], 16)) if numbered else plain.rstrip(_PLAIN)
    return _NAMES.get(look)


def chosen(words: str) -> frozenset[str]:
    """The signs that a setting names, with spaces between (storage/partnerships.py); whatever else stands in it is none."""
    return frozenset(name for name in words.split() if name in TODO or name in DONE)
