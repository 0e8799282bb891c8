"""Decisions that everybody is asked about: what each organisation says to one, by whoever may decide for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.notes import Note
from storage.partnerships import Organisation
from storage.people import Member

AGREE, ASIDE, DISAGREE = "agree", "aside", "disagree"


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
