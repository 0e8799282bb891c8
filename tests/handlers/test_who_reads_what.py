"""What those get who should get nothing: who left or keeps the minutes no more, and whoever has a copy of the store."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.house import House

SECRET = "sell the barn"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


def reads(house: House, who: str) -> str:
    return "\n".join(said.text for said in house.dm(who))


async def test_who_keeps_the_minutes_no_more_sees_nothing_of_what_becomes_of_a_draft(house: House) -> None:
    await house.types("mina", "/upbeat minutes @sam")
    await house.types("sam", "newsletter draft", "dm")
    await house.types("mina", "/upbeat newsletter add inform: a choir")
    assert "a choir" in reads(house, "sam")
    await house.types("mina", "/upbeat minutes @priya")
    await house.types("mina", f"/upbeat newsletter add inform: {SECRET}")
    assert SECRET not in reads(house, "sam")


async def test_who_left_reads_no_more_of_what_they_were_sent(house: House) -> None:
    """Cards that are drawn again for their reader stay as they were on the day they left; a new one is never sent."""
    await house.types("jo", "/action add Mina to find the keys")
    await house.types("sam", "agenda", "dm")
    await house.types("sam", "action mine", "dm")
    await house.types("mina", "ACTION: Sam to look for the spade by 10 December")
    await house.leaves("sam")
    before, said = reads(house, "sam"), len(house.dm("sam"))
    await house.types("mina", f"/agenda add {SECRET}")
    await house.types("mina", f"/action edit 2 = {SECRET} by 11 December")
    await house.turns("20d")
    assert reads(house, "sam") == before and len(house.dm("sam")) == said


async def test_whose_answer_it_was_stands_nowhere_once_answers_are_counted(house: House) -> None:
    await house.types("mina", "/upbeat newsletter draft")
    await house.types("mina", "/upbeat newsletter ask Shall we move? Rather not / Gladly")
    await house.types("mina", "/upbeat newsletter approve")
    await house.types("jo", "newsletter answer rather not", "dm")
    await house.types("sam", "@Upbeat newsletter answer gladly")
    await house.turns("4d")
    await house.types("mina", "/upbeat newsletter draft")
    for who in ("jo", "sam"):
        assert "Rather not" not in await kept_of(house, who) and "Gladly" not in await kept_of(house, who)


async def kept_of(house: House, who: str) -> str:
    """Every message to somebody directly, as it stands in the store."""
    async with house.store.transaction() as session:
        query = text("select key, card, subject from deliveries where person = :person")
        rows = await session.execute(query, {"person": f"U{who.upper()}"})
        return json.dumps([list(map(str, row)) for row in rows])


async def test_what_somebody_noted_for_themselves_is_in_no_minutes(house: House) -> None:
    """Minutes go to everybody, and by mail to people outside."""
    await house.types("jo", "action add Jo to see the doctor", "dm")
    await house.types("mina", "ACTION: Mina to order chairs")
    await house.types("mina", "/meeting plan Steering group, today 10:15am")
    await house.turns("1h")
    await house.types("mina", "/upbeat minutes draft")
    await house.types("mina", "/upbeat minutes approve")
    said = house.channel()[-1].text
    assert "approved minutes" in said and "order chairs" in said
    assert "doctor" not in said


async def test_what_somebody_noted_for_themselves_is_in_no_newsletter_and_no_figure(house: House) -> None:
    await house.types("jo", "action add Jo to see the doctor", "dm")
    await house.types("mina", "ACTION: Mina to order chairs")
    for who, number in (("jo", 1), ("mina", 2)):
        await house.types(who, f"action done {number}", "dm")
    said = await house.types("mina", "/upbeat newsletter draft")
    assert "order chairs" in said.text and "doctor" not in said.text
    said = await house.types("mina", "/upbeat briefing")
    assert "order chairs" in said.text and "doctor" not in said.text


async def test_pictures_are_drawn_once_a_minute_however_often_somebody_asks_for_them(house: House) -> None:
    """Each takes a second of everybody's time."""
    for _ in range(3):
        await house.types("sam", "briefing pictures", "dm")
        house.clock.turn(house.clock.now() + timedelta(seconds=5))
    assert len([said for said in house.dm("sam") if said.key.startswith("briefing/")]) == 2
