"""How people and conversations are reached: what a door was told when it heard of them, and needs to speak there unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row
from storage.database import add_new


class Reach(Row):
    """A conversation or a person of one platform, by the platform's id; `details` is the door's own business."""

    __tablename__ = "reaches"
    __table_args__ = (UniqueConstraint("platform", "workspace", "handle"),)

    platform: Mapped[str] = mapped_column(Name)
    workspace: Mapped[str] = mapped_column(Name)
    handle: Mapped[str] = mapped_column(Name)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    heard_at: Mapped[datetime]


class Reaches:
    """The reaches of one platform; only its door looks at them."""

    def __init__(self, session: AsyncSession, platform: str) -> None:
        self.session = session
        self.platform = platform

    async def of(self, workspace: str, handle: str) -> Reach | None:
        """How this person or conversation is reached, or None. Without a workspace the one heard of last."""
        query = select(Reach).where(Reach.platform == self.platform, Reach.handle == handle)
        if workspace:
            query = query.where(Reach.workspace == workspace)
        newest = query.order_by(Reach.heard_at.desc(), Reach.id.desc()).limit(1)
        return (await self.session.scalars(newest)).first()

    async def all(self) -> Sequence[Reach]:
        """Everything that was heard of, the latest first."""
        query = select(Reach).where(Reach.platform == self.platform)
        return (await self.session.scalars(query.order_by(Reach.heard_at.desc(), Reach.id.desc()))).all()

    async def keep(self, workspace: str, handle: str, details: Mapping[str, Any], at: datetime) -> None:
        """Remember what was told; what was known besides stays. `at` is calendar time."""
        await add_new(
            self.session,
            Reach,
            platform=self.platform,
            workspace=workspace,
            handle=handle,
            details={},
            heard_at=at,
        )
        own = (Reach.platform == self.platform, Reach.workspace == workspace, Reach.handle == handle)
        row = (await self.session.scalars(select(Reach).where(*own).with_for_update())).one()
        row.details, row.heard_at = {**row.details, **details}, at
        await self.session.flush()

    async def forget(self, workspace: str, handle: str) -> None:
        """Forget how somebody is reached."""
        own = (Reach.platform == self.platform, Reach.workspace == workspace, Reach.handle == handle)
        await self.session.execute(delete(Reach).where(*own))
