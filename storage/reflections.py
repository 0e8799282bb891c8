"""Reflections: what goes well and less well, and rounds; who said it until it is shown, and never afterwards.

An answer keeps its author only so that they can change it. When answers are released they become voices: rows with ids
drawn by lot, in an order drawn by lot, without a time, and with no way back to who gave them (docs/decisions/0019).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, cast, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.actions import Action
from storage.agenda import AgendaItem
from storage.base import LARGEST, Name, Scope, ScopedRow
from storage.deliveries import Delivery
from storage.meetings import Meeting
from storage.partnerships import Organisation, Partnership
from storage.people import Member
from storage.releasing import NOBODY, ORGANISATION, PERSON, Shown, ready

__all__ = ["NOBODY", "ORGANISATION", "PERSON"]

WELL, LESS = "well", "less"
"""The two questions before each meeting."""

HABIT, ROUND = "well", "round"
"""Kinds of reflections: the habit before each meeting, and a deeper round."""

OPEN, RELEASED, LAPSED = "open", "released", "lapsed"
"""States: `lapsed`, its meeting is off; what was answered waits for the next release."""

DRAFT = ""
"""The question of words that were written to us and not sorted yet by whoever wrote them."""

LONGEST = 1500
"""How long the answer to one question may be, in characters."""


SAID_BACK = 8
"""Shorter words than so many characters stand in too many messages to tell whose they are."""


class Reflection(ScopedRow):
    """One asking."""

    __tablename__ = "reflections"
    __table_args__ = (UniqueConstraint("partnership_id", "occasion"),)

    occasion: Mapped[str] = mapped_column(Name)
    """What makes it the same for ever: "meeting/12", "month/2026-12", "round/…"."""
    kind: Mapped[str] = mapped_column(Name)
    title: Mapped[str] = mapped_column(Name, default="")
    script: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a round: its questions, and whether organisations answer or people."""
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation that goes first in a round."""
    everybody: Mapped[bool] = mapped_column(default=True)
    """Whether everybody is asked by now, or only the host."""
    named: Mapped[bool] = mapped_column(default=False)
    smallest: Mapped[int]
    """What had been chosen when it was asked, which is what people were told."""
    state: Mapped[str] = mapped_column(Name, default=OPEN)
    opened_at: Mapped[datetime]
    released_at: Mapped[datetime | None]

    meeting: Mapped[Meeting | None] = relationship(lazy="joined")
    host: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def about(self) -> str:
        """What its messages are about."""
        return f"reflect:{self.id}"


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


class Voice(ScopedRow):
    """One thing that was said, as everybody may read it. Its id is drawn by lot."""

    __tablename__ = "reflection_voices"

    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"), index=True)
    question: Mapped[str] = mapped_column(Name)
    text: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Only of whoever wanted their name to stand with it."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    """What came of it."""
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    hidden: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    action: Mapped[Action | None] = relationship(lazy="joined")
    item: Mapped[AgendaItem | None] = relationship(lazy="joined")


class Silence(ScopedRow):
    """Somebody who wants no private question of this kind."""

    __tablename__ = "reflection_silences"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))


class Reflections(Scope):
    """The reflections of one partnership."""

    async def get(self, reflection_id: int) -> Reflection | None:
        return await self.by_id(Reflection, reflection_id)

    async def of(self, occasion: str) -> Reflection | None:
        """The reflection of this occasion."""
        return await self.first(self.rows(Reflection).where(Reflection.occasion == occasion))

    async def asks(self, reflection: Reflection, at: datetime) -> Reflection:
        """Begin one, at `at` (aware), as the partnership has chosen by now."""
        partnership = await self._partnership()
        reflection.named, reflection.smallest = partnership.reflect_named, partnership.reflect_smallest
        reflection.opened_at, reflection.state, reflection.released_at = at, OPEN, None
        return await self.keep(reflection)

    async def open(self, kind: str = HABIT) -> Sequence[Reflection]:
        """Those that wait for answers, the oldest first."""
        query = self.rows(Reflection).where(Reflection.state == OPEN, Reflection.kind == kind)
        return await self.all(query.order_by(Reflection.opened_at, Reflection.id))

    async def newest(self, kind: str = HABIT) -> Reflection | None:
        """The one that was asked last."""
        query = self.rows(Reflection).where(Reflection.kind == kind)
        return await self.first(query.order_by(Reflection.opened_at.desc(), Reflection.id.desc()))

    async def released(self, conversation_id: int | None = None) -> Sequence[Reflection]:
        """Those whose answers were released, the newest first; of all kinds."""
        query = self.rows(Reflection).where(Reflection.released_at.is_not(None))
        if conversation_id is not None:
            query = query.where(Reflection.conversation_id == conversation_id)
        return await self.all(query.order_by(Reflection.released_at.desc(), Reflection.id.desc()))

    async def before(self, reflection: Reflection) -> Reflection | None:
        """The one of the same kind and channel that was released last before this one was asked."""
        earlier = await self.released(reflection.conversation_id)
        same = (one for one in earlier if one.kind == reflection.kind and one.id != reflection.id)
        return next((one for one in same if (one.released_at or one.opened_at) <= reflection.opened_at), None)

    # Answers, each only in the hands of whoever gave it

    async def answers_of(self, reflection: Reflection, member: Member) -> Sequence[Answer]:
        """What this member has answered and may still change."""
        query = self.rows(Answer).where(
            Answer.reflection_id == reflection.id, Answer.member_id == member.id, Answer.question != DRAFT
        )
        return await self.all(query.order_by(Answer.question))

    async def answer(
        self, reflection: Reflection, member: Member, question: str, text: str, shown: str
    ) -> None:
        """Keep, change or (with no words) take back a member's answer to one question."""
        row = await self._answer(reflection, member, question)
        if not text.strip():
            await self._drop([row] if row else [])
            return
        row = row or Answer(reflection_id=reflection.id, member_id=member.id, member=member)
        partnership = await self._partnership()
        await self._for_good()
        row.question, row.text, row.shown = question, text.strip(), shown
        named = reflection.named and partnership.reflect_named
        row.open = shown == ORGANISATION if _by_organisation(reflection) else named and shown != NOBODY
        row.smallest = max(reflection.smallest, partnership.reflect_smallest)
        await self.keep(row)

    async def add(self, reflection: Reflection, member: Member, question: str, text: str, shown: str) -> None:
        """One more line to what a member has answered to one question."""
        row = await self._answer(reflection, member, question)
        whole = f"{row.text}\n{text}" if row and row.text != text else text
        await self.answer(reflection, member, question, whole[:LONGEST], row.shown if row else shown)

    async def draft(self, reflection: Reflection, member: Member) -> str:
        """Words of this member's that are not sorted yet, or ""."""
        row = await self._answer(reflection, member, DRAFT)
        return row.text if row else ""

    async def _answer(self, reflection: Reflection, member: Member, question: str) -> Answer | None:
        mine = self.rows(Answer).where(Answer.member_id == member.id, Answer.question == question)
        return await self.first(mine.where(Answer.reflection_id == reflection.id))

    # Release

    async def release(self, reflection: Reflection, at: datetime) -> bool:
        """Show together what may be shown by now (`at`, aware), and forget who said what of it.

        A reflection before a meeting is released once, with whatever waited from earlier ones; a round as often as there is
        enough. Returns whether it was.
        """
        if reflection.kind == HABIT and reflection.state != OPEN:
            return False
        partnership = await self._partnership()
        answers = await self.all(self._pool(reflection))
        shown = ready(
            [_shown(answer, partnership, reflection) for answer in answers if answer.question != DRAFT]
        )
        await self._speak(reflection, shown)
        taken = {one.answer for one in shown}
        await self._drop(answer for answer in answers if answer.id in taken or answer.question == DRAFT)
        await self._tidy(reflection, [one.text for one in shown if one.member_id is None])
        reflection.state, reflection.released_at = RELEASED, at
        await self.session.flush()
        return True

    def _pool(self, reflection: Reflection) -> Select[Answer]:
        """All that may be released with this one."""
        if reflection.kind == ROUND:
            return self.rows(Answer).where(Answer.reflection_id == reflection.id)
        same = self.rows(Reflection).where(
            Reflection.kind == HABIT, Reflection.conversation_id == reflection.conversation_id
        )
        return self.rows(Answer).where(Answer.reflection_id.in_(same.with_only_columns(Reflection.id)))

    async def _speak(self, reflection: Reflection, shown: Iterable[Shown]) -> None:
        """The voices, one for each line, in an order that says nothing."""
        lines = [(one, line.strip()) for one in shown for line in one.text.splitlines() if line.strip()]
        secrets.SystemRandom().shuffle(lines)
        for one, line in lines:
            voice = Voice(reflection_id=reflection.id, question=one.question, text=line, hidden=False)
            voice.id = await self._lot()
            voice.member_id, voice.organisation_id = one.member_id, one.organisation_id
            await self.keep(voice)

    async def _lot(self) -> int:
        """An id that tells nothing of when its row was made, and that no row of any partnership has."""
        while True:
            number = secrets.randbelow(LARGEST) + 1
            if await self.session.get(Voice, number) is None:
                return number

    async def _drop(self, answers: Iterable[Answer]) -> None:
        """Answers go, with what they hold, also out of the pages of a SQLite file."""
        await self._for_good()
        for answer in answers:
            await self.session.delete(answer)
        await self.session.flush()

    async def _for_good(self) -> None:
        """What is deleted or changed from now on is overwritten in a SQLite file; PostgreSQL does so when it vacuums."""
        if self.session.get_bind().dialect.name == "sqlite":
            await (await self.session.connection()).exec_driver_sql("PRAGMA secure_delete = ON")

    async def _tidy(self, reflection: Reflection, texts: Iterable[str]) -> None:
        """Out of the outbox goes what was said back to whoever answered: receipts, and words not understood at first."""
        said = Delivery.key.startswith("answer/") & (Delivery.person != "")
        receipts = (Delivery.partnership_id == self.partnership_id) & (Delivery.about == reflection.about)
        await self.session.execute(delete(Delivery).where(said, receipts))
        own = or_(Delivery.partnership_id == self.partnership_id, Delivery.partnership_id.is_(None))
        for line in {line.strip() for text in texts for line in text.splitlines()}:
            if len(line) >= SAID_BACK:
                echo = cast(Delivery.card, Text).contains(json.dumps(line)[1:-1], autoescape=True)
                await self.session.execute(delete(Delivery).where(said, own, Delivery.live == "", echo))

    async def lapse(self, reflection: Reflection) -> None:
        """Its meeting is off; what was answered comes with the next release."""
        reflection.state = LAPSED
        await self.session.flush()

    # Voices

    async def voices(self, reflection: Reflection) -> Sequence[Voice]:
        """What was said, for everybody to read, in no order that means anything."""
        query = self.rows(Voice).where(Voice.reflection_id == reflection.id, Voice.hidden.is_(False))
        return await self.all(query.order_by(Voice.id))

    async def voice(self, voice_id: int) -> Voice | None:
        return await self.by_id(Voice, voice_id)

    # Who is left alone

    async def silent(self) -> set[int]:
        """The members who want no private question."""
        return {row.member_id for row in await self.all(self.rows(Silence))}

    async def be_silent(self, member: Member, silent: bool) -> None:
        """Let a member be asked privately no more, or again."""
        row = await self.first(self.rows(Silence).where(Silence.member_id == member.id))
        if silent and row is None:
            await self.keep(Silence(member_id=member.id))
        elif row is not None and not silent:
            await self.session.delete(row)
            await self.session.flush()

    async def _partnership(self) -> Partnership:
        query = select(Partnership).where(Partnership.id == self.partnership_id)
        return (await self.session.scalars(query)).one()


def _by_organisation(reflection: Reflection) -> bool:
    return str(reflection.script.get("by", "")) == ORGANISATION


def _shown(answer: Answer, partnership: Partnership, reflection: Reflection) -> Shown:
    """An answer as the rule of the smallest group sees it; what the partnership has tightened since counts."""
    openly = answer.open and (partnership.reflect_named or _by_organisation(reflection))
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
