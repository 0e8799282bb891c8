"""Agenda items: for a meeting, or waiting for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.meetings import CANCELLED, Meeting
from storage.people import Member

OPEN, REMOVED = "open", "removed"
INFORMATION, ADVICE, DECISION = "information", "advice", "decision"
PURPOSES = (INFORMATION, ADVICE, DECISION)

MOST = 60
"""So many items stand on the agenda of one meeting, besides the standing ones, and so many more may wait for one."""

WELL = (
    "What is going well, and why",
    "What is going less well, and why",
)
"""The standing items that every partnership begins with."""


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

    async def get(self, item_id: int) -> AgendaItem | None:
        return await self.by_id(AgendaItem, item_id)

    async def of(self, meeting: Meeting, at: datetime) -> Sequence[AgendaItem]:
        """The items of a meeting in their order. One that is still to end by `at` gets its standing items first."""
        items = await self._open(meeting.id)
        if meeting.state == CANCELLED or meeting.over(at):
            return items
        missing = await self._missing(meeting)
        if not missing:
            return items
        return await self._with_standing(meeting, items, missing, at)

    async def _open(self, meeting_id: int) -> list[AgendaItem]:
        query = self.rows(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.state == OPEN)
        return list(await self.all(query.order_by(AgendaItem.position, AgendaItem.id)))

    async def _missing(self, meeting: Meeting) -> list[StandingItem]:
        """Standing items that this meeting never had; one that was taken off it does not come back."""
        query = self.rows(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        had = {row.standing_id for row in await self.all(query.where(AgendaItem.standing_id.is_not(None)))}
        return [row for row in await self.standing() if row.id not in had]

    async def _with_standing(
        self, meeting: Meeting, items: list[AgendaItem], missing: list[StandingItem], at: datetime
    ) -> Sequence[AgendaItem]:
        made = [await self._from_standing(row, meeting, at) for row in missing]
        standing = [item for item in items if item.standing_id is not None]
        where = items.index(standing[-1]) + 1 if standing else 0
        items[where:where] = made
        await self.arrange(items)
        return items

    async def _from_standing(self, row: StandingItem, meeting: Meeting, at: datetime) -> AgendaItem:
        item = AgendaItem(text=row.text, purpose=row.purpose, minutes=row.minutes, standing_id=row.id)
        item.meeting_id, item.series_id, item.added_at = meeting.id, meeting.series_id, at
        return await self.keep(item)

    async def waiting(self, series_id: int | None = None) -> Sequence[AgendaItem]:
        """Items that wait for a meeting: of one series and of none in particular, or all."""
        query = self.rows(AgendaItem).where(AgendaItem.meeting_id.is_(None), AgendaItem.state == OPEN)
        if series_id is not None:
            query = query.where(or_(AgendaItem.series_id == series_id, AgendaItem.series_id.is_(None)))
        return await self.all(query.order_by(AgendaItem.position, AgendaItem.id))

    async def add(
        self, item: AgendaItem, meeting: Meeting | None, series_id: int | None = None
    ) -> AgendaItem:
        """Put a new item at the end of a meeting's agenda, or let it wait for the next meeting (of `series_id`)."""
        item.meeting_id = meeting.id if meeting else None
        item.series_id = meeting.series_id if meeting else series_id
        item.position = await self._end(item.meeting_id)
        return await self.keep(item)

    async def room(self, meeting: Meeting | None, series_id: int | None = None) -> int:
        """How many more items fit onto the agenda of a meeting, or (None) may wait for the next one of a series."""
        there = await self.unfinished(meeting) if meeting else await self.waiting(series_id)
        return max(0, MOST - len(there))

    async def _end(self, meeting_id: int | None) -> float:
        there = await self.waiting() if meeting_id is None else await self._open(meeting_id)
        return max((item.position for item in there), default=0) + 1

    async def arrange(self, items: Sequence[AgendaItem]) -> None:
        """Let the items stand in this order."""
        for place, item in enumerate(items, start=1):
            item.position = place
        await self.session.flush()

    async def remove(self, item: AgendaItem) -> None:
        item.state = REMOVED
        await self.session.flush()

    async def restore(self, item: AgendaItem) -> None:
        """Put a removed item back where it stood."""
        item.state = OPEN
        await self.session.flush()

    async def put_off(
        self, items: Sequence[AgendaItem], to: Meeting | None, carried: bool = False
    ) -> Sequence[AgendaItem]:
        """Move items to the end of another agenda, or let them wait. `carried`: they were not reached; it counts.

        Returns those for which the other agenda has no room: they wait.
        """
        room = await self.room(to) if to else 0
        await self._move(items[:room], to)
        await self._move(items[room:], None)
        for item in items:
            item.carried += 1 if carried else 0
        await self.session.flush()
        return items[room:] if to else []

    async def _move(self, items: Sequence[AgendaItem], to: Meeting | None) -> None:
        """Put items at the end of an agenda, or of what waits."""
        end = await self._end(to.id if to else None) if items else 0
        for place, item in enumerate(items):
            item.position, item.meeting_id = end + place, to.id if to else None
        await self.session.flush()

    async def take_up(self, meeting: Meeting) -> Sequence[AgendaItem]:
        """What waits for the next meeting of this series, or of any, comes onto the agenda of this one, while it has room."""
        items = (await self.waiting(meeting.series_id))[: await self.room(meeting)]
        for item in items:
            item.series_id = meeting.series_id
        await self.put_off(items, meeting)
        return items

    async def let_go(self, meeting: Meeting, to: Meeting | None) -> Sequence[AgendaItem]:
        """What stood on the agenda of a meeting that is off goes to another, or waits. Standing items stay behind."""
        items = await self.unfinished(meeting)
        await self.put_off(items, to)
        return items

    async def unfinished(self, meeting: Meeting) -> Sequence[AgendaItem]:
        """The items of a meeting that may be carried over: all but the standing ones, which come by themselves."""
        return [item for item in await self._open(meeting.id) if item.standing_id is None]

    async def standing(self) -> Sequence[StandingItem]:
        """The standing items in their order. A partnership that never had any gets what is going well, and less well."""
        rows = await self.all(self.rows(StandingItem).order_by(StandingItem.position, StandingItem.id))
        if not rows:
            rows = [await self.keep(_standing(text, place)) for place, text in enumerate(WELL, start=1)]
        return [row for row in rows if row.active]

    async def add_standing(self, text: str, purpose: str = "", minutes: int | None = None) -> StandingItem:
        """A standing item after the others."""
        place = max((row.position for row in await self.standing()), default=0) + 1
        row = _standing(text, place)
        row.purpose, row.minutes = purpose, minutes
        return await self.keep(row)

    async def remove_standing(self, row: StandingItem, meetings: Sequence[Meeting]) -> None:
        """No longer a standing item; it also goes from the agendas of these coming meetings."""
        row.active = False
        ids = [meeting.id for meeting in meetings]
        query = self.rows(AgendaItem).where(AgendaItem.standing_id == row.id, AgendaItem.meeting_id.in_(ids))
        for item in await self.all(query):
            item.state = REMOVED
        await self.session.flush()


def _standing(text: str, position: float) -> StandingItem:
    return StandingItem(text=text, position=position, purpose="", active=True)
