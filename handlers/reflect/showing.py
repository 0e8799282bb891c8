"""Showing what was said, together and never one by one; and looking back, by meeting and by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import Card
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.reflect.base import Told, day_of, feature, themes, title_of, today, told
from storage.people import Role
from storage.reflections import HABIT, Reflection, Voice

MOST = 6
"""So many meetings stand in one answer."""


@feature.draws("shown")
async def shown(context: Context, *, reflection: int) -> Card | None:
    """The answers in a message of their own, where no agenda shows them; drawing it releases them."""
    row = await context.records.reflections.get(reflection)
    if row is None:
        return None
    if row.kind == HABIT:
        await context.records.reflections.release(row, context.at)
        await context.changed(f"reflected:{row.id}")
    said = await told(context, row)
    return context.card("reflect/voices", told=said, alone=True) if said.themes else None


@feature.verb("show", also=("what was said", "answers"), examples=("show",))
async def show(context: Context) -> Reply:
    """Show what was said last, all of it together."""
    pressed = row_id(context.text)
    rows = await context.records.reflections.released(context.conversation_id if pressed is None else None)
    row = next((one for one in rows if pressed in (None, one.id)), None)
    if row is None:
        return reply("reflect/nothing_yet").privately()
    said = reply("reflect/voices", told=await told(context, row), alone=False).privately()
    return said.kept_right("reflect.again", f"voices:{row.id}", reflection=row.id)


@feature.draws("again")
async def again(context: Context, *, reflection: int) -> Card | None:
    """What was said, as it stands now, for who asked for it."""
    row = await context.records.reflections.get(reflection)
    return context.card("reflect/voices", told=await told(context, row), alone=False) if row else None


@dataclass(frozen=True)
class Balance:
    """In how many of the last reflections an organisation was heard by its name."""

    name: str
    times: int


@feature.verb("history", also=("looking back", "search"), examples=("history", "history parking"))
async def history(context: Context) -> Reply:
    """Look back at what was said, meeting by meeting, with what came of it; or search it for some words."""
    words = context.text.strip(" ?\"'“”")
    words = re.sub(r"^(?:for|about|of|on)\s+", "", words, flags=re.IGNORECASE)
    rows = await context.records.reflections.released()
    found = [(row, _with(words, await context.records.reflections.voices(row))) for row in rows]
    pages = [_told(context, row, voices) for row, voices in found if voices]
    return reply(
        "reflect/history",
        words=words,
        pages=pages[:MOST],
        more=max(0, len(pages) - MOST),
        balance=_balance([voices for _, voices in found]) if not words else [],
        of=len(rows),
    ).privately()


def _with(words: str, voices: Sequence[Voice]) -> list[Voice]:
    """The voices that hold all of these words, or all voices."""
    wanted = words.casefold().split()
    return [voice for voice in voices if all(one in voice.text.casefold() for one in wanted)]


def _told(context: Context, row: Reflection, voices: Sequence[Voice]) -> Told:
    day, title = day_of(context, row), title_of(context, row)
    return Told(row.id, title, day, today(context), themes(row, voices))


def _balance(by_meeting: Sequence[Sequence[Voice]]) -> list[Balance]:
    """Who was heard by name how often, in the order of the alphabet: a balance, no ranking. Unnamed voices do not count."""
    heard = [{one.organisation.name for one in voices if one.organisation} for voices in by_meeting]
    names = sorted({name for names in heard for name in names}, key=str.casefold)
    return [Balance(name, sum(name in names for names in heard)) for name in names]


@feature.verb("hide", hidden=True)
async def hide(context: Context) -> Reply:
    """Take one answer off: who said it under their name, or chair, deputy and minute-taker."""
    voice = await context.records.reflections.voice(row_id(context.text) or 0)
    if voice is None or voice.hidden:
        raise BotError("reflect/gone")
    if voice.member_id != context.member.id and context.member.role < Role.MINUTES:
        raise NotAllowed("reflect/not_yours")
    voice.hidden = True
    await drawn_again(context, voice)
    return reply("reflect/hidden").privately()


async def drawn_again(context: Context, voice: Voice) -> None:
    """All that shows a voice is drawn again."""
    row = await context.records.reflections.get(voice.reflection_id)
    await context.changed(f"voices:{voice.reflection_id}")
    if row is not None:
        await context.changed(row.about)
    if row is not None and row.meeting_id is not None:
        await context.changed(f"agenda:{row.meeting_id}")
