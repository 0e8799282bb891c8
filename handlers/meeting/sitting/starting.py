"""Starting a meeting: the one that is planned for about now, or one that nobody had planned."""

from __future__ import annotations

from bot.errors import BotError, FieldError
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.target import row_id
from bot.when import when
from handlers.meeting.base import LONGEST_NAME, by_id, feature
from handlers.meeting.planning import read_length
from handlers.meeting.sitting.base import after, items
from storage.meetings import Meeting
from storage.people import Role
from storage.sittings import EARLY


@feature.verb("start", form=True, least=Role.MINUTES, placed=("begin",), examples=("start",))
async def start(context: Context) -> Reply:
    """Start the meeting: one card in the channel leads through the agenda."""
    meeting = await _meant(context)
    if meeting is not None:
        return await _begin(context, meeting)
    then = await _next(context)
    return reply("sitting/nothing_now", then=when(context, then) if then else None)


async def _meant(context: Context) -> Meeting | None:
    """The meeting of a button or of a series that is named; else the one here that is on, or begins about now.

    One whose time is further off is asked about.
    """
    if (pressed := row_id(context.text)) is not None:
        return await by_id(context, pressed)
    series, _ = await context.records.meetings.named(context.text, context.conversation_id)
    meetings = context.records.meetings
    if series is not None:
        found = await meetings.next(context.at, series_id=series.id)
    else:
        found = await meetings.going_on(context.at, context.conversation_id) or await _next(context)
    near = found is not None and found.starts_at - EARLY <= context.at
    return found if near else None


async def _next(context: Context) -> Meeting | None:
    return await context.records.meetings.next(context.at, conversation_id=context.conversation_id)


async def _begin(context: Context, meeting: Meeting) -> Reply:
    sittings = context.records.sittings
    other = await sittings.open(meeting.series.conversation_id)
    if other is not None:
        name = "sitting/already" if other.meeting_id == meeting.id else "sitting/another"
        raise BotError(name, meeting=when(context, other.meeting), id=other.id)
    await context.records.agenda.take_up(meeting)
    sitting = await sittings.start(meeting, context.member, context.at)
    await sittings.is_there(sitting, context.member)
    first = after(await items(context, sitting), None, ())
    await sittings.turn_to(sitting, next(iter(first), None), context.at, "")
    await context.owe(
        Occasion(
            at=context.at,
            key=f"sitting/{sitting.id}",
            card="meeting.sitting",
            subject={"sitting": sitting.id},
            conversation=meeting.series.conversation_id,
            about=f"sitting:{meeting.id}",
            decent=False,
        )
    )
    await context.changed(f"meeting:{meeting.id}")
    await context.changed(f"agenda:{meeting.id}")
    if context.request.message and not context.request.place.direct:
        return silent()
    return reply("sitting/started", meeting=when(context, meeting))


@feature.verb("start_now", hidden=True, form=True, least=Role.MINUTES)
async def start_now(context: Context) -> Reply:
    """Plan a meeting that begins at once, with a form."""
    known = await context.records.meetings.all_series(context.conversation_id)
    return reply("sitting/unplanned", name=known[0].name if len(known) == 1 else "")


@feature.verb("start_unplanned", hidden=True, form=True, least=Role.MINUTES)
async def start_unplanned(context: Context) -> Reply:
    """Plan the meeting of the form for now, and start it."""
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    name = values.get("name", "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise FieldError("name", "meeting/name_unclear", most=LONGEST_NAME)
    channel = context.conversation_id
    if channel is None:
        first = await context.records.conversations.first_of_all()
        if first is None:
            raise BotError("meeting/no_channel")
        channel = first.id
    series = await context.records.meetings.begin(name, channel)
    meeting = await context.records.meetings.plan(series, context.at, context.at, read_length(values))
    return await _begin(context, meeting)
