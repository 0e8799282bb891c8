"""The Slack door's way out: messages, marks, pages, and who somebody is, through whichever installation reaches them.

One installation speaks in a channel: the one its address names. Where that is gone, or cannot reach it, any other that can
takes its place; where none can, it waits for the one that is gone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card, Note, Span
from bot.clock import elapsed
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Face, Place
from bot.platform import Page
from bot.slack import blocks, files
from bot.slack.bookmarks import Bookmarks
from bot.slack.installs import Install, Installs
from bot.slack.refusals import ELSEWHERE, PATIENCE, LockedOut, Refused, asked
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

T = TypeVar("T")
Act = Callable[[AsyncWebClient, str], Awaitable[T]]
"""Something done in a conversation: with the client of an installation, and the id the conversation has there."""


class Slack:
    """Speaks for every installation of the app. Implements bot.platform.Platform."""

    name = "slack"

    def __init__(self, installs: Installs, session: aiohttp.ClientSession, base_url: str) -> None:
        self.installs = installs
        self.session = session
        self._base_url = base_url
        self._clients: dict[str, AsyncWebClient] = {}
        self._direct: dict[tuple[str, str], str] = {}
        self._faces: dict[str, tuple[float, Face]] = {}
        self._moved: dict[str, str] = {}
        self._files = files.Files(session)
        self._bookmarks = Bookmarks()

    def client(self, token: str) -> AsyncWebClient:
        """The client that speaks with a token. It never tries again by itself: what is owed has its own patience."""
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token, base_url=self._base_url, session=self.session, retry_handlers=[]
            )
        return self._clients[token]

    async def through(self, to: Address, act: Act[T]) -> T:
        """Do something in a conversation through the installation that speaks there, or another that can reach it.

        Raises TryLater where the one that should speak there is gone and no other can.
        """
        own = await self.installs.find(to.workspace)
        failed: Exception | None = None if own else LockedOut(PATIENCE)
        for install in dict.fromkeys(one for one in (own, *self.installs.all) if one):
            try:
                return await self._through(install, to, act)
            except (LockedOut, Undeliverable) as error:
                if not isinstance(error, LockedOut) and str(error) not in ELSEWHERE:
                    raise
                failed = failed or error
        raise failed or TryLater(PATIENCE)

    async def _through(self, install: Install, to: Address, act: Act[T]) -> T:
        """Through one installation; once more where its token is refused and the store knows a newer one."""
        try:
            return await act(self.client(install.token), await self._channel(install, to))
        except LockedOut:
            newer = await self.installs.again(install)
            if newer is None:
                raise
            return await act(self.client(newer.token), await self._channel(newer, to))

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        pages = [dict(message) for message in blocks.messages(card, key, partnership)]
        if card.file is None or not key:
            return pages
        instead = replace(card, blocks=(*card.blocks, Note((Span(card.file.instead),))))
        first = instead if card.file.instead else card
        return files.attached(pages, card.file, dict(blocks.messages(first, key, partnership)[0]))

    async def post(self, to: Address, page: Page, key: str) -> str:
        metadata = {"event_type": "upbeat_delivery", "event_payload": {"key": key}}
        thread: dict[str, Any] = {"thread_ts": to.thread} if to.thread else {}
        more = {**thread, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}

        async def act(client: AsyncWebClient, channel: str) -> str:
            async def plainly(page: Page) -> str:
                answer = await asked(client.chat_postMessage(channel=channel, **page, **more))
                return str(answer["ts"])

            if "file" in page:
                return await self._files.post(client, channel, to.thread, page, key, plainly)
            return await plainly(page)

        return await self.through(to, act)

    async def update(self, to: Address, message: str, page: Page) -> None:
        shown = files.without(page)
        await self.through(
            to, lambda client, channel: asked(client.chat_update(channel=channel, ts=message, **shown))
        )

    async def react(self, to: Address, message: str, reaction: str) -> None:
        """A mark that stands already, or cannot stand where it belongs, is nothing to worry about."""
        mark = {"timestamp": message, "name": reaction}
        try:
            await self.through(
                to, lambda client, channel: asked(client.reactions_add(channel=channel, **mark))
            )
        except (Undeliverable, Refused) as error:
            log.info("a mark was not left: %s", error)

    async def bookmark(self, to: Address, message: str, title: str) -> None:
        await self.through(to, lambda client, channel: self._bookmarks.keep(client, channel, message, title))

    async def find(self, to: Address, key: str) -> str | None:
        async def act(client: AsyncWebClient, channel: str) -> Any:
            if to.thread:
                return await asked(
                    client.conversations_replies(
                        channel=channel, ts=to.thread, limit=200, include_all_metadata=True
                    )
                )
            return await asked(
                client.conversations_history(channel=channel, limit=100, include_all_metadata=True)
            )

        messages = (await self.through(to, act))["messages"]
        return next((str(message["ts"]) for message in messages if key_in(message) == key), None)

    async def home(self, person: Face, cards: Sequence[tuple[int | None, Card]]) -> None:
        shown = blocks.home(cards)
        client = await self._client_of(person.via)
        await asked(client.views_publish(user_id=person.handle, view=shown))

    async def who(self, handle: str, through: str = "", team: str = "") -> Face:
        """A person by their id, believed for an hour. Where nobody says who it is they have no name, until asked again.

        `through` is the workspace whose installation heard of them; `team` is theirs as far as what they did tells.
        """
        known = self._faces.get(handle)
        if known is None or known[0] <= elapsed():
            try:
                face = await self._asked_after(handle, through)
            except (Undeliverable, Unsure, TryLater, Refused) as error:
                log.warning("nobody said who this is: %s", error)
                return Face(handle, team or through, "")
            known = self._faces[handle] = (elapsed() + FACE_SECONDS, face)
        face = known[1]
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
            client = await self._client_of(through)
            answer = await asked(client.conversations_members(channel=channel, limit=MOST_PRESENT))
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("nobody said who is in a channel: %s", error)
            return []
        faces = await asyncio.gather(*(face(handle) for handle in answer["members"][:MOST_PRESENT]))
        return [one for one in faces if one.name and not one.bot]

    async def thread(self, place: Place, thread: str, before: str) -> list[Mapping[str, Any]]:
        """The messages of a thread before one of them, the oldest first; none where Slack does not show them."""
        to = Address(self.name, place.workspace, conversation=place.handle)
        window: dict[str, Any] = {"ts": thread, "latest": before, "limit": LONGEST_THREAD}
        try:
            answer = await self.through(
                to, lambda client, channel: asked(client.conversations_replies(channel=channel, **window))
            )
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("a thread was not shown: %s", error)
            return []
        return [message for message in answer["messages"] if _moment(message["ts"]) < _moment(before)]

    async def inside(self, channel: str, besides: Install) -> Install | None:
        """Another installation of ours that is in a channel, if there is one."""
        for install in self.installs.all:
            if install == besides:
                continue
            with suppress(Undeliverable, Unsure, TryLater, Refused):
                client = self.client(install.token)
                answer = await asked(client.conversations_info(channel=channel))
                if answer["channel"].get("is_member"):
                    return install
        return None

    async def locked_out(self, install: Install) -> bool:
        """Whether Slack no longer accepts an installation's token. Raises TryLater or Unsure where it does not say."""
        try:
            await asked(self.client(install.token).auth_test())
        except LockedOut:
            return True
        return False

    def follow(self, old: str, new: str) -> None:
        """A conversation has another id; for what is on its way there just now."""
        self._moved[old] = new

    async def form(self, through: str, trigger: str, view: Mapping[str, Any]) -> bool:
        """Open a form; False where its trigger has expired. One short try: the trigger lives three seconds."""
        try:
            async with asyncio.timeout(2.5):
                client = await self._client_of(through)
                await client.views_open(trigger_id=trigger, view=dict(view))
        except SlackApiError as error:
            log.info("a form could not be opened: %s", error.response.get("error"))
            return False
        except (TimeoutError, TryLater, aiohttp.ClientError):
            return False
        return True

    async def ephemeral(self, place: Place, person: Face, page: Page, thread: str = "") -> None:
        """Answer one person in a conversation; directly where Upbeat is not part of it.

        Never more than an answer: Slack does not promise to show it.
        """
        more: dict[str, Any] = {"user": person.handle, **({"thread_ts": thread} if thread else {})}
        to = Address(self.name, place.workspace, conversation=place.handle)
        try:
            await self.through(
                to,
                lambda client, channel: asked(client.chat_postEphemeral(channel=channel, **page, **more)),
            )
        except (Undeliverable, Refused) as error:
            log.info("an answer goes directly: %s", error)
            await self.post(Address(self.name, place.workspace, person=person.handle), page, "")

    async def respond(self, url: str, page: Page, over: bool) -> None:
        """Answer through a response_url, in the place of the pressed message where `over`."""
        body = {**page, "response_type": "ephemeral", "replace_original": over}
        try:
            async with self.session.post(url, json=body) as answer:
                if answer.status >= 300:
                    log.warning("an answer was refused: %s", answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("an answer may be lost: %r", error)

    async def _client_of(self, workspace: str) -> AsyncWebClient:
        """The client of one workspace's installation. Raises LockedOut where there is none."""
        install = await self.installs.find(workspace)
        if install is None:
            raise LockedOut(PATIENCE)
        return self.client(install.token)

    async def _channel(self, install: Install, to: Address) -> str:
        """The conversation of an address; direct ones are opened once for each installation, and remembered."""
        if not to.person:
            return self._moved.get(to.conversation, to.conversation)
        known = (install.team, to.person)
        if known not in self._direct:
            opening = self.client(install.token).conversations_open(users=to.person)
            answer = await asked(opening, lost=TryLater(1.0))
            self._direct[known] = str(answer["channel"]["id"])
        return self._direct[known]


def _face(handle: str, user: Mapping[str, Any], team: str) -> Face:
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or handle
    return Face(handle, team, str(name), str(user.get("tz") or ""), bot=bool(user.get("is_bot")))


def _moment(ts: object) -> tuple[int, int]:
    """A message's stamp, so that the earlier one is the smaller."""
    seconds, _, part = str(ts).partition(".")
    return int(seconds or 0), int(part or 0)


def key_in(message: Mapping[str, Any]) -> str:
    """The delivery's key that a message of ours carries, or nothing."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == "upbeat_delivery":
        return str(metadata.get("event_payload", {}).get("key", ""))
    first: Mapping[str, Any] = next(iter(message.get("blocks") or []), {})
    return blocks.key_of(str(first.get("block_id") or "")) or ""
