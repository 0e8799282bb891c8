"""Which meetings are coming, which series words name, and what a partnership cannot see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.meetings import APOLOGIES, COMING, Meeting, Series
from storage.people import Person
from storage.records import Records, Registry
from tests import stores

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
async def registry() -> AsyncIterator[Registry]:
    async with stores.opened() as store, store.transaction() as session:
        yield Registry(session)


@pytest.fixture
async def records(registry: Registry) -> Records:
    return await registry.begin("Otterbridge", "slack", "T1", "C1")


async def channel(records: Records) -> int:
    first = await records.conversations.first_of_all()
    assert first is not None
    return first.id


async def series(records: Records, name: str) -> Series:
    return await records.meetings.begin(name, await channel(records))


async def planned(records: Records, name: str, days: float, minutes: int = 60) -> Meeting:
    row = await series(records, name)
    return await records.meetings.plan(row, AT + timedelta(days=days), AT, minutes)


async def test_a_meeting_that_goes_on_is_still_the_next_one(records: Records) -> None:
    now = await planned(records, "Steering group", -0.02)
    await planned(records, "Steering group", 7)
    assert await records.meetings.next(AT) == now
    assert await records.meetings.next(AT + timedelta(hours=1)) != now


async def test_what_is_cancelled_is_not_coming(records: Records) -> None:
    first, second = [await planned(records, "Steering group", days) for days in (1, 8)]
    assert list(await records.meetings.coming(AT)) == [first, second]
    await records.meetings.cancel(first)
    assert list(await records.meetings.coming(AT)) == [second]
    assert await records.meetings.previous(second) is None


async def test_series_and_channels_are_told_apart(records: Records) -> None:
    steering, working = [await planned(records, name, 1) for name in ("Steering group", "Working group")]
    assert await records.meetings.next(AT, series_id=working.series_id) == working
    assert list(await records.meetings.coming(AT, conversation_id=await channel(records))) == [
        steering,
        working,
    ]
    assert await records.meetings.coming(AT, conversation_id=999) == []


async def test_after_and_previous_stay_in_the_series(records: Records) -> None:
    first, _, third = [
        await planned(records, name, days)
        for name, days in (("Steering group", 1), ("Working group", 2), ("Steering group", 3))
    ]
    assert await records.meetings.after(first) == third
    assert await records.meetings.previous(third) == first


async def test_an_answer_can_change_and_is_kept_once(registry: Registry, records: Records) -> None:
    person: Person = await registry.person("slack", "T1", "U1", "Mina Patel")
    mina = await records.members.join(person)
    meeting = await planned(records, "Steering group", 1)
    assert await records.meetings.answer(meeting, mina, COMING)
    assert not await records.meetings.answer(meeting, mina, COMING)
    assert await records.meetings.answer(meeting, mina, APOLOGIES)
    assert [row.answer for row in await records.meetings.answers(meeting)] == [APOLOGIES]


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Budget for the working group", "Working group", "Budget"),
        ("Budget for Working Group", "Working group", "Budget"),
        ("working group", "Working group", ""),
        ("for the working group", "Working group", ""),
        ("the working group's agenda", "Working group", ""),
        ("Working group: Budget 10m", "Working group", "Budget 10m"),
        ("for the working group, Budget", "Working group", "Budget"),
        ("remove 3 in Working group", "Working group", "remove 3"),
        ("Budget for the music working group", "Music working group", "Budget"),
        ("Working group budget", None, "Working group budget"),
        ("Budget for the working groups", None, "Budget for the working groups"),
        ("What the working group wants", None, "What the working group wants"),
        ("Budget", None, "Budget"),
    ],
)
async def test_a_series_is_named_where_its_name_stands_for_it(
    records: Records, text: str, name: str | None, rest: str
) -> None:
    for known in ("Working group", "Music working group"):
        await series(records, known)
    found, left = await records.meetings.named(text)
    assert (found.name if found else None, left) == (name, rest)


async def test_one_partnership_does_not_see_anothers_meetings(registry: Registry, records: Records) -> None:
    meeting = await planned(records, "Steering group", 1)
    other = await registry.begin("Fenland", "slack", "T1", "C2")
    assert await other.meetings.coming(AT) == []
    assert await other.meetings.get(meeting.id) is None
    assert await other.meetings.named("for the steering group") == (None, "for the steering group")
