"""Chases: when the one before a meeting went out, and which actions it asked whom about.

A chase opens once, at its moment: what is in doubt then is what is asked, and stays what the card shows while the
answers come in. So a meeting that moves afterwards asks nobody a second time, and the next chase knows the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Scope, ScopedRow
from storage.meetings import Meeting


class Chase(ScopedRow):
    """The chase before a meeting; `at` is the moment it was last opened for."""

    __tablename__ = "chases"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    at: Mapped[datetime]


class Asked(ScopedRow):
    """A lead was asked about an action before a meeting."""

    __tablename__ = "asked"
    __table_args__ = (UniqueConstraint("meeting_id", "action_id", "member_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    reason: Mapped[str]
    """Why it was in doubt then; one of storage.doubt.REASONS."""
    at: Mapped[datetime]


class Chases(Scope):
    """The chases of one partnership."""

    async def of(self, meeting: Meeting) -> Chase | None:
        return await self.first(self.rows(Chase).where(Chase.meeting_id == meeting.id))

    async def open(self, meeting: Meeting, at: datetime) -> None:
        """Write down that the chase before this meeting went out at `at` (aware)."""
        chase = await self.of(meeting)
        if chase is None:
            await self.keep(Chase(meeting_id=meeting.id, at=at))
        else:
            chase.at = at

    async def last(self, meeting: Meeting) -> datetime | None:
        """When the latest chase before any other meeting of the same series went out."""
        series = self.rows(Meeting).where(
            Meeting.series_id == meeting.series_id,
            Meeting.id != meeting.id,
            Meeting.starts_at < meeting.starts_at,
        )
        query = self.rows(Chase).where(Chase.meeting_id.in_(series.with_only_columns(Meeting.id)))
        latest: datetime | None = await self.session.scalar(query.with_only_columns(func.max(Chase.at)))
        return latest

    async def ask(self, meeting: Meeting, action_id: int, member_id: int, reason: str, at: datetime) -> None:
        """Write down that a lead is asked about an action."""
        row = Asked(meeting_id=meeting.id, action_id=action_id, member_id=member_id, reason=reason, at=at)
        await self.keep(row)

    async def asked(self, meeting: Meeting, member_id: int | None = None) -> Sequence[Asked]:
        """What was asked before this meeting, the most pressing first; of one member where given."""
        query = self.rows(Asked).where(Asked.meeting_id == meeting.id).order_by(Asked.id)
        if member_id is not None:
            query = query.where(Asked.member_id == member_id)
        return await self.all(query)

    async def about(self, action_id: int) -> Sequence[Asked]:
        """Everything that was ever asked about one action, the first question first."""
        return await self.all(self.rows(Asked).where(Asked.action_id == action_id).order_by(Asked.id))
