"""A deeper round: begun by the chair, asked of the host first, then of everybody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.card import Card, dump
from bot.errors import BotError, FieldError
from bot.feature import Context, Occasion, Reply, reply
from bot.rounds import ORGANISATION, Round
from bot.target import row_id, whole
from handlers.reflect.base import feature
from handlers.reflect.own_rounds import every
from storage.partnerships import Organisation
from storage.people import Role
from storage.reflections import OPEN, ROUND, Reflection

HEAD_START = timedelta(days=3)
"""How long the host has the floor alone."""

KEPT = timedelta(days=60)
"""How long a round waits for answers."""


async def round_of(context: Context, text: str) -> Reflection:
    """The round that a button means. Raises BotError where there is none."""
    row = await context.records.reflections.get(row_id(text) or 0)
    if row is None or row.kind != ROUND:
        raise BotError("reflect/gone")
    return row


@feature.verb(
    "round",
    form=True,
    least=Role.DEPUTY,
    also=("start a round", "begin a round", "hold a round", "start a round of", "hold a round of"),
    examples=("round", "round hopes and fears"),
)
async def start(context: Context) -> Reply:
    """Hold a deeper round: organisation by organisation, hopes and fears, a year from now, or one of your own."""
    found = await every(context)
    wanted = context.text.strip(" .:!").casefold()
    named = next((one for one in found if wanted and one.name.casefold() == wanted), None)
    if named is not None and named.by != ORGANISATION:
        return await _begin(context, named, None)
    choices = [{"value": one.key, "label": one.name} for one in found]
    bodies = [{"value": str(one.id), "label": one.name} for one in await context.records.organisations.list()]
    chosen = named.key if named else found[0].key
    unknown = context.text.strip(" .:!") if named is None else ""
    return reply("reflect/round", chosen=chosen, rounds=choices, bodies=bodies, unknown=unknown)


@feature.verb("begin", hidden=True, least=Role.DEPUTY)
async def begin(context: Context) -> Reply:
    """Begin the round that a form chooses."""
    wanted = str(context.request.values.get("round", ""))
    chosen = next((one for one in await every(context) if one.key == wanted), None)
    if chosen is None:
        raise FieldError("round", "partnership/no_choice")
    host = whole(str(context.request.values.get("host", "")))
    return await _begin(context, chosen, await context.records.organisations.get(host) if host else None)


async def _begin(context: Context, chosen: Round, host: Organisation | None) -> Reply:
    """Begin a round in this channel; whoever is first is asked privately, and the channel hears what it is about."""
    channel = await context.records.conversations.first_of_all()
    row = Reflection(occasion=f"round/{secrets.token_hex(6)}", kind=ROUND, title=chosen.name)
    row.script, row.conversation_id = (
        chosen.script,
        context.conversation_id or (channel.first_id if channel else 0),
    )
    row.host = host if chosen.by == ORGANISATION else None
    row.host_id = row.host.id if row.host else None
    row.everybody = row.host is None
    await context.records.reflections.asks(row, context.at)
    await context.records.deliveries.owe(
        key=f"reflect/{row.occasion}",
        at=context.at,
        conversation=row.conversation_id,
        card=dump(context.card("reflect/round_asked", **_words(row))),
        about=row.about,
    )
    await ask(context, row)
    return reply("reflect/round_begun", id=row.id, title=row.title, host=host_of(row)).privately()


def host_of(row: Reflection) -> str:
    """The name of the organisation that goes first in a round; empty where none does."""
    return row.host.name if row.host else ""


def _words(row: Reflection) -> dict[str, object]:
    questions = [one["text"] for one in row.script["questions"]]
    by = row.script["by"] == ORGANISATION
    return {
        "id": row.id,
        "title": row.title,
        "questions": questions,
        "by_organisation": by,
        "host": host_of(row),
        "smallest": row.smallest,
    }


async def ask(context: Context, row: Reflection) -> None:
    """Ask privately those whose turn it is, each once: the host's people, or everybody."""
    by_body = await context.records.members.by_organisation()
    silent = await context.records.reflections.silent()
    everybody = [member for members in by_body.values() for member in members]
    turn = everybody if row.everybody else by_body.get(row.host_id, [])
    for member in turn:
        if member.id not in silent and not member.paused(context.at):
            key = f"reflect/{row.occasion}/{member.id}"
            subject = {"reflection": row.id, "member": member.id}
            await context.owe(
                Occasion(
                    context.at, key, "reflect.round_you", subject, to=member, about=f"reflected:{row.id}"
                )
            )


async def go_on(context: Context, row: Reflection) -> None:
    """The host has gone first, or had the time to: now everybody is asked."""
    if not row.everybody:
        row.everybody = True
        await ask(context, row)


@feature.verb("everybody", hidden=True, least=Role.DEPUTY)
async def everybody(context: Context) -> Reply:
    """Ask everybody now, without waiting for the host."""
    row = await round_of(context, context.text)
    await go_on(context, row)
    return reply("reflect/round_begun", id=row.id, title=row.title, host="").privately()


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """Rounds whose host had the floor for long enough go on; those of long ago are over, and forget what waits."""
    for row in await context.records.reflections.open(ROUND):
        if row.opened_at + HEAD_START <= context.at:
            await go_on(context, row)
        if row.opened_at + KEPT <= context.at:
            await context.records.reflections.lapse(row)
            await context.records.answers.drop(await context.records.answers.pool(row))
    return []


@feature.draws("round_you")
async def round_you(context: Context, *, reflection: int, member: int) -> Card | None:
    """A round's private question, with whether its reader has answered."""
    row = await context.records.reflections.get(reflection)
    reader = await context.records.members.get(member)
    if row is None or reader is None or reader.left_at is not None:
        return None
    own = await context.records.answers.of(row, reader)
    shown = row.released_at is not None
    return context.card("reflect/round_you", **_words(row), answered=bool(own), shown=shown, over=over(row))


def over(row: Reflection) -> bool:
    """Whether a round takes no more answers."""
    return row.state != OPEN
