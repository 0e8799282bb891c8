"""A decision that stands in approved minutes stays as it was agreed, whatever becomes of the line that it was typed in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.handlers.test_minutes import AFTER, approved, draft_of, file_of, read_docx
from tests.house import House, Said

STEERING = "@Upbeat meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
AGREED = "AGREED: We share the hall until July"
STANDS = "stands in the approved minutes"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.turns(to="2026-12-15T14:20:00")
        yield house


async def agreed(house: House, who: str = "jo") -> Said:
    said = await house.types(who, AGREED)
    await house.turns(to=AFTER)
    return said


async def text_of(house: House) -> str:
    async with house.records() as records:
        note = await records.notes.numbered("decision", 1)
    assert note is not None
    return f"{note.text} ({note.state})"


async def test_before_approval_the_decision_follows_its_message(house: House) -> None:
    said = await agreed(house)
    await draft_of(house)
    await house.edits("jo", said.thread, "AGREED: We share the hall until May")
    assert await text_of(house) == "We share the hall until May (open)"


@pytest.mark.parametrize("who", ["jo", "mina"])
async def test_after_approval_an_edited_message_changes_nothing_and_its_writer_hears_why_once(
    house: House, who: str
) -> None:
    said = await agreed(house, who)
    await approved(house)
    await house.edits(who, said.thread, "AGREED: We sell the hall")
    await house.edits(who, said.thread, "AGREED: We sell the hall today")
    assert await text_of(house) == "We share the hall until July (open)"
    told = [one.text for one in house.dm(who) if STANDS in one.text]
    assert len(told) == 1 and "tell the chair" in told[0]
    assert not [one for one in house.channel() if STANDS in one.text or "sell" in one.text]


async def test_whoever_typed_it_can_neither_edit_nor_undo_it_by_command_and_keeps_their_words(
    house: House,
) -> None:
    await agreed(house)
    await approved(house)
    said = await house.types("jo", "/upbeat decision edit 1 = We share it until May")
    assert STANDS in said.text and "I read: We share it until May" in said.text
    assert STANDS in (await house.types("jo", "/upbeat decision undo 1")).text
    assert STANDS in (await house.presses_raw("jo", Said(place="C1"), "note.drop", "id=1")).text
    assert STANDS in (await house.presses_raw("jo", Said(place="C1"), "note.edit", "id=1")).text
    assert await text_of(house) == "We share the hall until July (open)"


async def test_a_deleted_message_does_not_take_the_decision_out_of_the_list(house: House) -> None:
    said = await agreed(house)
    await approved(house)
    await house.deletes("jo", said.thread)
    asked = house.dm("jo")[-1]
    label = next(label for label in asked.buttons if "Take" in label or "back" in label or "Undo" in label)
    assert STANDS in (await house.presses("jo", asked, label)).text
    assert await text_of(house) == "We share the hall until July (open)"


async def test_who_keeps_the_minutes_puts_the_list_right_and_the_approved_version_stays(house: House) -> None:
    await agreed(house)
    await approved(house)
    await house.types("mina", "/upbeat decision edit 1 = We share the hall until August")
    assert await text_of(house) == "We share the hall until August (open)"
    _, data = await file_of(house, "docx")
    lines = [text for _, text in read_docx(data)]
    assert any("until July" in line for line in lines) and not any("August" in line for line in lines)


async def test_a_decision_that_was_left_out_of_the_minutes_still_follows_its_message(house: House) -> None:
    said = await agreed(house)
    card = await draft_of(house)
    label = next(one for one in card.text.split("\n") if "Also noted" in one)
    await house.types("mina", f"minutes {label.split('.')[0]}: We talked about the hall", where="dm")
    await house.presses("mina", card, "Approve and post")
    await house.edits("jo", said.thread, "AGREED: We share the hall until May")
    assert await text_of(house) == "We share the hall until May (open)"


async def test_the_wording_of_an_action_may_change_and_the_approved_minutes_keep_what_they_said(
    house: House,
) -> None:
    await house.types("jo", "ACTION: @frank to order lunch")
    await agreed(house)
    await approved(house)
    await house.types("mina", "/action edit 1 = order tea")
    for kind in ("md", "csv"):
        _, data = await file_of(house, kind)
        assert "order lunch" in data.decode() and "tea" not in data.decode()
