"""What goes out by an outlet takes its time, and nobody else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.card import Card, Paragraph, Span, dump
from bot.delivery import Deliverer
from bot.platform import Page
from storage.deliveries import CLAIMED, SENT, UNSURE, Address
from tests.house import House, Memory


class Slow(Memory):
    """An outlet that sends nothing until it is let."""

    name = "mail"

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def post(self, to: Address, page: Page, key: str) -> str:
        self.asked.set()
        await self.let.wait()
        return await super().post(to, page, key)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def owed(house: House, key: str, address: Address | None = None) -> None:
    async with house.records() as records:
        card = dump(Card((Paragraph((Span("News"),)),)))
        await records.deliveries.owe(key=key, at=house.clock.now(), address=address, card=card)


async def state(house: House, key: str) -> str:
    async with house.records() as records:
        row = await records.deliveries.of(key)
        assert row is not None
        return row.state


def with_outlet(house: House) -> Slow:
    slow, settings = Slow(), house.settings
    house.deliverer = Deliverer(house.store, house.dispatch, house.clock, settings, [house.memory], [slow])
    return slow


async def test_a_slow_letter_holds_up_no_message_in_the_channel(house: House) -> None:
    slow = with_outlet(house)
    await owed(house, "letter", Address("mail", "", person="ab"))
    await owed(house, "post")
    await house.deliverer.round()
    await slow.asked.wait()
    assert (await state(house, "post"), await state(house, "letter")) == (SENT, CLAIMED)
    await owed(house, "another")
    await house.deliverer.round()
    assert await state(house, "another") == SENT
    slow.let.set()
    await house.deliverer.empty()
    assert await state(house, "letter") == SENT and [said.key for said in slow.posts] == ["letter"]


async def test_a_letter_in_hand_when_the_process_stops_is_looked_for_after_the_next_start(
    house: House,
) -> None:
    slow = with_outlet(house)
    await house.deliverer.start()
    await owed(house, "letter", Address("mail", "", person="ab"))
    house.deliverer.wake()
    await slow.asked.wait()
    await house.deliverer.stop(0.05)
    assert await state(house, "letter") == UNSURE and not slow.posts
