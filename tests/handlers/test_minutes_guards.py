"""What keeps minutes whole while several people have them in hand: stale cards and forms, two who approve, a new chair."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.card import Button
from storage.people import Role
from tests.handlers.test_minutes import draft_of, held, public
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await held(house)
        yield house


def button(said: Said, action: str) -> Button:
    assert said.card is not None
    return next(one for one in said.card.buttons() if one.action == action)


async def test_two_who_approve_at_once_post_one_version(house: House) -> None:
    mina, sam = await draft_of(house), await draft_of(house, "sam")
    ready = button(sam, "minutes.approve")
    await asyncio.gather(
        house.presses_raw("mina", mina, ready.action, ready.value),
        house.presses_raw("sam", sam, ready.action, ready.value),
    )
    assert public(house).count("Minutes: Steering group") == 1
    async with house.records() as records:
        row = await records.minutes.get(1)
        assert row is not None
        assert [one.number for one in await records.minutes.versions(row)] == [1]


async def test_a_button_that_was_pressed_before_approves_no_correction(house: House) -> None:
    card = await draft_of(house)
    old = button(card, "minutes.approve")
    await house.presses("mina", card, "Approve and post")
    await house.types("sam", "minutes 2: Nobody", where="dm")
    said = await house.presses_raw("mina", card, old.action, old.value)
    assert "The draft has changed since you saw it" in said.text
    assert public(house).count("Minutes: Steering group") == 1 and "Nobody" not in public(house)


async def test_a_form_of_another_section_is_not_stale_and_one_of_the_same_keeps_its_words(
    house: House,
) -> None:
    card = await draft_of(house)
    mina, sam = [await house.presses(who, card, "Change 2") for who in ("mina", "sam")]
    other = await house.presses("mina", card, "Change 3")
    await house.submits("sam", sam, {"text": "Priya Nair, ill"})
    refused = await house.submits("mina", mina, {"text": "Priya Nair, away"})
    assert "changed this part meanwhile" in refused.errors["text"] and refused.form is None
    await house.submits("mina", other, {"text": "The budget is fine"})
    assert "Priya Nair, ill" in card.text and "The budget is fine" in card.text


async def test_a_draft_that_was_let_go_is_not_approved_by_an_old_button(house: House) -> None:
    card = await draft_of(house)
    old = button(card, "minutes.approve")
    await house.presses("mina", card, "Let the draft go")
    said = await house.presses_raw("sam", card, old.action, old.value)
    assert "Minutes: " not in public(house), said.text


async def test_a_new_chair_takes_the_draft_over_and_the_old_one_sees_and_does_no_more(house: House) -> None:
    card = await draft_of(house)
    old, section = button(card, "minutes.approve"), button(card, "minutes.section")
    async with house.records() as records:
        mina, jo = [await records.members.of_handle(handle) for handle in ("UMINA", "UJO")]
        assert mina is not None and jo is not None
        await records.members.give(Role.CHAIR, jo)
        mina.role = Role.MEMBER
    for one in (old, section):
        said = await house.presses_raw("mina", card, one.action, one.value)
        assert "Chair, deputy and minute-taker" in said.text or "chair" in said.text.lower()
        assert said.form is None
    await house.types("jo", "minutes 2: A secret until it is approved", where="dm")
    assert "secret" not in card.text and "Minutes: " not in public(house)
    [waiting] = [one for one in await house.turns("10d") if "when it suits you" in one.text]
    assert waiting.place == "DUJO"
    await house.types("jo", "minutes approve", where="dm")
    assert "A secret until it is approved" in public(house) and "approved by Jo" in public(house)


async def test_a_form_that_names_another_section_or_none_changes_nothing(house: House) -> None:
    card = await draft_of(house)
    before = card.text
    for value in ("id=1/s=present", "id=1/s=present/h=00000000", "id=1/s=nothing/h=00000000", "id=1"):
        said = await house.presses_raw("mina", card, "minutes.save", value)
        assert said.errors or said.text, value
    assert card.text == before


async def test_what_waits_after_a_correction_began_is_mentioned_once_for_that_correction(
    house: House,
) -> None:
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")
    await house.types("mina", "minutes 2: A governor", where="dm")
    waiting = [one for one in await house.turns("30d") if "when it suits you" in one.text]
    assert len(waiting) == 1 and waiting[0].place == "DUMINA"
