"""Looking back at what was said: by meeting, by words, and from which organisations it came under their names."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from bot import charts
from bot.card import Card, File, plain
from bot.feature import Context, Occasion, Reply, reply, silent
from handlers.reflect.base import Told, day_of, feature, themes, title_of
from storage.reflections import Reflection
from storage.voices import Voice

MOST = 6
"""So many meetings stand in one answer."""

FEWEST = 2
"""A picture of fewer organisations would be one of somebody."""

Balance = list[tuple[str, int]]
"""Organisations in the order of the alphabet, and at how many meetings and rounds each was heard by its name."""


@feature.verb("history", also=("looking back", "search"), examples=("history", "history parking"))
async def history(context: Context) -> Reply:
    """Look back at what was said, meeting by meeting, with what came of it; or search it for some words."""
    words = context.text.strip(" ?\"'“”")
    words = re.sub(r"^(?:for|about|of|on)\s+", "", words, flags=re.IGNORECASE)
    said = await _said(context)
    found = [(row, _with(words, voices)) for row, voices in said]
    pages = [_told(context, row, voices) for row, voices in found if voices]
    return reply(
        "reflect/history",
        words=words,
        pages=pages[:MOST],
        more=max(0, len(pages) - MOST),
        balance=_balance(said) if not words else [],
        pictured=not words and len(_balance(said)) >= FEWEST,
    ).privately()


async def _said(context: Context) -> list[tuple[Reflection, Sequence[Voice]]]:
    """All that was ever shown, the newest first."""
    rows = await context.records.reflections.released()
    return [(row, await context.records.voices.of(row)) for row in rows]


def _with(words: str, voices: Sequence[Voice]) -> list[Voice]:
    """The voices that hold all of these words, or all voices."""
    wanted = words.casefold().split()
    return [voice for voice in voices if all(one in voice.text.casefold() for one in wanted)]


def _told(context: Context, row: Reflection, voices: Sequence[Voice]) -> Told:
    day, title = day_of(context, row), title_of(context, row)
    return Told(row.id, title, day, context.today, themes(row, voices))


def _balance(said: Sequence[tuple[Reflection, Sequence[Voice]]]) -> Balance:
    """Who was heard by name how often. Words without a name are nobody's; who was not heard does not stand here at all."""
    heard = [{one.organisation.name for one in voices if one.organisation} for _, voices in said]
    names = sorted({name for names in heard for name in names}, key=str.casefold)
    return [(name, sum(name in names for names in heard)) for name in names]


@feature.verb("voices", also=("voices heard", "balance"), examples=("voices",))
async def voices(context: Context) -> Reply:
    """Send me a picture of the organisations we have heard from by name: a balance, in the order of the alphabet."""
    if len(_balance(await _said(context))) < FEWEST:
        return reply("reflect/no_picture").privately()
    key = f"reflect/heard/{context.member.id}/{context.at:%Y%m%d%H%M}"
    picture = Occasion(context.at, key, "reflect.heard", {}, to=context.member, decent=False)
    await context.owe(picture)
    return silent() if context.request.place.direct else reply("reflect/picture_sent").privately()


@feature.draws("heard")
async def heard(context: Context) -> Card | None:
    """From whom we heard, in words and as a picture that says the same."""
    rows = _balance(await _said(context))
    if len(rows) < FEWEST:
        return None
    card = context.card("reflect/heard", rows=rows)
    png = await asyncio.to_thread(charts.balance, rows)
    instead = plain(context.card("reflect/heard_instead"))
    return card.with_file(File("voices.png", "image/png", "", " ".join(plain(card).split()), instead, png))
