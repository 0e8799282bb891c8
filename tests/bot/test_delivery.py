"""A message goes out once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.card import Card, Paragraph, Span, dump, plain
from bot.clock import real
from bot.errors import Moot, TryLater, Undeliverable, Unsure
from bot.feature import Context, Feature
from bot.platform import Page
from bot.sending import page_key, split_key
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Address
from storage.outbox import Outbox
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
        await Outbox(session).claim(house.clock.now(), real(), timedelta(minutes=5))
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


async def test_an_answer_to_a_message_that_is_gone_is_let_go(house: House, weather: Weather) -> None:
    weather.coming = [Moot("thread_not_found")]
    await owe(house)
    await house.settles()
    assert not house.channel() and await state(house) == DROPPED


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


# What may go wrong with one must not hold up the others


class Broken:
    """What the platform does instead of `update` or `react`, as often as it is told to."""

    def __init__(self, house: House, method: str, *errors: Exception) -> None:
        self.coming, self.asked = list(errors), 0
        self._method = getattr(house.memory, method)
        setattr(house.memory, method, self)

    async def __call__(self, *said: object) -> object:
        self.asked += 1
        if self.coming:
            raise self.coming.pop(0)
        return await self._method(*said)


async def lamps(house: House, *keys: str) -> None:
    """Posted lamps that have changed since."""
    for key in keys:
        await owe(house, key, live="lamp.now", about="lamp:1")
    await house.settles()
    LIGHT["on"] = "no"
    async with house.records() as records:
        await records.deliveries.refresh("lamp:1")


@pytest.mark.parametrize("error", [ValueError("?"), Undeliverable("message_not_found")])
async def test_a_message_that_cannot_be_redrawn_holds_up_no_other(house: House, error: Exception) -> None:
    await lamps(house, "a", "b")
    update = Broken(house, "update", error)
    await house.settles()
    assert [said.text for said in house.channel()] == ["The lamp is yes.", "The lamp is no."]
    await house.settles()
    assert update.asked == 2


async def test_a_card_whose_drawing_fails_is_not_drawn_for_ever(house: House) -> None:
    await lamps(house, "a")

    async def broken(*_: object) -> None:
        raise ValueError("?")

    house.dispatch.draw = broken  # type: ignore[assignment]
    assert await house.deliverer.round()
    assert not await house.deliverer.round()


async def test_patience_asked_for_a_redrawing_keeps_nobody_else_waiting(house: House) -> None:
    await lamps(house, "a")
    Broken(house, "update", TryLater(300))
    await house.deliverer.round()
    await owe(house, "b")
    await asyncio.wait_for(house.settles(), 5)
    assert [said.text for said in house.channel()] == ["The lamp is yes.", "Hello"]
    async with house.records() as records:
        row = await records.deliveries.of("a")
        assert row is not None and row.stale and row.lease_until is not None
        row.lease_until = real() - timedelta(seconds=1)
    await house.settles()
    assert house.channel()[0].text == "The lamp is no."


async def test_what_changes_while_it_is_on_its_way_is_drawn_again_when_it_is_there(
    house: House, weather: Weather
) -> None:
    post = weather.house.memory.post

    async def changes(to: Address, page: Page, key: str) -> str:
        LIGHT["on"] = "no"
        async with house.records() as records:
            await records.deliveries.refresh("lamp:1")
        return await post(to, page, key)

    house.memory.post = changes  # type: ignore[method-assign]
    await owe(house, live="lamp.now", about="lamp:1")
    await house.settles()
    assert [said.text for said in house.channel()] == ["The lamp is no."]


async def test_many_messages_to_one_channel_keep_nobody_else_waiting(house: House) -> None:
    for number in range(60):
        await owe(house, f"many{number}")
    async with house.records() as records:
        sam = await records.members.of_handle("USAM")
        await records.deliveries.owe(key="sam", at=house.clock.now(), to=sam, card=dump(words("Hello")))
    await house.deliverer.round()
    assert len(house.dm("sam")) == 1


async def test_a_mark_that_may_or_may_not_stand_is_left_again(house: House) -> None:
    mark = Broken(house, "react", Unsure("no answer"))
    async with house.records() as records:
        where = Address("slack", "T1", CHANNEL, thread="1.1")
        await records.deliveries.owe(key="m", at=house.clock.now(), address=where, reaction="envelope")
    await house.settles()
    assert mark.asked == 2 and await state(house, "m") == SENT


async def test_a_mark_that_a_dead_process_left_behind_is_left_again_and_not_looked_for(house: House) -> None:
    async with house.records() as records:
        where = Address("slack", "T1", CHANNEL, thread="1.1")
        await records.deliveries.owe(key="m", at=house.clock.now(), address=where, reaction="envelope")
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real(), timedelta(minutes=1))
        await Outbox(session).abandon()
    find = Broken(house, "find")
    await house.settles()
    assert house.memory.marks == [("1.1", "envelope")] and not find.asked


async def test_a_machine_whose_clock_is_set_back_finds_what_waits_under_a_lease(house: House) -> None:
    await owe(house)
    async with house.store.transaction() as session:
        await Outbox(session).claim(house.clock.now(), real() + timedelta(hours=1), timedelta(seconds=30))
    await house.settles()
    assert len(house.channel()) == 1


async def test_a_card_without_a_page_is_dropped(house: House) -> None:
    house.memory.pages = lambda *_: []  # type: ignore[method-assign]
    await owe(house)
    await house.settles()
    assert await state(house) == DROPPED


async def test_a_card_that_cannot_be_put_on_pages_is_given_up_in_the_end(house: House) -> None:
    def broken(*_: object) -> list[Page]:
        raise ValueError("too long")

    house.memory.pages = broken  # type: ignore[method-assign]
    await owe(house)
    for _ in range(20):
        await house.deliverer.round()
        async with house.records() as records:
            row = await records.deliveries.of("k")
            assert row is not None
            row.lease_until = None
    assert await state(house) == FAILED


# Several pages


def two_pages(card: Card, key: str, partnership: int | None) -> list[Page]:
    """A page for each word."""
    text = plain(card)
    return [{"card": words(part), "partnership": partnership} for part in text.split()]


async def test_of_several_pages_only_those_that_are_missing_are_sent_again(
    house: House, weather: Weather
) -> None:
    house.memory.pages = two_pages  # type: ignore[method-assign]
    weather.coming = ["", "lost", "before"]
    await owe(house, live="lamp.now")
    await house.settles()
    assert [said.text for said in house.channel()] == ["The", "lamp", "is", "yes."]
    assert [said.key for said in house.channel()] == ["k", "k#2", "k#3", "k#4"]


async def test_what_has_begun_to_be_said_is_said_to_its_end(house: House, weather: Weather) -> None:
    house.memory.pages = two_pages  # type: ignore[method-assign]
    weather.coming = ["", TryLater(0)]
    await owe(house, live="lamp.now", until=house.clock.now() + timedelta(minutes=5), decent=True)
    await house.deliverer.round()
    house.clock.turn(house.clock.now() + timedelta(hours=12))
    await house.settles()
    assert len(house.channel()) == 4 and await state(house) == SENT


async def test_what_has_begun_to_be_said_counts_as_said_when_nothing_is_left_to_say(
    house: House, weather: Weather
) -> None:
    weather.coming = ["lost"]
    await owe(house, live="lamp.now")
    await house.deliverer.round()
    LIGHT["on"] = ""
    await house.settles()
    assert await state(house) == SENT


async def test_a_card_that_grows_or_shrinks_loses_no_page_and_leaves_none_behind(house: House) -> None:
    house.memory.pages = two_pages  # type: ignore[method-assign]
    await owe(house, live="lamp.now", about="lamp:1")
    await house.settles()
    for now, stands in [("on and on", "The lamp is on and on."), ("so", "The lamp is so.")]:
        LIGHT["on"] = now
        async with house.records() as records:
            await records.deliveries.refresh("lamp:1")
        await house.settles()
        said = [one.text for one in house.channel()]
        assert " ".join(said[: len(stands.split())]) == stands
    assert said[4:] == ["All", "All"]


# Stopping, and a store that fails


async def test_stopping_finishes_the_message_in_hand(house: House) -> None:
    sending, may_end = asyncio.Event(), asyncio.Event()
    post = house.memory.post

    async def slow(to: Address, page: Page, key: str) -> str:
        sending.set()
        await may_end.wait()
        return await post(to, page, key)

    house.memory.post = slow  # type: ignore[method-assign]
    await owe(house)
    await house.deliverer.start()
    await asyncio.wait_for(sending.wait(), 5)
    stopping = asyncio.create_task(house.deliverer.stop())
    await asyncio.sleep(0)
    may_end.set()
    await stopping
    assert await state(house) == SENT


async def test_a_store_that_fails_for_a_moment_does_not_end_the_deliveries(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.AFTER_FAILURE", 0.0)
    transaction, failures = house.store.transaction, ["once", "twice", "a third time"]

    def fails():  # type: ignore[no-untyped-def]
        if failures:
            raise OSError(failures.pop())
        return transaction()

    await house.deliverer.start()
    monkeypatch.setattr(house.store, "transaction", fails)
    while failures:
        house.deliverer.wake()
        await asyncio.sleep(0)
    await owe(house)
    house.deliverer.wake()
    await asyncio.wait_for(house.deliverer.empty(), 5)
    await house.deliverer.stop()
    assert len(house.channel()) == 1


async def test_a_mark_that_cannot_be_written_down_sends_nothing_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = house.deliverer._sender.mark
    await owe(house)

    async def fails(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(house.deliverer._sender, "mark", fails)
    await house.deliverer.round()
    monkeypatch.setattr(house.deliverer._sender, "mark", mark)
    async with house.store.transaction() as session:
        await Outbox(session).abandon()
    await house.settles()
    assert len(house.channel()) == 1 and await state(house) == SENT
