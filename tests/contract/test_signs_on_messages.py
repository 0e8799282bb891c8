"""The contract of signs on messages: a pin asks for an action, its lead's tick says that one is done, in every door."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, Party

LINE = "Somebody could ring the hall by 10 December 2026, Otto perhaps"


async def listed(party: Party) -> str:
    """All open actions."""
    return await party.asks("mina", "@Upbeat action list all")


async def test_a_pin_offers_a_message_privately_and_a_yes_notes_it_in_its_thread(party: Party) -> None:
    line = await party.says("jo", LINE)
    public = await party.sees("mina")
    await party.reacts("grace", line, "pushpin")
    await party.reacts("grace", line, "memo")
    [offer] = [text for text in await party.told("grace") if "ring the hall" in text]
    assert await party.sees("mina") == public and await party.told("jo") == []
    assert "Yes, note it" in "\n".join(await party.labels("grace", DIRECTLY)), offer
    await party.presses("grace", "Yes, note it", DIRECTLY)
    [receipt] = await party.under("jo", line)
    assert "ring the hall" in receipt and "ring the hall" in await listed(party)


async def test_a_pin_on_what_is_noted_already_is_answered_with_what_is_known_of_it(party: Party) -> None:
    line = await party.says("jo", "ACTION: Otto to find a van by 10 December 2026")
    public = await party.sees("mina")
    await party.reacts("grace", line, "pushpin")
    [told] = [text for text in await party.told("grace") if "already" in text]
    assert "find a van" in told and "Otto Lindqvist" in told and "Thu 10 December" in told
    assert await party.sees("mina") == public


async def test_a_tick_by_its_lead_says_that_an_action_is_done_and_one_by_another_says_nothing(
    party: Party,
) -> None:
    lines = [await party.says("jo", f"ACTION: Otto to {what}") for what in ("find a van", "buy chairs")]
    for line in lines:
        await party.reacts("jo", line, "white_check_mark")
        await party.reacts("otto", line, "heart")
    assert "find a van" in await listed(party) and await party.told("otto") == []
    before = len(await party.sees("mina"))
    await party.reacts("otto", lines[0], "white_check_mark")
    await party.reacts("otto", lines[1], "white_check_mark", answer=True)
    assert len(await party.sees("mina")) == before
    for line in lines:
        assert (await party.under("mina", line))[0].startswith("Done")
    [told] = [text for text in await party.told("otto") if "these are done" in text]
    assert "find a van" in told and "buy chairs" in told
    assert "find a van" not in await listed(party) and "buy chairs" not in await listed(party)
    await party.presses("otto", "Open action 2 again", DIRECTLY)
    assert "buy chairs" in await listed(party)


async def test_a_sign_that_means_nothing_here_makes_nobody_say_anything(party: Party) -> None:
    line = await party.says("jo", LINE)
    sent = await party.sent()
    await party.reacts("grace", line, "heart")
    await party.reacts("grace", line, "white_check_mark")
    assert await party.sent() == sent
