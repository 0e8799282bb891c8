"""Minutes from the end of a meeting to a corrected version, whichever door people come through."""

from __future__ import annotations

from tests.contract.party import CAST, CHANNEL, DIRECTLY, PLAN, Party
from tests.contract.test_what_every_door_does import TRICK_WORDS, TRICKS

KEEPERS = ("mina", "sam")


async def held(party: Party, decision: str = "the fees stay as they are") -> None:
    """A meeting that Mina leads and Sam minutes, with people of three organisations and one known by name alone."""
    await party.says("mina", PLAN)
    await party.says("mina", "@Upbeat agenda add Budget 20m for decision")
    await party.says("mina", "@Upbeat minutes @sam")
    await party.turns("2026-12-15T14:00:00+00:00")
    await party.says("mina", "@Upbeat meeting start")
    await party.presses("otto", "I am here")
    await party.says("mina", "@Upbeat meeting next")
    await party.says("jo", f"AGREED: {decision}")
    await party.says("jo", "ACTION: Otto to ring the library by Friday")
    await party.presses("mina", "End the meeting")


async def public(party: Party, person: str = "otto") -> str:
    return "\n".join(await party.sees(person))


async def test_minutes_are_drafted_for_their_keepers_put_right_approved_and_read_by_all(party: Party) -> None:
    await held(party)
    drafts = {name: [text for text in await party.told(name) if "Draft: " in text] for name in CAST}
    assert {name for name, found in drafts.items() if found} == set(KEEPERS)
    assert all(len(drafts[name]) == 1 and "the fees stay as they are" in drafts[name][0] for name in KEEPERS)
    assert "Draft: " not in await public(party) and "Minutes: " not in await public(party)
    await party.says("sam", "2: Priya Raman", DIRECTLY)
    await party.presses("mina", "Change a part", DIRECTLY)
    await party.presses("mina", "Change 1: Present", DIRECTLY)
    form = await party.form("mina")
    assert form is not None and "Otto Lindqvist" in form.fields["text"]
    written = f"{form.fields['text']}\nA governor"
    assert await party.submits("mina", {"text": written}) == []
    [draft] = [text for text in await party.told("sam") if "Draft: " in text]
    assert "A governor" in draft and "Priya Raman" in draft
    await party.presses("mina", "Approve and post", DIRECTLY)
    posted = await public(party)
    assert posted.count("Minutes: Steering group") == 1
    assert "A governor" in posted and "approved by Mina Achebe" in posted
    await party.says("mina", "minutes 2: Nobody", DIRECTLY)
    assert "Nobody" not in await public(party)
    await party.says("sam", "minutes approve", DIRECTLY)
    again = await public(party)
    assert "version 2 changes Apologies" in again and "There is a newer version: 2" in again


async def test_whoever_asks_for_a_file_gets_it_or_the_words_and_never_nothing(party: Party) -> None:
    await held(party)
    await party.says("sam", "minutes approve", DIRECTLY)
    for kind in ("docx", "html", "md", "csv"):
        before = len(await party.told("otto"))
        await party.says("otto", f"minutes file {kind}", DIRECTLY)
        [told] = (await party.told("otto"))[before:]
        assert "Here are the minutes of Steering group" in told
    await party.presses("otto", "Read them here", DIRECTLY)
    assert any("the fees stay as they are" in text for text in await party.told("otto"))


async def test_nobody_else_reads_changes_or_approves_a_draft(party: Party) -> None:
    await held(party)
    for words in (
        "minutes",
        "minutes 1: Nobody",
        "1: Nobody",
        "minutes approve",
        "minutes discard",
        "minutes draft",
    ):
        for where in (CHANNEL, DIRECTLY):
            said = await party.reads("jo", f"@Upbeat {words}" if where == CHANNEL else words, where)
            assert "ring the library" not in said and "Draft: " not in said, words
    assert "Minutes: " not in await public(party)
    [draft] = [text for text in await party.told("mina") if "Draft: " in text]
    assert "Otto Lindqvist" in draft


async def test_words_in_minutes_are_never_more_than_words(party: Party) -> None:
    await held(party, TRICKS)
    await party.says("sam", f"minutes 2: {TRICKS}", DIRECTLY)
    await party.says("sam", "minutes approve", DIRECTLY)
    assert "Minutes: " in await public(party)
    assert not [alive for alive in await party.alive() if any(word in alive for word in TRICK_WORDS)]
