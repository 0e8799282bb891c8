"""Promises that bear no mark: offered privately and once, noted only upon a yes, and never a word of it in the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Face, Place, Quoted, Request, Way, mention
from storage.actions import Action
from storage.records import Registry
from storage.suggestions import Suggestion
from tests.house import CHANNEL, House, Said, face

RING = "I'll ring the trust before the 14th"
CHAIRS = "I'll order the chairs by Friday"
YES, NO, STOP = "Yes, note it", "No, leave it", "Stop offering"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def actions(house: House) -> list[Action]:
    async with house.records() as records:
        return list(await records.actions.open())


async def suggestions(house: House) -> list[Suggestion]:
    async with house.records() as records:
        members = await records.members.list()
        every = [await records.suggestions.latest(one.id, kind, 99) for one in members for kind in KINDS]
        return sorted((row for rows in every for row in rows), key=lambda row: row.id)


KINDS = ("promise", "reaction")


def offers(house: House, who: str = "jo") -> list[Said]:
    """The messages with offers that somebody has, as they stand now."""
    return [said for said in house.dm(who) if said.key.startswith("suggestion/")]


def asked(house: House, who: str = "jo") -> str:
    """What the newest of them says."""
    return offers(house, who)[-1].text


async def message_of(house: House) -> str:
    """The id of the message from which the newest offer was read."""
    return (await suggestions(house))[-1].message


# The question


async def test_a_promise_is_offered_to_whoever_made_it_and_the_channel_sees_nothing(house: House) -> None:
    await house.types("jo", RING)
    assert "You said you would ring the trust before the 14th" in asked(house)
    assert offers(house)[0].buttons == [YES, NO, STOP]
    assert house.channel() == [] and house.memory.marks == []
    assert [said.place for said in house.memory.posts] == ["DUJO"]
    assert await actions(house) == []


async def test_a_request_to_somebody_is_offered_to_who_made_it_and_not_to_who_is_asked(house: House) -> None:
    await house.types("jo", "@sam please can you send the form by Tuesday?")
    assert "Sam Okafor to send the form by Tuesday" in asked(house)
    assert house.dm("sam") == []


async def test_a_marked_line_gets_its_receipt_and_the_promise_beside_it_is_offered(house: House) -> None:
    await house.types("jo", f"ACTION: Sam to book the hall\n{RING}")
    assert [one.text for one in await actions(house)] == ["book the hall"]
    assert "ring the trust" in asked(house) and "book the hall" not in asked(house)


async def test_what_is_said_to_upbeat_is_no_promise_to_the_channel(house: House) -> None:
    await house.types("jo", RING, where="dm")
    await house.types("jo", f"@Upbeat {RING}")
    assert offers(house) == []


async def test_somebody_who_speaks_here_for_the_first_time_is_offered_it_too(house: House) -> None:
    await house.types("grace", RING)
    assert "ring the trust" in asked(house, "grace")


async def mentions(house: House, handle: str, words: str, version: str = "", ts: str = "5.1") -> Said:
    """Jo writes a line that mentions Zed, whom the partnership does not know."""
    zed = Face(handle, "T9", "Zed Marlow", "Europe/London", external=True)
    text = words.format(mention(handle))
    at = house.clock.now()
    request = Request("", "", face("jo"), Place(CHANNEL, "T1"), at, Way.LINE, text, faces={handle: zed})
    if version:
        request = replace(request.to("captures.edited"), way=Way.EVENT)
    return await house._done(replace(request, message=ts, version=version, key=f"{ts}/{version}"))


async def test_to_be_named_in_chat_makes_nobody_a_member(house: House) -> None:
    """Members may ask for whatever is kept here; a line that nobody addressed to Upbeat lets nobody in."""
    await mentions(house, "UZED", "I'll ring {} about the keys by Friday")
    assert "ring Zed Marlow about the keys" in asked(house)
    await mentions(house, "UZED", "I'll ring {} about the lost keys by Friday", "6.1")
    assert "ring Zed Marlow about the lost keys" in asked(house)
    await house.presses("jo", offers(house)[-1], YES)
    assert [one.text for one in await actions(house)] == ["ring Zed Marlow about the lost keys"]
    async with house.records() as records:
        assert await records.members.of_handle("UZED") is None


async def test_more_lines_than_are_taken_down_leave_no_promise_behind_them_to_be_sent_again(
    house: House,
) -> None:
    lines = "\n".join(f"ACTION: Sam to find chair {number}" for number in range(30))
    await house.types("jo", f"{lines}\n{RING}")
    assert len(await actions(house)) == 30 and not [said for said in house.dm("jo") if "more" in said.text]


async def test_a_promise_where_no_partnership_is_begins_none() -> None:
    async with House.empty() as house:
        await house.types("jo", RING)
        assert house.memory.posts == [] and house.memory.marks == []


async def test_further_promises_of_the_day_join_the_message_that_waits(house: House) -> None:
    await house.types("jo", RING)
    await house.turns("2h")
    await house.types("jo", CHAIRS)
    assert len(offers(house)) == 1
    assert "ring the trust" in asked(house) and "order the chairs" in asked(house)
    await house.turns("1d")
    await house.types("jo", "I'll write to the mill by Friday")
    assert len(offers(house)) == 2 and "mill" not in offers(house)[0].text


async def test_a_message_with_many_offers_shows_the_first_and_the_others_as_they_are_answered(
    house: House,
) -> None:
    for what in ("chairs", "tables", "drums", "harps", "flutes", "stands", "lamps", "songs"):
        await house.types("jo", f"I'll order the {what} by Friday")
    assert offers(house)[0].buttons.count(YES) == 6 and "songs" not in asked(house)
    for _ in range(2):
        await house.presses("jo", offers(house)[0], NO)
    assert offers(house)[0].buttons.count(YES) == 6 and "songs" in asked(house)
    assert len(offers(house)) == 1


# The answers


async def test_a_yes_notes_it_under_the_message_as_the_words_of_the_day_on_which_they_were_said(
    house: House,
) -> None:
    await house.types("jo", "I'll ring the trust by Friday week")
    message = await message_of(house)
    await house.turns("6d")
    await house.presses("jo", offers(house)[0], YES)
    [action] = await actions(house)
    assert (action.text, action.lead_name, str(action.due)) == (
        "ring the trust",
        "Jo Lindqvist",
        "2026-12-04",
    )
    assert action.accepted and action.source == f"{CHANNEL}/{message}"
    [receipt] = house.channel()
    assert receipt.thread == message and "Jo Lindqvist" in receipt.text and "Undo" in receipt.buttons
    assert (message, "writing_hand") in house.memory.marks
    assert "This is action 1: ring the trust, by Fri 4 December" in asked(house)


async def test_a_promise_made_in_a_thread_gets_its_receipt_there(house: House) -> None:
    await house.types("jo", RING, thread="5.5")
    await house.presses("jo", offers(house)[0], YES)
    assert [said.thread for said in house.channel()] == ["5.5"]


async def test_a_request_that_is_noted_waits_for_the_word_of_whoever_was_asked(house: House) -> None:
    await house.types("jo", "@sam please can you send the form by Tuesday?")
    await house.presses("jo", offers(house)[0], YES)
    [action] = await actions(house)
    assert (action.lead_name, action.accepted) == ("Sam Okafor", False)
    assert {"I'll do it", "Not me"} <= set(house.channel()[0].buttons)


async def test_one_of_two_is_answered_and_the_other_waits(house: House) -> None:
    await house.types("jo", f"{RING}\n{CHAIRS}")
    await house.presses("jo", offers(house)[0], YES)
    assert [one.text for one in await actions(house)] == ["ring the trust"]
    assert offers(house)[0].buttons == [YES, NO, STOP] and "This is action 1" in asked(house)


async def test_a_yes_pressed_twice_notes_one_action(house: House) -> None:
    await house.types("jo", RING)
    card = replace(offers(house)[0])
    await house.presses("jo", card, YES)
    again = await house.presses("jo", card, YES)
    assert len(await actions(house)) == 1 and len(house.channel()) == 1
    assert "went wrong" not in again.text


async def test_a_no_leaves_it_and_can_be_taken_back(house: House) -> None:
    await house.types("jo", RING)
    await house.presses("jo", offers(house)[0], NO)
    assert "Left as it is: ring the trust" in asked(house) and await actions(house) == []
    assert house.channel() == [] and len(house.dm("jo")) == 1
    await house.presses("jo", offers(house)[0], "Note it after all")
    assert [one.text for one in await actions(house)] == ["ring the trust"]


async def test_a_message_that_has_become_an_action_meanwhile_is_noted_once(house: House) -> None:
    await house.types("jo", RING)
    form = await house.points_at("mina", await message_of(house), RING, "action.from_message")
    await house.submits("mina", form, {})
    await house.presses("jo", offers(house)[0], YES)
    assert len(await actions(house)) == 1
    assert "This is action 1" in asked(house)


async def test_an_action_that_was_taken_back_can_be_noted_after_all(house: House) -> None:
    await house.types("jo", RING)
    form = await house.points_at("mina", await message_of(house), RING, "action.from_message")
    await house.submits("mina", form, {})
    await house.presses("mina", house.channel()[0], "Undo")
    await house.presses("jo", offers(house)[0], YES)
    assert [one.number for one in await actions(house)] == [2]


async def test_where_the_channel_is_let_go_it_is_noted_without_it(house: House) -> None:
    await house.types("jo", RING)
    async with house.records() as records:
        [channel] = await records.conversations.list()
        await records.conversations.let_go(channel)
        partnership = records.partnership.id
    await house.presses("jo", offers(house)[0], YES)
    async with house.store.transaction() as session:
        found = await Registry(session).locked(partnership)
        assert found is not None
    assert house.channel() == [] and "Noted for Jo Lindqvist" in house.dm("jo")[-1].text


# Quiet


async def test_the_same_words_are_not_offered_again_for_two_weeks(house: House) -> None:
    await house.types("jo", RING)
    await house.presses("jo", offers(house)[0], NO)
    await house.types("jo", "I'll ring the trust, before the 14th!")
    await house.turns("13d")
    await house.types("jo", RING)
    assert len(offers(house)) == 1 and offers(house)[0].buttons == ["Note it after all"]
    await house.turns("2d")
    await house.types("jo", RING)
    assert len(offers(house)) == 2


async def test_what_is_an_action_of_theirs_already_is_not_offered(house: House) -> None:
    await house.types("jo", "ACTION: Jo to ring the trust")
    await house.types("jo", "I'll ring the trusts by Friday")
    assert offers(house) == []
    await house.types("sam", "I'll ring the trusts by Friday")
    assert "ring the trusts" in asked(house, "sam"), "it is Jo's and not Sam's"


async def test_who_has_paused_is_left_alone(house: House) -> None:
    await house.types("jo", "pause a week", where="dm")
    await house.types("jo", RING)
    assert offers(house) == []


async def test_stopping_ends_all_offers_until_they_are_asked_for_again(house: House) -> None:
    await house.types("jo", f"{RING}\n{CHAIRS}")
    await house.presses("jo", offers(house)[0], STOP)
    assert "write offers on to me" in asked(house) and YES not in offers(house)[0].buttons
    await house.types("jo", "I'll write to the mill by Friday")
    assert len(offers(house)) == 1 and "mill" not in asked(house)
    assert "I will ask you privately" in (await house.presses("jo", offers(house)[0], "Offer again")).text
    await house.types("jo", "I'll write to the farm by Friday")
    assert len(offers(house)) == 2 and "farm" in asked(house)


@pytest.mark.parametrize("said", ["offers off", "/upbeat offers off", "@Upbeat offers off"])
async def test_stopping_can_be_typed_anywhere_and_is_said_to_nobody_else(house: House, said: str) -> None:
    answer = await house.types("jo", said, where="dm" if said == "offers off" else CHANNEL)
    assert "I will not offer" in answer.text and house.channel() == []
    await house.types("jo", RING)
    assert offers(house) == []
    await house.types("jo", said.removesuffix("off") + "on", where="dm" if said == "offers off" else CHANNEL)
    await house.types("jo", RING)
    assert len(offers(house)) == 1


async def test_the_chair_switches_offers_off_for_the_whole_partnership(house: House) -> None:
    form = await house.types("mina", "/partnership settings")
    await house.submits("mina", form, {"offers": "no", "todo_signs": [], "done_signs": ["checkered_flag"]})
    async with house.records() as records:
        chosen = records.partnership
        assert (chosen.offers, chosen.todo_signs, chosen.done_signs) == (False, "", "checkered_flag")
    await house.types("jo", RING)
    assert offers(house) == []
    said = await house.types("jo", "offers on", where="dm")
    assert "switched these offers off" in said.text


async def test_settings_take_no_signs_but_those_on_the_list(house: House) -> None:
    form = await house.types("mina", "/partnership settings")
    for wrong in ({"todo_signs": ["bomb"]}, {"done_signs": ["pushpin"]}, {"offers": "perhaps"}):
        said = await house.submits("mina", form, wrong)
        assert list(said.errors) == list(wrong)
    async with house.records() as records:
        assert records.partnership.offers and "pushpin" in records.partnership.todo_signs


async def test_who_leaves_two_messages_alone_gets_no_third(house: House) -> None:
    await house.types("jo", RING)
    await house.turns("1d")
    await house.types("jo", CHAIRS)
    await house.turns("1d")
    await house.types("jo", "I'll write to the mill by Friday")
    assert len(offers(house)) == 2
    await house.presses("jo", offers(house)[0], NO)
    await house.types("jo", "I'll write to the farm by Friday")
    assert len(offers(house)) == 3, "an answer to any of them brings the next"


async def test_who_asks_for_offers_again_gets_them_again(house: House) -> None:
    for line in (RING, CHAIRS):
        await house.types("jo", line)
        await house.turns("9d")
    await house.types("jo", "I'll write to the mill by Friday")
    assert len(offers(house)) == 2
    await house.types("jo", "offers on", where="dm")
    await house.types("jo", "I'll write to the farm by Friday")
    assert len(offers(house)) == 3


async def test_an_offer_nobody_answers_waits_no_longer_after_a_week_and_can_still_be_noted(
    house: House,
) -> None:
    await house.types("jo", RING)
    await house.turns("6d")
    assert YES in offers(house)[0].buttons
    await house.turns("2d")
    assert "No longer waiting for an answer: ring the trust" in asked(house)
    assert offers(house)[0].buttons == ["Note it after all"] and len(house.dm("jo")) == 1
    await house.presses("jo", offers(house)[0], "Note it after all")
    assert [one.text for one in await actions(house)] == ["ring the trust"]


async def test_what_is_noted_when_its_day_has_gone_by_is_noted_without_a_day(house: House) -> None:
    await house.types("jo", "I'll ring the trust by Friday")
    await house.turns("12d")
    await house.presses("jo", offers(house)[0], "Note it after all")
    assert [(one.text, one.due, one.due_words) for one in await actions(house)] == [
        ("ring the trust", None, "")
    ]
    assert "by" not in house.channel()[0].text.split("\n")[0]


# What becomes of the message


async def test_an_edited_promise_is_offered_with_its_new_words_in_the_same_message(house: House) -> None:
    await house.types("jo", RING)
    await house.edits("jo", await message_of(house), "I'll ring the farm before the 14th")
    assert len(offers(house)) == 1 and "ring the farm" in asked(house) and "trust" not in asked(house)
    await house.presses("jo", offers(house)[0], YES)
    assert [one.text for one in await actions(house)] == ["ring the farm"]


async def test_a_line_above_or_a_change_of_places_changes_no_offer(house: House) -> None:
    await house.types("jo", f"{RING}\n{CHAIRS}")
    message = await message_of(house)
    await house.edits("jo", message, f"Thanks all.\n{CHAIRS}\n{RING}")
    assert offers(house)[0].buttons.count(YES) == 2 and len(offers(house)) == 1
    await house.presses("jo", offers(house)[0], YES)
    await house.presses("jo", offers(house)[0], YES)
    async with house.records() as records:
        stand = {one.line: one.index for one in await records.captures.of(CHANNEL, message)}
    assert sorted(stand.values()) == [1, 2] and "chairs" in next(
        line for line, at in stand.items() if at == 1
    )


async def test_what_was_declined_is_not_asked_again_after_an_edit_of_another_line(house: House) -> None:
    await house.types("jo", RING)
    await house.presses("jo", offers(house)[0], NO)
    await house.edits("jo", await message_of(house), f"{RING}\nThanks all.")
    assert offers(house)[0].buttons == ["Note it after all"] and len(offers(house)) == 1


async def test_what_was_declined_is_not_asked_again_because_a_slip_in_it_was_mended(house: House) -> None:
    await house.types("jo", "I'll ring the schol before the 14th")
    await house.presses("jo", offers(house)[-1], NO)
    await house.edits("jo", await message_of(house), RING)
    assert len(offers(house)) == 1 and asked(house).endswith("Left as it is: ring the schol before the 14th.")
    await house.edits("jo", await message_of(house), CHAIRS)
    assert len(offers(house)) == 2 and "order the chairs" in asked(house)


async def test_a_promise_that_is_edited_away_needs_no_answer(house: House) -> None:
    await house.types("jo", RING)
    card = replace(offers(house)[0])
    await house.edits("jo", await message_of(house), "Somebody else has rung the trust.")
    assert "needs no answer" in asked(house) and offers(house)[0].buttons == []
    refused = await house.presses("jo", card, YES)
    assert "nothing here to note" in refused.text and await actions(house) == []


async def test_a_message_edited_into_a_promise_is_offered(house: House) -> None:
    await house.types("jo", RING)
    await house.edits("jo", "999.000100", CHAIRS)
    assert "order the chairs" in asked(house)


async def test_a_promise_edited_into_a_marked_line_is_noted_and_needs_no_answer(house: House) -> None:
    await house.types("jo", RING)
    await house.edits("jo", await message_of(house), "ACTION: Jo to ring the trust before the 14th")
    assert [one.text for one in await actions(house)] == ["ring the trust"]
    assert "needs no answer" in asked(house)


async def test_once_noted_an_edit_of_the_promise_is_read_again_like_any_other(house: House) -> None:
    await house.types("jo", f"Thanks all.\n{RING}")
    message = await message_of(house)
    await house.presses("jo", offers(house)[0], YES)
    await house.edits("jo", message, "Thanks all.\nI'll ring the farm before the 12th")
    [action] = await actions(house)
    assert (action.text, str(action.due), action.lead_name) == ("ring the farm", "2026-12-11", "Jo Lindqvist")
    assert len(offers(house)) == 1 and not [one for one in house.dm("jo") if "Shall I keep" in one.text]
    await house.edits("jo", message, "Thanks all.")
    assert [one for one in house.dm("jo") if "Shall I keep" in one.text]


async def test_a_message_that_is_an_action_as_a_whole_is_not_offered_after_an_edit(house: House) -> None:
    await house.types("jo", RING)
    message = await message_of(house)
    await house.presses("jo", offers(house)[0], NO)
    form = await house.points_at("mina", message, RING, "action.from_message")
    await house.submits("mina", form, {})
    await house.edits("jo", message, "I'll ring the farm before the 14th")
    assert len(offers(house)) == 1 and "farm" not in asked(house)


async def test_an_action_with_a_mark_is_not_taken_for_a_promise_in_another_line(house: House) -> None:
    await house.types("jo", f"ACTION: Sam to book the hall\n{RING}")
    message = await message_of(house)
    await house.edits("jo", message, f"Hello\n{RING}")
    assert [one.text for one in await actions(house)] == ["book the hall"]
    assert [one for one in house.dm("jo") if "Shall I keep this" in one.text]
    assert offers(house)[0].buttons == [YES, NO, STOP]


async def test_a_deleted_promise_goes_without_a_word(house: House) -> None:
    await house.types("jo", RING)
    await house.deletes("jo", await message_of(house))
    assert "needs no answer" in asked(house) and len(house.dm("jo")) == 1
    await house.types("jo", RING)
    assert len(offers(house)) == 2, "whoever says it anew means it"


async def test_a_promise_that_comes_in_after_its_own_edit_or_end_is_not_offered(house: House) -> None:
    late = Request("suggestion", "offer", face("jo"), Place(CHANNEL, "T1"), house.clock.now(), Way.LINE)
    await house.edits("jo", "17.1", CHAIRS)
    await house.dispatch.handle(replace(late, text="I to ring the trust", message="17.1", key="17.1"))
    await house.settles()
    assert "chairs" in asked(house) and "ring" not in asked(house)
    gone = replace(late.to("captures.deleted"), way=Way.EVENT, message="18.1", key="18.1/gone")
    await house.dispatch.handle(gone)
    await house.dispatch.handle(replace(late, text="I to ring the farm", message="18.1", key="18.1"))
    await house.settles()
    assert "farm" not in asked(house)


# Values that nobody could have chosen


@pytest.mark.parametrize("verb", ["suggestion.note", "suggestion.leave"])
async def test_nobody_answers_for_somebody_else(house: House, verb: str) -> None:
    await house.types("jo", RING)
    [row] = await suggestions(house)
    for who, value in (("sam", str(row.id)), ("jo", "999999999999999"), ("jo", "²"), ("jo", f"id={row.id}")):
        refused = await house.presses_raw(who, Said(place=CHANNEL), verb, value)
        assert refused.private and "nothing here to note" in refused.text
        assert "ring" not in refused.text and "trust" not in refused.text
    assert await actions(house) == [] and (await suggestions(house))[0].state == "open"


async def test_an_offer_of_another_partnership_is_that_of_nothing(house: House) -> None:
    async with house.store.transaction() as session:
        registry = Registry(session)
        other = await registry.begin("Barn Board", "slack", "T1", "C2")
        jo = face("jo")
        await other.members.join(
            await registry.person("slack", jo.workspace, jo.handle, jo.name, external=True)
        )
    await house.types("jo", "I'll sell the barn by Friday", "C2")
    async with house.records("C2") as records:
        [member] = [one for one in await records.members.list() if one.name == "Jo Lindqvist"]
        [row] = await records.suggestions.open_to(member.id)
    refused = await house.presses_raw(
        "jo", Said(place=CHANNEL, partnership=1), "suggestion.note", str(row.id)
    )
    assert "barn" not in refused.text
    async with house.records("C2") as records:
        assert await records.actions.open() == []


# A message that somebody put a sign on


async def puts_a_sign(
    house: House, who: str, text: str, message: str = "7.1", by: str = "sam", thread: str = ""
) -> None:
    """What another feature hands on where somebody puts a sign on a message."""
    async with house.records() as records:
        author = await records.members.of_handle(face(by).handle)
    request = Request("suggestion", "offer", face(who), Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT)
    values = {"kind": "reaction", "author": str(author.id) if author else ""}
    quoted = Quoted(text, message, thread, face(by))
    key = f"{who}/{message}"
    await house.dispatch.handle(
        replace(request, values=values, quoted=quoted, message=message, thread=thread, key=key)
    )
    await house.settles()


async def test_a_message_with_a_sign_on_it_is_offered_to_who_put_it_there(house: House) -> None:
    await puts_a_sign(house, "jo", "I can tune the piano next week, if you like")
    assert "You put a sign on this message: “I can tune the piano next week" in asked(house)
    assert offers(house)[0].buttons == [YES, NO] and house.channel() == [] and house.dm("sam") == []
    await house.presses("jo", offers(house)[0], YES)
    [action] = await actions(house)
    assert (action.lead_name, action.accepted, action.source) == ("Sam Okafor", False, f"{CHANNEL}/7.1")
    assert [said.thread for said in house.channel()] == ["7.1"]


async def test_many_signs_at_once_make_one_message(house: House) -> None:
    for number in range(1, 30):
        await puts_a_sign(house, "jo", f"Tune piano {number}", f"7.{number}")
    assert len(offers(house)) == 1 and "{}" not in asked(house) and "23 more come up" in asked(house)


async def test_a_sign_is_answered_at_once_however_long_other_offers_have_waited(house: House) -> None:
    await house.types("jo", RING)
    await house.turns("1h")
    await puts_a_sign(house, "jo", "The piano needs tuning")
    assert len(offers(house)) == 2 and "piano" in offers(house)[1].text


async def test_a_sign_is_a_wish_and_no_switch_holds_it_back(house: House) -> None:
    await house.types("jo", "offers off", where="dm")
    await house.types("jo", "pause a week", where="dm")
    await puts_a_sign(house, "jo", "The piano needs tuning")
    assert "piano" in asked(house)


async def test_the_same_sign_on_the_same_message_is_asked_about_once(house: House) -> None:
    await puts_a_sign(house, "jo", "The piano needs tuning")
    await puts_a_sign(house, "jo", "The piano needs tuning", thread="7.0")
    assert len(await suggestions(house)) == 1


async def test_a_picture_without_words_is_no_action(house: House) -> None:
    await puts_a_sign(house, "jo", " 🎹 ")
    assert offers(house) == []


async def test_an_edit_of_the_message_changes_what_is_offered(house: House) -> None:
    await puts_a_sign(house, "jo", "The piano needs tuning")
    await house.edits("sam", "7.1", "Both pianos need tuning")
    assert "Both pianos" in asked(house)
    await house.deletes("sam", "7.1")
    assert "needs no answer" in asked(house)


async def test_who_has_left_reads_no_new_words_of_the_message_they_put_a_sign_on(house: House) -> None:
    await puts_a_sign(house, "frank", "the roof leaks", "1.1", by="jo")
    await house.leaves("frank")
    await house.edits("jo", "1.1", "the barn is for sale")
    assert "barn" not in "".join(said.text for said in house.dm("frank"))


async def test_a_long_message_is_cut_and_kept_whole_in_the_history(house: House) -> None:
    long = "The piano needs tuning before the concert. " * 20
    await puts_a_sign(house, "jo", long)
    await house.presses("jo", offers(house)[0], YES)
    [action] = await actions(house)
    assert len(action.text) <= 240
    async with house.records() as records:
        row = await records.actions.get(action.id)
        assert row is not None and len((await records.actions.history(row))[0].note) > 800
