"""A meeting that was ended too soon goes on, old words about its end come too late, and who was there was there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        async with house.records() as records:
            for row in await records.agenda.standing():
                await records.agenda.remove_standing(row, [])
        for day in ("Tue 1 December 2026", "Tue 12 January 2027"):
            await house.types("mina", f"/meeting plan Steering group, {day} 2pm, 60 minutes")
        for item in ("Budget 20m for decision", "Harps 15m", "Insurance 5m"):
            await house.types("mina", f"/agenda add {item}")
        await house.turns(to="2026-12-01T14:00")
        await house.types("mina", "/meeting start")
        await house.turns(to="2026-12-01T14:10")
        yield house


def live(house: House) -> Said:
    return next(said for said in house.channel() if said.key.startswith("sitting/"))


def ends(house: House) -> list[Said]:
    return [said for said in house.channel() if said.key.startswith("ended/")]


async def january(house: House) -> str:
    return (await house.types("mina", "/agenda show 12 January")).text


# Ended too soon


async def test_an_end_pressed_too_soon_is_taken_back_and_everything_stands_as_before(house: House) -> None:
    card = live(house)
    said = await house.presses("mina", card, "End the meeting")
    assert "Insurance" in await january(house)
    await house.turns(to="2026-12-01T14:11")
    back = await house.presses("mina", said, "Go on with the meeting")
    assert "goes on where it was" in back.text
    assert "Now: Budget" in card.text and "9 minutes left" in card.text
    assert "Insurance" not in await january(house) and "carried over" not in card.text
    assert "goes on after all" in ends(house)[0].text and not ends(house)[0].buttons
    await house.presses("mina", card, "Next item")
    assert "Now: Harps" in card.text


async def test_after_going_on_it_ends_as_any_and_each_lead_hears_of_each_action_once(house: House) -> None:
    await house.types("jo", "ACTION: Sam to order the chairs\nACTION: Frank to book the hall")
    said = await house.presses("mina", live(house), "End the meeting")
    await house.turns(to="2026-12-01T14:11")
    await house.presses("mina", said, "Go on with the meeting")
    await house.types("jo", "ACTION: Sam to ring the library")
    await house.turns(to="2026-12-01T14:20")
    await house.presses("mina", live(house), "End the meeting")
    told = [one.text for one in house.dm("sam") if "what you left" in one.text]
    assert ["order the chairs" in text for text in told] == [True, False]
    assert "ring the library" in told[-1]
    assert len([one for one in house.dm("frank") if "what you left" in one.text]) == 1
    assert ["goes on after all" in one.text for one in ends(house)] == [True, False]
    assert (await january(house)).count("Insurance") == 1


async def test_with_approved_minutes_a_meeting_stays_ended(house: House) -> None:
    said = await house.presses("mina", live(house), "End the meeting")
    draft = next(one for one in house.dm("mina") if "Draft: Steering group" in one.text)
    await house.presses("mina", draft, "Approve and post")
    stays = await house.presses("mina", said, "Go on with the meeting")
    assert "stays ended" in stays.text and "This meeting ended" in live(house).text


async def test_long_after_its_time_a_meeting_stays_ended_and_nobody_else_can_press(house: House) -> None:
    said = await house.presses("mina", live(house), "End the meeting")
    refused = await house.presses_raw("jo", said, "meeting.go_on", "id=1")
    assert "nothing was changed" in refused.text
    await house.turns(to="2026-12-01T17:00")
    assert "stays ended" in (await house.presses("mina", said, "Go on with the meeting")).text
    assert "This meeting ended" in live(house).text


async def test_going_on_twice_changes_nothing_more(house: House) -> None:
    said = await house.presses("mina", live(house), "End the meeting")
    await house.presses("mina", said, "Go on with the meeting")
    again = await house.presses_raw("mina", said, "meeting.go_on", "id=1")
    assert "has been started already" in again.text
    unknown = await house.presses_raw("mina", said, "meeting.go_on", "id=99")
    assert "No meeting is being held" in unknown.text


# What its end says


async def test_what_was_carried_over_stays_where_it_is_once_the_next_meeting_has_begun(house: House) -> None:
    said = await house.presses("mina", live(house), "End the meeting")
    await house.turns(to="2027-01-12T14:01")
    await house.types("mina", "/meeting start")
    late = await house.presses("mina", said, "They were talked about")
    assert "has begun since" in late.text and "12 January" in late.text
    card = [one for one in house.channel() if one.key.startswith("sitting/")][-1]
    assert "Harps" in card.text and "Insurance" in card.text


async def test_what_was_parked_is_said_at_the_end_beside_what_was_carried_over(house: House) -> None:
    await house.presses("mina", live(house), "Park this item")
    await house.presses("mina", live(house), "End the meeting")
    assert "Carried over: Insurance" in ends(house)[0].text and "Put off: Budget" in ends(house)[0].text


async def test_the_word_that_time_is_tight_names_the_item_that_can_be_parked(house: House) -> None:
    await house.turns(to="2026-12-01T14:41")
    word = next(one for one in house.channel() if "no longer fits" in one.text)
    assert word.buttons == ["Park “Budget”"]


# Who was there


async def test_who_leaves_the_channel_was_there_all_the_same(house: House) -> None:
    await house.presses("jo", live(house), "I am here")
    await house.presses("frank", live(house), "Apologies")
    await house.leaves("jo")
    assert "Jo Lindqvist" in live(house).text
    await house.turns(to="2026-12-01T14:20")
    await house.presses("mina", live(house), "End the meeting")
    await house.leaves("frank")
    draft = await house.types("mina", "minutes draft", where="dm")
    shown = "\n".join(one.text for one in house.dm("mina") if "Draft: Steering group" in one.text)
    assert "Jo Lindqvist" in shown and "Frank Adeyemi" in shown, draft.text
