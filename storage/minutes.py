"""Minutes of meetings: one draft at a time, and every version that was ever approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.meetings import Meeting
from storage.people import Member

DRAFT, APPROVED, DISCARDED = "draft", "approved", "discarded"
"""States: a draft waits for approval, also where a version was approved before it; discarded: none are wanted."""


MOST_CHANGES = 200
"""So many changes of one draft are remembered; whoever saw it before those looks at it again."""


@dataclass(frozen=True)
class Change:
    """One change of a draft: the revision it made, the member who made it, and the key of the part; "": all anew."""

    revision: int
    member_id: int
    part: str = ""


class Minutes(ScopedRow):
    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    state: Mapped[str] = mapped_column(Name, default=DRAFT)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What stands in it now: the draft, or what was approved last. handlers/minutes/content.py says in which form."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts every change of the content, so that nobody approves what they have not seen."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The changes of the draft that waits, the oldest first, each as the fields of a `Change`."""
    version: Mapped[int] = mapped_column(default=0)
    """The number of the version that was approved last; 0: none yet."""
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    drafted_at: Mapped[datetime]
    """When this draft, or this correction, was begun (calendar time)."""

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    drafted_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[drafted_by_id])

    def changes_since(self, revision: int) -> Sequence[Change] | None:
        """Every change of the draft after this revision; None where not all of them are known."""
        found = [one for row in self.changes if (one := Change(**row)).revision > revision]
        return found if len(found) == self.revision - revision else None


class MinutesVersion(ScopedRow):
    """Minutes as they were approved. Nothing in it is ever changed."""

    __tablename__ = "minutes_versions"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed: Mapped[list[str]] = mapped_column(default=list)
    """The keys of the sections that differ from the version before; none for the first."""
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    approved_at: Mapped[datetime]

    approved_by: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[approved_by_id])


class AllMinutes(Scope):
    """The minutes of one partnership."""

    async def get(self, minutes_id: int) -> Minutes | None:
        return await self.by_id(Minutes, minutes_id)

    async def of(self, meeting: Meeting) -> Minutes | None:
        """The minutes of a meeting, in whatever state."""
        return await self.first(self.rows(Minutes).where(Minutes.meeting_id == meeting.id))

    async def drafts(self) -> Sequence[Minutes]:
        """Those that wait for approval, the oldest first."""
        return await self.all(self.rows(Minutes).where(Minutes.state == DRAFT).order_by(Minutes.id))

    async def list(self, conversation_id: int | None = None) -> Sequence[Minutes]:
        """All minutes, those of the latest meeting first; of one channel (the id of its row) or of all."""
        found = await self.all(self.rows(Minutes))
        here = [one for one in found if conversation_id in (None, one.meeting.series.conversation_id)]
        return sorted(here, key=lambda one: (one.meeting.starts_at, one.id), reverse=True)

    async def draft(
        self, meeting: Meeting, content: dict[str, Any], by: Member, at: datetime, part: str = ""
    ) -> Minutes:
        """Keep a draft of the minutes of a meeting, in the place of one that was there; `at` is calendar time.

        `part` is the key of the section that `by` has changed; empty: all of it was made anew.
        """
        row = await self.of(meeting)
        if row is None:
            row = Minutes(meeting=meeting, meeting_id=meeting.id, version=0, revision=0, changes=[])
        if row.state != DRAFT:
            row.drafted_at, row.drafted_by, row.drafted_by_id, row.changes = at, by, by.id, []
        row.state, row.content, row.revision = DRAFT, content, row.revision + 1
        row.changes = [*row.changes, asdict(Change(row.revision, by.id, part))][-MOST_CHANGES:]
        return await self.keep(row)

    async def approve(self, row: Minutes, changed: Sequence[str], by: Member, at: datetime) -> MinutesVersion:
        """Keep what stands in a draft as the next version; `changed` are the keys of the sections that differ."""
        row.state, row.version = APPROVED, row.version + 1
        version = MinutesVersion(minutes_id=row.id, number=row.version, content=row.content)
        version.changed, version.approved_by, version.approved_by_id = list(changed), by, by.id
        version.approved_at = at
        return await self.keep(version)

    async def discard(self, row: Minutes) -> None:
        """Let a draft go: what was approved before stands again, or there are no minutes."""
        last = await self.version(row, row.version)
        row.state = APPROVED if last is not None else DISCARDED
        row.content, row.revision = (last.content if last is not None else row.content), row.revision + 1
        await self.session.flush()

    async def version(self, row: Minutes, number: int) -> MinutesVersion | None:
        """One approved version by its number."""
        query = self.rows(MinutesVersion).where(MinutesVersion.minutes_id == row.id)
        return await self.first(query.where(MinutesVersion.number == number))

    async def say(self, meeting_id: int, words: str) -> bool:
        """Whether the minutes of a meeting, in any version that was approved, have these words in a line."""
        query = self.rows(MinutesVersion).join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        found = await self.all(query.where(Minutes.meeting_id == meeting_id))
        sections = (section for version in found for section in version.content.get("sections", ()))
        return any(words in line for section in sections for line in section["lines"])

    async def versions(self, row: Minutes) -> Sequence[MinutesVersion]:
        """All approved versions, the first one first."""
        query = self.rows(MinutesVersion).where(MinutesVersion.minutes_id == row.id)
        return await self.all(query.order_by(MinutesVersion.number))
