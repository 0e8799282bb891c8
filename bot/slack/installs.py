"""The workspaces where Upbeat is installed: one, named by the environment, or as many as the store knows.

They are kept in memory, because every event asks for one. Several processes may share a store: one that does not know a
workspace, or whose token is refused, looks there again, and all of them look once a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from bot.clock import Clock, elapsed
from bot.errors import CannotStart
from bot.slack.secrets import Keys, Unreadable
from storage.database import Store
from storage.installs import Install as Row
from storage.installs import Installations

log = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""How long the workspaces in the store are believed to be those in memory (elapsed time)."""


@dataclass(frozen=True)
class Install:
    """Upbeat in one workspace: `team` is Slack's id of it, `user` and `bot` are our own ids there."""

    team: str
    token: str
    user: str
    bot: str = ""
    app: str = ""
    name: str = ""

    def __repr__(self) -> str:
        return f"Install({self.team})"


class Installs:
    """The installations that are known. This kind holds what it was given: that of the environment's bot token."""

    def __init__(self, known: Iterable[Install] = ()) -> None:
        self._known = {one.team: one for one in known}

    @property
    def all(self) -> list[Install]:
        """Every installation, the oldest first."""
        return list(self._known.values())

    @property
    def users(self) -> frozenset[str]:
        """Our own users, in any workspace."""
        return frozenset(one.user for one in self._known.values())

    def here(self, team: str) -> bool:
        """Whether a workspace has installed Upbeat, as far as is known."""
        return team in self._known

    async def open(self) -> None:
        """Find out what is installed. Raises CannotStart where that cannot be read."""

    async def find(self, team: str) -> Install | None:
        """The installation of a workspace. Where there is but one, everything comes through it."""
        return next(iter(self._known.values()), None)

    async def again(self, install: Install) -> Install | None:
        """What is known once Slack has refused an installation's token: another one, or None."""
        return None

    async def keep(self, install: Install) -> None:
        """Remember an installation."""
        raise NotImplementedError("the one workspace of the environment cannot be installed again")

    async def remove(self, install: Install) -> None:
        """Forget an installation. The environment's own stays: it may be allowed again."""
        log.warning("Slack has ended the installation that UPBEAT_SLACK_BOT_TOKEN belongs to")


class StoredInstalls(Installs):
    """The installations in the store, their tokens encrypted."""

    def __init__(self, store: Store, keys: Keys, clock: Clock) -> None:
        super().__init__()
        self._store = store
        self._keys = keys
        self._clock = clock
        self._looked = 0.0

    async def open(self) -> None:
        """Read them all; what is encrypted with an older key is encrypted anew."""
        async with self._store.transaction() as session:
            for row in await Installations(session, "slack").all():
                install = self._opened(row)
                if self._keys.old(row.secret):
                    row.secret = self._keys.shut(install.token)
                self._known[row.workspace] = install
        self._looked = elapsed()

    async def find(self, team: str) -> Install | None:
        if team not in self._known or elapsed() - self._looked > FRESH_SECONDS:
            await self._look()
        return self._known.get(team)

    async def again(self, install: Install) -> Install | None:
        await self._look()
        found = self._known.get(install.team)
        return found if found != install else None

    async def keep(self, install: Install) -> None:
        details = {"bot": install.bot, "app": install.app}
        async with self._store.transaction() as session:
            await Installations(session, "slack").keep(
                install.team,
                name=install.name[:200],
                bot=install.user,
                secret=self._keys.shut(install.token),
                details=details,
                at=self._clock.now(),
            )
        self._known[install.team] = install

    async def remove(self, install: Install) -> None:
        """Forget an installation, unless the workspace has installed Upbeat again meanwhile."""
        async with self._store.transaction() as session:
            installations = Installations(session, "slack")
            row = await installations.of(install.team)
            if row is not None and self._opened(row).token == install.token:
                await installations.remove(install.team)
        await self._look()

    async def _look(self) -> None:
        """Know what the store knows; what none of our keys opens is passed over, and said."""
        async with self._store.transaction() as session:
            rows = await Installations(session, "slack").all()
        known = {}
        for row in rows:
            try:
                known[row.workspace] = self._opened(row)
            except CannotStart as error:
                log.error("%s", error)
        self._known, self._looked = known, elapsed()

    def _opened(self, row: Row) -> Install:
        try:
            token = self._keys.open(row.secret)
        except Unreadable as error:
            raise CannotStart(
                f"UPBEAT_SECRET_KEYS: none of the keys opens the token of {row.name or row.workspace}"
                f" ({row.workspace}); add the key it was encrypted with, or install Upbeat there again"
            ) from error
        details = row.details
        bot, app = str(details.get("bot", "")), str(details.get("app", ""))
        return Install(row.workspace, token, row.bot, bot, app, row.name)
