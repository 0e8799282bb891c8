"""Several processes of the bot on one store: what is due is owed once and said once, and none gets in another's way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.feature import Place, Request, Way
from storage.deliveries import DROPPED, SENT, Delivery
from tests.house import CHANNEL, START, House, face

PLAN = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes"
CHASES = datetime(2026, 12, 11, 10, 30, tzinfo=UTC)
"""The Friday before the meeting, just after the chases have fallen due."""


@pytest.fixture
async def three() -> AsyncIterator[list[House]]:
    """Three processes of a partnership that has a meeting, and an action for each of four people."""
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(House.begun())
        await house.types("mina", PLAN)
        for name in ("sam", "jo", "priya", "will"):
            await house.types(
                "mina", f"/action add @{name} to call {name.title()}'s school by 12 December 2026"
            )
        yield [house, *[await stack.enter_async_context(house.beside()) for _ in range(2)]]


async def owed(house: House) -> list[tuple[str, str]]:
    async with house.store.transaction() as session:
        return [(row.key, row.state) for row in await session.scalars(select(Delivery))]


async def test_what_three_processes_find_due_at_once_is_owed_once_and_said_once(three: list[House]) -> None:
    house = three[0]
    await house.turns(to="2026-12-10T23:00")
    before = len(house.memory.posts)
    house.clock.turn(CHASES)
    await asyncio.gather(*(one.dispatch.sweep(house.clock.now()) for one in three))
    await asyncio.gather(*(one.settles() for one in three))
    said = Counter(post.key for post in house.memory.posts[before:])
    assert len([key for key in said if key.startswith("chase/")]) == 4
    assert set(said.values()) == {1}
    assert all(state in (SENT, DROPPED) for _, state in await owed(house))


async def test_requests_sweeps_and_deliveries_of_three_processes_do_not_get_in_each_others_way(
    three: list[House], caplog: pytest.LogCaptureFixture
) -> None:
    house = three[0]
    house.clock.turn(CHASES)

    async def talks(one: House, number: int) -> None:
        await one.types("jo", f"ACTION: Otto to post flyer {number} by 11 December 2026")
        await one.types("sam", f"/agenda add Budget {number} 10m")

    async def works(one: House) -> None:
        await one.dispatch.sweep(house.clock.now())
        await one.settles()

    turns = [(talks(one, number), works(one)) for number, one in enumerate(three * 3)]
    async with asyncio.timeout(100):
        await asyncio.gather(*(task for turn in turns for task in turn))
        await asyncio.gather(*(one.settles() for one in three))
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    async with house.records() as records:
        texts = [action.text for action in await records.actions.open()]
    assert sorted(text for text in texts if "flyer" in text) == [
        f"post flyer {number}" for number in range(9)
    ]
    assert set(Counter(post.key for post in house.memory.posts).values()) == {1}


async def test_copies_of_one_message_that_come_to_two_processes_at_once_are_done_once(
    three: list[House],
) -> None:
    words = "ACTION: Otto to post the flyer by 11 December 2026"
    jo, channel = face("jo"), Place(CHANNEL, "T1")
    request = Request("", "", jo, channel, START, Way.LINE, text=words, message="1.1", key="C1/1.1")
    await asyncio.gather(*(one.dispatch.handle(request) for one in three))
    async with three[0].records() as records:
        assert [action.text for action in await records.actions.open()].count("post the flyer") == 1
    async with three[0].store.transaction() as session:
        owed = select(func.count()).select_from(Delivery)
        assert await session.scalar(owed.where(Delivery.key.contains(request.key))) == 1, "one receipt"
        assert await session.scalar(owed.where(Delivery.reaction != "")) == 1, "one mark"
