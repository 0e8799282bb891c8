"""A message goes out once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.card import Card, Paragraph, Span, dump
from bot.clock import real
from bot.delivery import page_key, split_key
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Context, Feature
from bot.platform import Page
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Address, Outbox
from tests.house import CHANNEL, House


def words(text: str) -> Card:
    return Card((Paragraph((Span(text),)),))


class Weather:
    """What the platform does to the next posts: `lost` posts it and loses the answer, `before` loses the post."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.coming: list[Exception | str] = []
        self._post = house.memory.post
        house.memory.post = self.post  # type: ignore[method-assign]

    async def post(self, to: Address, page: Page, key: str) -> str:
        meets = self.coming.pop(0) if self.coming else ""
        if meets == "lost":
            await self._post(to, page, key)
            raise Unsure("no answer")
        if meets == "before":
            raise Unsure("no answer")
        if isinstance(meets, Exception):
            raise meets
        return await self._post(to, page, key)


LIGHT = {"on": "yes"}


def lamp() -> Feature:
    feature = Feature("lamp", command="/lamp", about="a lamp")

    @feature.draws("now")
    async def now(context: Context) -> Card | None:
        return words(f"The lamp is {LIGHT['on']}.") if LIGHT["on"] else None

    return feature


@pytest.fixture
async def house() -> AsyncIterator[House]:
    LIGHT["on"] = "yes"
    async with House.begun(features=[lamp()]) as house:
        yield house


@pytest.fixture
def weather(house: House) -> Weather:
    return Weather(house)


async def owe(house: House, key: str = "k", **more) -> None:  # type: ignore[no-untyped-def]
    async with house.records() as records:
        card = {} if "live" in more else {"card": dump(words("Hello"))}
        await records.deliveries.owe(key=key, at=house.clock.now(), **card, **more)


async def state(house: House, key: str = "k") -> str:
    async with house.records() as records:
        row = await records.deliveries.of(key)
        assert row is not None
        return row.state


async def test_what_is_owed_is_said_once(house: House) -> None:
    await owe(house)
    await owe(house)
    await house.settles()
    assert [said.text for said in house.channel()] == ["Hello"]


async def test_a_lost_answer_is_found_in_the_history_and_not_said_twice(
    house: House, weather: Weather
) -> None:
    weather.coming = ["lost"]
    await owe(house)
    await house.settles()
    assert len(house.channel()) == 1 and await state(house) == SENT


async def test_a_lost_post_is_said_again_after_a_look_at_the_history(house: House, weather: Weather) -> None:
    weather.coming = ["before"]
    await owe(house)
    await house.settles()
    assert len(house.channel()) == 1 and await state(house) == SENT


async def test_its_echo_settles_an_unsure_message(house: House, weather: Weather) -> None:
    weather.coming = ["lost"]
    await owe(house)
    await house.deliverer.round()
    assert await state(house) == UNSURE
    await house.deliverer.echoed("k", house.channel()[0].ts)
    assert await state(house) == DUE
    await house.settles()
    assert len(house.channel()) == 1 and await state(house) == SENT


async def test_a_process_that_died_while_sending_leaves_an_unsure_message(house: House) -> None:
    await owe(house)
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real() - timedelta(hours=1), timedelta(seconds=1))
    assert await state(house) == CLAIMED
    await house.settles()
    assert len(house.channel()) == 1 and await state(house) == SENT


async def test_a_claimed_message_is_left_to_who_claimed_it(house: House) -> None:
    await owe(house)
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real(), timedelta(hours=1))
    assert not await house.deliverer.round()
    assert not house.channel()


async def test_patience_is_kept_and_the_message_goes_out_later(house: House, weather: Weather) -> None:
    weather.coming = [TryLater(0.0), TryLater(0.0)]
    await owe(house)
    await house.settles()
    assert len(house.channel()) == 1


async def test_what_can_never_arrive_is_given_up(house: House, weather: Weather) -> None:
    weather.coming = [Undeliverable("channel_not_found")]
    await owe(house)
    await house.settles()
    assert not house.channel() and await state(house) == FAILED


async def test_an_error_nobody_foresaw_holds_up_no_other_message(house: House, weather: Weather) -> None:
    weather.coming = [ValueError("?")]
    await owe(house, "first")
    await owe(house, "second")
    await house.settles()
    assert [said.key for said in house.channel()] == ["second"] and await state(house, "first") == DUE


async def test_a_message_drawn_when_it_is_sent_is_dropped_if_nothing_is_left_to_say(house: House) -> None:
    LIGHT["on"] = ""
    await owe(house, live="lamp.now")
    await house.settles()
    assert not house.channel() and await state(house) == DROPPED


async def test_what_changes_is_drawn_again_in_place(house: House) -> None:
    await owe(house, live="lamp.now", about="lamp:1")
    await house.settles()
    LIGHT["on"] = "no"
    async with house.records() as records:
        await records.deliveries.refresh("lamp:1")
    await house.settles()
    assert [said.text for said in house.channel()] == ["The lamp is no."]


async def test_a_message_past_its_time_is_dropped(house: House) -> None:
    await owe(house, until=house.clock.now() - timedelta(minutes=1))
    await house.settles()
    assert not house.channel() and await state(house) == DROPPED


@pytest.mark.parametrize(
    ("now", "goes_out"),
    [
        ("2026-11-27T03:00", "2026-11-27T10:00"),
        ("2026-11-27T21:00", "2026-11-30T10:00"),
        ("2026-12-25T11:00", "2026-12-29T10:00"),
    ],
    ids=["at night", "on a Friday evening", "at Christmas"],
)
async def test_what_nobody_asked_for_waits_for_a_decent_hour(house: House, now: str, goes_out: str) -> None:
    await house.turns(to=now)
    await owe(house, live="lamp.now", decent=True)
    await house.settles()
    assert not house.channel()
    await house.turns(to=goes_out)
    assert len(house.channel()) == 1


async def test_what_was_asked_for_does_not_wait(house: House) -> None:
    await house.turns(to="2026-11-27T03:00")
    await owe(house)
    await house.settles()
    assert len(house.channel()) == 1


async def test_a_decent_hour_that_comes_too_late_is_no_use(house: House) -> None:
    await house.turns(to="2026-11-27T21:00")
    await owe(house, live="lamp.now", decent=True, until=house.clock.now() + timedelta(hours=12))
    await house.settles()
    assert await state(house) == DROPPED


def test_each_page_has_a_key_of_its_own() -> None:
    assert [page_key("k", 0), page_key("k", 1)] == ["k", "k#2"]
    assert [split_key("k"), split_key("k#2"), split_key("a#b")] == [("k", 0), ("k", 1), ("a#b", 0)]


async def test_messages_of_one_conversation_keep_their_order(house: House) -> None:
    for number in range(5):
        await owe(house, f"k{number}")
    await house.settles()
    assert [said.key for said in house.channel(CHANNEL)] == [f"k{number}" for number in range(5)]


async def test_the_first_direct_message_says_who_writes_also_after_it_was_redrawn(house: House) -> None:
    async with house.records() as records:
        sam = await records.members.of_handle("USAM")
        await records.deliveries.owe(key="a", at=house.clock.now(), to=sam, live="lamp.now", about="lamp:1")
        await records.deliveries.owe(key="b", at=house.clock.now(), to=sam, card=dump(words("Hello")))
    await house.settles()
    assert ["Otterbridge Partnership" in said.text for said in house.dm("sam")] == [True, False]
    LIGHT["on"] = "no"
    async with house.records() as records:
        await records.deliveries.refresh("lamp:1")
    await house.settles()
    assert "Otterbridge Partnership" in house.dm("sam")[0].text and "is no." in house.dm("sam")[0].text
