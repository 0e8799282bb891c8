"""Whether meetings were worth it, and what leads left them with: said once, in sums, and each to whom it concerns alone."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from storage.sittings import Pressed
from tests.house import House, Said

ANSWERS = ("A good use of time", "Partly", "Not this time")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Two meetings of an hour, a week apart, the first about to begin on a Friday at five."""
    async with House.begun() as house:
        for day in ("Fri 27 November 2026 5pm", "Fri 4 December 2026 2pm"):
            await house.types("mina", f"/meeting plan Steering group, {day}, 60 minutes")
        await house.turns(to="2026-11-27T17:00")
        yield house


async def held(house: House, pressed: dict[str, str]) -> Said:
    """A meeting started and ended, of which people said whether it was worth it."""
    await house.types("mina", "/meeting start")
    await house.types("mina", "/meeting end")
    card = [said for said in house.channel() if said.key.startswith("ended/")][-1]
    for who, answer in pressed.items():
        await house.presses(who, card, answer)
    return card


async def test_over_time_a_picture_says_what_the_words_beside_it_say_and_too_few_are_in_neither(
    house: House,
) -> None:
    everybody = dict.fromkeys(("mina", "sam", "jo", "priya"), ANSWERS[0])
    await held(house, everybody | {"frank": ANSWERS[2]})
    await house.turns(to="2026-12-04T14:00")
    await held(house, everybody)
    await house.types("mina", "/meeting plan Steering group, Tue 8 December 2026 2pm")
    await house.turns(to="2026-12-08T14:00")
    await held(house, {"mina": ANSWERS[2], "jo": ANSWERS[2]})
    await house.turns(to="2026-12-12T12:00")
    words = await house.types("mina", "/meeting worth")
    assert "4 of 5 say yes, 0 partly, 1 not this time" in words.text and "4 of 4 say yes" in words.text
    assert "Tue 8 December: too few answers to show" in words.text
    await house.presses("mina", words, "Send me a picture")
    sent = house.dm("mina")[-1]
    assert sent.card is not None and sent.card.file is not None
    assert sent.card.file.content.startswith(b"\x89PNG") and "4 of 5 say yes" in sent.card.file.alt
    assert "too few answers" in sent.card.file.alt and not house.dm("jo")


async def test_whoever_lowers_the_smallest_group_afterwards_sees_no_more_than_was_promised(
    house: House,
) -> None:
    card = await held(house, dict.fromkeys(("mina", "sam", "jo"), ANSWERS[2]))
    assert "if at least 4 people answer" in card.text
    async with house.records() as records:
        records.partnership.reflect_smallest = 3
    await house.turns(to="2026-12-01T12:00")
    said = await house.types("mina", "/meeting worth")
    assert "too few answers to show" in said.text and "not this time" not in said.text


async def test_no_press_is_traced_by_what_it_is_answered_what_is_logged_or_what_is_kept(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await held(house, {})
    caplog.set_level(logging.INFO)
    drawn, seen = card.text, set()
    for who, answer in zip(("mina", "sam", "jo"), ANSWERS, strict=True):
        caplog.clear()
        said = await house.presses(who, card, answer)
        verbs = {getattr(record, "verb", "") for record in caplog.records}
        seen.add((said.text, said.private, tuple(sorted(verbs))))
        again = await house.presses(who, card, ANSWERS[0])
        assert "counts once" in again.text and card.text == drawn
    assert len(seen) == 1
    async with house.store.transaction() as session:
        assert len((await session.scalars(select(Pressed))).all()) == 3
    await house.turns(to="2026-12-01T12:00")
    async with house.store.transaction() as session:
        assert (await session.scalars(select(Pressed))).all() == []


@pytest.mark.parametrize("value", ["id=1", "id=1 best", "id=1 good poor", "id=99 good", "good", ""])
async def test_a_forged_answer_counts_nothing(house: House, value: str) -> None:
    card = await held(house, {})
    assert "nothing was changed" in (await house.presses_raw("jo", card, "meeting.worth_say", value)).text
    async with house.records() as records:
        [sitting] = await records.sittings.held(house.clock.now())
        assert sitting.voices == 0


# What leads left with


def receipts(house: House, who: str) -> list[str]:
    return [said.text for said in house.dm(who) if "this is what you left" in said.text]


async def test_what_is_left_on_a_friday_evening_is_said_on_monday_once_and_stays_right(house: House) -> None:
    await house.types("mina", "/meeting start")
    await house.types("jo", "ACTION: Sam to order the chairs\nACTION: Sam to ring the library")
    await house.types("jo", "ACTION: Frank to count\nACTION: somebody to buy tea")
    await house.types("priya", "ACTION: Priya to find a quieter room", where="dm")
    await house.turns(to="2026-11-27T18:10")
    await house.types("mina", "/meeting end")
    card = [said for said in house.channel() if said.key.startswith("ended/")][-1]
    assert "4 were noted. Whoever leads one hears of it directly. One has no lead yet." in card.text
    assert receipts(house, "sam") == []
    await house.types("frank", "/action handover 3 to Jo")
    await house.turns(to="2026-11-30T12:00")
    [receipt] = receipts(house, "sam")
    assert "order the chairs (1)" in receipt and "ring the library (2)" in receipt
    assert receipts(house, "jo") == receipts(house, "priya") == receipts(house, "mina") == []
    await house.types("sam", "done 1", where="dm")
    await house.types("mina", "/action edit 2 = Jo to ring the library")
    [receipt] = receipts(house, "sam")
    assert "order the chairs (1): done." in receipt
    await house.turns(to="2026-12-03T12:00")
    assert len(receipts(house, "sam")) == 1


async def test_where_nobody_ends_it_each_lead_still_hears_of_theirs_and_the_channel_of_nothing(
    house: House,
) -> None:
    await house.types("mina", "/meeting start")
    await house.types("jo", "ACTION: Sam to order the chairs")
    before = len(house.channel())
    await house.turns(to="2026-11-30T12:00")
    assert len(receipts(house, "sam")) == 1
    assert not [said for said in house.channel()[before:] if said.key.startswith("ended/")]


async def test_whoever_asked_to_be_left_alone_hears_nothing_of_what_they_left_with(house: House) -> None:
    await house.types("sam", "pause a week", where="dm")
    await house.types("mina", "/meeting start")
    await house.types("jo", "ACTION: Sam to order the chairs")
    await house.types("mina", "/meeting end")
    await house.turns(to="2026-11-30T12:00")
    assert receipts(house, "sam") == []


async def test_what_was_talked_about_after_all_comes_back_and_the_draft_says_so_where_it_stands(
    house: House,
) -> None:
    await house.types("mina", "/agenda add Budget")
    await house.types("mina", "/agenda add Harps")
    await house.types("mina", "/meeting start")
    said = await house.types("mina", "/meeting end")
    drafts = [one for one in house.dm("mina") if one.key.startswith("minutes/")]
    await house.presses("mina", said, "They were talked about")
    after = [one for one in house.dm("mina") if one.key.startswith("minutes/")]
    assert len(drafts) == len(after) == 1
    assert "Harps" not in (await house.types("mina", "/agenda show 4 December")).text
