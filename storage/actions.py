"""Actions: who does what by when, what has been said since, and who is asked to take one over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow, possible
from storage.chases import Chases
from storage.doubt import Doubt, reasons
from storage.meetings import Meeting, Series
from storage.partnerships import Organisation, Partnership
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
    due_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The meeting that the date hangs on ("by the next meeting") and moves with."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    state: Mapped[str] = mapped_column(Name, default=OPEN)
    accepted: Mapped[bool] = mapped_column(default=True)
    """Whether the lead took it on: said it themselves, or has said anything about it since."""
    help_asked_at: Mapped[datetime | None]
    help_answered_at: Mapped[datetime | None]
    word_at: Mapped[datetime | None]
    """When the lead last said anything about it (calendar time)."""
    track_at: Mapped[datetime | None]
    """When it was last said to be on track."""
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    """The channel and message where everybody could read it; empty for what was said elsewhere."""

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

    @property
    def owner(self) -> Member | None:
        """The lead, where there is one who has not left."""
        return self.lead if self.lead is not None and self.lead.left_at is None else None

    @property
    def home(self) -> Organisation | None:
        """Whose part of the plan it is: the organisation it was given to, or else its lead's."""
        return self.organisation or (self.lead.organisation if self.lead else None)

    @property
    def shared(self) -> bool:
        """Whether it belongs to meetings, or was noted where everybody could read it; any other is somebody's own."""
        return self.series_id is not None or bool(self.source)


SHARED = or_(Action.series_id.is_not(None), Action.source != "")
"""The same, for queries."""


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
    """added, edited, given, refused, done, on_track, help, helped, offered, taken, declined, withdrawn, dropped,
    undone, reopened, taken_back."""
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

    @property
    def chases(self) -> Chases:
        return Chases(self.session, self.partnership_id)

    async def add(self, action: Action) -> Action:
        """A new action, with the partnership's next number."""
        partnership = await self._partnership()
        action.number = partnership.next_action
        partnership.next_action += 1
        return await self.keep(action)

    async def get(self, action_id: int) -> Action | None:
        return await self.by_id(Action, action_id)

    async def numbered(self, number: int) -> Action | None:
        """The action that people call by this number."""
        return (
            await self.first(self.rows(Action).where(Action.number == number)) if possible(number) else None
        )

    async def open(self, lead_id: int | None = None, organisation_id: int | None = None) -> Sequence[Action]:
        """Open actions, the earliest date first and those without one last: of one lead, of one organisation, or all."""
        found = [one for one in await self._all_open() if lead_id in (None, one.lead_id)]
        if organisation_id is not None:
            found = [one for one in found if one.home is not None and one.home.id == organisation_id]
        return sorted(found, key=_soonest)

    async def tied(self) -> Sequence[Action]:
        """Open actions whose date hangs on a meeting."""
        return [one for one in await self._all_open() if one.due_meeting_id is not None]

    async def helping(self, member_id: int) -> Sequence[Action]:
        """Open actions that this member helps with."""
        helped = self.rows(Helper).where(Helper.member_id == member_id).with_only_columns(Helper.action_id)
        return sorted(await self.all(self._open().where(Action.id.in_(helped))), key=_soonest)

    async def of_series(self, series_id: int) -> Sequence[Action]:
        """Every action, open or not, that belongs to this series or to none."""
        query = self.rows(Action).where((Action.series_id == series_id) | Action.series_id.is_(None))
        return await self.all(query.order_by(Action.number))

    def _open(self) -> Select[Action]:
        return self.rows(Action).where(Action.state == OPEN)

    async def _all_open(self) -> Sequence[Action]:
        """Open actions in the order of their numbers; read once in a transaction."""
        return await self.known("open", self._open().order_by(Action.number))

    async def doubtful(self, meeting: Meeting, at: datetime) -> Sequence[Doubt]:
        """The actions in doubt before this meeting as things stand at `at` (aware), the most pressing first.

        Actions belong to the series they arose in; those of none count before every meeting. The rule itself is
        in storage/doubt.py.
        """
        zone = ZoneInfo((await self._partnership()).zone)
        since, offered = await self.chases.last(meeting), await self._offered()
        found = []
        for action in await self._all_open():
            if action.owner is None or action.series_id not in (None, meeting.series_id):
                continue
            why = reasons(
                action,
                meeting=meeting.starts_at.astimezone(zone).date(),
                today=at.astimezone(zone).date(),
                since=since,
                offered=action.id in offered,
            )
            if why:
                found.append(Doubt(action, why))
        return sorted(found, key=lambda doubt: doubt.pressing)

    async def _partnership(self) -> Partnership:
        partnership = await self.session.get(Partnership, self.partnership_id)
        assert partnership is not None
        return partnership

    # What was said

    async def note(self, action: Action, kind: str, by: Member | None, at: datetime, note: str = "") -> Entry:
        """One more line of the action's history."""
        row = Entry(action_id=action.id, kind=kind, by_id=by.id if by else None, by=by, note=note, at=at)
        return await self.keep(row)

    async def history(self, action: Action) -> Sequence[Entry]:
        """All that was said about it, the first thing first."""
        return await self.all(self.rows(Entry).where(Entry.action_id == action.id).order_by(Entry.id))

    async def last_word(self, member_id: int, after: datetime) -> Entry | None:
        """The last thing that this member said about any action, later than `after` (aware)."""
        query = self.rows(Entry).where(Entry.by_id == member_id, Entry.at > after)
        return await self.first(query.order_by(Entry.id.desc()))

    async def finished(self, action_ids: Sequence[int], after: datetime | None) -> Sequence[int]:
        """Those of these actions that were finished later than `after` (aware; None: ever)."""
        query = self.rows(Entry).where(Entry.kind == "done", Entry.action_id.in_(action_ids))
        if after is not None:
            query = query.where(Entry.at > after)
        return sorted({row.action_id for row in await self.all(query)})

    # Offers

    async def offer(self, action: Action, to: Member, by: Member, at: datetime) -> Offer:
        """Offer an action to somebody; what was offered to others before is taken back."""
        await self.withdraw(action)
        row = Offer(action_id=action.id, to_id=to.id, by_id=by.id, to=to, by=by, state="open", at=at)
        return await self.keep(row)

    async def get_offer(self, offer_id: int) -> Offer | None:
        return await self.by_id(Offer, offer_id)

    async def offered(self, action: Action) -> Offer | None:
        """The offer of this action that waits for an answer."""
        return await self.first(self.rows(Offer).where(Offer.action_id == action.id, Offer.state == "open"))

    async def withdraw(self, action: Action) -> bool:
        """Take back an offer that waits for an answer. Returns whether there was one."""
        offer = await self.offered(action)
        if offer is not None:
            offer.state = "withdrawn"
        return offer is not None

    async def _offered(self) -> set[int]:
        """The actions that wait for somebody's answer to an offer."""
        rows = await self.all(self.rows(Offer).where(Offer.state == "open"))
        return {row.action_id for row in rows}


def _soonest(action: Action) -> tuple[date, int]:
    return action.due or date.max, action.number
