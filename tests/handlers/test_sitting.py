"""A meeting as it is held: started, led from item to item, with people in it and things noted, and ended."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        for number in (2, 1):
            await house.types("mina", f"/agenda standing remove {number}")
        await house.types("mina", "/meeting plan Steering group, Tue 1 December 2026 2pm, 60 minutes")
        await house.types("mina", "/meeting plan Steering group, Tue 12 January 2027 2pm, 60 minutes")
        for item in ("Budget 20m for decision", "Harps 30m", "Insurance 5m"):
            await house.types("mina", f"/agenda add {item}")
        await house.turns(to="2026-12-01T14:00")
        yield house


def live(house: House) -> Said:
    """The card of the meeting in the channel."""
    return next(said for said in house.channel() if said.key.startswith("sitting/"))


async def started(house: House) -> Said:
    await house.types("mina", "/meeting start")
    return live(house)


async def test_starting_posts_one_card_with_the_first_item_its_box_and_the_time_left(house: House) -> None:
    card = await started(house)
    assert "Now: Budget · for decision · 20 minutes" in card.text
    assert "20 minutes left, until 2.20pm" in card.text and "Mina Patel" in card.text


async def test_next_goes_on_and_back_returns_by_button(house: House) -> None:
    card = await started(house)
    await house.presses("mina", card, "Next item")
    assert "Now: Harps" in card.text and "Budget · talked about" in card.text
    await house.presses("mina", card, "Go back")
    assert "Now: Budget" in card.text


async def test_two_who_press_next_at_once_go_on_by_one_item(house: House) -> None:
    card = await started(house)
    assert card.card is not None
    button = next(one for one in card.card.buttons() if one.label == "Next item")
    await house.presses_raw("mina", card, button.action, button.value)
    await house.presses_raw("mina", card, button.action, button.value)
    assert "Now: Harps" in card.text


async def test_words_lead_it_as_buttons_do_and_only_while_it_is_held(house: House) -> None:
    before = len(house.memory.posts)
    await house.types("mina", "next")
    assert len(house.memory.posts) == before
    card = await started(house)
    await house.types("mina", "Next item.", thread=card.ts)
    assert "Now: Harps" in card.text
    await house.types("jo", "next", thread=card.ts)
    assert "Now: Harps" in card.text
    await house.types("mina", "/meeting next")
    assert "Now: Insurance" in card.text


async def test_who_does_not_keep_the_minutes_cannot_lead(house: House) -> None:
    card = await started(house)
    await house.presses("jo", card, "Next item")
    assert "Now: Budget" in card.text


async def test_five_minutes_more_lengthen_the_box(house: House) -> None:
    card = await started(house)
    await house.presses("mina", card, "5 minutes more")
    assert "25 minutes left, until 2.25pm" in card.text


async def test_what_is_parked_stands_on_the_next_agenda(house: House) -> None:
    card = await started(house)
    await house.presses("mina", card, "Park this item")
    assert "Now: Harps" in card.text and "Budget · goes to the next meeting" in card.text
    assert "Budget" in (await house.types("mina", "/agenda show 12 January")).text


async def test_a_quiet_word_in_the_thread_when_time_is_nearly_up(house: House) -> None:
    card = await started(house)
    await house.turns(to="2026-12-01T14:17")
    assert not [said for said in house.channel() if said.thread == card.ts]
    await house.turns(to="2026-12-01T14:19")
    words = [said for said in house.channel() if said.thread == card.ts]
    assert ["2 minutes are left for Budget." in said.text for said in words] == [True]


async def test_a_word_when_the_rest_no_longer_fits(house: House) -> None:
    card = await started(house)
    await house.turns(to="2026-12-01T14:26")
    words = [said.text for said in house.channel() if said.thread == card.ts]
    assert len([one for one in words if "no longer fits" in one]) == 1


async def test_people_are_there_send_apologies_and_stand_in(house: House) -> None:
    card = await started(house)
    await house.presses("jo", card, "I am here")
    await house.types("priya", "standing in for Will", thread=card.ts)
    await house.presses("frank", card, "Apologies")
    await house.types("mina", "/meeting present Dilys Morgan, Sam")
    assert "Mina Patel, Jo Lindqvist, Dilys Morgan and Sam Okafor" in card.text
    assert "Priya Nair for Will Grant" in card.text and "Apologies: Frank Adeyemi" in card.text


async def test_people_say_in_a_word_that_they_are_there_and_the_chair_who_is_not(house: House) -> None:
    await house.types("frank", "here")
    card = await started(house)
    for person, words in (("jo", "I am here"), ("priya", "here."), ("sam", "I'm here, are you?")):
        await house.types(person, words)
    await house.types("jo", "apologies from Sam")
    await house.types("mina", "apologies from Will")
    assert "Present (3): Mina Patel, Jo Lindqvist and Priya Nair" in card.text
    assert "Apologies: Will Grant" in card.text and "Sam" not in card.text


async def test_who_is_here_is_answered_by_the_meeting_that_is_held(house: House) -> None:
    before = await house.types("jo", "who is here", where="dm")
    assert "Present" not in before.text and "Riverside Library" in before.text
    await started(house)
    said = await house.types("jo", "who is here?", where="dm")
    assert said.text.startswith("Present (1): Mina Patel")


async def test_only_who_keeps_the_minutes_speaks_for_others(house: House) -> None:
    card = await started(house)
    said = await house.types("jo", "/meeting present Will")
    assert "Nothing" in said.text or "nothing was changed" in said.text
    assert "Will Grant" not in card.text


async def test_what_is_noted_goes_under_the_item_that_is_talked_about(house: House) -> None:
    card = await started(house)
    await house.types("jo", "AGREED: The fees stay as they are", thread=card.ts)
    await house.presses("mina", card, "Next item")
    await house.types("jo", "ACTION: Sam to order the chairs")
    async with house.records() as records:
        sitting = await records.sittings.open()
        assert sitting is not None
        caught = await records.sittings.caught(sitting)
        turns = await records.sittings.turns(sitting)
    assert [(one.kind, one.item_id) for one in caught] == [
        ("decision", turns[0].item_id),
        ("action", turns[1].item_id),
    ]


async def test_a_topic_is_talked_about_at_once_in_a_meeting_that_is_held(house: House) -> None:
    card = await started(house)
    await house.types("mina", "topic: Keys 5m", thread=card.ts)
    assert "Now: Keys" in card.text
    await house.types("mina", "topic: Insurance", thread=card.ts)
    assert "Now: Insurance" in card.text and card.text.count("Insurance") == 2


async def test_ending_carries_over_what_was_not_reached_and_asks_nothing_again(house: House) -> None:
    card = await started(house)
    await house.presses("mina", card, "Next item")
    said = await house.presses("mina", card, "End the meeting")
    assert "Insurance" in said.text
    assert "This meeting ended at 2pm" in card.text and "Insurance · carried over" in card.text
    shown = (await house.types("mina", "/agenda show 12 January")).text
    assert "Insurance" in shown and "Harps" not in shown
    await house.turns(to="2026-12-02T12:00")
    assert not [one for one in house.dm("mina") if "carry" in one.text.lower()]


async def test_what_was_talked_about_after_all_comes_back(house: House) -> None:
    await started(house)
    said = await house.types("mina", "/meeting end")
    await house.presses("mina", said, "They were talked about")
    assert "Insurance" not in (await house.types("mina", "/agenda show 12 January")).text


async def test_each_lead_gets_one_private_receipt_that_asks_nothing(house: House) -> None:
    await started(house)
    await house.types("jo", "ACTION: Sam to order the chairs")
    await house.types("jo", "ACTION: Sam to ring the library")
    await house.types("mina", "/meeting end")
    receipts = [said for said in house.dm("sam") if "this is what you left" in said.text]
    assert len(receipts) == 1 and "?" not in receipts[0].text
    assert receipts[0].buttons[:5] == ["Done", "On track", "Need help", "Hand over", "No longer needed"]
    await house.presses("sam", receipts[0], "Done")
    assert "rder the chairs (1): done." in receipts[0].text


async def test_whether_it_was_worth_it_counts_once_and_is_shown_late_and_only_of_enough(house: House) -> None:
    await started(house)
    await house.types("mina", "/meeting end")
    card = next(said for said in house.channel() if said.key.startswith("ended/"))
    for who in ("mina", "sam", "jo", "jo"):
        await house.presses(who, card, "A good use of time")
    await house.turns(to="2026-12-05T12:00")
    assert "too few answers" in (await house.types("mina", "/meeting worth")).text
    assert "closed" in (await house.presses("frank", card, "Partly")).text


async def test_a_sitting_that_nobody_ends_is_ended_quietly_and_asked_about(house: House) -> None:
    card = await started(house)
    await house.turns(to="2026-12-01T17:00")
    assert "This meeting ended at 5pm" in card.text
    assert not [said for said in house.channel() if said.key.startswith("ended/")]
    await house.turns(to="2026-12-02T12:00")
    assert [one for one in house.dm("mina") if "Harps" in one.text]


async def test_starting_twice_and_moving_it_meanwhile_change_nothing(house: House) -> None:
    await started(house)
    assert "started already" in (await house.types("mina", "/meeting start")).text
    assert "held just now" in (await house.types("mina", "/meeting move to Thu 17 December 3pm")).text
    assert len([said for said in house.channel() if said.key.startswith("sitting/")]) == 1


async def test_with_nothing_planned_for_now_it_offers_to_begin_one(house: House) -> None:
    await house.turns(to="2026-12-20T10:00")
    said = await house.types("mina", "/meeting start")
    form = await house.presses("mina", said, "Start another meeting")
    await house.submits("mina", form, {"name": "Quick word", "length": "30 minutes"})
    assert "Quick word" in live(house).text


async def test_a_meeting_that_runs_beyond_its_end_is_still_the_one_that_is_on(house: House) -> None:
    await started(house)
    await house.turns(to="2026-12-01T15:30")
    await house.types("jo", "AGREED: The fees stay as they are")
    async with house.records() as records:
        sitting = await records.sittings.open()
        assert sitting is not None and len(await records.sittings.caught(sitting)) == 1
        note = await records.notes.get(1)
        assert note is not None and note.meeting_id == sitting.meeting_id


async def test_after_a_meeting_that_nobody_ended_only_what_was_not_opened_is_asked_about(
    house: House,
) -> None:
    card = await started(house)
    await house.presses("mina", card, "Next item")
    for moment in ("2026-12-01T17:30", "2026-12-02T10:05"):
        await house.turns(to=moment)
    asked = next(said for said in house.dm("mina") if "Was anything not reached" in said.text)
    assert "Insurance" in asked.text and "Budget" not in asked.text
    assert "Draft the minutes" in asked.buttons


async def test_the_chair_ends_it_in_either_order_of_words(house: House) -> None:
    card = await started(house)
    await house.types("jo", "meeting end")
    assert "Now: Budget" in card.text
    for words in ("next", "next", "meeting end"):
        await house.types("mina", words)
    assert "This meeting ended" in card.text
    told = [said.text for said in house.dm("mina")]
    assert any("Draft: Steering group" in text for text in told)
    assert not any("I have sent you the draft" in text for text in told), "it stands right above"
