"""Codes by which the chair lets another channel into the partnership: each opens once, and for a day at most."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Scope, ScopedRow


class LinkCode(ScopedRow):
    __tablename__ = "link_codes"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(Name)
    """What `hashed` makes of it: whoever reads the table cannot use it."""
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    """The channel beside which the other one will stand."""
    until: Mapped[datetime]
    """Until when it opens (calendar time)."""
    used: Mapped[bool] = mapped_column(default=False)


class Links(Scope):
    """The codes of one partnership."""

    async def open(self, code: str, conversation_id: int, until: datetime) -> LinkCode:
        """A new code; those given before open nothing any more. `until` is calendar time."""
        for row in await self.all(self.rows(LinkCode).where(LinkCode.used.is_(False))):
            row.used = True
        return await self.keep(LinkCode(code=hashed(code), conversation_id=conversation_id, until=until))

    async def take(self, code: str, at: datetime) -> LinkCode | None:
        """Use a code up, or None where it opens nothing at `at` (calendar time). The partnership is locked already."""
        query = self.rows(LinkCode).where(LinkCode.code == hashed(code))
        row = await self.first(query.execution_options(populate_existing=True))
        if row is None or row.used or row.until <= at:
            return None
        row.used = True
        await self.session.flush()
        return row


def hashed(code: str) -> str:
    """What is kept of a code."""
    return sha256(code.encode()).hexdigest()
