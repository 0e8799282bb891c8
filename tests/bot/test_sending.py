"""What is posted and does not answer where: files, echoes that are faster than answers, bookmarks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.card import Card, File, Paragraph, Span, dump, load, plain
from bot.clock import real
from bot.errors import TryLater, Unsure
from bot.platform import Page
from storage.deliveries import CLAIMED, SENT, UNSURE, Address
from storage.outbox import Outbox
from tests.house import CHANNEL, House

FILE = File("meeting.ics", "text/calendar", "BEGIN:VCALENDAR\r\n", "Steering group: file for your calendar")
CARD = Card((Paragraph((Span("A meeting is planned."),)),)).with_file(FILE)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun(features=[]) as house:
        yield house


class Shy:
    """A platform that posts, and never tells where; its echo comes `early`, before the answer, or not by itself."""

    def __init__(self, house: House, early: bool) -> None:
        self.house, self.early, self.looked = house, early, 0
        self._post, self._find = house.memory.post, house.memory.find
        house.memory.post = self.post  # type: ignore[method-assign]
        house.memory.find = self.find  # type: ignore[method-assign]

    async def post(self, to: Address, page: Page, key: str) -> str:
        ts = await self._post(to, page, key)
        if self.early:
            await self.house.deliverer.echoed(key, ts)
        raise Unsure("shared", slow=True)

    async def find(self, to: Address, key: str) -> str | None:
        self.looked += 1
        return await self._find(to, key)


async def owe(house: House, bookmark: str = "") -> None:
    async with house.records() as records:
        await records.deliveries.owe(key="k", at=house.clock.now(), card=dump(CARD), bookmark=bookmark)


async def state(house: House) -> tuple[str, list[str]]:
    async with house.records() as records:
        row = await records.deliveries.of("k")
        assert row is not None
        return row.state, row.pages


def test_a_card_is_kept_with_its_file_and_its_words_name_it() -> None:
    assert load(dump(CARD)) == CARD and CARD.file == FILE
    assert plain(CARD) == "A meeting is planned.\nSteering group: file for your calendar"


async def test_an_echo_that_is_faster_than_the_answer_settles_it_without_a_look(house: House) -> None:
    shy = Shy(house, early=True)
    await owe(house)
    await house.settles()
    assert [said.text for said in house.channel()] == [plain(CARD)]
    assert shy.looked == 0 and await state(house) == (SENT, [house.channel()[0].ts])


async def test_without_an_echo_one_look_at_the_history_settles_it(house: House) -> None:
    shy = Shy(house, early=False)
    await owe(house)
    await house.settles()
    assert len(house.channel()) == 1 and shy.looked == 1
    assert await state(house) == (SENT, [house.channel()[0].ts])


async def test_an_echo_after_the_answer_settles_it_without_a_look(house: House) -> None:
    shy = Shy(house, early=False)
    await owe(house)
    await house.deliverer.round()
    assert (await state(house))[0] == UNSURE
    await house.deliverer.echoed("k", house.channel()[0].ts)
    await house.settles()
    assert len(house.channel()) == 1 and shy.looked == 0


async def test_an_echo_of_what_another_process_has_in_hand_is_left_for_it_to_find(house: House) -> None:
    await owe(house)
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real(), timedelta(minutes=5))
    await house.deliverer.echoed("k", "1.1")
    assert await state(house) == (CLAIMED, ["1.1"])


async def test_what_a_dead_process_has_shared_is_not_shared_again_once_its_echo_came(house: House) -> None:
    await owe(house)
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real() - timedelta(hours=1), timedelta(seconds=1))
    await house.deliverer.echoed("k", "1.1")
    await house.settles()
    assert house.channel() == [] and await state(house) == (SENT, ["1.1"])


async def test_a_posted_message_is_kept_under_its_title(house: House) -> None:
    await owe(house, bookmark="Next agenda")
    await house.settles()
    assert house.memory.bookmarks == {(CHANNEL, "Next agenda"): house.channel()[0].ts}


async def test_a_bookmark_that_has_to_wait_never_makes_a_message_twice_or_waits_for_ever(
    house: House,
) -> None:
    tried = []

    async def busy(to: Address, message: str, title: str) -> None:
        tried.append(message)
        raise TryLater(0.0)

    house.memory.bookmark = busy  # type: ignore[method-assign]
    await owe(house, bookmark="Next agenda")
    await house.settles()
    assert len(house.channel()) == 1 and (await state(house))[0] == SENT
    assert 1 < len(tried) < 6
