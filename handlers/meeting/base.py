"""What every verb of meetings needs: the feature itself, which meeting is meant, and what a prompt says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot import dates
from bot.errors import BotError
from bot.feature import Context, Feature, Occasion
from bot.target import row_id
from bot.when import when
from storage.meetings import APOLOGIES, COMING, PLANNED, Meeting, Series

feature = Feature("meeting", command="/meeting", about="when you meet next, and who is coming")

LONGEST_TEXT = 500
LONGEST_NAME = 80


def day_of(context: Context, moment: datetime) -> date:
    """The day of a moment in the partnership's zone."""
    return dates.local(moment, context.partnership.zone).date()


def short_enough(text: str) -> str:
    """The text itself. Raises BotError, keeping the words, where it is longer than a meeting can need."""
    if len(text) > LONGEST_TEXT:
        raise BotError("dispatch/too_long", typed=text, most=LONGEST_TEXT)
    return text


async def by_id(context: Context, meeting_id: int) -> Meeting:
    """A meeting that is planned and not over. Raises BotError where it is not."""
    meeting = await context.records.meetings.get(meeting_id)
    if meeting is None:
        raise BotError("meeting/gone")
    if meeting.state != PLANNED:
        raise BotError("meeting/off", meeting=when(context, meeting))
    if meeting.over(context.at):
        raise BotError("meeting/over", meeting=when(context, meeting))
    return meeting


def check_not_held(context: Context, meeting: Meeting) -> None:
    """Raise BotError where a meeting is being held just now, which can be neither moved nor cancelled."""
    if meeting.open:
        raise BotError("sitting/on_now", meeting=when(context, meeting))


async def chosen(context: Context, text: str) -> tuple[Meeting, str]:
    """The meeting that words mean, and the words that are left.

    A button's row; a series by its name, a meeting by its day; else the next one here. Raises BotError where none is
    planned.
    """
    if (pressed := row_id(text)) is not None:
        return await by_id(context, pressed), ""
    series, rest = await _series(context, text)
    coming = await _coming(context, series)
    if not coming:
        raise BotError("meeting/none", series=series.name if series else "")
    if on_day := await _on_day(context, rest, coming):
        return on_day, ""
    return coming[0], rest


_AND_DAY = re.compile(r"(?P<name>.+?)(?:,|\s(?:from|on|of))\s(?P<day>.+)", re.I | re.S)


async def _series(context: Context, text: str) -> tuple[Series | None, str]:
    """The series that words name, alone or with a day after it ("the Board meeting on 3 December"), and the rest."""
    meetings = context.records.meetings
    series, rest = await meetings.named(text, context.conversation_id)
    if series is None and (found := _AND_DAY.fullmatch(text.strip())):
        series, before = await meetings.named(found["name"], context.conversation_id)
        rest = f"{before} {found['day']}".strip() if series else rest
    return series, rest


async def _coming(context: Context, series: Series | None) -> Sequence[Meeting]:
    """What is planned: of a series, else of this channel, else of the whole partnership."""
    meetings = context.records.meetings
    if series is not None:
        return await meetings.coming(context.at, series_id=series.id)
    here = await meetings.coming(context.at, conversation_id=context.conversation_id)
    return here or await meetings.coming(context.at)


async def _on_day(context: Context, words: str, coming: Sequence[Meeting]) -> Meeting | None:
    found = dates.read(words, context.at, context.calendar) if words.strip() else None
    if found is None or found.date is None:
        return None
    return next((one for one in coming if day_of(context, one.starts_at) == found.date), None)


async def attendance(context: Context, meeting: Meeting) -> dict[str, list[str]]:
    """The names of who is coming and of who sent apologies."""
    answers = await context.records.meetings.answers(meeting)
    return {kind: [row.member.name for row in answers if row.answer == kind] for kind in (COMING, APOLOGIES)}


async def redraw(context: Context, meeting: Meeting) -> None:
    """Everything posted that shows this meeting, or when its items are talked about, is drawn again."""
    await context.changed(f"meeting:{meeting.id}")
    await context.changed(f"agenda:{meeting.id}")
    await context.changed(f"sitting:{meeting.id}")
    for item in await context.records.agenda.unfinished(meeting):
        await context.changed(f"item:{item.id}")
    for asked in await context.records.actions.chases.asked(meeting):
        await context.changed(f"chase:{meeting.id}:{asked.member_id}")
    await context.changed(f"chase:{meeting.id}")


async def announce(context: Context, meeting: Meeting, news: str) -> None:
    """The channel learns of a meeting: a card that stays right. `news` is "planned" or "moved"."""
    await context.owe(
        Occasion(
            at=context.at,
            key=f"{news}/{meeting.id}/{int(context.at.timestamp())}",
            card="meeting.card",
            subject={"meeting": meeting.id, "news": news},
            conversation=meeting.series.conversation_id,
            about=f"meeting:{meeting.id}",
            decent=False,
        )
    )
