"""Matters arising on the posted agenda: what stands there, who may press, and what the chase still asks afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.actions import DONE, OPEN, Action
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 1 December 2026 2pm, 60 minutes")
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm, 90 minutes")
        yield house


async def posted(house: House, to: str = "2026-11-30T12:00") -> Said:
    await house.turns(to=to)
    return [said for said in house.channel() if "this is what we will talk about" in said.text][-1]


def arising(agenda: Said) -> list[str]:
    """What an agenda says below "Matters arising"."""
    words = agenda.text.partition("Matters arising\n")[2].partition("\nSince last time")[0]
    return words.split("\n")[1:] if words else []


def thanked(agenda: Said) -> list[str]:
    return agenda.text.partition("Done, thank you\n")[2].partition("\nTo celebrate")[0].split("\n")


async def action(house: House, number: int) -> Action:
    async with house.records() as records:
        found = await records.actions.numbered(number)
        assert found is not None
        return found


def asked(house: House, who: str) -> str:
    return "\n".join(said.text for said in house.dm(who) if said.key.startswith("chase/"))


# What stands there


async def test_open_actions_stand_by_their_day_with_their_leads(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps\nACTION: Frank to book the hall by 4 December")
    agenda = await posted(house)
    assert arising(agenda) == [
        "book the hall (2), by Fri 4 December: Frank Adeyemi",
        "tune the harps (1): Sam Okafor",
    ]
    assert agenda.buttons[:4] == [
        *("Action 2: done", "Action 2: on track"),
        *("Action 1: done", "Action 1: on track"),
    ]


async def test_what_is_noted_in_the_meeting_itself_arises_at_the_next_one(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    await posted(house)
    await house.turns(
        to="2026-12-01T13:55"
    )  # as meetings are: the agenda of one to come is still drawn again
    await house.types("mina", "/meeting start")
    await house.types("jo", "ACTION: Frank to book the hall by 18 December")
    assert arising(await posted(house, "2026-12-01T13:56")) == ["tune the harps (1): Sam Okafor"]
    assert "book the hall (2), by Fri 18 December: Frank Adeyemi" in arising(
        await posted(house, "2026-12-14T12:00")
    )


async def test_where_there_is_nothing_open_nothing_is_said(house: House) -> None:
    agenda = await posted(house)
    assert "Matters arising" not in agenda.text and "thank you" not in agenda.text


async def test_a_day_that_has_passed_is_not_held_up_to_everybody(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps by 26 November")
    assert arising(await posted(house)) == ["tune the harps (1): Sam Okafor"]


async def test_who_wants_a_hand_is_told_to_nobody_in_the_channel(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps by 4 December")
    await house.types("sam", "need help 1 my back is bad", where="dm")
    agenda = await posted(house)
    assert arising(agenda) == ["tune the harps (1), by Fri 4 December: Sam Okafor"]


async def test_what_was_noted_privately_stays_out_of_the_channel(house: House) -> None:
    await house.types("sam", "ACTION: Sam to find a quieter room", where="dm")
    assert "quieter room" not in (await posted(house)).text


async def test_a_series_named_in_passing_does_not_bring_out_what_was_noted_privately(house: House) -> None:
    await house.types("jo", "action add Jo to write to the steering group", where="dm")
    await house.types("jo", "action add Jo to ring Dilys for the steering group by 12 December", where="dm")
    assert [(await action(house, number)).shared for number in (1, 2)] == [False, False]
    assert arising(await posted(house)) == []


async def test_the_name_of_a_series_in_front_brings_it_into_the_series_from_anywhere(house: House) -> None:
    await house.types("jo", "action add Steering group: Jo to tune the harps", where="dm")
    assert arising(await posted(house)) == ["tune the harps (1): Jo Lindqvist"]


async def test_another_series_keeps_its_own_matters(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    await house.types("mina", "/meeting plan Working group, Thu 3 December 2026 10am")
    agenda = await posted(house, to="2026-12-02T12:00")
    assert "Working group" in agenda.text and arising(agenda) == []


async def test_no_more_than_eight_stand_there_and_the_others_are_shown_privately(house: House) -> None:
    for first, last in ((1, 5), (6, 10)):
        await house.types("jo", "\n".join(f"ACTION: Sam to do part {n}" for n in range(first, last + 1)))
    agenda = await posted(house)
    assert len(arising(agenda)) == 8 + 1 and arising(agenda)[-1] == "There are 2 more."
    rest = await house.presses("sam", agenda, "Show the other actions")
    assert rest.private and "part 9 (9): Sam Okafor" in rest.text and "part 8" not in rest.text
    assert "Action 10: on track" in rest.buttons
    other = await house.presses("frank", agenda, "Show the other actions")
    assert "part 9 (9)" in other.text and other.buttons == []


async def test_what_looks_for_an_owner_can_be_taken_there(house: House) -> None:
    await house.types("jo", "ACTION: book the hall by 4 December")
    agenda = await posted(house)
    assert arising(agenda) == ["book the hall (1), by Fri 4 December: who will take it on?"]
    await house.presses("priya", agenda, "Action 1: I'll take it")
    await house.settles()
    assert arising(agenda) == ["book the hall (1), by Fri 4 December: Priya Nair"]


# Who may press


async def test_a_lead_says_done_in_one_press_and_is_thanked_before_all(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps\nWIN: forty children sang")
    agenda = await posted(house)
    said = await house.presses("sam", agenda, "Action 1: done")
    await house.settles()
    assert said.private and said.text == "Thank you. tune the harps (1) is done."
    assert arising(agenda) == [] and thanked(agenda) == ["• tune the harps (1): Sam Okafor"]
    assert agenda.text.index("Done, thank you") < agenda.text.index("To celebrate")
    await house.presses("sam", said, "Change my answer")
    await house.settles()
    assert arising(agenda) == ["tune the harps (1): Sam Okafor"]


async def test_on_track_stands_there_and_done_is_still_a_press_away(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = await posted(house)
    said = await house.presses("sam", agenda, "Action 1: on track")
    await house.settles()
    assert said.private and "is on track" in said.text
    assert arising(agenda) == ["tune the harps (1): Sam Okafor · on track, thank you"]
    assert agenda.buttons[0] == "Action 1: done" and "Action 1: on track" not in agenda.buttons


@pytest.mark.parametrize("who", ["frank", "mina", "jo"])
async def test_nobody_answers_for_a_lead_in_public(house: House, who: str) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda, channel = await posted(house), len(house.channel())
    said = await house.presses(who, agenda, "Action 1: done")
    await house.settles()
    assert said.private and "is with Sam Okafor, so this button waits for Sam Okafor" in said.text
    assert ("Say that it is done" in said.buttons) is (who != "frank")
    assert (await action(house, 1)).state == OPEN and len(house.channel()) == channel
    assert arising(agenda) == ["tune the harps (1): Sam Okafor"]


async def test_who_noted_it_may_say_it_privately_after_all(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = await posted(house)
    word = await house.presses("jo", agenda, "Action 1: done")
    await house.presses("jo", word, "Say that it is done")
    await house.settles()
    assert (await action(house, 1)).state == DONE and thanked(agenda) == ["• tune the harps (1): Sam Okafor"]


@pytest.mark.parametrize("value", ["id=999", "id=", "", "done", "id=999999999999999"])
async def test_a_forged_row_finds_nothing(house: House, value: str) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = await posted(house)
    for verb in ("agenda.matter_done", "agenda.matter_on_track"):
        assert "not here" in (await house.presses_raw("sam", agenda, verb, value)).text
    rest = await house.presses_raw("sam", agenda, "agenda.matters", value)
    assert "not on any agenda of this partnership" in rest.text
    assert (await action(house, 1)).state == OPEN


# What it spares


async def test_what_was_answered_on_the_agenda_is_not_asked_by_the_chase(house: House) -> None:
    async with house.records() as records:
        records.partnership.agenda_days = 3
        records.partnership.chase_days = 1
    await house.types(
        "jo", "ACTION: Sam to tune the harps\nACTION: Sam to book the hall\nACTION: Frank to count"
    )
    agenda = await posted(house, to="2026-11-27T12:00")
    await house.presses("sam", agenda, "Action 1: on track")
    await house.presses("frank", agenda, "Action 3: done")
    await house.turns(to="2026-12-01T12:00")
    assert "book the hall" in asked(house, "sam") and "tune the harps" not in asked(house, "sam")
    assert asked(house, "frank") == ""


async def test_a_chase_that_went_out_before_shows_what_was_said_on_the_agenda(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = await posted(house)
    assert "How does this action stand?" in asked(house, "sam")
    await house.presses("sam", agenda, "Action 1: on track")
    await house.settles()
    assert "tune the harps (1): on track." in asked(house, "sam")
    assert "How does this action stand?" not in asked(house, "sam")


async def test_it_stays_right_whatever_way_an_action_changes(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = await posted(house)
    await house.types("sam", "done 1", where="dm")
    await house.settles()
    assert thanked(agenda) == ["• tune the harps (1): Sam Okafor"]
    await house.types("jo", "ACTION: Frank to count the chairs")
    await house.settles()
    assert arising(agenda) == ["count the chairs (2): Frank Adeyemi"]


async def test_on_track_before_the_last_meeting_is_asked_anew(house: House) -> None:
    await house.types("jo", "ACTION: Sam to tune the harps\nACTION: Frank to count the chairs")
    first = await posted(house)
    await house.presses("sam", first, "Action 1: on track")
    await house.presses("frank", first, "Action 2: done")
    second = await posted(house, to="2026-12-14T12:00")
    assert second is not first
    assert arising(second) == ["tune the harps (1): Sam Okafor"]
    assert "chairs" not in second.text, "the first meeting has had it"


async def test_the_call_for_items_has_them_too_so_that_the_chase_has_less_to_ask(house: House) -> None:
    await house.types(
        "jo", "ACTION: Sam to tune the harps\nACTION: Sam to book the hall\nACTION: Frank to count"
    )
    await house.turns(to="2026-12-08T12:00")
    call = [said for said in house.channel() if "what should we talk about on Tue 15" in said.text][-1]
    assert arising(call)[0] == "tune the harps (1): Sam Okafor"
    await house.presses("sam", call, "Action 1: on track")
    await house.presses("frank", call, "Action 3: done")
    assert arising(call) == [
        "tune the harps (1): Sam Okafor · on track, thank you",
        "book the hall (2): Sam Okafor",
    ]
    before = len(house.dm("sam")), len(house.dm("frank"))
    await house.turns(to="2026-12-13T12:00")
    [chase] = [said.text for said in house.dm("sam")[before[0] :] if said.key.startswith("chase/")]
    assert "book the hall" in chase and "tune the harps" not in chase
    assert [said for said in house.dm("frank")[before[1] :] if said.key.startswith("chase/")] == []
