"""The bot's own process, the clock and the seed's beginning, with a tiny bot that is controlled as the real one is."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Refused, Sandbox
from sandbox.main import Options, serving
from tests.sandbox.conftest import SEED, options, sandbox_at

COMMAND = [sys.executable, "-m", "tests.sandbox.controlled"]
NOON = "2026-12-01T12:00:00+00:00"


def controlled(room: Path, **more: Any) -> Options:
    """Options for a sandbox with the tiny bot, its memory in the room."""
    seed = {**SEED, "now": NOON, **more.pop("seed", {})}
    database = f"sqlite+aiosqlite:///{room}/memory.json"
    given: dict[str, Any] = {"bot": True, "command": COMMAND, "database": database, **more}
    return options(room, seed=seed, **given)


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox with a bot process of its own."""
    async with sandbox_at(controlled(tmp_path)) as client:
        yield client


def memory(room: Path) -> Any:
    """What the tiny bot has written down."""
    return json.loads((room / "memory.json").read_text(encoding="utf-8"))


async def texts(slack: Sandbox) -> list[str]:
    """The bot's messages in the shared channel."""
    return [m["text"] for m in await slack.messages("ada", "shared") if m["from"] == "upbeat"]


async def test_the_bot_takes_the_seeds_time(own: Sandbox, tmp_path: Path) -> None:
    assert memory(tmp_path)["began"][0].startswith("2026-12-01T12:00:0")
    assert (await own.state())["now"].startswith("2026-12-01T12:00")


async def test_say_returns_when_the_bot_has_finished(own: Sandbox) -> None:
    await own.say("ada", "keep this", "shared")
    assert await texts(own) == ["kept this"]


async def test_turning_the_clock_does_everything_due_in_order_at_its_own_time(own: Sandbox) -> None:
    await own.say("ada", "remind 2026-12-03T09:07:00+00:00 second", "shared")
    await own.say("ada", "remind 2026-12-02T09:00:00+00:00 first", "shared")
    await own.say("ada", "remind 2026-12-20T09:00:00+00:00 not yet", "shared")
    turned = await own.clock(to="2026-12-10T00:00:00+00:00")
    assert turned["now"].startswith("2026-12-10T00:00:0")
    assert [(p["text"], p["time"][:16], p["conversation"]) for p in turned["posted"]] == [
        ("first", "2026-12-02T09:00", "shared"),
        ("second", "2026-12-03T09:07", "shared"),
    ]


async def test_turning_the_clock_never_looks_past_its_goal(own: Sandbox, tmp_path: Path) -> None:
    await own.say("ada", "remind 2026-12-02T09:05:00+00:00 soon", "shared")
    await own.clock(to="2026-12-02T09:06:00+00:00")
    asked = [datetime.fromisoformat(now) for now in memory(tmp_path)["clock"]]
    assert max(asked) < datetime.fromisoformat("2026-12-02T09:06:01+00:00") and asked == sorted(asked)
    assert await texts(own) == ["soon"]


async def test_the_clock_goes_to_the_next_thing_due(own: Sandbox) -> None:
    await own.say("ada", "remind 2026-12-02T09:00:00+00:00 first", "shared")
    turned = await own.clock(next=True)
    assert turned["now"].startswith("2026-12-02T09:00") and len(turned["posted"]) == 1
    with pytest.raises(Refused) as refused:
        await own.clock(next=True)
    assert (refused.value.status, refused.value.error) == (409, "nothing_due")


async def test_what_the_bot_reports_as_an_error_is_passed_on(own: Sandbox) -> None:
    await own.say("ada", "remind 2026-12-02T09:00:00+00:00 fail", "shared")
    with pytest.raises(Refused) as refused:
        await own.clock(advance="2d")
    assert (refused.value.status, refused.value.error) == (500, "bot_failed")
    assert refused.value.message == "the sweep failed"


async def test_slacks_side_lives_on_while_the_bot_is_killed_and_started(own: Sandbox, tmp_path: Path) -> None:
    await own.say("ada", "before", "shared")
    assert (await own.bot("kill"))["running"] is False
    assert (await own.state())["bot"]["up"] is False
    await own.clock(advance="1d")
    assert (await own.bot("start"))["running"] is True
    assert [m["text"] for m in await own.messages("ada", "shared")] == ["before"]
    began = memory(tmp_path)["began"]
    assert len(began) == 2 and began[1].startswith("2026-12-02T12:0")
    await own.say("ada", "keep going", "shared")
    assert await texts(own) == ["kept going"]


async def test_stop_restart_and_orders_that_make_no_sense(own: Sandbox) -> None:
    for wrong in ("dance", "start"):
        with pytest.raises(Refused):
            await own.bot(wrong)
    await own.bot("restart")
    await own.bot("stop")
    with pytest.raises(Refused) as refused:
        await own.bot("kill")
    assert refused.value.error == "not_running"


async def test_while_the_bot_is_down_a_command_says_so_and_a_message_is_lost(own: Sandbox) -> None:
    await own.bot("kill")
    await own.say("ada", "keep nothing", "shared")
    await own.say("ada", "/note x", "shared")
    assert (await own.messages("ada", "shared"))[-1]["text"] == "upbeat did not respond"
    await own.bot("start")
    assert await texts(own) == []


async def test_an_event_that_the_bot_died_of_comes_again_when_it_is_back(
    own: Sandbox, tmp_path: Path
) -> None:
    await own.bot("kill", at="heard")
    await own.say("ada", "keep me", "shared")
    assert (await own.state())["bot"]["up"] is False and await texts(own) == []
    await own.bot("start")
    assert await texts(own) == ["kept me"]
    assert len(memory(tmp_path)["done"]) == 1


async def test_an_event_that_was_answered_and_not_acknowledged_comes_again_too(own: Sandbox) -> None:
    await own.bot("kill", at="answered")
    await own.say("ada", "keep me", "shared")
    assert await texts(own) == ["kept me"]
    await own.bot("start")
    assert await texts(own) == ["kept me"]


async def test_a_command_that_the_bot_died_of_is_not_repeated(own: Sandbox) -> None:
    await own.bot("kill", at="command")
    await own.say("ada", "/note x", "shared")
    await own.bot("start")
    assert [m["text"] for m in await own.messages("ada", "shared")] == ["upbeat did not respond"]


async def test_a_duplicate_is_the_same_event_and_is_answered_once(own: Sandbox, tmp_path: Path) -> None:
    await own.fault("duplicate")
    await own.say("ada", "keep me", "shared")
    assert await texts(own) == ["kept me"]


async def test_the_gallery_is_asked_of_the_bot(own: Sandbox) -> None:
    assert (await own.get("gallery"))["gallery"][0]["prompt"] == "a/b"
    await own.bot("kill")
    with pytest.raises(Refused) as refused:
        await own.get("gallery")
    assert refused.value.status == 409


BEGIN = [
    {"say": {"as": "ada", "conversation": "elsewhere", "text": "before"}},
    {"join": {"as": "upbeat", "conversation": "elsewhere", "by": "bo"}},
]


async def test_the_seed_begins_once_for_each_database(tmp_path: Path) -> None:
    begun = controlled(tmp_path, seed={"begin": BEGIN})
    async with sandbox_at(begun) as slack:
        assert [m["text"] for m in await slack.messages("ada", "elsewhere")] == ["before"]
    async with sandbox_at(begun) as slack:
        assert await slack.messages("ada", "elsewhere") == []
        members = next(
            c["members"] for c in (await slack.state())["conversations"] if c["name"] == "elsewhere"
        )
        assert "upbeat" in members, "memberships are there on every start"


async def test_a_beginning_that_fails_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no_such_element"):
        async with serving(
            controlled(
                tmp_path, seed={"begin": [{"press": {"as": "ada", "conversation": "shared", "label": "Go"}}]}
            )
        ):
            pass


async def test_a_bot_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended at once"):
        async with serving(controlled(tmp_path, command=[sys.executable, "-c", "raise SystemExit(3)"])):
            pass


def inside(room: Path) -> int:
    """How many rooms of sandboxes are in it, each with a database."""
    return sum((found / "upbeat.db").exists() for found in room.glob("upbeat-sandbox-*"))


async def test_a_temporary_database_is_gone_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with sandbox_at(controlled(tmp_path, database="")):
        assert inside(tmp_path) == 1
    assert inside(tmp_path) == 0


async def upbeat_like(room: Path, *more: str) -> tuple[asyncio.subprocess.Process, str]:
    """The sandbox as a process of its own; answers it and its address."""
    chosen = controlled(room)
    script = (
        "import sys; from pathlib import Path; from sandbox.main import Options, run;"
        f"sys.exit(run(Options(command={COMMAND!r}, seed=Path({str(chosen.seed)!r}),"
        f"manifest=Path({str(chosen.manifest)!r}), database={chosen.database!r}, browser=False)))"
    )
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    return process, next(word for word in line.split() if word.startswith("http"))


def children(number: int) -> list[int]:
    """The processes that a process has started, where the system tells."""
    told = Path(f"/proc/{number}/task/{number}/children")
    return [int(n) for n in told.read_text().split()] if told.exists() else []


def alive(number: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("sign", [2, 15], ids=["SIGINT", "SIGTERM"])
async def test_the_sandbox_ends_cleanly_and_takes_its_bot_along(tmp_path: Path, sign: int) -> None:
    process, address = await upbeat_like(tmp_path)
    async with Sandbox(address) as slack:
        state = await slack.ready()
        assert state["people"][0]["name"] == "ada"
    bots = children(process.pid)
    process.send_signal(sign)
    _, errors = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert b"bot | a bot began at" in errors and b"Traceback" not in errors
    assert not any(alive(bot) for bot in bots)


async def test_state_is_503_until_everything_is_ready(tmp_path: Path) -> None:
    process, address = await upbeat_like(tmp_path)
    async with Sandbox(address) as slack:
        with pytest.raises(Refused) as refused:
            await slack.state()
        assert (refused.value.status, refused.value.error) == (503, "starting")
        with pytest.raises(Refused):
            await slack.say("ada", "too early", "shared")
        await slack.ready()
    process.terminate()
    await process.communicate()


async def test_the_clock_goes_past_what_is_due_and_says_nothing(own: Sandbox) -> None:
    await own.say("ada", "remind 2026-12-04T09:00:00+00:00 second", "shared")
    await own.say("ada", "look 2026-12-02T09:00:00+00:00", "shared")
    turned = await own.clock(next=True)
    assert turned["now"].startswith("2026-12-04T09:00") and [p["text"] for p in turned["posted"]] == [
        "second"
    ]


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox with two processes of the tiny bot, each of which remembers its own half."""
    async with sandbox_at(controlled(tmp_path, processes=2)) as client:
        yield client


async def running(slack: Sandbox) -> object:
    return (await slack.state())["bot"]["running"]


async def test_each_event_goes_to_one_of_several_processes(two: Sandbox) -> None:
    assert await running(two) == 2
    for words in ("one", "two", "three"):
        await two.say("ada", f"keep {words}", "shared")
    assert await texts(two) == ["kept one", "kept two", "kept three"]


async def test_turning_the_clock_asks_every_process_and_takes_the_earliest(two: Sandbox) -> None:
    await two.say("ada", "remind 2026-12-03T09:00:00+00:00 second", "shared")
    await two.say("ada", "remind 2026-12-02T09:00:00+00:00 first", "shared")
    posted = [(await two.clock(next=True))["posted"] for _ in range(2)]
    assert [[row["text"] for row in rows] for rows in posted] == [["first"], ["second"]]


async def test_one_of_several_processes_is_killed_and_the_others_go_on(two: Sandbox) -> None:
    killed = await two.bot("kill", which=2)
    assert (killed["running"], killed["processes"]) == (True, 1)
    await two.say("ada", "keep going", "shared")
    assert await texts(two) == ["kept going"]
    for wrong in (("kill", 2), ("start", 1), ("kill", 3)):
        with pytest.raises(Refused):
            await two.bot(wrong[0], which=wrong[1])
    assert (await two.bot("start", which=2))["processes"] == 2


async def test_what_one_process_died_of_is_taken_by_another(two: Sandbox) -> None:
    await two.bot("kill", which=1, at="heard")
    await two.say("ada", "keep me", "shared")
    await two.say("ada", "hm", "shared")  # nothing is posted upon it, so that the turn goes to the other one
    await two.say("ada", "keep me too", "shared")
    assert await running(two) == 1
    assert sorted(await texts(two)) == ["kept me", "kept me too"]


async def test_all_processes_end_together(two: Sandbox) -> None:
    await two.bot("stop")
    assert await running(two) == 0
    assert (await two.bot("start"))["processes"] == 2


async def test_an_event_that_is_held_back_is_overtaken(own: Sandbox) -> None:
    await own.fault("late", count=1, seconds=0.3)
    await asyncio.gather(own.say("ada", "keep one", "shared"), own.say("ada", "keep two", "shared"))
    said = [
        m["text"].removeprefix("keep ") for m in await own.messages("ada", "shared") if m["from"] == "ada"
    ]
    assert await texts(own) == [f"kept {words}" for words in reversed(said)]
