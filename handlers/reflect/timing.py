"""When people are asked, and when their answers are shown: worked out anew from meetings and settings at every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import dates, hours
from bot.card import dump
from bot.feature import Context, Occasion
from handlers.reflect.asking import channel_card
from handlers.reflect.base import EARLY, feature
from storage.meetings import PLANNED, Meeting
from storage.reflections import HABIT, OPEN, Reflection

AHEAD = timedelta(days=30)
"""How far off a meeting may be to be looked at."""

WEEK = timedelta(days=7)
"""How long a reflection without a meeting waits for answers."""

MID_MONTH = 14
"""In a month without a meeting people are asked on the first working day after this one."""


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """What is asked and shown: before each meeting, and where that was chosen in a month without one."""
    found: list[Occasion] = []
    for meeting in await context.records.meetings.coming(context.at):
        if context.at < meeting.starts_at < context.at + AHEAD:
            found += await _before(context, meeting)
    if context.partnership.reflect_monthly:
        found += await _monthly(context)
    for reflection in await context.records.reflections.open():
        found += await _shown(context, reflection)
    return found


async def _before(context: Context, meeting: Meeting) -> list[Occasion]:
    """The asking before one meeting, unless it has been asked."""
    occasion = f"meeting/{meeting.id}"
    moment = asks_at(context, meeting)
    if moment is None or await context.records.reflections.of(occasion) is not None:
        return []
    place = meeting.series.conversation_id
    if any(one.conversation_id == place and one.meeting for one in await context.records.reflections.open()):
        return []
    row = Reflection(occasion=occasion, kind=HABIT, title="", script={}, everybody=True)
    row.meeting, row.meeting_id, row.conversation_id = meeting, meeting.id, place
    return await _ask(context, row, moment, shows_at(context, meeting))


def asks_at(context: Context, meeting: Meeting) -> datetime | None:
    """When people are asked before a meeting (aware); None where it is off, or no decent moment is left for it."""
    days = context.partnership.reflect_days
    moment = _days_before(context, meeting, days)
    if moment < meeting.planned_at:
        moment = hours.next_decent(meeting.planned_at, context.calendar, context.partnership.chase_hour)
    return moment if days > 0 and moment < shows_at(context, meeting) else None


def shows_at(context: Context, meeting: Meeting) -> datetime:
    """When the answers are shown (aware): with the agenda; where that is not posted, the day before the meeting."""
    days = context.partnership.agenda_days or 1
    return max(_days_before(context, meeting, days), meeting.planned_at)


def _days_before(context: Context, meeting: Meeting, days: int) -> datetime:
    day = dates.local(meeting.starts_at, context.partnership.zone).date() - timedelta(days=days)
    return _on(context, dates.earlier_working_day(day, context.calendar))


def _on(context: Context, day: date) -> datetime:
    """The hour at which is written on a day of the partnership."""
    return dates.at_local(day, time(context.partnership.chase_hour), context.partnership.zone)


async def _monthly(context: Context) -> list[Occasion]:
    """The asking of a month in which nobody meets."""
    day = dates.local(context.at, context.partnership.zone).date()
    channel = await context.records.conversations.first_of_all()
    moment = hours.next_decent(
        _on(context, day.replace(day=MID_MONTH)), context.calendar, context.partnership.chase_hour
    )
    occasion = f"month/{day:%Y-%m}"
    if channel is None or context.at > moment + WEEK or await _meets(context, day):
        return []
    if await context.records.reflections.of(occasion) is not None:
        return []
    row = Reflection(occasion=occasion, kind=HABIT, title="", script={}, everybody=True)
    row.conversation_id = channel.first_id
    return await _ask(context, row, moment, moment + WEEK)


async def _meets(context: Context, day: date) -> bool:
    """Whether there is or was a meeting in the month of this day."""
    zone = context.partnership.zone
    begins = dates.at_local(day.replace(day=1), time(), zone)
    ends = dates.at_local((day.replace(day=28) + timedelta(days=5)).replace(day=1), time(), zone)
    last = await context.records.meetings.last(context.at)
    coming = await context.records.meetings.coming(context.at)
    return any(begins <= one.starts_at < ends for one in [*coming, *([last] if last else [])])


async def _ask(context: Context, row: Reflection, moment: datetime, shows: datetime) -> list[Occasion]:
    """Ask in the channel and privately from `moment` on, once; before that, say when it will be."""
    decent = hours.next_decent(max(moment, context.at), context.calendar, context.partnership.chase_hour)
    if decent >= shows:
        return []
    if decent > context.at:
        return [Occasion(at=decent, key=f"reflect/{row.occasion}", card="reflect.asked", subject={})]
    await _instead_of_early(context)
    await context.records.reflections.asks(row, context.at)
    await context.records.deliveries.owe(
        key=f"reflect/{row.occasion}",
        at=context.at,
        conversation=row.conversation_id,
        card=dump(
            await channel_card(context, row)
        ),  # as it is: one that is drawn with each answer would tell
        until=shows,
        about=row.about,
    )
    return await _privately(context, row, shows)


async def _instead_of_early(context: Context) -> None:
    """What was answered before anything was asked comes with what is asked now."""
    early = await context.records.reflections.of(EARLY)
    if early is not None and early.state == OPEN:
        await context.records.reflections.lapse(early)


async def _privately(context: Context, row: Reflection, shows: datetime) -> list[Occasion]:
    silent = await context.records.reflections.silent()
    return [
        Occasion(
            at=context.at,
            key=f"reflect/{row.occasion}/{member.id}",
            card="reflect.asked_you",
            subject={"reflection": row.id, "member": member.id},
            to=member,
            until=shows,
            about=f"reflected:{row.id}",
        )
        for member in await context.records.members.list()
        if member.id not in silent and not member.paused(context.at)
    ]


async def _shown(context: Context, reflection: Reflection) -> list[Occasion]:
    """The answers by themselves, where no agenda shows them; and the end of what was never shown."""
    meeting = reflection.meeting
    if meeting is not None and meeting.planned_at > reflection.opened_at:
        await _say_the_day(context, reflection)
    if meeting is not None and meeting.state != PLANNED:
        await context.records.reflections.lapse(reflection)
        await _say_the_day(context, reflection)
        await context.changed(f"reflected:{reflection.id}")
        await context.changed(reflection.about)
        return []
    if meeting is not None and meeting.starts_at <= context.at:
        if reflection.state == OPEN:
            await context.records.voices.release(reflection, context.at)
            await context.changed(f"agenda:{meeting.id}")
        return []
    if (meeting is not None and context.partnership.agenda_days > 0) or reflection.occasion == EARLY:
        return []
    at = shows_at(context, meeting) if meeting else _week_after(context, reflection)
    own = Occasion(
        at=at,
        key=f"reflect/{reflection.occasion}/shown",
        card="reflect.shown",
        subject={"reflection": reflection.id},
        conversation=reflection.conversation_id,
        about=reflection.about,
    )
    return [replace(own, until=meeting.starts_at)] if meeting else [own]


async def _say_the_day(context: Context, reflection: Reflection) -> None:
    """The question in the channel says the day of its meeting as it is by now, or that there is none."""
    key = f"reflect/{reflection.occasion}"
    said, card = await context.records.deliveries.of(key), dump(await channel_card(context, reflection))
    if said is not None and said.card != card:
        await context.records.deliveries.replace(key, card)


def _week_after(context: Context, reflection: Reflection) -> datetime:
    moment = reflection.opened_at + WEEK
    return hours.next_decent(moment, context.calendar, context.partnership.chase_hour)
