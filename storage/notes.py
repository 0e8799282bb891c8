"""What is worth keeping of a conversation beside its actions: decisions, notes of several kinds, celebrations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, func, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow, possible
from storage.meetings import Meeting, Series
from storage.people import Member

OPEN, UNDONE = "open", "undone"
"""States: `undone` was taken back as if never said."""

DECISION, CELEBRATION = "decision", "celebration"
INFORMATION, IDEA, LINK, HELP = "information", "idea", "link", "help"

FAMILIES = {
    DECISION: (DECISION,),
    "note": (INFORMATION, IDEA, LINK, HELP),
    CELEBRATION: (CELEBRATION,),
}
"""The kinds that are counted together, by the word people have for all of them."""

FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


class Note(ScopedRow):
    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("partnership_id", "family", "number"),
        Index("ix_notes_partnership_id_at", "partnership_id", "at"),
    )

    family: Mapped[str] = mapped_column(Name)
    kind: Mapped[str] = mapped_column(Name)
    number: Mapped[int]
    """What people call it: decision 3. Counts within its family in the partnership."""
    text: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    """The channel and message where everybody could read it; empty for what was said elsewhere."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The meeting that was on when it was said."""
    state: Mapped[str] = mapped_column(Name, default=OPEN)

    by: Mapped[Member | None] = relationship(lazy="joined")
    series: Mapped[Series | None] = relationship(lazy="joined")
    meeting: Mapped[Meeting | None] = relationship(lazy="joined")


class Notes(Scope):
    """The decisions, notes and celebrations of one partnership."""

    async def add(self, note: Note) -> Note:
        """A new note, with the next number of its family; its kind is known already."""
        note.family = FAMILY[note.kind]
        taken = self.rows(Note).where(Note.family == note.family).with_only_columns(func.max(Note.number))
        note.number = (await self.session.scalar(taken) or 0) + 1
        return await self.keep(note)

    async def get(self, note_id: int) -> Note | None:
        return await self.by_id(Note, note_id)

    async def numbered(self, family: str, number: int) -> Note | None:
        """The note that people call by this number."""
        query = self.rows(Note).where(Note.family == family, Note.number == number)
        return await self.first(query) if possible(number) else None

    async def list(
        self,
        kinds: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
        series_id: int | None = None,
        meeting_id: int | None = None,
        words: str = "",
    ) -> Sequence[Note]:
        """What was noted of these kinds and stands, the newest first.

        `since` and `until` (aware) are the first moment and the one after the last; of a series with what belongs to
        none; of one meeting; with these `words` in it, in any case.
        """
        query = self._open(kinds)
        if since is not None:
            query = query.where(Note.at >= since)
        if until is not None:
            query = query.where(Note.at < until)
        if series_id is not None:
            query = query.where(or_(Note.series_id == series_id, Note.series_id.is_(None)))
        if meeting_id is not None:
            query = query.where(Note.meeting_id == meeting_id)
        found = await self.all(query)
        return [note for note in found if words.casefold() in note.text.casefold()]

    async def last(self, by_id: int, after: datetime, family: str = "") -> Note | None:
        """What this member noted last, in a family or in any, later than `after` (aware), and has not taken back."""
        kinds = FAMILIES[family] if family else tuple(FAMILY)
        return await self.first(self._open(kinds).where(Note.by_id == by_id, Note.at > after))

    def _open(self, kinds: Sequence[str]) -> Select[Note]:
        query = self.rows(Note).where(Note.kind.in_(kinds), Note.state == OPEN)
        return query.order_by(Note.at.desc(), Note.id.desc())
