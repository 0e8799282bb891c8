"""The Slack door: opened over a socket of ours or over HTTP, in one workspace or in many, and Bolt kept honest.

Bolt runs with `process_before_response`, so that an acknowledgement goes out only when the listener has finished, which
is after the commit. What a listener answers at once rides on that acknowledgement; everything else is a delivery.
What people do is listened to in listeners.py, what happens in hearing.py; both work at one desk.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery import Deliverer
from bot.dispatch import Dispatch
from bot.errors import CannotStart
from bot.settings import Settings
from bot.slack import http, manifest
from bot.slack.desk import Desk
from bot.slack.hearing import Hearing
from bot.slack.installs import Install, Installs, StoredInstalls
from bot.slack.listeners import Listeners
from bot.slack.oauth import Installing
from bot.slack.outgoing import Slack
from bot.slack.secrets import Keys
from bot.slack.socket import Socket, watched
from bot.web import Web
from storage.database import Store
from storage.outbox import Outbox

log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long requests in hand may take when the process stops, where nothing else is said."""

NOT_INSTALLED = (
    "Upbeat is no longer installed in this workspace. Whoever manages your apps can install it again."
)


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
        self.desk: Desk | None = None

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
        self.platform.installs = await self._installed()
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
        self._deliverer = deliverer
        if self._settings.several:
            self._installing = Installing(
                self._settings, self._store, self.platform, installed=self._installed_anew
            )
        self.desk = Desk(self.platform, dispatch, deliverer, self._clock.now)
        app = self.bolt(self.desk)
        if self._settings.socket_mode:
            self._socket = watched(app, self._settings.slack_app_token)
            await self._socket.open()
        self._app = app

    async def close(self, seconds: float = STOP_SECONDS) -> None:
        """Stop listening, after what is in hand: its answers ride on the socket, or on the request."""
        if self._socket is None:
            self._app = None
        if self.desk is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.desk.idle.wait()
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
        return self.desk is not None and self.desk.busy

    def bolt(self, desk: Desk) -> AsyncApp:
        """The app of Bolt that listens at a desk."""
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
        Listeners(desk).listen(app)
        Hearing(desk, self._store).listen(app)
        return app

    def _authorizing(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """Bolt's question whose request this is, answered from memory; a function, because Bolt counts its arguments."""

        async def authorize(context: AsyncBoltContext, team_id: str | None) -> Any:
            install = await self.platform.installs.find(team_id or "")
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

    async def _installed_anew(self, install: Install) -> None:
        """A workspace has installed Upbeat: what waited for it goes out."""
        async with self._store.transaction() as session:
            await Outbox(session).hurry("slack", install.team)
        self._deliverer.wake()

    async def _install_begun(self, request: http.Asked) -> http.Answered:
        return await self._installing.begin(request) if self._installing else http.later()

    async def _install_finished(self, request: http.Asked) -> http.Answered:
        return await self._installing.finish(request) if self._installing else http.later()


def _wrong(error: SlackApiError) -> str:
    """Which setting Slack refuses, in one line; or that it is not the setting's fault."""
    status = error.response.status_code
    if status == 429 or status >= 500:
        return f"Slack is in trouble just now (HTTP {status}); start Upbeat again in a minute."
    token = "APP" if "apps.connections.open" in str(error.response.api_url) else "BOT"
    return f"Slack does not accept UPBEAT_SLACK_{token}_TOKEN: {error.response.get('error')}"
