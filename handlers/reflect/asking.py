"""Asking what goes well and less well: in the channel, and privately. Nothing in the channel tells who has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.card import Card
from bot.feature import Context, Reply, reply
from bot.when import When, when
from handlers.reflect.answering import names_allowed, smallest
from handlers.reflect.base import Spoken, day_of, feature, said, title_of
from storage.deliveries import SENT
from storage.meetings import PLANNED
from storage.reflections import LESS, OPEN, Reflection

MOST = 3
"""So much of last time is shown."""


@dataclass(frozen=True)
class Asked:
    """A reflection as the question says it."""

    id: int
    title: str
    meeting: When | None
    named: bool
    smallest: int
    last_id: int
    last_day: date | None
    """The one before, and its day; 0 and None where there was none."""
    last: list[Spoken]
    """What went less well then, and what came of it."""
    more: int
    """How much else did."""
    today: date


async def asked_of(context: Context, reflection: Reflection) -> Asked:
    """What the question says, the same for everybody."""
    before = await context.records.reflections.before(reflection)
    voices = await context.records.voices.of(before) if before else []
    last = sorted((said(one) for one in voices if one.question == LESS), key=lambda one: not one.came)
    return Asked(
        id=reflection.id,
        title=title_of(context, reflection),
        meeting=when(context, reflection.meeting) if reflection.meeting else None,
        named=names_allowed(context, reflection),
        smallest=smallest(context, reflection),
        last_id=before.id if before else 0,
        last_day=day_of(context, before) if before else None,
        last=last[:MOST],
        more=max(0, len(last) - MOST),
        today=context.today,
    )


async def channel_card(context: Context, reflection: Reflection) -> Card:
    """The question in the channel. It is never drawn again: an edit would tell when somebody answered."""
    return context.card("reflect/asked", asked=await asked_of(context, reflection))


@feature.draws("asked_you")
async def asked_you(context: Context, *, reflection: int, member: int) -> Card | None:
    """The private question, with whether its reader has answered."""
    row, reader = (
        await context.records.reflections.get(reflection),
        await context.records.members.get(member),
    )
    if row is None or reader is None or reader.left_at is not None:
        return None
    if row.meeting is not None and row.meeting.state != PLANNED:
        sent = await context.records.deliveries.of(f"reflect/{row.occasion}/{member}")
        if sent is None or sent.state != SENT:
            return None
    own = await context.records.answers.of(row, reader)
    silent = member in await context.records.reflections.silent()
    return context.card(
        "reflect/asked_you",
        asked=await asked_of(context, row),
        answered=bool(own),
        open=row.state == OPEN,
        silent=silent,
    )


@feature.verb("quiet", also=("do not ask", "stop asking"), examples=("quiet",))
async def quiet(context: Context) -> Reply:
    """Ask me no more privately what goes well and less well."""
    await context.records.reflections.be_silent(context.member, True)
    return reply("reflect/quiet", silent=True).privately()


@feature.verb("ask_me", also=("ask me again",), examples=("ask me",))
async def ask_me(context: Context) -> Reply:
    """Ask me privately again."""
    await context.records.reflections.be_silent(context.member, False)
    return reply("reflect/quiet", silent=False).privately()
