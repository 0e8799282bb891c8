"""What falls due by itself: the call for items, the agenda the day before, and what was not reached afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot import dates
from bot.card import Card
from bot.feature import Context, Occasion
from bot.when import when
from handlers.agenda.base import feature
from handlers.agenda.words import line
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.people import Member, Role
from storage.sittings import DONE

AFTERWARDS = timedelta(days=3)
"""How long after a meeting it is worth asking what to carry over."""

NEXT = "Next agenda"
"""The title of the bookmark at the top of a channel."""


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """Calls for items and agendas of all coming meetings, and what was not reached in those just held."""
    meetings = context.records.meetings
    found = [_call(context, meeting) for meeting in await meetings.coming(context.at)]
    found += [_agenda(context, meeting) for meeting in await meetings.coming(context.at)]
    asked = await _minute_taker(context)
    if asked is not None:
        held = [*await meetings.over(context.at, AFTERWARDS), *await meetings.coming(context.at)]
        found += [_left(meeting, asked) for meeting in held if not (meeting.open or meeting.settled)]
    return [occasion for occasion in found if occasion is not None]


def _days_before(context: Context, meeting: Meeting, days: int) -> datetime:
    """The hour at which a message about a meeting goes out, `days` before it or on the nearest earlier working day."""
    calendar = context.calendar
    day = dates.local(meeting.starts_at, calendar.zone).date() - timedelta(days=days)
    hour = time(context.partnership.chase_hour)
    return dates.at_local(dates.earlier_working_day(day, calendar), hour, calendar.zone)


def _call(context: Context, meeting: Meeting) -> Occasion | None:
    """None where calls are off, or the meeting was planned later than its call would have gone out."""
    days = context.partnership.call_days
    at = _days_before(context, meeting, days)
    if days <= 0 or at < meeting.planned_at:
        return None
    return _posted(meeting, f"call/{meeting.id}", "agenda.called", at)


def _agenda(context: Context, meeting: Meeting) -> Occasion | None:
    """None where it is off, or the meeting was planned for the same day; planned later than its agenda was due, at once.

    The key holds the day: a meeting that moves to another day has its agenda posted again before it.
    """
    days, zone = context.partnership.agenda_days, context.partnership.zone
    day = dates.local(meeting.starts_at, zone).date()
    if days <= 0 or dates.local(meeting.planned_at, zone).date() == day:
        return None
    at = max(_days_before(context, meeting, days), meeting.planned_at)
    return _posted(meeting, f"agenda/{meeting.id}/{day:%Y%m%d}", "agenda.posted", at, bookmark=NEXT)


def _posted(meeting: Meeting, key: str, card: str, at: datetime, bookmark: str = "") -> Occasion:
    return Occasion(
        at=at,
        key=key,
        card=card,
        subject={"meeting": meeting.id, "key": key},
        conversation=meeting.series.conversation_id,
        until=meeting.starts_at,
        about=f"agenda:{meeting.id}",
        bookmark=bookmark,
    )


async def _minute_taker(context: Context) -> Member | None:
    """Who is asked what to carry over: the minute-taker, else the chair."""
    members = context.records.members
    return next(iter(await members.with_role(Role.MINUTES)), None) or await members.chair()


def _left(meeting: Meeting, member: Member) -> Occasion:
    return Occasion(
        at=meeting.ends_at,
        key=f"left/{meeting.id}",
        card="agenda.left",
        subject={"meeting": meeting.id},
        to=member,
        until=meeting.ends_at + AFTERWARDS,
        about=f"agenda:{meeting.id}",
    )


@feature.draws("left")
async def left(context: Context, *, meeting: int) -> Card | None:
    """What stood on the agenda of a meeting that is over, to be carried over where it was not reached."""
    row = await context.records.meetings.get(meeting)
    items = await _untouched(context, row) if row else []
    if row is None or not items or row.settled:
        return None
    return context.card("agenda/left", meeting=when(context, row), lines=[line(item) for item in items])


async def _untouched(context: Context, meeting: Meeting) -> list[AgendaItem]:
    """What is unfinished, but for what was talked about in a meeting that was led item by item."""
    sitting = await context.records.sittings.of(meeting)
    turns = await context.records.sittings.turns(sitting) if sitting else []
    talked = {turn.item_id for turn in turns if turn.outcome == DONE}
    return [item for item in await context.records.agenda.unfinished(meeting) if item.id not in talked]
