"""What came in and what became of it: the keys that make a second copy change nothing, and requests that wait for an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row


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


async def last_heard(session: AsyncSession) -> datetime | None:
    """When the newest request that is remembered came in; None where none ever did."""
    return await session.scalar(select(func.max(Incoming.at)))
