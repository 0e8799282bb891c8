"""The Teams door: opened over HTTP on our own server, with Microsoft's SDK at the threshold."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.clock import Clock
from bot.delivery import Deliverer
from bot.dispatch import Dispatch
from bot.errors import CannotStart
from bot.settings import Settings
from bot.teams.desk import Desk, Json, Result
from bot.teams.incoming import Reader
from bot.teams.outgoing import PATH, SERVICE, Teams
from bot.teams.reaches import Known
from bot.teams.wire import Wire
from bot.web import Web
from storage.database import Store

if TYPE_CHECKING:
    from bot.teams.host import Host

log = logging.getLogger(__name__)

STOP_SECONDS = 5.0
"""How long requests in hand may take when the process stops, where nothing else is said."""


class Door:
    """Teams' side of the house. Implements bot.door.Door."""

    platform: Teams

    def __init__(self, settings: Settings, clock: Clock, store: Store, dispatch: Dispatch) -> None:
        self._settings = settings
        self._clock = clock
        self._dispatch = dispatch
        self._known = Known(store, clock.now)
        self._host: Host | None = None
        self.desk: Desk | None = None

    def mount(self, web: Web) -> None:
        """Add what Teams speaks to, and how well the way from it is."""
        web.ready("teams", self.well)
        web.add("POST", PATH, self._respond)

    async def well(self) -> str:
        """ "" where Teams can reach us, else what is wrong."""
        return "" if self.desk is not None else "not open"

    async def prepare(self) -> Teams:
        """Find out who we are. Raises CannotStart where anybody could speak as Teams, or the SDK is not installed."""
        if wrong := self._settings.wide_open():
            raise CannotStart(wrong)
        self._host = await asyncio.to_thread(self._hosted)
        await self._host.open()
        wire = Wire(self._host.client, self._host.token)
        service = self._settings.teams_service_url or SERVICE
        self.platform = Teams(wire, self._known, self._host.ours, self._opens_form, service)
        return self.platform

    def _hosted(self) -> Host:
        """The SDK, imported here and only here: it takes seconds, and nothing else may wait for it."""
        try:
            from bot.teams.host import Host
        except ModuleNotFoundError as error:
            raise CannotStart(
                f"Microsoft Teams needs more: pip install 'upbeat[teams]' ({error.name})"
            ) from None
        return Host(self._settings, self._take)

    def _opens_form(self, name: str) -> bool:
        verb = self._dispatch.verb(name)
        return verb is not None and verb.form

    async def open(self, dispatch: Dispatch, deliverer: Deliverer) -> None:
        """Take things in from now on."""
        ours = frozenset({self.platform.bot})
        reader = Reader(self.platform.people, self._known, ours, self._clock.now)
        self.desk = Desk(self.platform, reader, dispatch, deliverer)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """Answer Teams; it tries again later while nobody is there to take anything in."""
        if self._host is None or self.desk is None:
            return web.Response(status=503)
        return await self._host.respond(request)

    async def _take(self, activity: Json) -> Result:
        return await self.desk.take(activity) if self.desk is not None else (503, None)

    @property
    def busy(self) -> bool:
        """Whether a request is in hand."""
        return self.desk is not None and self.desk.busy

    async def close(self, seconds: float = STOP_SECONDS) -> None:
        """Take nothing more in, after what is in hand."""
        desk, self.desk = self.desk, None
        if desk is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await desk.idle.wait()

    async def hang_up(self) -> None:
        """Say nothing more either; for when the last messages in hand are out."""
        if self._host is not None:
            await self._host.close()
