"""The newsletter, whichever door people come through: drafted for the chair alone, then read and answered by everybody."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, Party
from tests.contract.test_what_every_door_does import TRICK_WORDS, TRICKS


async def test_a_newsletter_is_drafted_changed_approved_and_answered(party: Party) -> None:
    await party.says("otto", "WIN: forty children sang with Grace Abara")
    draft = await party.asks("mina", "newsletter draft", DIRECTLY)
    assert "forty children sang with somebody at Oak House Library" in draft
    assert not [text for text in await party.sees("otto") if "Newsletter" in text]
    await party.presses("mina", "Ask a question", DIRECTLY)
    form = await party.form("mina")
    assert form is not None and set(form.fields) == {"question", "answers"}
    assert await party.submits("mina", {"question": "Where shall we meet?", "answers": "At the Curve"}) != []
    answers = "At the Curve\nAt the library"
    assert await party.submits("mina", {"question": "Where shall we meet?", "answers": answers}) == []
    await party.presses("mina", "Approve it", DIRECTLY)
    [issue] = [text for text in await party.sees("otto") if "Where shall we meet?" in text]
    assert "forty children" in issue and "Grace" not in issue
    for person in ("sam", "frank", "jo"):
        await party.presses(person, "At the Curve")
    await party.presses("otto", "At the library")
    await party.turns("2026-12-01T12:00:00+00:00")
    assert "At the Curve: 3, At the library: 1" in await party.asks("mina", "newsletter draft", DIRECTLY)


async def test_the_draft_is_changed_in_a_form_line_by_line(party: Party) -> None:
    await party.says("otto", "WIN: forty children sang")
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.presses("mina", "Change the pieces", DIRECTLY)
    form = await party.form("mina")
    assert form is not None and form.fields["celebrate"] == "forty children sang"
    assert await party.submits("mina", {"celebrate": "fifty children sang\nthe piano came"}) == []
    said = await party.asks("mina", "newsletter", DIRECTLY)
    assert "fifty children sang" in said and "the piano came" in said and "forty" not in said


async def test_a_briefing_is_read_by_whoever_asks_and_comes_as_a_file(party: Party) -> None:
    await party.says("jo", "AGREED: the summer concert is at the Curve")
    assert "the summer concert is at the Curve" in await party.asks("otto", "briefing", DIRECTLY)
    await party.asks("otto", "briefing file", DIRECTLY)
    assert [text for text in await party.told("otto") if "The briefing of" in text]
    assert not await party.refused()


async def test_words_in_a_newsletter_are_never_more_than_words(party: Party) -> None:
    await party.says("jo", f"WIN: {TRICKS}")
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.says("mina", "newsletter approve", DIRECTLY)
    assert not [alive for alive in await party.alive() if any(word in alive for word in TRICK_WORDS)]
