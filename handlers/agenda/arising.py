"""Matters arising: last time's actions on the posted agenda, where each lead says in one press how theirs stands.

What is said there is a word about the action like any other, so the chase before the meeting has less to ask. Only what
arose in the series, or where everybody could read it, is shown; a day that is over is left out, and so is what somebody
asked for privately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.feature import Context
from storage.actions import DONE, OPEN, Action
from storage.meetings import PLANNED, Meeting

MOST = 8
"""So many open actions stand on an agenda with their buttons, and so many that were finished; the others a press away."""


@dataclass(frozen=True)
class Matter:
    """An action as an agenda says it; `due` is left out once it is over, `on_track` was said since the last meeting."""

    id: int
    number: int
    text: str
    lead: str
    due: date | None
    on_track: bool
    lead_id: int | None = None


@dataclass(frozen=True)
class Arising:
    """What came out of earlier meetings: what is open (with `more` than is shown), and what was finished since."""

    id: int
    """The meeting's."""
    open: Sequence[Matter]
    more: int
    finished: Sequence[Matter]
    finished_more: int


async def arising(context: Context, meeting: Meeting) -> Arising | None:
    """The matters arising for the agenda of a meeting to come; None where there are none."""
    opened, finished = await matters(context, meeting)
    if not opened and not finished:
        return None
    return Arising(
        meeting.id,
        opened[:MOST],
        max(0, len(opened) - MOST),
        finished[:MOST],
        max(0, len(finished) - MOST),
    )


async def matters(context: Context, meeting: Meeting) -> tuple[list[Matter], list[Matter]]:
    """The open actions, the earliest day first, and those finished since the last meeting began."""
    if meeting.state != PLANNED or meeting.over(context.at):
        return [], []
    last = await context.records.meetings.previous(meeting)
    since = min(last.starts_at, last.opened_at or last.starts_at) if last else None
    actions = context.records.actions
    begins = meeting.opened_at or meeting.starts_at
    every = [one for one in await actions.of_series(meeting.series_id) if _arose(one, begins)]
    ids = await actions.finished([one.id for one in every if one.state == DONE], since)
    opened = sorted((one for one in every if one.state == OPEN), key=_soonest)
    finished = [one for one in every if one.state == DONE and one.id in ids]
    return [_matter(context, one, since) for one in opened], [
        _matter(context, one, since) for one in finished
    ]


def _arose(action: Action, begins: datetime) -> bool:
    """Whether it came up before the meeting, where others know of it; what is noted in a meeting arises at the next."""
    return bool(action.series_id or action.source) and action.added_at < begins


def _soonest(action: Action) -> tuple[date, int]:
    return action.due or date.max, action.number


def _matter(context: Context, action: Action, since: datetime | None) -> Matter:
    said = action.track_at is not None and (since is None or action.track_at > since)
    return Matter(
        id=action.id,
        number=action.number,
        text=action.text,
        lead=action.owner.name if action.owner else "",
        due=action.due if action.due and action.due >= context.today else None,
        on_track=said,
        lead_id=action.lead_id,
    )
