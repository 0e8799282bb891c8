"""The time of a meeting that is held: how long is left for an item, and whether the others still fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.meeting.sitting.base import after
from storage.agenda import AgendaItem
from storage.sittings import Sitting, Turn, box, spent


def minutes(length: timedelta) -> int:
    """Whole minutes; a minute that has begun counts."""
    return -int(-length.total_seconds() // 60)


def running(turns: Sequence[Turn]) -> Turn | None:
    """The turn of what is talked about now, among all turns of a meeting."""
    return next((turn for turn in reversed(turns) if turn.ended_at is None), None)


def box_ends(current: Turn | None, turns: Sequence[Turn]) -> datetime | None:
    """When the time box of what is talked about ends, with what it used up before; None where it has none."""
    if current is None or (length := box(current.item, turns)) is None:
        return None
    return current.began_at + length - spent(current.item, turns, current.began_at)


def to_come(agenda: Sequence[AgendaItem], turns: Sequence[Turn]) -> timedelta:
    """The boxes of all that is still to come."""
    rest = after(agenda, running(turns), turns)
    return sum((box(one, turns) or timedelta(0) for one in rest), timedelta(0))


def too_long(
    at: datetime, sitting: Sitting, agenda: Sequence[AgendaItem], turns: Sequence[Turn]
) -> timedelta:
    """By how much what is left is longer than the time that is left at `at`; below zero where it fits."""
    free_at = max(box_ends(running(turns), turns) or at, at)
    rest = to_come(agenda, turns)
    return free_at + rest - sitting.ends_at if rest else timedelta(0)
