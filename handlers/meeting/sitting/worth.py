"""Whether a meeting was a good use of time: one press, counted and never kept with a name, shown once nothing gives it away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import charts, dates
from bot.card import Bullets, Card, File, plain, words
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.target import row_id
from bot.when import When, when
from handlers.meeting.base import feature
from storage.sittings import WORTH, Sitting

ASKED = timedelta(days=3)
"""How long after a meeting it can be said; shown is it afterwards only, when no single press can be told any more."""

_PRESSED = re.compile(rf"id=\d{{1,15}} (?P<answer>{'|'.join(WORTH)})")


@dataclass(frozen=True)
class Worth:
    """What was said of one meeting; the counts are there only where enough people said something."""

    meeting: When
    voices: int
    good: int
    partly: int
    poor: int


@feature.verb("worth_say", hidden=True)
async def say(context: Context) -> Reply:
    """Say whether the meeting was a good use of your time.

    One verb for all answers, because the verb of a request is written to the log.
    """
    sitting = await context.records.sittings.get(row_id(context.text) or 0)
    pressed = _PRESSED.fullmatch(context.text.strip())
    if sitting is None or sitting.ended_at is None or pressed is None:
        raise BotError("sitting/none")
    if sitting.ended_at + ASKED <= context.at:
        raise BotError("sitting/worth_closed")
    news = await context.records.sittings.say_worth(sitting, context.member, pressed["answer"])
    return reply("sitting/worth_said", news=news).privately()


@feature.verb("worth", also=("good use of time", "was it worth it"), examples=("worth",))
async def worth(context: Context) -> Reply:
    """Show whether the last meetings were a good use of time."""
    series, _ = await context.records.meetings.named(context.text, context.conversation_id)
    held = await _held(context, series.id if series else 0, context.at)
    smallest, several = context.partnership.reflect_smallest, len(_shown(held)) > 1
    id_ = series.id if series else 0
    return reply("sitting/worth", held=held, smallest=smallest, several=several, id=id_).privately()


async def _held(context: Context, series_id: int, at: datetime) -> list[Worth]:
    """What was said of the last meetings, the latest first; nothing of those of which nobody said anything."""
    held = await context.records.sittings.held(at - ASKED, series_id or None)
    return [_worth(context, one) for one in held if one.voices]


def _worth(context: Context, sitting: Sitting) -> Worth:
    enough = sitting.voices >= max(sitting.smallest, context.partnership.reflect_smallest)
    counts = (sitting.good, sitting.partly, sitting.poor) if enough else (0, 0, 0)
    return Worth(when(context, sitting.meeting), sitting.voices if enough else 0, *counts)


def _shown(held: Sequence[Worth]) -> list[Worth]:
    """Those of which enough people said something, the earliest first."""
    return [one for one in reversed(held) if one.voices]


@feature.verb("worth_picture", hidden=True)
async def picture(context: Context) -> Reply:
    """Send me a picture of whether the last meetings were a good use of time."""
    series = await context.records.meetings.series(row_id(context.text) or 0)
    await context.owe(
        Occasion(
            at=context.at,
            key=f"worth/{context.member.id}/{context.at:%Y%m%d%H%M}",
            card="meeting.worth",
            subject={"series": series.id if series else 0, "until": context.at.isoformat()},
            to=context.member,
            decent=False,
        )
    )
    return silent() if context.request.place.direct else reply("sitting/worth_sent").privately()


@feature.draws("worth")
async def pictured(context: Context, *, series: int, until: str) -> Card | None:
    """Whether the last meetings were a good use of time: in words, and beside them as a picture of the same."""
    held = await _held(context, series, datetime.fromisoformat(until))
    smallest = context.partnership.reflect_smallest
    card = context.card("sitting/worth", held=held, smallest=smallest, several=False, id=series)
    rows = [(_day(one), one.good, one.partly, one.poor) for one in _shown(held)]
    if not rows:
        return card
    png = await asyncio.to_thread(charts.worth, rows, *_answers(context))
    instead = plain(context.card("sitting/worth_instead"))
    return card.with_file(File("worth.png", "image/png", "", " ".join(plain(card).split()), instead, png))


def _answers(context: Context) -> list[str]:
    """The three answers as the picture calls them."""
    [answers] = [one for one in context.card("sitting/worth_answers").blocks if isinstance(one, Bullets)]
    return [words(line) for line in answers.lines]


def _day(one: Worth) -> str:
    day = dates.local(one.meeting.starts_at, one.meeting.zone).date()
    return f"{day.day} {day:%b}"
