"""Two organisations have installed Upbeat, each in its own workspace: one partnership, one voice, commands for both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.main import Options, serving
from tests import stores
from tests.scenarios.conftest import BOT, NOW, PLAN, ROOT, Talk, workspace


@asynccontextmanager
async def shared(folder: Path, http: bool = False) -> AsyncIterator[Talk]:
    """Upbeat in the workspaces wren and hartmere, both bots in the channel, wren's first."""
    async with stores.fresh() as database:
        options = Options(
            command=BOT,
            manifest=ROOT / "app.yaml",
            database=database,
            seed=workspace(folder, NOW),
            browser=False,
            oauth=True,
            http=http,
        )
        async with serving(options) as address, Talk(address) as talk:
            await talk.install("hartmere")
            await talk.join("upbeat", "steering", by="jo", workspace="hartmere")
            yield talk


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Talk]:
    async with shared(tmp_path) as talk:
        yield talk


async def voices(slack: Talk) -> set[str]:
    """Whose bots have spoken in the channel."""
    rows = await slack.messages("mina", "steering")
    return {str(row["from_id"]) for row in rows if row["from"] == "upbeat"}


async def test_both_sides_have_commands_and_speak_of_the_same_agenda(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "/agenda add Budget 10m")
    assert "Budget" in await slack.asks("mina", "/agenda")
    assert "Slash commands work only" in await slack.refused("otto", "/agenda")


async def test_one_voice_speaks_in_the_channel_whoever_is_heard(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    for number, person in enumerate(("jo", "otto", "mina", "jo", "sam")):
        await slack.say(person, f"ACTION: Otto to post flyer {number} by 10 December 2026")
    assert [len(await slack.receipts(f"post flyer {number}")) for number in range(5)] == [1] * 5
    assert len(await voices(slack)) == 1


async def test_either_bot_can_be_addressed_and_neither_listens_to_the_other(slack: Talk) -> None:
    for person in ("mina", "jo"):
        assert "agenda" in (await slack.reads(person, "@Upbeat help")).casefold()
    assert len(await voices(slack)) == 1


async def test_each_is_written_to_by_the_bot_of_their_own_workspace_once(slack: Talk) -> None:
    for person in ("mina", "jo", "otto"):
        await slack.say(person, "@Upbeat me")
    rows = {person: await slack.dm(person) for person in ("mina", "jo", "otto")}
    whose: dict[str, Any] = {name: {row["from_id"] for row in said} for name, said in rows.items()}
    assert [len(ids) for ids in whose.values()] == [1, 1, 1]
    assert whose["otto"] == whose["mina"] != whose["jo"]


async def test_the_channel_goes_on_when_the_workspace_that_spoke_there_leaves(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    first = await voices(slack)
    await slack.install("wren", do="uninstall")
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1
    assert len(await voices(slack) - first) == 1


async def test_people_of_a_workspace_that_left_are_written_to_by_the_other_until_it_is_back(
    slack: Talk,
) -> None:
    await slack.install("hartmere", do="revoke")
    await slack.say("jo", "@Upbeat me")
    await slack.say("mina", "@Upbeat me")
    [to_jo], [to_mina] = await slack.dm("jo"), await slack.dm("mina")
    assert to_jo["from_id"] == to_mina["from_id"]
    await slack.refused("jo", "/agenda")
    await slack.install("hartmere")
    await slack.say("mina", PLAN)
    assert "Budget" in await slack.asks("jo", "/agenda add Budget 10m")


async def test_a_channel_that_gets_another_id_keeps_its_partnership(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.share("steering")
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1
    assert "Steering group" in await slack.asks("mina", "/meeting show")


async def test_the_same_over_http(tmp_path: Path) -> None:
    async with shared(tmp_path, http=True) as slack:
        await slack.say("mina", PLAN)
        await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
        assert len(await slack.receipts("post the flyer")) == 1
        assert "Steering group" in await slack.asks("jo", "/meeting show")
