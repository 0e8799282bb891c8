"""A meeting that is started, led and ended, and a decision that everybody is asked about, whichever door people come through."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, PLAN, Party


async def test_a_meeting_is_started_led_and_ended_with_people_of_every_organisation(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("mina", "@Upbeat agenda add Budget 20m for decision")
    await party.turns("2026-12-15T14:00:00+00:00")
    await party.says("mina", "@Upbeat meeting start")
    [card] = [text for text in await party.sees("otto") if "Now: " in text]
    assert "What is going well, and why" in card and "Mina Achebe" in card
    await party.presses("otto", "I am here")
    await party.says("grace", "@Upbeat standing in for Priya")
    await party.says("mina", "next")
    await party.says("mina", "@Upbeat meeting next")
    [card] = [text for text in await party.sees("otto") if "Now: " in text]
    assert "Now: Budget" in card and "20 minutes left" in card
    assert "Otto Lindqvist" in card and "Grace Abara for Priya Raman" in card
    await party.says("jo", "AGREED: the fees stay as they are")
    await party.says("jo", "ACTION: Otto to ring the library")
    await party.presses("mina", "End the meeting")
    [ended] = [text for text in await party.sees("otto") if "has ended" in text]
    assert "the fees stay as they are" in ended and "Otto" not in ended
    [receipt] = [text for text in await party.told("otto") if "this is what you left" in text]
    assert "ing the library" in receipt and "?" not in receipt
    answers = ["Done", "On track", "Need help", "Hand over", "No longer needed"]
    assert (await party.labels("otto", DIRECTLY))[:5] == answers
    await party.presses("otto", "On track", DIRECTLY)
    [receipt] = [text for text in await party.told("otto") if "this is what you left" in text]
    assert "on track" in receipt
    await party.presses("otto", "Partly")
    assert "counted without your name" in "\n".join(await party.sees("otto"))
    assert "without your name" not in "\n".join(await party.sees("grace"))
    assert await party.refused() == []


async def test_quiet_words_about_time_are_said_once_where_the_meeting_is_held(party: Party) -> None:
    await party.says("mina", PLAN)
    for number in (2, 1):
        await party.says("mina", f"@Upbeat agenda standing remove {number}")
    for item in ("Budget 20m", "Story bags 60m", "Insurance 20m"):
        await party.says("mina", f"@Upbeat agenda add {item}")
    await party.turns("2026-12-15T13:45:00+00:00")
    await party.presses("otto", "Start the meeting")
    assert not any("Now: " in text for text in await party.sees("mina"))
    await party.presses("mina", "Start the meeting")
    await party.turns("2026-12-15T14:03:30+00:00")
    assert sum("left for Budget" in text for text in await party.sees("grace")) == 1
    await party.turns("2026-12-15T14:11:00+00:00")
    assert sum("no longer fits" in text for text in await party.sees("grace")) == 1
    assert not any("left for" in text or "fits" in text for text in await party.told("mina"))
    assert await party.refused() == []


async def test_a_meeting_that_was_ended_too_soon_goes_on_for_whoever_ended_it(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("mina", "@Upbeat agenda add Budget 20m for decision")
    await party.turns("2026-12-15T14:00:00+00:00")
    await party.says("mina", "@Upbeat meeting start")
    await party.turns("2026-12-15T14:05:00+00:00")
    await party.presses("mina", "End the meeting")
    assert "Go on with the meeting" not in await party.labels("otto")
    await party.presses("mina", "Go on with the meeting")
    [card] = [text for text in await party.sees("otto") if "Now: " in text]
    assert "What is going well, and why" in card and "ended at" not in card
    assert any("goes on after all" in text for text in await party.sees("otto"))
    await party.presses("mina", "End the meeting")
    assert any("ended at 2.05pm" in text for text in await party.sees("otto"))
    assert await party.refused() == []


async def test_matters_arising_are_answered_on_the_agenda_by_their_own_lead_alone(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("jo", "ACTION: Otto to ring the library by 20 January 2027")
    await party.turns("2026-12-14T12:00:00+00:00")
    await party.presses("grace", "Action 1: on track")
    agendas = [text for text in await party.sees("jo") if "Matters arising" in text]
    assert agendas and not any("on track, thank you" in text for text in agendas)
    assert any("Otto Lindqvist" in text and "waits" in text for text in await _all(party, "grace"))
    await party.presses("otto", "Action 1: on track")
    assert any("on track, thank you" in text for text in await party.sees("jo"))
    assert await party.refused() == []


async def _all(party: Party, person: str) -> list[str]:
    return [*await party.sees(person), *await party.told(person)]


async def test_every_organisation_answers_a_decision_and_nobody_is_named(party: Party) -> None:
    await party.says("mina", "AGREED: the summer concert is at the Curve")
    await party.presses("mina", "Ask everyone")
    assert any("asked of everyone, not settled yet" in text for text in await party.sees("grace"))
    await party.presses("mina", "Agree")
    await party.presses("jo", "Stand aside")
    await party.presses("otto", "Disagree and say why")
    assert await party.submits("otto", {"reason": "It is too far", "shown": "no"}) == []
    [said] = [text for text in await party.sees("grace") if "What we say to decision 1" in text]
    assert "Wren Valley Music Service: agrees" in said and "Oak House Library: sees it differently" in said
    assert "too far" not in said and any("too far" in text for text in await party.told("mina"))
    [receipt] = [text for text in await party.sees("grace") if "Decision noted" in text]
    assert "Oak House Library sees it differently" in receipt and "not settled" not in receipt
    assert await party.refused() == []
