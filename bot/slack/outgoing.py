"""The Slack door's way out: messages, marks, pages; and what Slack's refusals mean."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card
from bot.clock import elapsed
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Face
from bot.platform import Page
from bot.slack import blocks
from bot.slack.refusals import Refused, asked
from storage.deliveries import Address

log = logging.getLogger(__name__)

FACE_SECONDS = 3600.0
"""How long a person's name is believed (elapsed time)."""


class Slack:
    """Posts as one installation of the app. Implements bot.platform.Platform."""

    name = "slack"

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, team: str) -> None:
        self.client = client
        self.session = session
        self.team = team
        self._direct: dict[str, str] = {}
        self._faces: dict[str, tuple[float, Face]] = {}

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        return [dict(message) for message in blocks.messages(card, key, partnership)]

    async def post(self, to: Address, page: Page, key: str) -> str:
        metadata = {"event_type": "upbeat_delivery", "event_payload": {"key": key}}
        thread: dict[str, Any] = {"thread_ts": to.thread} if to.thread else {}
        channel = await self._channel(to)
        answer = await asked(
            self.client.chat_postMessage(
                channel=channel, **page, **thread, metadata=metadata, unfurl_links=False, unfurl_media=False
            )
        )
        return str(answer["ts"])

    async def update(self, to: Address, message: str, page: Page) -> None:
        await asked(self.client.chat_update(channel=await self._channel(to), ts=message, **page))

    async def react(self, to: Address, message: str, reaction: str) -> None:
        """A mark that stands already, or cannot stand where it belongs, is nothing to worry about."""
        try:
            await asked(
                self.client.reactions_add(channel=await self._channel(to), timestamp=message, name=reaction)
            )
        except (Undeliverable, Refused) as error:
            log.info("a mark was not left: %s", error)

    async def find(self, to: Address, key: str) -> str | None:
        channel = await self._channel(to)
        if to.thread:
            call = self.client.conversations_replies(
                channel=channel, ts=to.thread, limit=200, include_all_metadata=True
            )
        else:
            call = self.client.conversations_history(channel=channel, limit=100, include_all_metadata=True)
        for message in (await asked(call))["messages"]:
            if key_in(message) == key:
                return str(message["ts"])
        return None

    async def home(self, person: Face, cards: Sequence[tuple[int | None, Card]]) -> None:
        await asked(self.client.views_publish(user_id=person.handle, view=blocks.home(cards)))

    async def who(self, handle: str) -> Face:
        """A person by their id, believed for an hour. Where nobody says who it is they have no name, until asked again."""
        known = self._faces.get(handle)
        if known is not None and known[0] > elapsed():
            return known[1]
        try:
            face = self._face(handle, (await asked(self.client.users_info(user=handle)))["user"])
        except (Undeliverable, Unsure, TryLater, Refused) as error:
            log.warning("nobody said who this is: %s", error)
            return Face(handle, self.team, "")
        self._faces[handle] = (elapsed() + FACE_SECONDS, face)
        return face

    def _face(self, handle: str, user: Mapping[str, Any]) -> Face:
        profile = user.get("profile") or {}
        name = user.get("real_name") or profile.get("real_name") or user.get("name") or handle
        team = str(user.get("team_id") or self.team)
        return Face(
            handle=handle,
            workspace=team,
            name=str(name),
            zone=str(user.get("tz") or ""),
            bot=bool(user.get("is_bot")),
            external=team != self.team,
        )

    async def form(self, trigger: str, view: Mapping[str, Any]) -> bool:
        """Open a form; False where its trigger has expired. One short try: the trigger lives three seconds."""
        try:
            async with asyncio.timeout(2.5):
                await self.client.views_open(trigger_id=trigger, view=dict(view))
        except SlackApiError as error:
            log.info("a form could not be opened: %s", error.response.get("error"))
            return False
        except (TimeoutError, aiohttp.ClientError):
            return False
        return True

    async def ephemeral(self, channel: str, person: Face, page: Page, thread: str = "") -> None:
        """Answer one person in a conversation; directly where Upbeat is not part of it.

        Never more than an answer: Slack does not promise to show it.
        """
        more: dict[str, Any] = {"thread_ts": thread} if thread else {}
        try:
            await asked(self.client.chat_postEphemeral(channel=channel, user=person.handle, **page, **more))
        except (Undeliverable, Refused) as error:
            log.info("an answer goes directly: %s", error)
            await self.post(Address(self.name, person.workspace, person=person.handle), page, "")

    async def respond(self, url: str, page: Page, over: bool) -> None:
        """Answer through a response_url, in the place of the pressed message where `over`."""
        body = {**page, "response_type": "ephemeral", "replace_original": over}
        try:
            async with self.session.post(url, json=body) as answer:
                if answer.status >= 300:
                    log.warning("an answer was refused: %s", answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("an answer may be lost: %r", error)

    async def _channel(self, to: Address) -> str:
        """The conversation of an address; direct ones are opened once and remembered."""
        if not to.person:
            return to.conversation
        if to.person not in self._direct:
            answer = await asked(self.client.conversations_open(users=to.person), lost=TryLater(1.0))
            self._direct[to.person] = str(answer["channel"]["id"])
        return self._direct[to.person]


def key_in(message: Mapping[str, Any]) -> str:
    """The delivery's key that a message of ours carries, or nothing."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == "upbeat_delivery":
        return str(metadata.get("event_payload", {}).get("key", ""))
    first: Mapping[str, Any] = next(iter(message.get("blocks") or []), {})
    return blocks.key_of(str(first.get("block_id") or "")) or ""
