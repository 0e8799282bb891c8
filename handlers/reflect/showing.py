"""Showing what was said, together and never one by one; and taking one thing off that was said."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.target import row_id, whole
from handlers.reflect.base import feature, told
from storage.people import Member, Role
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
    return context.card("reflect/voices", told=said, alone=True, may=False) if said.themes else None


@feature.verb(
    "show",
    also=(
        "what was said",
        "what did people say",
        "show the reflections",
        "show last time's reflections",
        "answers",
        "reflection",
        "reflections",
    ),
    examples=("show",),
)
async def show(context: Context) -> Reply:
    """Show what was said last, all of it together."""
    pressed = row_id(context.text)
    rows = await context.records.reflections.released(context.conversation_id if pressed is None else None)
    row = next((one for one in rows if pressed in (None, one.id)), None)
    if row is None:
        return reply("reflect/nothing_yet").privately()
    voices = await context.records.voices.of(row)
    may = any(_may(context.member, voice) for voice in voices)
    said = reply("reflect/voices", told=await told(context, row), alone=False, may=may).privately()
    return said.kept_right("reflect.again", f"voices:{row.id}", reflection=row.id, may=may)


@feature.draws("again")
async def again(context: Context, *, reflection: int, may: bool) -> Card | None:
    """What was said, as it stands now, for who asked for it."""
    row = await context.records.reflections.get(reflection)
    return (
        context.card("reflect/voices", told=await told(context, row), alone=False, may=may) if row else None
    )


def _may(member: Member, voice: Voice) -> bool:
    """Whether somebody may take a voice off: who said it under their name, or who keeps the minutes or leads."""
    return voice.member_id == member.id or member.role >= Role.MINUTES


@feature.verb("take_off", hidden=True, form=True)
async def take_off(context: Context) -> Reply:
    """Choose an answer to take off."""
    row = await context.records.reflections.get(row_id(context.text) or 0)
    voices = await context.records.voices.of(row) if row else []
    mine = [voice for voice in voices if _may(context.member, voice)]
    if not mine:
        raise NotAllowed("reflect/not_yours")
    return reply("reflect/take_off", voices=[{"value": str(one.id), "label": one.text} for one in mine])


@feature.verb("hide", hidden=True)
async def hide(context: Context) -> Reply:
    """Take one answer off: who said it under their name, or chair, deputy and minute-taker."""
    chosen = whole(str(context.request.values.get("voice", ""))) or row_id(context.text)
    voice = await context.records.voices.get(chosen or 0)
    if voice is None or voice.hidden:
        raise BotError("reflect/gone")
    if not _may(context.member, voice):
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
