"""Approved minutes on a page of the channel: the last ones, written over; tried once where it cannot be had."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.errors import Moot
from bot.platform import Page
from handlers.minutes.page import ROOM
from storage.deliveries import DROPPED, Address
from tests.handlers.test_minutes import draft_of, held
from tests.house import House

NEXT = "@Upbeat meeting plan Steering group, Tuesday 19 January 2027 2pm, 90 minutes"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await held(house)
        yield house


async def approve(house: House) -> None:
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")


async def next_meeting(house: House, day: str = "2027-01-19") -> None:
    await house.types("mina", NEXT)
    await house.turns(to=f"{day}T16:00:00")


def page(house: House) -> str:
    [sheet] = house.memory.sheets.values()
    return sheet.text


async def test_approved_minutes_stand_on_a_page_of_the_channel_and_no_draft_does(house: House) -> None:
    await draft_of(house)
    assert house.memory.sheets == {}
    await house.types("mina", "minutes approve", where="dm")
    assert "We share the hall until July" in page(house) and "Version 1" in page(house)
    await house.types("mina", "minutes 2: A secret for now", where="dm")
    assert "secret" not in page(house) and house.memory.posts[-1].place != "C1"


async def test_a_correction_is_written_over_the_same_page(house: House) -> None:
    await approve(house)
    await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("mina", "minutes approve", where="dm")
    assert "A governor" in page(house) and "Version 2" in page(house) and "Version 1" not in page(house)


async def test_the_next_meeting_comes_above_the_last_which_stays_as_it_was_approved(house: House) -> None:
    await approve(house)
    await house.types("mina", "minutes 2: A secret for now", where="dm")
    await next_meeting(house)
    await approve(house)
    text = page(house)
    assert "secret" not in text
    assert text.index("19 January") < text.index("15 December, 2pm")
    assert text.count("# Steering group") == 2


async def test_older_minutes_leave_the_page_where_there_is_no_room_for_them(house: House) -> None:
    await approve(house)
    await next_meeting(house)
    async with house.records() as records:
        [old] = [row for row in await records.minutes.list() if row.version]
        version = await records.minutes.version(old, 1)
        assert version is not None
        content = dict(version.content)
        content["sections"] = [{"key": "present", "title": "Old", "lines": ["word " * ROOM], "own": False}]
        version.content = content
    await approve(house)
    assert "19 January" in page(house) and "word word" not in page(house)


class Refusing:
    """How often a page was asked for, where none may stand."""

    def __init__(self, house: House) -> None:
        self.asked = 0
        self._post = house.memory.post
        house.memory.post = self.post  # type: ignore[method-assign]

    async def post(self, to: Address, page: Page, key: str) -> str:
        if "sheet" not in page:
            return await self._post(to, page, key)
        self.asked += 1
        raise Moot("canvas: missing_scope")


async def test_a_page_that_is_refused_is_not_asked_for_at_each_meeting_but_a_season_later(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = Refusing(house)
    await approve(house)
    posted = house.channel()[-1]
    assert posted.text.startswith("Minutes: Steering group") and "As a Word file" in posted.buttons
    await next_meeting(house)
    await approve(house)
    assert refusing.asked == 1
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    await house.types("mina", "@Upbeat meeting plan Steering group, Tuesday 20 April 2027 2pm, 90 minutes")
    await house.turns(to="2027-04-20T16:00:00")
    await approve(house)
    assert refusing.asked == 2


async def test_a_page_that_somebody_took_away_does_not_come_back(house: House) -> None:
    await approve(house)

    async def gone(to: Address, message: str, page: Page) -> None:
        if "sheet" in page:
            raise Moot("canvas: canvas_not_found")

    house.memory.update = gone  # type: ignore[method-assign]
    house.memory.sheets.clear()
    await next_meeting(house)
    await approve(house)
    async with house.records() as records:
        [row] = await records.deliveries.about("minutes-page:1")
        assert row.state == DROPPED and row.pages
    await house.types("mina", "@Upbeat meeting plan Steering group, Tuesday 18 May 2027 2pm, 90 minutes")
    await house.turns(to="2027-05-18T16:00:00")
    await approve(house)
    assert house.memory.sheets == {}


async def test_where_a_platform_has_no_pages_nothing_is_said_instead(house: House) -> None:
    house.memory.sheetless = True
    before = len(house.channel())
    await approve(house)
    new = house.channel()[before:]
    assert [said.text.split("\n")[0] for said in new] == ["Minutes: Steering group"]
    assert house.memory.sheets == {}
