"""The sandbox's hand on the clock: calendar time comes in, "done, outbox empty" goes out. Never used in production."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot import steps
from bot.clock import Clock

log = logging.getLogger(__name__)

AT_MOST = timedelta(days=1)
"""Jobs look ahead for some days only, so the clock is never turned further than this without asking them again."""


class Control:
    """A WebSocket to the sandbox. It speaks for the bot through the functions it is given.

    `gone` is called when the sandbox hangs up: a bot without its sandbox has nothing to live for.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        empty: Callable[[], Awaitable[bool]],
        settle: Callable[[], Awaitable[None]],
        sweep: Callable[[], Awaitable[datetime | None]],
        gallery: Callable[[], list[dict[str, Any]]],
        gone: Callable[[], None],
    ) -> None:
        self._url = url
        self._clock = clock
        self._empty, self._settle, self._sweep, self._gallery = empty, settle, sweep, gallery
        self._gone = gone
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Say hello and take the sandbox's time; returns once the time is known."""
        self._session = aiohttp.ClientSession()
        socket = await self._session.ws_connect(self._url, max_msg_size=0)
        await socket.send_json({"hello": True, "empty": await self._empty()})
        first = await socket.receive_json()
        self._clock.turn(datetime.fromisoformat(first["now"]))
        self._keep(self._listen(socket))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._keep(self._answer(socket, message.json()))
        self._gone()

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, asked: dict[str, Any]) -> None:
        try:
            more = await self._do(asked)
            await socket.send_json({"id": asked.get("id"), "done": True, **more})
        except Exception as error:
            log.exception("the sandbox asked for something that failed")
            await socket.send_json({"id": asked.get("id"), "error": repr(error)})

    async def _do(self, asked: dict[str, Any]) -> dict[str, Any]:
        match asked.get("do"):
            case "settle":
                await self._settle()
            case "clock":
                return {"next": await self._turn(datetime.fromisoformat(asked["now"]))}
            case "crash":
                steps.crash_at(str(asked.get("at") or ""))
            case "gallery":
                return {"gallery": await asyncio.to_thread(self._gallery)}
            case unknown:
                raise ValueError(f"no such request: {unknown}")
        return {}

    async def _turn(self, to: datetime) -> str:
        """Turn the clock, do what is due, and say when something may fall due next."""
        await self._settle()
        self._clock.turn(to)
        coming = await self._sweep()
        await self._settle()
        return min(coming or to + AT_MOST, to + AT_MOST).isoformat()
