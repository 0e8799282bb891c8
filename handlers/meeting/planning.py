"""Planning: plain words or a form become a meeting, or a series that is kept planned ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot import dates
from bot.errors import BotError, FieldError
from bot.feature import Context, Occasion, Reply, reply
from bot.when import When, when
from handlers.meeting import rules
from handlers.meeting.base import LONGEST_NAME, announce, feature, short_enough
from storage.meetings import Meeting, Series

AHEAD = 3
"""How many meetings of a series are always planned."""


@dataclass(frozen=True)
class Draft:
    """A meeting as far as it was understood; `day` and `time` on the wall of the partnership's zone."""

    name: str = ""
    day: date | None = None
    time: time | None = None
    minutes: int | None = None
    place: str | None = None
    every: dates.Every | None = None

    def starts_at(self, zone: str) -> datetime | None:
        """When it begins (aware, UTC), where both day and time are known."""
        return dates.at_local(self.day, self.time, zone) if self.day and self.time is not None else None


@feature.verb(
    "plan",
    form=True,
    adds=True,
    also=("new", "schedule", "arrange"),
    examples=(
        "plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve",
        "plan Working group every six weeks on a Tuesday at 2pm from 15 December",
    ),
)
async def plan(context: Context) -> Reply:
    """Plan a meeting, or a series of them, in plain words."""
    text = short_enough(context.text)
    read = dates.read_plan(text, context.at, context.calendar)
    draft = Draft(read.name, read.day, read.time, read.minutes, read.place, read.every)
    if not text.strip():
        return await _form(context, draft, "")
    problem = _problem(context, draft, read.ask)
    return await _form(context, draft, problem) if problem else await _make(context, draft)


@feature.verb("save", hidden=True, form=True)
async def save(context: Context) -> Reply:
    """Plan the meeting that a form describes."""
    draft = _filled_in(context)
    starts_at = draft.starts_at(context.partnership.zone)
    if starts_at is None or starts_at <= context.at:
        raise FieldError("day", "meeting/past_day", day=draft.day)
    return await _make(context, draft)


def _problem(context: Context, draft: Draft, ask: str | None) -> str:
    """Why this cannot be planned yet, as a code for the form's first line; empty where it can."""
    if ask:
        return "day" if ask in ("impossible", "two_faced", "no_terms", "no_meeting") else ask
    starts_at = draft.starts_at(context.partnership.zone)
    if starts_at is not None and starts_at <= context.at:
        return "past"
    return "long_name" if len(draft.name) > LONGEST_NAME else ""


async def _form(context: Context, draft: Draft, problem: str) -> Reply:
    known = await context.records.meetings.all_series(context.conversation_id)
    chosen = rules.code(draft.every)
    return reply(
        "meeting/plan",
        name=draft.name or (known[0].name if len(known) == 1 and problem == "no_name" else ""),
        day=draft.day if problem != "past" else None,
        past=draft.day,
        time=draft.time,
        minutes=draft.minutes,
        place=draft.place or "",
        chosen=chosen,
        rule=rules.kept(draft.every) if rules.own(chosen) else None,
        problem=problem,
        most=LONGEST_NAME,
    )


def _filled_in(context: Context) -> Draft:
    """What stands in a form. Raises FieldError beside the field that cannot be used."""
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    name = values.get("name", "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise FieldError("name", "meeting/name_unclear", most=LONGEST_NAME)
    day = read_day(values)
    hour = read_time(values)
    every = rules.chosen(values.get("repeats", ""), day)
    first = next(iter(every.occurrences(day, 1)), day) if every else day
    return Draft(name, first, hour, read_length(values), short_enough(values.get("place", "")), every)


def read_day(values: dict[str, str]) -> date:
    """The day of a form. Raises FieldError."""
    try:
        return date.fromisoformat(values.get("day", ""))
    except ValueError as error:
        raise FieldError("day", "meeting/day_unclear") from error


def read_time(values: dict[str, str]) -> time:
    """The time of day of a form. Raises FieldError."""
    try:
        return time.fromisoformat(values.get("time", ""))
    except ValueError as error:
        raise FieldError("time", "meeting/time_unclear") from error


def read_length(values: dict[str, str]) -> int | None:
    """The length of a form in minutes; a bare number is minutes. Raises FieldError."""
    typed = values.get("length", "")
    if not typed:
        return None
    found = dates.read_minutes(f"{typed} minutes" if typed.isdecimal() else typed)
    if found is None:
        raise FieldError("length", "meeting/length_unclear", typed=typed)
    return found[0]


async def _make(context: Context, draft: Draft) -> Reply:
    """Plan what is wholly understood, and tell the channel."""
    meetings = context.records.meetings
    starts_at = draft.starts_at(context.partnership.zone)
    assert starts_at is not None and draft.day is not None and draft.time is not None
    series = await meetings.begin(draft.name, await _channel(context), draft.minutes, draft.place)
    if (same := await meetings.at_moment(series.id, starts_at)) is not None:
        return reply("meeting/already", meeting=when(context, same))
    if draft.every and series.last_day:
        raise BotError("meeting/repeats_already", name=series.name, rule=series.rule, typed=context.text)
    meeting = await meetings.plan(series, starts_at, context.at, draft.minutes, draft.place)
    taken = await context.records.agenda.take_up(meeting)
    if draft.every:
        await meetings.repeat(series, rules.kept(draft.every, draft.day, draft.time), draft.day)
        await top_up(context, series)
    await announce(context, meeting, "planned")
    return reply(
        "meeting/planned",
        meeting=when(context, meeting),
        further=await _further(context, meeting),
        rule=series.rule or None,
        taken=len(taken),
        assumed=draft.minutes is None,
    )


async def _channel(context: Context) -> int:
    """The channel to which a meeting belongs: this one, or from a direct message the partnership's first."""
    if context.conversation_id is not None:
        return context.conversation_id
    channel = await context.records.conversations.first_of_all()
    if channel is None:
        raise BotError("meeting/no_channel")
    return channel.id


async def _further(context: Context, meeting: Meeting) -> list[When]:
    """The later meetings of the series."""
    coming = await context.records.meetings.coming(context.at, series_id=meeting.series_id)
    return [when(context, later) for later in coming if later.starts_at > meeting.starts_at]


async def top_up(context: Context, series: Series) -> None:
    """Plan on by the series' rule until enough meetings are planned: wall-clock times, whatever the clocks do."""
    meetings = context.records.meetings
    lacking = AHEAD - len(await meetings.coming(context.at, series_id=series.id))
    if lacking <= 0:
        return
    made = list[Meeting]()
    for day, hour in rules.later(series.rule, series.last_day, context.today):
        starts_at = dates.at_local(day, hour, context.partnership.zone)
        series.last_day = day.isoformat()
        if starts_at > context.at and await meetings.at_moment(series.id, starts_at) is None:
            made.append(await meetings.plan(series, starts_at, context.at))
        if len(made) == lacking:
            break
    if made:
        await context.records.agenda.take_up(made[0])


@feature.job
async def keep_planned(context: Context) -> Sequence[Occasion]:
    """A series that repeats always has its next meetings planned; nothing is said about it."""
    for series in await context.records.meetings.repeating():
        await top_up(context, series)
    return ()
