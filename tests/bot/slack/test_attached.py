"""Calendar files from Slack: fetched with our token from Slack's own host alone, never too much, and never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.calendar_reading import MOST_BYTES
from bot.feature import Attached
from bot.slack import attached

WORDS = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Host:
    """Where files are asked for; `asked` is each request's path with the token it brought."""

    def __init__(self, answer: Handle) -> None:
        self.asked: list[tuple[str, str]] = []
        self.address = ""
        self._answer = answer

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Authorization", "")))
        if request.path == "/api/files.info":
            file = {"id": "F1", "name": "school.ics", "url_private": f"{self.address}/f/school.ics"}
            return web.json_response({"ok": True, "file": file})
        return await self._answer(request)

    async def fetch(self, file: dict[str, Any], base: str = "") -> tuple[Attached, ...]:
        async with aiohttp.ClientSession() as session:
            client = AsyncWebClient("xoxb-1", base_url=base or f"{self.address}/api/", session=session)
            return await attached.fetched(client, session, attached.calendars([file]))


@asynccontextmanager
async def host(answer: Handle) -> AsyncIterator[Host]:
    found = Host(answer)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield found
    finally:
        await runner.cleanup()


async def the_file(_: web.Request) -> web.Response:
    return web.Response(body=f"\ufeff{WORDS}".encode(), content_type="text/calendar")


async def the_page_for_signing_in(_: web.Request) -> web.Response:
    return web.Response(text="<html>Sign in</html>", content_type="text/html")


async def elsewhere(_: web.Request) -> web.Response:
    raise web.HTTPFound("http://127.0.0.1:1/")


async def too_much(_: web.Request) -> web.Response:
    return web.Response(body=b"x" * (MOST_BYTES + 1))


async def nothing(_: web.Request) -> web.Response:
    raise web.HTTPNotFound


async def test_a_calendar_comes_with_its_words_and_our_token_proves_who_asks() -> None:
    async with host(the_file) as there:
        found = await there.fetch({"name": "School.ICS", "url_private": f"{there.address}/f/1"})
        assert found == (Attached("School.ICS", WORDS),)
        assert there.asked == [("/f/1", "Bearer xoxb-1")]


async def test_of_a_file_from_another_workspace_slack_is_asked_first() -> None:
    async with host(the_file) as there:
        found = await there.fetch({"id": "F1", "file_access": "check_file_info"})
        assert found == (Attached("school.ics", WORDS),)
        assert [path for path, _ in there.asked] == ["/api/files.info", "/f/school.ics"]


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.attacker.example/f/1",
        "https://attacker.example/files.slack.com",
        "https://files.slack.com@attacker.example/f/1",
        "https://[::1/f/1",
        "http://files.slack.com/f/1",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "",
    ],
)
async def test_our_token_goes_nowhere_but_to_slack(url: str) -> None:
    async with host(the_file) as there:
        found = await there.fetch({"name": "school.ics", "url_private": url}, base="https://slack.com/api/")
        assert found == (Attached("school.ics", ""),)
        assert there.asked == []


async def test_another_server_on_this_machine_is_not_slack_either() -> None:
    async with host(the_file) as there, host(the_file) as other:
        found = await there.fetch({"name": "school.ics", "url_private": f"{other.address}/f/1"})
        assert found == (Attached("school.ics", ""),) and other.asked == []


@pytest.mark.parametrize("answer", [the_page_for_signing_in, elsewhere, too_much, nothing])
async def test_what_cannot_be_had_comes_without_its_words(answer: Handle) -> None:
    async with host(answer) as there:
        found = await there.fetch({"name": "school.ics", "url_private": f"{there.address}/f/1"})
        assert found == (Attached("school.ics", ""),)


async def test_files_that_keep_us_waiting_together_take_no_longer_than_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Slack waits three seconds for its answer, however many files there are."""

    async def never(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(attached, "SECONDS", 0.2)
    async with host(never) as there, aiohttp.ClientSession() as session:
        files = [{"name": f"{number}.ics", "url_private": f"{there.address}/f/{number}"} for number in (1, 2)]
        slow = {"id": "F3", "name": "3.ics", "file_access": "check_file_info"}
        client = AsyncWebClient("xoxb-1", base_url=f"{there.address}/slow/", session=session)
        async with asyncio.timeout(5):
            found = await attached.fetched(client, session, attached.calendars([*files, slow]))
    assert found == tuple(Attached(f"{number}.ics", "") for number in (1, 2, 3))
    assert len(there.asked) == 3


async def test_no_sign_that_a_store_or_a_card_cannot_bear_comes_in_with_a_file() -> None:
    async def odd(_: web.Request) -> web.Response:
        return web.Response(body="a\x00b\ue000U1\ue001\r\n".encode(), content_type="text/calendar")

    async with host(odd) as there:
        file = {"name": "a\x00\ue000.ics", "url_private": f"{there.address}/f/1"}
        assert await there.fetch(file) == (Attached("a.ics", "abU1\r\n"),)


async def test_a_file_that_says_it_is_too_big_is_not_asked_for() -> None:
    async with host(the_file) as there:
        await there.fetch({"name": "a.ics", "size": MOST_BYTES + 1, "url_private": f"{there.address}/f"})
        assert there.asked == []


@pytest.mark.parametrize("files", [None, "a.ics", [None, 3, {"name": "a.pdf"}, {"name": "ics"}, {}]])
def test_whatever_is_no_calendar_is_not_looked_at(files: object) -> None:
    assert attached.calendars(files) == []


def test_only_the_first_few_files_are_looked_at() -> None:
    assert len(attached.calendars([{"name": f"{n}.ics"} for n in range(50)])) == attached.MOST_FILES
