"""HTTP mode: signed requests to a bot's own address, the handshake, repetitions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import limits
from sandbox.client import Sandbox
from tests.sandbox.conftest import options, sandbox_at

SECRET = "shared-secret"


@asynccontextmanager
async def listening(application: web.Application) -> AsyncIterator[str]:
    """An HTTP server of the bot's; yields its address."""
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


@asynccontextmanager
async def bare(
    room: Path, answer: Callable[[web.Request, dict[str, Any]], Awaitable[web.Response]]
) -> AsyncIterator[Sandbox]:
    """A sandbox whose bot is one function of request and parsed body."""

    async def serve(request: web.Request) -> web.Response:
        raw = await request.text()
        if request.content_type != "application/json":
            form = dict(await request.post())
            return await answer(request, json.loads(str(form["payload"])) if "payload" in form else form)
        body = json.loads(raw)
        if body["type"] == "url_verification":
            return web.Response(text=body["challenge"])
        return await answer(request, body)

    application = web.Application()
    application.router.add_post("/slack/events", serve)
    async with (
        listening(application) as url,
        sandbox_at(options(room, events_url=url, signing_secret=SECRET)) as slack,
    ):
        yield slack


async def test_bolt_over_http_verifies_hears_and_answers(tmp_path: Path) -> None:
    heard: list[dict[str, Any]] = []
    app = AsyncApp(
        client=AsyncWebClient("xoxb-test"),
        signing_secret=SECRET,
        process_before_response=True,
        authorize=_authorise,
    )

    @app.event("message")
    async def _(body: dict[str, Any]) -> None:
        heard.append(body)

    @app.command("/note")
    async def _note(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack("noted")

    async with (
        listening(app.web_app()) as url,
        sandbox_at(options(tmp_path, events_url=url, signing_secret=SECRET)) as slack,
    ):
        await slack.say("ada", "hello", "shared")
        await slack.say("ada", "/note x", "shared")
        assert [m["text"] for m in await slack.messages("ada", "shared")] == ["hello", "noted"]
    assert [b.get("type") or b.get("command") for b in heard] == ["event_callback", "/note"]


async def _authorise(**_: Any) -> Any:
    return AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_id="B1", bot_user_id="U1"
    )


async def test_requests_are_signed_as_slack_signs_them(tmp_path: Path) -> None:
    right: list[bool] = []

    async def answer(request: web.Request, body: dict[str, Any]) -> web.Response:
        verifier = SignatureVerifier(SECRET)
        right.append(verifier.is_valid_request(await request.text(), dict(request.headers)))
        return web.Response()

    async with bare(tmp_path, answer) as slack:
        await slack.say("ada", "hello", "shared")
        await slack.say("ada", "/note x", "shared")
    assert right == [True, True]


async def test_an_event_that_fails_comes_again_with_number_and_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ACK_SECONDS", 0.3)
    third = asyncio.Event()
    seen: list[tuple[str | None, str | None, str]] = []

    async def answer(request: web.Request, body: dict[str, Any]) -> web.Response:
        headers = request.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"), body["event_id"]))
        if len(seen) == 1:
            return web.Response(status=500)
        if len(seen) == 2:
            await asyncio.sleep(0.6)  # longer than Slack waits
        if len(seen) == 3:
            third.set()
        return web.Response()

    async with bare(tmp_path, answer) as slack:
        await slack.say("ada", "hello", "shared")
        await asyncio.wait_for(third.wait(), 20)
    assert [row[:2] for row in seen] == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
    assert len({row[2] for row in seen}) == 1


async def test_no_retry_is_respected(tmp_path: Path) -> None:
    seen: list[str] = []

    async def answer(request: web.Request, body: dict[str, Any]) -> web.Response:
        seen.append(body["event_id"])
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    async with bare(tmp_path, answer) as slack:
        await slack.say("ada", "hello", "shared")
        await slack.say("ada", "again", "shared")
    assert len(seen) == len(set(seen)) == 2


async def test_a_connection_that_breaks_is_named_as_the_reason(tmp_path: Path) -> None:
    seen: list[str | None] = []

    async def answer(request: web.Request, body: dict[str, Any]) -> web.Response:
        seen.append(request.headers.get("x-slack-retry-reason"))
        if len(seen) == 1 and request.transport is not None:
            request.transport.abort()
        return web.Response()

    async with bare(tmp_path, answer) as slack:
        await slack.say("ada", "hello", "shared")
        await slack.say("ada", "again", "shared")
    assert seen == [None, "connection_failed", None]


async def test_a_press_that_is_not_answered_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ACK_SECONDS", 0.3)
    seen: list[str] = []

    async def answer(request: web.Request, body: dict[str, Any]) -> web.Response:
        seen.append(body.get("command", ""))
        return web.Response(status=503)

    async with bare(tmp_path, answer) as slack:
        await slack.say("ada", "/note x", "shared")
        assert "did not respond" in (await slack.messages("ada", "shared"))[-1]["text"]
    assert seen == ["/note"]
