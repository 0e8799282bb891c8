"""Leaving people alone for as long as they like, and writing to them again when they say so."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from bot import dates
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, reply, silent
from handlers.chase.shared import feature


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
    if await context.on_own_page():
        return silent()
    day = dates.local(moment, context.partnership.zone).date()
    return reply("chase/paused", day=day, today=context.today).privately()


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
    return silent() if await context.on_own_page() else reply("chase/resumed").privately()


async def _redraw(context: Context) -> None:
    """The asker's chase cards say whether they are paused."""
    for delivery in await context.records.deliveries.sent_to(context.member.id, "chase/"):
        await context.changed(delivery.about)
