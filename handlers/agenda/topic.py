"""`topic: …`: an item for the meeting that is going on; at any other time those are words like any others."""

from __future__ import annotations

from bot.feature import Context, Reply, Way, reply, silent
from bot.markers import TOPIC
from handlers.agenda.adding import put_on, read
from handlers.agenda.base import feature, page_of
from storage.meetings import Meeting


@feature.verb("topic", hidden=True, adds=True, begins=True, markers=TOPIC)
async def topic(context: Context) -> Reply:
    """Put an item on the agenda of the meeting that is on; said to Upbeat itself, on that of the next one."""
    if context.request.way is not Way.LINE:
        return reply().then("agenda.add", context.text)
    meeting = await _open(context)
    if meeting is None:
        return silent()
    parts = await read(context, context.text)
    return await put_on(context, await page_of(context, meeting), parts) if parts.text else silent()


async def _open(context: Context) -> Meeting | None:
    """The meeting of this channel that is on: between its beginning and its end by the calendar."""
    if not context.begun:
        return None
    return await context.records.meetings.going_on(context.at, context.conversation_id)
