"""When a chase goes out, and to whom: worked out anew from meetings, actions and settings at every look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot import dates, hours
from bot.feature import Context, Occasion
from handlers.chase.shared import day_of, feature
from storage.meetings import Meeting
from storage.people import Member

AHEAD = timedelta(days=15)
"""How far off a meeting may be to be looked at; no chase goes out earlier."""


def chase_at(context: Context, meeting: Meeting) -> datetime | None:
    """When the chase before a meeting goes out (aware), or None where there is no decent moment left for it.

    The setting's number of days before the meeting, or the nearest earlier working day. Where the meeting was planned
    or moved later than that: the next decent hour after it, if that lies on a day before the meeting's.
    """
    partnership = context.partnership
    day = day_of(context, meeting) - timedelta(days=partnership.chase_days)
    day = dates.earlier_working_day(day, context.calendar)
    moment = dates.at_local(day, time(partnership.chase_hour), partnership.zone)
    if moment < meeting.planned_at:
        moment = hours.next_decent(meeting.planned_at, context.calendar, partnership.chase_hour)
    return moment if moment < until(context, meeting) else None


def until(context: Context, meeting: Meeting) -> datetime:
    """The beginning of the meeting's day (aware), when asking is over."""
    return dates.at_local(day_of(context, meeting), time(), context.partnership.zone)


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """The chases and summaries of all meetings that are near."""
    occasions: list[Occasion] = []
    for meeting in await context.records.meetings.coming(context.at):
        moment = chase_at(context, meeting)
        if moment is None or meeting.starts_at > context.at + AHEAD:
            continue
        if moment <= context.at:
            moment = await _open(context, meeting, moment)
        if max(moment, context.at) < until(context, meeting):
            occasions += await _before(context, meeting, moment)
    return occasions


async def _before(context: Context, meeting: Meeting, moment: datetime) -> list[Occasion]:
    """What goes out before one meeting: to whom was asked, or to whom may come to be asked, and to the chair."""
    if moment <= context.at:
        asked = await context.records.actions.chases.asked(meeting)
        leads = {row.member_id for row in asked}
    else:
        leads = {action.owner.id for action in await context.records.actions.open() if action.owner}
    members = [member for member in await context.records.members.list() if member.id in leads]
    chases = [_chase(context, meeting, moment, member) for member in members]
    chair = await context.records.members.to_ask()
    return [*chases, _summary(context, meeting, moment, chair)] if chair else chases


def _chase(context: Context, meeting: Meeting, moment: datetime, member: Member) -> Occasion:
    return Occasion(
        at=moment,
        key=f"chase/{meeting.id}/{member.id}",
        card="chase.ask",
        subject={"meeting": meeting.id, "member": member.id},
        to=member,
        until=until(context, meeting),
        about=f"chase:{meeting.id}:{member.id}",
        insist=True,
    )


def _summary(context: Context, meeting: Meeting, moment: datetime, chair: Member) -> Occasion:
    return Occasion(
        at=moment,
        key=f"summary/{meeting.id}",
        card="chase.summary",
        subject={"meeting": meeting.id},
        to=chair,
        until=until(context, meeting),
        about=f"chase:{meeting.id}",
    )


async def _open(context: Context, meeting: Meeting, moment: datetime) -> datetime:
    """From its moment on, once: write down what is in doubt and whom it is asked of.

    A meeting that has moved is opened again at its new moment, but not for those who were asked already. Returns the
    moment, or a later one where nobody was up to send it and it is no decent hour now.
    """
    chases = context.records.actions.chases
    chase = await chases.of(meeting)
    if chase is not None and chase.at >= moment:
        return moment
    decent = hours.next_decent(context.at, context.calendar, context.partnership.chase_hour)
    if decent > context.at:
        return decent
    if context.at < until(context, meeting):
        await _ask_all(context, meeting)
    return moment


async def _ask_all(context: Context, meeting: Meeting) -> None:
    chases = context.records.actions.chases
    before = {row.member_id for row in await chases.asked(meeting)}
    for doubt in await context.records.actions.doubtful(meeting, context.at):
        lead = doubt.action.owner
        if lead is not None and lead.id not in before and not lead.paused(context.at):
            await chases.ask(meeting, doubt.action.id, lead.id, doubt.reason, context.at)
    await chases.open(meeting, context.at)
