"""Where the app is installed: a row for each workspace, its secrets encrypted before they come here; and installs begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row


class Install(Row):
    """One workspace's installation of the app on one platform."""

    __tablename__ = "installs"
    __table_args__ = (UniqueConstraint("platform", "workspace"),)

    platform: Mapped[str] = mapped_column(Name)
    workspace: Mapped[str] = mapped_column(Name)
    name: Mapped[str] = mapped_column(Name, default="")
    """What the workspace is called."""
    bot: Mapped[str] = mapped_column(Name)
    """The platform's id of our own user there."""
    secret: Mapped[str]
    """What lets us in, encrypted by the door."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Whatever else the door has to remember; nothing secret."""
    installed_at: Mapped[datetime]


class InstallState(Row):
    """An installation that was begun in a browser and may be finished once."""

    __tablename__ = "install_states"
    __table_args__ = (UniqueConstraint("state"),)

    state: Mapped[str] = mapped_column(Name)
    until: Mapped[datetime]


class Installations:
    """The installations of one platform; only its door looks at them."""

    def __init__(self, session: AsyncSession, platform: str) -> None:
        self.session = session
        self.platform = platform

    async def all(self) -> Sequence[Install]:
        """Every workspace's installation, the oldest first."""
        query = select(Install).where(Install.platform == self.platform)
        return (await self.session.scalars(query.order_by(Install.id))).all()

    async def of(self, workspace: str) -> Install | None:
        query = select(Install).where(Install.platform == self.platform, Install.workspace == workspace)
        return (await self.session.scalars(query)).first()

    async def keep(
        self, workspace: str, *, name: str, bot: str, secret: str, details: Mapping[str, Any], at: datetime
    ) -> None:
        """Remember an installation, in the place of an older one of the same workspace; `secret` is encrypted."""
        row = await self.of(workspace)
        if row is None:
            row = Install(platform=self.platform, workspace=workspace)
            self.session.add(row)
        row.name, row.bot, row.secret, row.details, row.installed_at = name, bot, secret, dict(details), at
        await self.session.flush()

    async def remove(self, workspace: str) -> None:
        """Forget an installation."""
        own = (Install.platform == self.platform, Install.workspace == workspace)
        await self.session.execute(delete(Install).where(*own))

    async def begin(self, state: str, now: datetime, until: datetime) -> None:
        """Remember that an installation was begun in a browser (real time); what nobody finished is forgotten."""
        await self.session.execute(delete(InstallState).where(InstallState.until < now))
        self.session.add(InstallState(state=state, until=until))
        await self.session.flush()

    async def finish(self, state: str, now: datetime) -> bool:
        """Whether this installation was begun and not finished yet, and is not too old (real time); once."""
        query = delete(InstallState).where(InstallState.state == state, InstallState.until >= now)
        return bool((await self.session.execute(query.returning(InstallState.id))).all())
