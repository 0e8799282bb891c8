"""What had to fall due: before each meeting the chair's summary, the agenda, and a question to every lead nobody heard from.

Only what is beyond doubt is held against the tables: meetings that are over, known for long enough before, and not
missed because no process ran while the calendar was turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.actions import OPEN, Action, Entry
from storage.chases import Asked
from storage.deliveries import Delivery
from storage.meetings import PLANNED, Meeting

BEFORE = timedelta(days=8)
"""Whatever is asked before a meeting is asked within so many days, weekends and holidays included."""

Stretch = tuple[datetime, datetime]


@dataclass
class Near:
    """What the tables know of meetings and of who was asked before them; `blind`: when no process ran."""

    meetings: Sequence[Meeting] = ()
    asked: Sequence[Asked] = ()
    blind: Sequence[Stretch] = field(default_factory=list)

    def over(self, now: datetime) -> Iterator[Meeting]:
        """The meetings before which everything had to be said."""
        for meeting in self.meetings:
            begins = meeting.starts_at - BEFORE
            known = meeting.state == PLANNED and meeting.planned_at <= begins
            seen = not any(start < meeting.starts_at and end > begins for start, end in self.blind)
            if known and seen and meeting.starts_at < now:
                yield meeting


def missed(
    near: Near,
    actions: Sequence[Action],
    entries: Sequence[Entry],
    deliveries: Sequence[Delivery],
    now: datetime,
) -> Iterator[str]:
    """What had to be owed and was not."""
    keys = {row.key for row in deliveries}
    asked = {(row.meeting_id, row.action_id, row.member_id) for row in near.asked}
    for row in near.asked:
        if f"chase/{row.meeting_id}/{row.member_id}" not in keys:
            yield f"member {row.member_id} is written down as asked before meeting {row.meeting_id}, and was not"
    for meeting in near.over(now):
        if f"summary/{meeting.id}" not in keys:
            yield f"no summary before meeting {meeting.id} of {meeting.starts_at}"
        if not any(key.startswith(f"agenda/{meeting.id}/") for key in keys):
            yield f"no agenda before meeting {meeting.id} of {meeting.starts_at}"
        moments = {row.member_id: row.at for row in near.asked if row.meeting_id == meeting.id}
        for action in _unheard(meeting, actions, entries):
            # A meeting that moves after its chase asks nobody twice, also not about what came up meanwhile.
            later = action.added_at > moments.get(action.lead_id or 0, now)
            if not later and (meeting.id, action.id, action.lead_id) not in asked:
                yield f"nobody asked about {action.text!r} before meeting {meeting.id} of {meeting.starts_at}"


def _unheard(meeting: Meeting, actions: Sequence[Action], entries: Sequence[Entry]) -> Iterator[Action]:
    """Actions for before this meeting that nobody has touched or said a word about, from long before to this day."""
    touched = {entry.action_id for entry in entries if entry.kind != "added"}
    for action in actions:
        same = action.series_id == meeting.series_id and action.partnership_id == meeting.partnership_id
        early = action.added_at < meeting.starts_at - BEFORE
        if same and early and _due_before(action, meeting) and action.id not in touched and _silent(action):
            yield action


def _due_before(action: Action, meeting: Meeting) -> bool:
    """Whether its day is fixed, and comes before the meeting's."""
    fixed = action.due is not None and action.due_meeting_id is None
    return fixed and action.due is not None and action.due < meeting.starts_at.date()


def _silent(action: Action) -> bool:
    """Whether it is open with a lead who has not said a word about it and asked for no pause."""
    lead = action.owner
    return action.state == OPEN and lead is not None and not action.word_at and lead.paused_until is None
