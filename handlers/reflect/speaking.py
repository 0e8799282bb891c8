"""Answering in a round, for one's organisation or as a person without a name; and feedback that goes to its asker alone."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.rounds import ORGANISATION
from bot.target import row_id, whole
from handlers.reflect.answering import smallest
from handlers.reflect.base import feature, quietly
from handlers.reflect.rounds import go_on, over, parts, round_of
from storage.people import Member
from storage.reflections import LONGEST, NOBODY, Reflection
from storage.rounds import Feedback

BRIEF = 600
"""How long feedback may be, in characters."""


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
    own = {one.question: one.text for one in await context.records.reflections.answers_of(row, member)}
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
    if not any(typed.values()) and not await context.records.reflections.answers_of(row, member):
        raise FieldError(next(iter(typed)), "reflect/nothing_said")
    shown = ORGANISATION if row.script["by"] == ORGANISATION else NOBODY
    for key, text in typed.items():
        await context.records.reflections.answer(row, member, key, text, shown)
    await _wish(context, row)
    if member.organisation_id == row.host_id:
        await go_on(context, row)
    if await context.pressed_card() == "reflect.round_you":
        return silent()
    return quietly(reply("reflect/spoken", id=row.id, title=row.title), row)


# Feedback


async def _wish(context: Context, row: Reflection) -> None:
    """Ask those organisations for feedback that were chosen, each once."""
    body, given = context.member.organisation_id, context.request.values.get("feedback", [])
    if not row.script["feedback"] or body is None:
        return
    wanted = {whole(one) for one in (given if isinstance(given, list) else given.split(","))}
    known = [one.id for one in await context.records.organisations.list() if one.id in wanted]
    for wish in await context.records.rounds.ask(row, body, known):
        await _tell(context, wish, wish.from_id, "reflect.feedback_asked")


async def _tell(context: Context, wish: Feedback, body: int, card: str) -> None:
    """A private message to each of an organisation's people."""
    here = await context.records.members.by_organisation()
    for member in here.get(body, ()):
        key, subject = f"{card}/{wish.id}/{member.id}", {"feedback": wish.id}
        await context.owe(Occasion(context.at, key, card, subject, to=member, about=f"feedback:{wish.id}"))


async def _feedback(context: Context, member: Member, asker: bool) -> Feedback:
    """The feedback that a button means, in the hands of those whom it concerns. Raises BotError or NotAllowed."""
    row = await context.records.rounds.feedback(row_id(context.text) or 0)
    if row is None:
        raise BotError("reflect/gone")
    if member.organisation_id != (row.for_id if asker else row.from_id):
        raise NotAllowed("reflect/not_for_you")
    return row


@feature.draws("feedback_asked")
async def feedback_asked(context: Context, *, feedback: int) -> Card | None:
    """An organisation would like a word from another: to each of the other's people."""
    row = await context.records.rounds.feedback(feedback)
    if row is None:
        return None
    return context.card(
        "reflect/feedback_asked", asker=row.asker.name, giver=row.giver.name, id=row.id, given=bool(row.text)
    )


@feature.verb("give", hidden=True, form=True)
async def give(context: Context) -> Reply:
    """Give the feedback that was asked for."""
    row = await _feedback(context, context.member, asker=False)
    if row.text:
        return reply("reflect/given", asker=row.asker.name).privately()
    return reply("reflect/give", asker=row.asker.name, giver=row.giver.name, id=row.id)


@feature.verb("given", hidden=True)
async def given(context: Context) -> Reply:
    """Hand feedback over to those who asked for it, and to nobody else."""
    row = await _feedback(context, context.member, asker=False)
    text = str(context.request.values.get("text", "")).strip()
    if not 0 < len(text) <= BRIEF:
        raise FieldError("text", "reflect/too_long", most=BRIEF)
    if not row.text:
        row.text = text
        await _tell(context, row, row.for_id, "reflect.feedback_got")
        await context.changed(f"feedback:{row.id}")
    return reply("reflect/given", asker=row.asker.name).privately()


@feature.draws("feedback_got")
async def feedback_got(context: Context, *, feedback: int) -> Card | None:
    """Feedback, to each of the asker's people alone."""
    row = await context.records.rounds.feedback(feedback)
    if row is None:
        return None
    return context.card(
        "reflect/feedback_got", giver=row.giver.name, text=row.text, id=row.id, shared=row.shared
    )


@feature.verb("share", hidden=True)
async def share(context: Context) -> Reply:
    """Let everybody read feedback that one's organisation was given."""
    row = await _feedback(context, context.member, asker=True)
    row.shared = True
    reflection = await context.records.reflections.get(row.reflection_id)
    if reflection is not None and await parts(context, reflection):
        await context.changed(reflection.about)
    await context.changed(f"feedback:{row.id}")
    return silent()
