"""Answers to a reflection, each with its author, and only until it is shown or taken back; then nothing of it is left.

Nobody but the author is ever given one, and it holds no time (docs/decisions/0019).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, Select, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage import forgetting
from storage.base import Name, Scope, ScopedRow
from storage.captures import Capture
from storage.database import for_good
from storage.partnerships import Partnership
from storage.people import Member
from storage.reflections import HABIT, ROUND, Reflection
from storage.releasing import NOBODY, ORGANISATION, Shown

DRAFT = "?"
"""What the question of words begins with that were written to us and not sorted yet by whoever wrote them."""

LONGEST = 1500
"""How long the answer to one question may be, in characters."""

WRITTEN = "answer"
"""The kind of the captures that tell with which message words of an answer came; they go when it goes."""


class Answer(ScopedRow):
    """What one person answered to one question, until it is released. It has no time."""

    __tablename__ = "reflection_answers"
    __table_args__ = (UniqueConstraint("reflection_id", "member_id", "question"),)

    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    question: Mapped[str] = mapped_column(Name)
    text: Mapped[str]
    """Each line will be a voice of its own."""
    shown: Mapped[str] = mapped_column(Name)
    """As whose it may be shown: the person's, their organisation's, nobody's."""
    open: Mapped[bool]
    """Whether it may be shown so to everybody, however few they are."""
    smallest: Mapped[int]
    """The smallest group that was promised to whoever gave it."""

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    @property
    def draft(self) -> bool:
        """Whether it is not sorted yet."""
        return self.question.startswith(DRAFT)


class Answers(Scope):
    """The answers of one partnership that nobody has seen yet."""

    async def of(self, reflection: Reflection, member: Member) -> Sequence[Answer]:
        """What this member has answered and may still change."""
        query = self._by(member).where(Answer.reflection_id == reflection.id).order_by(Answer.question)
        return [one for one in await self.all(query) if not one.draft]

    async def waiting(self, member: Member, reflection: Reflection | None = None) -> Sequence[Answer]:
        """All that this member has written before meetings and nobody has seen, or that of one reflection."""
        habits = self.rows(Reflection).where(Reflection.kind == HABIT).with_only_columns(Reflection.id)
        query = self._by(member).where(Answer.reflection_id.in_(habits))
        return await self.all(query.where(Answer.reflection_id == reflection.id) if reflection else query)

    async def get(self, answer_id: int, member: Member) -> Answer | None:
        """One answer, in the hands of whoever gave it."""
        row = await self.by_id(Answer, answer_id)
        return row if row is not None and row.member_id == member.id else None

    async def give(
        self, reflection: Reflection, member: Member, question: str, text: str, shown: str
    ) -> Answer | None:
        """Keep, change or (with no words) take back a member's answer to one question. Returns it as it stands."""
        row = await self._answer(reflection, member, question)
        if not text.strip():
            await self.drop([row] if row else [])
            return None
        row = row or Answer(reflection_id=reflection.id, member_id=member.id, member=member)
        partnership = await self._partnership()
        await for_good(self.session)
        row.question, row.text, row.shown = question, text.strip(), shown
        named = reflection.named and partnership.reflect_named
        row.open = shown == ORGANISATION if reflection.by_organisation else named and shown != NOBODY
        row.smallest = max(reflection.smallest, partnership.reflect_smallest)
        return await self.keep(row)

    async def add(
        self, reflection: Reflection, member: Member, question: str, text: str, shown: str
    ) -> Answer | None:
        """One more line to what a member has answered to one question. Returns it as it stands."""
        row = await self._answer(reflection, member, question)
        whole = f"{row.text}\n{text}" if row and row.text != text else text
        return await self.give(reflection, member, question, whole[:LONGEST], row.shown if row else shown)

    async def put_down(self, reflection: Reflection, member: Member, text: str) -> Answer:
        """Words of this member's that are not sorted yet, beside whatever else is not."""
        question = f"{DRAFT}{secrets.token_hex(8)}"
        row = Answer(reflection_id=reflection.id, member_id=member.id, member=member, question=question)
        row.text, row.shown, row.open, row.smallest = text, NOBODY, False, reflection.smallest
        return await self.keep(row)

    async def came_with(self, draft: Answer, answer: Answer) -> None:
        """The message that words came with tells of `answer` from now on."""
        told = Capture.kind == WRITTEN, Capture.record_id == draft.id
        moved = update(Capture).where(Capture.partnership_id == self.partnership_id, *told)
        await self.session.execute(moved.values(record_id=answer.id))

    async def amend(self, answer: Answer, text: str) -> None:
        """Other words in the place of what an answer says; without any it goes."""
        await for_good(self.session)
        answer.text = text
        await (self.session.flush() if text.strip() else self.drop([answer]))

    async def without(self, answer: Answer, text: str) -> bool:
        """Take lines out of an answer, which goes where nothing is left. Returns whether it held them all."""
        lines = answer.text.splitlines()
        for line in text.splitlines():
            if line not in lines:
                return False
            lines.remove(line)
        await self.amend(answer, "\n".join(lines))
        return True

    async def pool(self, reflection: Reflection) -> Sequence[Answer]:
        """All that may be released with this reflection: what was answered to it, and what waits from earlier ones."""
        if reflection.kind == ROUND:
            return await self.all(self.rows(Answer).where(Answer.reflection_id == reflection.id))
        place = Reflection.conversation_id == reflection.conversation_id
        same = self.rows(Reflection).where(Reflection.kind == HABIT, place)
        return await self.all(_in(self.rows(Answer), same))

    async def drop(self, answers: Iterable[Answer]) -> None:
        """Answers go, with what they hold, what was said back of it and what tells of it; also out of a SQLite file."""
        await for_good(self.session)
        gone = list(answers)
        await forgetting.echoes(self.session, self.partnership_id, [one.text for one in gone])
        told = Capture.kind == WRITTEN, Capture.record_id.in_([one.id for one in gone])
        await self.session.execute(
            delete(Capture).where(Capture.partnership_id == self.partnership_id, *told)
        )
        for answer in gone:
            await self.session.delete(answer)
        await self.session.flush()

    async def forget_receipt(self, key: str) -> None:
        """What was said back to whoever answered goes, by the key of its delivery; also out of a SQLite file."""
        await for_good(self.session)
        await forgetting.receipt(self.session, self.partnership_id, key)

    def _by(self, member: Member) -> Select[Answer]:
        return self.rows(Answer).where(Answer.member_id == member.id)

    async def _answer(self, reflection: Reflection, member: Member, question: str) -> Answer | None:
        asked = self._by(member).where(Answer.question == question)
        return await self.first(asked.where(Answer.reflection_id == reflection.id))

    async def _partnership(self) -> Partnership:
        query = select(Partnership).where(Partnership.id == self.partnership_id)
        return (await self.session.scalars(query)).one()


def _in(answers: Select[Answer], reflections: Select[Reflection]) -> Select[Answer]:
    return answers.where(Answer.reflection_id.in_(reflections.with_only_columns(Reflection.id)))


def as_shown(answer: Answer, partnership: Partnership, reflection: Reflection) -> Shown:
    """An answer as the rule of the smallest group sees it; what the partnership has tightened since counts."""
    openly = answer.open and (partnership.reflect_named or reflection.by_organisation)
    return Shown(
        answer=answer.id,
        author=answer.member_id,
        question=answer.question,
        text=answer.text,
        shown=answer.shown,
        openly=openly,
        smallest=max(answer.smallest, partnership.reflect_smallest),
        organisation=answer.member.organisation_id,
    )
