"""Feedback that one organisation asks of another in a round: it goes to its asker alone first, and holds no person."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.target import row_id, whole
from handlers.reflect.base import feature
from handlers.reflect.telling import parts
from storage.people import Member
from storage.reflections import Reflection
from storage.rounds import Feedback

BRIEF = 600
"""How long feedback may be, in characters."""


async def wish(context: Context, row: Reflection) -> None:
    """Ask those organisations for feedback that a form chose, each once."""
    body, given = context.member.organisation_id, context.request.values.get("feedback", [])
    if not row.script["feedback"] or body is None:
        return
    wanted = {whole(one) for one in (given if isinstance(given, list) else given.split(","))}
    known = [one.id for one in await context.records.organisations.list() if one.id in wanted]
    for asked in await context.records.rounds.ask(row, body, known):
        await _tell(context, asked, asked.from_id, "reflect.feedback_asked")


async def _tell(context: Context, row: Feedback, body: int, card: str) -> None:
    """A private message to each of an organisation's people."""
    here = await context.records.members.by_organisation()
    for member in here.get(body, ()):
        key, subject = f"{card}/{row.id}/{member.id}", {"feedback": row.id}
        await context.owe(Occasion(context.at, key, card, subject, to=member, about=f"feedback:{row.id}"))


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
