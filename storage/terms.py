"""School terms and closed days of a partnership, or of one of its organisations; and dates that wait to be confirmed.

Reading needs them with every request and every sweep, so each change writes all of them once more, short, onto the row of the
partnership, which is read anyway: nothing that reads words of time costs a statement more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.partnerships import Organisation, Partnership

YEAR_BEGINS = 8
"""The month with which a school year begins."""


def school_year(day: date) -> int:
    """The calendar year in which the school year of this day began."""
    return day.year if day.month >= YEAR_BEGINS else day.year - 1


class TermRow(ScopedRow):
    """A school term, first and last day included; of the whole partnership where no organisation is named."""

    __tablename__ = "terms"

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    start: Mapped[date]
    end: Mapped[date]
    half_term_start: Mapped[date | None]
    half_term_end: Mapped[date | None]


class ClosedDay(ScopedRow):
    """A day, or a run of days, on which nobody works; of the whole partnership where no organisation is named."""

    __tablename__ = "closed_days"

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    name: Mapped[str] = mapped_column(Name, default="")


class TermDraft(ScopedRow):
    """Dates as they were understood, until whoever gave them says that they are right. Everybody has one at most."""

    __tablename__ = "term_drafts"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    typed: Mapped[str]
    """The words as they were given, so that nobody types them again."""
    read: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")


class Terms(Scope):
    """The terms and closed days of one partnership. `organisation_id` None is the whole partnership."""

    async def list(self) -> Sequence[TermRow]:
        """Every term, the earliest first."""
        return await self.all(self.rows(TermRow).order_by(TermRow.start, TermRow.id))

    async def closed(self) -> Sequence[ClosedDay]:
        """Every closed day, the earliest first."""
        return await self.all(self.rows(ClosedDay).order_by(ClosedDay.first, ClosedDay.id))

    async def get(self, term_id: int) -> TermRow | None:
        return await self.by_id(TermRow, term_id)

    async def put(
        self, organisation_id: int | None, terms: Sequence[TermRow], closed: Sequence[ClosedDay]
    ) -> None:
        """Keep these, in the place of what they replace.

        A term takes the place of those that it overlaps, and of those of its name in its school year; a closed day that of
        those that it overlaps.
        """
        for old in await self.list():
            if old.organisation_id == organisation_id and any(_replaces(new, old) for new in terms):
                await self.session.delete(old)
        for day in await self.closed():
            if day.organisation_id == organisation_id and any(_covers(new, day) for new in closed):
                await self.session.delete(day)
        for term in terms:
            term.organisation_id = organisation_id
            await self.keep(term)
        for one in closed:
            one.organisation_id = organisation_id
            await self.keep(one)
        await self._copy()

    async def remove(self, term: TermRow, days: bool = True) -> None:
        """Forget one term; with `days` also the closed days of its organisation that lie in it."""
        for day in await self.closed() if days else ():
            if day.organisation_id == term.organisation_id and term.start <= day.first <= term.end:
                await self.session.delete(day)
        await self.session.delete(term)
        await self.session.flush()
        await self._copy()

    async def _copy(self) -> None:
        """Write down on the partnership's row what reading needs."""
        partnership = await self.session.get(Partnership, self.partnership_id)
        assert partnership is not None
        partnership.school = {
            "terms": [_short(row) for row in await self.list()],
            "closed": [
                [row.organisation_id, row.first.isoformat(), row.last.isoformat()]
                for row in await self.closed()
            ],
        }
        await self.session.flush()

    # Until they are confirmed

    async def draft(
        self, member_id: int, organisation_id: int | None, typed: str, read: dict[str, Any], at: datetime
    ) -> TermDraft:
        """Put dates aside until this member says that they are right, in the place of any put aside before."""
        await self.forget(member_id)
        row = TermDraft(member_id=member_id, organisation_id=organisation_id, typed=typed, read=read, at=at)
        return await self.keep(row)

    async def drafted(self, draft_id: int, member_id: int) -> TermDraft | None:
        """What this member has put aside under this number; nobody else's."""
        row = await self.by_id(TermDraft, draft_id)
        return row if row is not None and row.member_id == member_id else None

    async def forget(self, member_id: int) -> None:
        """Keep nothing aside for this member."""
        for row in await self.all(self.rows(TermDraft).where(TermDraft.member_id == member_id)):
            await self.session.delete(row)
        await self.session.flush()


def _replaces(new: TermRow, old: TermRow) -> bool:
    same = new.name.casefold() == old.name.casefold() and school_year(new.start) == school_year(old.start)
    return same or (new.start <= old.end and old.start <= new.end)


def _covers(new: ClosedDay, old: ClosedDay) -> bool:
    return new.first <= old.last and old.first <= new.last


def _short(row: TermRow) -> list[Any]:
    days = (row.start, row.end, row.half_term_start, row.half_term_end)
    return [row.organisation_id, row.name, *(day.isoformat() if day else None for day in days)]
