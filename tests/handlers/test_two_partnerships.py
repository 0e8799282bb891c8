"""Two partnerships never see each other: ids of the one mean nothing in the other, wherever they are put."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Feature, Place, Request, Way
from handlers import all_features
from storage.captures import Capture
from storage.notes import FAMILY
from storage.people import Role
from storage.records import Registry
from storage.suggestions import PROMISE, REACTION
from tests.house import CHANNEL, House, Said, face

SECRET = "sell the barn"
OTHER = "C2"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Mina and Jo's partnership in C1; in C2 one of Frank's own, with a secret in every table."""
    async with House.begun() as house:
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
            here = (await registry.at_place("slack", "T1", CHANNEL)) or records.partnership
            left = await registry.members_of(here).of_handle(known.handle)
            assert left is not None
            await registry.members_of(here).leave(left, house.clock.now())
        await house.types("frank", "/meeting plan Barn board, Tue 15 December 2026 2pm", OTHER)
        await house.types("frank", f"/agenda add {SECRET} 10m", OTHER)
        await house.types("frank", f"ACTION: Frank to {SECRET} by 10 December 2026", OTHER)
        await house.types("frank", f"AGREED: {SECRET}\n#idea {SECRET}\nWIN: {SECRET}", OTHER)
        await house.types("frank", f"/agenda standing add {SECRET}", OTHER)
        await house.types("frank", f"I'll ring the bank before we {SECRET} by Friday", OTHER)
        pasted = await house.types("frank", "/upbeat terms Autumn term: 2 September to 18 December", OTHER)
        await house.presses("frank", pasted, "Save these dates")
        await house.types("frank", "/upbeat terms Spring term: 4 January to 25 March", OTHER)
        await all_rows(house, OTHER)  # standing items are made when an agenda is first looked at
        yield house


async def all_rows(house: House, where: str) -> list[str]:
    """Everything that a partnership keeps, as words, so that a change of any of it shows."""
    async with house.records(where) as records:
        rows = [
            *await records.organisations.list(),
            *await records.members.list(),
            *await records.meetings.coming(house.clock.now()),
            *await records.agenda.waiting(),
            *await records.actions.open(),
            *await records.agenda.standing(),
            *await records.notes.list(tuple(FAMILY)),
            *await records.terms.list(),
        ]
        for member in await records.members.list():
            for kind in (PROMISE, REACTION):
                rows += await records.suggestions.latest(member.id, kind, 99)
            drafts = [await records.terms.drafted(number, member.id) for number in range(1, 9)]
            rows += [draft for draft in drafts if draft is not None]
        for meeting in await records.meetings.coming(house.clock.now()):
            rows += [*await records.agenda.of(meeting, house.clock.now())]
            rows += [*await records.meetings.answers(meeting)]
        return [str({one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs}) for row in rows]


BEGINNING = {"partnership.invited", "partnership.arrived", "partnership.left", "captures.edited"}


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_an_id_of_another_partnership_shows_and_changes_nothing_there(
    house: House, feature: Feature
) -> None:
    before = await all_rows(house, OTHER)
    async with house.records(OTHER) as records:
        them = (await records.members.list())[0].id
    for verb in {f"{feature.name}.{name}" for name in feature.verbs} - BEGINNING:
        for number in (1, them):
            for value in (f"id={number} to={them}", f"offer={number}", str(number), f"{number}/2"):
                said = await house.presses_raw("mina", Said(place=CHANNEL), verb, value)
                assert SECRET not in said.text and "Barn" not in said.text, (verb, value, said.text)
    assert await all_rows(house, OTHER) == before
    posts = [said for said in house.memory.posts if said.place in (CHANNEL, "DUMINA")]
    assert not [said for said in posts if SECRET in said.text]


FORMS = [
    ("action.add", {"text": "Chase it", "lead": "{them}", "helpers": ["{them}"], "organisation": "{theirs}"}),
    (
        "action.edit",
        {"text": "Chase it", "lead": "{them}", "helpers": ["{them}"], "organisation": "{theirs}"},
    ),
    ("action.handover", {"to": "{them}"}),
    ("action.choose", {"to": "{them}"}),
    ("agenda.save", {"text": "Budget", "presenter": "{them}"}),
    ("agenda.carry_save", {"items": ["1", "2", "3", "4"]}),
    (
        "terms.save_one",
        {"name": "Autumn term", "start": "2026-09-01", "end": "2026-12-17", "whose": "{theirs}"},
    ),
    ("terms.read", {"dates": "Autumn term: 1 September to 17 December", "whose": "{theirs}"}),
    ("note.add", {"text": "Chase it", "kind": "decision"}),
    ("note.edit", {"text": "Chase it", "kind": "idea"}),
    ("decision.edit", {"text": "Chase it"}),
]


@pytest.mark.parametrize(("verb", "values"), FORMS)
async def test_somebody_of_another_partnership_cannot_be_chosen_in_a_form(
    house: House, verb: str, values: dict[str, str | list[str]]
) -> None:
    await house.types("mina", "/action add Mina to find the keys")
    async with house.records(OTHER) as records:
        them, theirs = (await records.members.list())[0].id, (await records.organisations.list())[0].id
    marks = {"{them}": str(them), "{theirs}": str(theirs)}
    filled = {
        name: [marks.get(one, one) for one in value] if isinstance(value, list) else marks.get(value, value)
        for name, value in values.items()
    }
    async with house.records() as records:
        own = (await records.actions.open())[0].id
    before, heard = await all_rows(house, OTHER), len(house.dm("frank"))
    request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.FORM)
    await house.dispatch.handle(replace(request.to(verb), text=f"id={own}", values=filled, key="f"))
    await house.settles()
    async with house.records() as records:
        actions, items = await records.actions.open(), await records.agenda.waiting()
        assert all(one.lead_id != them and one.organisation_id != theirs for one in actions)
        assert all(helper.member_id != them for one in actions for helper in one.helpers)
        assert all(one.presenter_id != them for one in items)
    assert await all_rows(house, OTHER) == before and len(house.dm("frank")) == heard


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
    before = await all_rows(house, OTHER)
    for sign, ts in itertools.product(("pushpin", "white_check_mark"), (message, promise.message, "9.9")):
        request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT)
        request = replace(request.to("reactions.added"), message=ts, key=f"{sign}/{ts}")
        await house.dispatch.handle(replace(request, values={"sign": sign}))
        await house.settles()
        await house.edits("mina", ts, "I'll buy a harp by Friday")
    assert await all_rows(house, OTHER) == before
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
