"""A sandbox with a small world of its own, and slack_bolt's app as the foreign bot at the other end of the wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Sandbox
from sandbox.main import Options, serving

SEED: dict[str, Any] = {
    "workspaces": [{"name": "host", "title": "Host Music"}, {"name": "town", "title": "Town Hall"}],
    "people": [
        {"name": "ada", "full_name": "Ada Marsh", "workspace": "host"},
        {"name": "bo", "full_name": "Bo Field", "workspace": "host"},
        {"name": "eve", "full_name": "Eve Stone", "workspace": "town"},
    ],
    "conversations": [
        {"name": "shared", "workspaces": ["host", "town"], "members": ["ada", "bo", "eve", "upbeat"]},
        {"name": "inner", "members": ["ada", "upbeat"], "private": True},
        {"name": "elsewhere", "members": ["ada", "bo"]},
    ],
    "bot": {"name": "upbeat", "full_name": "Upbeat"},
}
EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
]
SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users:read",
]
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Upbeat"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/note", "description": "Note", "usage_hint": "words", "should_escape": True},
            {"command": "/plain", "description": "Plain", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Look", "type": "global", "callback_id": "look", "description": "x"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
TOKENS = {"bot_token": "xoxb-test", "app_token": "xapp-test"}


class Foreign:
    """A Bolt app in Socket Mode. `heard` holds every event, `asked` every command and interaction."""

    def __init__(self, address: str) -> None:
        self.client = AsyncWebClient(token="xoxb-test", base_url=f"{address}/api/")
        self.app = AsyncApp(
            client=self.client, ignoring_self_events_enabled=False, process_before_response=True
        )
        self.heard: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self._handler = AsyncSocketModeHandler(self.app, "xapp-test")

    async def listen(self) -> None:
        """Hear every event, open the socket, and wait for Slack's hello."""

        @self.app.event(re.compile(".*"))
        async def _(body: dict[str, Any]) -> None:
            self.heard.append(body)

        await self.connect()

    async def connect(self) -> None:
        """Open the socket only: without a listener Bolt acknowledges no event."""
        hello = asyncio.Event()

        async def on_message(client: Any, message: dict[str, Any], raw: str | None) -> None:
            if message.get("type") == "hello":
                hello.set()

        self._handler.client.message_listeners.append(on_message)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.wait_for(hello.wait(), 10)

    async def close(self) -> None:
        """Hang up."""
        with suppress(Exception):
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The inner events of this type, in order of arrival."""
        return [body["event"] for body in self.heard if body["event"]["type"] == kind]


class Raw:
    """The bot's side by hand: Web API calls by name, and bare WebSockets."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = aiohttp.ClientSession()

    async def call(self, method: str, token: str = "xoxb-test", **arguments: Any) -> Any:
        """A JSON call; answers the parsed body."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.address}/api/{method}"
        async with self.session.post(url, json=arguments, headers=headers) as answer:
            return await answer.json()

    async def url(self) -> str:
        """A fresh Socket Mode address."""
        opened = await self.call("apps.connections.open", token="xapp-test")
        return str(opened["url"])

    async def socket(self) -> aiohttp.ClientWebSocketResponse:
        """A connection that has been greeted."""
        socket = await self.session.ws_connect(await self.url())
        hello = await socket.receive_json(timeout=5)
        assert hello["type"] == "hello"
        return socket

    async def close(self) -> None:
        """Hang up."""
        await self.session.close()


async def envelope(socket: aiohttp.ClientWebSocketResponse, answer: Any = None) -> dict[str, Any]:
    """The next envelope, acknowledged (with `answer` as payload if given)."""
    found: dict[str, Any] = await socket.receive_json(timeout=10)
    more = {} if answer is None else {"payload": answer}
    await socket.send_json({"envelope_id": found["envelope_id"], **more})
    return found


def options(
    room: Path, seed: dict[str, Any] | None = None, manifest: dict[str, Any] | None = None, **more: Any
) -> Options:
    """Options for a sandbox with its own seed and manifest, without a bot of its own."""
    (room / "seed.yaml").write_text(yaml.safe_dump(seed or SEED), encoding="utf-8")
    (room / "app.yaml").write_text(yaml.safe_dump(manifest or MANIFEST), encoding="utf-8")
    given = {"bot": False, **TOKENS, **more}
    return Options(seed=room / "seed.yaml", manifest=room / "app.yaml", **given)


@asynccontextmanager
async def sandbox_at(chosen: Options) -> AsyncIterator[Sandbox]:
    """A client of a running sandbox."""
    async with serving(chosen) as address, Sandbox(address) as client:
        yield client


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox without any bot yet."""
    async with sandbox_at(options(tmp_path)) as client:
        yield client


@pytest.fixture
async def bot(slack: Sandbox) -> AsyncIterator[Foreign]:
    """A foreign bot, not connected yet: register listeners, then `connect` (or `listen` to everything)."""
    made = Foreign(slack.address)
    yield made
    await made.close()


@pytest.fixture
async def raw(slack: Sandbox) -> AsyncIterator[Raw]:
    """The wire by hand."""
    made = Raw(slack.address)
    yield made
    await made.close()


async def ids(slack: Sandbox) -> dict[str, str]:
    """The ids of people, conversations and the bot by short name."""
    state = await slack.state()
    found = {row["name"]: row["id"] for row in [*state["people"], *state["conversations"]]}
    return {**found, "upbeat": state["bot"]["id"]}
