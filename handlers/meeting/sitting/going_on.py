"""A meeting that was ended too soon goes on: what its end had moved comes back, as long as nobody has built upon it."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from bot.when import when
from handlers.meeting.base import feature
from handlers.meeting.base import redraw as redraw_meeting
from handlers.meeting.sitting.base import redraw
from handlers.meeting.sitting.ending import brought_back
from handlers.meeting.sitting.falling_due import FORGOTTEN
from storage.meetings import Meeting
from storage.people import Role
from storage.sittings import Sitting


@feature.verb("go_on", hidden=True, least=Role.MINUTES)
async def go_on(context: Context) -> Reply:
    """Go on with a meeting that was ended too soon."""
    sitting = await context.records.sittings.get(row_id(context.text) or 0)
    if sitting is None:
        raise BotError("sitting/none")
    if sitting.ended_at is None:
        raise BotError("sitting/already", meeting=when(context, sitting.meeting), id=sitting.id)
    then = await context.records.meetings.after(sitting.meeting)
    if await _too_late(context, sitting, then):
        raise BotError("sitting/stays_ended", meeting=when(context, sitting.meeting))
    for item in await context.records.sittings.go_on(sitting):
        await brought_back(context, sitting, item, then)
    await redraw(context, sitting, agenda=True)
    await redraw_meeting(context, sitting.meeting)
    if then is not None:
        await context.changed(f"agenda:{then.id}")
    return reply("sitting/goes_on", meeting=when(context, sitting.meeting)).in_place()


async def _too_late(context: Context, sitting: Sitting, then: Meeting | None) -> bool:
    """Whether somebody has built upon its end, or it would be ended again at once because it was long ago."""
    if context.at >= max(sitting.ends_at, sitting.started_at) + FORGOTTEN:
        return True
    if then is not None and (then.opened_at or then.starts_at) <= context.at:
        return True
    if await context.records.sittings.open(sitting.meeting.series.conversation_id) is not None:
        return True
    minutes = await context.records.minutes.of(sitting.meeting)
    return minutes is not None and minutes.version > 0
