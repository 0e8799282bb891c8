"""Whether a meeting was a good use of time: one press, counted and never kept with a name, shown once nothing gives it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from bot.when import When, when
from handlers.meeting.base import feature
from storage.sittings import GOOD, PARTLY, POOR, Sitting

ASKED = timedelta(days=3)
"""How long after a meeting it can be said; shown is it afterwards only, when no single press can be told any more."""


@dataclass(frozen=True)
class Worth:
    """What was said of one meeting; the counts are there only where enough people said something."""

    meeting: When
    voices: int
    good: int
    partly: int
    poor: int


@feature.verb("worth_good", hidden=True)
async def good(context: Context) -> Reply:
    """Say that the meeting was a good use of your time."""
    return await _say(context, GOOD)


@feature.verb("worth_partly", hidden=True)
async def partly(context: Context) -> Reply:
    """Say that the meeting was partly a good use of your time."""
    return await _say(context, PARTLY)


@feature.verb("worth_poor", hidden=True)
async def poor(context: Context) -> Reply:
    """Say that the meeting was not a good use of your time."""
    return await _say(context, POOR)


async def _say(context: Context, answer: str) -> Reply:
    sitting = await context.records.sittings.get(row_id(context.text) or 0)
    if sitting is None or sitting.ended_at is None:
        raise BotError("sitting/none")
    if sitting.ended_at + ASKED <= context.at:
        raise BotError("sitting/worth_closed")
    news = await context.records.sittings.say_worth(sitting, context.member, answer)
    return reply("sitting/worth_said", news=news).privately()


@feature.verb("worth", also=("good use of time", "was it worth it"), examples=("worth",))
async def worth(context: Context) -> Reply:
    """Show whether the last meetings were a good use of time."""
    series, _ = await context.records.meetings.named(context.text, context.conversation_id)
    held = await context.records.sittings.held(context.at - ASKED, series.id if series else None)
    smallest = context.partnership.reflect_smallest
    return reply("sitting/worth", held=_shown(context, held), smallest=smallest).privately()


def _shown(context: Context, held: Sequence[Sitting]) -> list[Worth]:
    return [_worth(context, one) for one in held if one.voices]


def _worth(context: Context, sitting: Sitting) -> Worth:
    enough = sitting.voices >= context.partnership.reflect_smallest
    counts = (sitting.good, sitting.partly, sitting.poor) if enough else (0, 0, 0)
    return Worth(when(context, sitting.meeting), sitting.voices if enough else 0, *counts)
