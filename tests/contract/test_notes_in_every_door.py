"""Decisions, good news and wishes: noted, put right, listed and shown on the agenda alike, whichever door people come through."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, PLAN, Party
from tests.contract.test_what_every_door_does import TRICK_WORDS, TRICKS


async def test_what_was_agreed_is_noted_put_right_and_found_again(party: Party) -> None:
    message = await party.says("jo", "AGREED: the summer concert is at the Curve")
    [receipt] = await party.under("jo", message)
    assert receipt.startswith("Decision noted: the summer concert is at the Curve")
    assert await party.marks(message) == 1 and await party.labels("jo") == ["Edit", "Undo", "Ask everyone"]
    await party.presses("jo", "Edit")
    form = await party.form("jo")
    assert form is not None and form.fields["text"] == "the summer concert is at the Curve"
    assert await party.submits("jo", {"text": "x" * 501}) != []
    assert await party.submits("jo", {"text": "the summer concert is at the mill"}) == []
    assert "at the mill" in (await party.under("otto", message))[0]
    assert "at the mill (1), Wed 25 November, Jo Penrose" in await party.asks("otto", "@Upbeat decisions")
    assert "at the mill" in await party.asks("grace", "decisions about the concert", DIRECTLY)
    assert "noted by Jo Penrose" in await party.reads("sam", "@Upbeat decision drop 1")
    await party.edits("jo", message, "AGREED: the summer concert is at Oak House")
    assert "Oak House" in (await party.under("otto", message))[0]
    await party.presses("jo", "Undo")
    assert "No decision is noted yet" in await party.asks("otto", "@Upbeat decisions")


async def test_good_news_and_wishes_stand_on_the_agenda_that_comes_by_itself(party: Party) -> None:
    await party.says("mina", PLAN)
    message = await party.says("otto", "WIN: forty children sang\n#help somebody with a van")
    [receipt] = await party.under("otto", message)
    assert "Celebration 1: forty children sang" in receipt and "help wanted: somebody with a van" in receipt
    await party.turns("2026-12-14T12:00:00+00:00")
    [agenda] = [text for text in await party.sees("jo") if "this is what we will talk about" in text]
    part = agenda.partition("Since last time")[2]
    assert part.index("forty children sang") < part.index("somebody with a van")
    assert await party.asks("jo", "topic: harps") == ""
    await party.turns("2026-12-15T14:20:00+00:00")
    assert "On the agenda for Steering group" in await party.asks("jo", "topic: harps")


async def test_a_note_is_never_more_than_words(party: Party) -> None:
    for mark in ("AGREED:", "WIN:", "#idea", "#link"):
        await party.says("jo", f"{mark} {TRICKS}")
    await party.reads("otto", "@Upbeat decisions")
    await party.reads("otto", "@Upbeat notes")
    assert not [alive for alive in await party.alive() if any(word in alive for word in TRICK_WORDS)]
