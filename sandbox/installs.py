"""The app's installations: in each workspace a bot user and a token of its own, all of them one app."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.errors import ApiError
from sandbox.ids import stable
from sandbox.state import Conversation, Person, Workspace

TOKEN_REVOKED = "token_revoked"
UNINSTALLED = "account_inactive"


def new_token() -> str:
    """A bot token that nobody has had before."""
    return f"xoxb-sandbox-{secrets.token_hex(12)}"


@dataclass(eq=False)
class Install:
    """The app in one workspace. `gone`: what its token is answered with once it is over."""

    workspace: Workspace
    bot: Person
    token: str = field(default_factory=new_token)
    scopes: list[str] = field(default_factory=list)
    gone: str = ""

    def external(self, person: Person) -> bool:
        """Whether somebody belongs to another workspace than this one."""
        return person.workspace is not self.workspace


class Installs:
    """All installations there are or were; the first is that of the workspace which the seed names first."""

    def __init__(self, first: Install) -> None:
        self.first = first
        self._by_workspace = {first.workspace.id: first}
        self._spent: dict[str, str] = {}

    @property
    def active(self) -> list[Install]:
        """Those that work, in order of installation."""
        return [install for install in self._by_workspace.values() if not install.gone]

    @property
    def bots(self) -> list[Person]:
        """The app's bot users, also where the app is no longer installed."""
        return [install.bot for install in self._by_workspace.values()]

    def of(self, workspace: Workspace) -> Install | None:
        """The working installation of a workspace."""
        found = self._by_workspace.get(workspace.id)
        return found if found and not found.gone else None

    def whose(self, bot: Person) -> Install:
        """The installation that a bot user of the app belongs to."""
        return self._by_workspace[bot.workspace.id]

    def ours(self, person: Person) -> bool:
        """Whether somebody is one of the app's bot users."""
        return person in self.bots

    def reaching(self, where: Conversation) -> list[Install]:
        """Those whose bot is in a conversation."""
        return [install for install in self.active if install.bot.id in where.members]

    def serving(self, person: Person, channels: Iterable[Conversation]) -> Install:
        """The one that somebody deals with: their own workspace's, else one they share a channel with."""
        if own := self.of(person.workspace):
            return own
        shared = [c for c in channels if person.id in c.members]
        meeting = (i for i in self.active if any(i.bot.id in c.members for c in shared))
        return next(meeting, self.active[0] if self.active else self.first)

    def by_token(self, token: object) -> Install | None:
        """Whose token this is. Raises ApiError when it was good once."""
        if token in self._spent:
            raise ApiError(self._spent[str(token)])
        return next((i for i in self._by_workspace.values() if i.token == token), None)

    def install(self, workspace: Workspace, scopes: list[str]) -> Install:
        """The app in a workspace, now with these scopes; once more where it was before."""
        found = self._by_workspace.get(workspace.id)
        if found is None:
            found = self._by_workspace[workspace.id] = Install(workspace, self._copy(workspace))
        if found.gone:
            found.token, found.gone, found.bot.deleted = new_token(), "", False
        found.scopes = scopes
        return found

    def _copy(self, workspace: Workspace) -> Person:
        one = self.first.bot
        name = f"{one.name}@{workspace.name}"
        made = Person(name, one.full_name, stable("U", "bot", name), workspace)
        made.bot_id, made.app_id = stable("B", name), one.app_id
        return made

    def end(self, install: Install, why: str) -> None:
        """An installation is over: its token is answered with `why`."""
        self._spent[install.token] = install.gone = why
        install.bot.deleted = why == UNINSTALLED
