"""What keeps minutes whole while several people have them in hand: stale cards and forms, two who approve, a new chair."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.card import Button, plain
from storage.deliveries import Address, Delivery
from storage.lists import PLATFORM
from storage.people import Role
from storage.records import Registry
from tests.handlers.test_minutes import draft_of, form_for, held, public
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


async def test_ones_own_changes_since_do_not_keep_anybody_from_approving(house: House) -> None:
    await draft_of(house)
    small = await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("mina", "minutes 3: The budget is fine", where="dm")
    await house.presses("mina", small, "Approve and post")
    assert "A governor" in public(house) and "The budget is fine" in public(house)


async def test_whoever_approves_is_told_which_part_who_has_changed_and_sees_it_first(house: House) -> None:
    await draft_of(house)
    small = await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("sam", "minutes 3: The budget is fine", where="dm")
    await house.types("mina", "minutes 1: All of us", where="dm")
    said = await house.presses("mina", small, "Approve and post")
    assert "Sam Okafor has changed What is going well, and why" in said.text and "Present" not in said.text
    assert "Minutes:" not in public(house)
    before = len(house.dm("mina"))
    await house.presses("mina", said, "Show the draft")
    [shown] = house.dm("mina")[before:]
    await house.presses("mina", shown, "Approve and post")
    assert "The budget is fine" in public(house)


async def test_a_draft_made_anew_is_looked_at_even_by_who_had_it_made(house: House) -> None:
    card = await draft_of(house)
    small = await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("jo", "#info The key is with the caretaker")
    await house.presses("mina", card, "Draft again")
    said = await house.presses("mina", small, "Approve and post")
    assert "The draft has changed since you saw it" in said.text and "Minutes:" not in public(house)


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
    mina, sam = [await form_for(house, who, card, 2) for who in ("mina", "sam")]
    other = await form_for(house, "mina", card, 3)
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
    old, section = button(card, "minutes.approve"), button(card, "minutes.parts")
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


# Letters


async def reader_of(house: House, letters: int) -> str:
    """Grace reads by mail, and has had so many letters today. Answers her reference."""
    house.dispatch.mails = True
    async with house.records() as records:
        operational, chair = await records.lists.named("operational"), await records.members.chair()
        assert operational is not None and chair is not None
        grace = await records.lists.add(
            operational, "grace@example.org", "Grace Abara", "asked", chair.id, house.clock.now()
        )
        where = Address(PLATFORM, "", person=grace.ref)
        for number in range(letters):
            await records.deliveries.owe(
                key=f"before/{number}",
                at=house.clock.now() - timedelta(hours=2),
                until=house.clock.now() - timedelta(hours=1),
                address=where,
                card={"blocks": []},
            )
    return grace.ref


async def letters_to(house: House, ref: str) -> list[Delivery]:
    async with house.store.transaction() as session:
        query = select(Delivery).where(Delivery.person == ref, Delivery.live == "minutes.letter")
        return list((await session.scalars(query.order_by(Delivery.id))).all())


async def test_minutes_are_posted_though_somebody_has_had_enough_letters_which_go_a_day_later(
    house: House,
) -> None:
    grace = await reader_of(house, letters=4)
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")
    assert "Minutes: Steering group" in public(house)
    told = "\n".join(one.text for one in house.dm("mina"))
    assert "goes by mail tomorrow, to one reader" in told and "4 letters" in told
    await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("mina", "minutes approve", where="dm")
    [letter] = await letters_to(house, grace)
    assert letter.not_before.date() == (house.clock.now() + timedelta(days=1)).date()
    async with house.store.transaction() as session:
        drawn, _ = await house.dispatch.draw(letter, Registry(session), house.clock.now())
    assert drawn is not None and "version 2" in plain(drawn) and "A governor" in plain(drawn)


async def test_minutes_are_posted_without_letters_where_tomorrow_is_full_too(house: House) -> None:
    grace = await reader_of(house, letters=4)
    async with house.records() as records:
        for number in range(4):
            await records.deliveries.owe(
                key=f"tomorrow/{number}",
                at=house.clock.now() + timedelta(hours=20),
                address=Address(PLATFORM, "", person=grace),
                card={"blocks": []},
            )
    await house.presses("mina", await draft_of(house), "Approve and post")
    assert any("It does not go by mail" in one.text for one in house.dm("mina"))
    assert "Minutes: Steering group" in public(house)
    assert not await letters_to(house, grace)
