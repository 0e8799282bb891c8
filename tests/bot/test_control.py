"""The sandbox's hand on the clock: time comes in, "done" goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.control import AT_MOST, Control

START = datetime(2026, 11, 25, 10, tzinfo=UTC)


class Bench:
    """The sandbox's end of the socket, and what the bot was asked to do."""

    def __init__(self) -> None:
        self.hello: dict[str, Any] = {}
        self.done: list[str] = []
        self.coming: datetime | None = None
        self.gone = asyncio.Event()
        self.clock = Clock()
        self._socket: web.WebSocketResponse | None = None
        self._closed = asyncio.Event()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse()
        await self._socket.prepare(request)
        self.hello = await self._socket.receive_json()
        await self._socket.send_json({"now": START.isoformat()})
        await self._closed.wait()
        return self._socket

    async def asks(self, **what: Any) -> dict[str, Any]:
        assert self._socket is not None
        await self._socket.send_json({"id": 1, **what})
        answer: dict[str, Any] = await self._socket.receive_json()
        return answer

    async def hangs_up(self) -> None:
        assert self._socket is not None
        await self._socket.close()
        self._closed.set()

    async def settle(self) -> None:
        self.done.append("settled")

    async def sweep(self) -> datetime | None:
        self.done.append(f"swept {self.clock.now():%d %B}")
        return self.coming

    async def empty(self) -> bool:
        return True


@asynccontextmanager
async def connected() -> AsyncIterator[Bench]:
    bench = Bench()
    app = web.Application()
    app.router.add_get("/control", bench.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"ws://127.0.0.1:{runner.addresses[0][1]}/control"
    control = Control(
        url,
        bench.clock,
        bench.empty,
        bench.settle,
        bench.sweep,
        gallery=lambda: [{"prompt": "a/b"}],
        gone=bench.gone.set,
    )
    await control.open()
    try:
        yield bench
    finally:
        bench._closed.set()
        await control.close()
        await runner.cleanup()


async def test_it_says_hello_and_takes_the_sandbox_s_time() -> None:
    async with connected() as bench:
        assert bench.hello == {"hello": True, "empty": True}
        assert START <= bench.clock.now() < START + timedelta(minutes=1)


async def test_turning_the_clock_settles_sweeps_and_settles_again() -> None:
    async with connected() as bench:
        answer = await bench.asks(do="clock", now="2026-12-01T10:00:00+00:00")
        assert answer["done"] and bench.done == ["settled", "swept 01 December", "settled"]


async def test_it_says_when_something_will_be_due_and_never_looks_further_than_a_day() -> None:
    async with connected() as bench:
        now = datetime(2026, 12, 1, 10, tzinfo=UTC)
        bench.coming = now + timedelta(hours=3)
        assert (await bench.asks(do="clock", now=now.isoformat()))["next"] == bench.coming.isoformat()
        bench.coming = now + timedelta(days=9)
        assert (await bench.asks(do="clock", now=now.isoformat()))["next"] == (now + AT_MOST).isoformat()


async def test_what_nobody_knows_is_an_error_in_words() -> None:
    async with connected() as bench:
        assert "no such request" in (await bench.asks(do="dance"))["error"]


async def test_the_gallery_is_handed_over() -> None:
    async with connected() as bench:
        assert (await bench.asks(do="gallery"))["gallery"] == [{"prompt": "a/b"}]


async def test_a_bot_without_its_sandbox_is_told_that_it_is_gone() -> None:
    async with connected() as bench:
        await bench.hangs_up()
        await asyncio.wait_for(bench.gone.wait(), 5)
