"""The one HTTP server: whether the process is well, what doors add to it, and nothing else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.errors import CannotStart
from bot.web import Web


@pytest.fixture
async def server() -> AsyncIterator[Web]:
    server = Web("127.0.0.1", 0)
    yield server
    await server.close()


async def asked(server: Web, path: str, method: str = "GET") -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, server.address + path) as answer,
    ):
        return answer.status, await answer.text()


async def ready(server: Web) -> tuple[int, object]:
    async with aiohttp.ClientSession() as session, session.get(f"{server.address}/readyz") as answer:
        return answer.status, await answer.json()


async def well() -> str:
    return ""


async def test_a_loop_that_lives_says_so_whatever_else_is_wrong(server: Web) -> None:
    async def unwell() -> str:
        return "the database does not answer"

    server.ready("database", unwell)
    await server.open()
    assert await asked(server, "/healthz") == (200, "ok\n")
    assert await asked(server, "/healthz", "HEAD") == (200, "")


async def test_every_part_that_is_well_makes_it_ready(server: Web) -> None:
    server.ready("database", well)
    server.ready("slack", well)
    await server.open()
    assert await ready(server) == (200, {"ready": True, "parts": {"database": "ok", "slack": "ok"}})
    assert await asked(server, "/readyz", "HEAD") == (200, "")


async def test_one_part_that_is_not_well_is_named(server: Web) -> None:
    async def deaf() -> str:
        return "the socket is not connected"

    server.ready("database", well)
    server.ready("slack", deaf)
    await server.open()
    parts = {"database": "ok", "slack": "the socket is not connected"}
    assert await ready(server) == (503, {"ready": False, "parts": parts})


async def test_a_check_that_fails_is_not_well_and_tells_no_secrets(server: Web) -> None:
    async def broken() -> str:
        raise ValueError("postgresql://upbeat:marzipan@db")

    server.ready("database", broken)
    await server.open()
    assert await ready(server) == (
        503,
        {"ready": False, "parts": {"database": "the check failed (ValueError)"}},
    )


async def test_a_check_that_does_not_answer_is_not_waited_for(
    server: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.PATIENCE", 0.0)

    async def silent() -> str:
        await asyncio.Event().wait()
        return ""

    server.ready("database", silent)
    await server.open()
    assert await ready(server) == (503, {"ready": False, "parts": {"database": "no answer in time"}})


async def test_nothing_else_is_served(server: Web) -> None:
    await server.open()
    for path in ("/", "/healthz/", "/slack/events", "/.env", "/readyz/../etc"):
        assert await asked(server, path) == (404, "There is nothing here.\n")
    assert await asked(server, "/healthz", "POST") == (405, "That cannot be done here.\n")


async def test_what_a_door_adds_is_served_and_its_failure_tells_strangers_nothing(server: Web) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=await request.text())

    async def broken(_request: web.Request) -> web.StreamResponse:
        raise ValueError("marzipan")

    server.add("POST", "/slack/events", echo)
    server.add("GET", "/slack/install", broken)
    await server.open()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.address}/slack/events", data="hello") as answer,
    ):
        assert await answer.text() == "hello"
    status, words = await asked(server, "/slack/install")
    assert status == 500 and "marzipan" not in words


async def test_a_body_that_is_too_large_is_refused(server: Web) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=await request.text())

    server.add("POST", "/slack/events", echo)
    await server.open()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.address}/slack/events", data=b"x" * (2**20 + 1)) as answer,
    ):
        assert answer.status == 413


async def test_a_port_that_is_taken_is_one_clear_line(server: Web) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"UPBEAT_PORT.*127\.0\.0\.1:{port}"):
            await Web("127.0.0.1", port).open()


async def test_closing_lets_the_request_in_hand_be_answered(server: Web) -> None:
    begun, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        begun.set()
        await may_answer.wait()
        return web.Response(text="done")

    server.add("GET", "/slow", slow)
    await server.open()
    address = server.address
    asking = asyncio.create_task(asked(server, "/slow"))
    await begun.wait()
    closing = asyncio.create_task(server.close())
    await refusing(address)
    may_answer.set()
    assert await asking == (200, "done")
    await closing


async def refusing(address: str) -> None:
    """Return when nobody listens there any more."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        while True:
            try:
                async with session.get(f"{address}/healthz"):
                    pass
            except aiohttp.ClientError:
                return
