"""Minutes in the tables: one draft at a time, every approved version kept, nothing of other partnerships."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.meetings import Meeting
from storage.minutes import APPROVED, DISCARDED, DRAFT
from storage.people import Member
from storage.records import Records, Registry
from tests.house import House

NOW = datetime(2026, 12, 15, 16, tzinfo=UTC)


async def _met(records: Records) -> tuple[Meeting, Member]:
    channel = await records.conversations.first_of_all()
    member = await records.members.chair()
    assert channel is not None and member is not None
    series = await records.meetings.begin("Steering group", channel.id)
    return await records.meetings.plan(series, NOW - timedelta(hours=2), NOW - timedelta(days=20)), member


async def test_a_draft_made_again_takes_the_place_of_the_one_before_and_keeps_when_it_was_begun() -> None:
    async with House.begun() as house, house.records() as records:
        meeting, member = await _met(records)
        row = await records.minutes.draft(meeting, {"n": 1}, member, NOW)
        again = await records.minutes.draft(meeting, {"n": 2}, member, NOW + timedelta(hours=1))
        assert again is row and (row.content, row.revision, row.drafted_at) == ({"n": 2}, 2, NOW)
        assert [one.id for one in await records.minutes.drafts()] == [row.id]


async def test_versions_are_numbered_and_a_correction_let_go_brings_the_last_one_back() -> None:
    async with House.begun() as house, house.records() as records:
        meeting, member = await _met(records)
        row = await records.minutes.draft(meeting, {"n": 1}, member, NOW)
        await records.minutes.approve(row, [], member, NOW)
        await records.minutes.draft(meeting, {"n": 2}, member, NOW)
        assert row.state == DRAFT and row.version == 1
        await records.minutes.approve(row, ["next"], member, NOW)
        await records.minutes.draft(meeting, {"n": 3}, member, NOW)
        await records.minutes.discard(row)
        assert (row.state, row.content, row.version) == (APPROVED, {"n": 2}, 2)
        kept = await records.minutes.versions(row)
        assert [(one.number, one.content, one.changed) for one in kept] == [
            (1, {"n": 1}, []),
            (2, {"n": 2}, ["next"]),
        ]


async def test_a_first_draft_let_go_leaves_none() -> None:
    async with House.begun() as house, house.records() as records:
        meeting, member = await _met(records)
        row = await records.minutes.draft(meeting, {"n": 1}, member, NOW)
        await records.minutes.discard(row)
        assert row.state == DISCARDED and not await records.minutes.drafts()


async def test_another_partnership_finds_neither_minutes_nor_versions() -> None:
    async with House.begun() as house:
        async with house.records() as records:
            meeting, member = await _met(records)
            row = await records.minutes.draft(meeting, {"n": 1}, member, NOW)
            await records.minutes.approve(row, [], member, NOW)
        async with house.store.transaction() as session:
            other = await Registry(session).begin("Others", "slack", "T1", "C2")
            assert await other.minutes.get(row.id) is None
            assert await other.minutes.version(row, 1) is None and not await other.minutes.list()
