"""The socket to Slack, watched: one that is connected but deaf is closed and built anew.

slack_sdk may say "connected" while nothing arrives any more (its issues 1065 and 1110, bolt-python 1529), so the watchdog
goes by evidence: the connection, and the age of the last pong.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.clock import real

log = logging.getLogger(__name__)

PING_SECONDS = 10.0
LOOK_SECONDS = 5.0
CLOSE_SECONDS = 5.0


class Socket:
    """Keeps one Socket Mode connection alive."""

    def __init__(self, app: AsyncApp, token: str) -> None:
        self._app = app
        self._token = token
        self._handler: AsyncSocketModeHandler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and watch the connection from then on."""
        await self._connect()
        self._watch = asyncio.create_task(self._watching())

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._hang_up()

    async def _connect(self) -> None:
        self._handler = AsyncSocketModeHandler(self._app, self._token, ping_interval=PING_SECONDS)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _hang_up(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(TimeoutError, Exception):
                await asyncio.wait_for(handler.close_async(), CLOSE_SECONDS)  # type: ignore[no-untyped-call]

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not await self.alive():
                log.warning("the socket has gone deaf and is built anew")
                await self._hang_up()
                await self._connect()

    async def alive(self) -> bool:
        """Whether the socket is connected and has answered a ping in four intervals."""
        if self._handler is None:
            return False
        client = self._handler.client
        last = client.last_ping_pong_time
        heard = last is None or real().timestamp() - last < PING_SECONDS * 4
        return bool(await client.is_connected()) and heard
