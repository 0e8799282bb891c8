"""A meeting that is held keeps to its rules: who may lead it, what an old button does, and what happens twice or too early."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.people import Role
from storage.records import Registry
from tests.house import House, Said

LEADING = ("meeting.onward", "meeting.back", "meeting.extend", "meeting.park", "meeting.end")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Half an hour before a meeting with two items, and another one four weeks later."""
    async with House.begun() as house:
        async with house.records() as records:
            for row in await records.agenda.standing():
                await records.agenda.remove_standing(row, [])
        for day in ("Tue 1 December 2026", "Tue 12 January 2027"):
            await house.types("mina", f"/meeting plan Steering group, {day} 2pm, 60 minutes")
        for item in ("Budget 20m for decision", "Harps 15m"):
            await house.types("mina", f"/agenda add {item}")
        await house.turns(to="2026-12-01T13:30")
        yield house


def live(house: House) -> Said:
    return next(said for said in house.channel() if said.key.startswith("sitting/"))


async def started(house: House, at: str = "2026-12-01T14:00") -> Said:
    await house.turns(to=at)
    await house.types("mina", "/meeting start")
    return live(house)


def value(card: Said, label: str) -> str:
    assert card.card is not None
    return next(one.value for one in card.card.buttons() if one.label == label)


def turn(card: Said) -> str:
    return value(card, "Next item")


async def appoint(house: House, who: str, role: Role) -> None:
    async with house.records() as records:
        for member in await records.members.list():
            if member.person.handle == f"U{who.upper()}":
                member.role = role


# Who may


async def test_only_who_keeps_the_minutes_starts_leads_and_ends_it_whatever_they_press_or_type(
    house: House,
) -> None:
    async with house.records() as records:
        meeting = (await records.meetings.next(house.clock.now())) or pytest.fail("none is planned")
    before = len(house.channel())
    refused = await house.presses_raw("jo", Said(), "meeting.start", f"id={meeting.id}")
    typed = await house.types("jo", "/meeting start")
    form = await house.presses_raw("jo", Said(), "meeting.start_unplanned", "")
    assert all("nothing was changed" in said.text for said in (refused, typed, form))
    assert len(house.channel()) == before
    card = await started(house)
    for verb in LEADING:
        said = await house.presses_raw("jo", card, verb, turn(card))
        assert "nothing was changed" in said.text
    for words in ("next", "park it", "extend", "end the meeting"):
        await house.types("jo", words, thread=card.ts)
    assert "Now: Budget" in card.text and "20 minutes left" in card.text


async def test_a_deputy_leads_it_and_a_chair_who_left_does_not(house: House) -> None:
    await appoint(house, "sam", Role.DEPUTY)
    card = await started(house)
    await house.presses("sam", card, "Next item")
    assert "Now: Harps" in card.text
    await house.leaves("mina")
    await house.presses_raw("mina", card, "meeting.end", value(card, "End the meeting"))
    await house.types("mina", "end the meeting", thread=card.ts)
    assert "Now: Harps" in card.text
    await house.presses("sam", card, "End the meeting")
    assert "This meeting ended" in card.text


async def test_numbers_of_another_partnership_lead_nothing(house: House) -> None:
    card = await started(house)
    async with house.store.transaction() as session:
        registry = Registry(session)
        other = await registry.begin("Barn Board", "slack", "T1", "C2")
        person = await registry.person("slack", "T1", "UOTTO", "Otto Lindqvist")
        await other.members.join(person, Role.CHAIR)
    for verb in (*LEADING, "meeting.present", "meeting.standing_in", "meeting.worth_say"):
        said = await house.presses_raw("otto", Said(place="C2"), verb, turn(card))
        assert "No meeting is being held here" in said.text
    assert "Now: Budget" in card.text and "Otto" not in card.text


# Old buttons, and the same thing twice


async def test_a_button_of_an_item_that_is_over_changes_nothing(house: House) -> None:
    card = await started(house)
    old = turn(card)
    await house.presses("mina", card, "Next item")
    for verb in ("meeting.onward", "meeting.back", "meeting.park", "meeting.extend"):
        said = await house.presses_raw("mina", card, verb, old)
        assert "moved on since" in said.text and said.private
        assert "Now: Harps · 15 minutes" in card.text
    assert "Harps" not in (await house.types("mina", "/agenda show 12 January")).text


async def test_two_who_give_more_time_at_once_give_it_once(house: House) -> None:
    card = await started(house)
    button = value(card, "5 minutes more")
    for _ in range(2):
        await house.presses_raw("mina", card, "meeting.extend", button)
    assert "25 minutes left" in card.text
    await house.presses("mina", card, "5 minutes more")
    assert "30 minutes left" in card.text


async def test_ending_twice_says_so_and_posts_and_sends_everything_once(house: House) -> None:
    card = await started(house)
    await house.types("jo", "ACTION: Sam to order the chairs")
    button = value(card, "End the meeting")
    await house.presses("mina", card, "End the meeting")
    again = await house.presses_raw("mina", card, "meeting.end", button)
    assert "has ended already" in again.text
    assert "No meeting is being held" in (await house.types("mina", "/meeting end")).text
    assert len([said for said in house.channel() if said.key.startswith("ended/")]) == 1
    assert len([said for said in house.dm("sam") if "what you left" in said.text]) == 1
    assert (await house.types("mina", "/agenda show 12 January")).text.count("Harps") == 1


async def test_one_that_is_held_is_neither_cancelled_nor_started_again_when_it_is_over(house: House) -> None:
    card = await started(house)
    number = (await house.types("mina", "/meeting cancel")).card
    assert number is not None
    call_off = next(one for one in number.buttons() if one.action == "meeting.call_off")
    said = await house.presses_raw("mina", Said(), call_off.action, call_off.value)
    assert "held just now" in said.text and "Now: Budget" in card.text
    await house.presses("mina", card, "End the meeting")
    said = await house.presses_raw("mina", Said(), "meeting.start", call_off.value)
    assert "nothing" in said.text.lower() or "over" in said.text.lower()
    assert len([said for said in house.channel() if said.key.startswith("sitting/")]) == 1


# Too early, too late, and without an agenda


async def test_the_agenda_offers_to_start_about_its_time_to_those_who_may_and_no_longer_then(
    house: House,
) -> None:
    agenda = next(said for said in house.channel() if said.key.startswith("agenda/"))
    assert agenda.buttons[-4:] == ["Start the meeting", "Add an item", "Coming", "Apologies"]
    shown = await house.types("mina", "/meeting show")
    assert "Start the meeting" in shown.buttons
    said = await house.presses("jo", agenda, "Start the meeting")
    assert "nothing was changed" in said.text and said.private
    await house.presses("mina", agenda, "Start the meeting")
    assert "Now: Budget" in live(house).text and "Start the meeting" not in agenda.buttons


async def test_the_button_to_start_is_not_there_the_day_before(house: House) -> None:
    await house.turns(to="2027-01-11T12:00")
    agenda = [said for said in house.channel() if said.key.startswith("agenda/")][-1]
    assert "12 January" in agenda.text and "Start the meeting" not in agenda.buttons


async def test_a_meeting_of_another_day_is_asked_about_and_has_its_whole_length_from_then_on(
    house: House,
) -> None:
    await house.turns(to="2026-12-01T15:30")
    await house.turns(to="2027-01-11T12:00")
    await house.types("mina", "/agenda add Keys 50m")
    await house.types("mina", "/agenda add Tea 5m")
    said = await house.types("mina", "/meeting start")
    assert "No meeting is planned for about now" in said.text and "12 January" in said.text
    await house.presses("mina", said, "Start that meeting")
    card = live(house)
    assert "Now: Keys" in card.text and "50 minutes left, until 12.50pm" in card.text
    await house.turns(to="2027-01-11T12:52:30")
    await house.presses("mina", card, "5 minutes more")
    assert "5 minutes left" in card.text
    assert "longer than the meeting, which ends at 1pm" in card.text
    await house.turns(to="2027-01-11T15:30")
    assert "This meeting ended at 3.30pm" in card.text


async def test_without_an_agenda_it_is_held_all_the_same_and_a_topic_becomes_its_first_item(
    house: House,
) -> None:
    for number in (2, 1):
        await house.types("mina", f"/agenda remove {number}")
    card = await started(house)
    assert "There is no agenda yet" in card.text and card.buttons[0] == "End the meeting"
    assert "No item is being talked about" in (await house.types("mina", "/meeting park")).text
    await house.types("mina", "topic: Keys 5m", thread=card.ts)
    assert "Now: Keys" in card.text
    await house.presses("mina", card, "Finish this item")
    assert "That was the whole agenda" in card.text
    await house.presses("mina", card, "End the meeting")
    assert any("has ended" in said.text for said in house.channel())


async def test_more_time_for_an_item_that_had_none_counts_from_now(house: House) -> None:
    await house.types("mina", "/agenda edit 1 = Budget")
    await house.types("mina", "/agenda add Keys")
    card = await started(house)
    await house.presses("mina", card, "Next item")
    await house.presses("mina", card, "Next item")
    assert "Now: Keys" in card.text and "Time:" not in card.text
    await house.turns(to="2026-12-01T14:10")
    await house.presses("mina", card, "5 minutes more")
    assert "5 minutes left" in card.text


async def test_apologies_take_back_that_somebody_is_there_and_coming_takes_back_apologies(
    house: House,
) -> None:
    card = await started(house)
    await house.presses("jo", card, "I am here")
    await house.presses("jo", card, "Apologies")
    assert "Apologies: Jo Lindqvist" in card.text and "Present (1)" in card.text
    await house.types("jo", "/meeting coming")
    assert "Apologies:" not in card.text and "Present (2)" in card.text


async def test_matters_arising_are_answered_while_it_is_held_by_their_own_lead_alone(house: House) -> None:
    async with house.records() as records:
        assert await records.actions.open() == []
    await house.types("jo", "ACTION: Sam to tune the harps")
    agenda = next(said for said in house.channel() if said.key.startswith("agenda/"))
    card = await started(house)
    await house.turns(to="2026-12-01T15:10")  # beyond its end, and still on
    said = await house.presses("frank", agenda, "Action 1: on track")
    assert "Sam Okafor" in said.text and "thank you" not in agenda.text
    await house.presses("sam", agenda, "Action 1: on track")
    assert "tune the harps (1): Sam Okafor · on track, thank you" in agenda.text
    await house.presses("mina", card, "End the meeting")
