"""Where agenda items stand: standing ones first, waiting ones until a meeting takes them, carried ones counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.agenda import WELL, AgendaItem
from storage.meetings import Meeting
from storage.records import Records, Registry
from tests import stores

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
async def records() -> AsyncIterator[Records]:
    async with stores.opened() as store, store.transaction() as session:
        yield await Registry(session).begin("Otterbridge", "slack", "T1", "C1")


async def planned(records: Records, days: int, name: str = "Steering group") -> Meeting:
    channel = await records.conversations.first_of_all()
    assert channel is not None
    series = await records.meetings.begin(name, channel.id)
    return await records.meetings.plan(series, AT + timedelta(days=days), AT)


async def added(
    records: Records, text: str, meeting: Meeting | None, series: int | None = None
) -> AgendaItem:
    return await records.agenda.add(AgendaItem(text=text, added_at=AT, carried=0), meeting, series)


async def texts(records: Records, meeting: Meeting, at: datetime = AT) -> list[str]:
    return [item.text for item in await records.agenda.of(meeting, at)]


async def test_standing_items_come_first_even_where_others_were_there_before(records: Records) -> None:
    meeting = await planned(records, 1)
    await added(records, "Budget", meeting)
    assert await texts(records, meeting) == [*WELL, "Budget"]
    assert await texts(records, meeting) == [*WELL, "Budget"]


async def test_a_new_standing_item_stands_after_the_other_standing_ones(records: Records) -> None:
    meeting = await planned(records, 1)
    await added(records, "Budget", meeting)
    await texts(records, meeting)
    await records.agenda.add_standing("Young people")
    assert await texts(records, meeting) == [*WELL, "Young people", "Budget"]


async def test_a_meeting_that_is_over_gets_no_standing_items(records: Records) -> None:
    meeting = await planned(records, 1)
    assert await texts(records, meeting, AT + timedelta(days=2)) == []


async def test_a_partnership_that_removed_all_its_standing_items_has_none(records: Records) -> None:
    meeting = await planned(records, 1)
    await texts(records, meeting)
    for row in await records.agenda.standing():
        await records.agenda.remove_standing(row, [meeting])
    assert await records.agenda.standing() == []
    assert await texts(records, meeting) == []


async def test_a_meeting_takes_up_what_waits_for_it_and_for_any(records: Records) -> None:
    working = await planned(records, 1, "Working group")
    steering = await planned(records, 2)
    for text, series in (("Any", None), ("Theirs", working.series_id), ("Ours", steering.series_id)):
        await added(records, text, None, series)
    await records.agenda.take_up(steering)
    assert (await texts(records, steering))[2:] == ["Any", "Ours"]
    assert [item.text for item in await records.agenda.waiting()] == ["Theirs"]


async def test_what_was_not_reached_is_counted_each_time(records: Records) -> None:
    first, second = await planned(records, 1), await planned(records, 8)
    item = await added(records, "Budget", first)
    await records.agenda.put_off([item], second, carried=True)
    await records.agenda.put_off([item], None, carried=True)
    assert (item.carried, item.meeting_id, item.series_id) == (2, None, first.series_id)


async def test_standing_items_stay_behind_when_a_meeting_is_off(records: Records) -> None:
    first, second = await planned(records, 1), await planned(records, 8)
    await added(records, "Budget", first)
    await texts(records, first)
    await records.agenda.let_go(first, second)
    assert await texts(records, second) == [*WELL, "Budget"]
