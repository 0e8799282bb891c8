"""Nothing unnamed can be traced: each test is somebody who tries, with what a chair, a member or a copy of the store has."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import DateTime, text

from bot.feature import Place, Request, Way
from storage.answers import Answer
from storage.base import Row
from storage.deliveries import Address
from storage.people import Role
from storage.voices import Voice
from tests.bot.logged import listening
from tests.handlers.test_reflect import (
    ASKED,
    MOST,
    SHOWN,
    agendas,
    answers,
    asked,
    choose,
    plan,
)
from tests.house import CAST, House, face

SECRETS = {who: f"marzipan of number {place}" for place, who in enumerate(CAST)}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await choose(house, reflect_days=5)
        await plan(house)
        yield house


async def tell(house: House, *people: str, **more: str) -> None:
    for who in people:
        await answers(house, who, less=SECRETS[who], **more)


async def ids(house: House) -> dict[str, int]:
    async with house.records() as records:
        return {
            who: member.id
            for who in CAST
            if (member := await records.members.of_handle(f"U{who.upper()}")) is not None
        }


async def everything(house: House) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as somebody reads it who has a copy of the store."""
    async with house.store.transaction() as session:
        return {
            name: [dict(row) for row in (await session.execute(text(f'SELECT * FROM "{name}"'))).mappings()]
            for name in Row.metadata.tables
        }


def words(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=str)


async def looks(house: House) -> str:
    """All that the chair gets to see by asking for it, and all that stands in the channel."""
    asks = ("/agenda", "/reflect show", "/reflect history", "/reflect history marzipan", "/upbeat me")
    seen = [(await house.types("mina", one)).text for one in asks]
    seen += [said.text + " ".join(said.buttons) for said in house.channel()]
    seen += [card.text for card in await house.home("mina")]
    return "\n".join(seen)


# Before they are shown


async def test_nothing_that_others_see_changes_when_somebody_answers(house: House) -> None:
    await house.turns(to=ASKED)
    edits: list[str] = []
    update = house.memory.update

    async def counted(to: Address, message: str, page: dict[str, Any]) -> None:
        edits.append(to.conversation)
        await update(to, message, page)

    house.memory.update = counted  # type: ignore[method-assign]
    before = await looks(house)
    channel = next(said for said in house.channel() if said.key.startswith("reflect/"))
    for who in ("sam", "jo", "frank", "priya", "will"):
        form = await house.presses(who, channel, "Answer privately")
        await house.submits(who, form, {"less": SECRETS[who]})
        assert await looks(house) == before
    assert "C1" not in edits, "an edit of the question tells that somebody has answered just now"


async def test_nobody_opens_what_another_has_written_so_far(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *MOST)
    channel = next(said for said in house.channel() if said.key.startswith("reflect/"))
    form = await house.presses("priya", channel, "Answer privately")
    assert form.form is not None and "marzipan" not in str(form.form)
    await house.types("jo", "my keys were in the piano all along", "dm")
    for verb in ("reflect.sort_well", "reflect.sort_less", "reflect.take_back"):
        await house.presses_raw("will", channel, verb, "id=1")
    await house.turns(to=SHOWN)
    assert "keys" not in agendas(house)[0].text and SECRETS["jo"] in agendas(house)[0].text


# Small groups


async def test_fewer_than_the_smallest_group_wait_and_are_shown_once_there_are_enough(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, "sam", "jo", "frank")
    await house.turns(to=SHOWN)
    assert "marzipan of" not in await looks(house)
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    await tell(house, "priya")
    await house.turns(to="2027-01-18T10:05")
    for who in ("sam", "jo", "frank", "priya"):
        assert SECRETS[who] in agendas(house)[-1].text


async def test_one_person_who_answers_often_is_still_one(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, "sam", "jo", "frank")
    for number in range(4):
        await house.types("sam", f"less well: marzipan of mine again {number}", "dm")
    await house.turns(to=SHOWN)
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    await tell(house, "sam")
    await house.turns(to="2027-01-18T10:05")
    assert "marzipan of" not in await looks(house)


async def test_a_chair_who_makes_the_smallest_group_smaller_breaks_no_promise(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, "sam", "jo", "frank")
    await choose(house, reflect_smallest=3)
    await house.turns(to=SHOWN)
    assert "marzipan of" not in await looks(house)


async def test_a_larger_group_chosen_meanwhile_counts(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *MOST)
    await choose(house, reflect_smallest=6)
    await house.turns(to=SHOWN)
    assert "marzipan of" not in await looks(house)


async def test_an_organisation_is_not_named_where_few_of_its_people_speak_for_it(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *CAST, shown="organisation")
    await house.turns(to=SHOWN)
    whole = (await house.types("mina", "/reflect show")).text  # an agenda shows some of six, drawn by lot
    assert all(secret in whole for secret in SECRETS.values())
    for said in (whole, agendas(house)[0].text):
        assert not [name for _, name in CAST.values() if name in said]


async def test_who_is_alone_in_an_organisation_is_told_before_they_send(house: House) -> None:
    async with house.records() as records:
        will = await records.members.of_handle("UWILL")
        assert will is not None
        await records.members.leave(will, house.clock.now())
    await house.turns(to=ASKED)
    form = await house.presses("priya", asked(house, "priya")[0], "Answer")
    assert form.form is not None
    hint = next(field.hint for field in form.form.fields if field.name == "shown")
    assert (
        hint == "You are the only one here from Riverside Library, so your words are shown without its name."
    )
    await choose(house, reflect_named=True)
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    form = await house.presses("priya", asked(house, "priya")[-1], "Answer")
    assert form.form is not None
    hint = next(field.hint for field in form.form.fields if field.name == "shown")
    assert hint == "You are the only one here from Riverside Library, so its name says who you are."


async def test_the_name_of_an_organisation_is_offered_only_where_it_can_ever_be_shown(house: House) -> None:
    await house.turns(to=ASKED)

    async def offers() -> tuple[list[str], str]:
        form = await house.presses("priya", asked(house, "priya")[0], "Answer")
        assert form.form is not None
        field = next(field for field in form.form.fields if field.name == "shown")
        return [one.value for one in field.options], field.hint

    assert await offers() == (
        ["nobody"],
        "Riverside Library has 2 people here, too few for its name to be shown.",
    )
    await choose(house, reflect_named=True)
    async with house.records() as records:
        [row] = await records.reflections.open()
        row.named = True
    assert (await offers())[0] == ["person", "organisation", "nobody"]
    await choose(house, reflect_named=False)
    async with house.records() as records:
        [row] = await records.reflections.open()
        row.smallest = records.partnership.reflect_smallest = 2
    assert (await offers())[0] == ["organisation", "nobody"]


# Names, where a partnership has chosen them


async def test_a_name_stands_only_where_both_the_partnership_and_the_person_want_it(house: House) -> None:
    await choose(house, reflect_named=True)
    await house.turns(to=ASKED)
    await tell(house, "mina")
    await tell(house, "sam", "jo", "frank", "priya", shown="nobody")
    await house.turns(to=SHOWN)
    said = (await house.types("mina", "/reflect show")).text
    assert f"{SECRETS['mina']} · Mina Patel" in said
    for who in ("sam", "jo", "frank", "priya"):
        assert SECRETS[who] in said and CAST[who][0] not in said


async def test_a_form_made_up_by_hand_loosens_nothing(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *MOST, shown="person")
    await house.turns(to=SHOWN)
    said = agendas(house)[0].text
    assert SECRETS["jo"] in said and not [name for name, _ in CAST.values() if name in said]


async def test_a_partnership_that_turns_names_on_after_the_question_gives_nobody_away(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, "sam", "jo")
    await choose(house, reflect_named=True)
    await tell(house, "frank", "priya", shown="person")
    await house.turns(to=SHOWN)
    said = agendas(house)[0].text
    assert SECRETS["sam"] in said and not [name for name, _ in CAST.values() if name in said]


async def test_a_partnership_that_turns_names_off_after_the_question_takes_them_off(house: House) -> None:
    await choose(house, reflect_named=True)
    await house.turns(to=ASKED)
    await tell(house, *MOST)
    await choose(house, reflect_named=False)
    await house.turns(to=SHOWN)
    said = agendas(house)[0].text
    assert SECRETS["jo"] in said and not [name for name, _ in CAST.values() if name in said]


# Afterwards, with a copy of the store


async def shown(house: House) -> None:
    await house.turns(to=ASKED)
    await house.types("jo", "marzipan of number 2?", "dm")  # not understood at first, and said back
    await house.types("will", "marzipan!!", "dm")
    await tell(house, "will", "priya", "frank", "jo", "sam")
    await house.types("sam", "less well: marzipan once more", "dm")
    await house.turns(to=SHOWN)
    assert SECRETS["jo"] in (await house.types("mina", "/reflect show")).text


async def test_no_row_holds_the_words_but_the_voices_themselves(house: House) -> None:
    await shown(house)
    tables = await everything(house)
    holding = {name for name, rows in tables.items() if "marzipan of" in words(rows)}
    assert holding == {"reflection_voices"}
    assert tables["reflection_answers"] == []


async def test_a_voice_has_no_author_no_time_and_an_id_drawn_by_lot(house: House) -> None:
    await shown(house)
    rows = (await everything(house))["reflection_voices"]
    assert len(rows) == 6
    for row in rows:
        assert row["member_id"] is None and row["organisation_id"] is None
    assert min(row["id"] for row in rows) > 1000, "ids that count tell the order in which they were made"
    for table in (Voice, Answer):
        assert not [c.name for c in table.__table__.columns if isinstance(c.type, DateTime)]
    assert not [c.name for c in Voice.__table__.columns if c.type.__class__.__name__ == "UTCDateTime"]


async def test_the_order_of_the_voices_is_not_that_of_the_answers(house: House) -> None:
    await choose(house, reflect_smallest=1)
    await house.turns(to=ASKED)
    lines = "\n".join(f"line {number:02}" for number in range(40))
    await answers(house, "sam", less=lines)
    await house.turns(to=SHOWN)
    async with house.store.transaction() as session:
        stored = (await session.execute(text("SELECT text FROM reflection_voices"))).scalars().all()
    assert sorted(stored) == lines.split("\n") and stored != lines.split("\n")
    async with house.records() as records:
        [row] = await records.reflections.released()
        assert [one.text for one in await records.voices.of(row)] != lines.split("\n")


async def test_the_outbox_does_not_know_who_has_answered(house: House) -> None:
    await shown(house)
    deliveries = (await everything(house))["deliveries"]
    by_person: dict[str, list[str]] = {}
    for row in deliveries:
        if row["person"] and row["about"].startswith("reflect"):
            by_person.setdefault(row["person"], []).append(row["key"].split("/")[0] + str(row["card"]))
    assert len(by_person) == len(CAST) and len({tuple(sorted(kept)) for kept in by_person.values()}) == 1
    told = ("state", "attempts", "stale", "error", "reaction", "live", "about", "thread")
    asked_you = [row for row in deliveries if row["live"] == "reflect.asked_you"]
    assert len({tuple(row[name] for name in told) for row in asked_you}) == 1, (
        "what was redrawn tells who pressed"
    )


async def test_what_came_in_is_remembered_without_saying_that_it_was_an_answer(house: House) -> None:
    await shown(house)
    tables = await everything(house)
    assert "reflect" not in words(tables["incoming"]) and "reflect" not in words(tables["held"])
    assert not tables["captures"]


async def test_answers_that_wait_keep_their_author_and_no_others_do(house: House) -> None:
    await shown(house)
    await tell(house, "mina")
    who = await ids(house)
    rows = (await everything(house))["reflection_answers"]
    assert [(row["member_id"], row["text"]) for row in rows] == [(who["mina"], SECRETS["mina"])]


# Afterwards, by changing something and looking what moves


async def test_an_old_button_shows_and_changes_nothing_of_what_was_shown(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *MOST)
    [pressed] = asked(house, "jo")
    await house.turns(to=SHOWN)
    before = await looks(house)
    form = await house.presses_raw("jo", pressed, "reflect.answer", "id=1")
    assert form.form is not None and "marzipan" not in str(form.form)
    await house.presses_raw("jo", pressed, "reflect.take_back", "id=1")
    assert await looks(house) == before


async def happens(house: House, who: str, name: str, ts: str, words: str = "") -> None:
    """Somebody edits or deletes what they wrote to Upbeat directly."""
    place, stamp = Place(f"DU{who.upper()}", "T1", direct=True), house.memory.stamp()
    request = Request("", "", face(who), place, house.clock.now(), Way.EVENT, text=words).to(name)
    await house.dispatch.handle(replace(request, message=ts, version=stamp, key=f"{ts}/{stamp}"))
    await house.settles()


async def writes(house: House, who: str, words: str) -> str:
    """Somebody writes to Upbeat directly; the id of the message."""
    said = await house.types(who, words, "dm")
    assert said.request is not None
    return said.request.message


async def test_an_answer_follows_its_message_until_it_is_shown(house: House) -> None:
    await house.turns(to=ASKED)
    await tell(house, *MOST)
    edited = await writes(house, "will", "less well: marzipan without almonds")
    deleted = await writes(house, "priya", "going well: marzipan on Fridays. Less well: marzipan on Mondays")
    loose = await writes(house, "jo", "marzipan is everywhere in this town")
    assert len((await everything(house))["captures"]) == 4
    await happens(house, "will", "captures.edited", edited, "less well: marzipan with almonds")
    await happens(house, "priya", "captures.deleted", deleted)
    await happens(house, "jo", "captures.deleted", loose)
    rows = (await everything(house))["reflection_answers"]
    said = words(rows)
    assert "with almonds" in said and len(rows) == len(MOST) + 1
    for gone in ("without almonds", "on Fridays", "on Mondays", "everywhere"):
        assert gone not in said
    await house.turns(to=SHOWN)
    assert not (await everything(house))["captures"]


async def test_a_stranger_who_edits_a_message_changes_nothing_of_anothers_answer(house: House) -> None:
    await house.turns(to=ASKED)
    ts = await writes(house, "will", "less well: marzipan without almonds")
    for place in ("DUWILL", "DUSAM"):
        request = Request("", "", face("sam"), Place(place, "T1", direct=True), house.clock.now(), Way.EVENT)
        for name in ("captures.deleted", "reflect.reread"):
            await house.dispatch.handle(replace(request.to(name), message=ts, key=f"{place}/{name}"))
    [row] = (await everything(house))["reflection_answers"]
    assert row["text"] == "marzipan without almonds"


async def test_editing_or_deleting_the_message_it_was_written_in_moves_nothing(house: House) -> None:
    await house.turns(to=ASKED)
    stamps = {who: await writes(house, who, f"less well: {SECRETS[who]}") for who in MOST}
    await house.turns(to=SHOWN)
    before = await looks(house)
    await happens(house, "jo", "captures.edited", stamps["jo"], "less well: nothing at all")
    await happens(house, "sam", "captures.deleted", stamps["sam"])
    assert await looks(house) == before and SECRETS["jo"] in before


async def test_who_takes_an_answer_off_is_not_kept(house: House) -> None:
    await shown(house)
    async with house.records() as records:
        mina = await records.members.of_handle("UMINA")
        assert mina is not None
        mina.role = Role.CHAIR
        [row] = await records.reflections.released()
        voice = (await records.voices.of(row))[0].id
    before = await everything(house)
    await house.presses_raw("mina", agendas(house)[0], "reflect.hide", f"id={voice}")
    after = await everything(house)
    moved = [name for name in after if after[name] != before[name]]
    assert set(moved) <= {"reflection_voices", "deliveries", "incoming"}
    assert "reflect" not in words(after["incoming"])


async def test_an_action_made_of_an_answer_holds_nobody_not_even_who_made_it(house: House) -> None:
    await shown(house)
    label = next(label for label in agendas(house)[0].buttons if label.startswith("Action: "))
    await house.presses("mina", agendas(house)[0], label)
    [action] = (await everything(house))["actions"]
    assert (action["added_by_id"], action["lead_id"], action["source"]) == (None, None, "")
    [entry] = (await everything(house))["entries"]
    assert entry["by_id"] is None, "whoever turns words into an action may well have said them"


# With all that leaves the house


async def test_nothing_that_is_drafted_sent_or_handed_out_as_a_file_holds_an_answer(house: House) -> None:
    await shown(house)
    asks = (
        "newsletter draft",
        "newsletter",
        "briefing",
        "briefing file",
        "minutes",
        "action list",
        "briefing pictures",
    )
    seen = [(await house.types("mina", f"/{words}")).text for words in asks]
    files = [said.card.file for said in house.dm("mina") if said.card and said.card.file]
    seen += [said.text for said in house.dm("mina")] + [file.text for file in files]
    assert files and any("Inform" in text or "newsletter" in text.casefold() for text in seen)
    assert "marzipan" not in "\n".join(seen)


async def test_what_was_done_about_an_answer_is_news_only_in_words_that_somebody_chose(house: House) -> None:
    await shown(house)
    label = next(label for label in agendas(house)[0].buttons if label.startswith("Action: "))
    await house.presses("mina", agendas(house)[0], label)
    async with house.records() as records:
        [action] = await records.actions.open()
    assert action.text.startswith("look into “marzipan") and action.text.endswith("”")
    await house.types("mina", "/action edit 1 = by 20 December 2026")
    await house.types("mina", "/action done 1")
    for words in ("/upbeat newsletter draft", "/upbeat briefing"):
        assert "marzipan" not in (await house.types("mina", words)).text
    await house.types("mina", "/upbeat newsletter skip")
    await house.types("mina", "/action reopen 1")
    await house.types("mina", "/action edit 1 = Look after the marzipan")
    await house.types("mina", "/action done 1")
    for words in ("/upbeat newsletter draft", "/upbeat briefing"):
        assert "Look after the marzipan" in (await house.types("mina", words)).text


async def test_an_organisation_is_heard_only_under_its_name(house: House) -> None:
    await shown(house)
    label = next(label for label in agendas(house)[0].buttons if label.startswith("Action: "))
    await house.presses("sam", agendas(house)[0], label)
    await house.types("mina", "/briefing pictures")
    [heard] = [
        said for said in house.dm("mina") if said.card and said.card.file and "six months" in said.text
    ]
    for _, body in CAST.values():
        assert f"{body} 0" in heard.text, (
            "nobody counts for words without a name, nor for what was made of them"
        )


# With the logs


async def test_the_log_has_no_word_no_person_and_no_row_of_an_answer(house: House) -> None:
    await house.turns(to=ASKED)
    with listening() as lines:
        await tell(house, *MOST)
        await house.types("will", f"less well: {SECRETS['will']}", "dm")
        await house.turns(to=SHOWN)
    own = [line for line in lines.requests if line["verb"].startswith("reflect.")]
    assert len(own) >= len(MOST)
    allowed = {
        "timestamp",
        "level",
        "event",
        "request",
        "verb",
        "way",
        "partnership",
        "outcome",
        "milliseconds",
    }
    assert all(set(line) <= allowed for line in own)
    for word in ("marzipan", *(f"U{who.upper()}" for who in CAST), *(name for name, _ in CAST.values())):
        assert word not in lines.text


async def test_the_moment_of_the_release_says_nothing_about_an_answer(house: House) -> None:
    await shown(house)
    [row] = (await everything(house))["reflections"]
    released = row["released_at"]
    assert str(released).startswith("2026-12-14 10:0") and datetime.fromisoformat(str(released)).minute < 6
