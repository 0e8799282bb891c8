"""A decision that every organisation is asked about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "AGREED: The summer concert is at the Curve")
        await house.types("mina", "/upbeat decision ask 1")
        yield house


def card(house: House) -> Said:
    return next(said for said in house.channel() if said.key.startswith("positions/"))


async def test_what_each_says_is_shown_once_all_have_answered_and_no_reason_without_consent(
    house: House,
) -> None:
    await house.presses("mina", card(house), "Agree")
    assert "1 of 3 organisations" in card(house).text and "agrees" not in card(house).text
    await house.presses("jo", card(house), "Stand aside")
    form = await house.presses("priya", card(house), "Disagree and say why")
    await house.submits("priya", form, {"reason": "It is too far", "shown": "no"})
    text = card(house).text
    assert "Otterbridge Music: agrees" in text and "Fenland Virtual School: stands aside" in text
    assert "Riverside Library: sees it differently" in text and "too far" not in text
    assert "too far" in house.dm("mina")[-1].text
    assert not any(name in text for name in ("Mina", "Jo", "Priya"))


async def test_the_order_of_what_was_said_does_not_tell_who_answered_first(house: House) -> None:
    for person, label in (("priya", "Stand aside"), ("jo", "Agree"), ("mina", "Agree")):
        await house.presses(person, card(house), label)
    said = [line for line in card(house).text.splitlines() if ": " in line]
    names = [line.lstrip("• ").partition(":")[0] for line in said]
    assert names == ["Otterbridge Music", "Fenland Virtual School", "Riverside Library"]


async def test_a_reason_is_shown_where_whoever_gave_it_says_so(house: House) -> None:
    form = await house.presses("priya", card(house), "Disagree and say why")
    await house.submits("priya", form, {"reason": "It is too far", "shown": "yes"})
    await house.types("mina", "/upbeat decision close 1")
    assert "too far" in card(house).text and not card(house).buttons


async def test_an_organisation_has_one_answer_and_may_change_it(house: House) -> None:
    await house.presses("jo", card(house), "Stand aside")
    await house.presses("frank", card(house), "Agree")
    assert "1 of 3 organisations" in card(house).text
    await house.types("mina", "/upbeat decision close 1")
    assert "Fenland Virtual School: agrees" in card(house).text


async def test_where_somebody_may_decide_nobody_else_of_their_organisation_does(house: House) -> None:
    assert "Jo Lindqvist" in (await house.types("frank", "/upbeat decision deciders Jo")).text
    said = await house.presses("frank", card(house), "Agree")
    assert "Jo Lindqvist may decide" in said.text and "0 of 3" in card(house).text
    await house.presses("jo", card(house), "Agree")
    assert "1 of 3" in card(house).text
    assert "(may decide: Jo Lindqvist)" in (await house.types("mina", "/partnership show")).text


async def test_who_may_decide_is_for_the_chair_or_the_organisation_itself(house: House) -> None:
    said = await house.types("priya", "/upbeat decision deciders Jo")
    assert "nothing was changed" in said.text
    assert "Jo Lindqvist" in (await house.types("mina", "/upbeat decision deciders Jo")).text


async def test_nobody_speaks_for_two_organisations_by_going_from_one_to_the_other(house: House) -> None:
    await house.presses("mina", card(house), "Agree")
    await house.types("mina", "@Upbeat join Fenland Virtual School")
    await house.presses("mina", card(house), "Stand aside")
    assert "1 of 3 organisations" in card(house).text


async def test_who_decides_for_an_organisation_is_changed_by_nobody_else_there(house: House) -> None:
    await house.types("frank", "/upbeat decision deciders Jo")
    said = await house.types("frank", "/upbeat decision deciders Jo")
    assert "nothing was changed" in said.text
    await house.types("frank", "/upbeat decision deciders Frank")
    await house.presses("frank", card(house), "Agree")
    assert "0 of 3" in card(house).text
    await house.types("jo", "/upbeat decision deciders Frank")
    await house.presses("frank", card(house), "Agree")
    assert "1 of 3" in card(house).text


async def test_an_organisation_that_is_gone_does_not_answer_for_one_that_is_still_to_say(
    house: House,
) -> None:
    await house.presses("jo", card(house), "Agree")
    for who in ("jo", "frank"):
        await house.leaves(who)
    await house.presses("mina", card(house), "Agree")
    assert "2 of 3 organisations" in card(house).text and "agrees" not in card(house).text


async def test_what_was_agreed_to_keeps_its_words_and_other_words_are_asked_about_anew(house: House) -> None:
    await house.presses("jo", card(house), "Agree")
    await house.types("mina", "/upbeat decision edit 1 = The concert is cancelled")
    assert "The summer concert is at the Curve" in card(house).text and "cancelled" not in card(house).text
    await house.types("mina", "/upbeat decision ask 1")
    assert "The concert is cancelled" in card(house).text and "0 of 3" in card(house).text


async def test_a_decision_that_was_taken_back_asks_nothing_more(house: House) -> None:
    old = card(house)
    assert old.card is not None
    agree = next(one for one in old.card.buttons() if one.label == "Agree")
    await house.types("mina", "/upbeat decision drop 1")
    assert "taken back" in card(house).text and not card(house).buttons
    assert "taken back" in (await house.presses_raw("jo", old, agree.action, agree.value)).text
