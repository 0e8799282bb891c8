"""What administrators of workspaces do: POST /sandbox/… for people, channels and what Slack then refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from sandbox import walk
from sandbox.errors import Refused
from sandbox.installs import TOKEN_REVOKED, UNINSTALLED, Install
from sandbox.settle import settle
from sandbox.state import Conversation, Workspace

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


class Administration:
    """Each act is a function of its body, and returns when the bot has gone quiet."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self.acts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "person": self.person,
            "archive": self.archive,
            "share": self.share,
            "refuse": self.refuse,
            "install": self.install,
        }

    async def _done(self, **answer: object) -> Json:
        if not await settle(self._slack):
            answer["settled"] = False
        return {"ok": True, **answer}

    def _channel(self, body: Json) -> Conversation:
        where = self._slack.world.conversation(body.get("conversation"))
        if where.kind == "im":
            raise Refused("not_a_channel", "That is not done to direct messages.", 409)
        return where

    async def person(self, body: Json) -> Json:
        """Deactivate somebody, or let them return."""
        person = self._slack.world.person(body.get("as"))
        person.deleted = _one_of(body, "deactivate", "return") == "deactivate"
        self._slack.events.person_changed(person)
        return await self._done(deleted=person.deleted)

    async def archive(self, body: Json) -> Json:
        """Archive a channel, or with `do` bring it back."""
        where = self._channel(body)
        where.archived = _one_of({"do": "archive", **body}, "archive", "unarchive") == "archive"
        self._slack.events.archived(where)
        return await self._done(archived=where.archived)

    async def share(self, body: Json) -> Json:
        """Begin to share a channel (with the workspace `with`): it gets a new id, the old one is of nothing."""
        world, where = self._slack.world, self._channel(body)
        if body.get("with"):
            guest = world.workspace(body["with"])
            where.workspaces += [] if guest in where.workspaces else [guest]
        old = where.id
        world.renumber(where, self._slack.mint.fresh("C"))
        for answerable in self._slack.answerables.values():
            answerable.channel = where.id if answerable.channel == old else answerable.channel
        self._slack.events.renumbered(where, old)
        return await self._done(old=old, id=where.id)

    async def refuse(self, body: Json) -> Json:
        """Let a Web API method answer with an error for its next `count` calls, or until it is ended."""
        self._slack.refusals.order(body)
        return {"ok": True}

    async def install(self, body: Json) -> Json:
        """The app in a workspace: installed (with all scopes but those `declined`), uninstalled, or revoked."""
        workspace, do = self._slack.world.workspace(body.get("workspace")), body.get("do", "install")
        if do == "install":
            made = await self._installed(workspace, body.get("declined") or ())
            ids = {"team_id": workspace.id, "bot_user_id": made.bot.id, "bot_id": made.bot.bot_id}
            return await self._done(token=made.token, scopes=made.scopes, **ids)
        found = self._slack.world.installs.of(workspace)
        if found is None:
            raise Refused("not_installed", f"The app is not installed in {workspace.title}.", 409)
        gone = (
            UNINSTALLED if _one_of(body, "install", "uninstall", "revoke") == "uninstall" else TOKEN_REVOKED
        )
        self._slack.world.installs.end(found, gone)
        self._slack.events.ended(found)
        return await self._done()

    async def _installed(self, workspace: Workspace, declined: Iterable[str]) -> Install:
        """By the bot's own page where it has one, so that the bot comes to know of it; else just so."""
        if self._slack.front:
            return await walk.install(self._slack, workspace, declined)
        scopes = [s for s in self._slack.manifest.scopes if s not in declined]
        return self._slack.oauth.install(workspace, scopes)


def _one_of(body: Json, *known: str) -> str:
    if body.get("do") not in known:
        raise Refused("unknown_do", f"`do` is {' or '.join(known)}.")
    return str(body["do"])
