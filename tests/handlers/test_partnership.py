"""A partnership begins, people join it, and its roles are handed on: told as talk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.errors import Undeliverable
from bot.feature import Face
from handlers import ask, help, partnership
from storage.people import Role
from storage.records import Registry
from tests.house import House, Said, face

FEATURES = [partnership.feature, help.feature, ask.feature]

FORM = {
    "name": "Otterbridge Partnership",
    "organisations": "Otterbridge Music\nFenland Virtual School\n\n- Riverside Library",
}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Nobody has begun anything."""
    async with House.empty(FEATURES) as house:
        yield house


@pytest.fixture
async def begun() -> AsyncIterator[House]:
    """The cast has joined; Mina chairs."""
    async with House.begun(FEATURES) as house:
        yield house


async def set_up(house: House, who: str = "mina", where: str = "C1", **values: str) -> Said:
    await house.joins("upbeat", where, inviter=who)
    form = await house.presses(who, house.channel(where)[0], "Set up")
    return await house.submits(who, form, {**FORM, **values})


async def role(house: House, who: str) -> Role | None:
    async with house.records() as records:
        member = await records.members.of_handle(f"U{who.upper()}")
        return Role(member.role) if member else None


# It begins


async def test_invited_to_a_channel_upbeat_says_in_three_lines_who_it_is(house: House) -> None:
    await house.joins("upbeat", inviter="mina")
    [said] = house.channel()
    assert said.text.startswith("I am Upbeat.")
    assert len(said.text.split("\n")) == 3
    assert said.buttons == ["Set up"]


async def test_whoever_invites_is_chair_before_any_form_is_filled_in(house: House) -> None:
    await house.joins("upbeat", inviter="sam")
    assert await role(house, "sam") == Role.CHAIR


async def test_the_form_makes_a_card_with_a_button_for_each_organisation(house: House) -> None:
    said = await set_up(house)
    assert "Otterbridge Partnership" in said.text
    first, card = house.channel()
    assert "Set up" not in first.buttons, "the first card has done its work"
    assert card.buttons == ["Join Otterbridge Music", "Join Fenland Virtual School", "Join Riverside Library"]


async def test_the_form_offers_london_and_england(house: House) -> None:
    await house.joins("upbeat", inviter="mina")
    said = await house.presses("mina", house.channel()[0], "Set up")
    assert said.form is not None
    assert {field.name: field.value for field in said.form.fields} == {
        "name": "",
        "organisations": "",
        "nation": "ENG",
        "zone": "Europe/London",
    }


async def test_setting_up_again_changes_the_card_and_posts_no_second_one(house: House) -> None:
    await set_up(house)
    form = await house.types("mina", "/partnership set up")
    await house.submits("mina", form, {"name": "Fenland Music", "organisations": "Otterbridge Music"})
    assert len(house.channel()) == 2
    assert house.channel()[1].buttons == ["Join Otterbridge Music"]
    assert "Fenland Music" in house.channel()[1].text


async def test_an_organisation_with_people_stays_when_it_is_left_out_of_the_form(house: House) -> None:
    await set_up(house)
    await house.presses("jo", house.channel()[1], "Join Fenland Virtual School")
    form = await house.types("mina", "/partnership set up")
    said = await house.submits("mina", form, {"organisations": "Otterbridge Music"})
    assert "Fenland Virtual School" in said.text
    assert house.channel()[1].buttons == ["Join Otterbridge Music", "Join Fenland Virtual School"]


async def test_invited_again_it_says_hello_and_begins_no_second_partnership(house: House) -> None:
    await set_up(house)
    await house.joins("upbeat", inviter="jo")
    assert house.channel()[-1].text.startswith("Hello again.")
    assert await role(house, "mina") == Role.CHAIR
    assert await role(house, "jo") is None


async def test_invited_again_before_the_form_it_offers_the_form_again(house: House) -> None:
    await house.joins("upbeat", inviter="mina")
    await house.joins("upbeat", inviter="jo")
    assert [said.buttons for said in house.channel()] == [["Set up"], ["Set up"]]
    assert "Mina Patel" in house.channel()[1].text


async def test_a_mention_where_nothing_has_begun_begins_and_is_answered_too(house: House) -> None:
    await house.types("mina", "@Upbeat partnership show")
    first, answer = house.channel()
    assert first.buttons == ["Set up"]
    assert "Mina Patel" in answer.text
    assert await role(house, "mina") == Role.CHAIR


async def test_no_partnership_begins_in_a_direct_message(house: House) -> None:
    nowhere = Said(place="DUMINA")
    said = await house.presses_raw("mina", nowhere, "partnership.invited", "")
    assert "@Upbeat hello" in said.text


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "   ", "name"),
        ("name", "x" * 81, "80"),
        ("organisations", "x" * 61, "60"),
        ("organisations", "\n".join(f"School {n}" for n in range(25)), "24"),
        ("zone", "Otterbridge", "London"),
        ("nation", "FRA", "list"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_explained_beside_its_field(
    house: House, field: str, value: str, word: str
) -> None:
    said = await set_up(house, **{field: value})
    assert list(said.errors) == [field]
    assert word in said.errors[field]
    assert house.channel()[0].buttons == ["Set up"], "nothing was changed"


async def test_an_organisation_named_twice_is_one(house: House) -> None:
    await set_up(house, organisations="Riverside Library\nriverside  library")
    assert len(house.channel()[1].buttons) == 1


# Who may


async def test_only_the_chair_and_the_deputy_can_set_up(house: House) -> None:
    await house.joins("upbeat", inviter="mina")
    said = await house.presses("jo", house.channel()[0], "Set up")
    assert said.form is None
    assert "Mina Patel" in said.text


async def test_a_form_sent_by_somebody_else_changes_nothing(house: House) -> None:
    await house.joins("upbeat", inviter="mina")
    form = await house.presses("mina", house.channel()[0], "Set up")
    await house.submits("jo", form, {**FORM, "name": "Jo's now"})
    assert house.channel()[0].buttons == ["Set up"]


@pytest.mark.parametrize(
    "words", ["chair @jo", "deputy @jo", "minutes @jo", "organisation add Jo's", "settings"]
)
async def test_members_are_told_who_can_where_they_cannot(begun: House, words: str) -> None:
    said = await begun.types("jo", f"@Upbeat partnership {words}")
    assert "Mina Patel" in begun.dm("jo")[-1].text + said.text
    assert await role(begun, "jo") == Role.MEMBER


# Joining


async def test_people_join_by_one_press_and_stand_on_the_card(house: House) -> None:
    await set_up(house)
    said = await house.presses("jo", house.channel()[1], "Join Fenland Virtual School")
    assert said.private and "Fenland Virtual School" in said.text
    assert "Fenland Virtual School: Jo Lindqvist" in house.channel()[1].text


async def test_joining_another_organisation_moves_there(house: House) -> None:
    await set_up(house)
    await house.presses("sam", house.channel()[1], "Join Riverside Library")
    said = await house.presses("sam", house.channel()[1], "Join Otterbridge Music")
    assert "Riverside Library until now" in said.text
    assert "Otterbridge Music: Sam Okafor" in house.channel()[1].text
    assert "Riverside Library: " not in house.channel()[1].text


@pytest.mark.parametrize("words", ["partnership join riverside library", "join Riverside Library"])
async def test_joining_by_words_works_in_a_mention_and_directly(begun: House, words: str) -> None:
    await begun.types("jo", f"@Upbeat {words}")
    await begun.types("sam", words, where="dm")
    said = await begun.types("mina", "/partnership")
    assert "Riverside Library: Sam Okafor, Jo Lindqvist, Priya Nair and Will Grant" in said.text


async def test_an_unknown_organisation_is_answered_with_those_that_there_are(begun: House) -> None:
    said = await begun.types("jo", "/partnership join Harbour Arts")
    assert "Harbour Arts" in said.text
    assert "Riverside Library" in said.buttons


async def test_join_alone_asks_which(begun: House) -> None:
    said = await begun.types("frank", "@Upbeat partnership join")
    assert said.buttons == ["Otterbridge Music", "Fenland Virtual School", "Riverside Library"]
    await begun.presses("frank", said, "Riverside Library")
    async with begun.records() as records:
        frank = await records.members.of_handle("UFRANK")
        assert frank is not None and frank.organisation is not None
        assert frank.organisation.name == "Riverside Library"


async def test_the_chair_adds_an_organisation_once(begun: House) -> None:
    said = await begun.types("mina", "/partnership organisation add Harbour Arts")
    assert "Join Harbour Arts" in said.buttons
    again = await begun.types("mina", "/partnership organisation add harbour arts")
    assert "already" in again.text


@pytest.mark.parametrize(
    "words", ["organisation rename Riverside Library", "organisation remove Riverside Library"]
)
async def test_names_are_changed_in_the_form(begun: House, words: str) -> None:
    said = await begun.types("mina", f"/partnership {words}")
    form = await begun.presses("mina", said, "Set up")
    assert form.form is not None and "Riverside Library" in form.form.fields[1].value


async def test_show_says_who_is_where_and_who_does_what(begun: House) -> None:
    said = await begun.types("priya", "@Upbeat partnership")
    assert "Fenland Virtual School: Jo Lindqvist and Frank Adeyemi" in said.text
    assert "Chair: Mina Patel" in said.text


# Two partnerships


async def test_a_forged_button_does_not_reach_another_partnership(house: House) -> None:
    await set_up(house)
    await set_up(house, "priya", "C2", name="Library Link", organisations="Harbour Arts")
    theirs = next(button for button in (house.channel("C2")[1].card or 0).buttons())  # type: ignore[union-attr]
    said = await house.presses_raw("jo", house.channel()[1], "partnership.join", theirs.value)
    assert "Harbour Arts" not in said.text + house.channel()[1].text
    assert "Jo Lindqvist" not in house.channel("C2")[1].text


async def test_two_partnerships_never_see_each_other(house: House) -> None:
    await set_up(house)
    await set_up(house, "priya", "C2", name="Library Link", organisations="Harbour Arts")
    await house.presses("priya", house.channel("C2")[1], "Join Harbour Arts")
    here = await house.types("mina", "/partnership")
    there = await house.types("priya", "@Upbeat partnership", where="C2")
    assert "Priya" not in here.text and "Library Link" not in here.text
    assert "Mina" not in there.text and "Otterbridge" not in there.text


# The chair moves


async def test_the_chair_moves_when_the_other_says_yes(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    assert await role(begun, "mina") == Role.CHAIR, "asked is not yet moved"
    await begun.presses("jo", begun.dm("jo")[-1], "I will chair")
    assert (await role(begun, "jo"), await role(begun, "mina")) == (Role.CHAIR, Role.MEMBER)
    assert "Jo Lindqvist said yes" in begun.dm("mina")[-1].text
    assert begun.dm("jo")[-1].text.count("You chair"), "the question gave way to its answer"


async def test_saying_no_leaves_the_chair_where_it_is(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    await begun.presses("jo", begun.dm("jo")[-1], "Not now")
    assert await role(begun, "mina") == Role.CHAIR
    assert "You are still chair" in begun.dm("mina")[-1].text


async def test_the_chair_cannot_be_taken_twice(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    asked = begun.dm("jo")[-1]
    question = Said(asked.card, asked.place, ts=asked.ts, partnership=asked.partnership)
    await begun.presses("jo", question, "I will chair")
    await begun.types("jo", "partnership chair Sam Okafor", where="dm")
    said = await begun.presses("jo", question, "I will chair")
    assert "settled" in said.text
    assert await role(begun, "jo") == Role.CHAIR


async def test_who_said_no_does_not_take_the_chair_by_pressing_again(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    asked = begun.dm("jo")[-1]
    question = Said(asked.card, asked.place, ts=asked.ts, partnership=asked.partnership)
    await begun.presses("jo", question, "Not now")
    said = await begun.presses("jo", question, "I will chair")
    assert "settled" in said.text
    assert await role(begun, "mina") == Role.CHAIR


async def test_an_offer_to_one_is_not_taken_by_another(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    said = await begun.presses_raw("frank", begun.dm("jo")[-1], "partnership.accept", "")
    assert await role(begun, "frank") == Role.MEMBER
    assert "Mina Patel" in said.text or "settled" in said.text


async def test_asking_somebody_else_takes_the_first_question_back(begun: House) -> None:
    await begun.types("mina", "/partnership chair @jo")
    await begun.types("mina", "/partnership chair @sam")
    await begun.presses("jo", begun.dm("jo")[-1], "I will chair")
    assert await role(begun, "mina") == Role.CHAIR


async def test_a_name_that_nobody_has_is_said_back(begun: House) -> None:
    said = await begun.types("mina", "/partnership chair Florian")
    assert "Florian" in said.text
    nothing = await begun.types("mina", "/partnership chair")
    assert "Who is it to be" in nothing.text


async def test_when_the_chair_leaves_the_deputy_chairs_and_is_told_in_private(begun: House) -> None:
    await begun.types("mina", "/partnership deputy @sam")
    await begun.leaves("mina")
    assert (await role(begun, "sam"), await role(begun, "mina")) == (Role.CHAIR, None)
    assert "you chair it now" in begun.dm("sam")[-1].text
    assert not any("left" in said.text for said in begun.channel())


async def test_with_no_deputy_the_channel_is_asked_and_the_first_press_counts(begun: House) -> None:
    await begun.leaves("mina")
    asked = begun.channel()[-1]
    await begun.presses("jo", asked, "I will chair")
    assert await role(begun, "jo") == Role.CHAIR
    assert begun.channel()[-1].buttons == []
    second = await begun.presses_raw("sam", asked, "partnership.take_chair", "")
    assert "Jo Lindqvist chairs" in second.text
    assert await role(begun, "sam") == Role.MEMBER


async def test_the_chair_is_not_taken_while_somebody_has_it(begun: House) -> None:
    said = await begun.presses_raw("jo", Said(place="C1"), "partnership.take_chair", "")
    assert "Mina Patel chairs" in said.text
    assert await role(begun, "mina") == Role.CHAIR


async def test_who_comes_back_is_a_member_like_everyone_else(begun: House) -> None:
    await begun.leaves("mina")
    await begun.joins("mina")
    assert await role(begun, "mina") == Role.MEMBER


async def test_a_chair_who_leaves_by_words_is_asked_first(begun: House) -> None:
    said = await begun.types("mina", "/partnership leave")
    assert await role(begun, "mina") == Role.CHAIR
    await begun.presses("mina", said, "Leave the partnership")
    assert await role(begun, "mina") is None


async def test_leaving_by_words_takes_a_member_off_the_card(house: House) -> None:
    await set_up(house)
    await house.presses("jo", house.channel()[1], "Join Fenland Virtual School")
    await house.types("jo", "@Upbeat partnership leave")
    assert "Jo Lindqvist" not in house.channel()[1].text
    await house.presses("jo", house.channel()[1], "Join Fenland Virtual School")
    assert "Jo Lindqvist" in house.channel()[1].text


# Deputy and minute-taker


async def test_a_role_is_told_in_private_with_a_way_out(begun: House) -> None:
    await begun.types("mina", "/partnership minutes @priya")
    assert await role(begun, "priya") == Role.MINUTES
    await begun.presses("priya", begun.dm("priya")[-1], "I would rather not")
    assert await role(begun, "priya") == Role.MEMBER
    assert "Priya Nair would rather not" in begun.dm("mina")[-1].text


async def test_a_role_passed_on_is_thanked_for(begun: House) -> None:
    await begun.types("mina", "/partnership minutes @priya")
    said = await begun.types("mina", "/partnership minutes Will Grant")
    assert "Priya Nair" in said.text
    assert await role(begun, "priya") == Role.MEMBER
    assert "Thank you" in begun.dm("priya")[-1].text


async def test_the_deputy_is_not_made_minute_taker_by_mistake(begun: House) -> None:
    await begun.types("mina", "/partnership deputy @sam")
    said = await begun.types("mina", "/partnership minutes @sam")
    assert await role(begun, "sam") == Role.DEPUTY
    assert "nothing needs to change" in said.text


async def test_the_chair_is_not_made_deputy(begun: House) -> None:
    await begun.types("mina", "/partnership deputy @mina")
    assert await role(begun, "mina") == Role.CHAIR


# Newcomers


async def test_a_newcomer_is_welcomed_in_private_and_once(begun: House) -> None:
    await begun.joins("hannah")
    await begun.joins("hannah")
    assert begun.channel() == []
    [welcome] = begun.dm("hannah")
    assert "Welcome to Otterbridge Partnership" in welcome.text
    await begun.presses("hannah", welcome, "Riverside Library")
    assert "Hannah" in (await begun.types("mina", "/partnership")).text


async def test_who_has_an_organisation_already_is_not_welcomed_again(begun: House) -> None:
    await begun.joins("jo")
    assert begun.dm("jo") == []


# Settings


async def test_settings_are_kept(begun: House) -> None:
    form = await begun.types("mina", "/partnership settings")
    await begun.submits(
        "mina", form, {"chase_days": "5", "chase_hour": "9", "call_days": "0", "zone": "dublin"}
    )
    async with begun.records() as records:
        kept = records.partnership
        assert (kept.chase_days, kept.chase_hour, kept.call_days) == (5, 9, 0)
        assert kept.zone == "Europe/Dublin"


async def test_a_forged_setting_is_refused(begun: House) -> None:
    form = await begun.types("mina", "/partnership settings")
    said = await begun.submits("mina", form, {"chase_days": "400"})
    assert list(said.errors) == ["chase_days"]


# Begun from outside the channel


async def test_whoever_invites_is_chair_also_where_somebody_began_before_upbeat_was_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_there(*_: object) -> str:
        raise Undeliverable("not_in_channel")

    with monkeypatch.context() as outside:
        outside.setattr(house.memory, "post", not_there)
        said = await house.types("will", "/upbeat")
        await house.presses("will", said, "Begin here")
    assert await role(house, "will") == Role.CHAIR
    await house.joins("upbeat", inviter="mina")
    assert await role(house, "mina") == Role.CHAIR
    assert await role(house, "will") == Role.MEMBER
    assert house.channel()[0].buttons == ["Set up"]


async def test_an_invitation_to_where_upbeat_was_already_makes_nobody_chair(begun: House) -> None:
    await begun.joins("upbeat", inviter="will")
    assert await role(begun, "will") == Role.MEMBER


async def test_somebody_who_leaves_or_comes_begins_no_partnership(house: House) -> None:
    await house.leaves("will")
    await house.joins("will")
    assert not house.memory.posts
    async with house.store.transaction() as session:
        assert await Registry(session).empty()


async def test_everybody_in_the_channel_is_known_from_the_first_line_on_and_hears_nothing_of_it() -> None:
    async with House.empty() as house:
        await house.joins("upbeat", inviter="mina", present=[face("mina"), face("grace"), face("sam")])
        said = await house.types("mina", "ACTION: Grace to book the hall by 4 December 2026")
        assert "Grace" in said.text and "book the hall" in said.text
        async with house.records() as records:
            [action] = await records.actions.open()
            assert action.lead is not None and action.lead.person.handle == "UGRACE"
            chair = await records.members.holder(Role.CHAIR)
            assert chair is not None and chair.person.handle == "UMINA"
        assert house.dm("sam") == []


async def test_bots_and_people_whom_nobody_can_name_are_no_members() -> None:
    async with House.empty() as house:
        strange = Face("UX", "T9", "")
        robot = replace(face("robot"), bot=True)
        await house.joins("upbeat", inviter="mina", present=[strange, robot])
        async with house.records() as records:
            assert [member.person.handle for member in await records.members.list()] == ["UMINA"]


async def test_who_has_left_stays_away_when_upbeat_is_invited_again() -> None:
    async with House.begun() as house:
        await house.leaves("frank")
        await house.joins("upbeat", inviter="mina", present=[face("frank"), face("grace")])
        async with house.records() as records:
            handles = {member.person.handle for member in await records.members.list()}
        assert "UFRANK" not in handles and "UGRACE" in handles


async def test_a_channel_with_very_many_people_still_reads_well() -> None:
    async with House.empty() as house:
        crowd = [face(f"person{number}") for number in range(80)]
        await house.joins("upbeat", inviter="mina", present=crowd)
        async with house.records() as records:
            assert len(await records.members.list()) == 61
        said = await house.types("mina", "@Upbeat partnership show")
        assert "and 49 more" in said.text and "Person59" not in said.text
