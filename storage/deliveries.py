"""Deliveries: messages owed, being sent, sent, or not known to have arrived, as one partnership owes them.

How they are claimed and sent, whosever they are, stands in storage/outbox.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Text,
    UniqueConstraint,
    cast,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row
from storage.database import add_new
from storage.partnerships import Conversation
from storage.people import Member

DUE, CLAIMED, SENT, UNSURE, DROPPED, FAILED = "due", "claimed", "sent", "unsure", "dropped", "failed"

RESTS = "rest"
"""What the message is about that says why a partnership rests."""

TOGETHER = "together"
"""What draws a card of several parts: each of them says what draws it, and what it is about."""


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
        those = locked(
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
        owed = update(Delivery).where(locked(*there, Delivery.state.in_((DUE, UNSURE))))
        await self.session.execute(owed.values(state=DROPPED))
        said = update(Delivery).where(locked(*there))
        await self.session.execute(said.values(live="", about="", stale=False))

    async def hand_over(self, channel: Conversation, to: int) -> None:
        """The channel goes over to the partnership `to`, and this one ends: its posts there are drawn for that one."""
        mine = Delivery.partnership_id == self.partnership_id
        owed = update(Delivery).where(locked(mine, Delivery.state == DUE))
        await self.session.execute(owed.values(state=DROPPED))
        there = locked(mine, Delivery.platform == channel.platform, Delivery.conversation == channel.handle)
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
        those = locked(Delivery.partnership_id == self.partnership_id, Delivery.about == RESTS)
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


def address_of(channel: Conversation) -> Address:
    """Where a channel is written to."""
    return Address(channel.platform, channel.workspace, conversation=channel.handle)


def locked(*which: ColumnElement[bool], skip: bool = False) -> ColumnElement[bool]:
    """These deliveries, locked one after the other as they stand, so that nobody waits in a circle.

    `skip`: without those that another transaction has locked.
    """
    return Delivery.id.in_(ordered(*which, skip=skip))


def ordered(*which: ColumnElement[bool], skip: bool = False) -> Select[int]:
    """The ids of these deliveries, each locked after the one before it."""
    rows = select(Delivery.id).where(*which).order_by(Delivery.id)
    return rows.with_for_update(skip_locked=skip)
