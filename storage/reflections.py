"""Reflections: what is asked, before which meeting and in which state. What is answered stands in storage/answers.py,
what everybody may read of it in storage/voices.py, and which of it may be shown is decided in storage/releasing.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.meetings import Meeting
from storage.partnerships import Organisation, Partnership
from storage.people import Member
from storage.releasing import ORGANISATION

WELL, LESS = "well", "less"
"""The two questions before each meeting."""

_ASKS = {
    LESS: re.compile(r"\b(?:less|not so|not) (?:well|good)\b", re.IGNORECASE),
    WELL: re.compile(r"\bwell\b", re.IGNORECASE),
}

HABIT, ROUND = "well", "round"
"""Kinds of reflections: the habit before each meeting, and a deeper round."""

OPEN, RELEASED, LAPSED = "open", "released", "lapsed"
"""States: `lapsed`, its meeting is off; what was answered waits for the next release."""


def asked_in(words: str) -> str:
    """Which of the two questions a standing item asks, by its words; empty for neither."""
    return next((question for question, asks in _ASKS.items() if asks.search(words)), "")


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

    @property
    def by_organisation(self) -> bool:
        """Whether organisations answer, under their names."""
        return str(self.script.get("by", "")) == ORGANISATION


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
        """Those of a kind that wait for answers, the oldest first; the kinds are read together, and once."""
        query = self.rows(Reflection).where(Reflection.state == OPEN)
        rows = await self.known("open", query.order_by(Reflection.opened_at, Reflection.id))
        return [one for one in rows if one.kind == kind]

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

    async def lapse(self, reflection: Reflection) -> None:
        """Its meeting is off; what was answered comes with the next release."""
        reflection.state = LAPSED
        await self.session.flush()

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
