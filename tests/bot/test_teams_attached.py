"""Calendar files from Teams: fetched from Microsoft's store of files alone, without a token, and never too much."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.calendar_reading import MOST_BYTES
from bot.request import Attached
from bot.teams import attached
from bot.teams.wire import Json

WORDS = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def file(url: str, name: str = "school.ics") -> Json:
    return {"contentType": attached.KIND, "name": name, "content": {"downloadUrl": url, "fileType": "ics"}}


@asynccontextmanager
async def store(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[str, list[str]]]:
    """Where files wait: its address, and the tokens that were brought."""
    asked: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append(request.headers.get("Authorization", ""))
        return web.Response(body=body, status=status, headers={"Location": "/again", **(headers or {})})

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def test_a_calendar_comes_with_its_words_and_no_token_of_ours_goes_out() -> None:
    async with store(f"\ufeff{WORDS}".encode()) as (address, asked):
        rows = attached.calendars([{"contentType": "text/html", "content": "hi"}, file(f"{address}/f")])
        assert await attached.fetched(rows, f"{address}/amer/") == (Attached("school.ics", WORDS),)
        assert asked == [""]


@pytest.mark.parametrize(("body", "status"), [(b"x" * (MOST_BYTES + 1), 200), (b"", 302), (b"gone", 404)])
async def test_what_cannot_be_had_comes_without_its_words(body: bytes, status: int) -> None:
    async with store(body, status) as (address, asked):
        found = await attached.fetched([file(f"{address}/f")], f"{address}/amer/")
        assert found == (Attached("school.ics", ""),) and len(asked) == 1


async def test_what_comes_packed_is_not_unpacked() -> None:
    """A few bytes may hold any number of them."""
    packed = gzip.compress(f"{WORDS}{' ' * 400_000}".encode())
    async with store(packed, headers={"Content-Encoding": "gzip"}) as (address, _):
        found = await attached.fetched([file(f"{address}/f")], f"{address}/amer/")
    assert found == (Attached("school.ics", ""),)


async def test_no_sign_that_a_store_or_a_card_cannot_bear_comes_in_with_a_file() -> None:
    async with store("a\x00b\ue000U1\ue001\r\n".encode()) as (address, _):
        found = await attached.fetched([file(f"{address}/f", "a\x00\ue000.ics")], f"{address}/amer/")
    assert found == (Attached("a.ics", "abU1\r\n"),)


@pytest.mark.parametrize(
    "url",
    [
        "{address}/f",
        "https://contoso.sharepoint.com.attacker.example/f",
        "https://contoso.sharepoint.com@127.0.0.1/f",
        "http://contoso.sharepoint.com/f",
        "https://contoso.sharepoint.com:8443/f",
        "https://[::1/f",
        "file:///etc/passwd",
        "",
    ],
)
async def test_a_file_is_asked_for_nowhere_but_with_microsoft(url: str) -> None:
    async with store(WORDS.encode()) as (address, asked):
        service = "https://smba.trafficmanager.net/teams"
        assert await attached.fetched([file(url.format(address=address))], service) == (
            Attached("school.ics", ""),
        )
        assert asked == []


@pytest.mark.parametrize("name", ["contoso.sharepoint.com", "contoso-my.sharepoint.com", "x.sharepoint.us"])
def test_the_store_of_files_of_every_tenant_is_known(name: str) -> None:
    assert attached._trusted(f"https://{name}/personal/f?tempauth=1", "https://smba.trafficmanager.net/teams")


@pytest.mark.parametrize(
    "attachments", [None, "school.ics", [None, {"contentType": attached.KIND, "content": 3}], [{}]]
)
def test_whatever_is_no_calendar_is_not_looked_at(attachments: object) -> None:
    assert attached.calendars(attachments) == []
