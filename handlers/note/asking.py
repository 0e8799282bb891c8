"""A decision that everybody is asked about: organisations agree, stand aside or disagree, by whoever may decide for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import names
from bot.card import Card
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Occasion, Reply, reply
from bot.target import row_id
from handlers.note.base import LONGEST, check_may, check_open, readable, target
from storage.notes import DECISION, OPEN
from storage.partnerships import Organisation
from storage.people import Member, Role
from storage.positions import AGREE, ASIDE, DISAGREE, Position, Question


@dataclass(frozen=True)
class Said:
    """What an organisation says. `reason` is there only where whoever gave it wants it shown."""

    organisation: str
    answer: str
    reason: str


@dataclass(frozen=True)
class Deciders:
    """Who may decide for an organisation; nobody named: anybody of it."""

    organisation: str
    names: Sequence[str]


async def ask(context: Context) -> Reply:
    """Ask every organisation what it says to a decision, with one card in the channel."""
    note, _ = await target(context, DECISION)
    check_may(context, note)
    check_open(note)
    question = await context.records.positions.ask(note, context.member, context.at)
    await context.owe(
        Occasion(
            at=context.at,
            key=f"positions/{question.id}",
            card="decision.question",
            subject={"question": question.id},
            conversation=note.series.conversation_id if note.series else context.conversation_id,
            about=f"note:{note.id}",
            decent=False,
        )
    )
    await context.changed(f"note:{note.id}")
    return reply("note/asked", number=note.number).privately()


async def drawn(context: Context, question_id: int) -> Card | None:
    """The question in the channel: how many have answered, and what they say once all have or it is closed.

    An organisation that has answered and has nobody here any more does not stand for one that is still to answer.
    """
    question = await context.records.positions.get(question_id)
    if question is None:
        return None
    said = await context.records.positions.of(question)
    answered, every = {one.organisation_id for one in said}, {one.id for one in await _voices(context)}
    told = question.closed_at is not None or every <= answered
    return context.card(
        "note/question",
        number=question.note.number,
        text=question.text,
        id=question.id,
        gone=question.note.state != OPEN,
        closed=question.closed_at is not None,
        heard=len(said),
        of=len(every | answered),
        said=[_said(one) for one in said] if told else [],
    )


def _said(row: Position) -> Said:
    return Said(row.organisation.name, row.answer, row.reason if row.shown else "")


async def _voices(context: Context) -> list[Organisation]:
    """The organisations that have anybody to speak for them."""
    here = await context.records.members.by_organisation()
    return [one for one in await context.records.organisations.list() if here.get(one.id)]


async def say(context: Context, answer: str) -> Reply:
    """Agree or stand aside for one's organisation."""
    question = await _open(context)
    await _check_decides(context)
    return await _keep(context, question, answer)


async def disagree(context: Context) -> Reply:
    """Open the form that asks why."""
    question = await _open(context)
    await _check_decides(context)
    return reply("note/disagree", id=question.id, text=question.text)


async def disagree_save(context: Context) -> Reply:
    """Disagree for one's organisation, with the reason, which is shown only where it may be."""
    question = await _open(context)
    await _check_decides(context)
    values = context.request.values
    reason = await readable(context, str(values.get("reason", "")))
    if not 0 < len(reason) <= LONGEST:
        raise FieldError("reason", "note/text_unclear", most=LONGEST)
    return await _keep(context, question, DISAGREE, reason, str(values.get("shown", "")) == "yes")


async def _open(context: Context) -> Question:
    question = await context.records.positions.get(row_id(context.text) or 0)
    if question is None:
        raise BotError("note/unknown", family=DECISION)
    check_open(question.note)
    if question.closed_at is not None:
        raise BotError("note/question_closed", number=question.note.number)
    return question


async def _check_decides(context: Context) -> None:
    """Raise NotAllowed where the asker speaks for no organisation, or others decide for it."""
    member = context.member
    if member.organisation_id is None:
        raise NotAllowed("note/no_organisation")
    deciders = await _deciders(context, member.organisation_id)
    if deciders and member.id not in {one.id for one in deciders}:
        raise NotAllowed("note/not_decider", who=[one.name for one in deciders])


async def _deciders(context: Context, organisation_id: int) -> list[Member]:
    here = await context.records.members.by_organisation()
    return [one for one in here.get(organisation_id, []) if one.decides]


async def _keep(
    context: Context, question: Question, answer: str, reason: str = "", shown: bool = False
) -> Reply:
    await context.records.positions.say(question, context.member, answer, reason, shown)
    await context.changed(f"note:{question.note_id}")
    body = context.member.organisation
    assert body is not None
    chair = await context.records.members.to_ask()
    if answer == DISAGREE and chair is not None and chair.id != context.member.id:
        await context.tell(
            chair,
            "note/disagrees",
            key=f"disagrees/{question.id}/{body.id}/{context.request.key or int(context.at.timestamp())}",
            organisation=body.name,
            text=question.text,
            reason=reason,
            shown=shown,
        )
    return reply("note/said", organisation=body.name, answer=answer, number=question.note.number).privately()


async def close(context: Context) -> Reply:
    """Take no more answers to a decision that was asked about; the card shows what was said."""
    note, _ = await target(context, DECISION)
    question = await context.records.positions.about(note)
    if question is None:
        raise BotError("note/unknown", family=DECISION)
    check_may(context, note)
    await context.records.positions.close(question, context.at)
    await context.changed(f"note:{note.id}")
    return reply("note/closed", number=note.number).privately()


async def deciders(context: Context) -> Reply:
    """Show who may decide for their organisation; with a name, let them, or no longer."""
    if context.text.strip():
        member = await _named(context)
        if not await _may_name(context, member):
            raise NotAllowed("note/deciders_are_for", who=member.name)
        if member.organisation is None:
            raise BotError("note/decider_nowhere", who=member.name)
        member.decides = not member.decides
        await context.changed("partnership")
    bodies = [
        Deciders(one.name, [who.name for who in await _deciders(context, one.id)])
        for one in await _voices(context)
    ]
    return reply("note/deciders", bodies=bodies).privately()


async def _may_name(context: Context, member: Member) -> bool:
    """Whether the asker may say who decides: chair and deputy, whoever decides there, or, where nobody does, anybody there."""
    if context.member.role >= Role.DEPUTY:
        return True
    if member.organisation_id is None or member.organisation_id != context.member.organisation_id:
        return False
    there = {one.id for one in await _deciders(context, member.organisation_id)}
    return not there or context.member.id in there


async def _named(context: Context) -> Member:
    """The one member whom the words mean. Raises BotError."""
    found = names.who(context.text.strip(), await context.records.members.list())
    if len(found) != 1:
        raise BotError("note/who_decides", typed=await readable(context, context.text))
    return found[0]


__all__ = ["AGREE", "ASIDE", "ask", "close", "deciders", "disagree", "disagree_save", "drawn", "say"]
