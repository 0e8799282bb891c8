"""What goes well and less well in every door: asked, answered in a form and in plain words, shown together, acted on."""

from __future__ import annotations

import pytest

from tests.contract.party import DIRECTLY, PLAN, Party

pytestmark = pytest.mark.only_on("sqlite")

WORDS = {
    "sam": "the choir has doubled",
    "otto": "the library is full on Fridays",
    "priya": "families stay for tea",
    "will": "the flutes came",
}
LESS = "nobody can park at the Curve"


async def test_four_people_answer_and_the_agenda_tells_what_they_said_and_not_who(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.turns("2026-12-10T10:15:00+00:00")
    for who in ("jo", *WORDS):
        assert "what is going well, and why?" in (await party.told(who))[-1]
    for who in ("sam", "otto"):
        await party.presses(who, "Answer", DIRECTLY)
        assert await party.submits(who, {"well": WORDS[who], "less": LESS if who == "sam" else ""}) == []
        assert "your answer is kept" in "\n".join(await party.told(who))
    assert "that is kept" in await party.asks("priya", f"going well: {WORDS['priya']}", DIRECTLY)
    assert "Is what you wrote an answer" in await party.asks("will", WORDS["will"] + " at last", DIRECTLY)
    await party.presses("will", "It is going well", DIRECTLY)
    assert "that is kept" in await party.asks("grace", "going well: the biscuits were mine", DIRECTLY)
    assert "Taken back" in await party.asks("grace", "take my answer back", DIRECTLY)
    seen = "\n".join(await party.sees("mina"))
    assert not [words for words in WORDS.values() if words in seen]

    await party.turns("2026-12-14T10:15:00+00:00")
    agenda = (await party.sees("mina"))[-1]
    said = agenda[agenda.index("What you said") :]
    assert all(words in said for words in (*WORDS.values(), LESS)) and "biscuits" not in said
    for name in ("Sam", "Otto", "Priya", "Will"):
        assert name not in said
    assert WORDS["otto"] in await party.reads("grace", "@Upbeat reflect history library")

    await party.presses("otto", "Action: nobody can park at…")
    assert "Nobody is told who made it one" in "\n".join(
        [*await party.sees("otto"), *await party.told("otto")]
    )
    assert "became action 1" in await party.reads("jo", "@Upbeat reflect show")
    assert await party.refused() == []


async def test_names_stand_where_both_the_partnership_and_whoever_answers_want_them(party: Party) -> None:
    await party.says("mina", "@Upbeat partnership settings", DIRECTLY)
    await party.presses("mina", "Settings", DIRECTLY)
    assert await party.submits("mina", {"reflect_named": "named"}) == []
    await party.says("mina", PLAN)
    await party.turns("2026-12-10T10:15:00+00:00")
    for who in ("otto", "sam", "priya", "will", "grace"):
        await party.presses(who, "Answer", DIRECTLY)
        form = await party.form(who)
        assert form is not None and "With my name" in form.choices["shown"]
        shown = "person" if who == "otto" else "nobody"
        assert await party.submits(who, {"less": f"cold hands {who[0]}", "shown": shown}) == []
    await party.turns("2026-12-14T10:15:00+00:00")
    said = await party.reads("jo", "@Upbeat reflect show")
    assert "cold hands o · Otto Lindqvist" in said
    for who, name in (("sam", "Whitlock"), ("priya", "Raman"), ("will", "Carter"), ("grace", "Abara")):
        assert f"cold hands {who[0]}" in said and name not in said
    assert await party.refused() == []


async def test_a_round_goes_to_the_host_first_and_is_shown_when_the_chair_says_so(party: Party) -> None:
    await party.says("mina", "@Upbeat reflect round hopes and fears", DIRECTLY)
    for who in ("grace", "sam", "otto", "will"):
        assert "What worries you about it?" in "\n".join(await party.told(who))
        await party.presses(who, "Answer", DIRECTLY)
        assert await party.submits(who, {"q1": f"a songbook number {len(who)}{who[0]}"}) == []
        assert "songbook" not in "\n".join(await party.sees("mina"))
    await party.presses("mina", "Show what was said", DIRECTLY)
    said = (await party.sees("jo"))[-1]
    assert all(f"a songbook number {one}" in said for one in ("5g", "3s", "4o", "4w"))
    assert not [name for name in ("Grace", "Sam ", "Otto", "Will") if name in said]
    assert await party.refused() == []
