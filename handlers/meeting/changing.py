"""Moving and cancelling, telling who needs to know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import dates
from bot.card import dump
from bot.errors import FieldError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from bot.when import when
from handlers.meeting import calendar
from handlers.meeting.base import (
    announce,
    by_id,
    check_not_held,
    chosen,
    day_of,
    feature,
    redraw,
    short_enough,
)
from handlers.meeting.planning import read_day, read_length, read_time
from storage.meetings import COMING, Meeting
from storage.people import Member, Role

_TO = re.compile(r"(?:(?P<which>.*?)\s+)?to\s+(?P<when>.+)", re.I | re.S)


@feature.verb(
    "move",
    form=True,
    least=Role.MINUTES,
    also=("reschedule", "postpone"),
    examples=("move to Thu 17 December 3pm",),
)
async def move(context: Context) -> Reply:
    """Move a meeting to another day or hour."""
    meeting, when = await _which_and_when(context, short_enough(context.text))
    read = dates.read_plan(when, context.at, context.calendar)
    if read.day is None and read.time is None:
        return await _form(context, meeting, "unclear" if when.strip() else "")
    starts_at = _moment(context, meeting, read.day, read.time)
    if starts_at <= context.at:
        return await _form(context, meeting, "past")
    return await _move(context, meeting, starts_at, read.minutes, read.place)


async def _which_and_when(context: Context, text: str) -> tuple[Meeting, str]:
    """ "Steering group to Thu 17 December": which meeting, and the words that say when."""
    found = _TO.fullmatch(text.strip())
    if row_id(text) is not None or found is None:
        return await chosen(context, text)
    meeting, _ = await chosen(context, found["which"] or "")
    return meeting, found["when"]


def _moment(context: Context, meeting: Meeting, day: date | None, hour: time | None) -> datetime:
    """What was not said stays as it was."""
    zone = context.partnership.zone
    before = dates.local(meeting.starts_at, zone)
    return dates.at_local(day or before.date(), hour if hour is not None else before.time(), zone)


async def _form(context: Context, meeting: Meeting, problem: str) -> Reply:
    before = dates.local(meeting.starts_at, context.partnership.zone)
    return reply(
        "meeting/move",
        meeting=when(context, meeting),
        day=before.date(),
        time=before.time(),
        problem=problem,
    )


@feature.verb("move_save", hidden=True, form=True, least=Role.MINUTES)
async def move_save(context: Context) -> Reply:
    """Move the meeting as a form says."""
    meeting = await by_id(context, row_id(context.text) or 0)
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    day = read_day(values)
    starts_at = dates.at_local(day, read_time(values), context.partnership.zone)
    if starts_at <= context.at:
        raise FieldError("day", "meeting/past_day", day=day)
    place = short_enough(values.get("place", ""))
    return await _move(context, meeting, starts_at, read_length(values), place)


async def _move(
    context: Context, meeting: Meeting, starts_at: datetime, minutes: int | None, place: str | None
) -> Reply:
    check_not_held(context, meeting)
    was, meetings = meeting.starts_at, context.records.meetings
    told = await _to_tell(context, meeting)
    meeting.minutes = minutes or meeting.minutes
    meeting.place = meeting.place if place is None else place
    await meetings.move(meeting, starts_at, context.at)
    if day_of(context, was) != day_of(context, starts_at):
        await meetings.ask_again(meeting)
    await announce(context, meeting, "moved")
    for member in told:
        key = f"moved/{meeting.id}/{int(context.at.timestamp())}/{member.id}"
        await context.tell(
            member, "meeting/moved_told", key=key, meeting=when(context, meeting, member), was=was
        )
    await redraw(context, meeting)
    return reply("meeting/moved", meeting=when(context, meeting), was=was)


async def _to_tell(context: Context, meeting: Meeting) -> list[Member]:
    """Who said they were coming, but for the one who makes the change."""
    answers = await context.records.meetings.answers(meeting)
    return [row.member for row in answers if row.answer == COMING and row.member_id != context.member.id]


@feature.verb("cancel", least=Role.MINUTES, also=("call off",), examples=("cancel",))
async def cancel(context: Context) -> Reply:
    """Cancel a meeting; its items go to the next one."""
    meeting, _ = await chosen(context, context.text)
    items = await context.records.agenda.unfinished(meeting)
    then = await context.records.meetings.after(meeting)
    return reply(
        "meeting/cancel",
        meeting=when(context, meeting),
        items=len(items),
        then=when(context, then) if then else None,
        repeats=bool(meeting.series.last_day),
    ).privately()


@feature.verb("keep", hidden=True, least=Role.MINUTES)
async def keep(context: Context) -> Reply:
    """Leave the meeting as it is."""
    meeting = await by_id(context, row_id(context.text) or 0)
    return reply("meeting/kept", meeting=when(context, meeting)).in_place()


@feature.verb("call_off", hidden=True, least=Role.MINUTES)
async def call_off(context: Context) -> Reply:
    """Cancel this one meeting."""
    meeting = await by_id(context, row_id(context.text) or 0)
    return await _call_off(context, meeting, follow=False)


@feature.verb("call_off_all", hidden=True, least=Role.MINUTES)
async def call_off_all(context: Context) -> Reply:
    """Cancel this meeting and all of its series that follow."""
    meeting = await by_id(context, row_id(context.text) or 0)
    await context.records.meetings.stop_repeating(meeting.series)
    later = await context.records.meetings.coming(meeting.starts_at + timedelta(minutes=1), meeting.series_id)
    follow = [row for row in later if row.starts_at > meeting.starts_at]
    for one in follow[::-1]:
        await _take_off(context, one)
    return await _call_off(context, meeting, follow=True, also=follow)


async def _call_off(context: Context, meeting: Meeting, follow: bool, also: Sequence[Meeting] = ()) -> Reply:
    then, items = await _take_off(context, meeting)
    where = when(context, then) if then else None
    told = context.card(
        "meeting/cancelled", meeting=when(context, meeting), follow=follow, items=items, then=where
    )
    await context.records.deliveries.owe(
        key=f"cancelled/{meeting.id}",
        at=context.at,
        conversation=meeting.series.conversation_id,
        card=dump(told.with_file(await calendar.off(context, [meeting, *also]))),
    )
    return reply(
        "meeting/called_off", meeting=when(context, meeting), follow=follow, items=items, then=where
    ).in_place()


async def _take_off(context: Context, meeting: Meeting) -> tuple[Meeting | None, int]:
    """Cancel one, let its items go on, and tell who was coming. Returns where the items went, and how many."""
    check_not_held(context, meeting)
    told = await _to_tell(context, meeting)
    then = await context.records.meetings.after(meeting)
    await context.records.meetings.cancel(meeting)
    items = await context.records.agenda.let_go(meeting, then)
    for member in told:
        key = f"cancelled/{meeting.id}/{member.id}"
        await context.tell(member, "meeting/cancelled_told", key=key, meeting=when(context, meeting, member))
    for changed in (meeting, then):
        if changed is not None:
            await redraw(context, changed)
    for item in items:
        await context.changed(f"item:{item.id}")
    return then, len(items)
