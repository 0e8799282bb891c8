"""What came in and what became of it: the keys that make a second copy change nothing, and requests that wait for an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row, possible
from storage.database import one_at_a_time


class Incoming(Row):
    """One request that was dealt with, whatever came of it."""

    __tablename__ = "incoming"
    __table_args__ = (UniqueConstraint("key"), Index("ix_incoming_fingerprint_at", "fingerprint", "at"))

    key: Mapped[str] = mapped_column(Name)
    fingerprint: Mapped[str] = mapped_column(Name, default="")
    """Who asked what where, for additions: the same again within two minutes is asked about."""
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(Name)


class Held(Row):
    """A request put aside until its asker has answered a question about it."""

    __tablename__ = "held"

    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(Name)
    """Whose it is: platform, workspace and handle; nobody else may take it up."""
    request: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    used: Mapped[bool] = mapped_column(default=False)


class AllIncoming:
    """What came in and what was put aside, of everybody: a key belongs to no partnership."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def seen(self, key: str) -> bool:
        """Whether this key was dealt with before; another copy of it waits from now on until this transaction ends."""
        await one_at_a_time(self.session, f"incoming/{key}")
        query = select(Incoming.id).where(Incoming.key == key)
        return (await self.session.scalars(query)).first() is not None

    async def same_again(self, fingerprint: str, at: datetime) -> bool:
        """Whether the same addition was made within two minutes before `at` (calendar time)."""
        recent = Incoming.at > at - timedelta(minutes=2)
        query = select(Incoming.id).where(Incoming.fingerprint == fingerprint, recent, Incoming.at <= at)
        return (await self.session.scalars(query)).first() is not None

    async def often(self, fingerprint: str, after: datetime) -> int:
        """How often something of this fingerprint was dealt with since `after` (calendar time)."""
        query = select(func.count()).select_from(Incoming)
        query = query.where(Incoming.fingerprint == fingerprint, Incoming.at > after)
        return await self.session.scalar(query) or 0

    async def note(self, key: str, fingerprint: str, at: datetime, outcome: str) -> None:
        """Remember that a request was dealt with."""
        self.session.add(Incoming(key=key, fingerprint=fingerprint, at=at, outcome=outcome))
        await self.session.flush()

    async def hold(self, person: str, request: dict[str, Any], at: datetime, partnership: int | None) -> int:
        """Put a request aside for its asker; returns the number by which it is taken up again."""
        row = Held(person=person, request=request, at=at, partnership_id=partnership)
        self.session.add(row)
        await self.session.flush()
        return row.id

    async def take_up(self, held: int, person: str) -> dict[str, Any] | None:
        """The request put aside under this number, once, and only by whose it is; else None."""
        if not possible(held):
            return None
        row = await self.session.get(Held, held, with_for_update=True)
        if row is None or row.person != person or row.used:
            return None
        kept = row.request
        row.request, row.used = {}, True  # who wrote what is not kept longer than it is needed
        return kept

    async def forget(self, before: datetime) -> None:
        """Keep no keys, and nothing that was put aside, from before this moment (calendar time).

        What another process forgets just now is left to it.
        """
        for table in (Incoming, Held):
            old = select(table.id).where(table.at < before).with_for_update(skip_locked=True)
            await self.session.execute(delete(table).where(table.id.in_(old)))


async def last_heard(session: AsyncSession) -> datetime | None:
    """When the newest request that is remembered came in; None where none ever did."""
    return await session.scalar(select(func.max(Incoming.at)))
