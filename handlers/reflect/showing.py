"""Showing what was said, together and never one by one; and taking one thing off that was said."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.reflect.base import feature, told
from storage.people import Role
from storage.reflections import HABIT
from storage.voices import Voice


@feature.draws("shown")
async def shown(context: Context, *, reflection: int) -> Card | None:
    """The answers in a message of their own, where no agenda shows them; drawing it releases them."""
    row = await context.records.reflections.get(reflection)
    if row is None:
        return None
    if row.kind == HABIT:
        await context.records.voices.release(row, context.at)
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


@feature.verb("hide", hidden=True)
async def hide(context: Context) -> Reply:
    """Take one answer off: who said it under their name, or chair, deputy and minute-taker."""
    voice = await context.records.voices.get(row_id(context.text) or 0)
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
