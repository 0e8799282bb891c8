"""What goes well and less well in every door: asked privately, answered in a form and in plain words, shown together."""

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


async def test_four_people_answer_and_the_agenda_tells_what_they_said_and_not_who(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.turns("2026-12-10T10:15:00+00:00")
    for who in ("jo", *WORDS):
        assert "what is going well, and why?" in (await party.told(who))[-1]
    for who in ("sam", "otto"):
        await party.presses(who, "Answer", DIRECTLY)
        assert await party.submits(who, {"well": WORDS[who], "less": ""}) == []
        assert "your answer is kept" in "\n".join(await party.told(who))
    assert "that is kept" in await party.asks("priya", f"going well: {WORDS['priya']}", DIRECTLY)
    assert "Is what you wrote an answer" in await party.asks("will", WORDS["will"] + " at last", DIRECTLY)
    await party.presses("will", "It is going well", DIRECTLY)
    seen = "\n".join(await party.sees("mina"))
    assert not [words for words in WORDS.values() if words in seen]

    await party.turns("2026-12-14T10:15:00+00:00")
    agenda = (await party.sees("mina"))[-1]
    said = agenda[agenda.index("What you said") :]
    assert all(words in said for words in WORDS.values())
    for name in ("Sam", "Otto", "Priya", "Will"):
        assert name not in said
    assert WORDS["otto"] in await party.reads("grace", "@Upbeat reflect history library")


async def test_a_round_goes_to_the_host_first(party: Party) -> None:
    await party.says("mina", "@Upbeat reflect round hopes and fears", DIRECTLY)
    assert "What worries you about it?" in "\n".join(await party.told("grace"))
    await party.presses("grace", "Answer", DIRECTLY)
    assert await party.submits("grace", {"q1": "a songbook of our own"}) == []
    assert "songbook" not in "\n".join(await party.sees("mina"))
