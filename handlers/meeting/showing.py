"""Showing: the next meeting with who is coming, and the list of what is planned."""

from __future__ import annotations

from bot import dates
from bot.card import Card
from bot.feature import Context, Reply, reply
from bot.target import row_id
from bot.when import when
from handlers.meeting import calendar
from handlers.meeting.base import attendance, chosen, feature, short_enough
from storage.meetings import APOLOGIES, COMING, PLANNED, Meeting
from storage.notes import DECISION
from storage.positions import Decided


@feature.verb("show", bare=True, also=("when",), examples=("show", "show working group"))
async def show(context: Context) -> Reply:
    """Show the next meeting and who is coming."""
    pressed = row_id(context.text)
    meeting = await context.records.meetings.get(pressed) if pressed is not None else None
    if meeting is None:
        meeting, _ = await chosen(context, context.text)
    names = await attendance(context, meeting)
    return reply(
        "meeting/card",
        meeting=when(context, meeting),
        news="",
        over=meeting.over(context.at),
        start=meeting.to_start(context.at),
        rule=meeting.series.rule or None,
        coming=names[COMING],
        apologies=names[APOLOGIES],
        decisions=await _decided(context, meeting),
    ).kept_right("meeting.card", about=f"meeting:{meeting.id}", meeting=meeting.id)


async def _decided(context: Context, meeting: Meeting) -> list[Decided]:
    """What was decided in a meeting that has begun, the first thing first."""
    if meeting.starts_at > context.at:
        return []
    found = await context.records.notes.list((DECISION,), meeting_id=meeting.id)
    return await context.records.positions.decided(found[::-1])


@feature.verb("words", hidden=True, default=True, form=True)
async def words(context: Context) -> Reply:
    """Plan the meeting that free words describe in full; else show the one they mean."""
    read = dates.read_plan(short_enough(context.text), context.at, context.calendar)
    whole = read.name and read.day and read.time is not None
    return reply().then("meeting.plan" if whole else "meeting.show", context.text)


@feature.draws("card")
async def card(context: Context, *, meeting: int, news: str = "") -> Card | None:
    """A meeting as it now stands: when, where, who is coming, the buttons to say so; with its file where it is news."""
    row = await context.records.meetings.get(meeting)
    if row is None:
        return None
    names = await attendance(context, row)
    drawn = context.card(
        "meeting/card",
        meeting=when(context, row),
        news=news,
        over=row.over(context.at),
        start=row.to_start(context.at),
        rule=row.series.rule or None,
        coming=names[COMING],
        apologies=names[APOLOGIES],
        decisions=await _decided(context, row),
    )
    planned = row.state == PLANNED and not row.over(context.at)
    return drawn.with_file(await calendar.of(context, row)) if news and planned else drawn


@feature.verb("list", also=("all", "dates"), examples=("list",))
async def listed(context: Context) -> Reply:
    """List the meetings that are planned."""
    series, _ = await context.records.meetings.named(context.text, context.conversation_id)
    coming = await context.records.meetings.coming(context.at, series_id=series.id if series else None)
    return reply("meeting/list", meetings=[when(context, meeting) for meeting in coming])
