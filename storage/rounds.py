"""Rounds of a partnership's own, and the feedback that organisations ask of one another in a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.partnerships import Organisation
from storage.reflections import Reflection


class OwnRound(ScopedRow):
    """A round that a partnership wrote itself."""

    __tablename__ = "rounds"

    name: Mapped[str] = mapped_column(Name)
    script: Mapped[dict[str, Any]]
    """Its questions and who answers them, as bot/rounds.py reads them."""
    active: Mapped[bool] = mapped_column(default=True)


class Feedback(ScopedRow):
    """What one organisation was asked to say to another, alone; it holds no person."""

    __tablename__ = "reflection_feedback"
    __table_args__ = (UniqueConstraint("reflection_id", "for_id", "from_id"),)

    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"))
    for_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(default="")
    """Empty: not given yet, which nobody minds."""
    shared: Mapped[bool] = mapped_column(default=False)
    """Whether those whom it is for let everybody read it."""

    asker: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=[for_id])
    giver: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=[from_id])


class Rounds(Scope):
    """The rounds of one partnership."""

    async def own(self) -> Sequence[OwnRound]:
        """Those that it wrote, in the order of their names."""
        rows = await self.all(self.rows(OwnRound).where(OwnRound.active))
        return sorted(rows, key=lambda row: row.name.casefold())

    async def write(self, name: str, script: dict[str, Any]) -> OwnRound:
        """A round of this name; one that was there before has these questions from now on."""
        wanted = name.casefold()
        row = next((one for one in await self.own() if one.name.casefold() == wanted), None)
        row = row or OwnRound(name=name, active=True)
        row.script = script
        return await self.keep(row)

    async def remove(self, row: OwnRound) -> None:
        """It is offered no more; what was answered to it stays."""
        row.active = False
        await self.session.flush()

    async def ask(self, reflection: Reflection, asker: int, givers: Sequence[int]) -> Sequence[Feedback]:
        """One organisation would like a word from these; returns those that were not asked before."""
        known = {row.from_id for row in await self.of(reflection) if row.for_id == asker}
        wanted = dict.fromkeys(giver for giver in givers if giver != asker and giver not in known)
        return [
            await self.keep(
                Feedback(reflection_id=reflection.id, for_id=asker, from_id=giver, text="", shared=False)
            )
            for giver in wanted
        ]

    async def of(self, reflection: Reflection) -> Sequence[Feedback]:
        """All that was asked for in a round."""
        query = self.rows(Feedback).where(Feedback.reflection_id == reflection.id)
        return await self.all(query.order_by(Feedback.id))

    async def feedback(self, feedback_id: int) -> Feedback | None:
        return await self.by_id(Feedback, feedback_id)
