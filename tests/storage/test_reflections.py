"""Answers and voices in the store: kept apart by partnership, gone when they are shown, also from the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage.awake import awake
from storage.database import Store
from storage.incoming import Held
from storage.people import Member
from storage.records import Records, Registry
from storage.reflections import HABIT, LESS, OPEN, ROUND, WELL, Reflection
from storage.releasing import NOBODY
from tests import stores

AT = datetime(2026, 12, 10, 10, tzinfo=UTC)
LATER = datetime(2026, 12, 14, 10, tzinfo=UTC)
WORDS = "marzipan of number"


async def begun(registry: Registry, channel: str = "C1") -> tuple[Records, list[Member]]:
    records = await registry.begin(channel, "slack", "T1", channel)
    people = [await registry.person("slack", "T1", f"U{n}{channel}", f"Person {n}") for n in range(5)]
    return records, [await records.members.join(person) for person in people]


async def asks(records: Records, occasion: str = "meeting/1") -> Reflection:
    channel = await records.conversations.first_of_all()
    assert channel is not None
    row = Reflection(occasion=occasion, kind=HABIT, title="", script={}, conversation_id=channel.id)
    row.everybody = True
    return await records.reflections.asks(row, AT)


async def answer(records: Records, row: Reflection, members: list[Member]) -> None:
    for number, member in enumerate(members):
        await records.answers.give(row, member, LESS, f"{WORDS} {number}", NOBODY)


async def test_one_partnership_sees_nothing_of_another() -> None:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records, members = await begun(registry)
        other, _ = await begun(registry, "C2")
        row = await asks(records)
        await answer(records, row, members)
        await records.voices.release(row, LATER)
        [first, *_] = await records.voices.of(row)
        assert await other.reflections.get(row.id) is None
        assert await other.voices.get(first.id) is None
        assert not await other.reflections.released() and not await other.voices.of(row)


async def test_a_reflection_before_a_meeting_is_released_once() -> None:
    async with stores.opened() as store, store.transaction() as session:
        records, members = await begun(Registry(session))
        row = await asks(records)
        await answer(records, row, members)
        assert await records.voices.release(row, LATER)
        await answer(records, row, members)
        assert not await records.voices.release(row, LATER)
        assert len(await records.voices.of(row)) == len(members)


async def test_no_words_take_an_answer_back() -> None:
    async with stores.opened() as store, store.transaction() as session:
        records, [one, *_] = await begun(Registry(session))
        row = await asks(records)
        await records.answers.give(row, one, WELL, "the choir", NOBODY)
        await records.answers.give(row, one, WELL, "  ", NOBODY)
        assert not await records.answers.of(row, one)


async def test_an_open_reflection_keeps_its_partnership_in_the_sweep() -> None:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records, _ = await begun(registry)
        assert await awake(session, AT, LATER) == []
        row = await asks(records)
        assert await awake(session, AT, LATER) == [records.partnership.id]
        await records.reflections.lapse(row)
        records.partnership.reflect_monthly = True
        await session.flush()
        assert await awake(session, AT, LATER) == [records.partnership.id]


@pytest.mark.only_on("sqlite")
async def test_an_answer_that_is_gone_is_gone_from_the_pages_of_the_file() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upbeat.db"
        store = Store(f"sqlite:///{path}")
        await store.migrate()
        async with store.transaction() as session:
            records, members = await begun(Registry(session))
            row = await asks(records)
            await answer(records, row, members[:3])
        async with store.transaction() as session:
            answers = Records(session, records.partnership).answers
            for member in members[:3]:
                await answers.give(row, member, LESS, "", NOBODY)
        beside = path.with_name("upbeat.db-wal")
        assert WORDS.encode() not in path.read_bytes() + beside.read_bytes(), "while the store is still open"
        await store.close()


async def test_what_was_put_aside_and_never_taken_up_goes_when_its_words_are_shown() -> None:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records, members = await begun(registry)
        row = await asks(records)
        await answer(records, row, members)
        asked = {"name": "reflect.less_well", "text": f"less well: {WORDS} 2"}
        number = await registry.incoming.hold("slack/T1/UJO", asked, AT, None)
        other = await registry.incoming.hold(
            "slack/T1/UJO", {"name": "action.add", "text": "ring the school"}, AT, None
        )
        await records.voices.release(row, LATER)
        gone = await session.get(Held, number, populate_existing=True)
        kept = await session.get(Held, other, populate_existing=True)
        assert gone is not None and gone.used and gone.request == {}
        assert kept is not None and not kept.used and kept.request["text"] == "ring the school"


async def test_a_round_of_which_nothing_can_be_shown_yet_stays_open() -> None:
    async with stores.opened() as store, store.transaction() as session:
        records, members = await begun(Registry(session))
        row = await asks(records, "round/1")
        row.kind = ROUND
        await answer(records, row, members[:3])
        await records.voices.release(row, LATER)
        assert (row.state, row.released_at) == (OPEN, None)
        await answer(records, row, members)
        await records.voices.release(row, LATER)
        assert (row.state, row.released_at) == (OPEN, LATER)


async def test_nobody_gets_hold_of_what_another_wrote() -> None:
    async with stores.opened() as store, store.transaction() as session:
        records, [one, other, *_] = await begun(Registry(session))
        row = await asks(records)
        mine = await records.answers.put_down(row, one, WORDS)
        assert await records.answers.get(mine.id, one) is mine
        assert await records.answers.get(mine.id, other) is None
        assert not await records.answers.waiting(other)


async def test_what_was_put_aside_keeps_no_words_once_it_is_taken_up() -> None:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        number = await registry.incoming.hold(
            "slack/T1/UJO", {"name": "reflect.less_well", "text": WORDS}, AT, None
        )
        assert await registry.incoming.take_up(number, "slack/T1/UJO") == {
            "name": "reflect.less_well",
            "text": WORDS,
        }
        row = await session.get(Held, number, populate_existing=True)
        assert row is not None and row.used and row.request == {}
