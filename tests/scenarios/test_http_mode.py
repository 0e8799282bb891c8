"""The bot over HTTP: signed requests instead of a socket, and nothing lost when its process dies of one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.main import Options, serving
from tests import stores
from tests.scenarios.conftest import BOT, NOW, PLAN, ROOT, Talk, workspace


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Talk]:
    """A sandbox that speaks to its bot over HTTP, with its partnership begun."""
    async with stores.fresh() as url:
        options = Options(
            command=BOT,
            manifest=ROOT / "app.yaml",
            database=url,
            seed=workspace(tmp_path, NOW),
            browser=False,
            http=True,
        )
        async with serving(options) as address, Talk(address) as talk:
            yield talk


async def test_commands_lines_and_buttons_come_over_http(slack: Talk) -> None:
    assert "Planned" in await slack.asks("mina", PLAN)
    await slack.press("jo", "Coming")
    assert "Jo Penrose" in "\n".join(await slack.seen())
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1


@pytest.mark.parametrize("step", ["request.written", "request.committed"])
async def test_an_event_that_the_bot_died_of_comes_again_over_http(slack: Talk, step: str) -> None:
    await slack.bot("kill", at=step)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.bot("start")
    await slack.say("jo", "good, thank you all")
    assert len(await slack.receipts("post the flyer")) == 1
