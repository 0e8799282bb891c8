"""The socket to Slack, watched: one that is connected but deaf is closed and built anew.

slack_sdk may say "connected" while nothing arrives any more (its issues 1065 and 1110, bolt-python 1529), so the watchdog
goes by evidence: the connection, and how long ago the last pong came, by a clock that nobody sets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.clock import elapsed

log = logging.getLogger(__name__)


class Handler(Protocol):
    """What is needed of Bolt's handler of a socket; `client` knows whether it is connected, and the last pong."""

    client: Any

    async def connect_async(self) -> None: ...

    async def close_async(self) -> None: ...


@dataclass(frozen=True)
class Pace:
    """Seconds: between pings, between looks of the watchdog, and how long connecting and closing may take."""

    ping: float = 10.0
    look: float = 5.0
    connect: float = 60.0
    close: float = 5.0

    @property
    def silence(self) -> float:
        """How long no pong may come before a socket counts as deaf."""
        return self.ping * 4


class Socket:
    """Keeps one Socket Mode connection alive. `handler` makes a new one, not yet connected."""

    def __init__(self, handler: Callable[[], Handler], pace: Pace) -> None:
        self._new = handler
        self._pace = pace
        self._handler: Handler | None = None
        self._pong: object = None
        self._heard_at = 0.0
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and watch the connection from then on."""
        await self._connect()
        self._watch = asyncio.create_task(self._watching())

    async def close(self) -> None:
        """Stop watching, and hang up."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._hang_up()

    async def _connect(self) -> None:
        self._handler = self._new()
        self._pong, self._heard_at = None, elapsed()
        async with asyncio.timeout(self._pace.connect):
            await self._handler.connect_async()

    async def _hang_up(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(Exception):
                async with asyncio.timeout(self._pace.close):
                    await handler.close_async()

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(self._pace.look)
            try:
                if not await self.alive():
                    log.warning("the socket has gone deaf and is built anew")
                    await self._hang_up()
                    await self._connect()
            except Exception as error:
                log.warning("the socket could not be built anew, and is tried again: %r", error)

    async def alive(self) -> bool:
        """Whether the socket is connected, and a pong has come in the last four intervals."""
        if self._handler is None:
            return False
        client = self._handler.client
        if client.last_ping_pong_time not in (None, self._pong):
            self._pong, self._heard_at = client.last_ping_pong_time, elapsed()
        return bool(await client.is_connected()) and elapsed() - self._heard_at < self._pace.silence


def watched(app: AsyncApp, token: str, pace: Pace | None = None) -> Socket:
    """A watched socket for a Bolt app."""
    pace = pace or Pace()
    return Socket(lambda: AsyncSocketModeHandler(app, token, ping_interval=pace.ping), pace)
