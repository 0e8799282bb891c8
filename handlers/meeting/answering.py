"""Coming and apologies, by button or in words."""

from __future__ import annotations

from bot.feature import Context, Reply, reply, silent
from bot.when import when
from handlers.meeting.base import chosen, feature, redraw
from storage.meetings import APOLOGIES, COMING, Meeting
from storage.sittings import APOLOGIES as EXCUSED


@feature.verb("coming", also=("attending",), examples=("coming",))
async def coming(context: Context) -> Reply:
    """Say that you are coming to the next meeting."""
    return await _answer(context, COMING)


@feature.verb(
    "apologies",
    also=("apology", "can't make it", "can’t make it", "cant make it", "cannot make it"),
    examples=("apologies for the working group",),
)
async def apologies(context: Context) -> Reply:
    """Send apologies for the next meeting."""
    return await _answer(context, APOLOGIES)


async def _answer(context: Context, answer: str) -> Reply:
    meeting, _ = await chosen(context, context.text)
    await context.records.meetings.answer(meeting, context.member, answer)
    await _held(context, meeting, answer)
    await redraw(context, meeting)
    if await context.on_own_page():
        return silent()
    return reply("meeting/answered", meeting=when(context, meeting), answer=answer)


async def _held(context: Context, meeting: Meeting, answer: str) -> None:
    """In a meeting that is held, apologies also take back that somebody is there, and coming takes back apologies."""
    sitting = await context.records.sittings.of(meeting) if meeting.open else None
    if sitting is None:
        return
    rows = await context.records.sittings.presences(sitting)
    if answer == APOLOGIES:
        await context.records.sittings.is_there(sitting, context.member, EXCUSED)
    elif any(row.member_id == context.member.id for row in rows):
        await context.records.sittings.is_there(sitting, context.member)
