"""`topic: …` while a meeting is on, and silence at any other time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.records import Registry
from tests.house import House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 1 December 2026 2pm, 60 minutes")
        await house.types("mina", "/agenda add Budget 10m")
        yield house


async def agenda(house: House) -> list[str]:
    """The items that people added to the agenda of the first meeting."""
    async with house.records() as records:
        meeting = await records.meetings.get(1)
        assert meeting is not None
        return [item.text for item in await records.agenda.unfinished(meeting)]


async def test_a_topic_goes_onto_the_agenda_of_the_meeting_that_is_on_at_its_end(house: House) -> None:
    await house.turns(to="2026-12-01T14:30")
    said = await house.types("jo", "Topic: Harps 5m")
    assert "On the agenda for Steering group" in said.text and "Harps" in said.text and said.thread
    assert await agenda(house) == ["Budget", "Harps"]


@pytest.mark.parametrize("moment", ["2026-12-01T13:59", "2026-12-01T15:00"])
async def test_before_and_after_it_nothing_at_all_is_said_however_often(house: House, moment: str) -> None:
    await house.turns(to=moment)
    before = (len(house.memory.posts), len(house.memory.marks))
    for _ in range(3):
        assert (await house.types("jo", "topic: Harps")).card is None
    assert (len(house.memory.posts), len(house.memory.marks)) == before
    assert await agenda(house) == ["Budget"]


async def test_a_meeting_that_was_cancelled_or_is_in_another_channel_is_not_on(house: House) -> None:
    await house.joins("upbeat", "C9", inviter="will")
    await house.turns(to="2026-12-01T14:30")
    assert (await house.types("will", "topic: Harps", where="C9")).card is None
    async with house.records() as records:
        meeting = await records.meetings.get(1)
        assert meeting is not None
        await records.meetings.cancel(meeting)
    assert (await house.types("jo", "topic: Harps")).card is None


async def test_a_topic_begins_no_partnership(house: House) -> None:
    assert (await house.types("jo", "topic: Harps", where="C7")).card is None
    async with house.store.transaction() as session:
        assert await Registry(session).at_place("slack", "T1", "C7") is None
    assert house.channel("C7") == []


async def test_said_to_upbeat_it_is_an_item_for_the_next_agenda(house: House) -> None:
    said = await house.types("jo", "@Upbeat topic: Harps")
    assert "On the agenda for Steering group" in said.text
    assert await agenda(house) == ["Budget", "Harps"]


async def test_an_edit_of_the_message_follows_the_item_and_is_noted_once(house: House) -> None:
    await house.turns(to="2026-12-01T14:30")
    said = await house.types("jo", "topic: Harps")
    await house.edits("jo", said.thread, "topic: Harps and bells")
    assert await agenda(house) == ["Budget", "Harps and bells"]
    assert house.dm("jo") == []
