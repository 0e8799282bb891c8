"""Meetings as they are held: what is talked about and for how long, who is there, and what was captured meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, delete, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.agenda import AgendaItem
from storage.base import Name, Scope, ScopedRow
from storage.meetings import Meeting, Series
from storage.people import Member

DONE, BACK, PARKED, LEFT = "done", "back", "parked", "left"
"""What became of an item when its turn ended: talked about, gone back from, put off on purpose, not reached."""

PRESENT, APOLOGIES = "present", "apologies"
GOOD, PARTLY, POOR = WORTH = "good", "partly", "poor"

EARLY = timedelta(hours=2)
"""Started so long before its time or longer, a meeting has its whole length from then on, whatever the calendar says."""


class Sitting(ScopedRow):
    """A meeting from the moment somebody starts it until somebody, or the clock, ends it."""

    __tablename__ = "sittings"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    ended_at: Mapped[datetime | None]
    good: Mapped[int] = mapped_column(default=0)
    """How many said that it was a good use of their time; who said what is kept nowhere."""
    partly: Mapped[int] = mapped_column(default=0)
    poor: Mapped[int] = mapped_column(default=0)
    smallest: Mapped[int] = mapped_column(default=0)
    """How many have to say something before any of it is shown, as it was promised when they were asked."""

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)

    @property
    def voices(self) -> int:
        """How many have said whether it was a good use of their time."""
        return self.good + self.partly + self.poor

    @property
    def ends_at(self) -> datetime:
        """When it is to end: as planned, but for one that was started hours or days before its time."""
        if self.started_at > self.meeting.starts_at - EARLY:
            return self.meeting.ends_at
        return self.started_at + timedelta(minutes=self.meeting.minutes)


class Turn(ScopedRow):
    """One time that an item was talked about, or what became of it without; the last one of an item counts."""

    __tablename__ = "sitting_turns"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    extra: Mapped[int] = mapped_column(default=0)
    """Minutes that were given to it on top of its time box."""
    outcome: Mapped[str] = mapped_column(Name, default="")

    item: Mapped[AgendaItem] = relationship(lazy="joined", innerjoin=True)


class Presence(ScopedRow):
    """Who is there, or lets be excused by somebody: a member, or a name as written; and for whom they stand in."""

    __tablename__ = "sitting_presences"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str] = mapped_column(Name, default="")
    kind: Mapped[str] = mapped_column(Name, default=PRESENT)
    for_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    for_name: Mapped[str] = mapped_column(Name, default="")

    member: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[member_id])
    stands_for: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[for_id])

    @property
    def who(self) -> str:
        return self.member.name if self.member else self.name

    @property
    def instead_of(self) -> str:
        """The name of whom they stand in for; empty for nobody."""
        return self.stands_for.name if self.stands_for else self.for_name


class Caught(ScopedRow):
    """Something noted while a meeting was held: `kind` and `record_id` as in storage/captures.py, under an item."""

    __tablename__ = "sitting_captures"
    __table_args__ = (UniqueConstraint("kind", "record_id"),)

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    kind: Mapped[str] = mapped_column(Name)
    record_id: Mapped[int]


class Pressed(ScopedRow):
    """Who has said whether a meeting was worth it, so that each is counted once; never what they said."""

    __tablename__ = "sitting_pressed"
    __table_args__ = (UniqueConstraint("sitting_id", "member_id"),)

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))


class Sittings(Scope):
    """The meetings of one partnership as they are held."""

    async def get(self, sitting_id: int) -> Sitting | None:
        return await self.by_id(Sitting, sitting_id)

    async def of(self, meeting: Meeting) -> Sitting | None:
        """The sitting of a meeting that was started, over or not."""
        return await self.first(self.rows(Sitting).where(Sitting.meeting_id == meeting.id))

    async def all_open(self) -> Sequence[Sitting]:
        """Every meeting that is being held, the one started last first."""
        query = self.rows(Sitting).where(Sitting.ended_at.is_(None))
        return await self.all(query.order_by(Sitting.id.desc()))

    async def to_look_at(self) -> Sequence[Sitting]:
        """Every meeting that is being held, and those of which it is still known who said whether they were worth it."""
        pressed = self.rows(Pressed).with_only_columns(Pressed.sitting_id)
        query = self.rows(Sitting).where(or_(Sitting.ended_at.is_(None), Sitting.id.in_(pressed)))
        return await self.all(query.order_by(Sitting.id.desc()))

    async def open(self, conversation_id: int | None = None) -> Sitting | None:
        """The meeting that is being held in a channel (the id of its row), or anywhere in the partnership."""
        found = await self.all_open()
        return next((one for one in found if _there(one, conversation_id)), None)

    async def start(self, meeting: Meeting, by: Member, at: datetime) -> Sitting:
        """Hold a meeting from `at` (aware) on; one that has its sitting already keeps it."""
        sitting = await self.of(meeting)
        if sitting is None:
            sitting = Sitting(meeting=meeting, meeting_id=meeting.id, started_at=at, started_by_id=by.id)
            sitting.good = sitting.partly = sitting.poor = sitting.smallest = 0
            meeting.opened_at = at
            await self.keep(sitting)
        return sitting

    async def end(self, sitting: Sitting, at: datetime, settled: bool, smallest: int = 0) -> None:
        """It is over. `settled`: what was not reached has been seen to; otherwise somebody is still asked about it.

        `smallest` is promised to whoever says whether it was worth it: so many have to, before anything is shown.
        """
        current = await self.current(sitting)
        if current is not None:
            current.ended_at, current.outcome = at, DONE
        sitting.ended_at, sitting.meeting.closed_at, sitting.meeting.settled = at, at, settled
        sitting.smallest = smallest
        await self.session.flush()

    async def go_on(self, sitting: Sitting) -> Sequence[AgendaItem]:
        """It is not over after all, and what was talked about at its end is talked about still.

        Returns what had been left out at the end, of which nothing is written down any more.
        """
        turns = await self.turns(sitting)
        for turn in reversed(turns):
            if turn.outcome == DONE and turn.began_at < (turn.ended_at or turn.began_at) == sitting.ended_at:
                turn.ended_at, turn.outcome = None, ""
                break
        left = [turn for turn in turns if turn.outcome == LEFT]
        for turn in left:
            await self.session.delete(turn)
        sitting.ended_at, sitting.meeting.closed_at, sitting.meeting.settled = None, None, False
        await self.session.flush()
        return [turn.item for turn in left]

    async def turns(self, sitting: Sitting) -> Sequence[Turn]:
        """Every turn of every item, in the order in which they came."""
        return await self.all(self.rows(Turn).where(Turn.sitting_id == sitting.id).order_by(Turn.id))

    async def current(self, sitting: Sitting) -> Turn | None:
        """The turn of what is talked about now."""
        return next((turn for turn in reversed(await self.turns(sitting)) if turn.ended_at is None), None)

    async def turn_to(self, sitting: Sitting, item: AgendaItem | None, at: datetime, outcome: str) -> None:
        """Talk about an item from `at` on, or about none; `outcome` is what became of the one before."""
        current = await self.current(sitting)
        if current is not None:
            current.ended_at, current.outcome = at, outcome
        if item is not None:
            await self._turn(sitting, item, at, None, "")
        await self.session.flush()

    async def leave_out(self, sitting: Sitting, item: AgendaItem, at: datetime, outcome: str) -> None:
        """Write down of an item that was not talked about what became of it."""
        await self._turn(sitting, item, at, at, outcome)

    async def _turn(
        self, sitting: Sitting, item: AgendaItem, at: datetime, ended_at: datetime | None, outcome: str
    ) -> None:
        turn = Turn(sitting_id=sitting.id, item_id=item.id, item=item, began_at=at, ended_at=ended_at)
        turn.extra, turn.outcome = 0, outcome
        await self.keep(turn)

    async def extend(self, turn: Turn, minutes: int) -> None:
        """Give what is talked about so many minutes more."""
        turn.extra += minutes
        await self.session.flush()

    async def presences(self, sitting: Sitting) -> Sequence[Presence]:
        """Who is there and who sent word by others, in the order in which it was said.

        Who leaves the partnership afterwards was there all the same.
        """
        query = self.rows(Presence).where(Presence.sitting_id == sitting.id).order_by(Presence.id)
        return await self.all(query)

    async def is_there(
        self,
        sitting: Sitting,
        who: Member | str,
        kind: str = PRESENT,
        instead_of: Member | str = "",
    ) -> bool:
        """Write down of a member, or of a name, that they are there (or not: APOLOGIES). Returns whether that is news."""
        row = next((one for one in await self.presences(sitting) if _same(one, who)), None)
        if row is None:
            row = Presence(sitting_id=sitting.id, kind="", name="", for_id=None, for_name="")
            row.member, row.name = (who, "") if isinstance(who, Member) else (None, who)
            row.member_id = who.id if isinstance(who, Member) else None
            await self.keep(row)
        before = (row.kind, row.instead_of)
        row.kind = kind
        if instead_of or kind != PRESENT:
            row.stands_for = instead_of if isinstance(instead_of, Member) else None
            row.for_id = row.stands_for.id if row.stands_for else None
            row.for_name = "" if isinstance(instead_of, Member) else instead_of
        await self.session.flush()
        return before != (row.kind, row.instead_of)

    async def catch(self, kind: str, record_id: int, conversation_id: int | None) -> None:
        """Put what was just noted in a channel under the item that is talked about there, if a meeting is held."""
        sitting = await self.open(conversation_id) if conversation_id is not None else None
        if sitting is None:
            return
        turn = await self.current(sitting)
        row = Caught(sitting_id=sitting.id, kind=kind, record_id=record_id)
        row.item_id = turn.item_id if turn else None
        await self.keep(row)

    async def catch_later(self, sitting: Sitting, kind: str, record_id: int) -> None:
        """Count something as noted in a meeting that was noted for it elsewhere, under no item; what is caught stays."""
        if await self.caught_in(kind, record_id) is None:
            await self.keep(Caught(sitting_id=sitting.id, kind=kind, record_id=record_id))

    async def caught_in(self, kind: str, record_id: int) -> int | None:
        """The id of the sitting in which something was noted; None where it was noted in none."""
        query = self.rows(Caught).where(Caught.kind == kind, Caught.record_id == record_id)
        found = await self.first(query)
        return found.sitting_id if found else None

    async def caught(self, sitting: Sitting) -> Sequence[Caught]:
        """What was noted while it was held, in order; `item_id` is None for what came when no item was talked about."""
        return await self.all(self.rows(Caught).where(Caught.sitting_id == sitting.id).order_by(Caught.id))

    async def say_worth(self, sitting: Sitting, member: Member, answer: str) -> bool:
        """Count whether it was a good use of time (GOOD, PARTLY, POOR), once for each member. Returns whether it counted."""
        mine = self.rows(Pressed).where(Pressed.sitting_id == sitting.id, Pressed.member_id == member.id)
        if await self.first(mine) is not None:
            return False
        await self.keep(Pressed(sitting_id=sitting.id, member_id=member.id))
        setattr(sitting, answer, getattr(sitting, answer) + 1)
        await self.session.flush()
        return True

    async def forget_who_pressed(self, before: datetime) -> None:
        """Of meetings that ended before a moment (aware) forget who said anything; the sums stay."""
        ended = self.rows(Sitting).where(Sitting.ended_at <= before).with_only_columns(Sitting.id)
        mine = Pressed.partnership_id == self.partnership_id
        await self.session.execute(delete(Pressed).where(mine, Pressed.sitting_id.in_(ended)))

    async def held(self, before: datetime, series_id: int | None = None, most: int = 8) -> Sequence[Sitting]:
        """The last meetings that ended before a moment (aware), of a series or of all, the latest first."""
        query = self.rows(Sitting).where(Sitting.ended_at <= before)
        if series_id is not None:
            those = self.rows(Meeting).where(Meeting.series_id == series_id).with_only_columns(Meeting.id)
            query = query.where(Sitting.meeting_id.in_(those))
        return await self.all(query.order_by(Sitting.ended_at.desc(), Sitting.id.desc()).limit(most))


def _there(sitting: Sitting, conversation_id: int | None) -> bool:
    series: Series = sitting.meeting.series
    return conversation_id in (None, series.conversation_id)


def _same(row: Presence, who: Member | str) -> bool:
    if isinstance(who, Member):
        return row.member_id == who.id
    return row.member_id is None and row.name.casefold() == who.casefold()


def box(item: AgendaItem, turns: Sequence[Turn]) -> timedelta | None:
    """The time box of an item with what was added to it; None where it has none."""
    extra = sum(turn.extra for turn in turns if turn.item_id == item.id)
    return timedelta(minutes=item.minutes + extra) if item.minutes is not None else None


def spent(item: AgendaItem, turns: Sequence[Turn], at: datetime) -> timedelta:
    """How long an item has been talked about by `at` (aware)."""
    mine = [turn for turn in turns if turn.item_id == item.id]
    return sum(((turn.ended_at or at) - turn.began_at for turn in mine), timedelta(0))
