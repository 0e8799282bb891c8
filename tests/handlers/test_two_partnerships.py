"""Two partnerships never see each other: ids of the one mean nothing in the other, wherever they are put."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.feature import Place, Request, Way
from storage.captures import Capture
from storage.people import Person, Role
from storage.records import Registry
from storage.suggestions import PROMISE
from tests.handlers.furnished import RARE, Sent, changed, forms, furnish, holds, prepared, strays, values
from tests.house import CHANNEL, House, Said, face

SECRET = "sell the barn"
OTHER = "C2"


async def barn(house: House) -> None:
    """A partnership of Frank's own in C2, who has left that of Mina and Jo in C1."""
    async with house.store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Barn Board", "slack", "T1", OTHER)
        records.partnership.ready = True
        known = face("frank")
        person = await registry.person(
            "slack", known.workspace, known.handle, known.name, known.zone, known.external
        )
        member = await records.members.join(person, Role.CHAIR)
        member.organisation_id = (await records.organisations.add("Barn Friends")).id
        await records.organisations.add("Barn Owners")
        here = (await registry.at_place("slack", "T1", CHANNEL)) or records.partnership
        left = await registry.members_of(here).of_handle(known.handle)
        assert left is not None
        await registry.members_of(here).leave(left, house.clock.now())


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Both, with some secrets in Frank's."""
    async with House.begun() as house:
        await barn(house)
        await house.types("frank", "/meeting plan Barn board, Tue 15 December 2026 2pm", OTHER)
        await house.types("frank", f"ACTION: Frank to {SECRET} by 10 December 2026", OTHER)
        await house.types("frank", f"I'll ring the bank before we {SECRET} by Friday", OTHER)
        yield house


@pytest.fixture
async def two() -> AsyncIterator[House]:
    """Both, with one of each thing in Frank's, and the secret in all of it."""

    async def both(house: House) -> None:
        await barn(house)
        await furnish(house, "frank", SECRET, OTHER)

    async with prepared("two", both) as house:
        yield house


BEGINNING = {"partnership.invited", "partnership.arrived", "partnership.left", "captures.edited"}


def theirs(rows: Mapping[str, list[dict[str, Any]]]) -> list[int]:
    """Numbers that only the other partnership's rows have: of the first of most, of its people, and of what is drawn by lot."""
    some = ("members", "organisations", "reflection_voices", "minutes_versions")
    return sorted({1, *(row["id"] for name in some for row in rows[name][:1])})


def asks(
    verb: str, way: Way, text: str, at: datetime, values: Mapping[str, str | list[str]] | None = None
) -> Request:
    request = Request("", "", face("mina"), Place(CHANNEL, "T1"), at, way).to(verb)
    return replace(request, text=text, values=values or {}, trigger="t")


async def chairs(house: House) -> None:
    """Mina chairs again, whatever she pressed."""
    async with house.records() as records:
        member = await records.members.join(await records.session.get_one(Person, 1), Role.CHAIR)
        member.role, records.partnership.ready = Role.CHAIR, True


async def answered(house: House, request: Request) -> str:
    """What comes back at once, but for the words that were sent."""
    answer = await house.dispatch.handle(request)
    if answer is None or answer.card is None:
        return ""
    said = f"{Said(answer.card).text} {answer.card.form}"
    for given in (
        one for value in request.values.values() for one in ([value] if isinstance(value, str) else value)
    ):
        said = said.replace(given, "")
    return said


PARTS = 3
"""The sweeps are cut into so many, each within the time that a test may take."""


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("part", range(PARTS))
async def test_an_id_of_another_partnership_shows_and_changes_nothing_there(two: House, part: int) -> None:
    before = await holds(two, OTHER)
    assert {name for name, rows in before.items() if not rows} <= RARE, "nobody furnishes these"
    assert not await strays(two)
    numbers, posts = theirs(before), len(two.memory.posts)
    drawn = [values(number) for number in numbers]
    for feature in [*two.dispatch.features.values()][part::PARTS]:
        for verb in sorted({f"{feature.name}.{name}" for name in feature.verbs} - BEGINNING):
            tried = {value for one in drawn for value in one.get(verb, ())} or {"id=1", f"id={numbers[1]}"}
            for value in sorted(tried):
                said = await answered(two, asks(verb, Way.PRESS, value, two.clock.now()))
                assert SECRET not in said and "Barn" not in said, (verb, value, said)
        await chairs(two)
    await two.settles()
    assert changed(before, await holds(two, OTHER)) == {}
    assert not await strays(two)
    assert SECRET not in "".join(said.text for said in two.memory.posts[posts:])


def filled(form: Sent, chosen: str) -> dict[str, str | list[str]]:
    """A form in which everything that is chosen is the other partnership's."""
    said = {"text": "Chase it", "long": "Chase it", "date": "2026-12-20", "time": "10:00"}
    given = {one.name: [chosen] if one.kind == "many" else said.get(one.kind, chosen) for one in form.fields}
    return given | {"address": "ann@example.org"} if "address" in given else given


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("part", range(PARTS))
async def test_nothing_of_another_partnership_can_be_chosen_in_a_form(two: House, part: int) -> None:
    await furnish(two, "mina", "marmalade")
    before, own, posts = await holds(two, OTHER), await holds(two, CHANNEL), len(two.memory.posts)
    mine = sorted({found[-1]["id"] for name, found in own.items() if found and name != "deliveries"})
    bodies, member = [row["id"] for row in before["organisations"]], before["members"][0]["id"]
    drawn = [values(number) for number in mine]
    for form in forms()[part::PARTS]:
        for text in sorted({text for one in drawn for text in one.get(form.verb, ("",))}):
            given = filled(form, str(member))
            said = await answered(two, asks(form.verb, Way.FORM, text, two.clock.now(), given))
            assert SECRET not in said, (form.verb, text, said)
        for chosen in (*map(str, (1, 3, *bodies)), "own1", SECRET):
            said = await answered(
                two, asks(form.verb, Way.FORM, f"id={mine[-1]}", two.clock.now(), filled(form, chosen))
            )
            assert SECRET not in said, (form.verb, chosen, said)
    await two.settles()
    assert changed(before, await holds(two, OTHER)) == {}
    assert not await strays(two)
    assert SECRET not in "".join(said.text for said in two.memory.posts[posts:])


async def test_a_form_for_another_partnership_is_refused_here(house: House) -> None:
    request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.FORM, partnership=2)
    answer = await house.dispatch.handle(
        replace(request.to("agenda.save"), values={"text": "Budget"}, key="f")
    )
    assert answer is not None and answer.errors
    async with house.records() as records:
        assert not await records.agenda.waiting()


async def test_who_left_hears_and_changes_nothing_by_direct_message(house: House) -> None:
    await house.types("mina", "/agenda add Budget 10m")
    said = await house.presses_raw("frank", Said(place="DUFRANK", partnership=1), "agenda.show", "")
    assert "Budget" not in said.text and "not in a partnership" in said.text
    assert "Budget" not in (await house.types("frank", "agenda", where="dm")).text


async def test_a_message_with_the_same_stamp_in_another_channel_is_another_message(house: House) -> None:
    async with house.records(OTHER) as records:
        [action] = await records.actions.open()
        row = Capture(conversation=OTHER, message="9.9", index=0, kind="action", record_id=action.id)
        row.line = "Frank to sell"
        await records.captures.remember(row)
    await house.edits("mina", "9.9", "ACTION: Mina to buy the barn")
    await house.deletes("mina", "9.9")
    async with house.records(OTHER) as records:
        assert [one.text for one in await records.actions.open()] == [SECRET]


async def test_a_sign_on_a_message_of_another_channel_is_a_sign_on_nothing_known(house: House) -> None:
    """Messages of two channels may have the same stamp, and their actions, receipts and offers stay apart."""
    async with house.records(OTHER) as records:
        [action] = await records.actions.open()
        [promise] = await records.suggestions.latest(action.lead_id or 0, PROMISE, 9)
        message = action.source.partition("/")[2]
    before = await holds(house, OTHER)
    for sign, ts in itertools.product(("pushpin", "white_check_mark"), (message, promise.message, "9.9")):
        request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT)
        request = replace(request.to("reactions.added"), message=ts, key=f"{sign}/{ts}")
        await house.dispatch.handle(replace(request, values={"sign": sign}))
        await house.settles()
        await house.edits("mina", ts, "I'll buy a harp by Friday")
    assert await holds(house, OTHER) == before
    assert SECRET not in "".join(said.text for said in house.dm("mina"))


async def test_a_question_put_aside_for_one_is_not_taken_up_by_another(house: House) -> None:
    await house.types("mina", "/agenda add Budget")
    said = await house.types("mina", "/agenda add Budget")
    assert said.card is not None
    value = next(button.value for button in said.card.buttons() if button.action == "ask.resume")
    await house.presses_raw("jo", said, "ask.resume", value)
    await house.presses_raw("frank", Said(place=OTHER), "ask.resume", f"{value}/2")
    async with house.records() as records:
        assert len(await records.agenda.waiting()) == 1


async def test_only_who_was_offered_the_chair_can_take_it(house: House) -> None:
    for verb in ("partnership.accept", "partnership.take_chair", "partnership.decline"):
        await house.presses_raw("jo", Said(place=CHANNEL), verb, "")
    async with house.records() as records:
        chair = await records.members.chair()
        assert chair is not None and chair.name == "Mina Patel"
