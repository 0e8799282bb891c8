"""What is asked of Slack: who somebody is, who is in a channel, what stands in a thread, whether we are still let in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp

from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Attached, Face, Place
from bot.slack import attached
from bot.slack.installs import Install, Installs
from bot.slack.lately import Lately
from bot.slack.refusals import LockedOut, Refused, asked
from bot.slack.text import fit
from bot.slack.ways import Ways
from storage.deliveries import Address

log = logging.getLogger(__name__)

FACE_SECONDS = 3600.0
"""How long a person's name is believed (elapsed time)."""

MOST_PRESENT = 60
"""So many people of a channel are asked after when Upbeat is invited."""

AT_ONCE = 10
"""So many people are asked after at the same time."""

LONGEST_THREAD = 200
"""So many messages of a thread are read to find the one that somebody points at."""


class Looking(Ways):
    """Asks Slack, and remembers faces."""

    def __init__(self, installs: Installs, session: aiohttp.ClientSession, base_url: str) -> None:
        super().__init__(installs, session, base_url)
        self._faces = Lately[str, Face](FACE_SECONDS)

    async def who(self, handle: str, through: str = "", team: str = "") -> Face:
        """A person by their id, believed for an hour. Where nobody says who it is they have no name, until asked again.

        `through` is the workspace whose installation heard of them; `team` is theirs as far as what they did tells.
        """
        face = self._faces.get(handle)
        if face is None:
            try:
                face = await self._asked_after(handle, through)
            except (Undeliverable, Unsure, TryLater, Refused) as error:
                log.warning("nobody said who this is: %s", error)
                return Face(handle, team or through, "")
            self._faces.keep(handle, face)
        workspace = team if team and not face.workspace.startswith("T") else face.workspace
        here = self.installs.here(workspace)
        return replace(face, workspace=workspace, external=not here, via=workspace if here else "")

    async def _asked_after(self, handle: str, through: str) -> Face:
        client = await self._client_of(through)
        user = (await asked(client.users_info(user=handle)))["user"]
        return _face(handle, user, str(user.get("team_id") or through))

    async def present(self, channel: str, through: str) -> list[Face]:
        """The people of a channel, as many as are looked at; none where Slack does not say."""
        at_once = asyncio.Semaphore(AT_ONCE)

        async def face(handle: str) -> Face:
            async with at_once:
                return await self.who(handle, through)

        try:
            handles = await self._members(channel, through)
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("nobody said who is in a channel: %s", error)
            return []
        faces = await asyncio.gather(*(face(handle) for handle in handles))
        return [one for one in faces if one.name and not one.bot]

    async def _members(self, channel: str, through: str) -> list[str]:
        client, found, cursor = await self._client_of(through), list[str](), ""
        while len(found) < MOST_PRESENT:
            page = client.conversations_members(channel=channel, limit=MOST_PRESENT, cursor=cursor)
            answer = await asked(page)
            found += answer["members"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found[:MOST_PRESENT]

    async def thread(self, place: Place, thread: str, before: str) -> list[Mapping[str, Any]]:
        """The messages of a thread before one of them, the oldest first; none where Slack does not show them."""
        to = Address("slack", place.workspace, conversation=place.handle)
        window: dict[str, Any] = {"ts": thread, "latest": before, "limit": LONGEST_THREAD}
        try:
            answer = await self.through(
                to, lambda client, channel: asked(client.conversations_replies(channel=channel, **window))
            )
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("a thread was not shown: %s", error)
            return []
        return [message for message in answer["messages"] if _moment(message["ts"]) < _moment(before)]

    async def message(self, place: Place, message: str) -> Mapping[str, Any] | None:
        """One message of a channel, in a thread or not; None where Slack does not show it."""
        to = Address("slack", place.workspace, conversation=place.handle)
        window: dict[str, Any] = {"oldest": message, "latest": message, "inclusive": True, "limit": 2}
        try:
            answer = await self.through(
                to,
                lambda client, channel: asked(
                    client.conversations_replies(channel=channel, ts=message, **window)
                ),
            )
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("a message was not shown: %s", error)
            return None
        return next((one for one in answer["messages"] if one["ts"] == message), None)

    async def attached(self, files: object, through: str) -> tuple[Attached, ...]:
        """The calendar files among those of a message that was heard through a workspace's installation."""
        calendars = attached.calendars(files)
        return (
            await attached.fetched(await self._client_of(through), self.session, calendars)
            if calendars
            else ()
        )

    async def inside(self, channel: str, besides: Install) -> Install | None:
        """Another installation of ours that is in a channel, if there is one. Raises TryLater or Unsure where none is
        found and Slack has not answered for all of them: nobody loses a channel because Slack was busy."""
        unsure: TryLater | Unsure | None = None
        for install in self.installs.all:
            try:
                if install != besides and await self._in(install, channel):
                    return install
            except (LockedOut, Undeliverable, Refused) as error:
                log.info("an installation is not in a channel: %s", error)
            except (TryLater, Unsure) as error:
                unsure = error
        if unsure is not None:
            raise unsure
        return None

    async def _in(self, install: Install, channel: str) -> bool:
        """Whether it is in the channel under this id, and not under another one to which the channel has moved."""
        found = (await asked(self.client(install.token).conversations_info(channel=channel)))["channel"]
        return bool(found.get("is_member")) and found.get("id", channel) == channel

    async def locked_out(self, install: Install) -> bool:
        """Whether Slack no longer accepts an installation's token. Raises TryLater or Unsure where it does not say."""
        try:
            await asked(self.client(install.token).auth_test())
        except LockedOut:
            return True
        return False


def _face(handle: str, user: Mapping[str, Any], team: str) -> Face:
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or handle
    return Face(
        handle, team, fit(str(name)) or handle, str(user.get("tz") or ""), bot=bool(user.get("is_bot"))
    )


def _moment(ts: object) -> tuple[int, int]:
    """A message's stamp, so that the earlier one is the smaller."""
    seconds, _, part = str(ts).partition(".")
    return int(seconds or 0), int(part or 0)
