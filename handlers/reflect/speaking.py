"""Answering in a round, for one's organisation or as a person without a name."""

from __future__ import annotations

from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, reply, silent
from bot.rounds import ORGANISATION
from handlers.reflect.answering import smallest
from handlers.reflect.base import feature, quietly
from handlers.reflect.feedback import wish
from handlers.reflect.rounds import go_on, over, round_of
from storage.answers import LONGEST
from storage.reflections import Reflection
from storage.releasing import NOBODY


async def _turn(context: Context) -> Reflection:
    """The round that is answered, where it is the asker's turn. Raises BotError."""
    row = await round_of(context, context.text)
    if over(row):
        raise BotError("reflect/gone")
    if row.script["by"] == ORGANISATION and context.member.organisation is None:
        raise BotError("reflect/no_organisation")
    if not row.everybody and context.member.organisation_id != row.host_id:
        raise BotError("reflect/host_first", host=row.host.name if row.host else "")
    return row


@feature.verb("speak", hidden=True, form=True)
async def speak(context: Context) -> Reply:
    """Answer the questions of a round."""
    row, member = await _turn(context), context.member
    own = {one.question: one.text for one in await context.records.answers.of(row, member)}
    body = member.organisation
    here = await context.records.members.by_organisation()
    asked = [one.from_id for one in await context.records.rounds.of(row) if body and one.for_id == body.id]
    others = [one for one in await context.records.organisations.list() if not body or one.id != body.id]
    return reply(
        "reflect/speak",
        id=row.id,
        questions=[{**one, "answer": own.get(one["key"], "")} for one in row.script["questions"]],
        feedback=row.script["feedback"] if others else "",
        asked=[str(number) for number in asked],
        bodies=[{"value": str(one.id), "label": one.name} for one in others],
        organisation=body.name if body and row.script["by"] == ORGANISATION else "",
        alone=body is not None and len(here.get(body.id, ())) == 1,
        smallest=smallest(context, row),
    )


@feature.verb("spoken", hidden=True)
async def spoken(context: Context) -> Reply:
    """Keep what a form says in a round."""
    row, member, values = await _turn(context), context.member, context.request.values
    typed = {one["key"]: str(values.get(one["key"], "")).strip() for one in row.script["questions"]}
    long = next((key for key, text in typed.items() if len(text) > LONGEST), None)
    if long:
        raise FieldError(long, "reflect/too_long", most=LONGEST)
    if not any(typed.values()) and not await context.records.answers.of(row, member):
        raise FieldError(next(iter(typed)), "reflect/nothing_said")
    shown = ORGANISATION if row.script["by"] == ORGANISATION else NOBODY
    for key, text in typed.items():
        await context.records.answers.give(row, member, key, text, shown)
    await wish(context, row)
    if member.organisation_id == row.host_id:
        await go_on(context, row)
    return await _said(context, row, taken_back=not any(typed.values()))


async def _said(context: Context, row: Reflection, taken_back: bool) -> Reply:
    """The receipt, where the card that was pressed does not say it."""
    if await context.pressed_card() == "reflect.round_you":
        return silent()
    return quietly(reply("reflect/spoken", id=row.id, title=row.title, taken_back=taken_back), row)


@feature.verb("take_round_back", hidden=True)
async def take_round_back(context: Context) -> Reply:
    """Take back what one has said in a round and nobody has seen yet."""
    row = await round_of(context, context.text)
    mine = await context.records.answers.of(row, context.member)
    if not mine:
        return reply("reflect/none_to_take", shown=row.released_at is not None).privately()
    await context.records.answers.drop(mine)
    return await _said(context, row, taken_back=True)
