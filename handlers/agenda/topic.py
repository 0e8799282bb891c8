"""`topic: …`: an item for the meeting that is going on; at any other time those are words like any others."""

from __future__ import annotations

from bot.feature import Context, Reply, Way, reply, silent
from bot.markers import TOPIC
from bot.signs import NOTED
from handlers.agenda.adding import put_on, read
from handlers.agenda.base import feature, page_of
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.people import Role
from storage.sittings import DONE


@feature.verb("topic", hidden=True, adds=True, begins=True, markers=TOPIC)
async def topic(context: Context) -> Reply:
    """Put an item on the agenda of the meeting that is on; said to Upbeat itself, on that of the next one."""
    if context.request.way is not Way.LINE:
        return reply().then("agenda.add", context.text)
    meeting = await _open(context)
    if meeting is None:
        return silent()
    parts = await read(context, context.text)
    if not parts.text:
        return silent()
    here = await page_of(context, meeting)
    known = next((one for one in here.items if one.text.casefold() == parts.text.casefold()), None)
    if known is not None and meeting.open:
        await _turn_to(context, meeting, known)
        return silent().marked(NOTED)
    said = await put_on(context, here, parts)
    here = await page_of(context, meeting)
    await _turn_to(context, meeting, here.items[-1])
    return said


async def _turn_to(context: Context, meeting: Meeting, item: AgendaItem) -> None:
    """Talk about an item now in a meeting that is held, where whoever leads it says so."""
    sitting = await context.records.sittings.of(meeting) if meeting.open else None
    if sitting is None or context.member.role < Role.MINUTES:
        return
    await context.records.sittings.turn_to(sitting, item, context.at, DONE)
    await context.changed(f"sitting:{meeting.id}")


async def _open(context: Context) -> Meeting | None:
    """The meeting of this channel that is on: started by somebody, else by the calendar."""
    if not context.begun:
        return None
    return await context.records.meetings.going_on(context.at, context.conversation_id)
