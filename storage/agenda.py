"""Agenda items: for a meeting, or waiting for the next one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.people import Member

OPEN, REMOVED = "open", "removed"
INFORMATION, ADVICE, DECISION = "information", "advice", "decision"


class AgendaItem(ScopedRow):
    __tablename__ = "agenda_items"

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    """None: waits for the next meeting of its series, or of any where the series is not known either."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    text: Mapped[str]
    purpose: Mapped[str] = mapped_column(Name, default="")
    minutes: Mapped[int | None]
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    presenter_words: Mapped[str] = mapped_column(default="")
    """Who presents, as written, where it is nobody in the partnership."""
    position: Mapped[float] = mapped_column(default=0)
    carried: Mapped[int] = mapped_column(default=0)
    """How often it was carried over."""
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_items.id"))
    state: Mapped[str] = mapped_column(Name, default=OPEN)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime]

    presenter: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[presenter_id])
    added_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[added_by_id])


class StandingItem(ScopedRow):
    """An item that every meeting of a partnership begins with."""

    __tablename__ = "standing_items"

    text: Mapped[str]
    purpose: Mapped[str] = mapped_column(Name, default="")
    minutes: Mapped[int | None]
    position: Mapped[float] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Agenda(Scope):
    """The agenda items of one partnership."""
