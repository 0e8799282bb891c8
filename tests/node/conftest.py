"""@slack/bolt at the other end of the wire: started with node, ended with the test; over a socket or signed requests."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from sandbox.client import Sandbox
from sandbox.core import Slack
from sandbox.main import Options, opened
from sandbox.signed import SignedHttp

Row = dict[str, Any]
T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / ".venv" / "node" / "node_modules"
BOT_TOKEN, APP_TOKEN = "xoxb-foreign", "xapp-foreign"
SECRET = "a-secret-of-the-test"


def why_not() -> str:
    """Why Bolt for Node cannot run here; empty where it can."""
    if shutil.which("node") is None:
        return "node is not installed here (Debian: apt-get install nodejs npm)"
    if not (PACKAGES / "@slack" / "bolt").is_dir():
        return "@slack/bolt is not installed here: `make test` does it where npm is"
    return ""


@asynccontextmanager
async def node(slack: Slack, **way_in: str) -> AsyncIterator[int | None]:
    """The bot while it runs and is connected; yields the port on which it listens, if it does."""
    told = {"API_URL": f"{slack.address}/api/", "BOT_TOKEN": BOT_TOKEN, **way_in}
    process = await asyncio.create_subprocess_exec(
        "node",
        str(Path(__file__).with_name("bot.cjs")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(PACKAGES), **told},
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, "the bot ended before it was ready: its words stand above"
        yield json.loads(line)["port"]
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 10)


@asynccontextmanager
async def over_a_socket(slack: Slack) -> AsyncIterator[None]:
    """Socket Mode, as the sandbox has it."""
    async with node(slack, APP_TOKEN=APP_TOKEN):
        yield


@asynccontextmanager
async def over_http(slack: Slack) -> AsyncIterator[None]:
    """Signed requests to the bot's own address, once it has echoed the challenge."""
    async with node(slack, SIGNING_SECRET=SECRET) as port:
        slack.http = SignedHttp(f"http://127.0.0.1:{port}/slack/events", SECRET, slack.pulse)
        assert await slack.http.verify()
        yield


WAYS = {"socket": over_a_socket, "http": over_http}


class Onlooker(Sandbox):
    """The control API, and patience: a bot that nobody here wrote does not say when it is done."""

    def __init__(self, core: Slack) -> None:
        super().__init__(core.address)
        self._pulse = core.pulse

    async def until(self, look: Callable[[], Awaitable[T]], fits: Callable[[T], object]) -> T:
        """What `look` finds as soon as it fits: looked at again whenever something happens on the wire."""
        deadline = time.monotonic() + 30
        while True:
            before = self._pulse.count
            if fits(found := await look()):
                return found
            news = await self._pulse.until(lambda: self._pulse.count != before, deadline)  # noqa: B023
            assert news, f"nothing that fits came within 30 seconds; last seen: {found}"

    async def newest(self, person: str, words: str) -> Row:
        """The newest message with these words that somebody sees in the shared channel."""

        async def look() -> list[Row]:
            return [row for row in await self.messages(person, "steering") if words in row["text"]]

        return (await self.until(look, bool))[-1]


@pytest.fixture(params=WAYS)
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[Onlooker]:
    """The sandbox of app.yaml with the foreign bot in its shared channel."""
    if reason := why_not():
        pytest.skip(reason)
    options = Options(
        manifest=ROOT / "app.yaml", bot=False, browser=False, bot_token=BOT_TOKEN, app_token=APP_TOKEN
    )
    async with opened(options) as core, WAYS[request.param](core):
        client = Onlooker(core)
        async with client:
            await client.join("upbeat", "steering")
            yield client
