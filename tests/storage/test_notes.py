"""Notes in the tables: numbers by family, lists that leave nothing out and show nothing of others, what message they are of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Store
from storage.meetings import Meeting
from storage.notes import CELEBRATION, DECISION, HELP, IDEA, UNDONE, Note
from storage.records import Records, Registry
from tests import stores

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with stores.opened() as store:
        yield store


async def begun(registry: Registry, handle: str = "C1") -> Records:
    return await registry.begin("Making Music Together", "slack", "T1", handle)


async def planned(records: Records, name: str, starts_at: datetime) -> Meeting:
    channel = await records.conversations.first_of_all()
    assert channel is not None
    return await records.meetings.plan(await records.meetings.begin(name, channel.id), starts_at, NOW)


async def noted(
    records: Records, kind: str, text: str, at: datetime = NOW, meeting: Meeting | None = None
) -> Note:
    note = Note(kind=kind, text=text, at=at, state="open")
    note.meeting_id, note.series_id = (meeting.id, meeting.series_id) if meeting else (None, None)
    return await records.notes.add(note)


async def texts(records: Records, *kinds: str, **narrower: object) -> list[str]:
    return [note.text for note in await records.notes.list(kinds, **narrower)]  # type: ignore[arg-type]


async def test_each_family_counts_for_itself_and_what_is_taken_back_keeps_its_number(store: Store) -> None:
    async with store.transaction() as session:
        records = await begun(Registry(session))
        first = await noted(records, DECISION, "the Curve")
        idea, help_, win = [await noted(records, kind, kind) for kind in (IDEA, HELP, CELEBRATION)]
        first.state = UNDONE
        second = await noted(records, DECISION, "the mill")
        assert [one.number for one in (first, idea, help_, win, second)] == [1, 1, 2, 1, 2]
        assert await records.notes.numbered("note", 2) is help_
        assert await records.notes.numbered("note", 3) is None
        assert await records.notes.numbered("note", 10**30) is None
        assert await records.notes.get(10**30) is None


async def test_a_list_holds_what_stands_the_newest_first(store: Store) -> None:
    async with store.transaction() as session:
        records = await begun(Registry(session))
        await noted(records, DECISION, "old", NOW - DAY)
        await noted(records, DECISION, "New", NOW)
        (await noted(records, DECISION, "gone", NOW + DAY)).state = UNDONE
        await noted(records, IDEA, "an idea", NOW)
        assert await texts(records, DECISION) == ["New", "old"]
        assert await texts(records, DECISION, IDEA) == ["an idea", "New", "old"]
        assert await texts(records, DECISION, since=NOW) == ["New"]
        assert await texts(records, DECISION, until=NOW) == ["old"]
        assert await texts(records, DECISION, words="new") == ["New"]


async def test_a_list_of_a_series_holds_what_belongs_to_none_as_well(store: Store) -> None:
    async with store.transaction() as session:
        records = await begun(Registry(session))
        steering = await planned(records, "Steering group", NOW)
        working = await planned(records, "Working group", NOW)
        await noted(records, DECISION, "steering", meeting=steering)
        await noted(records, DECISION, "working", NOW + DAY, working)
        await noted(records, DECISION, "none", NOW + 2 * DAY)
        assert await texts(records, DECISION, series_id=steering.series_id) == ["none", "steering"]
        assert await texts(records, DECISION, meeting_id=working.id) == ["working"]


async def test_what_another_partnership_noted_is_out_of_reach(store: Store) -> None:
    async with store.transaction() as session:
        records, other = await begun(Registry(session)), await begun(Registry(session), "C2")
        theirs = await noted(other, DECISION, "theirs")
        assert await records.notes.get(theirs.id) is None
        assert await records.notes.numbered("decision", 1) is None
        assert await texts(records, DECISION) == []
        assert (await noted(records, DECISION, "ours")).number == 1
        assert not await records.stands("decision", theirs.id)
        assert await other.stands("decision", theirs.id)


async def test_the_last_that_somebody_noted_is_theirs_and_not_too_long_ago(store: Store) -> None:
    async with store.transaction() as session:
        registry = Registry(session)
        records = await begun(registry)
        mina, sam = [
            await records.members.join(await registry.person("slack", "T1", handle, handle))
            for handle in ("UMINA", "USAM")
        ]
        for by, text in ((mina, "one"), (mina, "two"), (sam, "three")):
            (await noted(records, DECISION, text)).by_id = by.id
        last = await records.notes.last(mina.id, NOW - DAY, "decision")
        assert last is not None and last.text == "two"
        assert await records.notes.last(mina.id, NOW) is None
        assert await records.notes.last(mina.id, NOW - DAY, "note") is None


async def test_a_meeting_goes_on_from_its_first_minute_until_its_last(store: Store) -> None:
    async with store.transaction() as session:
        records = await begun(Registry(session))
        meeting = await planned(records, "Steering group", NOW)
        channel = meeting.series.conversation_id
        on = [NOW - timedelta(minutes=1), NOW, NOW + timedelta(minutes=59), NOW + timedelta(minutes=60)]
        found = [await records.meetings.going_on(at, channel) for at in on]
        assert found == [None, meeting, meeting, None]
        assert await records.meetings.going_on(NOW, channel + 1) is None
        assert await records.meetings.going_on(NOW, None) is None
        await records.meetings.cancel(meeting)
        assert await records.meetings.going_on(NOW, channel) is None
