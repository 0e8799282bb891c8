"""Series and meetings, and who is coming."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.people import Member

PLANNED, CANCELLED = "planned", "cancelled"
COMING, APOLOGIES = "coming", "apologies"

USUAL = 60
"""How long a meeting is where nobody says, in minutes."""

LONGEST = timedelta(days=1)
"""No meeting is longer."""

SOON = timedelta(minutes=30)
"""So long before its time a meeting can be started from the cards that show it."""

LATELY = timedelta(days=3)
"""Meetings that ended so short a time ago are read together with those to come."""


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
    revision: Mapped[int] = mapped_column(default=0)
    """How often it was changed since it was planned, so that a calendar knows which of two files is the newer."""
    opened_at: Mapped[datetime | None]
    """When somebody started it (storage/sittings.py); from then on it goes on, whatever the calendar says."""
    closed_at: Mapped[datetime | None]
    """When it was ended."""
    settled: Mapped[bool] = mapped_column(default=False)
    """Whether what it did not reach was seen to when it was ended."""

    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        return self.series.name

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def open(self) -> bool:
        """Whether it was started and nobody has ended it yet."""
        return self.opened_at is not None and self.closed_at is None

    def to_start(self, at: datetime) -> bool:
        """Whether it may well be started at `at` (aware): its time is near or has come, and nobody has started it."""
        waits = self.state == PLANNED and self.opened_at is None
        return waits and self.starts_at - SOON <= at and not self.over(at)

    def over(self, at: datetime) -> bool:
        """Whether it was ended by `at` (aware), or is past its planned end and was never started."""
        return self.closed_at is not None or (self.ends_at <= at and not self.open)


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

    async def get(self, meeting_id: int) -> Meeting | None:
        return await self.by_id(Meeting, meeting_id)

    async def series(self, series_id: int) -> Series | None:
        return await self.by_id(Series, series_id)

    async def all_series(self, conversation_id: int | None = None) -> Sequence[Series]:
        """Every series, or those of one channel (the id of its row), the oldest first."""
        query = self.rows(Series).order_by(Series.id)
        if conversation_id is not None:
            query = query.where(Series.conversation_id == conversation_id)
        return await self.all(query)

    async def repeating(self) -> Sequence[Series]:
        """The series that go on by a rule."""
        return await self.all(self.rows(Series).where(Series.last_day != "").order_by(Series.id))

    async def coming(
        self, at: datetime, series_id: int | None = None, conversation_id: int | None = None
    ) -> Sequence[Meeting]:
        """Planned meetings that end after `at` (aware), the earliest first; one that goes on now is among them.

        One that was started stays until it is ended, and is none of them from then on.
        """
        return [
            meeting
            for meeting in await self._about_now(at)
            if not meeting.over(at)
            and series_id in (None, meeting.series_id)
            and conversation_id in (None, meeting.series.conversation_id)
        ]

    async def next(
        self, at: datetime, conversation_id: int | None = None, series_id: int | None = None
    ) -> Meeting | None:
        """The earliest planned meeting that ends after `at` (aware): of a channel, of a series, or of all."""
        return next(iter(await self.coming(at, series_id, conversation_id)), None)

    async def going_on(self, at: datetime, conversation_id: int | None) -> Meeting | None:
        """The meeting of a channel that is on at `at` (aware): the one that was started, else by the calendar."""
        here = await self.coming(at, conversation_id=conversation_id) if conversation_id is not None else ()
        begun = [one for one in here if one.open or one.starts_at <= at]
        return max(begun, key=lambda one: one.open, default=None)

    async def next_series(self, at: datetime, conversation_id: int | None) -> Series | None:
        """The series to which belongs what is said in a channel at `at` (aware): that of its next meeting.

        Where none is planned it is the only series there; outside of channels it is none.
        """
        if conversation_id is None:
            return None
        meeting = await self.going_on(at, conversation_id) or await self.next(at, conversation_id)
        if meeting is not None:
            return meeting.series
        here = await self.all_series(conversation_id)
        return here[0] if len(here) == 1 else None

    async def last(
        self, at: datetime, conversation_id: int | None = None, series_id: int | None = None
    ) -> Meeting | None:
        """The latest meeting that has begun by `at` (aware) and was not cancelled."""
        query = self._planned(series_id, conversation_id).where(Meeting.starts_at <= at)
        return await self.first(query.order_by(None).order_by(Meeting.starts_at.desc(), Meeting.id.desc()))

    async def over(self, at: datetime, within: timedelta) -> Sequence[Meeting]:
        """Planned meetings that ended by `at`, at most `within` ago."""
        rows = await self._about_now(at, within)
        return [one for one in rows if one.over(at) and at - within < (one.closed_at or one.ends_at) <= at]

    async def _about_now(self, at: datetime, within: timedelta = LATELY) -> Sequence[Meeting]:
        """All planned meetings that may have ended after `at` (aware) less `within`, the earliest first.

        Read once in a transaction, for what is to come and what is just over alike.
        """
        moment = at - max(within, LATELY) - LONGEST
        return await self.known(f"after/{moment}", self._planned().where(Meeting.starts_at > moment))

    async def after(self, meeting: Meeting) -> Meeting | None:
        """The next planned meeting of the same series."""
        return await self.first(self._planned(meeting.series_id).where(Meeting.starts_at > meeting.starts_at))

    async def previous(self, meeting: Meeting) -> Meeting | None:
        """The planned meeting of the same series before this one."""
        query = self._planned(meeting.series_id).where(Meeting.starts_at < meeting.starts_at)
        return await self.first(query.order_by(None).order_by(Meeting.starts_at.desc()))

    async def at_moment(self, series_id: int, starts_at: datetime) -> Meeting | None:
        """The planned meeting of a series that starts at just this moment."""
        return await self.first(self._planned(series_id).where(Meeting.starts_at == starts_at))

    def _planned(self, series_id: int | None = None, conversation_id: int | None = None) -> Select[Meeting]:
        query = self.rows(Meeting).where(Meeting.state == PLANNED)
        if series_id is not None:
            query = query.where(Meeting.series_id == series_id)
        if conversation_id is not None:
            within = self.rows(Series).where(Series.conversation_id == conversation_id)
            query = query.where(Meeting.series_id.in_(within.with_only_columns(Series.id)))
        return query.order_by(Meeting.starts_at, Meeting.id)

    async def begin(
        self, name: str, conversation_id: int, minutes: int | None = None, place: str | None = None
    ) -> Series:
        """The series of this name in this channel, made if it is new. What is given becomes usual for it."""
        wanted = name.casefold()
        known = (row for row in await self.all_series(conversation_id) if row.name.casefold() == wanted)
        series = next(known, None)
        if series is None:
            row = Series(name=name, conversation_id=conversation_id, rule={}, last_day="")
            row.minutes, row.place = minutes or USUAL, place or ""
            return await self.keep(row)
        series.minutes, series.place = minutes or series.minutes, place or series.place
        return series

    async def repeat(self, series: Series, rule: dict[str, Any], last_day: date) -> None:
        """Let a series go on by a rule, of which `last_day` is the last day that has its meeting."""
        series.rule, series.last_day = rule, last_day.isoformat()
        await self.session.flush()

    async def stop_repeating(self, series: Series) -> None:
        """No further meetings of this series are made; those that are planned stay."""
        series.rule, series.last_day = {}, ""
        await self.session.flush()

    async def plan(
        self,
        series: Series,
        starts_at: datetime,
        at: datetime,
        minutes: int | None = None,
        place: str | None = None,
    ) -> Meeting:
        """A new meeting of a series at `starts_at` (aware), planned at `at`; as long and where it usually is."""
        meeting = Meeting(
            series=series, series_id=series.id, starts_at=starts_at, planned_at=at, state=PLANNED, revision=0
        )
        meeting.minutes = series.minutes if minutes is None else minutes
        meeting.place = series.place if place is None else place
        return await self.keep(meeting)

    async def move(self, meeting: Meeting, starts_at: datetime, at: datetime) -> None:
        """Another moment for a meeting; planned afresh at `at`. What else of it was changed comes to pass with it."""
        meeting.starts_at, meeting.planned_at = starts_at, at
        meeting.revision += 1
        await self.session.flush()

    async def cancel(self, meeting: Meeting) -> None:
        meeting.state, meeting.revision = CANCELLED, meeting.revision + 1
        await self.session.flush()

    async def answers(self, meeting: Meeting) -> Sequence[Attendance]:
        """What members said about coming, in the order in which they first said it.

        Without those who had left when it began; who leaves afterwards was there all the same.
        """
        rows = await self.all(
            self.rows(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id)
        )
        began = meeting.opened_at or meeting.starts_at
        return [row for row in rows if row.member.left_at is None or row.member.left_at > began]

    async def answer(self, meeting: Meeting, member: Member, answer: str) -> bool:
        """Keep what a member says about coming (COMING or APOLOGIES). Returns whether that is news."""
        mine = self.rows(Attendance).where(Attendance.meeting_id == meeting.id)
        row = await self.first(mine.where(Attendance.member_id == member.id))
        if row is None:
            await self.keep(
                Attendance(meeting_id=meeting.id, member_id=member.id, member=member, answer=answer)
            )
            return True
        before, row.answer = row.answer, answer
        return before != answer

    async def ask_again(self, meeting: Meeting) -> None:
        """Forget who is coming, because the day is another one."""
        for row in await self.all(self.rows(Attendance).where(Attendance.meeting_id == meeting.id)):
            await self.session.delete(row)
        await self.session.flush()

    async def named(self, text: str, conversation_id: int | None = None) -> tuple[Series | None, str]:
        """The series that words name ("for the working group", "Working group: …", or nothing else), and the rest.

        A channel's own series come before those of others; of two names that fit the longer one counts.
        """
        known = sorted(
            await self.all_series(),
            key=lambda row: (-len(row.name), row.conversation_id != conversation_id, -row.id),
        )
        for series in known:
            for pattern in _naming(series.name):
                if found := pattern.search(text):
                    return series, _joined(text[: found.start()], text[found.end() :])
        return None, text


def _naming(name: str) -> Iterator[re.Pattern[str]]:
    words = r"\s+".join(re.escape(word) for word in re.sub(r"^the\s+", "", name, flags=re.I).split())
    the = rf"(?:the\s+)?{words}(?:'s)?(?!\w)(?:\s+(?:meeting|agenda)(?!\w))?"
    yield re.compile(rf"^\s*{the}\s*$", re.I)
    yield re.compile(rf"^\s*{the}\s*:", re.I)
    yield re.compile(rf"(?:^|(?<=\s))(?:for|to|in)\s+{the}\s*$", re.I)
    yield re.compile(rf"^\s*(?:for|to|in)\s+{the}(?=[\s,:])[,:]?", re.I)


def _joined(before: str, after: str) -> str:
    return f"{before.strip()} {after.strip()}".strip()
