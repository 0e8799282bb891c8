"""What one message came to stands in one card, whichever features had a hand in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.card import Card, Paragraph, Span
from bot.feature import Context, Feature, Reply, Request, Way, reply
from bot.together import joins
from storage.deliveries import TOGETHER, Address, Deliveries
from tests.house import CHANNEL, House, face

LIT = {"lamp", "bell"}


def instrument(name: str) -> Feature:
    """A feature that answers `name: words` with a card saying whether it is on."""
    feature = Feature(name, command=f"/{name}", about="something that is on or off")

    @feature.verb("add", adds=True, default=True, markers=(rf"{name}:\s*",))
    async def add(context: Context) -> Reply:
        """Turn it on."""
        return reply("help/first_note", partnership=name).kept_right(
            f"{name}.now", f"{name}:1", together=True, words=context.text
        )

    @feature.verb("dim", markers=(rf"dim {name}:\s*",))
    async def dim(context: Context) -> Reply:
        """Say that it changed."""
        await context.changed(f"{name}:1")
        return Reply(quiet=True)

    @feature.draws("now")
    async def now(context: Context, *, words: str, several: bool) -> Card | None:
        beside = "beside others" if several else "alone"
        said = f"{name} {words} {'on' if name in LIT else 'off'} {beside}"
        return Card((Paragraph((Span(said),)),)) if words != "gone" else None

    return feature


@pytest.fixture
async def house() -> AsyncIterator[House]:
    LIT.update({"lamp", "bell"})
    async with House.begun([instrument("lamp"), instrument("bell")]) as house:
        yield house


async def test_answers_of_two_features_to_one_message_are_one_card(house: House) -> None:
    await house.types("jo", "lamp: red\nbell: loud\nlamp: blue")
    assert [one.text for one in house.channel()] == [
        "lamp red on beside others\nbell loud on beside others\nlamp blue on beside others"
    ]


async def test_one_answer_alone_says_nothing_of_others(house: House) -> None:
    await house.types("jo", "lamp: red")
    await house.types("jo", "bell: loud")
    assert [one.text for one in house.channel()] == ["lamp red on alone", "bell loud on alone"]


async def test_the_card_is_drawn_again_when_any_of_its_parts_changes(house: House) -> None:
    await house.types("jo", "lamp: red\nbell: loud")
    LIT.discard("bell")
    await house.types("jo", "dim lamp: a little")
    assert "bell loud off" in house.channel()[0].text
    LIT.discard("lamp")
    await house.types("jo", "dim bell: a little")
    assert "lamp red off" in house.channel()[0].text


async def test_a_part_that_has_nothing_left_to_say_leaves_the_others_alone(house: House) -> None:
    await house.types("jo", "lamp: gone\nbell: loud")
    assert [one.text for one in house.channel()] == ["bell loud on beside others"]


async def test_something_of_a_longer_number_is_not_taken_for_it(house: House) -> None:
    await house.types("jo", "lamp: red")
    async with house.records() as records:
        await records.deliveries.refresh("lamp:11")
        await records.deliveries.refresh("amp:1")
        row = await records.deliveries.posted(CHANNEL, house.channel()[0].ts)
        assert row is not None and not row.stale
        await records.deliveries.refresh("lamp:1")
        await records.session.refresh(row)
        assert row.stale


async def test_what_joins_a_card_that_is_being_sent_is_in_it_too(house: House) -> None:
    post = house.memory.post
    joined: list[bool] = []

    async def slow(to: Address, page: dict[str, object], key: str) -> str:
        if not joined:
            part = {"live": "bell.now", "about": "bell:1", "subject": {"words": "loud"}}
            async with house.records() as records:
                row = await records.deliveries.of(key)
                assert row is not None
                joined.append(await records.deliveries.join(row.about, to, part))
        return await post(to, page, key)

    house.memory.post = slow  # type: ignore[method-assign]
    await house.types("jo", "lamp: red")
    assert joined == [True]
    assert [one.text for one in house.channel()] == ["lamp red on beside others\nbell loud on beside others"]


async def test_what_joins_a_card_that_is_claimed_but_not_drawn_yet_is_in_it_too(house: House) -> None:
    prepare = house.deliverer._sender._prepare
    joined: list[bool] = []

    async def claimed(delivery: object) -> object:
        if not joined:
            part = {"live": "bell.now", "about": "bell:1", "subject": {"words": "loud"}}
            async with house.records() as records:
                about, where = delivery.about, Address("slack", "T1", conversation=CHANNEL)  # type: ignore[attr-defined]
                joined.append(await records.deliveries.join(about, where, part))
        return await prepare(delivery)  # type: ignore[arg-type]

    house.deliverer._sender._prepare = claimed  # type: ignore[method-assign, assignment]
    await house.types("jo", "lamp: red")
    assert joined == [True] and "bell loud" in house.channel()[0].text


async def test_a_card_elsewhere_or_of_another_message_is_not_joined(house: House) -> None:
    said = await house.types("jo", "lamp: red")
    part = {"live": "bell.now", "about": "bell:1", "subject": {"words": "loud"}}
    here = Address("slack", "T1", conversation=CHANNEL)
    async with house.records() as records:
        deliveries = records.deliveries
        assert not await deliveries.join(f"message:{said.thread}", replace(here, conversation="C2"), part)
        assert not await deliveries.join("message:1.2", here, part)
        nobody = Deliveries(records.session, None)
        assert not await nobody.join(f"message:{said.thread}", here, part)
        row = await deliveries.posted(CHANNEL, house.channel()[0].ts)
        assert row is not None and row.live == TOGETHER and len(row.subject["parts"]) == 1


@pytest.mark.parametrize("way", list(Way))
def test_only_what_was_typed_joins(way: Way) -> None:
    said = Reply("x/y").kept_right("x.y", "x:1", together=True)
    request = Request("x", "y", face("jo"), None, None, way, message="1.2")  # type: ignore[arg-type]
    assert joins(request, said) is (way in (Way.LINE, Way.MENTION, Way.DIRECT))
    assert not joins(replace(request, sure=True), said), (
        "who was asked looks for the answer where they answered"
    )
    assert not joins(request, said.privately())
    assert not joins(request, replace(said, together=False))
    assert not joins(replace(request, message=""), said)
