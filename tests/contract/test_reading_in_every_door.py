"""Every form in which people write is read behind every door, and each message is answered once."""

from __future__ import annotations

import pytest

from tests import forms
from tests.contract.party import PLAN, Party

pytestmark = pytest.mark.only_on("sqlite")  # what is read does not depend on where it is kept


async def receipt(party: Party, typed: str) -> str:
    """All that Upbeat says under a message of Jo's; where a card is cut, its messages one after the other."""
    message = await party.says("jo", typed)
    return "\n".join(await party.under("jo", message))


async def test_every_form_is_read_and_what_only_looks_so_is_left_alone(party: Party) -> None:
    await party.says("mina", PLAN)
    await _actions(party)
    await _notes(party)
    before = await party.sees("jo")
    for typed in forms.LEFT_ALONE:
        await party.says("jo", typed)
    assert await party.sees("jo") == before


async def _actions(party: Party) -> None:
    said = await receipt(party, "\n".join(form.typed for form in forms.ACTIONS))
    rows = said.splitlines()
    for number, form in enumerate(forms.ACTIONS, start=1):
        begins = f"Action {number} for {form.owner}: " if form.owner else f"Action {number}: "
        [row] = [row for row in rows if row.startswith(begins)]
        assert not [words for words in form.said if words not in row], (form.typed, row)
    headed = await receipt(party, forms.HEADED)
    assert not [words for words in forms.HEADED_SAID if words not in headed], headed


async def _notes(party: Party) -> None:
    noted = (*forms.AGENDA, *forms.NOTES)
    said = await receipt(party, "\n".join(form.typed for form in noted))
    for form in noted:
        [row] = [row for row in said.splitlines() if form.said[0] in row]
        assert form.kind in row.casefold() and not [words for words in form.said if words not in row], said


async def test_one_receipt_of_several_stays_right_and_everything_on_it_can_be_pressed(party: Party) -> None:
    message = await party.says(
        "jo", "ACTION: me to ring\nACTION: Otto to sing by 31 November\nAGREED: we sing"
    )
    assert len(await party.under("jo", message)) == 1
    for person, label in (
        ("otto", "I'll do 2"),
        ("jo", "Undo 1"),
        ("jo", "Put 1 back"),
        ("jo", "Choose a day for 2"),
    ):
        await party.presses(person, label)
    assert await party.submits("jo", {"due": "2026-11-30"}) == []
    await party.says("jo", "done 1")
    [receipt] = await party.under("jo", message)
    assert "Done: ring (1)" in receipt and "Action 2 for Otto Lindqvist: sing, by Mon 30 November." in receipt
    assert "Decision 1: we sing" in receipt


async def test_a_message_that_is_edited_is_read_again_and_a_deleted_one_is_asked_about(party: Party) -> None:
    message = await party.says("jo", "Actions\n- Sam to ring the mill\n- Grace to bake")
    await party.edits(
        "jo", message, "Actions\n- Sam to ring the mills by Friday\n- Grace to bake\n- Otto to sing"
    )
    [receipt] = await party.under("jo", message)
    assert "Action 1 for Sam Whitlock: ring the mills, by Fri 27 November." in receipt
    assert "Action 2 for Grace Abara: bake." in receipt and "Action 3 for Otto Lindqvist: sing." in receipt
    await party.edits("jo", message, "Actions\n- Sam to ring the mills by Friday\n- Otto to sing")
    asked = (await party.told("jo"))[-1]
    assert "Shall I keep this?" in asked and "Grace to bake" in asked
    await party.deletes("jo", message)
    assert "Shall I keep these?" in (await party.told("jo"))[-1]
    await party.presses("jo", "Take them away", "dm")
    [receipt] = await party.under("jo", message)
    assert receipt.count("Taken back") == 2 and "Action 2 for Grace Abara: bake." in receipt
