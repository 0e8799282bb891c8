"""Pointing at a message: with a shortcut, or by answering under it, for those who have no shortcuts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from bot.dispatch import Dispatch
from bot.wording import Wording
from handlers import all_features
from storage.actions import Action
from storage.agenda import AgendaItem
from storage.records import Registry
from tests.house import CHANNEL, House, Said

ACTION, AGENDA = "action.from_message", "agenda.from_message"
WORDS = "Mina to send the flyer to the schools by Friday"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def actions(house: House) -> list[Action]:
    async with house.records() as records:
        return list(await records.actions.open())


async def items(house: House) -> list[AgendaItem]:
    async with house.records() as records:
        return list(await records.agenda.waiting())


def filled(said: Said) -> dict[str, str]:
    assert said.form is not None
    return {field.name: field.value for field in said.form.fields}


# With a shortcut


async def test_a_shortcut_opens_a_form_with_what_the_words_say(house: House) -> None:
    said = await house.points_at("mina", "7.1", f"ACTION: {WORDS}", ACTION)
    found = filled(said)
    assert found["text"] == "send the flyer to the schools" and found["due"] == "2026-11-27"
    async with house.records() as records:
        mina = await records.members.of_handle("UMINA")
        assert mina is not None and found["lead"] == str(mina.id)
    assert await actions(house) == []


async def test_what_is_saved_knows_its_message_and_the_receipt_stands_under_it(house: House) -> None:
    form = await house.points_at("mina", "7.1", WORDS, ACTION, thread="6.5")
    await house.submits("mina", form, {"text": "Post the flyer"})
    [action] = await actions(house)
    assert (action.text, action.source) == ("Post the flyer", f"{CHANNEL}/7.1")
    [receipt] = house.channel()
    assert receipt.thread == "6.5" and "Post the flyer" in receipt.text
    assert {"Edit", "Undo"} <= set(receipt.buttons)
    assert ("7.1", "writing_hand") in house.memory.marks


async def test_a_message_outside_a_thread_gets_its_receipt_as_the_first_answer(house: House) -> None:
    form = await house.points_at("mina", "7.1", WORDS, ACTION)
    await house.submits("mina", form, {})
    assert [said.thread for said in house.channel()] == ["7.1"]


async def test_an_empty_form_is_refused_beside_its_field(house: House) -> None:
    form = await house.points_at("mina", "7.1", WORDS, ACTION)
    said = await house.submits("mina", form, {"text": "  "})
    assert "text" in said.errors and await actions(house) == []
    form = await house.points_at("mina", "7.1", "Budget", AGENDA)
    said = await house.submits("mina", form, {"minutes": "ages"})
    assert "minutes" in said.errors and await items(house) == []


async def test_a_picture_without_words_opens_an_empty_form(house: House) -> None:
    form = await house.points_at("mina", "7.1", "", ACTION)
    assert filled(form)["text"] == ""
    await house.submits("mina", form, {"text": "Hang the poster"})
    assert [one.text for one in await actions(house)] == ["Hang the poster"]


async def test_a_shortcut_for_the_agenda_does_the_same(house: House) -> None:
    form = await house.points_at("mina", "7.1", "agenda+ Insurance (10 min) for decision", AGENDA)
    assert filled(form)["text"] == "Insurance" and filled(form)["minutes"] == "10 minutes"
    await house.submits("mina", form, {"text": "Insurance of the drums"})
    [item] = await items(house)
    assert (item.text, item.purpose, item.minutes) == ("Insurance of the drums", "decision", 10)
    assert [said.thread for said in house.channel()] == ["7.1"]


# By answering under it


@pytest.mark.parametrize(
    "words", ["action", "Action.", "please make this an action", "make it an action", "this is an action"]
)
async def test_answering_under_a_message_takes_it_down_at_once(house: House, words: str) -> None:
    said = await house.answers("jo", words, "7.1", WORDS)
    [action] = await actions(house)
    assert action.text == "send the flyer to the schools" and action.lead_name == "Mina Patel"
    assert said.thread == "7.1" and {"I'll do it", "Edit", "Undo"} <= set(said.buttons)


@pytest.mark.parametrize("words", ["agenda", "put this on the agenda", "Add this to the agenda"])
async def test_the_same_for_the_agenda(house: House, words: str) -> None:
    said = await house.answers("jo", words, "7.1", "Budget 10m for decision")
    [item] = await items(house)
    assert (item.text, item.minutes, item.purpose) == ("Budget", 10, "decision")
    assert said.thread == "7.1" and {"Edit", "Undo"} <= set(said.buttons)


async def test_what_is_added_to_the_pointing_counts(house: House) -> None:
    await house.answers("jo", "make this an action by 10 December 2026", "7.1", "Mina to book the hall")
    [action] = await actions(house)
    assert (action.text, action.lead_name) == ("book the hall", "Mina Patel")
    assert action.due is not None and action.due.isoformat() == "2026-12-10"
    await house.answers("jo", "put this on the agenda 10m for decision", "7.1", "Mina to book the hall")
    assert [(item.minutes, item.purpose) for item in await items(house)] == [(10, "decision")]


async def test_i_in_a_message_is_who_wrote_it(house: House) -> None:
    await house.answers("mina", "action", "7.1", "I'll send the flyer by Friday", by="jo")
    [action] = await actions(house)
    assert action.lead_name == "Jo Lindqvist" and not action.accepted


async def test_i_in_a_message_of_nobody_known_is_nobody(house: House) -> None:
    await house.answers("mina", "action", "7.1", "I'll send the flyer by Friday", by="stranger")
    assert [one.lead for one in await actions(house)] == [None]


async def test_the_same_message_is_not_taken_down_twice(house: House) -> None:
    await house.answers("jo", "action", "7.1", WORDS)
    said = await house.answers("sam", "action", "7.1", WORDS)
    assert "That is an action already: send the flyer to the schools (1)" in said.text
    pressed = await house.points_at("sam", "7.1", WORDS, ACTION)
    assert "already" in pressed.text and pressed.form is None
    assert len(await actions(house)) == 1
    await house.answers("jo", "agenda", "7.1", WORDS)
    assert "already" in (await house.answers("sam", "agenda", "7.1", WORDS)).text
    assert len(await items(house)) == 1


async def test_two_people_who_fill_in_the_form_for_one_message_make_one_action(house: House) -> None:
    first = await house.points_at("mina", "7.1", WORDS, ACTION)
    second = await house.points_at("sam", "7.1", WORDS, ACTION)
    await house.submits("mina", first, {})
    said = await house.submits("sam", second, {})
    assert "already" in said.text and len(await actions(house)) == 1


async def test_a_marked_line_that_was_taken_down_is_known_as_well(house: House) -> None:
    said = await house.types("jo", f"ACTION: {WORDS}")
    ts = said.thread
    again = await house.answers("sam", "action", ts, f"ACTION: {WORDS}")
    assert "already" in again.text and len(await actions(house)) == 1


async def test_what_was_taken_back_may_be_made_of_the_message_again(house: House) -> None:
    said = await house.answers("jo", "action", "7.1", WORDS)
    await house.presses("jo", said, "Undo")
    await house.answers("jo", "action", "7.1", WORDS)
    assert len(await actions(house)) == 1
    item = await house.answers("jo", "agenda", "7.1", WORDS)
    await house.presses("jo", item, "Undo")
    await house.answers("jo", "agenda", "7.1", WORDS)
    assert len(await items(house)) == 1


async def test_editing_the_message_is_read_again(house: House) -> None:
    await house.answers("mina", "action", "7.1", WORDS)
    await house.edits("jo", "7.1", "Sam to send the flyer to the libraries by Friday")
    [action] = await actions(house)
    assert (action.text, action.lead_name) == ("send the flyer to the libraries", "Sam Okafor")
    assert house.dm("jo") == []


async def test_editing_the_message_leaves_what_was_written_in_a_form(house: House) -> None:
    form = await house.points_at("mina", "7.1", WORDS, ACTION)
    await house.submits("mina", form, {"text": "Post the flyer"})
    await house.edits("jo", "7.1", "Sam to send the flyer to the libraries by Friday")
    await house.deletes("jo", "7.1")
    assert [one.text for one in await actions(house)] == ["Post the flyer"]
    assert house.dm("jo") == []


async def test_deleting_the_message_is_asked_about(house: House) -> None:
    await house.answers("jo", "action", "7.1", WORDS)
    await house.deletes("jo", "7.1")
    asked = house.dm("jo")[-1]
    assert "Shall I keep this?" in asked.text
    await house.presses("jo", asked, "Take it away")
    assert await actions(house) == []


async def test_a_message_edited_before_it_was_pointed_at_is_taken_down_all_the_same(house: House) -> None:
    await house.types("jo", "agenda+ Budget")
    ts = house.channel()[-1].thread
    await house.edits("jo", ts, "agenda+ Budget of the summer")
    await house.answers("mina", "action", ts, "agenda+ Budget of the summer")
    assert len(await actions(house)) == 1


async def test_a_long_message_becomes_its_first_sentences_and_the_whole_of_it_is_kept(house: House) -> None:
    long = "Sam to ring the hall about the heating. " + "It was cold in there last time. " * 20
    await house.answers("jo", "action", "7.1", long)
    [action] = await actions(house)
    assert action.text.startswith("ring the hall about the heating") and len(action.text) <= 240
    shown = await house.types("jo", "action show 1", where="dm")
    assert "from this message: Sam to ring the hall" in shown.text
    await house.answers("jo", "agenda", "7.1", "word " * 300)
    assert [len(item.text) <= 241 for item in await items(house)] == [True]


async def test_a_message_without_words_asks_for_some(house: House) -> None:
    said = await house.answers("jo", "action", "7.1", "  ")
    assert "What is to be done?" in said.text and said.buttons == ["Add an action"]
    said = await house.answers("jo", "agenda", "7.1", "  ")
    assert "What is the item about?" in said.text and said.buttons == ["Add an item"]


async def test_our_own_messages_are_kindly_left_alone(house: House) -> None:
    await house.types("jo", f"ACTION: {WORDS}")
    own = house.channel()[-1]
    said = await house.answers("sam", "agenda", own.ts, own.text)
    assert "That message is one of mine" in said.text and await items(house) == []
    assert "one of mine" in (await house.points_at("sam", own.ts, own.text, ACTION)).text


async def test_a_verb_that_points_where_nothing_is_to_be_seen_says_how_to_point(house: House) -> None:
    said = await house.types("jo", "@Upbeat make this an action")
    assert "Answer under it with @Upbeat action" in said.text and "in its menu" not in said.text
    said = await house.types("mina", "@Upbeat put this on the agenda")
    assert "@Upbeat agenda" in said.text and "in its menu" in said.text


async def test_a_form_whose_time_ran_out_says_to_choose_the_message_once_more(house: House) -> None:
    said = await house.presses_raw("mina", Said(place=CHANNEL), ACTION, "")
    assert "choose it in the message's menu once more" in said.text


async def test_the_word_alone_does_what_it_always_did_and_says_how_to_point(house: House) -> None:
    said = await house.types("jo", "@Upbeat action")
    assert "You have no open actions." in said.text and "answer under it with @Upbeat action" in said.text
    said = await house.types("jo", "@Upbeat agenda")
    assert "Waiting for the next meeting" in said.text and "@Upbeat agenda" in said.text
    assert "answer under it" not in (await house.types("mina", "/agenda")).text


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("action", True),
        ("Action!", True),
        ("actions", True),
        ("agenda", True),
        ("please make this an action", True),
        ("put this on the agenda", True),
        ("make this an action by Friday", True),
        ("action add Mina to sing", False),
        ("action list", False),
        ("agenda show", False),
        ("me", False),
        ("", False),
        ("help", False),
    ],
)
def test_words_point_where_they_say_nothing_else(words: str, points: bool) -> None:
    dispatch = Dispatch(None, Wording(), all_features(), Clock())  # type: ignore[arg-type]
    assert dispatch.points(words) is points


async def test_a_message_of_another_partnership_is_not_known_here(house: House) -> None:
    await house.answers("jo", "action", "7.1", WORDS)
    async with house.store.transaction() as session:
        records = await Registry(session).begin("Barn Board", "slack", "T1", "C2")
        records.partnership.ready = True
    said = await house.points_at("mina", "7.1", WORDS, ACTION, where="C2")
    assert said.form is not None


async def test_in_a_channel_without_upbeat_a_shortcut_says_how_to_begin(house: House) -> None:
    said = await house.points_at("mina", "7.1", WORDS, ACTION, where="C9")
    assert "not part of this channel" in said.text
