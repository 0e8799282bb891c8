"""A channel that is shared gets another id: its partnership goes with it, and so does all that was or will be said there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot.card import Card, Paragraph, Span, dump
from bot.slack import outgoing
from storage.deliveries import FAILED, SENT, Address, Delivery
from storage.records import Registry
from tests.bot.slack.opened import Opened, opened
from tests.bot.slack.pretend import SECOND
from tests.house import House  # noqa: F401 (so that it runs on every store)

MOVED = {"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C9", "event_ts": "1.5"}
HELLO = dump(Card((Paragraph((Span("Hello"),)),)))


@pytest.fixture
async def door() -> AsyncIterator[Opened]:
    async with opened() as door:
        yield door


async def owed(door: Opened, key: str, handle: str = "C1") -> None:
    async with door.house.store.transaction() as session:
        partnership = await Registry(session).at_place("slack", "T1", handle)
        deliveries = Registry(session).deliveries
        deliveries.partnership_id = partnership.id if partnership else None
        to = Address("slack", "T1", conversation=handle)
        await deliveries.owe(key=key, at=door.house.clock.now(), address=to, card=HELLO)


async def state(door: Opened, key: str) -> str:
    async with door.house.store.transaction() as session:
        row = (await session.scalars(select(Delivery).where(Delivery.key == key))).one()
        return row.state


def places(door: Opened) -> list[str]:
    return [channel for _, channel, _ in door.said]


async def test_the_partnership_is_found_under_the_new_id_alone(door: Opened) -> None:
    await door.event(MOVED)
    async with door.house.store.transaction() as session:
        assert await Registry(session).at_place("slack", "T1", "C1") is None
        partnership = await Registry(session).at_place("slack", "T1", "C9")
        assert partnership is not None and partnership.name == "Otterbridge Partnership"


async def test_what_is_owed_goes_to_the_new_id(door: Opened) -> None:
    await owed(door, "k")
    await door.event(MOVED)
    assert places(door) == ["C9"]


async def test_what_was_refused_before_anybody_knew_is_said_after_all(door: Opened) -> None:
    door.slack.refuses["chat.postMessage"] = "channel_not_found"
    await owed(door, "k")
    await door.settles()
    door.slack.refuses.clear()
    await door.event(MOVED)
    assert places(door) == ["C1", "C9"]


async def test_a_channel_that_stays_lost_is_given_up_and_what_it_was_owed_is_said_once_it_is_found(
    door: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "MOVING_SECONDS", 0)
    door.slack.refuses["chat.postMessage"] = "channel_not_found"
    await owed(door, "k")
    await door.settles()
    assert await state(door, "k") == FAILED
    door.slack.refuses.clear()
    await door.event(MOVED)
    assert await state(door, "k") == SENT and places(door)[-1] == "C9"


async def test_what_is_on_its_way_just_now_arrives(door: Opened) -> None:
    await door.event(MOVED)
    await door.door.platform.post(Address("slack", "T1", conversation="C1"), {"text": "Hello"}, "k")
    assert places(door) == ["C9"]


async def test_an_edit_of_a_message_from_before_still_finds_what_it_became(door: Opened) -> None:
    await door.line("AGENDA: Otter funding", ts="1.1")
    await door.event(MOVED)
    edited = {"user": "UMINA", "text": "AGENDA: Otter money", "ts": "1.1", "edited": {"ts": "1.6"}}
    changed = {"type": "message", "subtype": "message_changed", "channel": "C9", "ts": "1.6"}
    await door.event(
        {**changed, "message": edited, "previous_message": {**edited, "text": "AGENDA: Otter funding"}}
    )
    async with door.house.records("C9") as records:
        assert [item.text for item in await records.agenda.waiting()] == ["Otter money"]


async def test_the_same_news_twice_changes_nothing(door: Opened) -> None:
    await door.event(MOVED)
    await door.event(MOVED)
    async with door.house.records("C9") as records:
        assert len(await records.conversations.list()) == 1


async def test_a_partnership_that_was_begun_there_in_haste_steps_aside(door: Opened) -> None:
    await door.line("<@UBOT1> agenda add Budget", channel="C9", ts="1.2")
    hasty = len(door.said)
    await owed(door, "k", "C9")
    await door.event(MOVED)
    async with door.house.store.transaction() as session:
        partnership = await Registry(session).at_place("slack", "T1", "C9")
        assert partnership is not None and partnership.name == "Otterbridge Partnership"
    assert len(door.said) == hasty


async def test_a_channel_without_partnership_may_move_as_it_likes(door: Opened) -> None:
    answer = await door.event({**MOVED, "old_channel_id": "C7", "new_channel_id": "C8"})
    assert answer.status == 200


@asynccontextmanager
async def begun_by_both() -> AsyncIterator[Opened]:
    """Two workspaces have installed Upbeat; the channel is the first one's, which is still in it."""
    async with opened(several=True) as door:
        door.slack.inside = {"T1"}
        yield door


async def test_no_workspace_takes_a_partnership_along_by_leaving_a_shared_channel() -> None:
    async with begun_by_both() as door:
        await door.event(MOVED, SECOND)
        async with door.house.records("C1") as records:
            assert records.partnership.name == "Otterbridge Partnership"
        await owed(door, "k")
        await door.settles()
        assert door.said[-1][:2] == ("T1", "C1")


async def test_a_channel_that_is_there_no_more_under_its_old_id_moves_whoever_tells_of_it() -> None:
    async with begun_by_both() as door:
        door.slack.refuses["conversations.info"] = "channel_not_found"
        await door.event(MOVED, SECOND)
        async with door.house.records("C9") as records:
            assert records.partnership.name == "Otterbridge Partnership"


async def test_nothing_moves_on_top_of_a_partnership_that_was_there_before(door: Opened) -> None:
    await door.line("<@UBOT1> agenda add Budget", channel="C9", ts="1.2")
    await door.event({**MOVED, "old_channel_id": "C9", "new_channel_id": "C1"})
    async with door.house.records("C1") as records:
        assert records.partnership.name == "Otterbridge Partnership"
    async with door.house.records("C9") as records:
        assert [item.text for item in await records.agenda.waiting()] == ["Budget"]


async def test_nothing_moves_while_slack_does_not_say_who_is_in_the_channel() -> None:
    async with begun_by_both() as door:
        door.slack.refuses["conversations.info"] = "ratelimited"
        assert (await door.event(MOVED, SECOND)).status == 500  # so that Slack brings it again
        async with door.house.records("C1") as records:
            assert records.partnership.name == "Otterbridge Partnership"
