"""Where the app is installed: a row for each workspace, its secrets encrypted before they come here; and installs begun."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
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
