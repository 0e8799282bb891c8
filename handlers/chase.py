"""The chase: before each meeting every lead gets one private message, with only what is in doubt, and the chair a picture.

Three days before a meeting (a setting), on the nearest earlier working day, at a decent hour. What is in doubt at that
moment is asked, once; the cards stay right while the answers come in. Nothing of it is ever public.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import dates, hours
from bot.card import Card
from bot.errors import BotError, FieldError
from bot.feature import Context, Feature, Occasion, Reply, reply
from storage.actions import DONE, OPEN, Action
from storage.chases import Asked
from storage.deliveries import SENT
from storage.doubt import help_open
from storage.meetings import Meeting
from storage.people import Member

feature = Feature(
    "chase", command="/upbeat", about="a private word before each meeting about what is in doubt"
)

AHEAD = timedelta(days=15)
"""How far off a meeting may be to be looked at; no chase goes out earlier."""

MOST = 5
"""So many actions stand on one card; the others are a press away."""


# When


def chase_at(context: Context, meeting: Meeting) -> datetime | None:
    """When the chase before a meeting goes out (aware), or None where there is no decent moment left for it.

    The setting's number of days before the meeting, or the nearest earlier working day. Where the meeting was planned
    or moved later than that: the next decent hour after it, if that lies on a day before the meeting's.
    """
    partnership = context.partnership
    day = _day(context, meeting) - timedelta(days=partnership.chase_days)
    day = dates.earlier_working_day(day, context.calendar)
    moment = dates.at_local(day, time(partnership.chase_hour), partnership.zone)
    if moment < meeting.planned_at:
        moment = hours.next_decent(meeting.planned_at, context.calendar, partnership.chase_hour)
    return moment if moment < until(context, meeting) else None


def until(context: Context, meeting: Meeting) -> datetime:
    """The beginning of the meeting's day (aware), when asking is over."""
    return dates.at_local(_day(context, meeting), time(), context.partnership.zone)


def _day(context: Context, meeting: Meeting) -> date:
    return dates.local(meeting.starts_at, context.partnership.zone).date()


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
    chair = await context.records.members.chair()
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


# What it asks


@dataclass(frozen=True)
class Line:
    """One action on a chase: why it was in doubt, and what was said about it since (empty: nothing yet)."""

    action: Action
    reason: str
    said: str
    by: str
    offered: str
    since: date
    """The day of the last word about it."""


async def _lines(context: Context, meeting: Meeting, member_id: int) -> list[Line]:
    asked = await context.records.actions.chases.asked(meeting, member_id)
    found = [(row, await context.records.actions.get(row.action_id)) for row in asked]
    return [await _line(context, row, action) for row, action in found if action]


async def _line(context: Context, row: Asked, action: Action) -> Line:
    offer = await context.records.actions.offered(action) if action.state == OPEN else None
    moments = [action.added_at, *(moment for moment in (action.word_at, action.help_answered_at) if moment)]
    return Line(
        action=action,
        reason=row.reason,
        said=said_since(action, row, offered=offer is not None),
        by=action.added_by.name if action.added_by else "",
        offered=offer.to.name if offer else "",
        since=dates.local(max(moments), context.partnership.zone).date(),
    )


def said_since(action: Action, row: Asked, *, offered: bool) -> str:
    """What has been said about an action since it was asked about, as a code; empty where nothing was."""
    if action.state != OPEN:
        return action.state
    if action.lead_id != row.member_id:
        return "moved"
    if action.word_at is None or action.word_at < row.at:
        return "helped" if action.help_answered_at and action.help_answered_at >= row.at else ""
    if offered:
        return "offered"
    if action.help_asked_at is not None:
        return "help" if help_open(action) else "helped"
    return "on_track" if action.track_at and action.track_at >= row.at else "heard"


@feature.draws("ask")
async def ask(context: Context, *, meeting: int, member: int) -> Card | None:
    """The one private message to a lead before a meeting; drawn again with every answer."""
    row, lead = await context.records.meetings.get(meeting), await context.records.members.get(member)
    if row is None or lead is None:
        return None
    lines = await _lines(context, row, member)
    if not await _sent(context, f"chase/{meeting}/{member}"):
        lines = [line for line in lines if not line.said]
        if lead.paused(context.at) or lead.left_at is not None:
            return None
    if not lines:
        return None
    return context.card(
        "chase/ask",
        meeting=row,
        day=_day(context, row),
        zone=context.partnership.zone,
        lines=lines[:MOST],
        waiting=sum(not line.said for line in lines),
        more=len(lines) - MOST,
        paused=lead.paused(context.at),
        today=dates.local(context.at, context.partnership.zone).date(),
    )


async def _sent(context: Context, key: str) -> bool:
    row = await context.records.deliveries.of(key)
    return row is not None and row.state == SENT


@feature.verb("rest", hidden=True)
async def rest(context: Context) -> Reply:
    """Show the actions that found no room on the card."""
    number = re.search(r"\d{1,15}", context.text)
    meeting = await context.records.meetings.get(int(number[0])) if number else None
    if meeting is None:
        raise BotError("chase/gone")
    lines = (await _lines(context, meeting, context.member.id))[MOST:]
    about = f"chase:{meeting.id}:{context.member.id}"
    today = dates.local(context.at, context.partnership.zone).date()
    said = reply("chase/rest", meeting=meeting, lines=lines, today=today).privately()
    return said.kept_right("chase.rest_of", about, meeting=meeting.id, member=context.member.id)


@feature.draws("rest_of")
async def rest_of(context: Context, *, meeting: int, member: int) -> Card | None:
    """The actions that found no room on the card, as things stand now."""
    row = await context.records.meetings.get(meeting)
    if row is None:
        return None
    lines = (await _lines(context, row, member))[MOST:]
    today = dates.local(context.at, context.partnership.zone).date()
    return context.card("chase/rest", meeting=row, lines=lines, today=today)


# The chair's picture


@dataclass(frozen=True)
class Picture:
    """How the work stands before a meeting. It counts actions and names none of their people."""

    finished: Sequence[Action]
    on_track: int
    asked: int
    moving: int
    later: int
    help: Sequence[Action]
    nobody: Sequence[Action]


@feature.draws("summary")
async def summary(context: Context, *, meeting: int) -> Card | None:
    """The chair's one private summary before a meeting; drawn again as the answers come in."""
    row = await context.records.meetings.get(meeting)
    chair = await context.records.members.chair()
    if row is None or chair is None:
        return None
    picture = await _picture(context, row)
    sent = await _sent(context, f"summary/{meeting}")
    if not sent and (picture is None or chair.paused(context.at)):
        return None
    return context.card(
        "chase/summary", meeting=row, day=_day(context, row), zone=context.partnership.zone, picture=picture
    )


async def _picture(context: Context, meeting: Meeting) -> Picture | None:
    """None where there is nothing to show: no action open, none finished since the last meeting."""
    actions = context.records.actions
    every = await actions.of_series(meeting.series_id)
    last = await context.records.meetings.previous(meeting)
    ids = [one.id for one in every if one.state == DONE]
    finished = set(await actions.finished(ids, last.starts_at if last else None))
    open_ones = [one for one in every if one.state == OPEN]
    if not open_ones and not finished:
        return None
    nobody = [one for one in open_ones if one.owner is None]
    helps = [one for one in open_ones if one.owner is not None and help_open(one)]
    rest = [one for one in open_ones if one not in nobody and one not in helps]
    kinds = await _kinds(context, meeting, rest)
    return Picture(
        finished=[one for one in every if one.id in finished],
        on_track=kinds.count("on_track"),
        asked=kinds.count("asked"),
        moving=kinds.count("moving"),
        later=kinds.count("later"),
        help=helps,
        nobody=nobody,
    )


async def _kinds(context: Context, meeting: Meeting, actions: Sequence[Action]) -> list[str]:
    """How each of these open actions stands: on track, asked about, being handed over, or for later."""
    asked = {row.action_id: row for row in await context.records.actions.chases.asked(meeting)}
    since = await context.records.actions.chases.last(meeting)
    kinds = []
    for action in actions:
        row = asked.get(action.id)
        if await context.records.actions.offered(action) is not None:
            kinds.append("moving")
        elif row is not None and not said_since(action, row, offered=False):
            kinds.append("asked")
        elif action.word_at is not None and (since is None or action.word_at > since):
            kinds.append("on_track")
        else:
            kinds.append("later")
    return kinds


# Leaving people alone


@feature.verb("pause", also=("stop", "leave me alone"), examples=("pause a week", "pause until 4 January"))
async def pause(context: Context) -> Reply:
    """Leave me alone about actions for a day, a week or until a date."""
    typed = context.request.values.get("until", context.text)
    words = typed.strip() if isinstance(typed, str) else ""
    if not words:
        if "until" in context.request.values:
            raise FieldError("until", "chase/pause_unclear", typed="")
        return reply("chase/pause").privately()
    moment = _until(context, words)
    if moment is None or moment <= context.at:
        raise _unclear(context, words)
    context.member.paused_until = moment
    await _redraw(context)
    day = dates.local(moment, context.partnership.zone).date()
    return reply(
        "chase/paused", day=day, today=dates.local(context.at, context.partnership.zone).date()
    ).privately()


def _unclear(context: Context, words: str) -> BotError:
    if "until" in context.request.values:
        return FieldError("until", "chase/pause_unclear", typed=words)
    return BotError("chase/pause_unclear", typed=words)


_SPAN = re.compile(
    r"(?:for\s+)?(?P<n>an?|one|two|three|\d{1,2})?\s*(?P<unit>day|week|fortnight|month)s?", re.IGNORECASE
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}


def _until(context: Context, words: str) -> datetime | None:
    """Until when, from words such as "a week" or "until Friday"; None where they name no time to come."""
    if span := _SPAN.fullmatch(words.strip(" .!")):
        count = span["n"] or "1"
        number = int(count) if count.isdigit() else _NUMBERS[count.casefold()]
        return context.at + timedelta(days=number * _DAYS[span["unit"].casefold()])
    found = dates.read(words, context.at, context.calendar)
    if found is None or found.date is None:
        return None
    return dates.at_local(found.date, time(), context.partnership.zone)


@feature.verb("until", hidden=True, form=True)
async def pause_until(context: Context) -> Reply:
    """Choose a day until which to be left alone."""
    return reply("chase/pause_until")


@feature.verb("resume", also=("write to me again", "unpause"), examples=("write to me again",))
async def resume(context: Context) -> Reply:
    """Write to me again before meetings."""
    context.member.paused_until = None
    await _redraw(context)
    return reply("chase/resumed").privately()


async def _redraw(context: Context) -> None:
    """The asker's chase cards say whether they are paused."""
    for delivery in await context.records.deliveries.sent_to(context.member.id, "chase/"):
        await context.changed(delivery.about)
