"""The end of the process: everything in hand is finished or left findable, within one time for all of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.app import Upbeat
from bot.card import Card, Paragraph, Span, dump
from bot.settings import Settings
from bot.stopping import FORCED, Deadline
from storage.deliveries import SENT, UNSURE, Address, Deliveries, Delivery
from storage.incoming import last_heard
from storage.outbox import Outbox
from tests import stores
from tests.bot.pretended import Slack, pretended, settings
from tests.house import CHANNEL

ROOT = Path(__file__).resolve().parents[2]
MENTION = {
    "type": "event_callback",
    "team_id": "T1",
    "api_app_id": "A1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
    "event": {
        "type": "app_mention",
        "user": "UMINA",
        "text": "<@UBOT> help",
        "ts": "1.1",
        "channel": CHANNEL,
        "event_ts": "1.1",
    },
}


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with pretended() as slack:
        yield slack


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with stores.fresh() as url:
        yield url


# The deadline itself


async def test_each_part_gets_its_share_of_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("bot.stopping.elapsed", lambda: now)
    deadline = Deadline(10.0)
    deadline.begin()
    assert (deadline.left(0.6), deadline.left(1.0)) == (6.0, 10.0)
    now = 107.0
    deadline.begin()
    assert deadline.left(0.6) == 0.0 and deadline.left(1.0) == pytest.approx(3.0)


async def test_a_part_that_hangs_leaves_the_others_their_time() -> None:
    closed: list[str] = []

    async def hangs() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            closed.append("ended")

    async def closes() -> None:
        closed.append("closed")

    async def fails() -> None:
        raise OSError("gone")

    deadline = Deadline(0.05)
    await asyncio.wait_for(deadline.keep(1.0, hangs, closes, fails), 20)
    assert closed == ["closed", "ended"]


# The whole process


@asynccontextmanager
async def running(chosen: Settings) -> AsyncIterator[Process]:
    """The bot in a process of its own, once it listens."""
    names = (
        "database_url",
        "slack_bot_token",
        "slack_app_token",
        "slack_base_url",
        "stop_seconds",
        "tick_seconds",
    )
    given = {f"UPBEAT_{name.upper()}": str(getattr(chosen, name)) for name in names}
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=ROOT, env={**os.environ, **given}, stderr=PIPE
    )
    assert process.stderr is not None
    async for line in process.stderr:
        if b"Upbeat is listening" in line:
            break
    reading = asyncio.create_task(process.stderr.read())
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await reading
        await process.wait()


async def owe(bot: Upbeat) -> None:
    async with bot.store.transaction() as session:
        card = dump(Card((Paragraph((Span("Hello"),)),)))
        address = Address("slack", "T1", CHANNEL)
        await Deliveries(session, None).owe(key="k", at=bot.clock.now(), address=address, card=card)


async def owed(bot: Upbeat) -> Delivery:
    async with bot.store.transaction() as session:
        row = await Outbox(session).get(1)
        assert row is not None
        return row


async def test_a_message_that_takes_too_long_is_let_go_and_looked_for_later(
    slack: Slack, database: str
) -> None:
    bot = Upbeat(settings(slack, database, stop_seconds=1))
    await owe(bot)
    slack.may_answer.clear()
    asking = asyncio.create_task(bot.run())
    await asyncio.wait_for(slack.reached.wait(), 20)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(asking, 6)  # each part for itself would take eight
    slack.may_answer.set()
    later = Upbeat(settings(slack, database))
    row = await owed(later)
    assert row.state == UNSURE
    assert row.lease_until is not None
    assert row.lease_until <= clock.real() + timedelta(seconds=bot.settings.echo_seconds)
    await later.store.close()


async def test_a_request_that_takes_too_long_is_not_acknowledged_and_leaves_nothing(
    slack: Slack, database: str
) -> None:
    slack.slow, slack.sends = "users.info", [MENTION]
    slack.may_answer.clear()
    async with running(settings(slack, database, stop_seconds=2)) as process:
        await asyncio.wait_for(slack.reached.wait(), 20)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0
    assert slack.heard == []
    bot = Upbeat(settings(slack, database))
    async with bot.store.transaction() as session:
        assert await last_heard(session) is None
    await bot.store.close()


async def test_a_request_in_hand_is_finished_acknowledged_and_answered_after_the_next_start(
    slack: Slack, database: str
) -> None:
    slack.slow, slack.sends = "users.info", [MENTION]
    slack.may_answer.clear()
    async with running(settings(slack, database)) as process:
        await asyncio.wait_for(slack.reached.wait(), 20)
        process.terminate()
        slack.may_answer.set()
        assert await asyncio.wait_for(process.wait(), 30) == 0
    assert [one for one in slack.heard if "E0" in one]
    if "chat.postMessage" not in slack.asked:
        slack.slow, slack.sends = "chat.postMessage", []
        slack.reached.clear()
        async with running(settings(slack, database)) as process:
            await asyncio.wait_for(slack.reached.wait(), 20)
            process.terminate()
            await asyncio.wait_for(process.wait(), 30)
    bot = Upbeat(settings(slack, database))
    assert (await owed(bot)).state == SENT and slack.asked.count("chat.postMessage") == 1
    await bot.store.close()


@pytest.mark.only_on("sqlite")
async def test_a_process_that_hangs_in_its_store_is_ended_all_the_same(slack: Slack, database: str) -> None:
    chosen = settings(slack, database, stop_seconds=2, tick_seconds=0.01)
    async with running(chosen) as process:
        other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) in (0, FORCED)
        other.close()


async def test_a_bot_that_is_told_to_stop_while_it_starts_stops(slack: Slack, database: str) -> None:
    slack.slow = "auth.test"
    slack.may_answer.clear()
    bot = Upbeat(settings(slack, database))
    starting = asyncio.create_task(bot.run())
    await asyncio.wait_for(slack.reached.wait(), 20)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(starting, 20)
    assert "apps.connections.open" not in slack.asked
