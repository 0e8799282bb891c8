"""Which line of an edited message is which of those that were noted from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from bot.feature import Heard
from storage.captures import Capture

PROMISED = "action"
"""What a line without a mark has become where it was noted, whoever it is handed to as long as it is not."""


@dataclass
class Matched:
    """The lines of an edited message beside what was captured from it."""

    same: dict[Capture, Heard] = field(default_factory=dict)
    changed: dict[Capture, Heard] = field(default_factory=dict)
    gone: list[Capture] = field(default_factory=list)
    new: list[Heard] = field(default_factory=list)


def match(captured: Sequence[Capture], heard: Sequence[Heard]) -> Matched:
    """Which line is which: the same words wherever they stand now, then the same line, then the next of its kind.

    A promise is never taken for what another line was, only for what its own was noted as.
    """
    matched = Matched(gone=list(captured), new=list(heard))
    _pair(matched, matched.same, lambda capture, line: capture.line in (line.text, line.line))
    _pair(matched, matched.changed, lambda capture, line: capture.index == line.index)
    _pair(matched, matched.changed, lambda capture, line: line.sure and capture.index >= 0)
    return matched


def _pair(matched: Matched, into: dict[Capture, Heard], fits: Callable[[Capture, Heard], bool]) -> None:
    for capture in list(matched.gone):
        found = next((line for line in matched.new if _is(capture, line) and fits(capture, line)), None)
        if found is not None:
            matched.gone.remove(capture)
            matched.new.remove(found)
            into[capture] = found


def _is(capture: Capture, line: Heard) -> bool:
    return capture.kind == (line.feature if line.sure else PROMISED)


def is_older(version: str, than: str) -> bool:
    """Whether an edit was made before the one that was read last, or is the same one. Versions are times."""
    try:
        return bool(version and than) and Decimal(version) <= Decimal(than)
    except InvalidOperation:
        return version <= than
