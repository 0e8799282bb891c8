"""Which actions are in doubt before a meeting, and why: the rule of the chase, and nothing else.

An action is in doubt while it is open, has a lead who is still here, and
- a hand was asked for and none was offered ("help");
- it was offered to somebody who has not answered, so that it is still with its lead ("offered");
- its day is over ("overdue") or comes before or on the day of the meeting ("due_before"), or no day was set, which
  among partners means by the next meeting ("undated"); but what was said about it since the last chase is believed,
  and leaves it alone until the next, also where its day has passed meanwhile;
- somebody else gave it to its lead, who has not said a word yet ("unaccepted"). What was given in the channel, where
  the lead could read it, for a day after the meeting has a chase of its own to come and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.actions import Action

HELP, OFFERED, OVERDUE, DUE_BEFORE, UNACCEPTED, UNDATED = REASONS = (
    "help",
    "offered",
    "overdue",
    "due_before",
    "unaccepted",
    "undated",
)
"""In the order in which they are said: the first is the one that a short message gives."""

PRESSING = (OVERDUE, HELP, DUE_BEFORE, OFFERED, UNACCEPTED, UNDATED)
"""In the order in which they press."""


@dataclass(frozen=True)
class Doubt:
    """An action in doubt, and why."""

    action: Action
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return self.reasons[0]

    @property
    def pressing(self) -> tuple[int, date, int]:
        """Sorts the most pressing first."""
        rank = min(PRESSING.index(reason) for reason in self.reasons)
        return rank, self.action.due or date.max, self.action.number


def heard_since(action: Action, since: datetime | None) -> bool:
    """Whether the lead said anything about it, or was offered a hand, since the last chase (None: ever)."""
    words = [moment for moment in (action.word_at, action.help_answered_at) if moment is not None]
    return bool(words) and (since is None or max(words) > since)


def help_open(action: Action) -> bool:
    """Whether a hand was asked for and nobody has offered one."""
    return action.help_asked_at is not None and action.help_answered_at is None


def reasons(
    action: Action, *, meeting: date, today: date, since: datetime | None, offered: bool
) -> tuple[str, ...]:
    """Why this open action is in doubt; empty where it is not.

    `meeting` and `today` are days of the partnership's zone, `since` is when the last chase of the series went out,
    `offered` whether it was offered to somebody who has not answered.
    """
    found = {HELP} if help_open(action) else set[str]()
    if offered:
        found.add(OFFERED)
    if not heard_since(action, since) and (late := _by_its_day(action, meeting, today)):
        found.add(late)
    if not action.accepted and not _has_its_own_chase(action, meeting):
        found.add(UNACCEPTED)
    return tuple(reason for reason in REASONS if reason in found)


def _by_its_day(action: Action, meeting: date, today: date) -> str:
    if action.due is None:
        return UNDATED
    if action.due < today:
        return OVERDUE
    return DUE_BEFORE if action.due <= meeting else ""


def _has_its_own_chase(action: Action, meeting: date) -> bool:
    return bool(action.source) and action.due is not None and action.due > meeting
