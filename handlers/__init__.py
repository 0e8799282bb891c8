"""The table of contents: one line per feature, in the order in which help shows them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from bot.feature import Feature

NAMES = (
    "agenda",
    "action",
    "meeting",
    "partnership",
    "terms",
    "chase",
    "reflect",
    "note.decision",
    "note.celebration",
    "note.note",
    "newsletter",
    "newsletter.briefing",
    "minutes",
    "lists",
    "captures",
    "suggestion",
    "reactions",
    "help",
    "me",
    "ask",
)


def all_features() -> Sequence[Feature]:
    """Every feature, ready to be asked."""
    return [import_module(f"handlers.{name}").feature for name in NAMES]
