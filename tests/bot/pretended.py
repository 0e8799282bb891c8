"""A Slack of some lines, for tests of how the process starts and stops; the sandbox is for everything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.settings import Settings
from tests.house import CHANNEL


class Slack:
    """Slack's Web API, as far as a bot needs it to start.

    It says no to the tokens named in `wrong`, answers the method `slow` only when it may, and `broken` with an error of
    its own. `sends` goes out as soon as the bot listens; what it acknowledges stands in `heard`.
    """

    def __init__(self, wrong: Sequence[str] = ()) -> None:
        self.wrong = wrong
        self.slow = "chat.postMessage"
        self.broken = ""
        self.asked: list[str] = []
        self.sends: list[dict[str, object]] = []
        self.heard: list[str] = []
        self.reached, self.may_answer = asyncio.Event(), asyncio.Event()
        self.may_answer.set()
        self.address = ""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.path.rsplit("/", 1)[-1]
        self.asked.append(method)
        if any(token in request.headers.get("Authorization", "") for token in self.wrong):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method == self.broken:
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        if method == self.slow:
            self.reached.set()
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
            "users.info": {"user": {"id": "UMINA", "team_id": "T1", "name": "mina", "tz": "Europe/London"}},
        }
        return known.get(method, {})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        for number, payload in enumerate(self.sends):
            envelope = {"envelope_id": f"E{number}", "accepts_response_payload": False, "type": "events_api"}
            await socket.send_json({**envelope, "payload": payload})
        async for message in socket:
            self.heard.append(str(message.data))
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


@asynccontextmanager
async def pretended() -> AsyncIterator[Slack]:
    """A Slack that listens."""
    slack = Slack()
    runner = await slack.open()
    try:
        yield slack
    finally:
        slack.may_answer.set()
        await runner.cleanup()


def settings(slack: Slack, database: str, **more: object) -> Settings:
    """Those of a bot that speaks to this Slack over a socket."""
    given = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "pace_seconds": 0, **more}
    return Settings(database_url=database, slack_base_url=slack.address, _env_file=None, **given)  # type: ignore[call-arg, arg-type]
