"""Decisions that everybody is asked about: what each organisation says to one, by whoever may decide for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.notes import Note
from storage.partnerships import Organisation
from storage.people import Member

AGREE, ASIDE, DISAGREE = "agree", "aside", "disagree"
ASKED, REWORDED, SETTLED = "asked", "reworded", "settled"
"""How a decision stands: everybody is asked, or was about other words, or there is nothing to wait for."""


@dataclass(frozen=True)
class Heard:
    """What was said to a question; `told`: everybody may read it, as all have answered or it is closed."""

    said: Sequence[Position]
    of: int
    """How many organisations are asked."""
    told: bool


@dataclass(frozen=True)
class Decided:
    """A decision, and how it stands with everybody, as far as everybody may know."""

    id: int
    number: int
    text: str
    state: str = ""
    """Empty where nobody was asked."""
    differently: Sequence[str] = ()
    """The organisations that see it differently, once the question's own card says so."""

    @property
    def agreed(self) -> bool:
        """Whether it can be told as agreed: nobody is still asked, and nobody sees it differently."""
        return self.state in ("", SETTLED) and not self.differently


class Question(ScopedRow):
    """A decision that everybody is asked about."""

    __tablename__ = "decision_questions"
    __table_args__ = (UniqueConstraint("note_id"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"))
    text: Mapped[str]
    """The decision as everybody was asked about it; other words need asking again."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    note: Mapped[Note] = relationship(lazy="joined", innerjoin=True)


class Position(ScopedRow):
    """What an organisation says to a decision, and who said it for them."""

    __tablename__ = "decision_positions"
    __table_args__ = (UniqueConstraint("question_id", "organisation_id"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("decision_questions.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Name)
    reason: Mapped[str] = mapped_column(default="")
    shown: Mapped[bool] = mapped_column(default=False)
    """Whether the reason may be shown to everybody; otherwise it is for the chair."""

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class Positions(Scope):
    """What the organisations of one partnership say to its decisions."""

    async def get(self, question_id: int) -> Question | None:
        return await self.by_id(Question, question_id)

    async def about(self, note: Note) -> Question | None:
        """The question about a decision, if everybody was asked."""
        return await self.first(self.rows(Question).where(Question.note_id == note.id))

    async def ask(self, note: Note, by: Member, at: datetime) -> Question:
        """Ask everybody about a decision at `at` (aware); one that was asked about is open again.

        What was said to other words counts no more.
        """
        question = await self.about(note)
        if question is None:
            question = Question(note=note, note_id=note.id, text=note.text, asked_by_id=by.id, asked_at=at)
            return await self.keep(question)
        for said in await self.of(question) if question.text != note.text else ():
            await self.session.delete(said)
        question.closed_at, question.text = None, note.text
        await self.session.flush()
        return question

    async def close(self, question: Question, at: datetime) -> None:
        """Nothing more is said to it."""
        question.closed_at = at
        await self.session.flush()

    async def of(self, question: Question) -> Sequence[Position]:
        """What was said, in the order in which organisations are always listed: who spoke first or last is not seen."""
        query = self.rows(Position).where(Position.question_id == question.id)
        return await self.all(query.order_by(Position.organisation_id))

    async def heard(self, questions: Sequence[Question]) -> dict[int, Heard]:
        """What was said to each of these questions, by its id.

        An organisation that has answered and has nobody here any more does not stand for one that is still to answer.
        """
        if not questions:
            return {}
        query = self.rows(Position).where(Position.question_id.in_([one.id for one in questions]))
        found = await self.all(query.order_by(Position.organisation_id))
        voices = await self._voices()
        return {
            one.id: _heard(one, [said for said in found if said.question_id == one.id], voices)
            for one in questions
        }

    async def decided(self, notes: Sequence[Note]) -> list[Decided]:
        """How these decisions stand with everybody, in the same order; one query where nobody was asked about any."""
        if not notes:
            return []
        query = self.rows(Question).where(Question.note_id.in_([one.id for one in notes]))
        asked = {one.note_id: one for one in await self.all(query)}
        heard = await self.heard(list(asked.values()))
        return [_decided(one, asked.get(one.id), heard) for one in notes]

    async def _voices(self) -> set[int]:
        """The ids of the organisations that have anybody to speak for them."""
        here = self.rows(Member).where(Member.left_at.is_(None), Member.organisation_id.is_not(None))
        return set(await self.session.scalars(here.with_only_columns(Member.organisation_id).distinct()))

    async def say(
        self, question: Question, member: Member, answer: str, reason: str = "", shown: bool = False
    ) -> bool:
        """Keep what a member says for their organisation. Returns whether it had said something else before.

        Whoever has come over from another organisation speaks for that one no more: nobody has two voices.
        """
        assert member.organisation is not None
        found = await self.of(question)
        for one in found:
            if one.member_id == member.id and one.organisation_id != member.organisation_id:
                await self.session.delete(one)
        row = next((one for one in found if one.organisation_id == member.organisation_id), None)
        changed = row is not None and row.answer != answer
        if row is None:
            row = Position(question_id=question.id, organisation_id=member.organisation_id)
            row.organisation, row.answer = member.organisation, answer
            row.member, row.member_id, row.reason, row.shown = member, member.id, reason, shown
            await self.keep(row)
        row.answer, row.reason, row.shown = answer, reason, shown
        row.member, row.member_id = member, member.id
        await self.session.flush()
        return changed


def _heard(question: Question, said: Sequence[Position], voices: set[int]) -> Heard:
    answered = {one.organisation_id for one in said}
    return Heard(said, len(voices | answered), question.closed_at is not None or voices <= answered)


def _decided(note: Note, question: Question | None, heard: Mapping[int, Heard]) -> Decided:
    if question is None:
        return Decided(note.id, note.number, note.text)
    if question.text != note.text:
        return Decided(note.id, note.number, note.text, REWORDED)
    here = heard[question.id]
    if not here.told:
        return Decided(note.id, note.number, note.text, ASKED)
    others = [one.organisation.name for one in here.said if one.answer == DISAGREE]
    return Decided(note.id, note.number, note.text, SETTLED, others)
