"""A Slack with several workspaces, as far as the door needs one: it answers calls, and notes who asked for what."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import BasicAuth, web

from bot.slack.installs import Install

APP = "A1"
FIRST = Install("T1", "xoxb-1", "UBOT1", "B1", APP, "Otterbridge Music")
SECOND = Install("T2", "xoxb-2", "UBOT2", "B2", APP, "Fenland Virtual School")
CLIENT, CLIENT_SECRET, SIGNING = "client-1", "client-secret", "signing-secret"

PEOPLE = {
    "UMINA": ("T1", "Mina Patel"),
    "USAM": ("T1", "Sam Okafor"),
    "UJO": ("T2", "Jo Lindqvist"),
    "UGRACE": ("T3", "Grace Hall"),
    "UBOT1": ("T1", "Upbeat"),
    "UBOT2": ("T2", "Upbeat"),
    "UROBOT": ("T1", "Robot"),
}
BOTS = ("UBOT1", "UBOT2", "UROBOT")


@dataclass
class Slack:
    """`refuses` maps a method, or a token and a method, to the error they meet; `codes` what a code is worth."""

    tokens: dict[str, Install] = field(default_factory=lambda: {one.token: one for one in (FIRST, SECOND)})
    refuses: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    threads: list[dict[str, Any]] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    inside: set[str] = field(default_factory=lambda: {"T1", "T2"})
    codes: dict[str, Install] = field(default_factory=dict)
    address: str = ""

    def asked(self, method: str) -> list[tuple[str, dict[str, Any]]]:
        """The calls of a method: the workspace that asked, and with what."""
        return [(team, arguments) for team, name, arguments in self.calls if name == method]

    async def answer(self, request: web.Request) -> web.Response:
        method = request.path.rsplit("/", 1)[-1]
        arguments = {**request.query, **await _arguments(request)}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        install = self.tokens.get(token)
        self.calls.append((install.team if install else "", method, arguments))
        if error := self.refuses.get(f"{token} {method}") or self.refuses.get(method):
            return web.json_response({"ok": False, "error": error})
        if method == "oauth.v2.access":
            return web.json_response(self._access(request, arguments))
        if install is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, **self._known(method, arguments, install)})

    def _known(self, method: str, arguments: Mapping[str, Any], install: Install) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {
                    "team_id": install.team,
                    "team": install.name,
                    "user_id": install.user,
                    "bot_id": install.bot,
                }
            case "bots.info":
                return {"bot": {"app_id": install.app}}
            case "users.info":
                team, name = PEOPLE.get(str(arguments["user"]), ("T1", "Somebody"))
                bot = arguments["user"] in BOTS
                return {"user": {"id": arguments["user"], "team_id": team, "real_name": name, "is_bot": bot}}
            case "conversations.open":
                return {"channel": {"id": f"D{install.team}{arguments['users']}"}}
            case "conversations.info":
                return {"channel": {"id": arguments["channel"], "is_member": install.team in self.inside}}
            case "conversations.members":
                start = int(arguments.get("cursor") or 0)
                more = str(start + 50) if len(self.members) > start + 50 else ""
                page = self.members[start : start + 50]
                return {"members": page, "response_metadata": {"next_cursor": more}}
            case "conversations.replies":
                return {"messages": self.threads, "has_more": False}
            case _:
                return {"ts": f"{len(self.calls)}.1", "channel": "C1", "messages": []}

    def _access(self, request: web.Request, arguments: Mapping[str, Any]) -> dict[str, Any]:
        given = BasicAuth.decode(request.headers["Authorization"])
        if (given.login, given.password) != (CLIENT, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        install = self.codes.pop(str(arguments.get("code")), None)
        if install is None:
            return {"ok": False, "error": "invalid_code"}
        self.tokens[install.token] = install
        team = {"id": install.team, "name": install.name}
        known = {"access_token": install.token, "bot_user_id": install.user, "app_id": install.app}
        return {"ok": True, **known, "team": team, "scope": "chat:write", "authed_user": {"id": "UMINA"}}


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


@asynccontextmanager
async def slack() -> AsyncIterator[Slack]:
    """A pretend Slack on loopback."""
    pretend = Slack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", pretend.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pretend.address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield pretend
    finally:
        await runner.cleanup()


def envelope(event: Mapping[str, Any], install: Install = FIRST, team: str = "") -> dict[str, Any]:
    """An event as Slack sends it through an installation; `team` is whatever stands in the outer team_id."""
    through = {"team_id": install.team, "user_id": install.user, "is_bot": True, "enterprise_id": None}
    return {
        "type": "event_callback",
        "team_id": team or install.team,
        "api_app_id": APP,
        "event_id": "Ev1",
        "event": dict(event),
        "authorizations": [through],
    }


def signed(body: str, kind: str, secret: str = SIGNING, age: int = 0) -> dict[str, str]:
    """The headers of a request of Slack's that is `age` seconds old."""
    stamp = str(int(time.time()) - age)
    mark = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={mark}",
    }


def as_json(payload: Mapping[str, Any]) -> tuple[str, str]:
    """An event's body, and of what kind it is."""
    return json.dumps(payload), "application/json"


def as_form(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The body of an interaction, and of what kind it is."""
    return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
