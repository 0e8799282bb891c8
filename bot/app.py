"""The only place that knows everything: settings, store, features, doors, scheduler."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from datetime import datetime

from bot.clock import Clock
from bot.control import Control
from bot.delivery import Deliverer
from bot.dispatch import Dispatch
from bot.gallery import gallery
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.slack.app import Door
from bot.wording import Wording
from handlers import all_features
from storage.database import Store
from storage.deliveries import Outbox
from storage.records import Registry

log = logging.getLogger(__name__)


class Upbeat:
    """The bot, put together. `run` returns when it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.store = Store(settings.database_url)
        self.wording = Wording()
        self.dispatch = Dispatch(self.store, self.wording, all_features(), self.clock)
        self.door = Door(settings, self.clock)

    async def run(self) -> None:
        """Open everything in order, work until a signal comes, close everything in the other order.

        Whatever was opened is closed, also where something after it cannot be. Raises CannotStart.
        """
        async with AsyncExitStack() as opened:
            opened.push_async_callback(self.store.close)
            await self.store.migrate()
            if (control := self._control()) is not None:
                opened.push_async_callback(control.close)
                await control.open()
            opened.push_async_callback(self.door.hang_up)
            slack = await self.door.prepare()
            self.deliverer = Deliverer(self.store, self.dispatch, self.clock, self.settings, [slack])
            opened.push_async_callback(self.deliverer.stop)
            await self.deliverer.start()
            ticker = Ticker(self._sweep, self.settings.tick_seconds)
            opened.push_async_callback(ticker.stop)
            ticker.start()
            opened.push_async_callback(self.door.close)
            await self.door.open(self.dispatch, self.deliverer)
            log.info("Upbeat is listening")
            await _stopped()

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
            if not self.door.busy:
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


async def _stopped() -> None:
    """Return at SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
