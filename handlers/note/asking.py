"""A decision that everybody is asked about: organisations agree, stand aside or disagree, by whoever may decide for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import names
from bot.card import Card
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Occasion, Reply, reply
from bot.target import row_id
from handlers.note.base import LONGEST, changed, check_may, check_open, readable, target
from storage.minutes import DRAFT
from storage.notes import DECISION, OPEN, Note
from storage.partnerships import Organisation
from storage.people import Member, Role
from storage.positions import AGREE, ASIDE, DISAGREE, Position, Question

MINUTES = "minutes.draft"
"""Who drafts the minutes, where that feature is there."""


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
    note = await _decision(context)
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
    await _stands_anew(context, note)
    return reply("note/asked", number=note.number).privately()


async def _decision(context: Context) -> Note:
    """The decision that is meant, where the asker may ask about it; a button's row may be of another family."""
    note, _ = await target(context, DECISION)
    if note.family != DECISION:
        raise BotError("note/unknown", family=DECISION)
    check_may(context, note)
    return note


async def _stands_anew(context: Context, note: Note) -> None:
    """Draw again whatever says how a decision stands, and draft anew what nobody has approved yet."""
    await changed(context, note)
    issue = await context.records.newsletters.draft()
    if issue is not None:
        await context.changed(issue.about)
    if context.member.role >= Role.MINUTES and await _drafted(context, note):
        await context.hand_on(MINUTES, f"id={note.meeting_id}", again="yes")


async def _drafted(context: Context, note: Note) -> bool:
    """Whether the minutes of its meeting wait for their first approval; a correction keeps to what it corrects."""
    if note.meeting is None or not any(one.name == "minutes" for one in context.features):
        return False
    row = await context.records.minutes.of(note.meeting)
    return row is not None and row.state == DRAFT and not row.version


async def drawn(context: Context, question_id: int) -> Card | None:
    """The question in the channel: how many have answered, and what they say once all have or it is closed."""
    question = await context.records.positions.get(question_id)
    if question is None:
        return None
    heard = (await context.records.positions.heard([question]))[question.id]
    return context.card(
        "note/question",
        number=question.note.number,
        text=question.text,
        id=question.id,
        gone=question.note.state != OPEN,
        closed=question.closed_at is not None,
        heard=len(heard.said),
        of=heard.of,
        said=[_said(one) for one in heard.said] if heard.told else [],
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
    await _stands_anew(context, question.note)
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
    note = await _decision(context)
    question = await context.records.positions.about(note)
    if question is None:
        raise BotError("note/unknown", family=DECISION)
    await context.records.positions.close(question, context.at)
    await _stands_anew(context, note)
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
