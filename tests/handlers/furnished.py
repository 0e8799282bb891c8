"""A house with one of each thing, and what can be pressed and filled in: found in the prompts, so none is forgotten.

Whoever adds a table, a button or a form adds it here without knowing it; a table that nobody furnishes is told of.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKey, Table, select

from bot.card import Field
from bot.feature import Place, Request, Way
from bot.wording import Wording
from storage.base import Row
from storage.database import Store
from storage.partnerships import Partnership
from storage.records import Registry
from storage.reflections import HABIT, Reflection
from storage.releasing import ORGANISATION
from tests import stores
from tests.house import CHANNEL, House, Said, face, people

ROOT = Path(__file__).resolve().parents[2]
PROMPTS = sorted((ROOT / "prompts").rglob("*.md"))
_BUTTON = re.compile(r"\]\]\(([a-z_]+\.[a-z_]+)\?([^)]*)\)|^form: .* -> ([a-z_]+\.[a-z_]+)\?([^|\n]*)", re.M)
_ASKED = re.compile(
    r"""(?:values\.get\(|values\[|answered?\(context, |_words\(context, |_long\(context, )"(\w+)\""""
)


@dataclass(frozen=True)
class Sent:
    """A form as it is sent: the verb that takes it, and its fields."""

    verb: str
    fields: Sequence[Field]


@cache
def _patterns() -> list[tuple[str, str]]:
    """Every button and form of every prompt: its verb, and what stands behind it."""
    found = [one for path in PROMPTS for one in _BUTTON.findall(path.read_text(encoding="utf-8"))]
    return [
        (button or form, re.sub(r"\{%.*?%\}", "", value or filled).strip())
        for button, value, form, filled in found
    ]


def values(number: object) -> dict[str, set[str]]:
    """What stands behind the buttons and forms of every prompt, by verb, with this number for whatever is looked up."""
    found: dict[str, set[str]] = {}
    for verb, pattern in _patterns():
        found.setdefault(verb, set()).add(re.sub(r"\{\{.*?\}\}", str(number), pattern))
    return found


@cache
def forms() -> list[Sent]:
    """Every form of every prompt, as its examples show it."""
    wording = Wording()
    found: dict[tuple[str, tuple[str, ...]], Sent] = {}
    for prompt in wording.prompts():
        for example in wording.examples(prompt):
            form = wording.card(prompt, example.words).form
            if form is not None:
                names = tuple(one.name for one in form.fields)
                found[form.action, names] = Sent(form.action, form.fields)
    return list(found.values())


def fields() -> set[str]:
    """The names of all that a request may be given: the fields of our forms, and what handlers ask for besides."""
    named = {one.name for form in forms() for one in form.fields}
    sources = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    return named | {name for path in sources for name in _ASKED.findall(path.read_text(encoding="utf-8"))}


# One of each thing

RARE = {"asked", "chases", "closed_days", "held", "helpers", "link_codes", "offers"}
"""Tables that a furnished house may have nothing in."""


async def furnish(house: House, who: str, word: str, where: str = CHANNEL) -> None:
    """Give the partnership in a channel, whose chair is `who`, a row in (nearly) every table, with a word of theirs in each.

    It has two organisations or more.
    """
    await _talked_about(house, who, word, where)
    await _reflected(house, who, word, where)
    await _held(house, who, word, where)
    await _mailed(house, who, word, where)


async def _talked_about(house: House, who: str, word: str, where: str) -> None:
    for typed in (
        f"/meeting plan {word} board, Tue 15 December 2026 2pm",
        f"/agenda add {word} 10m",
        f"ACTION: {face(who).name.split()[0]} to {word} by 10 December 2026",
        f"AGREED: {word}\n#idea {word}\nWIN: {word}",
        f"/agenda standing add {word}",
        f"I'll ring the bank before we {word} by Friday",
        "/upbeat decision ask 1",
    ):
        await house.types(who, typed, where)
    await house.presses_raw(
        who, house.channel(where)[-1], "decision.agree", await _id(house, "decision_questions")
    )
    pasted = await house.types(who, "/upbeat terms Autumn term: 2 September to 18 December", where)
    await house.presses(who, pasted, "Save these dates")
    await house.types(who, "/upbeat terms Spring term: 4 January to 25 March", where)


async def _reflected(house: House, who: str, word: str, where: str) -> None:
    """Something that was said and shown, something that waits, and a round in which a word was asked for."""
    async with house.records(where) as records:
        records.partnership.reflect_named = True
        member = await records.members.of_handle(face(who).handle)
        channel = await records.conversations.first_of_all()
        assert member is not None and channel is not None
        row = Reflection(occasion="early", kind=HABIT, title="", script={}, everybody=True)
        row.conversation_id = channel.first_id
        row = await records.reflections.asks(row, house.clock.now())
        await records.answers.give(row, member, "less", word, ORGANISATION)
        await records.voices.release(row, house.clock.now())
        await records.reflections.be_silent(member, True)
        bodies = [one.id for one in await records.organisations.list()]
        assert len(bodies) > 1, "feedback takes two"
    await house.types(who, f"/reflect new round {word}: What of {word}? What else?", where)
    chosen = await house.types(who, "/reflect round", where)
    assert chosen.form is not None
    own = next(one.options for one in chosen.form.fields if one.name == "round")[-1]
    await house.submits(who, chosen, {"round": own.value, "host": ""})
    await _spoken(house, who, word, where)


async def _spoken(house: House, who: str, word: str, where: str) -> None:
    """An answer that nobody has seen, and feedback that was given."""
    async with house.records(where) as records:
        row = (await records.reflections.open("round"))[0]
        member = await records.members.of_handle(face(who).handle)
        assert member is not None and member.organisation_id is not None
        await records.answers.give(row, member, "q1", word, ORGANISATION)
        others = [one.id for one in await records.organisations.list() if one.id != member.organisation_id]
        for one in await records.rounds.ask(row, member.organisation_id, others):
            one.text = word


async def _held(house: House, who: str, word: str, where: str) -> None:
    """A meeting that is over, with minutes and a correction of them, and one that is held."""
    for name in (f"{word} one", f"{word} two"):
        request = Request("", "", face(who), Place(where, "T1"), house.clock.now(), Way.FORM)
        filled = {"name": name, "length": "30 minutes"}
        await house.dispatch.handle(replace(request.to("meeting.start_unplanned"), values=filled, key=name))
        await house.settles()
        await house.types(who, f"AGREED: {name}", where)
        await house.types(who, "/meeting present Ada Lark", where)
        await house.types(who, "/meeting present", where)
        if name.endswith("one"):
            await house.types(who, "/meeting end", where)
            async with house.records(where) as records:
                sitting = (await records.sittings.held(house.clock.now().replace(year=2030)))[0]
                member = await records.members.of_handle(face(who).handle)
                assert member is not None
                await records.sittings.say_worth(sitting, member, "good")
            await house.types(who, "/upbeat minutes approve", where)
            await house.types(who, f"/upbeat minutes 1: {word} was there", where)


async def _mailed(house: House, who: str, word: str, where: str) -> None:
    for typed in (
        f"/upbeat lists new {word}",
        f"/upbeat lists add Grace {word} grace@example.org to strategic, asked for it on 3 December",
        "/upbeat lists replies replies@example.org",
        "/upbeat newsletter name me",
        "/upbeat newsletter draft",
        f"/upbeat newsletter add celebrate: {word}",
        f"/upbeat newsletter ask {word}? Yes / No",
        "/upbeat newsletter approve",
        "/upbeat newsletter answer yes",
        "/upbeat newsletter draft",
        f"/upbeat newsletter add inform: {word}",
        f"/upbeat newsletter ask {word}? Yes / No",
        "/upbeat briefing change",
    ):
        said = await house.types(who, typed, where)
    await house.submits(who, said, {"aims": word, "asks": word, "months": "2"})


async def _id(house: House, table: str) -> str:
    """The newest row of a table, as a button names it."""
    async with house.store.transaction() as session:
        ids = (await session.scalars(select(Row.metadata.tables[table].c.id))).all()
    return f"id={max(ids, default=0)}"


_prepared: dict[str, tuple[bytes, list[Said]]] = {}
"""The file of a house that was made ready, and what had been said in it."""


def _copied(name: str, url: str) -> bool:
    """Whether the file behind `url` is now a copy of one that was made ready before."""
    if name in _prepared:
        Path(url.partition(":///")[2]).write_bytes(_prepared[name][0])
    return name in _prepared


def _keep(name: str, url: str, posts: Sequence[Said]) -> None:
    if stores.chosen == "sqlite":
        _prepared[name] = Path(url.partition(":///")[2]).read_bytes(), [replace(one) for one in posts]


@asynccontextmanager
async def prepared(name: str, prepare: Callable[[House], Awaitable[None]]) -> AsyncIterator[House]:
    """A house with its cast, made ready by `prepare`: on SQLite once in a test process, and copied from then on."""
    async with stores.fresh() as url:
        made = stores.chosen == "sqlite" and _copied(name, url)
        store = Store(url)
        house = House(store)
        try:
            if not made:
                async with store.transaction() as session:
                    await people(Registry(session))
                await prepare(house)
                await store.close()
                _keep(name, url, house.memory.posts)
            else:
                house.memory.posts = [replace(one) for one in _prepared[name][1]]
            house.memory.stamps = itertools.count(100_000)  # what was typed before is not typed again
            yield house
        finally:
            await store.close()


# What it holds


def tables() -> Iterator[Table]:
    """Every table whose rows belong to a partnership."""
    yield from (one for one in Row.metadata.sorted_tables if "partnership_id" in one.columns)


async def holds(house: House, where: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that a partnership keeps, row by row, so that a change of any of it shows."""
    async with house.store.transaction() as session:
        partnership = await Registry(session).at_place("slack", "T1", where)
        assert partnership is not None
        found = {}
        for table in tables():
            query = select(table).where(table.c.partnership_id == partnership.id).order_by(table.c.id)
            found[table.name] = [dict(row) for row in (await session.execute(query)).mappings()]
        own = Partnership.__table__
        query = select(own).where(own.c.id == partnership.id)
        return found | {"partnerships": [dict(row) for row in (await session.execute(query)).mappings()]}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is in one of them and not in the other, by table."""
    return {
        name: [row for row in (*before[name], *after[name]) if (row in before[name]) != (row in after[name])]
        for name in before
        if before[name] != after[name]
    }


async def strays(house: House) -> list[str]:
    """Rows that point at a row of another partnership."""
    found = []
    async with house.store.transaction() as session:
        for table in tables():
            for column, target in _pointing(table):
                other = target.alias()
                query = select(table.c.id).join(other, other.c.id == column)
                query = query.where(table.c.partnership_id != other.c.partnership_id)
                found += [f"{column} of {number}" for number in (await session.scalars(query)).all()]
    return found


def _pointing(table: Table) -> Iterator[tuple[Any, Table]]:
    keys: list[tuple[Any, ForeignKey]] = [
        (column, key) for column in table.columns for key in column.foreign_keys
    ]
    yield from (
        (column, key.column.table) for column, key in keys if "partnership_id" in key.column.table.columns
    )
