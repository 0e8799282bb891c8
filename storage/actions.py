"""Actions: who does what by when, what has been said since, and who is asked to take one over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.meetings import Series
from storage.partnerships import Organisation
from storage.people import Member

OPEN, DONE, DROPPED, UNDONE = "open", "done", "dropped", "undone"
"""States: `dropped` is no longer needed; `undone` was taken back as if never said."""


class Action(ScopedRow):
    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("partnership_id", "number"),
        Index("ix_actions_partnership_id_state", "partnership_id", "state"),
    )

    number: Mapped[int]
    """What people call it: `done 3`. Counts within the partnership."""
    text: Mapped[str]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    lead_words: Mapped[str] = mapped_column(default="")
    """The lead as written, where it is nobody in the partnership."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    due: Mapped[date | None]
    due_words: Mapped[str] = mapped_column(default="")
    """The words of time as written, kept also where they name no date."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    state: Mapped[str] = mapped_column(Name, default=OPEN)
    accepted: Mapped[bool] = mapped_column(default=True)
    """Whether the lead took it on: said it themselves, or answered anything about it."""
    help_asked_at: Mapped[datetime | None]
    help_answered_at: Mapped[datetime | None]
    word_at: Mapped[datetime | None]
    """When the lead last said anything about it (calendar time)."""
    track_at: Mapped[datetime | None]
    """When it was last said to be on track."""
    asked_at: Mapped[datetime | None]
    """When the last chase asked about it."""
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    """Where it was said: conversation and message, for a link back; empty for a command."""

    lead: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[lead_id])
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    series: Mapped[Series | None] = relationship(lazy="joined")
    added_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[added_by_id])
    helpers: Mapped[list[Helper]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Helper.id"
    )

    @property
    def lead_name(self) -> str:
        """The lead's name, or the words that were written for it; empty where nobody was named."""
        return self.lead.name if self.lead else self.lead_words


class Helper(ScopedRow):
    __tablename__ = "helpers"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        return self.member.name


class Entry(ScopedRow):
    """One line of an action's history."""

    __tablename__ = "entries"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Name)
    """added, edited, done, on track, help, helped, offered, taken, declined, dropped, undone, reopened."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    by: Mapped[Member | None] = relationship(lazy="joined")


class Offer(ScopedRow):
    """An action offered to somebody else, who must say yes before it moves; until then the lead keeps it."""

    __tablename__ = "offers"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(Name, default="open")
    """open, taken, declined, withdrawn."""
    at: Mapped[datetime]

    to: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=[to_id])
    by: Mapped[Member] = relationship(lazy="joined", innerjoin=True, foreign_keys=[by_id])


class Actions(Scope):
    """The actions of one partnership."""
