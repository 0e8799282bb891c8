"""The whole bot in a process of its own, with the sandbox as Slack: how it starts, and how it stops."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import Upbeat
from bot.card import Card, Paragraph, Span, dump
from bot.errors import CannotStart
from bot.settings import Settings
from storage.deliveries import CLAIMED, SENT, Address, Deliveries, Outbox
from tests import stores
from tests.house import CHANNEL

ROOT = Path(__file__).resolve().parents[2]


class Slack:
    """Slack's Web API, as far as a bot needs it to start; it says no to the tokens named in `wrong`."""

    def __init__(self, wrong: Sequence[str] = ()) -> None:
        self.wrong = wrong
        self.asked: list[str] = []
        self.posting, self.may_answer = asyncio.Event(), asyncio.Event()
        self.may_answer.set()
        self.address = ""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.path.rsplit("/", 1)[-1]
        self.asked.append(method)
        if any(token in request.headers.get("Authorization", "") for token in self.wrong):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method == "chat.postMessage":
            self.posting.set()
            await self.may_answer.wait()
        return web.json_response({"ok": True, **self._known(method)})

    def _known(self, method: str) -> dict[str, object]:
        me = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "user": "upbeat", "team": "t", "url": "u"}
        link = self.address.replace("http", "ws", 1).replace("/api/", "/link")
        known: dict[str, dict[str, object]] = {
            "auth.test": {**me},
            "bots.info": {"bot": {"app_id": "A1"}},
            "apps.connections.open": {"url": link},
            "chat.postMessage": {"ts": "1.1", "channel": CHANNEL},
        }
        return known.get(method, {})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        async for _ in socket:
            pass
        return socket

    async def open(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_get("/link", self._link)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.address = f"http://127.0.0.1:{port}/api/"
        return runner


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack = Slack()
    runner = await slack.open()
    yield slack
    slack.may_answer.set()
    await runner.cleanup()


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with stores.fresh() as url:
        yield url


def settings(slack: Slack, database: str) -> Settings:
    return Settings(
        database_url=database,
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_base_url=slack.address,
        pace_seconds=0,
        _env_file=None,  # type: ignore[call-arg]
    )


@pytest.mark.parametrize(("wrong", "named"), [("xoxb-1", "SLACK_BOT_TOKEN"), ("xapp-1", "SLACK_APP_TOKEN")])
async def test_a_wrong_token_is_one_clear_line_at_once(
    slack: Slack, database: str, wrong: str, named: str
) -> None:
    slack.wrong = [wrong]
    with pytest.raises(CannotStart, match=f"UPBEAT_{named}: invalid_auth"):
        await asyncio.wait_for(Upbeat(settings(slack, database)).run(), 20)
    assert len(slack.asked) <= 2


async def test_a_slack_that_cannot_be_reached_is_one_clear_line(database: str) -> None:
    nobody = Slack()
    nobody.address = "http://127.0.0.1:9/api/"
    with pytest.raises(CannotStart, match="cannot be reached"):
        await asyncio.wait_for(Upbeat(settings(nobody, database)).run(), 20)


async def test_the_command_says_it_without_a_traceback(slack: Slack, database: str) -> None:
    slack.wrong = ["xapp-1"]
    chosen = settings(slack, database)
    names = ("database_url", "slack_bot_token", "slack_app_token", "slack_base_url")
    environment = {**os.environ, **{f"UPBEAT_{name.upper()}": getattr(chosen, name) for name in names}}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert said.decode().strip() == "Slack does not accept UPBEAT_SLACK_APP_TOKEN: invalid_auth"


async def test_stopping_finishes_what_is_in_hand(slack: Slack, database: str) -> None:
    bot = Upbeat(settings(slack, database))
    await bot.store.migrate()
    await _owe(bot)
    slack.may_answer.clear()
    running = asyncio.create_task(bot.run())
    await asyncio.wait_for(slack.posting.wait(), 20)
    await _listening(bot)
    assert await _state(bot) == CLAIMED
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0)
    slack.may_answer.set()
    await asyncio.wait_for(running, 20)
    later = Upbeat(settings(slack, database))
    assert await _state(later) == SENT and slack.asked.count("chat.postMessage") == 1
    await later.store.close()


async def _listening(bot: Upbeat) -> None:
    async with asyncio.timeout(20):
        while True:
            if bot.door._socket is not None and await bot.door._socket.alive():
                return
            await asyncio.sleep(0)


async def _owe(bot: Upbeat) -> None:
    async with bot.store.transaction() as session:
        await Deliveries(session, None).owe(
            key="k",
            at=bot.clock.now(),
            address=Address("slack", "T1", CHANNEL),
            card=dump(Card((Paragraph((Span("Hello"),)),))),
        )


async def _state(bot: Upbeat) -> str:
    async with bot.store.transaction() as session:
        row = await Outbox(session).get(1)
        assert row is not None
        return row.state


async def test_the_session_is_closed_also_where_the_start_fails(slack: Slack, database: str) -> None:
    slack.wrong = ["xapp-1"]
    bot = Upbeat(settings(slack, database))
    with pytest.raises(CannotStart):
        await bot.run()
    assert isinstance(bot.door._session, aiohttp.ClientSession) and bot.door._session.closed
