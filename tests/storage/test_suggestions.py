"""What is offered belongs to one partnership, follows its conversation, and keeps the partnership in the sweep."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from storage.awake import awake
from storage.records import Records, Registry
from storage.suggestions import DECLINED, PROMISE, Suggestion
from tests import stores

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


@dataclass
class Room:
    """Two partnerships with Jo in both."""

    registry: Registry
    records: Records
    other: Records

    async def offers(self, records: Records, text: str, batch: int | None = None) -> Suggestion:
        [jo] = await records.members.list()
        row = Suggestion(member_id=jo.id, kind=PROMISE, text=text, conversation="C1", message="7.1", at=AT)
        row.index = 0
        return await records.suggestions.add(row, batch)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        person = await registry.person("slack", "T2", "UJO", "Jo Penrose")
        begun = [await registry.begin(name, "slack", "T1", name) for name in ("C1", "C2")]
        for records in begun:
            await records.members.join(person)
        yield Room(registry, *begun)


async def test_the_first_of_a_message_gives_it_its_number_and_others_join_it(room: Room) -> None:
    first = await room.offers(room.records, "ring the school")
    second = await room.offers(room.records, "order chairs", first.batch)
    assert first.batch == first.id == second.batch != second.id
    assert [one.text for one in await room.records.suggestions.of_batch(first.id)] == [
        "ring the school",
        "order chairs",
    ]


async def test_nothing_of_another_partnership_is_in_reach(room: Room) -> None:
    row = await room.offers(room.other, "sell the barn")
    mine = room.records.suggestions
    assert await mine.get(row.id) is None and await mine.of_batch(row.id) == []
    assert await mine.of("C1", "7.1") == [] and await mine.open_to(row.member_id) == []
    assert await mine.latest(row.member_id, PROMISE, 9) == []
    assert await mine.since(row.member_id, AT - timedelta(days=1)) == []
    assert await mine.waiting_since(AT + timedelta(days=9)) == []
    await mine.follow("C1", "C9")
    assert len(await room.other.suggestions.of("C1", "7.1")) == 1


async def test_a_conversation_with_another_id_takes_its_offers_along(room: Room) -> None:
    await room.offers(room.records, "ring the school")
    await room.registry.moved("slack", "C1", "C9")
    assert [one.text for one in await room.records.suggestions.of("C9", "7.1")] == ["ring the school"]


async def test_what_waits_keeps_a_partnership_without_any_meeting_in_the_sweep(room: Room) -> None:
    row = await room.offers(room.records, "ring the school")
    window = AT - timedelta(days=1), AT + timedelta(days=9)
    assert await awake(room.registry.session, *window) == [room.records.partnership.id]
    row.state = DECLINED
    await room.registry.session.flush()
    assert await awake(room.registry.session, *window) == []
