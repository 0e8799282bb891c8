"""Series and meetings, and who is coming."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.people import Member

PLANNED, CANCELLED = "planned", "cancelled"
COMING, APOLOGIES = "coming", "apologies"


class Series(ScopedRow):
    """Meetings of one kind: the steering group, the working group. A single meeting is a series of one."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(Name)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(default="")
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How it repeats: the fields of bot.dates.Every, and `time` as HH:MM on the wall; empty for a single meeting."""
    last_day: Mapped[str] = mapped_column(Name, default="")
    """The last day (ISO) of the rule for which a meeting was made, so that a cancelled one is not made again."""


class Meeting(ScopedRow):
    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_state_starts_at", "state", "starts_at"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(Name, default=PLANNED)
    planned_at: Mapped[datetime]
    """When it was planned or last moved (calendar time)."""

    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        return self.series.name

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Attendance(ScopedRow):
    """What a member said about coming to a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(Name)

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)


class Meetings(Scope):
    """The meetings of one partnership."""
