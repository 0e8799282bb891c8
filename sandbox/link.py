"""The control connections to the bot's processes: they take calendar time and say when they are done."""

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


class Line:
    """One control connection and the questions on it that are not answered yet."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._asked: dict[int, asyncio.Future[Json]] = {}
        self._numbers = itertools.count(1)

    async def tell(self, what: str, **more: object) -> asyncio.Future[Json]:
        """Ask without waiting; the answer comes in the future. Raises BotGone."""
        number = next(self._numbers)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked[number] = future
        try:
            await self._socket.send_json({"id": number, "do": what, **more})
        except (ConnectionError, RuntimeError) as error:
            self._asked.pop(number, None)
            raise BotGone() from error
        return future

    async def ask(self, what: str, timeout: float, **more: object) -> Json:
        """Ask and wait. Raises BotGone, TimeoutError, and Refused when the bot reports an error."""
        answer = await asyncio.wait_for(await self.tell(what, **more), timeout)
        if "error" in answer:
            raise Refused("bot_failed", str(answer["error"]), 500)
        return answer

    def hear(self, frame: Json) -> None:
        """An answer has come."""
        if (future := self._asked.pop(int(frame.get("id", 0)), None)) and not future.done():
            future.set_result(frame)

    def lose(self) -> None:
        """Nothing that was asked will be answered any more."""
        for future in self._asked.values():
            if not future.done():
                future.set_exception(BotGone())
                future.exception()  # nobody may be waiting for it any longer
        self._asked.clear()

    async def close(self) -> None:
        """Hang up."""
        await self._socket.close()


class Link:
    """One line to each process of the bot, by the number in its address; a newer one replaces the older."""

    def __init__(self, calendar: Calendar, pulse: Pulse) -> None:
        self._calendar = calendar
        self._pulse = pulse
        self._lines: dict[int, Line] = {}
        self.empty: bool | None = None

    @property
    def connected(self) -> bool:
        """Whether any process of the bot has said hello and is still there."""
        return bool(self._lines)

    def has(self, number: int) -> bool:
        """Whether the process of this number has said hello and is still there."""
        return number in self._lines

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """The bot's side connects here; with several processes `bot` in the query says which."""
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=0)
        await socket.prepare(request)
        line, number = Line(socket), int(request.query.get("bot", "1"))
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    await self._hear(socket, line, number, json.loads(frame.data))
        finally:
            line.lose()
            if self._lines.get(number) is line:
                del self._lines[number]
            self._pulse.beat()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, line: Line, number: int, frame: Json) -> None:
        if not frame.get("hello"):
            line.hear(frame)
            return
        self._lines[number], self.empty = line, bool(frame.get("empty"))
        await socket.send_json({"now": self._calendar.now().isoformat(timespec="microseconds")})
        self._pulse.beat()

    async def ask(self, what: str, timeout: float = 60.0, **more: object) -> Json:
        """Ask one process, whichever is there, and wait for its answer.

        Raises BotGone when none is there or it goes away, TimeoutError, and Refused when it reports an error.
        """
        if not self._lines:
            raise BotGone()
        return await next(iter(self._lines.values())).ask(what, timeout, **more)

    async def ask_all(self, what: str, timeout: float = 60.0, **more: object) -> list[Json]:
        """Ask every process at the same time; the answers of those that did not go away meanwhile.

        Raises BotGone when that leaves none, TimeoutError, and Refused when one reports an error.
        """
        asked = (line.ask(what, timeout, **more) for line in self._lines.values())
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, BotGone):
                raise answer
        found = [answer for answer in answers if not isinstance(answer, BaseException)]
        if not found:
            raise BotGone()
        return found

    async def tell(self, number: int, what: str, **more: object) -> asyncio.Future[Json]:
        """Ask the process of this number without waiting; the answer comes in the future. Raises BotGone."""
        if number not in self._lines:
            raise BotGone()
        return await self._lines[number].tell(what, **more)

    async def close(self) -> None:
        """Hang up."""
        await asyncio.gather(*(line.close() for line in list(self._lines.values())))
