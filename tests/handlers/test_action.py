"""Actions as people talk: taken down, put right, answered for, handed over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime

import pytest

from storage.actions import DONE, DROPPED, OPEN, UNDONE, Action
from storage.people import Role
from storage.records import Registry
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        async with house.records() as records:
            channel = await records.conversations.first_of_all()
            assert channel is not None
            series = await records.meetings.begin("Steering group", channel.id, 90)
            start = datetime(2026, 12, 15, 14, tzinfo=house.zone)
            await records.meetings.plan(series, start, house.clock.now())
        yield house


async def action(house: House, number: int = 1) -> Action:
    async with house.records() as records:
        found = await records.actions.numbered(number)
        assert found is not None
        return found


async def kinds(house: House, number: int = 1) -> list[str]:
    async with house.records() as records:
        found = await records.actions.numbered(number)
        assert found is not None
        return [entry.kind for entry in await records.actions.history(found)]


async def role(house: House, who: str, role: Role) -> None:
    async with house.records() as records:
        member = await records.members.of_handle(f"U{who.upper()}")
        assert member is not None
        member.role = role


def last(house: House, who: str) -> Said:
    return house.dm(who)[-1]


# Taken down


async def test_a_marked_line_is_taken_down_with_a_receipt_in_the_thread(house: House) -> None:
    said = await house.types("jo", "ACTION: Mina to post the flyer by 10 December 2026")
    assert said.text.startswith("Noted for Mina Patel: post the flyer, by Thu 10 December.")
    assert said.thread and said.reaction == "writing_hand"
    taken = await action(house)
    assert (taken.lead_name, taken.text, taken.due) == ("Mina Patel", "post the flyer", date(2026, 12, 10))
    assert taken.series is not None and taken.series.name == "Steering group"


async def test_a_command_answers_privately(house: House) -> None:
    said = await house.types("mina", "/action add Mina to send the flyer by Friday")
    assert said.private and "Fri 27 November" in said.text
    assert house.channel() == []


async def test_free_words_after_the_command_are_an_action(house: House) -> None:
    await house.types("mina", "/action Sam to book the hall")
    assert (await action(house)).text == "book the hall"


async def test_several_lines_become_several_actions(house: House) -> None:
    await house.types("mina", "Actions\n- Sam to book the hall\n- Jo to ring the school")
    assert (await action(house, 1)).lead_name == "Sam Okafor"
    assert (await action(house, 2)).lead_name == "Jo Lindqvist"


async def test_several_actions_of_one_message_stand_in_one_receipt_each_with_its_own_buttons(
    house: House,
) -> None:
    said = await house.types(
        "mina",
        "ACTION: Sam to book the hall by 10 December\nAP2: Mina to ring the school\ntodo: print tickets",
    )
    assert [one.text.split("\n") for one in house.channel()] == [
        [
            "Action 1 for Sam Okafor: book the hall, by Thu 10 December.",
            "Action 2 for Mina Patel: ring the school.",
            "Action 3: print tickets. Who will take it on?",
        ]
    ]
    assert said.buttons == [
        *("I'll do 1", "Not me for 1", "Edit 1", "Undo 1", "Edit 2", "Undo 2"),
        *("I'll take 3", "Choose who for 3", "Edit 3", "Undo 3"),
    ]
    assert said.thread and said.reactions == ["writing_hand"]


async def test_a_receipt_of_several_stays_right_whatever_happens_to_any_of_them(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to book the hall\nACTION: Jo to ring the school")
    await house.types("jo", "/action done 2")
    assert "Done: ring the school (2). Thank you." in said.text
    form = await house.presses("mina", said, "Edit 1")
    await house.submits("mina", form, {"text": "book the big hall", "due": "2026-12-10"})
    assert "Action 1 for Sam Okafor: book the big hall, by Thu 10 December." in said.text
    await house.presses("sam", said, "Not me for 1")
    assert "Action 1: book the big hall, by Thu 10 December. Who will take it on?" in said.text
    await house.presses("mina", said, "Undo 1")
    assert said.text.startswith("Taken back: book the big hall (1).")
    assert said.buttons == ["Put 1 back", "Open 2 again"]
    await house.presses("mina", said, "Put 1 back")
    assert (await action(house)).state == OPEN and len(house.channel()) == 1


async def test_a_line_that_an_edit_adds_stands_in_the_receipt_of_its_message(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to book the hall")
    assert said.buttons == ["I'll do it", "Not me", "Edit", "Undo"]
    await house.edits("mina", said.thread, "ACTION: Sam to book the hall\nACTION: Mina to buy tea")
    assert len(house.channel()) == 1
    assert said.text == "Action 1 for Sam Okafor: book the hall.\nAction 2 for Mina Patel: buy tea."
    assert said.buttons == ["I'll do 1", "Not me for 1", "Edit 1", "Undo 1", "Edit 2", "Undo 2"]


async def test_an_edit_of_one_line_among_several_changes_that_one(house: House) -> None:
    said = await house.types("mina", "Actions\n- Sam to book the hall\n- Jo to ring the school")
    await house.edits("mina", said.thread, "Actions\n- Sam to book the hall\n- Priya to ring two schools")
    assert said.text == (
        "Action 1 for Sam Okafor: book the hall.\nAction 2 for Priya Nair: ring two schools."
    )
    assert len(house.channel()) == 1 and house.dm("mina") == []


async def test_a_line_that_is_refused_is_answered_in_its_own_words_and_the_others_are_noted(
    house: House,
) -> None:
    await house.types("mina", f"ACTION: Sam to {'sing ' * 150}\nACTION: Jo to ring\nACTION: Sam to drum")
    (receipt,) = house.channel()
    assert receipt.text == "Action 1 for Jo Lindqvist: ring.\nAction 2 for Sam Okafor: drum."
    assert "500" in last(house, "mina").text


async def test_several_actions_written_directly_stand_in_one_receipt_too(house: House) -> None:
    await house.types("jo", "ACTION: Jo to ring\nACTION: Jo to drum", where="dm")
    (receipt,) = house.dm("jo")
    assert receipt.text == "Action 1 for Jo Lindqvist: ring.\nAction 2 for Jo Lindqvist: drum."


@pytest.mark.parametrize("owner", ["Prof. Pepper", "Dr. Salt", "Mr. Okafor"])
async def test_a_title_with_a_full_stop_begins_no_second_action(house: House, owner: str) -> None:
    said = await house.types("mina", f"ACTION: {owner} to send the invoice")
    assert "send the invoice" in said.text.split("\n")[0] and said.text.endswith("Action 1, Steering group")


async def test_two_messages_have_two_receipts(house: House) -> None:
    await house.types("mina", "ACTION: Sam to book the hall\nACTION: Jo to ring")
    await house.types("mina", "ACTION: Priya to drum")
    assert [one.text.count("Action") for one in house.channel()] == [2, 1]


async def test_the_first_name_leads_and_the_others_help(house: House) -> None:
    said = await house.types("mina", "ACTION: Priya and Sam to count the chairs")
    taken = await action(house)
    assert (taken.lead_name, [helper.name for helper in taken.helpers]) == ("Priya Nair", ["Sam Okafor"])
    assert "Sam Okafor will help" in said.text


async def test_no_owner_said_means_no_owner_and_the_receipt_asks(house: House) -> None:
    said = await house.types("mina", "ACTION: print the tickets")
    assert (await action(house)).lead is None
    assert "Who will take it on?" in said.text
    assert said.buttons == ["I'll take it", "Choose who", "Edit", "Undo"]


async def test_whoever_takes_it_leads_and_the_receipt_says_so(house: House) -> None:
    said = await house.types("mina", "ACTION: print the tickets")
    await house.presses("will", said, "I'll take it")
    taken = await action(house)
    assert taken.lead_name == "Will Grant" and taken.accepted
    assert said.text.startswith("Noted for Will Grant: print the tickets.")


async def test_the_second_who_takes_it_hears_whose_it_is(house: House) -> None:
    said = await house.types("mina", "ACTION: print the tickets")
    await house.presses("will", said, "I'll take it")
    late = await house.presses_raw("jo", said, "action.take", f"id={(await action(house)).id}")
    assert "is with Will Grant" in late.text
    assert (await action(house)).lead_name == "Will Grant"


async def test_a_name_that_fits_nobody_is_kept_as_words_and_asked(house: House) -> None:
    said = await house.types("mina", "ACTION: Frankie to sing")
    assert "Nobody here is called Frankie" in said.text
    assert (await action(house)).lead_words == "Frankie"


async def test_an_action_for_everybody_asks_who_leads_and_names_nobody_all(house: House) -> None:
    said = await house.types("mina", "ACTION: all to bring a mug")
    assert "It is for “all”. Who will lead on it?" in said.text
    welsh = await house.types("mina", "GWEITHREDU: Pawb i ddod â chadair")
    assert "It is for “Pawb”." in welsh.text
    assert "nobody yet (all)" in (await house.types("mina", "/action show 1")).text


async def test_a_name_that_fits_two_people_is_asked_by_buttons(house: House) -> None:
    async with house.records() as records:
        person = await Registry(records.session).person("slack", "T1", "UJO2", "Jo March")
        await records.members.join(person)
    said = await house.types("mina", "ACTION: Jo to ring the school")
    assert "More than one person here is called Jo" in said.text
    await house.presses("mina", said, "Jo March")
    assert (await action(house)).lead_name == "Jo March"
    assert said.text.startswith("Noted for Jo March")


async def test_a_name_that_fits_two_people_is_asked_by_buttons_that_say_for_which_action(
    house: House,
) -> None:
    async with house.records() as records:
        person = await Registry(records.session).person("slack", "T1", "UJO2", "Jo March")
        await records.members.join(person)
    said = await house.types("mina", "ACTION: Jo to ring the school\nACTION: Jo to sing")
    assert said.text.count("More than one person here is called Jo. Who is it?") == 2
    assert {"Jo Lindqvist for 1", "Jo March for 1", "Jo Lindqvist for 2"} <= set(said.buttons)
    await house.presses("mina", said, "Jo March for 2")
    assert (await action(house, 1)).lead is None and (await action(house, 2)).lead_name == "Jo March"
    assert "Action 2 for Jo March: sing." in said.text


async def test_an_organisation_can_be_given_an_action_and_the_person_is_asked(house: House) -> None:
    said = await house.types("mina", "ACTION: Riverside Library to open the side door")
    taken = await action(house)
    assert taken.organisation is not None and taken.organisation.name == "Riverside Library"
    assert "Who there will take it on?" in said.text


async def test_words_that_are_no_date_are_kept_as_words(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to print the tickets asap")
    taken = await action(house)
    assert taken.due is None and taken.due_words == "asap"
    assert "asap" in said.text


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [
        ("ring by 5pm Thursday", "by Thu 26 November, 5pm."),
        ("ring by noon on Friday", "by Fri 27 November, noon."),
        ("ring next Monday", "by Mon 30 November (“next Monday”)."),
        ("ring by next Monday", "by Mon 30 November (“next Monday”)."),
        ("ring on Friday", "by Fri 27 November."),
        ("ring before the next meeting", "by Mon 14 December."),
    ],
)
async def test_the_receipt_says_the_day_with_the_time_and_the_words_where_they_matter(
    house: House, typed: str, said_back: str
) -> None:
    said = await house.types("mina", f"ACTION: Sam to {typed}")
    assert said.text.split("\n")[0].endswith(said_back)


async def test_a_day_that_was_put_right_is_not_said_with_the_words_of_the_old_one(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to ring by 5pm next Monday")
    assert "by Mon 30 November, 5pm (“5pm next Monday”)" in said.text
    form = await house.presses("mina", said, "Edit")
    await house.submits("mina", form, {"due": "2026-12-07"})
    assert said.text.split("\n")[0].endswith("by Mon 7 December.")


async def test_an_impossible_date_is_asked_about_and_never_bent(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to sing by 31 November")
    assert (await action(house)).due is None
    assert "“by 31 November” is not in the calendar" in said.text
    form = await house.presses("mina", said, "Choose a day")
    await house.submits("mina", form, {"due": "2026-11-30"})
    assert (await action(house)).due == date(2026, 11, 30)
    assert "by Mon 30 November" in said.text


async def test_a_line_without_a_task_says_what_would_work(house: House) -> None:
    said = await house.types("mina", "/action add Mina by Friday")
    assert "Mina by Friday" in said.text and "not what is to be done" in said.text


async def test_too_many_words_are_kept_and_nothing_is_taken_down(house: House) -> None:
    said = await house.types("mina", f"/action add Sam to {'sing ' * 1000}")
    assert "500" in said.text
    async with house.records() as records:
        assert await records.actions.open() == []


@pytest.mark.parametrize(
    "typed", ["<!channel> *bold* _it_", "[x](https://evil.example)", "🎵" * 300, "\u202eabc"]
)
async def test_what_is_typed_stands_there_as_it_was_typed(house: House, typed: str) -> None:
    await house.types("mina", f"/action add Sam to sing {typed}")
    assert typed in (await action(house)).text
    said = await house.types("mina", "/action show 1")
    assert "".join(typed.replace("\u202e", "").split()) in "".join(said.text.split())


async def test_a_bare_add_opens_a_form(house: House) -> None:
    form = await house.types("mina", "/action add")
    assert form.form is not None
    said = await house.submits("mina", form, {"text": "count the chairs", "due": "2026-12-01"})
    assert "count the chairs, by Tue 1 December" in said.text
    assert (await action(house)).lead is None, "nobody was chosen, so nobody is"


async def test_an_empty_form_is_told_beside_the_field(house: House) -> None:
    form = await house.types("mina", "/action add")
    said = await house.submits("mina", form, {"text": "  "})
    assert list(said.errors) == ["text"]


async def test_a_person_mentioned_in_the_words_stands_there_by_name(house: House) -> None:
    await house.types("mina", "ACTION: Sam to ask @jo about the van")
    taken = await action(house)
    assert (taken.lead_name, taken.text) == ("Sam Okafor", "ask Jo Lindqvist about the van")


async def test_a_direct_message_takes_down_an_action_of_no_series(house: House) -> None:
    await house.types("jo", "ACTION: Jo to ring the school", where="dm")
    taken = await action(house)
    assert taken.series is None and taken.accepted


async def test_by_the_next_meeting_moves_with_the_meeting(house: House) -> None:
    await house.types("mina", "ACTION: Sam to book the hall a week before the next meeting")
    assert (await action(house)).due == date(2026, 12, 8)
    async with house.records() as records:
        meeting = await records.meetings.next(house.clock.now())
        assert meeting is not None
        moved = datetime(2026, 12, 17, 14, tzinfo=house.zone)
        await records.meetings.move(meeting, moved, house.clock.now())
    await house.turns("1h")
    assert (await action(house)).due == date(2026, 12, 10)
    assert "by Thu 10 December" in house.channel()[0].text


async def test_two_series_in_one_channel_are_told_apart_by_name(house: House) -> None:
    async with house.records() as records:
        channel = await records.conversations.first_of_all()
        assert channel is not None
        await records.meetings.begin("Working group", channel.id)
    await house.types("mina", "ACTION: Working group: Sam to book the van")
    taken = await action(house)
    assert taken.series is not None and taken.series.name == "Working group"
    assert (taken.lead_name, taken.text) == ("Sam Okafor", "book the van")


# Put right


async def test_editing_the_message_reads_owner_words_and_date_again(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer by 10 December")
    await house.edits("mina", said.thread, "ACTION: Jo to post the poster by 11 December")
    taken = await action(house)
    assert (taken.lead_name, taken.text, taken.due) == ("Jo Lindqvist", "post the poster", date(2026, 12, 11))
    assert house.channel()[0].text.startswith("Noted for Jo Lindqvist: post the poster, by Fri 11 December.")
    assert len(house.channel()) == 1, "the receipt is drawn again, and nothing is said anew"


async def test_a_typo_mended_in_the_message_changes_nothing_that_was_put_right_since(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam and Jo to psot the flyer by 10 December")
    form = await house.presses("mina", said, "Edit")
    await house.submits("mina", form, {"due": "2026-12-08"})
    await house.presses("sam", said, "Not me")
    await house.presses("will", said, "I'll take it")
    await house.edits("mina", said.thread, "ACTION: Sam and Jo to post the flyer by 10 December")
    assert (
        said.text.split("\n")[0]
        == "Noted for Will Grant: post the flyer, by Tue 8 December. Jo Lindqvist will help."
    )
    assert (await action(house)).accepted


async def test_a_new_date_in_the_message_is_taken_over_and_the_words_that_were_put_right_stay(
    house: House,
) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer by 10 December")
    await house.types("mina", "edit 1 = Sam to post the poster")
    await house.edits("mina", said.thread, "ACTION: Sam to post the flyer by 11 December")
    assert said.text.startswith("Noted for Sam Okafor: post the poster, by Fri 11 December.")


async def test_an_owner_taken_out_of_the_message_has_it_no_longer(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    await house.edits("mina", said.thread, "ACTION: post the flyer")
    assert said.text.startswith("Noted: post the flyer. Who will take it on?")


async def test_a_line_that_was_taken_back_and_is_written_anew_is_noted_again(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    await house.presses("mina", said, "Undo")
    await house.edits("mina", said.thread, "ACTION: Sam to post the poster")
    assert (await action(house)).state == OPEN
    assert said.text.startswith("Noted for Sam Okafor: post the poster.")


async def test_undo_right_after_takes_it_back_as_if_never_said(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    await house.presses("mina", said, "Undo")
    assert (await action(house)).state == UNDONE
    assert said.text == "Taken back: post the flyer (1)." and said.buttons == ["Put the action back"]
    await house.presses("mina", said, "Put the action back")
    assert (await action(house)).state == OPEN


async def test_undo_on_a_receipt_takes_it_back_also_where_somebody_said_whose_it_is(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    await house.presses("sam", said, "I'll do it")
    await house.presses("mina", said, "Undo")
    assert (await action(house)).state == UNDONE and said.buttons == ["Put the action back"]


async def test_a_bare_undo_of_who_took_it_on_takes_nothing_away_that_others_noted(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    await house.presses("sam", said, "I'll do it")
    await house.types("sam", "undo")
    assert (await action(house)).state == OPEN


async def test_a_bare_undo_means_the_last_thing_i_said(house: House) -> None:
    await house.types("mina", "ACTION: Sam to post the flyer")
    await house.types("jo", "ACTION: Jo to ring the school")
    await house.types("mina", "undo")
    assert (await action(house, 1)).state == UNDONE
    assert (await action(house, 2)).state == OPEN


async def test_undo_opens_again_what_was_done(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    await house.types("sam", "done 1")
    assert (await action(house)).state == DONE
    await house.types("sam", "undo 1")
    assert (await action(house)).state == OPEN


async def test_undo_pressed_twice_does_not_take_away_what_it_opened_again(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    await house.types("sam", "done 1")
    await house.types("sam", "undo 1")
    await house.types("sam", "undo 1")
    assert (await action(house)).state == OPEN


async def test_edit_in_one_line_changes_words_and_date_and_leaves_the_lead(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    said = await house.types("sam", "edit 1 = post the poster by 11 December")
    taken = await action(house)
    assert (taken.text, taken.due, taken.lead_name) == ("post the poster", date(2026, 12, 11), "Sam Okafor")
    assert "by Fri 11 December" in said.text


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [
        ("by 5pm next Monday", "by Mon 30 November, 5pm (“5pm next Monday”)."),
        ("by 31 November", "“by 31 November” is not in the calendar. Which day is meant?"),
        ("before half term", "for “before half term” yet. When is that?"),
    ],
)
async def test_what_was_understood_of_a_new_date_is_said_back(
    house: House, typed: str, said_back: str
) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    assert said_back in (await house.types("sam", f"edit 1 = {typed}")).text


async def test_edit_with_only_a_date_keeps_the_words(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    await house.types("sam", "edit 1 = by 11 December")
    taken = await action(house)
    assert (taken.text, taken.due) == ("post the flyer", date(2026, 12, 11))


async def test_the_form_of_edit_holds_what_is_known(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam and Jo to post the flyer by 10 December")
    form = await house.presses("mina", said, "Edit")
    assert form.form is not None
    known = {field.name: field.value for field in form.form.fields}
    assert known["text"] == "post the flyer" and known["due"] == "2026-12-10"
    await house.submits("mina", form, {"text": "post the poster", "helpers": []})
    taken = await action(house)
    assert (taken.text, taken.lead_name, taken.helpers) == ("post the poster", "Sam Okafor", [])
    assert said.text.startswith("Noted for Sam Okafor: post the poster, by Thu 10 December.")


# Who may


async def test_somebody_without_a_say_is_told_who_has_one(house: House) -> None:
    await house.types("mina", "ACTION: Sam to post the flyer")
    said = await house.types("will", "@Upbeat action done 1")
    assert (await action(house)).state == OPEN
    assert "Sam Okafor" in last(house, "will").text and "Mina Patel" in last(house, "will").text
    assert said.thread == "" or said.reaction != "white_check_mark"


@pytest.mark.parametrize("who", ["sam", "jo", "priya", "mina"])
async def test_lead_helper_adder_and_chair_may_say_done(house: House, who: str) -> None:
    await house.types("priya", "ACTION: Sam and Jo to post the flyer")
    await house.types(who, "done 1")
    assert (await action(house)).state == DONE


async def test_a_button_that_names_another_partnerships_action_finds_nothing(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to post the flyer")
    found = await house.presses_raw("mina", said, "action.done", "id=999")
    assert "not here any more" in found.text or "no action" in found.text


# Answers


async def test_done_thanks_and_redraws_the_receipt(house: House) -> None:
    receipt = await house.types("sam", "ACTION: Sam to post the flyer")
    said = await house.types("sam", "/action done 1")
    assert said.text == "Done: post the flyer (1). Thank you."
    assert receipt.text.startswith("Done: post the flyer")


async def test_done_twice_says_so_and_changes_nothing(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    await house.types("sam", "done 1")
    said = await house.types("sam", "/action done 1")
    assert "is done already" in said.text
    assert (await kinds(house)).count("done") == 1


async def test_done_can_name_the_action_by_its_words(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    await house.types("sam", "/action done the flyer")
    assert (await action(house)).state == DONE


async def test_done_without_a_number_asks_which(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    said = await house.types("sam", "/action done")
    assert "1: post the flyer" in said.text


async def test_no_longer_needed_is_an_answer_like_the_others(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer")
    said = await house.types("sam", "/action no longer needed 1")
    assert (await action(house)).state == DROPPED
    assert "Thank you" in said.text


async def test_on_track_is_kept_from_the_channel(house: House) -> None:
    receipt = await house.types("sam", "ACTION: Sam to post the flyer")
    before = receipt.text
    await house.types("sam", "@Upbeat action on track 1")
    assert "On track" in last(house, "sam").text
    assert [said.text for said in house.channel()] == [before]


async def test_need_for_help_is_understood_in_a_sentence(house: House) -> None:
    await house.types("jo", "ACTION: Jo to count the drums by 10 December")
    await house.types("jo", "ACTION: Jo to ring the school")
    await house.types("jo", "I need help with the drums", where="dm")
    assert "could do with a hand on count the drums (1)" in last(house, "mina").text


async def test_need_for_help_reaches_the_chair_privately_as_an_offer_to_make(house: House) -> None:
    receipt = await house.types("jo", "ACTION: Jo to fetch the drums by 10 December")
    await house.types("jo", "@Upbeat action need help 1 the van is away")
    offer = last(house, "mina")
    assert "Jo Lindqvist could do with a hand on fetch the drums (1), by Thu 10 December." in offer.text
    assert "the van is away" in offer.text
    assert offer.buttons == ["I'll help", "I'll find someone"]
    assert all("hand" not in said.text for said in house.channel())
    await house.presses("mina", offer, "I'll help")
    assert "Mina Patel will give you a hand with fetch the drums" in last(house, "jo").text
    taken = await action(house)
    assert taken.help_answered_at is not None
    assert [helper.name for helper in taken.helpers] == ["Mina Patel"]
    assert "Thank you" in offer.text and offer.buttons == []
    assert "Mina Patel will help" in receipt.text


async def test_finding_someone_answers_the_wish_too(house: House) -> None:
    await house.types("jo", "ACTION: Jo to fetch the drums")
    await house.types("jo", "@Upbeat action need help 1")
    await house.presses("mina", last(house, "mina"), "I'll find someone")
    assert "is looking for somebody" in last(house, "jo").text
    assert (await action(house)).help_answered_at is not None


async def test_where_the_chair_needs_help_the_deputy_hears_it(house: House) -> None:
    await role(house, "priya", Role.DEPUTY)
    await house.types("mina", "ACTION: Mina to fetch the drums")
    await house.types("mina", "/action need help 1")
    assert "Mina Patel could do with a hand" in last(house, "priya").text


async def test_a_wish_that_was_settled_meanwhile_leaves_nothing_to_answer(house: House) -> None:
    await house.types("jo", "ACTION: Jo to fetch the drums")
    await house.types("jo", "@Upbeat action need help 1")
    offer = last(house, "mina")
    stale = Said(
        card=offer.card, place=offer.place, ts=offer.ts, key=offer.key, partnership=offer.partnership
    )
    await house.types("jo", "done 1")
    assert offer.buttons == [] and "nothing more to do" in offer.text
    said = await house.presses("mina", stale, "I'll help")
    assert "is not needed any more" in said.text


# Handing over


async def test_an_action_handed_over_stays_with_its_lead_until_the_other_says_yes(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    said = await house.types("sam", "/action hand over 1 to @frank")
    assert "stays with you until the answer comes" in said.text
    assert (await action(house)).lead_name == "Sam Okafor"
    offer = last(house, "frank")
    assert offer.buttons == ["I'll take it", "Not me"]
    await house.presses("frank", offer, "I'll take it")
    taken = await action(house)
    assert taken.lead_name == "Frank Adeyemi" and taken.accepted
    assert "Frank Adeyemi leads on book the hall (1) now." in last(house, "sam").text
    assert "Yours now: book the hall (1)." in offer.text


async def test_an_offer_declined_leaves_it_where_it_was_and_tells_the_lead(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "/action handover 1 @frank")
    await house.presses("frank", last(house, "frank"), "Not me")
    assert (await action(house)).lead_name == "Sam Okafor"
    told = last(house, "sam")
    assert "so it stays with you" in told.text and "Hand over" in told.buttons


async def test_only_the_one_it_is_offered_to_can_take_it(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "/action handover 1 @frank")
    offer = last(house, "frank")
    button = next(button for button in offer.card.buttons()) if offer.card else None
    assert button is not None
    said = await house.presses_raw("will", offer, button.action, button.value)
    assert "for Frank Adeyemi to answer" in said.text
    assert (await action(house)).lead_name == "Sam Okafor"


async def test_a_second_offer_takes_the_first_one_back(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "/action handover 1 @frank")
    first = last(house, "frank")
    await house.types("sam", "/action handover 1 @priya")
    assert first.buttons == [] and "needs no answer" in first.text
    await house.presses("priya", last(house, "priya"), "I'll take it")
    assert (await action(house)).lead_name == "Priya Nair"


async def test_what_is_done_meanwhile_is_not_offered_any_more(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "/action handover 1 @frank")
    await house.types("sam", "done 1")
    assert last(house, "frank").buttons == []


async def test_handing_over_without_a_name_opens_a_form_with_people(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    form = await house.types("sam", "/action hand over 1")
    assert form.form is not None
    options = form.form.fields[0].options
    assert "Sam Okafor" not in [option.label for option in options]
    frank = next(option.value for option in options if option.label == "Frank Adeyemi")
    await house.submits("sam", form, {"to": frank})
    assert last(house, "frank").buttons == ["I'll take it", "Not me"]


async def test_handing_over_to_nobody_known_keeps_the_words_and_asks(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    said = await house.types("sam", "/action hand over 1 to Frankie")
    assert "Nobody here is called “Frankie”" in said.text and said.buttons == ["Choose who"]


async def test_not_me_looks_for_an_owner_again_and_tells_who_added_it(house: House) -> None:
    receipt = await house.types("priya", "ACTION: Sam to book the hall")
    assert receipt.buttons[:2] == ["I'll do it", "Not me"]
    await house.presses("sam", receipt, "Not me")
    assert (await action(house)).lead is None
    assert "Who will take it on?" in receipt.text
    told = last(house, "priya")
    assert "Sam Okafor says that book the hall" in told.text and "I'll take it" in told.buttons


async def test_not_me_is_only_for_whose_it_is(house: House) -> None:
    receipt = await house.types("priya", "ACTION: Sam to book the hall")
    said = await house.presses("will", receipt, "Not me")
    assert "is with Sam Okafor" in said.text
    assert (await action(house)).lead_name == "Sam Okafor"


async def test_ill_do_it_takes_on_what_somebody_else_gave(house: House) -> None:
    receipt = await house.types("priya", "ACTION: Sam to book the hall")
    assert not (await action(house)).accepted
    await house.presses("sam", receipt, "I'll do it")
    assert (await action(house)).accepted
    assert receipt.buttons == ["Edit", "Undo"]


async def test_a_lead_who_names_another_lead_in_the_form_asks_them_first(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    form = await house.types("sam", "/action edit 1")
    assert form.form is not None
    lead = next(field for field in form.form.fields if field.name == "lead")
    priya = next(option.value for option in lead.options if option.label == "Priya Nair")
    await house.submits("sam", form, {"lead": priya})
    assert (await action(house)).lead_name == "Sam Okafor"
    assert last(house, "priya").buttons == ["I'll take it", "Not me"]


async def test_a_wrong_name_is_put_right_at_once_and_who_led_is_told(house: House) -> None:
    await house.types("mina", "ACTION: Sam to book the hall")
    await house.types("mina", "/action edit 1 = Jo to book the hall")
    assert (await action(house)).lead_name == "Jo Lindqvist"
    assert "Jo Lindqvist leads on book the hall" in last(house, "sam").text


# Lists


async def test_mine_is_mine_alone_and_private(house: House) -> None:
    await house.types("mina", "ACTION: Sam to book the hall by 10 December")
    await house.types("mina", "ACTION: Jo to ring the school")
    await house.types("sam", "@Upbeat action list mine")
    said = last(house, "sam")
    assert "Before Steering group on Tue 15 December" in said.text
    assert "book the hall (1), by Thu 10 December" in said.text
    assert "ring the school" not in said.text
    assert all("book the hall (1), for" not in one.text for one in house.channel())


async def test_the_bare_command_lists_mine(house: House) -> None:
    await house.types("mina", "ACTION: Mina to book the hall")
    assert "book the hall (1)" in (await house.types("mina", "/action")).text


async def test_all_is_by_organisation_with_owners_and_dates(house: House) -> None:
    await house.types("mina", "ACTION: Jo to ring the school by 10 December")
    await house.types("mina", "ACTION: Sam to book the hall")
    await house.types("mina", "ACTION: print the tickets")
    said = await house.types("priya", "@Upbeat action list all")
    assert said.text.split("\n") == [
        "Fenland Virtual School",
        "• ring the school (1), by Thu 10 December: Jo Lindqvist",
        "Otterbridge Music",
        "• book the hall (2): Sam Okafor",
        "Looking for an owner",
        "• print the tickets (3)",
    ]


@pytest.mark.parametrize("words", ["organisation Riverside Library", "riverside", "Riverside Library"])
async def test_one_organisations_actions(house: House, words: str) -> None:
    await house.types("mina", "ACTION: Will to open the side door")
    await house.types("mina", "ACTION: Sam to book the hall")
    said = await house.types("mina", f"/action list {words}")
    assert "open the side door" in said.text and "book the hall" not in said.text


async def test_overdue_is_private_and_says_nothing_of_being_late(house: House) -> None:
    await house.types("mina", "ACTION: Sam to book the hall by 27 November")
    await house.turns(to="2026-11-30T11:00")
    await house.types("jo", "@Upbeat action list overdue")
    assert "book the hall (1), by Fri 27 November: Sam Okafor" in last(house, "jo").text
    assert all("Fri 27 November: Sam" not in said.text for said in house.channel())


async def test_a_list_nobody_knows_names_those_there_are(house: House) -> None:
    said = await house.types("mina", "/action list Rivermouth")
    assert "Rivermouth" in said.text and "Riverside Library" in said.text


async def test_show_tells_the_history_of_an_action_privately(house: House) -> None:
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "@Upbeat action on track 1 the caretaker rang back")
    said = await house.types("sam", "/action show 1")
    assert said.private
    assert "Wed 25 November: noted by Sam Okafor" in said.text
    assert "Wed 25 November: on track, says Sam Okafor: the caretaker rang back" in said.text


async def test_a_deleted_message_that_is_not_kept_takes_its_action_back(house: House) -> None:
    said = await house.types("mina", "ACTION: Sam to book the hall")
    await house.deletes("mina", said.thread)
    assert (await action(house)).state == OPEN, "it is asked first"
    await house.presses("mina", last(house, "mina"), "Take it away")
    assert (await action(house)).state == UNDONE
