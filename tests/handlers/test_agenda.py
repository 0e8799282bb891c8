"""The agenda as people fill it, see it, and find it again after a meeting."""

from __future__ import annotations

import re

import pytest

from storage.agenda import AgendaItem
from storage.people import Role
from tests.house import House, Said

STEERING = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
JANUARY = "/meeting plan Steering group, Tuesday 26 January 2027 2pm"
WORKING = "/meeting plan Working group, Tuesday 8 December 2026 10am"


async def rows(house: House) -> list[str]:
    """The agenda's items as its card shows them to Mina."""
    said = await house.types("mina", "/agenda")
    return [line for line in said.text.splitlines() if re.match(r"\d+\. ", line)]


async def item(house: House, text: str) -> AgendaItem:
    async with house.records() as records:
        found = [row for row in await records.agenda.all(records.agenda.rows(AgendaItem)) if row.text == text]
        return found[0]


async def test_a_new_agenda_begins_with_what_is_going_well_and_less_well() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        assert await rows(house) == ["1. What is going well, and why", "2. What is going less well, and why"]


async def test_an_item_is_added_with_all_its_parts_and_said_back() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("mina", "/agenda add Budget 10m @sam for decision")
        assert "Tue 15 December" in said.text
        assert "Budget · for decision · 10 minutes · Sam Okafor presents" in said.text
        assert (await rows(house))[2] == "3. Budget · for decision · 10 minutes · Sam Okafor presents"


async def test_free_words_after_the_command_are_an_item() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda Bus times 5m")
        assert (await rows(house))[2] == "3. Bus times · 5 minutes"


async def test_the_times_are_summed_against_the_length_of_the_meeting() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget 10m")
        await house.types("mina", "/agenda add Insurance 5m")
        said = await house.types("mina", "/agenda")
        assert "15 of 90 minutes are planned; 2 items have no time yet." in said.text


async def test_an_agenda_longer_than_its_meeting_says_so_kindly_when_it_happens() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget an hour")
        said = await house.types("mina", "/agenda add Trips 45 minutes")
        assert "add up to 105 minutes, and the meeting has 90" in said.text
        assert "add up to 105 minutes" in (await house.types("sam", "/agenda")).text


async def test_a_wholly_timed_agenda_shows_when_each_item_begins() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda edit 1 = What goes well 10m")
        await house.types("mina", "/agenda edit 2 = What goes less well 20m")
        await house.types("mina", "/agenda add Budget")
        assert [row.split(" · ")[0] for row in await rows(house)] == ["1. 2pm", "2. 2.10pm", "3. 2.30pm"]


async def test_a_captured_line_gets_a_mark_and_a_receipt_in_its_thread() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("jo", "agenda+ Otter funding (15 min)")
        assert said.reaction == "writing_hand"
        assert "Otter funding · 15 minutes" in said.text and said.thread
        assert said.buttons[:2] == ["Edit", "Undo"]


async def test_undo_takes_a_captured_line_back_and_the_receipt_says_so() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("jo", "agenda+ Otter funding (15 min)")
        await house.presses("jo", said, "Undo")
        assert len(await rows(house)) == 2
        receipt = house.channel()[-1]
        assert "Taken off the agenda: Otter funding" in receipt.text
        await house.presses("jo", receipt, "Put the item back")
        assert "Otter funding · 15 minutes" in (await rows(house))[2]


async def test_editing_the_message_changes_the_item_and_its_receipt() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("jo", "agenda+ Otter funding (15 min)")
        await house.edits("jo", said.thread, "agenda+ Otter food 20m for advice @sam")
        await house.settles()
        assert (await rows(house))[2] == "3. Otter food · for advice · 20 minutes · Sam Okafor presents"
        assert "Otter food" in house.channel()[-1].text


async def test_deleting_the_message_asks_and_takes_it_away_only_then() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("jo", "agenda+ Otter funding")
        await house.deletes("jo", said.thread)
        assert len(await rows(house)) == 3
        await house.presses("jo", house.dm("jo")[-1], "Take it away")
        assert len(await rows(house)) == 2


async def test_an_item_without_words_is_asked_for_with_a_form() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        form = await house.types("mina", "/agenda add")
        async with house.records() as records:
            sam = await records.members.of_handle("USAM")
        assert sam is not None
        answers = {"text": "Budget", "purpose": "decision", "minutes": "10", "presenter": str(sam.id)}
        said = await house.submits("mina", form, answers)
        assert "Budget · for decision · 10 minutes · Sam Okafor presents" in said.text
        wrong = await house.submits("mina", form, {"text": "Trips", "minutes": "a while"})
        assert "a while" in wrong.errors["minutes"]


async def test_the_button_on_an_agenda_adds_to_that_agenda() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        await house.types("mina", STEERING)
        shown = await house.types("mina", "/agenda steering group")
        form = await house.presses("sam", shown, "Add an item")
        said = await house.submits("sam", form, {"text": "Budget"})
        assert "Steering group" in said.text
        assert "Budget" not in " ".join(await rows(house))


async def test_people_edit_their_own_items_and_others_are_told_who_can() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("sam", "/agenda add Budget 10m")
        refused = await house.types("jo", "@Upbeat agenda edit 3 = Nothing")
        assert "added by Sam Okafor, who can change it" in refused.text
        await house.types("sam", "/agenda edit 3 = Budget for the spring")
        assert (await rows(house))[2] == "3. Budget for the spring · 10 minutes"
        form = await house.types("mina", "/agenda edit 3")
        await house.submits("mina", form, {"text": "Spring", "minutes": ""})
        assert (await rows(house))[2] == "3. Spring"


async def test_a_forged_press_cannot_change_what_is_somebody_elses() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("sam", "/agenda add Budget 10m")
        row = await item(house, "Budget")
        for action in ("agenda.undo", "agenda.remove", "agenda.next", "agenda.take_off", "agenda.send_on"):
            said = await house.presses_raw("jo", Said(), action, f"id={row.id}")
            assert "added by Sam Okafor" in said.text, action
        assert len(await rows(house)) == 3


async def test_items_are_removed_and_put_back() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("sam", "/agenda add Budget 10m")
        said = await house.types("sam", "/agenda remove 3")
        assert len(await rows(house)) == 2
        await house.presses("sam", said, "Put the item back")
        assert (await rows(house))[2] == "3. Budget · 10 minutes"


async def test_a_standing_item_taken_off_one_agenda_stays_off_it() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda remove 1")
        assert await rows(house) == ["1. What is going less well, and why"]


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("move 5 to 3", "ECD"),
        ("move 3 to the end", "DEC"),
        ("move 4 up", "DCE"),
        ("move 3 down", "DCE"),
        ("move 5 to 99", "CDE"),
    ],
)
async def test_items_are_reordered_in_words(words: str, order: str) -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        for name in "CDE":
            await house.types("mina", f"/agenda add {name}")
        await house.types("mina", f"/agenda {words}")
        assert "".join(row[-1] for row in (await rows(house))[2:]) == order


async def test_items_are_reordered_by_buttons_in_place() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget")
        said = await house.types("mina", "/agenda arrange")
        said = await house.presses("mina", said, "Move down")
        assert said.text.index("less well") < said.text.index("going well")


async def test_a_number_that_is_no_item_is_answered_with_what_there_is() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("mina", "/agenda remove 7")
        assert "items 1 to 2" in said.text and "7" in said.text
        said = await house.types("mina", "/agenda move 1 to somewhere")
        assert "move 3 to 1" in said.text


async def test_an_item_goes_to_the_next_meeting_or_waits_for_one() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget")
        said = await house.types("mina", "/agenda next 3")
        assert "waiting for the next meeting" in said.text
        await house.types("mina", JANUARY)
        assert len(await rows(house)) == 2
        await house.types("mina", "/agenda add Trips")
        said = await house.types("mina", "/agenda next 3")
        assert "Tue 26 January" in said.text
        shown = await house.presses("mina", said, "Show that agenda")
        assert "Budget" in shown.text and "Trips" in shown.text


async def test_items_with_no_meeting_planned_wait_for_the_next_one() -> None:
    async with House.begun() as house:
        said = await house.types("jo", "agenda+ Otter funding (15 min)")
        assert "as soon as one is" in said.text
        assert "Otter funding" in (await house.types("mina", "/agenda")).text
        said = await house.types("mina", STEERING)
        assert "One item that was waiting is on its agenda now" in said.text
        assert (await rows(house))[2] == "3. Otter funding · 15 minutes"


async def test_a_cancelled_meeting_leaves_its_items_to_the_next_of_its_series() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", JANUARY)
        await house.types("mina", "/agenda add Budget")
        asked = await house.types("mina", "/meeting cancel")
        assert "Tue 26 January" in asked.text
        await house.presses("mina", asked, "Cancel the meeting")
        said = await house.types("mina", "/agenda")
        assert "Tue 26 January" in said.text and "3. Budget" in said.text
        assert said.text.count("going well") == 1


async def test_an_item_for_another_series_goes_there() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        await house.types("mina", STEERING)
        said = await house.types("jo", "@Upbeat agenda add Budget for the steering group 10m")
        assert "Steering group" in said.text and "Budget · 10 minutes" in said.text
        said = await house.types("jo", "@Upbeat agenda for steering group")
        assert "Budget" in said.text
        assert "Budget" not in " ".join(await rows(house))


async def test_the_call_for_items_comes_a_week_before_at_the_partnerships_hour() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        assert len(house.channel()) == 1
        await house.turns(to="2026-12-08T09:59")
        assert len(house.channel()) == 1
        await house.turns(to="2026-12-08T10:01")
        call = house.channel()[-1]
        assert "what should we talk about on Tue 15 December" in call.text
        form = await house.presses("priya", call, "Add an item")
        await house.submits("priya", form, {"text": "Library opening"})
        await house.settles()
        assert "Library opening" in house.channel()[1].text


async def test_the_agenda_comes_the_day_before_and_is_kept_right_until_the_meeting_is_over() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.turns(to="2026-12-14T10:01")
        posted = house.channel()[-1]
        assert "this is what we will talk about on Tue 15 December, 2pm to 3.30pm" in posted.text
        await house.types("mina", "/agenda add Budget 10m")
        assert "3. Budget" in posted.text
        await house.turns(to="2026-12-15T14:30")
        await house.types("mina", "/agenda add Second thought")
        assert "4. Second thought" in posted.text
        await house.turns(to="2026-12-15T15:31")
        await house.types("mina", "/agenda add Late thought")
        assert "4. Second thought" in posted.text and "Late thought" not in posted.text


async def test_a_call_that_falls_on_a_weekend_comes_on_the_friday() -> None:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Saturday 12 December 2026 2pm")
        await house.turns(to="2026-12-03T12:00")
        assert len(house.channel()) == 1
        await house.turns(to="2026-12-04T10:01")
        assert "what should we talk about" in house.channel()[-1].text


async def test_neither_comes_where_the_partnership_has_set_them_to_never() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        async with house.records() as records:
            records.partnership.call_days = records.partnership.agenda_days = 0
        await house.turns(to="2026-12-15T13:59")
        assert len(house.channel()) == 1


async def test_a_meeting_planned_inside_the_week_is_not_called_for_but_has_its_agenda() -> None:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Friday 27 November 2026 2pm")
        await house.turns(to="2026-11-27T13:59")
        assert [said.text.splitlines()[0] for said in house.channel()[1:]] == ["Agenda: Steering group"]


async def test_a_cancelled_meeting_is_neither_called_for_nor_shown() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        asked = await house.types("mina", "/meeting cancel")
        await house.presses("mina", asked, "Cancel the meeting")
        before = len(house.channel())
        await house.turns(to="2026-12-15T15:00")
        assert len(house.channel()) == before


async def test_a_meeting_that_moves_has_its_agenda_posted_before_the_new_day() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.turns(to="2026-12-14T10:30")
        await house.types("mina", "/meeting move to Thu 17 December 3pm")
        before = len(house.channel())
        await house.turns(to="2026-12-17T12:00")
        [posted] = house.channel()[before:]
        assert "Thu 17 December, 3pm to 4.30pm" in posted.text


async def test_the_chair_may_call_for_items_early_and_it_is_not_done_twice() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda call for items")
        assert "what should we talk about" in house.channel()[-1].text
        again = await house.types("mina", "/agenda call for items")
        assert "did not ask again" in again.text
        await house.turns(to="2026-12-09T12:00")
        assert sum("what should we talk about" in said.text for said in house.channel()) == 1


async def test_after_a_meeting_the_chair_is_asked_privately_what_to_carry_over() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", JANUARY)
        for words in ("Budget 10m", "Trips 5m"):
            await house.types("mina", f"/agenda add {words}")
        await house.turns(to="2026-12-15T16:00")
        asked = house.dm("mina")[-1]
        assert "Budget" in asked.text and "Trips" in asked.text and "going well" not in asked.text
        form = await house.presses("mina", asked, "Carry items over")
        assert form.form is not None
        [choices] = form.form.fields
        said = await house.submits("mina", form, {"items": [choices.options[1].value]})
        assert "Tue 26 January" in said.text
        assert (await rows(house))[2] == "3. Trips · 5 minutes · carried over once"


async def test_carrying_over_again_counts() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", JANUARY)
        await house.types("mina", "/agenda add Budget")
        await house.turns(to="2026-12-15T16:00")
        await house.types("mina", "/agenda carry 3")
        await house.turns(to="2027-01-26T15:30")
        await house.types("mina", "/agenda carry all")
        said = await house.types("mina", "/agenda")
        assert "Budget · carried over 2 times" in said.text and "No meeting" in said.text


async def test_the_minute_taker_is_asked_where_there_is_one() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget")
        async with house.records() as records:
            jo = await records.members.of_handle("UJO")
            assert jo is not None
            jo.role = int(Role.MINUTES)
        await house.turns(to="2026-12-15T16:00")
        assert "Budget" in house.dm("jo")[-1].text and house.dm("mina") == []


async def test_nothing_is_asked_where_only_standing_items_were_on_the_agenda() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda")
        await house.turns(to="2026-12-16T12:00")
        assert house.dm("mina") == []


async def test_carrying_over_is_for_the_chair_and_the_minute_taker() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda add Budget")
        await house.turns(to="2026-12-15T16:00")
        said = await house.types("sam", "/agenda carry all")
        assert "the chair, the deputy or the minute-taker" in said.text


async def test_standing_items_are_added_and_removed_by_whoever_keeps_the_agenda() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", "/agenda")
        said = await house.types("mina", "/agenda standing add What young people told us 10m")
        assert "3. What young people told us · 10 minutes" in said.text
        assert len(await rows(house)) == 3
        await house.types("mina", "/agenda standing remove 1")
        assert await rows(house) == [
            "1. What is going less well, and why",
            "2. What young people told us · 10 minutes",
        ]
        refused = await house.types("sam", "/agenda standing remove 1")
        assert "the chair, the deputy and the minute-taker" in refused.text
        assert len(await rows(house)) == 2


HOSTILE = [
    "<!channel> <@U1> *b* _i_ [x](y) [[B]](agenda.undo?1)",
    "🦦" * 300,
    "\u202eabc",
    "# h",
    "- b",
    "{{ 7 }}",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_are_kept_and_shown_as_typed(words: str) -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        form = await house.types("mina", "/agenda add")
        said = await house.submits("mina", form, {"text": words})
        assert said.buttons == ["Edit", "Undo", "Show the agenda"]
        assert (await item(house, words)).text == words
        assert len(await rows(house)) == 3


async def test_an_item_too_long_is_refused_with_its_words() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        words = "word " * 1000
        said = await house.types("mina", f"/agenda add {words}")
        assert words.strip() in said.text and "500" in said.text
        assert len(await rows(house)) == 2


async def test_everything_works_in_a_direct_message() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("priya", "agenda add Library opening 5m for information", where="dm")
        assert "Library opening · for information · 5 minutes" in said.text
        said = await house.types("priya", "agenda", where="dm")
        assert "Library opening" in said.text
