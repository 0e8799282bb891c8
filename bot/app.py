"""The only place that knows everything: settings, store, features, doors, scheduler."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from threading import Thread

from bot import dates, doctor
from bot.clock import Clock
from bot.control import Control
from bot.delivery import Deliverer
from bot.dispatch import Dispatch
from bot.door import Door
from bot.errors import CannotStart
from bot.gallery import gallery
from bot.mail.answers import Answering
from bot.mail.check import of_mail
from bot.mail.post import Post
from bot.mail.unsubscribe import Leaving
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.slack.app import Door as SlackDoor
from bot.slack.check import of_slack
from bot.stopping import CLOSING, IN_HAND, SENDING, TAKING_IN, Deadline, told_to_stop
from bot.teams.app import Door as TeamsDoor
from bot.teams.check import of_teams
from bot.web import Web
from bot.wording import Wording
from handlers import all_features
from storage.database import Store
from storage.outbox import Outbox
from storage.records import Registry

log = logging.getLogger(__name__)


class Upbeat:
    """The bot, put together. `run` returns when it is told to stop; `stopping` is called as soon as it is."""

    def __init__(self, settings: Settings, stopping: Callable[[], None] = lambda: None) -> None:
        """Open nothing yet. Raises CannotStart where a setting is wrong."""
        self.settings = settings
        self.clock = Clock()
        self.store = opened_store(settings)
        self.wording = Wording()
        self.dispatch = Dispatch(self.store, self.wording, all_features(), self.clock, settings.mail)
        self.doors = self._doors()
        self.web = Web(settings.host, settings.port)
        self.web.ready("database", self._database)
        for door in self.doors:
            door.mount(self.web)
        if settings.mail:
            Leaving(settings, self.store, self.clock, self.wording).mount(self.web)
            Answering(settings, self.store, self.wording).mount(self.web)
        self._stopping = stopping
        self._deadline = Deadline(settings.stop_seconds)

    def _post(self) -> Post:
        return Post(self.settings, self.store, self.clock, self.wording)

    def _doors(self) -> list[Door]:
        """Those whose credentials are set; Slack where none are, which then says what is missing."""
        doors: list[Door] = []
        if self.settings.slack or not self.settings.teams:
            doors.append(SlackDoor(self.settings, self.clock, self.store))
        if self.settings.teams:
            doors.append(TeamsDoor(self.settings, self.clock, self.store, self.dispatch))
        return doors

    async def run(self) -> None:
        """Open everything in order, work until a signal comes, close everything in the other order.

        Whatever was opened is closed, also where something after it cannot be; all of it together has
        `settings.stop_seconds`. Raises CannotStart.
        """
        async with told_to_stop() as stop, AsyncExitStack() as opened:
            if await self._opened(opened, stop):
                log.info("Upbeat is listening")
                await stop.wait()
            self._stopping()
            self._deadline.begin()

    async def _opened(self, opened: AsyncExitStack, stop: asyncio.Event) -> bool:
        """Open everything; False where Upbeat was told to stop meanwhile."""
        opening, told = asyncio.create_task(self._open(opened)), asyncio.create_task(stop.wait())
        await asyncio.wait([opening, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if opening.done():
            opening.result()
            return True
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await opening
        return False

    async def _open(self, opened: AsyncExitStack) -> None:
        hanging_up = (door.hang_up for door in self.doors)
        opened.push_async_callback(self._deadline.keep, CLOSING, *hanging_up, self.store.close)
        await prepared(self.store)
        if (control := self._control()) is not None:
            opened.push_async_callback(control.close)
            await control.open()
        platforms = [await door.prepare() for door in self.doors]
        self.deliverer = Deliverer(
            self.store, self.dispatch, self.clock, self.settings, platforms, [self._post()]
        )
        opened.push_async_callback(self._stop_sending)
        await self.deliverer.start()
        ticker = Ticker(self._sweep, self.settings.tick_seconds)
        opened.push_async_callback(self._take_nothing_in, ticker)
        ticker.start()
        if self.settings.serves:
            await self.web.open()
        for door in self.doors:
            await door.open(self.dispatch, self.deliverer)
        Thread(target=dates.warm_up, name="warm up", daemon=True).start()  # a stop need not wait for it

    async def _take_nothing_in(self, ticker: Ticker) -> None:
        left = partial(self._deadline.left, IN_HAND)
        closing = (partial(_closed, door, left) for door in self.doors)
        await self._deadline.keep(TAKING_IN, self.web.close, *closing, lambda: ticker.stop(left()))

    async def _stop_sending(self) -> None:
        await self.deliverer.stop(self._deadline.left(SENDING))

    async def _database(self) -> str:
        """What is wrong with the store, or ""."""
        has, wants = await self.store.versions()
        return "" if has == wants else f"its tables are of version {has or 'none'} instead of {wants}"

    async def _sweep(self) -> datetime | None:
        now = self.clock.now()
        coming = await self.dispatch.sweep(now)
        self.deliverer.wake()
        async with self.store.transaction() as session:
            put_off = await Outbox(session).next_due(now)
        return min((moment for moment in (coming, put_off) if moment is not None), default=None)

    async def _settle(self) -> None:
        """Return when no request is in hand and the outbox is empty."""
        while True:
            await self.deliverer.empty()
            if not any(door.busy for door in self.doors):
                return
            await asyncio.sleep(0.002)

    async def _empty(self) -> bool:
        async with self.store.transaction() as session:
            return await Registry(session).empty()

    def _control(self) -> Control | None:
        if not self.settings.control_url:
            return None
        return Control(
            self.settings.control_url,
            self.clock,
            empty=self._empty,
            settle=self._settle,
            sweep=self._sweep,
            gallery=lambda: gallery(self.wording),
            gone=lambda: signal.raise_signal(signal.SIGTERM),
        )


async def _closed(door: Door, left: Callable[[], float]) -> None:
    await door.close(left())


def opened_store(settings: Settings) -> Store:
    """The store that the settings name. Raises CannotStart where they name none."""
    try:
        return Store(settings.database_url)
    except ValueError as error:
        raise CannotStart(f"UPBEAT_DATABASE_URL: {error}") from None


async def prepared(store: Store) -> None:
    """Bring the store to the newest version. Raises CannotStart where it cannot be reached."""
    try:
        await store.migrate()
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise CannotStart(
            f"UPBEAT_DATABASE_URL: the database cannot be opened or brought up to date: {reason}"
        ) from error


async def examined(settings: Settings, say: Callable[[str], object]) -> int:
    """Look whether everything is in order, and say so line by line; returns the exit code.

    Raises CannotStart where the settings name no store.
    """
    store = opened_store(settings)
    try:
        parts = [doctor.of_settings(settings), doctor.of_store(store)]
        if settings.slack:
            parts.append(of_slack(settings, store))
        if settings.teams:
            parts.append(of_teams(settings))
        parts.append(of_mail(settings))
        return await doctor.told(say, *parts, doctor.of_machine())
    finally:
        await store.close()
