"""Dates that hang on a meeting: they move with it, and whoever leads hears of it once, kindly and only where it is news."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
        await house.types("mina", "ACTION: Frank to print the songs by the next meeting")
        await house.types("mina", "ACTION: Frank to find the keys the day before the meeting")
        await house.types("mina", "ACTION: Will to tune the harp by the next meeting")
        await house.types("mina", "ACTION: Frank to ring the hall by 10 December")
        yield house


async def moves(house: House, to: str) -> None:
    await house.types("mina", f"/meeting move to {to}")


def heard(house: House, who: str) -> list[Said]:
    return [said for said in house.dm(who) if said.key.startswith("moved_with/")]


async def due(house: House, number: int) -> str:
    async with house.records() as records:
        action = await records.actions.numbered(number)
        assert action is not None and action.due is not None
        return action.due.isoformat()


async def test_each_lead_gets_one_message_for_all_that_moved_together(house: House) -> None:
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("1h")
    [said] = heard(house, "frank")
    assert said.text.splitlines()[-3:] == [
        "For information: Steering group is now on Tue 5 January, and with it this has another day.",
        "• print the songs (1), now by Tue 5 January. It was Tue 15 December.",
        "• find the keys (2), now by Mon 4 January. It was Mon 14 December.",
    ]
    assert said.buttons == ["Change the date of 1", "Change the date of 2"]
    [other] = heard(house, "will")
    assert "tune the harp (3)" in other.text
    assert [await due(house, number) for number in (1, 2, 4)] == ["2027-01-05", "2027-01-04", "2026-12-10"]


async def test_a_meeting_that_moves_far_off_takes_its_dates_along_at_once(house: House) -> None:
    await moves(house, "Tue 15 June 2027 2pm")
    await house.turns("1h")
    assert await due(house, 1) == "2027-06-15" and len(heard(house, "frank")) == 1


async def test_a_move_of_some_hours_on_the_same_day_is_no_news(house: House) -> None:
    await moves(house, "Tue 15 December 2026 5pm")
    await house.turns("1d")
    assert heard(house, "frank") == []


async def test_what_has_moved_back_before_it_could_be_said_is_never_said(house: House) -> None:
    await house.turns(to="2026-11-27T20:00")  # a Friday evening
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("1h")
    assert await due(house, 1) == "2027-01-05"
    await moves(house, "Tue 15 December 2026 2pm")
    await house.turns(to="2026-12-01T12:00")
    assert await due(house, 1) == "2026-12-15" and heard(house, "frank") == []


async def test_two_moves_in_one_night_are_told_once_in_the_morning_with_the_day_from_before_both(
    house: House,
) -> None:
    await house.turns(to="2026-11-26T20:00")
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("1h")
    await house.types("mina", "ACTION: Frank to bring the drums by the next meeting")
    await moves(house, "Tue 12 January 2027 2pm")
    await house.turns("1h")
    assert heard(house, "frank") == [], "nobody is written to at night"
    await house.turns(to="2026-11-27T12:00")
    [said] = heard(house, "frank")
    assert "print the songs (1), now by Tue 12 January. It was Tue 15 December." in said.text
    assert "bring the drums (5), now by Tue 12 January. It was Tue 5 January." in said.text


async def test_each_later_move_is_told_again(house: House) -> None:
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("1h")
    await moves(house, "Tue 12 January 2027 2pm")
    await house.turns("1h")
    assert len(heard(house, "frank")) == 2
    assert "It was Tue 5 January." in heard(house, "frank")[1].text


async def test_whoever_has_seen_to_it_since_is_not_told_of_that(house: House) -> None:
    await house.turns(to="2026-11-26T20:00")
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("30m")
    await house.types("frank", "on track 1", "dm")
    await house.types("frank", "done 2", "dm")
    await house.turns(to="2026-11-27T12:00")
    assert heard(house, "frank") == []
    assert len(heard(house, "will")) == 1


async def test_whoever_asked_to_be_left_alone_hears_of_it_afterwards(house: House) -> None:
    await house.types("frank", "pause until 7 December", "dm")
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns(to="2026-12-06T12:00")
    assert heard(house, "frank") == [] and len(heard(house, "will")) == 1
    await house.turns(to="2026-12-07T12:00")
    assert len(heard(house, "frank")) == 1


async def test_an_action_handed_over_meanwhile_is_no_longer_told_to_who_led_it(house: House) -> None:
    await house.turns(to="2026-11-26T20:00")
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("30m")
    await house.types("mina", "ACTION: Priya to hold the list")
    async with house.records() as records:
        action, priya = await records.actions.numbered(3), await records.members.of_handle("UPRIYA")
        assert action is not None and priya is not None
        action.lead, action.lead_id = priya, priya.id
    await house.turns(to="2026-11-27T12:00")
    assert heard(house, "will") == []


async def test_where_a_meeting_is_called_off_its_dates_go_to_the_next_of_its_series(house: House) -> None:
    await house.types("mina", "/meeting plan Steering group, Tue 19 January 2027 2pm")
    asked = await house.types("mina", "/meeting cancel Steering group")
    label = next(one for one in asked.buttons if "Cancel" in one or "cancel" in one)
    await house.presses("mina", asked, label)
    await house.turns("1h")
    [said] = heard(house, "frank")
    assert "Steering group is now on Tue 19 January" in said.text


async def test_a_list_too_long_for_one_message_says_how_many_more(house: House) -> None:
    for number in range(9):
        await house.types("mina", f"ACTION: Will to paint chair {number} by the next meeting")
    await moves(house, "Tue 5 January 2027 2pm")
    await house.turns("1h")
    [said] = heard(house, "will")
    assert said.text.endswith("• and 2 more") and len(said.buttons) == 8
