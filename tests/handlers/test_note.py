"""Decisions, notes and celebrations as people talk: noted, put right, taken back, listed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.notes import Note
from storage.people import Role
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        async with house.records() as records:
            channel = await records.conversations.first_of_all()
            assert channel is not None
            series = await records.meetings.begin("Steering group", channel.id, 90)
            start = datetime(2026, 12, 15, 14, tzinfo=house.zone)
            await records.meetings.plan(series, start, house.clock.now())
        yield house


async def note(house: House, family: str = "decision", number: int = 1) -> Note:
    async with house.records() as records:
        found = await records.notes.numbered(family, number)
        assert found is not None
        return found


# Noted


async def test_a_marked_line_is_noted_with_a_receipt_in_the_thread(house: House) -> None:
    said = await house.types("jo", "AGREED: the summer concert is at the Curve")
    assert said.text.startswith("Decision noted: the summer concert is at the Curve")
    assert "Decision 1, Steering group" in said.text
    assert said.thread and said.reaction == "white_check_mark" and said.buttons == ["Edit", "Undo"]
    kept = await note(house)
    assert (kept.kind, kept.by and kept.by.name, kept.state) == ("decision", "Jo Lindqvist", "open")
    assert kept.series is not None and kept.series.name == "Steering group" and kept.meeting is None
