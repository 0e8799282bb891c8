"""What only happens is never asked for: nobody presses, fills in or types that somebody has left, or that a message is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Place, Request, Way
from handlers import all_features
from tests.handlers.furnished import changed, holds
from tests.house import CHANNEL, House, Said, face

EVENTS = {
    f"{feature.name}.{verb.name}"
    for feature in all_features()
    for verb in feature.verbs.values()
    if verb.event
}
ASKED = [way for way in Way if way not in (Way.EVENT, Way.JOB)]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
        await house.types("sam", "/action add Sam to find the keys")
        await house.types("sam", "/agenda add Budget 10m")
        await house.types("sam", "AGREED: we meet at two")
        yield house


def test_what_only_happens_is_declared_so_and_offered_to_nobody() -> None:
    assert {
        *(
            "action.by_terms",
            "action.remove",
            "action.reread",
            "agenda.reread",
            "captures.deleted",
            "captures.edited",
        ),
        *("decision.remove", "decision.reread", "note.remove", "note.reread"),
        *("celebration.remove", "celebration.reread"),
        *("partnership.arrived", "partnership.closed", "partnership.left", "partnership.linked"),
        "partnership.removed",
        "partnership.unreachable",
        "lists.refused",
        "lists.unsent",
        "reactions.added",
        "reflect.reread",
        "suggestion.offer",
    } == EVENTS
    verbs = {f"{one.name}.{verb.name}": verb for one in all_features() for verb in one.verbs.values()}
    assert all(verbs[name].hidden and not verbs[name].markers for name in EVENTS)


@pytest.mark.parametrize("name", sorted(EVENTS))
async def test_nobody_can_ask_for_what_only_happens(house: House, name: str) -> None:
    before = await holds(house, CHANNEL)
    for way in ASKED:
        request = Request(
            "", "", face("frank"), Place(CHANNEL, "T1"), house.clock.now(), way, text="id=1 sold"
        )
        values = {"id": "1", "member": "1", "conversation": CHANNEL}
        answer = await house.dispatch.handle(replace(request.to(name), values=values, trigger="t"))
        assert answer is None or "no longer offers" in f"{answer.errors} {Said(answer.card).text}"
        await house.settles()
    assert set(changed(before, await holds(house, CHANNEL))) <= {"deliveries"}, "its refusals"
    assert not house.dm("mina")
    async with house.records() as records:
        assert not await records.deliveries.resting()
        assert all(one.unreachable_at is None for one in await records.members.list())


async def test_a_form_of_a_stranger_is_nobodys(house: House) -> None:
    """A form is opened by somebody who is a member by then; one whose private part names another channel is forged."""
    stranger = replace(face("sam"), handle="USTRANGER", name="A Stranger")
    request = Request("", "", stranger, Place(CHANNEL, "T1"), house.clock.now(), Way.FORM, key="f")
    answer = await house.dispatch.handle(replace(request.to("agenda.save"), values={"text": "Barn"}))
    assert answer is not None and answer.errors
    async with house.records() as records:
        assert await records.members.of_handle("USTRANGER") is None
        assert len(await records.agenda.waiting()) <= 1


async def test_what_is_kept_of_a_message_that_still_stands_is_not_asked_about(house: House) -> None:
    """The buttons on "its message is gone" do nothing where no message is."""
    said = await house.types("sam", "ACTION: Sam to mend the roof")
    for verb in ("keep", "remove"):
        pressed = await house.presses_raw("sam", Said(place=CHANNEL), f"captures.{verb}", "1,2,3")
        assert "roof" not in pressed.text, said
    async with house.records() as records:
        assert len(await records.actions.open()) == 2
