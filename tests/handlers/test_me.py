"""One's own page: what is mine and what waits for me, as the Home tab and as the answer to "me"."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.card import plain
from bot.feature import Place, Request, Way
from storage.people import Role
from storage.records import Registry
from tests.house import House, Said, face

FIVE = ["Done", "On track", "Need help", "Hand over", "No longer needed"]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def another_partnership(house: House, *names: str) -> None:
    """A second partnership in the channel C2, which these people are in too; the first of them chairs it."""
    async with house.store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Barn Board", "slack", "T1", "C2")
        records.partnership.ready = True
        for name in names:
            known = face(name)
            person = await registry.person("slack", known.workspace, known.handle, known.name, known.zone)
            member = await records.members.join(person, Role.CHAIR if name == names[0] else Role.MEMBER)
            member.organisation_id = (await records.organisations.add("Barn Friends")).id


async def page(house: House, who: str) -> Said:
    """The only card of somebody's page."""
    [said] = await house.home(who)
    return said


async def test_my_open_actions_stand_there_soonest_first_each_with_its_five_answers(house: House) -> None:
    await house.types("mina", "/action add Mina to book the hall by 20 December 2026")
    await house.types("mina", "/action add Mina to send the flyer by 10 December 2026")
    await house.types("mina", "/action add Sam to bring cake by 11 December 2026")
    said = await page(house, "mina")
    assert said.text.index("send the flyer (2), by Thu 10 December") < said.text.index("book the hall (1)")
    assert "cake" not in said.text
    assert said.buttons[:10] == [*FIVE, *FIVE]


async def test_a_press_there_is_said_by_the_page_and_by_nothing_else(house: House) -> None:
    await house.types("mina", "/action add Mina to book the hall by 20 December 2026")
    await house.presses("mina", await page(house, "mina"), "On track")
    assert "On track, you said on Wed 25 November." in (await page(house, "mina")).text
    await house.presses("mina", await page(house, "mina"), "Done")
    after = await page(house, "mina")
    assert "Done: book the hall (1). Thank you." in after.text and "Done" not in after.buttons
    await house.presses("mina", after, "Open the action again")
    assert "Done" in (await page(house, "mina")).buttons
    assert house.dm("mina") == []


async def test_what_cannot_be_done_from_there_is_said_directly(house: House) -> None:
    await house.types("mina", "/action add Mina to book the hall")
    said = await page(house, "mina")
    await house.types("mina", "/action done 1")
    await house.presses("mina", said, "Need help")
    assert "book the hall" in house.dm("mina")[-1].text


async def test_what_another_noted_for_me_says_who_and_can_be_given_back(house: House) -> None:
    await house.types("sam", "ACTION: Mina to book the hall")
    said = await page(house, "mina")
    assert "Sam Okafor noted it for you." in said.text
    await house.presses("mina", said, "Not me")
    assert "You have no open actions." in (await page(house, "mina")).text


async def test_more_actions_than_fit_are_counted_and_a_press_away(house: House) -> None:
    for number in range(14):
        await house.types("mina", f"/action add Mina to write letter {number} by {number + 1} December 2026")
    said = await page(house, "mina")
    assert said.buttons.count("Done") == 12 and "There are 2 more." in said.text
    shown = await house.presses("mina", said, "Show all my actions")
    assert "letter 13" in shown.text


async def test_an_offered_action_waits_there_for_a_yes_or_a_no(house: House) -> None:
    await house.types("mina", "/action add Mina to book the hall by 10 December 2026")
    await house.types("mina", "/action hand over 1 to @sam")
    said = await page(house, "sam")
    assert "Could you take on book the hall (1), by Thu 10 December? Mina Patel asks" in said.text
    assert "Sam Okafor is asked. It stays with you" in (await page(house, "mina")).text
    await house.presses("sam", said, "I'll take it")
    after = await page(house, "sam")
    assert "Waiting for you" not in after.text and "book the hall" in after.text and "Done" in after.buttons


async def test_an_offered_chair_waits_there(house: House) -> None:
    await house.types("mina", "/partnership chair @jo")
    said = await page(house, "jo")
    assert "would you chair Otterbridge Partnership" in said.text
    await house.presses("jo", said, "I will chair")
    assert "would you chair" not in (await page(house, "jo")).text
    async with house.records() as records:
        chair = await records.members.chair()
        assert chair is not None and chair.name == "Jo Lindqvist"


async def test_a_wish_for_a_hand_waits_with_the_one_who_was_asked_until_it_is_answered(house: House) -> None:
    await house.types("sam", "/action add Sam to fetch the drums")
    await house.types("sam", "/action need help 1 the van is away")
    said = await page(house, "mina")
    assert "Sam Okafor could do with a hand on fetch the drums (1)" in said.text
    assert "In their words: the van is away" in said.text
    assert "could do with a hand" not in (await page(house, "jo")).text
    await house.presses("mina", said, "I'll find someone")
    assert "could do with a hand" not in (await page(house, "mina")).text
    assert "A hand is coming." in (await page(house, "sam")).text


async def test_who_has_not_said_which_organisation_they_are_with_is_asked_there(house: House) -> None:
    await house.types("hana", "@Upbeat hello")
    said = await page(house, "hana")
    assert "Which organisation are you with?" in said.text
    await house.presses("hana", said, "Riverside Library")
    assert "Which organisation" not in (await page(house, "hana")).text


async def test_a_question_of_mine_that_nobody_answered_waits_there(house: House) -> None:
    await another_partnership(house, "mina")
    await house.types("mina", "agenda add Budget 10m", where="dm")
    first, second = await house.home("mina")
    assert "Is it for Otterbridge Partnership?" in first.text and "Is it for Barn Board?" in second.text
    await house.presses("mina", second, "Yes, it is")
    async with house.records("C2") as records:
        assert [item.text for item in await records.agenda.waiting()] == ["Budget"]
    assert all("Is it for" not in said.text for said in await house.home("mina"))


async def test_once_is_enough_is_an_answer(house: House) -> None:
    await house.types("mina", "/agenda add Budget")
    await house.types("mina", "/agenda add Budget")
    said = await page(house, "mina")
    assert "You wrote “add Budget” twice" in said.text or "You wrote “Budget” twice" in said.text
    await house.presses("mina", said, "Once is enough")
    assert "twice" not in (await page(house, "mina")).text


async def test_the_next_meeting_of_each_series_stands_there_with_its_agenda_and_my_answer(
    house: House,
) -> None:
    await house.types(
        "mina", "/meeting plan Steering group, Tue 15 December 2026 2pm, 90 minutes, at the Curve"
    )
    await house.types("mina", "/meeting plan Working group, Mon 7 December 2026 2pm")
    await house.types("sam", "/agenda add Budget 10m for decision for the steering group")
    said = await page(house, "jo")
    assert said.text.index("Working group on Mon 7 December, 2pm") < said.text.index(
        "Steering group on Tue 15"
    )
    assert "Budget · for decision · 10 minutes" in said.text
    assert said.text.count("Can you come?") == 2
    await house.presses("jo", said, "Apologies")
    assert "You sent your apologies." in (await page(house, "jo")).text
    await house.presses("jo", await page(house, "jo"), "Coming")
    assert "You are coming." in (await page(house, "jo")).text
    assert house.dm("jo") == []


async def test_a_pause_begins_and_ends_there_without_a_word_elsewhere(house: House) -> None:
    await house.presses("sam", await page(house, "sam"), "Pause for a week")
    said = await page(house, "sam")
    assert "leaving you alone about actions until Wed 2 December" in said.text
    await house.presses("sam", said, "Write to me again")
    assert "Pause for a week" in (await page(house, "sam")).buttons
    assert house.dm("sam") == []


async def test_times_are_those_of_the_reader(house: House) -> None:
    await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
    there = replace(face("sam"), zone="Europe/Athens")
    request = Request("me", "home", there, Place("", "T1", direct=True), house.clock.now(), Way.HOME)
    [answer] = await house.dispatch.in_each(request)
    assert answer.card is not None and "Tue 15 December, 4pm" in plain(answer.card)
    assert "Tue 15 December, 2pm" in (await page(house, "mina")).text


async def test_who_is_in_no_partnership_is_told_where_to_begin(house: House) -> None:
    [said] = await house.home("stranger")
    assert "@Upbeat hello" in said.text
    assert "@Upbeat hello" in (await house.types("stranger", "me", where="dm")).text


async def test_each_partnership_has_a_card_of_its_own_and_neither_shows_the_other(house: House) -> None:
    await another_partnership(house, "mina", "sam")
    await house.types("mina", "/action add Mina to book the hall")
    await house.types("mina", "ACTION: Mina to paint the barn", "C2")
    first, second = await house.home("mina")
    assert (first.partnership, second.partnership) == (1, 2)
    assert "book the hall" in first.text and "barn" not in first.text.casefold()
    assert "paint the barn" in second.text and "hall" not in second.text
    await house.presses("mina", second, "Done")
    first, second = await house.home("mina")
    assert "book the hall" in first.text and "Done: paint the barn" in second.text


# "me" as words


@pytest.mark.parametrize("words", ["me", "Me?", "please me", "my page", "what is mine"])
async def test_me_in_a_direct_message_is_the_same_page(house: House, words: str) -> None:
    await house.types("jo", "/action add Jo to book the hall")
    said = await house.types("jo", words, where="dm")
    assert "Otterbridge Partnership" in said.text and "book the hall" in said.text
    assert said.buttons[:5] == FIVE


async def test_the_answer_is_drawn_again_in_its_place_when_it_is_pressed(house: House) -> None:
    await house.types("jo", "/action add Jo to book the hall")
    said = await house.types("jo", "me", where="dm")
    before = len(house.dm("jo"))
    await house.presses("jo", said, "Done")
    assert "Done: book the hall (1)" in house.dm("jo")[before - 1].text
    assert len(house.dm("jo")) == before


async def test_an_answer_that_takes_the_place_of_its_card_leaves_the_page_whole(house: House) -> None:
    await house.types("mina", "/partnership chair @jo")
    said = await house.types("jo", "me", where="dm")
    await house.presses("jo", said, "I will chair")
    assert "No meeting is planned yet." in said.text and "would you chair" not in said.text


async def test_in_a_channel_it_is_answered_privately(house: House) -> None:
    await house.types("jo", "/action add Jo to book the hall")
    said = await house.types("jo", "@Upbeat me")
    assert "book the hall" in said.text and said.place == "DUJO" and said.reactions == ["envelope"]
    command = await house.types("mina", "/upbeat me")
    assert command.private and "Otterbridge Partnership" in command.text


async def test_a_person_in_two_partnerships_gets_both_directly(house: House) -> None:
    await another_partnership(house, "mina", "jo")
    await house.types("jo", "me", where="dm")
    assert [said.partnership for said in house.dm("jo")] == [1, 2]
    assert "Barn Board" in house.dm("jo")[1].text


async def test_asked_in_a_channel_only_its_own_partnership_is_answered_there(house: House) -> None:
    await another_partnership(house, "mina", "jo")
    said = await house.types("mina", "/upbeat me")
    assert "Otterbridge Partnership" in said.text and "Barn" not in said.text
    assert "other partnerships comes in a message" in said.text
    [direct] = house.dm("mina")
    assert "Barn Board" in direct.text and direct.partnership == 2
    await house.types("jo", "@Upbeat me")
    assert {said.partnership for said in house.dm("jo")} == {1, 2}
    assert not any("Barn" in said.text for said in house.channel())


async def test_the_same_event_twice_is_answered_once(house: House) -> None:
    await another_partnership(house, "mina", "jo")
    said = await house.types("jo", "me", where="dm")
    assert said.request is not None
    await house.dispatch.handle(said.request)
    await house.settles()
    assert len(house.dm("jo")) == 2


async def test_a_word_with_me_in_it_is_not_about_me(house: House) -> None:
    said = await house.types("jo", "give me a word about the agenda", where="dm")
    assert "Perhaps you mean" not in said.text or "agenda" in said.text
    helped = await house.types("jo", "help me with the actions", where="dm")
    assert "This is about who does what by when" in helped.text
