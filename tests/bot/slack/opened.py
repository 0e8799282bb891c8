"""A house with its real Slack door open, before a pretend Slack: over HTTP, in one workspace or several."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from cryptography.fernet import Fernet
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.delivery import Deliverer
from bot.slack.app import Door
from bot.slack.installs import Install
from bot.web import Web
from tests.bot.slack import pretend
from tests.bot.slack.pretend import FIRST, SECOND, Slack, envelope, signed
from tests.house import House

KEY = Fernet.generate_key().decode()


class Opened:
    """A door that is open, and what one can do to it."""

    def __init__(self, house: House, slack: Slack, several: bool) -> None:
        settings = {"slack_base_url": slack.address, "slack_signing_secret": pretend.SIGNING}
        if several:
            settings |= {"slack_client_id": pretend.CLIENT, "slack_client_secret": pretend.CLIENT_SECRET}
            settings |= {"secret_keys": KEY, "public_url": "https://upbeat.example.org"}
        else:
            settings["slack_bot_token"] = FIRST.token
        self.house, self.slack = house, slack
        self.settings = house.settings.model_copy(update=settings)
        self.door = Door(self.settings, house.clock, house.store)
        self.web = Web("127.0.0.1", 0)
        self.door.mount(self.web)

    async def open(self) -> None:
        platform = await self.door.prepare()
        self.deliverer = Deliverer(
            self.house.store, self.house.dispatch, self.house.clock, self.settings, [platform]
        )
        await self.door.open(self.house.dispatch, self.deliverer)
        assert self.door._app is not None
        self.app = self.door._app

    async def close(self) -> None:
        await self.door.close()
        await self.web.close()
        await self.door.hang_up()

    async def installs(self, *installs: Install) -> None:
        for install in installs:
            self.slack.tokens[install.token] = install
            await self.door.platform.installs.keep(install)
            await self.door._installed_anew(install)

    async def event(self, event: Mapping[str, Any], install: Install = FIRST, team: str = "") -> BoltResponse:
        """Something happens, and the app hears of it through `install`."""
        return await self.takes(envelope(event, install, team))

    async def takes(self, payload: Mapping[str, Any]) -> BoltResponse:
        answer = await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
        await self.settles()
        return answer

    async def line(
        self, text: str, install: Install = FIRST, user: str = "UMINA", **more: Any
    ) -> BoltResponse:
        """Somebody types in a channel."""
        known = {"type": "message", "channel": "C1", "channel_type": "channel", "user": user, "ts": "1.1"}
        return await self.event({**known, "text": text, **more}, install)

    async def settles(self) -> None:
        """Send whatever can be sent now."""
        while await self.deliverer.round():
            pass

    async def posts(self, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send something to the address where Slack sends everything."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.web.address}/slack/events", data=body, headers=dict(headers)) as answer,
        ):
            return answer.status, await answer.text()

    async def sends(self, body: str, kind: str) -> tuple[int, str]:
        """Slack sends something, signed."""
        return await self.posts(body, signed(body, kind))

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """What was posted: through which workspace, where, and its plain words."""
        rows = self.slack.asked("chat.postMessage")
        return [(team, str(row["channel"]), str(row["text"])) for team, row in rows]

    @property
    def blocks(self) -> list[str]:
        return [json.dumps(row.get("blocks")) for _, row in self.slack.asked("chat.postMessage")]


@asynccontextmanager
async def opened(several: bool = False, begun: bool = True) -> AsyncIterator[Opened]:
    """A door before a pretend Slack. Several: both workspaces have installed Upbeat, the first one first."""
    async with (
        House.begun() if begun else House.empty() as house,
        pretend.slack() as slack,
    ):
        door = Opened(house, slack, several)
        await door.web.open()
        await door.open()
        if several:
            await door.installs(FIRST, SECOND)
        try:
            yield door
        finally:
            await door.close()
