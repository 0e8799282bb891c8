"""The watchdog of the socket: it goes by evidence, and does not give up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.slack.socket import Pace, Socket

QUICK = Pace(ping=0.005, look=0.001, connect=0.5, close=0.5)


async def until(so: Callable[[], bool]) -> None:
    """Let the others work until it is so."""
    async with asyncio.timeout(10):
        while True:
            if so():
                return
            await asyncio.sleep(0)


class Line:
    """A socket's handler and its client in one; a pong comes at every look while it `hears`."""

    def __init__(self) -> None:
        self.client = self
        self.connected, self.hears, self.pongs, self.closed = True, True, 0, False
        self.refuses: Exception | None = None
        self.hangs = False

    async def connect_async(self) -> None:
        if self.refuses:
            raise self.refuses

    async def close_async(self) -> None:
        self.closed = True
        if self.hangs:
            await asyncio.Event().wait()

    async def is_connected(self) -> bool:
        return self.connected

    @property
    def last_ping_pong_time(self) -> float | None:
        self.pongs += self.hears
        return float(self.pongs) or None


class Exchange:
    """Hands out lines; `next` says what the coming ones are like."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.next: list[Callable[[Line], None]] = []
        self.socket = Socket(self._new, QUICK)

    def _new(self) -> Line:
        line = Line()
        if self.next:
            self.next.pop(0)(line)
        self.lines.append(line)
        return line

    async def has(self, lines: int) -> None:
        await until(lambda: len(self.lines) >= lines)


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    exchange = Exchange()
    await exchange.socket.open()
    yield exchange
    await exchange.socket.close()


async def looks(exchange: Exchange, times: int) -> None:
    """Until the watchdog has looked so often at the newest line."""
    line = exchange.lines[-1]
    before = line.pongs
    await until(lambda: line.pongs >= before + times)


async def test_a_socket_that_is_well_is_left_alone(exchange: Exchange) -> None:
    await looks(exchange, 10)
    assert len(exchange.lines) == 1


async def test_a_socket_that_is_connected_but_deaf_is_built_anew(exchange: Exchange) -> None:
    exchange.lines[0].hears = False
    await exchange.has(2)
    assert exchange.lines[0].closed and await exchange.socket.alive()


async def test_a_socket_that_never_heard_anything_is_built_anew() -> None:
    exchange = Exchange()
    exchange.next = [lambda line: setattr(line, "hears", False)]
    await exchange.socket.open()
    await exchange.has(2)
    await exchange.socket.close()


async def test_a_socket_that_was_cut_is_built_anew(exchange: Exchange) -> None:
    exchange.lines[0].connected = False
    await exchange.has(2)


async def test_where_it_cannot_be_built_anew_it_is_tried_again(exchange: Exchange) -> None:
    def refuses(line: Line) -> None:
        line.refuses, line.connected = OSError("no network"), False

    exchange.next = [refuses, refuses]
    exchange.lines[0].connected = False
    await exchange.has(4)
    await looks(exchange, 3)
    assert len(exchange.lines) == 4


async def test_a_socket_that_cannot_even_be_closed_does_not_hold_up_the_next() -> None:
    exchange = Exchange()
    exchange.socket = Socket(exchange._new, Pace(ping=0.005, look=0.001, connect=0.5, close=0.01))
    await exchange.socket.open()
    exchange.lines[0].hangs, exchange.lines[0].connected = True, False
    await exchange.has(2)
    await exchange.socket.close()


async def test_a_closed_socket_is_not_built_anew() -> None:
    exchange = Exchange()
    await exchange.socket.open()
    await exchange.socket.close()
    assert exchange.lines[0].closed and not await exchange.socket.alive()
