"""Circulation lists: who gets letters by mail, why they may be written to, and who has left or cannot be reached.

A subscriber is known outside the partnership only by `ref`, which nobody can guess and which is never used again: letters
that are owed and links for leaving go by it, so that an address stands in one table only and is gone when its row is.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow
from storage.partnerships import Partnership

STRATEGIC, OPERATIONAL, OWN, GONE = "strategic", "operational", "own", "gone"
"""Kinds of lists: each partnership has one of the first two, and as many of its own as it likes.

`gone` is one that was let go; it is nowhere to be seen, and knows only who had left it.
"""

PLATFORM = "mail"
"""Where deliveries to subscribers go."""

ABOUT = "subscriber:"
"""What a delivery is about that goes to a subscriber; their `ref` stands behind it."""

ON, LEFT, REFUSED = "on", "left", "refused"
"""States of a subscriber: gets letters, wants none any more, is not taken by the mail server."""


class CirculationList(ScopedRow):
    __tablename__ = "circulation_lists"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    kind: Mapped[str] = mapped_column(Name)
    name: Mapped[str] = mapped_column(Name)


class Subscriber(ScopedRow):
    __tablename__ = "subscribers"
    __table_args__ = (UniqueConstraint("list_id", "same"), UniqueConstraint("ref"))

    list_id: Mapped[int] = mapped_column(ForeignKey("circulation_lists.id", ondelete="CASCADE"))
    ref: Mapped[str] = mapped_column(Name)
    address: Mapped[str] = mapped_column(Name)
    same: Mapped[str] = mapped_column(Name)
    """The address as it is compared: in small letters."""
    name: Mapped[str] = mapped_column(Name)
    """Empty where they had left and were then taken off: of them the address alone is kept, so that nothing goes there."""
    consent: Mapped[str]
    """How it is known that they want these letters, in the words of whoever added them."""
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    added_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(Name, default=ON)
    changed_at: Mapped[datetime | None]

    circulation: Mapped[CirculationList] = relationship(lazy="joined", innerjoin=True)


class Letterhead(ScopedRow):
    """What a partnership's letters have in common."""

    __tablename__ = "letterheads"
    __table_args__ = (UniqueConstraint("partnership_id"),)

    reply_to: Mapped[str] = mapped_column(Name, default="")
    """Where answers to letters go; empty: nowhere that anybody reads."""


class Lists(Scope):
    """The circulation lists of one partnership, and who is on them."""

    async def list(self) -> Sequence[CirculationList]:
        """All of them: strategic, operational, then its own as they were made."""
        query = self.rows(CirculationList).where(CirculationList.kind != GONE)
        here = await self.all(query.order_by(CirculationList.id))
        missing = [kind for kind in (STRATEGIC, OPERATIONAL) if all(one.kind != kind for one in here)]
        made = [await self.keep(CirculationList(kind=kind, name=kind)) for kind in missing]
        order = (STRATEGIC, OPERATIONAL, OWN)
        return sorted([*here, *made], key=lambda one: (order.index(one.kind), one.id))

    async def get(self, list_id: int) -> CirculationList | None:
        found = await self.by_id(CirculationList, list_id)
        return None if found is None or found.kind == GONE else found

    async def named(self, name: str) -> CirculationList | None:
        """By name, in any case."""
        wanted = " ".join(name.split()).casefold()
        return _of_name(await self.list(), wanted)

    async def new(self, name: str) -> CirculationList:
        """A list of the partnership's own; the caller knows that none has this name.

        Where one of this name was let go, it still knows who had left it.
        """
        name = " ".join(name.split())
        gone = await self.all(self.rows(CirculationList).where(CirculationList.kind == GONE))
        row = _of_name(gone, name.casefold()) or CirculationList()
        row.kind, row.name = OWN, name
        return await self.keep(row)

    async def drop(self, circulation: CirculationList) -> None:
        """Let a list go that gets no letters to anybody; of who had left it the address is kept."""
        those = await self.everybody(circulation)
        for one in those:
            await self.remove(one)
        if those:
            circulation.kind = GONE
        else:
            await self.session.delete(circulation)
        await self.session.flush()

    async def of(self, name: str) -> Sequence[Subscriber]:
        """Who gets letters that go to the list of this name ("strategic", "operational", or one of its own)."""
        circulation = await self.named(name)
        everybody = await self.everybody(circulation) if circulation else ()
        return [one for one in everybody if one.state == ON]

    async def readers(self, names: Sequence[str]) -> Sequence[Subscriber]:
        """Who gets a letter that goes to all these lists: each address once, and nobody who has left one of them."""
        named = [await self.named(name) for name in names]
        rows = [one for each in named if each is not None for one in await self.everybody(each)]
        gone = {one.same for one in rows if one.state == LEFT}
        found = {one.same: one for one in reversed(rows) if one.state == ON and one.same not in gone}
        return [one for one in rows if found.get(one.same) is one]

    async def everybody(self, circulation: CirculationList) -> Sequence[Subscriber]:
        """Everybody of a list by name, also who has left and who cannot be reached; who has no name last."""
        query = self.rows(Subscriber).where(Subscriber.list_id == circulation.id)
        return await self.all(
            query.order_by(Subscriber.name == "", func.lower(Subscriber.name), Subscriber.id)
        )

    async def count(self) -> int:
        """How many people are on all lists together, in whatever state; who is on two counts twice."""
        query = select(func.count()).select_from(Subscriber)
        return await self.session.scalar(query.where(Subscriber.partnership_id == self.partnership_id)) or 0

    async def subscriber(self, subscriber_id: int) -> Subscriber | None:
        return await self.by_id(Subscriber, subscriber_id)

    async def with_ref(self, ref: str) -> Subscriber | None:
        """The subscriber that a letter of this partnership was owed to."""
        return await self.first(self.rows(Subscriber).where(Subscriber.ref == ref))

    async def at(self, circulation: CirculationList, address: str) -> Subscriber | None:
        """Who has this address on a list, in whatever state."""
        query = self.rows(Subscriber).where(Subscriber.list_id == circulation.id)
        return await self.first(query.where(Subscriber.same == address.casefold()))

    async def add(
        self,
        circulation: CirculationList,
        address: str,
        name: str,
        consent: str,
        by_id: int,
        at: datetime,
    ) -> Subscriber:
        """Put somebody on a list. Who was on it before, in whatever state, gets letters (again) from now on.

        An address that was refused is tried again on every list.
        """
        row = await self.at(circulation, address)
        if row is None:
            row = Subscriber(ref=secrets.token_hex(12), same=address.casefold(), circulation=circulation)
        row.address, row.name, row.consent = address, name, consent
        row.added_by_id, row.added_at, row.state, row.changed_at = by_id, at, ON, None
        same = self.rows(Subscriber).where(Subscriber.same == row.same, Subscriber.state == REFUSED)
        for one in await self.all(same):
            one.state, one.changed_at = ON, None
        return await self.keep(row)

    async def remove(self, subscriber: Subscriber) -> bool:
        """Forget somebody: their address is nowhere afterwards. Of who had left it stays, so that nothing goes there.

        Returns whether the address is kept.
        """
        left = subscriber.state == LEFT
        if left:
            subscriber.name, subscriber.consent, subscriber.added_by_id = "", "", None
        else:
            await self.session.delete(subscriber)
        await self.session.flush()
        return left

    async def refuse(self, subscriber: Subscriber, at: datetime) -> bool:
        """Their mail server takes no letters at this address, on whatever list it is (`at` is calendar time).

        Returns whether that is news.
        """
        if subscriber.state != ON:
            return False
        same = self.rows(Subscriber).where(Subscriber.same == subscriber.same, Subscriber.state == ON)
        for one in await self.all(same):
            one.state, one.changed_at = REFUSED, at
        await self.session.flush()
        return True

    async def reply_to(self) -> str:
        """Where answers to the partnership's letters go, or ""."""
        head = await self.first(self.rows(Letterhead))
        return head.reply_to if head else ""

    async def set_reply_to(self, address: str) -> None:
        """Let answers to letters go to this address; "" to nobody."""
        head = await self.first(self.rows(Letterhead)) or Letterhead()
        head.reply_to = address
        await self.keep(head)


def _of_name(lists: Sequence[CirculationList], wanted: str) -> CirculationList | None:
    return next((one for one in lists if one.name.casefold() == wanted), None)


class Postbag:
    """Subscribers of all partnerships, by what a letter or a link for leaving knows of them: only bot/mail/ looks here."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of(self, ref: str) -> tuple[Subscriber, Partnership, str] | None:
        """Whom `ref` means, their partnership, and where its answers go; None where they are forgotten."""
        query = select(Subscriber, Partnership, Letterhead.reply_to).where(Subscriber.ref == ref)
        query = query.join(Partnership, Partnership.id == Subscriber.partnership_id)
        query = query.outerjoin(Letterhead, Letterhead.partnership_id == Subscriber.partnership_id)
        row = (await self.session.execute(query)).first()
        return None if row is None else (row[0], row[1], row[2] or "")

    async def leave(self, ref: str, at: datetime) -> bool:
        """They want no letters of this list any more (`at` is calendar time); once is as good as twice.

        Returns whether there is anybody whom `ref` means.
        """
        query = select(Subscriber).where(Subscriber.ref == ref).with_for_update(of=Subscriber)
        row = (await self.session.scalars(query)).first()
        if row is None:
            return False
        if row.state != LEFT:
            row.state, row.changed_at = LEFT, at
        return True
