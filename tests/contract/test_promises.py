"""Promises said in passing, through every door: offered directly, noted upon a yes, and quiet otherwise."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, Party


async def offered(party: Party, person: str) -> list[str]:
    """What was offered to somebody, as it stands now."""
    return [text for text in await party.told(person) if "trust" in text or "chairs" in text]


async def test_a_promise_is_offered_directly_and_noted_in_the_thread_upon_a_yes(party: Party) -> None:
    before = await party.sees("mina")
    message = await party.says("jo", "I'll ring the trust before the 14th")
    assert await party.sees("mina") == before and await party.marks(message) == 0
    [offer] = await offered(party, "jo")
    assert "You said you would ring the trust before the 14th" in offer
    await party.presses("jo", "Yes, note it", DIRECTLY)
    [receipt] = await party.under("mina", message)
    assert "Jo Penrose" in receipt and "Sun 13 December" in receipt
    assert "This is action 1: ring the trust" in (await offered(party, "jo"))[0]


async def test_an_edit_is_followed_a_deletion_ends_it_and_nobody_else_hears_of_either(party: Party) -> None:
    before = await party.sees("mina")
    message = await party.says("otto", "I'll ring the trust before the 14th")
    await party.edits("otto", message, "I'll order the chairs by Friday")
    [offer] = await offered(party, "otto")
    assert "order the chairs by Friday" in offer and "trust" not in offer
    await party.deletes("otto", message)
    assert await offered(party, "otto") == [] and await party.sees("mina") == before


async def test_a_no_and_a_stop_are_heard(party: Party) -> None:
    await party.says("jo", "I'll ring the trust before the 14th")
    await party.presses("jo", "No, leave it", DIRECTLY)
    assert "Left as it is: ring the trust" in (await offered(party, "jo"))[0]
    await party.says("jo", "I'll order the chairs by Friday")
    await party.presses("jo", "Stop offering", DIRECTLY)
    await party.says("jo", "I'll fetch the chairs by Monday")
    assert "fetch" not in "\n".join(await offered(party, "jo"))
    assert "I will ask you privately" in await party.asks("jo", "offers on", DIRECTLY)


async def test_the_chair_does_without_offers_for_everybody_and_without_pins(party: Party) -> None:
    await party.says("mina", "@Upbeat partnership settings")
    await party.presses("mina", (await party.labels("mina"))[-1])
    form = await party.form("mina")
    assert form is not None and form.fields["offers"] == "yes"
    assert form.fields["todo_signs"].split(",") == ["pushpin", "round_pushpin", "memo", "clipboard"]
    assert len(form.choices["done_signs"]) == 4
    assert await party.submits("mina", {"offers": "no"}) == []
    await party.says("jo", "I'll ring the trust before the 14th")
    assert await offered(party, "jo") == []
    assert "switched these offers off" in await party.asks("jo", "offers on", DIRECTLY)
