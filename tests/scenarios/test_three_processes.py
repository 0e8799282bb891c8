"""Three processes of the bot on one PostgreSQL: one of them dies in the middle, and every due message goes out once.

On SQLite there is one process only: it locks the whole store, and takes whatever is claimed for left behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.__main__ import main
from sandbox.core import Slack
from sandbox.main import Options, opened
from tests import stores
from tests.scenarios.conftest import BOT, NOW, PLAN, ROOT, Talk, workspace

LEADS = ("Otto", "Jo", "Priya", "Will", "Grace", "Frank")
PATIENT = {"UPBEAT_LEASE_SECONDS": "3", "UPBEAT_ECHO_SECONDS": "0.5"}

postgresql = pytest.mark.only_on("postgresql")


@asynccontextmanager
async def three(folder: Path) -> AsyncIterator[tuple[Slack, Talk]]:
    """The sandbox with three processes, a meeting planned, and something for everybody to do before it."""
    async with stores.fresh() as url:
        options = Options(
            command=BOT,
            manifest=ROOT / "app.yaml",
            database=url,
            seed=workspace(folder, NOW),
            browser=False,
            processes=3,
            environment=PATIENT,
        )
        async with opened(options) as slack, Talk(slack.address) as talk:
            await talk.say("mina", PLAN)
            for lead in LEADS:
                await talk.say("sam", f"ACTION: {lead} to post the {lead} flyer by 10 December 2026")
            yield slack, talk


def chases(slack: Slack) -> Counter[str]:
    """How often each chase and summary was posted, by its key."""
    keys = [str((m.metadata or {}).get("event_payload", {}).get("key", "")) for m in slack.world.posted]
    return Counter(key for key in keys if key.startswith(("chase/", "summary/")))


@postgresql
@pytest.mark.parametrize("step", ["delivery.claimed", "delivery.sent"])
async def test_every_due_message_goes_out_once_though_one_process_dies_of_it(
    tmp_path: Path, step: str
) -> None:
    async with three(tmp_path) as (slack, talk):
        await talk.clock(to="2026-12-11T08:30:00+00:00")
        await talk.bot("kill", at=step, which=2)
        await talk.bot("kill", at=step, which=3)
        await talk.clock(to="2026-12-11T12:00:00+00:00")
        await talk.clock(advance="2h")
        posted = chases(slack)
        assert len(posted) == len(LEADS) + 1 and set(posted.values()) == {1}
        for lead in LEADS:
            assert len([text for text in await talk.told(lead.lower()) if f"{lead} flyer" in text]) == 1


@postgresql
async def test_the_work_is_shared_and_a_killed_process_is_missed_by_nobody(tmp_path: Path) -> None:
    async with three(tmp_path) as (_, talk):
        await talk.bot("kill", which=1)
        assert (await talk.state())["bot"]["running"] == 2
        for number in range(6):
            await talk.say("jo", f"ACTION: Jo to book bus {number} by Friday")
        assert len(await talk.receipts("book bus")) == 6
        await talk.bot("start", which=1)
        listed = await talk.asks("mina", "/action list all")
        assert [listed.count(f"book bus {number}") for number in range(6)] == [1] * 6


def test_sqlite_is_for_one_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--processes", "2", "--no-browser"]) == 2
    assert "PostgreSQL" in capsys.readouterr().err
