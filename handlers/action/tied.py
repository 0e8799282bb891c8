"""Dates that hang on a meeting ("by the next meeting") move when the meeting does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.feature import Context, Occasion
from handlers.action import shared
from handlers.action.reading import hung_on
from handlers.action.shared import feature
from storage.actions import Action
from storage.meetings import PLANNED, Meeting


@feature.job
async def follow(context: Context) -> Sequence[Occasion]:
    """Keep such dates right. Says nothing itself: the cards that show them are drawn again."""
    for action in await context.records.actions.tied():
        meeting = await _meeting(context, action)
        if meeting is None or meeting.starts_at <= context.at:
            continue
        due = hung_on(context, action.due_words, action.added_at, meeting)
        if due is not None and (due, meeting.id) != (action.due, action.due_meeting_id):
            action.due, action.due_meeting_id = due, meeting.id
            await shared.changed(context, action)
    return []


async def _meeting(context: Context, action: Action) -> Meeting | None:
    """The meeting it hangs on, or the next of its series where that one is not to be."""
    meeting = await context.records.meetings.get(action.due_meeting_id or 0)
    if meeting is None or meeting.state == PLANNED:
        return meeting
    return await context.records.meetings.next(context.at, series_id=meeting.series_id)
