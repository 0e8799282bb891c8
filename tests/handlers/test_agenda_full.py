"""An agenda holds so many items and no more; whoever adds one hears what to do, and has their words back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.agenda import MOST, OPEN, AgendaItem
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A meeting with as many items as it holds, without the standing ones, and one after it with room for one."""
    async with House.begun() as house:
        for day in ("Tue 1 December 2026", "Tue 12 January 2027"):
            await house.types("mina", f"/meeting plan Steering group, {day} 2pm, 60 minutes")
        await fill(house, 0, MOST)
        yield house


async def fill(house: House, meeting: int, count: int) -> None:
    async with house.records() as records:
        coming = await records.meetings.coming(house.clock.now())
        for number in range(count):
            item = AgendaItem(text=f"Item {number}", presenter_words="", state=OPEN, carried=0)
            item.added_at = house.clock.now()
            await records.agenda.add(item, coming[meeting])


async def count(house: House, meeting: int = 0) -> int:
    async with house.records() as records:
        coming = await records.meetings.coming(house.clock.now())
        return len(await records.agenda.unfinished(coming[meeting]))


def full(said: Said, words: str) -> bool:
    return "60 items" in said.text and words in said.text and "Arrange the agenda" in said.buttons


async def test_by_command_line_and_form_a_full_agenda_says_so_and_gives_the_words_back(house: House) -> None:
    assert full(await house.types("jo", "/agenda add Insurance 5m @sam"), "Insurance 5m Sam Okafor")
    assert full(await house.types("jo", "agenda+ Insurance for advice"), "Insurance for advice")
    form = await house.types("jo", "/agenda add")
    said = await house.submits("jo", form, {"text": "Insurance"})
    assert "60 items" in " ".join([said.text, *said.errors.values()])
    assert await count(house) == MOST


async def test_a_topic_in_a_full_meeting_and_an_item_put_back_are_not_lost_either(house: House) -> None:
    removed = await house.types("mina", "/agenda remove 4")
    await house.types("jo", "/agenda add Insurance")
    assert full(await house.presses("mina", removed, "Put the item back"), "Item 1")
    await house.turns(to="2026-12-01T14:00")
    await house.types("mina", "/meeting start")
    assert full(await house.types("jo", "topic: Keys 5m"), "Keys 5m")
    assert await count(house) == MOST


async def test_what_is_put_off_to_a_full_agenda_stays_where_it_is(house: House) -> None:
    await fill(house, 1, MOST)
    assert full(await house.types("mina", "/agenda next 5"), "Item 2")
    assert await count(house) == MOST


async def test_what_is_carried_over_beyond_what_fits_waits_and_is_taken_up_when_there_is_room(
    house: House,
) -> None:
    await fill(house, 1, MOST - 10)
    await house.turns(to="2026-12-01T14:00")
    await house.types("mina", "/meeting start")
    said = await house.types("mina", "/meeting end")
    assert "the last 50 wait" in said.text
    async with house.records() as records:
        [january] = await records.meetings.coming(house.clock.now())
        assert len(await records.agenda.unfinished(january)) == MOST
        assert len(await records.agenda.waiting(january.series_id)) == MOST - 10
    await house.types("mina", "/meeting plan Steering group, Tue 9 February 2027 2pm, 60 minutes")
    assert await count(house, 1) == MOST - 10


async def test_so_many_wait_for_a_meeting_and_no_more() -> None:
    async with House.begun() as house:
        async with house.records() as records:
            for number in range(MOST):
                item = AgendaItem(text=f"Item {number}", presenter_words="", state=OPEN, carried=0)
                item.added_at = house.clock.now()
                await records.agenda.add(item, None)
        said = await house.types("jo", "/agenda add Insurance 5m")
        assert "60 items wait" in said.text and "Insurance 5m" in said.text
        assert "Plan a meeting" in said.buttons
