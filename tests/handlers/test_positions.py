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


async def answered(house: House) -> None:
    """Everybody has answered, and Riverside Library sees it differently."""
    for person, label in (("mina", "Agree"), ("jo", "Stand aside")):
        await house.presses(person, card(house), label)
    form = await house.presses("priya", card(house), "Disagree and say why")
    await house.submits("priya", form, {"reason": "It is too far", "shown": "yes"})


async def listed(house: House) -> str:
    return (await house.types("mina", "/upbeat decisions")).text


async def test_a_list_says_that_it_is_not_settled_and_then_who_sees_it_differently(house: House) -> None:
    await house.presses("priya", card(house), "Stand aside")
    form = await house.presses("priya", card(house), "Disagree and say why")
    await house.submits("priya", form, {"reason": "It is too far", "shown": "yes"})
    assert "asked of everyone, not settled yet" in await listed(house)
    assert "differently" not in await listed(house)
    await answered(house)
    for text in (await listed(house), (await house.types("jo", "/upbeat decision 1")).text):
        assert "Riverside Library sees it differently" in text and "not settled" not in text
        assert "too far" not in text and "Fenland" not in text


async def test_what_nobody_sees_differently_is_listed_as_any_other_decision(house: House) -> None:
    for person in ("mina", "jo", "priya"):
        await house.presses(person, card(house), "Agree")
    said = await listed(house)
    assert "the Curve" in said and "settled" not in said and "differently" not in said


async def test_one_who_disagrees_is_not_laid_on_other_words_nor_forgotten_for_them(house: House) -> None:
    await answered(house)
    await house.types("mina", "/upbeat decision edit 1 = The concert is cancelled")
    said = await listed(house)
    assert "asked of everyone in other words" in said and "differently" not in said
    await house.types("mina", "/upbeat decision edit 1 = The summer concert is at the Curve")
    assert "Riverside Library sees it differently" in await listed(house)


async def test_a_receipt_asks_everyone_in_one_press_and_says_how_it_stands() -> None:
    async with House.begun() as house:
        receipt = await house.types("jo", "AGREED: The summer concert is at the Curve")
        refused = await house.presses("priya", receipt, "Ask everyone")
        assert "nothing was changed" in refused.text.casefold() and "Ask everyone" in receipt.buttons
        await house.presses("mina", receipt, "Ask everyone")
        assert "For you to decide: number 1" in card(house).text
        assert "not settled yet" in receipt.text and "Ask everyone" not in receipt.buttons
        await answered(house)
        assert "Riverside Library sees it differently" in receipt.text
        await house.types("jo", "/upbeat decision edit 1 = The concert is cancelled")
        assert "in other words" in receipt.text and "Ask everyone" in receipt.buttons


async def test_nobody_is_asked_about_a_celebration(house: House) -> None:
    said = await house.types("mina", "WIN: Forty children sang")
    assert "Ask everyone" not in said.buttons
    forged = await house.presses_raw("mina", said, "decision.ask", "id=2")
    assert "no decision with that number" in forged.text
    assert not [one for one in house.channel() if "Forty children" in one.text and "decide" in one.text]


async def test_the_card_and_the_draft_of_its_meeting_say_how_it_stands() -> None:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm, 90 minutes")
        await house.turns(to="2026-12-15T14:05:00")
        await house.types("mina", "/meeting start")
        await house.types("jo", "AGREED: The summer concert is at the Curve")
        planned = await house.types("mina", "@Upbeat meeting")
        await house.types("mina", "/meeting end")
        ended = next(one for one in house.channel() if "has ended" in one.text)
        draft = next(one for one in house.dm("mina") if "Draft: Steering group" in one.text)
        assert "Agreed\n• The summer concert" in ended.text and "Agreed\n" in planned.text
        await house.types("mina", "/upbeat decision ask 1")
        for said in (ended, planned):
            assert "Agreed\n" not in said.text and "asked of everyone, not settled yet" in said.text
        assert "Everyone is asked about decision 1, and it is not settled yet." in draft.text
        await answered(house)
        await house.types("mina", "/upbeat decision close 1")
        for said in (ended, planned):
            assert "Agreed\n" not in said.text and "Riverside Library sees it differently" in said.text
        assert "Riverside Library sees decision 1 differently." in draft.text


async def test_a_newsletter_has_it_only_while_nobody_is_asked_or_all_are_content() -> None:
    async with House.begun() as house:
        await house.types("mina", "AGREED: The summer concert is at the Curve")
        draft = await house.types("mina", "@Upbeat newsletter draft", where="dm")
        assert "the Curve" in draft.text
        await house.types("mina", "/upbeat decision ask 1")
        assert "the Curve" not in draft.text
        for person in ("mina", "jo", "priya"):
            await house.presses(person, card(house), "Agree")
        assert "the Curve" in draft.text
        form = await house.presses("priya", card(house), "Disagree and say why")
        await house.submits("priya", form, {"reason": "It is too far", "shown": "no"})
        assert "the Curve" not in draft.text


async def test_no_newsletter_or_briefing_is_drafted_with_what_somebody_sees_differently(house: House) -> None:
    await answered(house)
    await house.types("mina", "AGREED: The harps stay")
    draft = await house.types("mina", "@Upbeat newsletter draft", where="dm")
    brief = await house.types("mina", "/upbeat briefing")
    for said in (draft, brief):
        assert "The harps stay" in said.text and "the Curve" not in said.text
    await house.types("mina", "/upbeat decision ask 2")
    assert "The harps stay" not in (await house.types("mina", "/upbeat briefing")).text
