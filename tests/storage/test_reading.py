"""What is read once in a transaction, and when it is read again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage.meetings import Meeting
from storage.people import Member
from storage.records import Records, Registry
from tests import stores

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


@dataclass
class Room:
    """A partnership of two people with a meeting, and the statements that reach the store."""

    registry: Registry
    records: Records
    meeting: Meeting
    asked: list[str]

    async def names(self) -> list[str]:
        return [member.name for member in await self.records.members.list()]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Otterbridge", "slack", "T1", "C1")
        for name in ("Mina", "Sam"):
            await records.members.join(await registry.person("slack", "T1", f"U{name}", name))
        channel = await records.conversations.first_of_all()
        assert channel is not None
        series = await records.meetings.begin("Steering group", channel.id)
        meeting = await records.meetings.plan(series, AT + timedelta(days=7), AT)
        with stores.statements(store) as asked:
            yield Room(registry, records, meeting, asked)


async def test_members_and_meetings_are_read_once_however_often_they_are_asked_for(room: Room) -> None:
    for _ in range(3):
        assert await room.names() == ["Mina", "Sam"]
        assert await room.records.members.chair() is None
        assert await room.records.meetings.coming(AT) == [room.meeting]
    assert len(room.asked) == 2


async def test_what_was_changed_since_is_read_again(room: Room) -> None:
    _, sam = await room.records.members.list()
    sam.left_at = AT
    assert await room.names() == ["Mina"]
    await room.records.members.join(await room.registry.person("slack", "T1", "UJO", "Jo"))
    assert await room.names() == ["Mina", "Jo"]
    assert await room.records.meetings.coming(AT) == [room.meeting]
    await room.records.meetings.cancel(room.meeting)
    assert await room.records.meetings.coming(AT) == []


async def test_so_is_what_a_statement_changed_past_the_rows(room: Room) -> None:
    assert len(await room.names()) == 2
    await room.registry.session.execute(update(Member).values(left_at=AT))
    assert await room.names() == []


async def test_and_what_was_taken_back(room: Room) -> None:
    session = room.registry.session
    with suppress(LookupError):
        async with session.begin_nested():
            (await room.records.members.list())[0].left_at = AT
            assert await room.names() == ["Sam"]
            raise LookupError
    assert await room.names() == ["Mina", "Sam"]


async def test_a_meeting_that_moved_behind_the_moment_is_no_longer_coming(room: Room) -> None:
    assert await room.records.meetings.coming(AT) == [room.meeting]
    room.meeting.starts_at = AT - timedelta(hours=3)
    assert await room.records.meetings.coming(AT) == []
    assert await room.records.meetings.over(AT, timedelta(days=1)) == [room.meeting]
