"""The Slack door's way out: messages, marks, pages, forms and answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card, Note, Span
from bot.clock import elapsed
from bot.errors import Moot, TryLater, Undeliverable
from bot.feature import Face, Place
from bot.platform import Page
from bot.slack import blocks, canvas, files
from bot.slack.bookmarks import Bookmarks
from bot.slack.installs import Installs
from bot.slack.lately import Lately
from bot.slack.looking import Looking
from bot.slack.refusals import Refused, asked
from storage.deliveries import Address

log = logging.getLogger(__name__)

MOVING_SECONDS = 5.0
"""How long a channel that is not found may just be getting another id, of which we are about to hear (elapsed time)."""

LOST_SECONDS = 600.0
"""How long it is known since when a channel is not found (elapsed time)."""


class Slack(Looking):
    """Speaks for every installation of the app. Implements bot.platform.Platform."""

    name = "slack"

    def __init__(self, installs: Installs, session: aiohttp.ClientSession, base_url: str) -> None:
        super().__init__(installs, session, base_url)
        self._lost = Lately[str, float](LOST_SECONDS)
        self._files = files.Files(session)
        self._bookmarks = Bookmarks()

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        if card.sheet is not None:
            return [canvas.page(card.sheet)]
        pages = [dict(message) for message in blocks.messages(card, key, partnership)]
        if card.file is None or not key:
            return pages
        instead = replace(card, blocks=(*card.blocks, Note((Span(card.file.instead),))))
        first = instead if card.file.instead else card
        return files.attached(pages, card.file, dict(blocks.messages(first, key, partnership)[0]))

    async def post(self, to: Address, page: Page, key: str) -> str:
        if "sheet" in page:
            return await self._keep_canvas(to, page)
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

        try:
            return await self.through(to, act)
        except Undeliverable as error:
            if str(error) == "channel_not_found" and self._may_have_moved(to):
                raise TryLater(MOVING_SECONDS) from error
            raise

    def _may_have_moved(self, to: Address) -> bool:
        """Whether a channel has not been found for so short a time that the news of its new id may be on its way."""
        since = self._lost.get(to.conversation)
        if since is None:
            self._lost.keep(to.conversation, since := elapsed())
        return bool(to.conversation) and elapsed() - since < MOVING_SECONDS

    async def _keep_canvas(self, to: Address, page: Page) -> str:
        """The canvas of a page, made or found. Raises Moot where it is refused: no message ever depends on one."""
        ours = self.installs.users
        try:
            return await self.through(to, lambda client, here: canvas.kept(client, here, page, ours))
        except (Undeliverable, Refused) as error:
            log.info("no canvas is kept here for now: %s", error)
            raise Moot(f"canvas: {error}") from error

    async def _write_canvas(self, to: Address, known: str, page: Page) -> None:
        """Write over a canvas. Raises Moot where it is gone; one that may not be written in now is left as it is."""
        try:
            await self.through(to, lambda client, _: canvas.written(client, known, page))
        except (Undeliverable, Refused) as error:
            log.info("a canvas was not written over: %s", error)
            if str(error) in canvas.GONE:
                raise Moot(f"canvas: {error}") from error

    async def update(self, to: Address, message: str, page: Page) -> None:
        if "sheet" in page:
            await self._write_canvas(to, message, page)
            return
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


def key_in(message: Mapping[str, Any]) -> str:
    """The delivery's key that a message of ours carries, or nothing."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == "upbeat_delivery":
        return str(metadata.get("event_payload", {}).get("key", ""))
    first: Mapping[str, Any] = next(iter(message.get("blocks") or []), {})
    return blocks.key_of(str(first.get("block_id") or "")) or ""
