"""Checks that are put together: words, numbers, lists, objects. Each says what is wrong, and where.

`say` takes the problem and a JSON pointer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.limits import LIMITS

Json = dict[str, Any]
Say = Callable[[str, str], None]
Check = Callable[[Any, str, Say], None]


def string(limit: Json | None = None) -> Check:
    """Words, with `min_length` and `max_length`."""
    low, high = (limit or {}).get("min_length", 0), (limit or {}).get("max_length", 100_000)

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, str):
            say("must be a string", at)
        elif len(value) > high:
            say(f"must be less than {high + 1} characters, and has {len(value)}", at)
        elif len(value) < low:
            say(f"must be more than {low - 1} characters", at)

    return check


def boolean(value: Any, at: str, say: Say) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say("must be a boolean", at)


def number(low: int = -(2**53), high: int = 2**53) -> Check:
    """A whole number between two bounds."""

    def check(value: Any, at: str, say: Say) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            say("must be an integer", at)
        elif not low <= value <= high:
            say(f"must be between {low} and {high}", at)

    return check


def anything(value: Any, at: str, say: Say) -> None:
    """No rule."""


def array(of: Check, limit: Json | None = None) -> Check:
    """A list, with `min_items` and `max_items`."""
    low, high = (limit or {}).get("min_items", 0), (limit or {}).get("max_items", 10_000)

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, list):
            say("must be an array", at)
            return
        if len(value) > high:
            say(f"no more than {high} items allowed, and there are {len(value)}", at)
        if len(value) < low:
            say(f"must provide at least {low} items", at)
        for number, item in enumerate(value):
            of(item, f"{at}/{number}", say)

    return check


def shape(required: Json, optional: Json | None = None) -> Check:
    """An object with just these properties, each with its check."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, dict):
            say("must be an object", at)
            return
        for name in required:
            if value.get(name) is None:
                say(f"missing required field: {name}", at)
        for name, item in value.items():
            if name not in known:
                say(f"invalid additional property: {name}", at)
            elif item is not None:
                known[name](item, f"{at}/{name}", say)

    return check


def text(*kinds: str, limit: Json | None = None) -> Check:
    """A text object of one of these kinds."""
    words = string({**LIMITS["text"], **(limit or {})})
    inner = shape({"type": string(), "text": words}, {"emoji": boolean, "verbatim": boolean})

    def check(value: Any, at: str, say: Say) -> None:
        inner(value, at, say)
        if isinstance(value, dict) and value.get("type") not in kinds:
            say(f"must be a text object of type {' or '.join(kinds)}", at)

    return check


def one_of(table: dict[str, Check], names: tuple[str, ...], what: str) -> Check:
    """An object whose `type` is one of these names."""

    def check(value: Any, at: str, say: Say) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            say(f"unsupported type: {kind} is no {what}", at)
        elif kind not in names:
            say(f"{kind} is not allowed here", at)
        else:
            table[kind](value, at, say)

    return check


def choice(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str, say: Say) -> None:
        if value not in values:
            say(f"must be one of {', '.join(values)}", at)

    return check


def plain(limit: Json | None = None) -> Check:
    """A plain_text object."""
    return text("plain_text", limit=limit)


def prose(limit: Json | None = None) -> Check:
    """A text object of either kind."""
    return text("plain_text", "mrkdwn", limit=limit)
