"""The control connection to the bot's process: it takes calendar time and says when it is done."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.calendar import Calendar
from sandbox.errors import Refused
from sandbox.pulse import Pulse

Json = dict[str, Any]


class BotGone(Exception):
    """The bot's process went away before it answered."""


class Link:
    """At most one control connection; a newer one replaces the older."""

    def __init__(self, calendar: Calendar, pulse: Pulse) -> None:
        self._calendar = calendar
        self._pulse = pulse
        self._socket: web.WebSocketResponse | None = None
        self._asked: dict[int, asyncio.Future[Json]] = {}
        self._numbers = itertools.count(1)
        self.empty: bool | None = None

    @property
    def connected(self) -> bool:
        """Whether the bot has said hello and is still there."""
        return self._socket is not None

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The bot's side connects here."""
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=0)
        await socket.prepare(request)
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    await self._hear(socket, json.loads(frame.data))
        finally:
            if self._socket is socket:
                self._lose()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: Json) -> None:
        if frame.get("hello"):
            self._socket, self.empty = socket, bool(frame.get("empty"))
            await socket.send_json({"now": self._calendar.now().isoformat(timespec="microseconds")})
            self._pulse.beat()
        elif (future := self._asked.pop(int(frame.get("id", 0)), None)) and not future.done():
            future.set_result(frame)

    def _lose(self) -> None:
        self._socket = None
        for future in self._asked.values():
            if not future.done():
                future.set_exception(BotGone())
        self._asked.clear()
        self._pulse.beat()

    async def ask(self, what: str, timeout: float = 60.0, **more: object) -> Json:
        """Ask the bot to do something and wait for its answer.

        Raises BotGone when it is not there or goes away, TimeoutError, and Refused when it reports an error.
        """
        answer = await asyncio.wait_for(await self.tell(what, **more), timeout)
        if "error" in answer:
            raise Refused("bot_failed", str(answer["error"]), 500)
        return answer

    async def tell(self, what: str, **more: object) -> asyncio.Future[Json]:
        """Ask without waiting; the answer comes in the future. Raises BotGone."""
        if self._socket is None:
            raise BotGone()
        number = next(self._numbers)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked[number] = future
        try:
            await self._socket.send_json({"id": number, "do": what, **more})
        except (ConnectionError, RuntimeError) as error:
            self._asked.pop(number, None)
            raise BotGone() from error
        return future

    async def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            await self._socket.close()
