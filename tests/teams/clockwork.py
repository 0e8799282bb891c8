"""The hand on the bot's clock: calendar time goes in, "done, outbox empty" comes out, over the bot's own control line."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import WSMsgType, web

PATH = "/control"
STEP = timedelta(minutes=15)
PATIENCE = 60.0


class Clockwork:
    """The other end of bot/control.py, for one bot. `now` is calendar time."""

    def __init__(self, app: web.Application, now: datetime) -> None:
        self.now = now
        self.connected = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        app.router.add_get(PATH, self._serve)

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse()
        await self._socket.prepare(request)
        async for frame in self._socket:
            if frame.type is WSMsgType.TEXT:
                await self._hear(self._socket, frame.json())
        return self._socket

    async def _hear(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said.get("hello"):
            await socket.send_json({"now": self.now.isoformat()})
            self.connected.set()
        elif waiting := self._asked.pop(int(said["id"]), None):
            waiting.set_result(said)

    async def ask(self, what: str, **more: object) -> dict[str, Any]:
        """Ask the bot for something and wait until it is done."""
        assert self._socket is not None, "the bot has not said hello"
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "do": what, **more})
        answer = await asyncio.wait_for(self._asked[number], PATIENCE)
        assert "error" not in answer, answer["error"]
        return answer

    async def settle(self) -> None:
        """Return when nothing is in hand and everything owed has gone out."""
        await self.ask("settle")

    async def turn(self, to: datetime) -> None:
        """Turn the calendar to a moment; what falls due on the way happens in order, at quarters of an hour."""
        coming = await self._tell()
        while self.now < to:
            due = max(coming, self.now + timedelta(seconds=1))
            self.now = min(to, due + (datetime(2000, 1, 1, tzinfo=UTC) - due) % STEP)
            coming = await self._tell()

    async def _tell(self) -> datetime:
        """Tell the bot the time; answers when it wants to be told again."""
        answer = await self.ask("clock", now=self.now.isoformat())
        return datetime.fromisoformat(answer["next"])
