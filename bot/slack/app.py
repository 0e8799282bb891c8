"""The Slack door: one generic listener for every command, button, form and event, and Bolt kept honest.

Bolt runs with `process_before_response`, so that an acknowledgement goes out only when the listener has finished, which
is after the commit. What a listener answers at once rides on that acknowledgement; everything else is a delivery.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Card
from bot.clock import Clock
from bot.delivery import Deliverer
from bot.dispatch import Answer, Dispatch
from bot.errors import CannotStart, TryLater, Undeliverable, Unsure
from bot.feature import Request
from bot.settings import Settings
from bot.slack import blocks
from bot.slack.incoming import Reader, Self
from bot.slack.outgoing import Slack, key_in
from bot.slack.refusals import Refused
from bot.slack.socket import Socket, watched

log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long requests in hand may take when the process stops."""

ANYTHING = re.compile(".*", re.DOTALL)
Body = Mapping[str, Any]
Ack = Callable[..., Awaitable[Any]]


class Door:
    """Slack's side of the house: `platform` is its way out; it is opened last, when everything behind it stands."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def prepare(self) -> Slack:
        """Find out who we are. Raises CannotStart at once where a token is wrong or Slack cannot be reached."""
        try:
            return await self._prepare()
        except SlackApiError as error:
            raise CannotStart(_wrong(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CannotStart(
                f"Slack cannot be reached at {self._settings.slack_base_url}: {error}"
            ) from error

    async def _prepare(self) -> Slack:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        client = AsyncWebClient(
            self._settings.slack_bot_token,
            base_url=self._settings.slack_base_url,
            session=self._session,
            retry_handlers=[],
        )
        me = await client.auth_test()
        self._authorized = AuthorizeResult.from_auth_test_response(
            auth_test_response=me, bot_token=self._settings.slack_bot_token
        )
        # the socket would try a wrong token for ever
        await client.apps_connections_open(app_token=self._settings.slack_app_token)
        app = str((await client.bots_info(bot=me["bot_id"]))["bot"]["app_id"])
        self._this = Self(user=me["user_id"], bot=me["bot_id"], app=app, team=me["team_id"])
        self.platform = Slack(client, self._session, me["team_id"])
        return self.platform

    async def open(self, dispatch: Dispatch, deliverer: Deliverer) -> None:
        """Start listening."""
        self._dispatch = dispatch
        self._deliverer = deliverer
        self._reader = Reader(self._this, self.platform.who, self._clock.now)
        self._socket = watched(self._bolt(), self._settings.slack_app_token)
        await self._socket.open()

    async def close(self) -> None:
        """Stop listening, after what is in hand: its answers ride on the socket."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self._idle.wait()
        if self._socket is not None:
            await self._socket.close()

    async def hang_up(self) -> None:
        """Say nothing more either; for when the last messages in hand are out."""
        if self._session is not None:
            await self._session.close()

    @property
    def busy(self) -> bool:
        """Whether a request is in hand."""
        return self._in_hand > 0

    def _bolt(self) -> AsyncApp:
        # Bolt turns into an app of many workspaces by itself where it finds these two.
        os.environ.pop("SLACK_CLIENT_ID", None)
        os.environ.pop("SLACK_CLIENT_SECRET", None)

        async def authorize() -> AuthorizeResult:
            return self._authorized

        app = AsyncApp(
            client=self.platform.client,
            authorize=authorize,
            process_before_response=True,
            ignoring_self_events_enabled=False,
            signing_secret="not used over a socket",
        )
        app.command(ANYTHING)(self._on_command)
        app.action(ANYTHING)(self._on_press)
        app.view(ANYTHING)(self._on_form)
        app.event(ANYTHING)(self._on_event)
        return app

    @asynccontextmanager
    async def _hand(self) -> AsyncIterator[None]:
        self._in_hand += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._in_hand -= 1
            if not self.busy:
                self._idle.set()
            self._deliverer.wake()

    async def _on_command(self, body: dict[str, Any], ack: Ack) -> None:
        async with self._hand():
            request, command = await self._reader.command(body)
            answer = await self._dispatch.handle(request, command)
            pages = await self._opened(answer, request)
            await ack(**pages[0]) if pages else await ack()
            for page in pages[1:]:
                await self.platform.respond(body["response_url"], page, over=False)

    async def _on_press(self, body: dict[str, Any], ack: Ack) -> None:
        async with self._hand():
            if "value" not in body["actions"][0]:
                await ack()
                return
            request = await self._reader.press(body)
            answer = await self._dispatch.handle(request)
            pages = await self._opened(answer, request)
            await ack()
            url = body.get("response_url")
            if url is None:
                await self._draw_home(body["user"]["id"])
                return
            over = answer is not None and answer.over
            for number, page in enumerate(pages):
                await self.platform.respond(url, page, over=over and not number)

    async def _on_form(self, body: dict[str, Any], ack: Ack) -> None:
        async with self._hand():
            request = await self._reader.form(body)
            answer = await self._dispatch.handle(request)
            if answer is not None and answer.errors:
                await ack(response_action="errors", errors=_beside_fields(answer.errors, body["view"]))
                return
            await ack()
            if answer is not None and answer.card is not None:
                await self._tell(request, answer.card, answer.partnership)

    async def _on_event(self, event: dict[str, Any]) -> None:
        async with self._hand():
            if event.get("type") == "app_home_opened":
                if event.get("tab") == "home":
                    await self._draw_home(event["user"])
                return
            message = event.get("message") or event
            if event.get("type") == "message" and self._this.said(message):
                if event.get("subtype") != "message_changed" and (key := key_in(message)):
                    await self._deliverer.echoed(key, str(message["ts"]))
                return
            if self._empty_line(event):
                return
            request = await self._reader.event(event)
            if request is not None:
                await self._dispatch.handle(request)

    async def _draw_home(self, user: str) -> None:
        """The Home tab, one card for each partnership, afresh whenever it is opened or pressed; nothing is kept."""
        request = await self._reader.home({"user": user})
        answers = await self._dispatch.in_each(request)
        cards = [(answer.partnership, answer.card) for answer in answers if answer.card is not None]
        try:
            await self.platform.home(request.person, cards)
        except (TryLater, Unsure, Undeliverable, Refused) as error:
            log.warning("a Home tab was not drawn: %s", error)

    def _empty_line(self, event: Body) -> bool:
        """Whether a message holds nothing for us, found out before anybody is asked who its author is."""
        if event.get("type") != "message" or event.get("subtype") not in (
            None,
            "thread_broadcast",
            "file_share",
        ):
            return False
        text = str(event.get("text") or "")
        direct = event.get("channel_type") == "im" or str(event.get("channel")).startswith("D")
        return not direct and f"<@{self._this.user}" not in text and not self._dispatch.understands(text)

    async def _opened(self, answer: Answer | None, request: Request) -> list[dict[str, Any]]:
        """The messages of an answer; a form among them is opened, and where its time has run out, offered again."""
        if answer is None or answer.card is None:
            return []
        card = answer.card
        if card.form is not None:
            door = {"place": request.place.handle, "message": request.message, "thread": request.thread}
            view = blocks.view(card, answer.partnership, pressed=request.card, **door)
            if await self.platform.form(request.trigger, view):
                return []
            card = self._dispatch.open_again(card, request)
        return [dict(page) for page in blocks.messages(card, "", answer.partnership)]

    async def _tell(self, request: Request, card: Card, partnership: int | None) -> None:
        """The answer to a form, to its person alone, in the conversation where it was opened."""
        for page in self.platform.pages(card, "", partnership):
            await self.platform.ephemeral(request.place.handle, request.person, page, request.thread)


def _wrong(error: SlackApiError) -> str:
    """Which setting Slack refuses, in one line."""
    token = "APP" if "apps.connections.open" in str(error.response.api_url) else "BOT"
    return f"Slack does not accept UPBEAT_SLACK_{token}_TOKEN: {error.response.get('error')}"


def _beside_fields(errors: Mapping[str, str], view: Body) -> dict[str, str]:
    """Errors by the id of the block they stand beside; one without a field of its own stands beside the first."""
    ids = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    return {name if name in ids or not ids else ids[0]: words for name, words in errors.items()}
