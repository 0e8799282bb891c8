"""School terms as people keep them: entered, said back, kept by whose they are, and what gets its day from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Attached, Place, Request, Way
from storage.people import Role
from tests import stores
from tests.house import CHANNEL, House, Said, face

YEAR = """\
Autumn term: 2 September to 18 December, half term 26 to 30 October
Spring term: 4 January to 25 March, half term 15 to 19 February
Summer term: 12 April to 21 July, half term 31 May to 4 June"""
OTHERS = YEAR.replace("15 to 19 February", "22 to 26 February")

CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Spring Term\r\nDTSTART;VALUE=DATE:20270104\r\n"
    "DTEND;VALUE=DATE:20270326\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def pastes(house: House, who: str, text: str = YEAR, **more: str) -> Said:
    """Paste dates into the form; what Upbeat makes of them."""
    shown = await house.types(who, "/upbeat terms")
    form = await house.presses(who, shown, "Paste the dates")
    return await house.submits(who, form, {"dates": text, **more})


async def enters(house: House, who: str, text: str = YEAR, **more: str) -> Said:
    """Paste dates and say that they are right."""
    return await house.presses(who, await pastes(house, who, text, **more), "Save these dates")


async def sends(
    house: House, who: str, files: tuple[Attached, ...], text: str = "", way: Way = Way.DIRECT
) -> Said:
    """Send Upbeat a file directly."""
    place = Place(f"DU{who.upper()}", "T1", direct=True)
    stamp = house.memory.stamp()
    request = Request("", "", face(who), place, house.clock.now(), way, text=text, message=stamp, key=stamp)
    before = len(house.memory.posts)
    await house.dispatch.handle(replace(request, files=files))
    await house.settles()
    return house.memory.posts[before:][0]


async def due(house: House, number: int) -> str:
    async with house.records() as records:
        action = await records.actions.numbered(number)
        assert action is not None
        return action.due.isoformat() if action.due else ""


# Entering


async def test_everything_is_said_back_in_full_and_nothing_kept_until_it_is_right(house: House) -> None:
    said = await pastes(house, "jo", f"{YEAR}\nINSET: 4 January\nChoir on 6 May")
    assert said.private
    assert "the dates of Fenland Virtual School. Is this right?" in said.text
    assert "Spring term: Mon 4 January to Thu 25 March 2027, half term Mon 15 February to Fri 19" in said.text
    assert "Closed on Mon 4 January (INSET)" in said.text
    assert "I made nothing of this:\n• Choir on 6 May" in said.text
    assert "No school terms are kept here yet" in (await house.types("jo", "/upbeat terms")).text
    await house.presses("jo", said, "Save these dates")
    assert "Spring term: Mon 4 January" in (await house.types("mina", "/upbeat terms show")).text


async def test_what_was_typed_stands_in_the_form_again(house: House) -> None:
    typed = "Autumn term: 31 November to 18 December"
    said = await pastes(house, "jo", typed)
    assert "“31 November to 18 December” is not in the calendar" in said.text
    again = await house.presses("jo", said, "Try again")
    assert again.form is not None and again.form.fields[0].value == typed


async def test_an_empty_form_is_asked_about_beside_its_field(house: House) -> None:
    shown = await house.types("jo", "/upbeat terms")
    form = await house.presses("jo", shown, "Paste the dates")
    said = await house.submits("jo", form, {"dates": "  "})
    assert list(said.errors) == ["dates"]


async def test_a_line_to_upbeat_is_read_like_the_form_and_answered_privately(house: House) -> None:
    await house.types("jo", f"@Upbeat terms {YEAR}")
    assert house.channel() == []
    assert "Summer term: Mon 12 April" in house.dm("jo")[-1].text


async def test_dates_longer_than_a_line_of_chat_can_be_pasted_all_the_same(house: House) -> None:
    text = "\n".join([YEAR, *(f"INSET: {day} May 2027 for everybody who teaches" for day in range(1, 29))])
    assert len(text) > 900
    await house.types("jo", f"terms {text}", "dm")
    assert "Autumn term: Wed 2 September" in house.dm("jo")[-1].text


async def test_leaving_it_keeps_nothing_and_its_buttons_lead_nowhere_afterwards(house: House) -> None:
    said = await pastes(house, "jo")
    left = await house.presses("jo", said, "Leave it")
    assert "Nothing was kept" in left.text
    assert "leads nowhere now" in (await house.presses("jo", said, "Save these dates")).text
    assert "No school terms" in (await house.types("jo", "/upbeat terms")).text


async def test_saving_twice_saves_once(house: House) -> None:
    said = await pastes(house, "jo")
    await house.presses("jo", said, "Save these dates")
    assert "leads nowhere now" in (await house.presses("jo", said, "Save these dates")).text
    async with house.records() as records:
        assert len(await records.terms.list()) == 3


async def test_the_button_of_an_older_card_never_saves_what_was_pasted_after_it(house: House) -> None:
    older = await pastes(house, "jo", "Spring term: 4 January to 25 March")
    newer = await pastes(house, "jo", "Spring term: 5 January to 26 March")
    assert "leads nowhere now" in (await house.presses("jo", older, "Save these dates")).text
    assert "Tue 5 January" in (await house.presses("jo", newer, "Save these dates")).text


async def test_new_dates_take_the_place_of_those_they_replace_and_of_no_others(house: House) -> None:
    await enters(house, "jo")
    await enters(house, "jo", "Spring term: 5 January to 26 March\nINSET: 5 January")
    await enters(house, "jo", "INSET: 6 January")
    text = (await house.types("jo", "/upbeat terms")).text
    assert text.count("Spring term") == 1 and "Spring term: Tue 5 January to Fri 26 March" in text
    assert "Autumn term" in text and "Summer term" in text
    assert "Closed on Tue 5 January" in text and "Closed on Wed 6 January" in text


# Whose


async def test_members_enter_their_own_organisations_dates_and_the_chair_everybodys(house: House) -> None:
    form = await house.types("jo", "/upbeat terms enter")
    assert form.form is not None and [field.name for field in form.form.fields] == ["dates"]
    chairs = await house.types("mina", "/upbeat terms enter")
    assert chairs.form is not None and chairs.form.fields[1].options[0].value == "all"
    await enters(house, "mina")
    await enters(house, "jo", OTHERS)
    text = (await house.types("sam", "/upbeat terms")).text
    assert text.index("The whole partnership") < text.index("Fenland Virtual School")


async def test_whoever_has_no_organisation_is_shown_which_there_are(house: House) -> None:
    async with house.records() as records:
        sam = await records.members.of_handle("USAM")
        assert sam is not None
        sam.organisation_id = None
    said = await house.types("sam", "/upbeat terms enter")
    assert "Join Fenland Virtual School" in said.buttons


@pytest.mark.parametrize("whose", ["all", "1", "3", "999", "\u00b2", "'; --"])
async def test_a_forged_choice_enters_nobody_elses_dates(house: House, whose: str) -> None:
    shown = await house.types("jo", "/upbeat terms")
    form = await house.presses("jo", shown, "Paste the dates")
    request = replace(
        (form.request or shown.request).to("terms.read"),  # type: ignore[union-attr]
        way=Way.FORM,
        values={"dates": YEAR, "whose": whose},
        key="",
    )
    await house.dispatch.handle(request)
    async with house.records() as records:
        assert await records.terms.drafted(1, 3) is None
        assert await records.terms.list() == []


async def test_nobody_saves_changes_or_sees_what_somebody_else_has_put_aside(house: House) -> None:
    said = await pastes(house, "jo")
    assert said.card is not None
    buttons = list(said.card.buttons())
    assert [button.action for button in buttons] == ["terms.save", "terms.change", "terms.leave"]
    for button in buttons:
        answer = await house.presses_raw("mina", Said(place=CHANNEL), button.action, button.value)
        assert "leads nowhere now" in answer.text
    assert "Kept for" in (await house.presses("jo", said, "Save these dates")).text


async def test_whoever_has_changed_organisation_meanwhile_saves_nothing_for_the_old_one(house: House) -> None:
    said = await pastes(house, "jo")
    await house.types("jo", "/partnership join Riverside Library")
    assert (
        "You can enter the dates of Riverside Library"
        in (await house.presses("jo", said, "Save these dates")).text
    )
    async with house.records() as records:
        assert await records.terms.list() == []


# One term


async def opens_one(house: House, who: str, label: str = "Enter one term") -> Said:
    return await house.presses(who, await house.types(who, "/upbeat terms"), label)


SPRING = {"name": "Spring term", "start": "2027-01-04", "end": "2027-03-25"}


async def test_one_term_can_be_entered_by_its_days(house: House) -> None:
    form = await opens_one(house, "jo")
    half = {"half_first": "2027-02-15", "half_last": "2027-02-19"}
    said = await house.submits("jo", form, {**SPRING, **half})
    assert "Kept for Fenland Virtual School" in said.text
    assert "half term Mon 15 February to Fri 19 February" in said.text


IMPOSSIBLE: list[tuple[dict[str, str], str]] = [
    ({"start": ""}, "start"),
    ({"end": "2027-02-31"}, "end"),
    ({"start": "9999-12-30", "end": "9999-12-31"}, "start"),
    ({"start": "0001-01-01"}, "start"),
    ({"end": "2027-01-03"}, "end"),
    ({"end": "2027-12-31"}, "end"),
    ({"name": "Holidays"}, "name"),
    ({"half_first": "2027-02-15"}, "half_last"),
    ({"half_first": "2027-02-19", "half_last": "2027-02-15"}, "half_last"),
    ({"half_first": "2027-06-01", "half_last": "2027-06-04"}, "half_last"),
]
"""What a form of one term cannot say, each with the field beside which it is asked about."""


async def test_days_that_cannot_be_are_asked_about_beside_their_field(house: House) -> None:
    form = await opens_one(house, "jo")
    for changed, field in IMPOSSIBLE:
        said = await house.submits("jo", form, {**SPRING, **changed})
        assert list(said.errors) == [field], changed
    async with house.records() as records:
        assert await records.terms.list() == []


async def test_a_term_never_pushes_another_one_out_unasked(house: House) -> None:
    await enters(house, "jo")
    form = await opens_one(house, "jo", "Change Spring term")
    said = await house.submits("jo", form, {"end": "2027-04-20"})
    assert "The Summer term is kept from Mon 12 April 2027" in said.errors["start"]


async def test_a_term_that_is_changed_keeps_its_closed_days_and_one_taken_away_does_not(house: House) -> None:
    await enters(house, "jo", f"{YEAR}\nINSET: 4 January")
    form = await opens_one(house, "jo", "Change Spring term")
    await house.submits("jo", form, {"end": "2027-03-24"})
    text = (await house.types("jo", "/upbeat terms")).text
    assert "to Wed 24 March" in text and "Closed on Mon 4 January" in text
    form = await opens_one(house, "jo", "Change Spring term")
    assert "No longer kept: Spring term" in (await house.submits("jo", form, {"remove": ["remove"]})).text
    assert "Spring term" not in (await house.types("jo", "/upbeat terms")).text


async def test_the_terms_of_others_cannot_be_changed_by_a_forged_button(house: House) -> None:
    await enters(house, "jo")
    for verb in ("terms.one", "terms.save_one"):
        said = await house.presses_raw("will", Said(place=CHANNEL), verb, "id=2")
        assert "You can enter the dates of Riverside Library" in said.text
    assert "Change Spring term" not in (await house.types("will", "/upbeat terms")).buttons


# A file


async def test_a_calendar_file_alone_in_a_direct_message_is_taken_in(house: House) -> None:
    said = await sends(house, "jo", (Attached("school.ics", CALENDAR),))
    assert "Spring term: Mon 4 January to Thu 25 March 2027" in said.text
    await house.presses("jo", said, "Save these dates")
    async with house.records() as records:
        assert [row.name for row in await records.terms.list()] == ["Spring term"]


@pytest.mark.parametrize("words", ["terms", "terms import", "our term dates are attached, I hope they help"])
async def test_words_beside_a_file_do_not_keep_it_from_being_taken_in(house: House, words: str) -> None:
    assert "Spring term" in (await sends(house, "jo", (Attached("school.ics", CALENDAR),), words)).text


async def test_words_that_mean_something_else_are_done_and_the_file_is_left(house: House) -> None:
    said = await sends(house, "jo", (Attached("school.ics", CALENDAR),), "action add ring the hall")
    assert "ring the hall" in said.text and "Spring term" not in said.text


@pytest.mark.parametrize("text", ["", "no calendar at all"])
async def test_a_file_that_cannot_be_had_or_read_is_answered_with_a_way_that_works(
    house: House, text: str
) -> None:
    said = await sends(house, "jo", (Attached("school.ics", text),))
    assert "I could not read “school.ics”" in said.text and said.buttons == ["Paste the dates"]


async def test_import_without_a_file_says_how(house: House) -> None:
    assert "one that ends in .ics" in (await house.types("jo", "/upbeat terms import")).text


# What gets its day


async def test_terms_that_are_not_known_are_asked_for_and_then_remembered(house: House) -> None:
    receipt = await house.types("frank", "ACTION: Jo to order the flutes by half term")
    assert "for “by half term” yet. When is that?" in receipt.text
    assert receipt.buttons[:2] == ["Enter the term dates", "Choose a day"]
    form = await house.presses("jo", receipt, "Enter the term dates")
    saved = await house.presses("jo", await house.submits("jo", form, {"dates": YEAR}), "Save these dates")
    assert await due(house, 1) == "2027-02-12"
    assert "order the flutes (1), by Fri 12 February" in saved.text
    assert "order the flutes, by Fri 12 February" in house.channel()[0].text
    assert house.dm("jo") == []


async def test_each_lead_hears_once_of_all_that_has_its_day_now_and_the_one_who_saved_reads_it_there(
    house: House,
) -> None:
    await house.types("sam", "ACTION: Frank to order the flutes by half term")
    await house.types("sam", "ACTION: Frank to tune the harps by the end of term")
    await house.types("sam", "ACTION: Jo to book the hall by half term")
    await enters(house, "jo")
    await house.turns("1h")
    [said] = [said for said in house.dm("frank") if "flutes" in said.text]
    assert "order the flutes (1), by Fri 12 February" in said.text
    assert "tune the harps (2), by Fri 18 December" in said.text
    assert "Change the date of 1" in said.buttons
    assert house.dm("jo") == []


async def test_an_organisations_own_terms_win_for_what_its_people_lead(house: House) -> None:
    await enters(house, "mina")
    await enters(house, "jo", OTHERS)
    for line in ("Sam to mend the harp", "Frank to order the flutes", "Riverside Library to lend the chairs"):
        await house.types("mina", f"ACTION: {line} by half term")
    assert [await due(house, number) for number in (1, 2, 3)] == ["2027-02-12", "2027-02-19", "2027-02-12"]


async def test_terms_that_change_move_what_hangs_on_them_but_no_day_that_was_chosen(house: House) -> None:
    await enters(house, "jo")
    await house.types("sam", "ACTION: Frank to order the flutes by half term")
    chosen = await house.types("sam", "ACTION: Frank to tune the harps by half term")
    form = await house.presses("sam", chosen, "Edit")
    await house.submits("sam", form, {"due": "2027-02-01"})
    await enters(house, "jo", OTHERS)
    await house.turns("1h")
    assert (await due(house, 1), await due(house, 2)) == ("2027-02-19", "2027-02-01")
    said = house.dm("frank")[-1].text
    assert "order the flutes (1), now by Fri 19 February. It was Fri 12 February." in said
    assert "harps" not in said


async def test_leads_hear_of_terms_once_a_day_however_often_somebody_puts_them_right(house: House) -> None:
    await house.types("sam", "ACTION: Frank to order the flutes by half term")
    for text in (YEAR, OTHERS, YEAR, OTHERS):
        await enters(house, "jo", text)
        await house.turns("30m")
    assert len([said for said in house.dm("frank") if "flutes" in said.text]) == 1
    await house.turns("1d")
    [_, later] = [said.text for said in house.dm("frank") if "flutes" in said.text]
    assert "now by Fri 19 February. It was Fri 12 February." in later


async def test_what_is_over_is_left_alone(house: House) -> None:
    await house.types("sam", "ACTION: Frank to order the flutes by half term")
    await house.types("frank", "done 1")
    await enters(house, "jo")
    await house.turns("1h")
    assert await due(house, 1) == ""
    assert [said for said in house.dm("frank") if "flutes" in said.text] == []


async def test_a_quiet_partnership_costs_no_statement_more_for_the_terms_it_keeps(house: House) -> None:
    await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
    await house.dispatch.sweep(house.clock.now())
    with stores.statements(house.store) as without:
        await house.dispatch.sweep(house.clock.now())
    await enters(house, "mina", f"{YEAR}\nINSET: 4 January")
    await house.dispatch.sweep(house.clock.now())
    with stores.statements(house.store) as with_terms:
        await house.dispatch.sweep(house.clock.now())
    assert len(with_terms) == len(without)


async def test_the_minute_taker_may_enter_everybodys(house: House) -> None:
    async with house.records() as records:
        will = await records.members.of_handle("UWILL")
        assert will is not None
        will.role = Role.MINUTES
    assert "the whole partnership" in (await enters(house, "will")).text
