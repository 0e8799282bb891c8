"""The whole bot in a process of its own, with the sandbox as Slack: how it starts, and how it stops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app import Upbeat
from bot.card import Card, Paragraph, Span, dump
from bot.errors import CannotStart
from storage.deliveries import CLAIMED, SENT, Address, Deliveries
from storage.outbox import Outbox
from tests import stores
from tests.bot.pretended import Slack, pretended, settings
from tests.house import CHANNEL

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with pretended() as slack:
        yield slack


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with stores.fresh() as url:
        yield url


@pytest.mark.parametrize(("wrong", "named"), [("xoxb-1", "SLACK_BOT_TOKEN"), ("xapp-1", "SLACK_APP_TOKEN")])
async def test_a_wrong_token_is_one_clear_line_at_once(
    slack: Slack, database: str, wrong: str, named: str
) -> None:
    slack.wrong = [wrong]
    with pytest.raises(CannotStart, match=f"UPBEAT_{named}: invalid_auth"):
        await asyncio.wait_for(Upbeat(settings(slack, database)).run(), 20)
    assert len(slack.asked) == len(set(slack.asked))  # asked once, not again and again


async def test_a_slack_in_trouble_is_not_taken_for_a_wrong_token(slack: Slack, database: str) -> None:
    slack.broken = "bots.info"
    with pytest.raises(CannotStart, match="Slack is in trouble just now"):
        await asyncio.wait_for(Upbeat(settings(slack, database)).run(), 20)


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
    await asyncio.wait_for(slack.reached.wait(), 20)
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
            if not await bot.doors[0].well():
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
    session = bot.doors[0]._session  # type: ignore[attr-defined]
    assert isinstance(session, aiohttp.ClientSession) and session.closed


# The web server


@asynccontextmanager
async def over_http(slack: Slack, database: str) -> AsyncIterator[Upbeat]:
    """The bot as it runs in HTTP mode, once it takes things in."""
    bot = Upbeat(settings(slack, database, slack_app_token="", slack_signing_secret="s"))
    running = asyncio.create_task(bot.run())
    try:
        await _listening(bot)
        yield bot
    finally:
        if not running.done():  # else nobody is there to hear it, and it would end the tests
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 20)


async def asked(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_a_running_bot_says_that_it_is_alive_and_ready_until_it_stops(
    slack: Slack, database: str
) -> None:
    async with over_http(slack, database) as bot:
        address = bot.web.address
        assert await asked(f"{address}/healthz") == (200, "ok\n")
        status, said = await asked(f"{address}/readyz")
        assert status == 200
        assert json.loads(said) == {"ready": True, "parts": {"database": "ok", "slack": "ok"}}
    with pytest.raises(aiohttp.ClientError):
        await asked(f"{address}/healthz")


async def test_it_is_not_ready_while_its_store_is_not(slack: Slack) -> None:
    async with stores.bare() as database, over_http(slack, database) as bot:
        async with bot.store.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        status, said = await asked(f"{bot.web.address}/readyz")
        assert status == 503 and "of version 0000 instead of" in json.loads(said)["parts"]["database"]
        assert (await asked(f"{bot.web.address}/healthz"))[0] == 200


async def test_a_port_that_is_taken_is_one_clear_line(slack: Slack, database: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"UPBEAT_PORT: nothing can listen at 127.0.0.1:{port}"):
            await asyncio.wait_for(Upbeat(settings(slack, database, port=port)).run(), 20)


async def test_keys_that_are_none_are_one_clear_line(slack: Slack, database: str) -> None:
    several = {
        "slack_bot_token": "",
        "slack_client_id": "1",
        "slack_client_secret": "2",
        "secret_keys": "fudge",
    }
    with pytest.raises(CannotStart, match="UPBEAT_SECRET_KEYS holds something that is no key"):
        await asyncio.wait_for(Upbeat(settings(slack, database, **several)).run(), 20)
