"""The Slack door: one generic listener for every command, button, form, shortcut and event, and Bolt kept honest.

Bolt runs with `process_before_response`, so that an acknowledgement goes out only when the listener has finished, which
is after the commit. What a listener answers at once rides on that acknowledgement; everything else is a delivery.
The same listeners serve a socket of ours and requests over HTTP, in one workspace or in many.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.card import Card
from bot.clock import Clock
from bot.delivery import Deliverer
from bot.dispatch import Answer, Dispatch
from bot.errors import CannotStart, TryLater, Undeliverable, Unsure
from bot.feature import Request, Way
from bot.settings import Settings
from bot.slack import blocks, http, manifest
from bot.slack.events import ENDS, TYPES
from bot.slack.incoming import Reader, Self
from bot.slack.installs import Install, Installs, StoredInstalls
from bot.slack.oauth import Installing
from bot.slack.outgoing import Slack, key_in
from bot.slack.refusals import Refused
from bot.slack.secrets import Keys
from bot.slack.socket import Socket, watched
from bot.web import Web
from storage.database import Store
from storage.deliveries import Address, Outbox
from storage.records import Registry

log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long requests in hand may take when the process stops, where nothing else is said."""

ANYTHING = re.compile(".*", re.DOTALL)
NOT_INSTALLED = (
    "Upbeat is no longer installed in this workspace. Whoever manages your apps can install it again."
)
Body = Mapping[str, Any]
Ack = Callable[..., Awaitable[Any]]


class Door:
    """Slack's side of the house: `platform` is its way out; it is opened last, when everything behind it stands."""

    platform: Slack

    def __init__(self, settings: Settings, clock: Clock, store: Store) -> None:
        self._settings = settings
        self._clock = clock
        self._store = store
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None
        self._app: AsyncApp | None = None
        self._installing: Installing | None = None
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def mount(self, web: Web) -> None:
        """Add what is served over HTTP, and how well the way to Slack is."""
        web.ready("slack", self.well)
        if not self._settings.socket_mode:
            web.add("POST", manifest.EVENTS_PATH, http.taking(lambda: self._app))
        if self._settings.several:
            web.add("GET", "/slack/install", http.serving(self._install_begun))
            web.add("GET", manifest.REDIRECT_PATH, http.serving(self._install_finished))

    async def well(self) -> str:
        """ "" where Slack can reach us, else what is wrong."""
        if self._app is None:
            return "not open"
        alive = self._socket is None or await self._socket.alive()
        return "" if alive else "the socket is not connected"

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
        self.platform = Slack(Installs(), self._session, self._settings.slack_base_url)
        self._installs = self.platform.installs = await self._installed()
        if self._settings.socket_mode:  # the socket would try a wrong token for ever
            await self.platform.client("").apps_connections_open(app_token=self._settings.slack_app_token)
        return self.platform

    async def _installed(self) -> Installs:
        """Where Upbeat is installed: in one workspace, or in all that the store knows."""
        if self._settings.several:
            stored = StoredInstalls(self._store, Keys(self._settings.secret_keys), self._clock)
            await stored.open()
            return stored
        token = self._settings.slack_bot_token
        client = self.platform.client(token)
        me = await client.auth_test()
        app = str((await client.bots_info(bot=me["bot_id"]))["bot"]["app_id"])
        return Installs([Install(me["team_id"], token, me["user_id"], me["bot_id"], app, str(me["team"]))])

    async def open(self, dispatch: Dispatch, deliverer: Deliverer) -> None:
        """Start listening."""
        self._take_up(dispatch, deliverer)
        if self._settings.several:
            self._installing = Installing(
                self._settings, self._store, self.platform, installed=self._installed_anew
            )
        app = self._bolt()
        if self._settings.socket_mode:
            self._socket = watched(app, self._settings.slack_app_token)
            await self._socket.open()
        self._app = app

    def _take_up(self, dispatch: Dispatch, deliverer: Deliverer) -> None:
        self._dispatch = dispatch
        self._deliverer = deliverer
        self._installs = self.platform.installs
        self._this = Self(self._installs)

    async def close(self, seconds: float = STOP_SECONDS) -> None:
        """Stop listening, after what is in hand: its answers ride on the socket, or on the request."""
        if self._socket is None:
            self._app = None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        self._app = None
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
        app = AsyncApp(
            client=self.platform.client(""),
            authorize=self._authorizing(),
            process_before_response=True,
            ignoring_self_events_enabled=False,
            signing_secret=self._settings.slack_signing_secret or "not used over a socket",
            user_facing_authorize_error_message=NOT_INSTALLED,
        )
        app.command(ANYTHING)(self._on_command)
        app.action(ANYTHING)(self._on_press)
        app.view(ANYTHING)(self._on_form)
        app.shortcut(ANYTHING)(self._on_shortcut)
        for name in TYPES:
            app.event(name)(self._on_end if name in ENDS else self._on_event)
        app.event(ANYTHING)(_nothing)
        return app

    def _authorizing(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """Bolt's question whose request this is, answered from memory; a function, because Bolt counts its arguments."""

        async def authorize(context: AsyncBoltContext, team_id: str | None) -> Any:
            install = await self._installs.find(team_id or "")
            if install is None:
                return None
            context["install"] = install
            return AuthorizeResult(
                enterprise_id=None,
                team_id=install.team,
                bot_user_id=install.user,
                bot_id=install.bot,
                bot_token=install.token,
            )

        return authorize

    def _reader(self, context: AsyncBoltContext) -> Reader:
        """A reader of what came through one installation."""
        return Reader(context["install"], self._this, self.platform.who, self._clock.now)

    @asynccontextmanager
    async def _hand(self) -> AsyncIterator[None]:
        self._in_hand += 1
        self._idle.clear()
        with logs.hand():
            try:
                yield
            except Exception:
                log.exception("a request failed at the door")
                raise
            finally:
                self._in_hand -= 1
                if not self.busy:
                    self._idle.set()
                self._deliverer.wake()

    async def _on_command(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._hand():
            request, command = await self._reader(context).command(body)
            answer = await self._dispatch.handle(request, command)
            pages = await self._opened(answer, request)
            await ack(**pages[0]) if pages else await ack()
            for page in pages[1:]:
                await self.platform.respond(body["response_url"], page, over=False)

    async def _on_shortcut(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._hand():
            request = await self._reader(context).shortcut(body)
            answer = await self._dispatch.handle(request)
            pages = await self._opened(answer, request)
            await ack()
            await self._answer(body.get("response_url"), request, pages)

    async def _answer(self, url: str | None, request: Request, pages: list[dict[str, Any]]) -> None:
        """The answer to a shortcut: where it was used, or directly where that was nowhere."""
        directly = Address("slack", request.place.workspace, person=request.person.handle)
        for page in pages:
            if url:
                await self.platform.respond(url, page, over=False)
            else:
                await self.platform.post(directly, page, "")

    async def _on_press(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._hand():
            if "value" not in body["actions"][0]:
                await ack()
                return
            reader = self._reader(context)
            request = await reader.press(body)
            answer = await self._dispatch.handle(request)
            pages = await self._opened(answer, request)
            await ack()
            url = body.get("response_url")
            if url is None:
                await self._draw_home(body["user"]["id"], reader)
                return
            over = answer is not None and answer.over
            for number, page in enumerate(pages):
                await self.platform.respond(url, page, over=over and not number)

    async def _on_form(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._hand():
            reader = self._reader(context)
            request = await reader.form(body)
            answer = await self._dispatch.handle(request)
            if answer is not None and answer.errors:
                await ack(response_action="errors", errors=_beside_fields(answer.errors, body["view"]))
                return
            await ack()
            if answer is not None and answer.card is not None:
                await self._tell(request, answer.card, answer.partnership)
            if request.at_home:
                await self._draw_home(body["user"]["id"], reader)

    async def _on_event(self, event: dict[str, Any], body: Body, context: AsyncBoltContext) -> None:
        async with self._hand():
            reader, app = self._reader(context), str(body.get("api_app_id") or "")
            match event["type"]:
                case "app_home_opened":
                    if event.get("tab") == "home":
                        await self._draw_home(event["user"], reader)
                case "channel_id_changed":
                    await self._follow(str(event["old_channel_id"]), str(event["new_channel_id"]))
                case "message" if self._this.said(event.get("message") or event, app):
                    await self._echo(event)
                case _ if not self._empty_line(event) and not await self._still_there(
                    event, context["install"]
                ):
                    request = await reader.event(event)
                    if request is not None:
                        await self._dispatch.handle(await self._told_more(request, reader, app))

    async def _echo(self, event: Body) -> None:
        """Our own message comes back: that settles what was not sure to have arrived."""
        message = event.get("message") or event
        if event.get("subtype") != "message_changed" and (key := key_in(message)):
            await self._deliverer.echoed(key, str(message["ts"]))

    async def _told_more(self, request: Request, reader: Reader, app: str) -> Request:
        """The request with what only Slack knows: who is in a channel, and which message somebody points at."""
        if request.name == "partnership.invited":
            present = await self.platform.present(request.place.handle, request.place.workspace)
            return replace(request, faces={face.handle: face for face in present})
        if request.way is Way.MENTION and request.thread and self._dispatch.points(request.text):
            thread = await self.platform.thread(request.place, request.thread, before=request.message)
            meant = reader.above(thread, app)
            return await reader.pointing(request, meant) if meant else request
        return request

    async def _still_there(self, event: Body, install: Install) -> bool:
        """Whether one of us has left a channel in which another of us remains, which speaks there from now on."""
        mine = event["type"] in ("channel_left", "group_left") or event.get("user") in self._this.users
        if (not event["type"].endswith("_left") and event["type"] != "member_left_channel") or not mine:
            return False
        other = await self.platform.inside(str(event["channel"]), besides=install)
        if other is not None:
            async with self._store.transaction() as session:
                await Registry(session).speaks("slack", other.team, str(event["channel"]))
        return other is not None

    async def _follow(self, old: str, new: str) -> None:
        """A channel has another id, for example because it is shared from now on: its partnership goes with it."""
        async with self._store.transaction() as session:
            await Registry(session).moved("slack", old, new)
        self.platform.follow(old, new)

    async def _on_end(self, event: dict[str, Any], body: Body) -> None:
        """A workspace has uninstalled Upbeat, or taken its token back; that may be long ago, and it installed anew."""
        async with self._hand():
            install = await self._installs.find(str(body.get("team_id") or ""))
            ends = event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot")
            if install is not None and ends and await self.platform.locked_out(install):
                await self._installs.remove(install)

    async def _installed_anew(self, install: Install) -> None:
        """A workspace has installed Upbeat: what waited for it goes out."""
        async with self._store.transaction() as session:
            await Outbox(session).hurry("slack", install.team)
        self._deliverer.wake()

    async def _install_begun(self, request: http.Asked) -> http.Answered:
        return await self._installing.begin(request) if self._installing else http.later()

    async def _install_finished(self, request: http.Asked) -> http.Answered:
        return await self._installing.finish(request) if self._installing else http.later()

    async def _draw_home(self, user: str, reader: Reader) -> None:
        """The Home tab, one card for each partnership, afresh whenever it is opened or pressed; nothing is kept."""
        request = await reader.home({"user": user})
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
        return not direct and not self._this.named(text) and not self._dispatch.understands(text)

    async def _opened(self, answer: Answer | None, request: Request) -> list[dict[str, Any]]:
        """The messages of an answer; a form among them is opened, and where its time has run out, offered again."""
        if answer is None or answer.card is None:
            return []
        card = answer.card
        if card.form is not None:
            door = {"place": request.place.handle, "message": request.message, "thread": request.thread}
            view = blocks.view(card, answer.partnership, pressed=request.card, **door)
            if await self.platform.form(request.place.workspace, request.trigger, view):
                return []
            card = self._dispatch.open_again(card, request)
        return [dict(page) for page in blocks.messages(card, "", answer.partnership)]

    async def _tell(self, request: Request, card: Card, partnership: int | None) -> None:
        """The answer to a form, to its person alone, in the conversation where it was opened."""
        for page in self.platform.pages(card, "", partnership):
            await self.platform.ephemeral(request.place, request.person, page, request.thread)


async def _nothing() -> None:
    """What nobody takes in is acknowledged all the same, so that Slack does not send it again."""


def _wrong(error: SlackApiError) -> str:
    """Which setting Slack refuses, in one line."""
    token = "APP" if "apps.connections.open" in str(error.response.api_url) else "BOT"
    return f"Slack does not accept UPBEAT_SLACK_{token}_TOKEN: {error.response.get('error')}"


def _beside_fields(errors: Mapping[str, str], view: Body) -> dict[str, str]:
    """Errors by the id of the block they stand beside; one without a field of its own stands beside the first."""
    ids = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    return {name if name in ids or not ids else ids[0]: words for name, words in errors.items()}
