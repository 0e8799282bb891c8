"""A meeting that is started, led and ended, and a decision that everybody is asked about, whichever door people come through."""

from __future__ import annotations

from tests.contract.party import PLAN, Party


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
    assert any("ing the library" in text for text in await party.told("otto"))
    assert await party.refused() == []


async def test_every_organisation_answers_a_decision_and_nobody_is_named(party: Party) -> None:
    await party.says("mina", "AGREED: the summer concert is at the Curve")
    await party.says("mina", "@Upbeat decision ask 1")
    await party.presses("mina", "Agree")
    await party.presses("jo", "Stand aside")
    await party.presses("otto", "Disagree and say why")
    assert await party.submits("otto", {"reason": "It is too far", "shown": "no"}) == []
    [said] = [text for text in await party.sees("grace") if "What we say to decision 1" in text]
    assert "Wren Valley Music Service: agrees" in said and "Oak House Library: sees it differently" in said
    assert "too far" not in said and any("too far" in text for text in await party.told("mina"))
    assert await party.refused() == []
