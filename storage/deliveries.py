"""Deliveries: messages owed, being sent, sent, or not known to have arrived. The outbox of the house.

A delivery is claimed with a lease in real time, sent, and marked with the platform's message ids. What is not known to
have gone through is `unsure` and is never simply sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Text,
    UniqueConstraint,
    cast,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Name, Row
from storage.database import add_new
from storage.partnerships import Conversation, Partnership
from storage.people import Member

DUE, CLAIMED, SENT, UNSURE, DROPPED, FAILED = "due", "claimed", "sent", "unsure", "dropped", "failed"

RESTS = "rest"
"""What the message is about that says why a partnership rests."""

TOGETHER = "together"
"""What draws a card of several parts: each of them says what draws it, and what it is about."""

LONGEST_LEASE = timedelta(minutes=10)
"""No delivery is left alone for longer, in real time."""


@dataclass(frozen=True)
class Address:
    """Where a message goes: a conversation, or a person directly where `person` is set; in a thread where given."""

    platform: str
    workspace: str
    conversation: str = ""
    person: str = ""
    thread: str = ""


class Delivery(Row):
    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("key"), Index("ix_deliveries_state_not_before", "state", "not_before"))

    key: Mapped[str] = mapped_column(Name)
    partnership_id: Mapped[int | None] = mapped_column(
        ForeignKey("partnerships.id", ondelete="CASCADE"), index=True
    )
    platform: Mapped[str] = mapped_column(Name)
    workspace: Mapped[str] = mapped_column(Name)
    conversation: Mapped[str] = mapped_column(Name)
    person: Mapped[str] = mapped_column(Name)
    thread: Mapped[str] = mapped_column(Name, default="")
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    card: Mapped[dict[str, Any] | None]
    """The card as it was drawn when it was owed, until it is sent; None where `live` draws it when it is sent."""
    live: Mapped[str] = mapped_column(Name, default="")
    subject: Mapped[dict[str, Any]] = mapped_column(default=dict)
    about: Mapped[str] = mapped_column(Name, default="", index=True)
    reaction: Mapped[str] = mapped_column(Name, default="")
    """A mark on `thread` (the message) instead of words."""
    bookmark: Mapped[str] = mapped_column(Name, default="")
    """The title under which the posted message is kept at the top of its conversation, where that is allowed."""
    state: Mapped[str] = mapped_column(Name, default=DUE)
    not_before: Mapped[datetime]
    until: Mapped[datetime | None]
    introduced: Mapped[bool] = mapped_column(default=False)
    """Whether it is the first direct message to its member, and says who writes."""
    decent: Mapped[bool] = mapped_column(default=False)
    """Whether it waits for a decent hour of a working day, because nobody asked for it just now."""
    lease_until: Mapped[datetime | None]
    """Real time until which the process that claimed it may work on it."""
    attempts: Mapped[int] = mapped_column(default=0)
    pages: Mapped[list[str]] = mapped_column(default=list)
    """The platform's message ids, one per page sent."""
    stale: Mapped[bool] = mapped_column(default=False, index=True)
    """Whether what was posted is to be drawn again."""
    error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]


class Message(TypedDict, total=False):
    """What a message may be besides where it goes, each as the column of its name: words (`card`) or who draws them."""

    card: dict[str, Any] | None
    live: str
    subject: dict[str, Any]
    about: str
    reaction: str
    bookmark: str
    until: datetime | None
    decent: bool


CONVERSATION = (Delivery.platform, Delivery.workspace, Delivery.conversation, Delivery.person)
"""What two deliveries have in common that must arrive in order."""

BESIDE = "/beside/"
"""What stands between the key of a message and the channel for which it is a copy."""

HOLDS_BACK = timedelta(minutes=10)
"""What is unsure for longer (calendar time since it was due) no longer holds back what comes after it."""


class Deliveries:
    """What one partnership owes, or (with `partnership_id` None) what is owed where there is no partnership yet."""

    def __init__(self, session: AsyncSession, partnership_id: int | None) -> None:
        self.session = session
        self.partnership_id = partnership_id

    async def owe(
        self,
        *,
        key: str,
        at: datetime,
        to: Member | None = None,
        conversation: int | None = None,
        address: Address | None = None,
        alone: bool = False,
        **message: Unpack[Message],
    ) -> bool:
        """Owe a message, once per `key`.

        Goes to `address`, else to the member `to` directly, else to the channel `conversation` (default: the
        partnership's first) and, unless `alone`, to the channels that stand beside it. `at` (calendar time) is the
        moment from which it may be sent. Returns False where the key was owed before.
        """
        what = {**message, "member_id": to.id if to else None, "not_before": at}
        if to is not None:
            address = address or await self._directly(to)
        if address is not None:
            return await self._owe(key, address, what)
        first, *others = await self._channels(conversation)
        if not await self._owe(key, address_of(first), what):
            return False
        for channel in others if not alone else ():
            await self._owe(f"{key}{BESIDE}{channel.id}", address_of(channel), what)
        return True

    async def _owe(self, key: str, where: Address, what: Mapping[str, Any]) -> bool:
        row = await add_new(
            self.session,
            Delivery,
            key=key,
            partnership_id=self.partnership_id,
            platform=where.platform,
            workspace=where.workspace,
            conversation=where.conversation,
            person=where.person,
            thread=where.thread,
            **what,
        )
        return row is not None

    async def _directly(self, to: Member) -> Address:
        """A member, by way of the workspace that reaches them, else that of a channel on their own platform."""
        person, channels = to.person, await self._all_channels()
        there = [one.workspace for one in channels if one.platform == person.platform]
        near = person.workspace if person.workspace in there else next(iter(there), person.workspace)
        return Address(person.platform, person.via or near, person=person.handle)

    async def _channels(self, conversation: int | None) -> list[Conversation]:
        """A channel of this partnership, by default its first, and those that stand beside it. Raises LookupError."""
        channels = await self._all_channels()
        first = next((one for one in channels if conversation in (None, one.id)), None)
        if first is None:
            raise LookupError("this partnership has no such channel")
        return [first, *(one for one in channels if one.beside_id == first.id)]

    async def _all_channels(self) -> Sequence[Conversation]:
        query = select(Conversation).where(Conversation.partnership_id == self.partnership_id)
        order = (Conversation.beside_id.is_not(None), Conversation.id)
        return (await self.session.scalars(query.order_by(*order))).all()

    async def of(self, key: str) -> Delivery | None:
        """The delivery of this key, if it is this partnership's."""
        query = select(Delivery).where(Delivery.key == key, Delivery.partnership_id == self.partnership_id)
        return (await self.session.scalars(query)).first()

    async def owed(self, keys: Sequence[str]) -> set[str]:
        """Those of these keys that this partnership has owed, or said, already."""
        query = select(Delivery.key).where(
            Delivery.key.in_(keys), Delivery.partnership_id == self.partnership_id
        )
        return set((await self.session.scalars(query)).all())

    async def replace(self, key: str, card: Mapping[str, Any] | None, live: str = "", **kept: Any) -> bool:
        """Give a posted message other words, wherever it was posted. Returns False where no such message was."""
        rows = await self._everywhere(key)
        for row in rows:
            row.card, row.live, row.stale = (dict(card) if card is not None else None), live, True
            for name, value in kept.items():
                setattr(row, name, value)
        await self.session.flush()
        return bool(rows)

    async def _everywhere(self, key: str) -> Sequence[Delivery]:
        """The delivery of this key, and the same message in the channels beside one another."""
        base = key.partition(BESIDE)[0]
        copies = Delivery.key.startswith(f"{base}{BESIDE}", autoescape=True)
        own = (Delivery.partnership_id == self.partnership_id, or_(Delivery.key == base, copies))
        rows = (await self.session.scalars(select(Delivery).where(*own).order_by(Delivery.id))).all()
        return rows if any(row.key == key for row in rows) else ()

    async def threads(self, key: str) -> list[Address]:
        """Where something is said under a posted message, in each conversation in which it has arrived."""
        return [
            Address(row.platform, row.workspace, row.conversation, row.person, row.thread or row.pages[0])
            for row in await self._everywhere(key)
            if row.pages
        ]

    async def join(self, about: str, where: Address, part: Mapping[str, Any]) -> bool:
        """One more part of the card of several parts that is about this, where one is owed or said in this conversation.

        Returns whether there is one.
        """
        query = select(Delivery).where(
            Delivery.partnership_id == self.partnership_id,
            Delivery.about == about,
            Delivery.live == TOGETHER,
            Delivery.platform == where.platform,
            Delivery.conversation == where.conversation,
            Delivery.person == where.person,
            Delivery.state.in_((DUE, CLAIMED, UNSURE, SENT)),
        )
        row = (await self.session.scalars(query.order_by(Delivery.id.desc()).limit(1))).first()
        if row is not None:
            row.subject = {"parts": [*row.subject["parts"], dict(part)]}
            row.stale = row.state != DUE
            await self.session.flush()
        return row is not None

    async def refresh(self, about: str) -> None:
        """Everything posted about this is drawn again, and what is on its way just now as soon as it is there."""
        part = cast(Delivery.subject, Text).contains(f'"{about}"', autoescape=True)
        those = _locked(
            Delivery.partnership_id == self.partnership_id,
            or_(Delivery.about == about, (Delivery.live == TOGETHER) & part),
            Delivery.live != "",
            Delivery.state.in_((CLAIMED, UNSURE, SENT)),
        )
        await self.session.execute(update(Delivery).where(those).values(stale=True))

    async def redraw(self, key: str) -> bool:
        """One posted message is drawn again, wherever it was posted. Returns False where it is not one that can be."""
        rows = [row for row in await self._everywhere(key) if row.live]
        for row in rows:
            row.stale = True
        await self.session.flush()
        return bool(rows)

    async def again(self, key: str, at: datetime) -> None:
        """What could not arrive is owed once more, from `at` (calendar time) on."""
        row = await self.of(key)
        if row is not None and row.state == FAILED:
            row.state, row.not_before, row.lease_until, row.attempts = DUE, at, None, 0

    async def leave(self, channel: Conversation) -> None:
        """A channel is let go: nothing more is said in it for this partnership, and what was said stays as it is."""
        there = (
            Delivery.partnership_id == self.partnership_id,
            Delivery.platform == channel.platform,
            Delivery.conversation == channel.handle,
        )
        owed = update(Delivery).where(_locked(*there, Delivery.state.in_((DUE, UNSURE))))
        await self.session.execute(owed.values(state=DROPPED))
        said = update(Delivery).where(_locked(*there))
        await self.session.execute(said.values(live="", about="", stale=False))

    async def hand_over(self, channel: Conversation, to: int) -> None:
        """The channel goes over to the partnership `to`, and this one ends: its posts there are drawn for that one."""
        mine = Delivery.partnership_id == self.partnership_id
        owed = update(Delivery).where(_locked(mine, Delivery.state == DUE))
        await self.session.execute(owed.values(state=DROPPED))
        there = _locked(mine, Delivery.platform == channel.platform, Delivery.conversation == channel.handle)
        values = {"partnership_id": to, "stale": Delivery.live != ""}
        await self.session.execute(update(Delivery).where(there).values(**values))

    async def posted(self, conversation: str, message: str) -> Delivery | None:
        """What we said ourselves under this platform id, in this conversation or directly."""
        query = select(Delivery).where(
            Delivery.partnership_id == self.partnership_id,
            Delivery.conversation.in_((conversation, "")),
            cast(Delivery.pages, Text).contains(f'"{message}"', autoescape=True),
        )
        return (await self.session.scalars(query.limit(1))).first()

    async def rest(self, key: str) -> None:
        """The partnership rests from now on, for as long as the message of this key says so."""
        row = await self.of(key)
        if row is not None:
            row.about = RESTS

    async def most_of(self, platform: str, people: Sequence[str], since: datetime) -> int:
        """How many messages whoever was owed most of these people was owed since then (calendar time)."""
        count = func.count()
        query = select(count).group_by(Delivery.person).order_by(count.desc()).limit(1)
        theirs = (Delivery.partnership_id == self.partnership_id, Delivery.platform == platform)
        query = query.where(*theirs, Delivery.person.in_(people), Delivery.not_before > since)
        return await self.session.scalar(query) or 0

    async def resting(self) -> bool:
        """Whether the partnership rests: nothing is said that nobody asked for."""
        query = select(Delivery.id).where(
            Delivery.partnership_id == self.partnership_id, Delivery.about == RESTS
        )
        return (await self.session.scalars(query.limit(1))).first() is not None

    async def wake(self) -> None:
        """The partnership rests no longer."""
        those = _locked(Delivery.partnership_id == self.partnership_id, Delivery.about == RESTS)
        await self.session.execute(update(Delivery).where(those).values(about=""))

    async def last_posted(self, conversation: str) -> datetime | None:
        """When (calendar time) something last arrived in a conversation of the platform."""
        query = select(func.max(Delivery.sent_at)).where(
            Delivery.partnership_id == self.partnership_id,
            Delivery.conversation == conversation,
            Delivery.state == SENT,
        )
        return await self.session.scalar(query)

    async def about(self, about: str) -> Sequence[Delivery]:
        """Everything that was owed about this, whatever became of it, the oldest first."""
        query = select(Delivery).where(
            Delivery.partnership_id == self.partnership_id, Delivery.about == about
        )
        return (await self.session.scalars(query.order_by(Delivery.id))).all()

    async def sent_about(self, about: str) -> bool:
        """Whether anything about this has arrived."""
        query = select(Delivery.id).where(
            Delivery.partnership_id == self.partnership_id, Delivery.about == about, Delivery.state == SENT
        )
        return (await self.session.scalars(query.limit(1))).first() is not None

    async def sent_to(self, member_id: int, prefix: str) -> Sequence[Delivery]:
        """What this member was sent (or is owed) under keys that begin with `prefix`."""
        query = select(Delivery).where(
            Delivery.partnership_id == self.partnership_id,
            Delivery.member_id == member_id,
            Delivery.key.startswith(prefix, autoescape=True),
        )
        return (await self.session.scalars(query.order_by(Delivery.id))).all()


class Outbox:
    """All deliveries of all partnerships: only bot/delivery.py and bot/sending.py look at them this way."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def claim(self, now: datetime, real: datetime, lease: timedelta, most: int = 50) -> list[Delivery]:
        """Deliveries to send now, held by a lease until `real` + `lease`: the first of each conversation, in order.

        `now` is calendar time and decides what is due; `real` is the machine's time and decides about leases.
        A delivery whose lease ran out (its process died) comes back as `unsure`. What is in hand, or was owed lately and
        is unsure, holds back what comes after it in its conversation.
        """
        lost = _locked(Delivery.state == CLAIMED, _run_out(real), skip=True)
        await self.session.execute(update(Delivery).where(lost).values(state=UNSURE, lease_until=None))
        # asked of the rows themselves too: another process may have taken the first since it was looked for
        due = (Delivery.state == DUE, Delivery.not_before <= now, _free(real))
        first = select(func.min(Delivery.id)).where(*due, ~_held_back(now)).group_by(*CONVERSATION)
        rows = await self._held(select(Delivery).where(*due, Delivery.id.in_(first)), real + lease, most)
        for row in rows:
            row.state, row.attempts = CLAIMED, row.attempts + 1
        return rows

    async def abandon(self) -> None:
        """Nobody else works on this store: what is claimed was left behind by a process that died."""
        await self.session.execute(
            update(Delivery).where(Delivery.state == CLAIMED).values(state=UNSURE, lease_until=None)
        )

    async def let_go(self, delivery_id: int, until: datetime) -> None:
        """The process stops in the middle of it: from `until` (real time) on, whoever comes next takes it up.

        For one delivery in each transaction, because others may hold its partnership and wait for one that comes before it.
        """
        row = await self.get(delivery_id)
        if row is not None:
            row.state, row.lease_until = (UNSURE if row.state == CLAIMED else row.state), until

    async def unsure(self, real: datetime, lease: timedelta, most: int = 20) -> list[Delivery]:
        """Unsure deliveries whose time has come to be looked for, held by a lease."""
        query = select(Delivery).where(Delivery.state == UNSURE, _free(real))
        return await self._held(query, real + lease, most)

    async def stale(self, real: datetime, lease: timedelta, most: int = 20) -> list[Delivery]:
        """Posted messages that are to be drawn again, held by a lease."""
        query = select(Delivery).where(Delivery.stale, Delivery.state == SENT, _free(real))
        return await self._held(query, real + lease, most)

    async def _held(self, query: Select[Delivery], until: datetime, most: int) -> list[Delivery]:
        """The first rows of a query, held by a lease; what another process holds just now is passed over."""
        query = query.order_by(Delivery.id).limit(most).with_for_update(skip_locked=True)
        rows = list((await self.session.scalars(query)).all())
        for row in rows:
            row.lease_until = until
        return rows

    async def get(self, delivery_id: int) -> Delivery | None:
        """A delivery, locked after its partnership: whoever locks both does so in this order, or two wait for ever."""
        owner = select(Delivery.partnership_id).where(Delivery.id == delivery_id).scalar_subquery()
        await self.session.execute(select(Partnership.id).where(Partnership.id == owner).with_for_update())
        query = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
        return (await self.session.scalars(query.execution_options(populate_existing=True))).first()

    async def echoed(self, key: str, page: int, message: str) -> bool:
        """Our own message came back: page number `page` of the delivery is certainly there.

        Returns whether that settled an unsure delivery. What is still in hand stays so; whoever has it finds the page.
        """
        query = select(Delivery).where(Delivery.key == key).with_for_update()
        row = (await self.session.scalars(query)).first()
        if row is None or row.state not in (CLAIMED, UNSURE) or len(row.pages) != page:
            return False
        row.pages = [*row.pages, message]
        if row.state == CLAIMED:
            return False
        row.state, row.lease_until = DUE, None
        return True

    async def follow(self, platform: str, old: str, new: str) -> None:
        """A conversation has another id from now on. What was refused under the old one is owed once more."""
        there = (Delivery.platform == platform, Delivery.conversation == old)
        both = Delivery.conversation.in_((old, new))
        await self.session.execute(_ordered(Delivery.platform == platform, both))
        refused = (Delivery.state == FAILED, Delivery.error.contains("channel_not_found"))
        again = {"state": DUE, "lease_until": None, "attempts": 0, "error": ""}
        await self.session.execute(update(Delivery).where(*there, *refused).values(**again))
        await self.session.execute(update(Delivery).where(*there).values(conversation=new))
        owed = (Delivery.platform == platform, Delivery.conversation == new, Delivery.state == DUE)
        await self.session.execute(update(Delivery).where(*owed).values(lease_until=None))

    async def hurry(self, platform: str, workspace: str) -> None:
        """A workspace can be reached again: what waits for it is tried at once."""
        there = (Delivery.platform == platform, Delivery.workspace == workspace)
        query = select(Delivery).where(*there, Delivery.state == DUE, Delivery.lease_until.is_not(None))
        for row in await self.session.scalars(query.with_for_update(skip_locked=True)):
            row.lease_until, row.attempts = None, 0

    async def withhold(self, platform: str, conversation: str) -> None:
        """Nothing that is owed in a conversation is said there any more."""
        there = (Delivery.platform == platform, Delivery.conversation == conversation)
        owed = _locked(*there, Delivery.state == DUE)
        await self.session.execute(update(Delivery).where(owed).values(state=DROPPED))

    async def waiting(self, now: datetime) -> int:
        """How many deliveries are due, claimed, unsure or to be drawn again."""
        return (await self.session.scalar(select(func.count()).select_from(Delivery).where(_busy(now)))) or 0

    async def next_look(self, now: datetime) -> datetime | None:
        """When (real time) the first lease ends of what waits for its turn; None where nothing waits."""
        return await self.session.scalar(select(func.min(Delivery.lease_until)).where(_busy(now)))

    async def next_due(self, now: datetime) -> datetime | None:
        """When the earliest delivery that waits for its time is due (calendar time)."""
        query = select(func.min(Delivery.not_before)).where(Delivery.state == DUE, Delivery.not_before > now)
        return await self.session.scalar(query)


def address_of(channel: Conversation) -> Address:
    """Where a channel is written to."""
    return Address(channel.platform, channel.workspace, conversation=channel.handle)


def _locked(*which: ColumnElement[bool], skip: bool = False) -> ColumnElement[bool]:
    """These deliveries, locked one after the other as they stand, so that nobody waits in a circle.

    `skip`: without those that another transaction has locked.
    """
    return Delivery.id.in_(_ordered(*which, skip=skip))


def _ordered(*which: ColumnElement[bool], skip: bool = False) -> Select[int]:
    """The ids of these deliveries, each locked after the one before it."""
    rows = select(Delivery.id).where(*which).order_by(Delivery.id)
    return rows.with_for_update(skip_locked=skip)


def _held_back(now: datetime) -> ColumnElement[bool]:
    """Whether something before it in its conversation is in hand, or unsure and was not owed long ago."""
    earlier = aliased(Delivery)
    same = (getattr(earlier, column.key) == column for column in CONVERSATION)
    unsure = (earlier.state == UNSURE) & (earlier.not_before > now - HOLDS_BACK)
    return exists().where(*same, earlier.id < Delivery.id, or_(earlier.state == CLAIMED, unsure))


def _run_out(real: datetime) -> ColumnElement[bool]:
    """A lease that is over, or so far off that only a clock set back explains it."""
    return or_(Delivery.lease_until < real, Delivery.lease_until > real + LONGEST_LEASE)


def _free(real: datetime) -> ColumnElement[bool]:
    return or_(Delivery.lease_until.is_(None), _run_out(real))


def _busy(now: datetime) -> ColumnElement[bool]:
    due = (Delivery.state == DUE) & (Delivery.not_before <= now)
    stale = Delivery.stale & (Delivery.state == SENT)
    return or_(due, Delivery.state.in_((CLAIMED, UNSURE)), stale)
