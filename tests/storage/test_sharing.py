"""Several processes on one store: each waits where it must, nobody waits in a circle, and nothing is done twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Store
from storage.deliveries import CLAIMED, DUE, SENT, UNSURE, Address, Deliveries, Delivery
from storage.incoming import Incoming
from storage.outbox import Outbox
from storage.people import Person
from storage.records import Records, Registry
from tests import stores

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
REAL = datetime(2030, 1, 1, tzinfo=UTC)
LEASE = timedelta(seconds=30)
BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


@dataclass
class Two:
    """Two processes that work on the same store."""

    here: Store
    there: Store

    async def goes_on_or_waits(self, task: asyncio.Task[Any]) -> None:
        """Return when the other process has done its work, or waits for a lock (SQLite: it never gets as far)."""
        while self.here.engine.dialect.name == "postgresql" and not task.done():
            async with self.here.engine.connect() as connection:
                if await connection.scalar(text(BLOCKED)):
                    return


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    async with stores.fresh() as url:
        here, there = Store(url), Store(url)
        yield Two(here, there)
        await here.close()
        await there.close()


async def owe(session: AsyncSession, key: str, conversation: str = "C1") -> bool:
    address = Address("slack", "T1", conversation=conversation)
    return await Deliveries(session, None).owe(key=key, at=NOW, address=address)


async def owed(store: Store, *keys: str, conversation: str = "C1") -> None:
    async with store.transaction() as session:
        for key in keys:
            assert await owe(session, key, conversation)


async def claimed(store: Store, now: datetime = NOW, real: datetime = REAL) -> list[str]:
    async with store.transaction() as session:
        return [row.key for row in await Outbox(session).claim(now, real, LEASE)]


async def mark(store: Store, key: str, state: str) -> None:
    async with store.transaction() as session:
        row = (await session.scalars(select(Delivery).where(Delivery.key == key))).one()
        row.state, row.lease_until = state, None


# The outbox


@pytest.mark.only_on("postgresql")
async def test_two_claims_at_the_same_time_get_different_deliveries(two: Two) -> None:
    await owed(two.here, "a", conversation="C1")
    async with two.here.transaction() as session:
        assert [row.key for row in await Outbox(session).claim(NOW, REAL, LEASE)] == ["a"]
        await owed(two.there, "b", conversation="C2")
        assert await claimed(two.there) == ["b"]


async def test_however_many_claim_at_once_each_delivery_is_claimed_by_one(two: Two) -> None:
    for number in range(30):
        await owed(two.here, f"k{number}", conversation=f"C{number}")
    found = await asyncio.gather(*(claimed(store) for store in (two.here, two.there) * 4))
    assert sorted(key for keys in found for key in keys) == sorted(f"k{number}" for number in range(30))


async def test_what_is_in_hand_holds_back_what_comes_after_it_in_its_conversation(two: Two) -> None:
    await owed(two.here, "first", "second")
    await owed(two.here, "elsewhere", conversation="C2")
    assert await claimed(two.here) == ["first", "elsewhere"]
    assert await claimed(two.there) == []
    await mark(two.here, "first", SENT)
    assert await claimed(two.there) == ["second"]


async def test_what_is_unsure_holds_back_what_comes_after_it_but_not_for_ever(two: Two) -> None:
    await owed(two.here, "first", "second")
    await claimed(two.here)
    await mark(two.here, "first", UNSURE)
    assert await claimed(two.there) == []
    assert await claimed(two.there, now=NOW + timedelta(minutes=11)) == ["second"]


async def test_what_a_dead_process_had_in_hand_is_looked_for_by_another_when_its_lease_is_over(
    two: Two,
) -> None:
    await owed(two.here, "first")
    await claimed(two.here)
    later = REAL + LEASE + timedelta(seconds=1)
    for real, expected in ((REAL, []), (later, ["first"])):
        assert await claimed(two.there, real=real) == []
        async with two.there.transaction() as session:
            assert [row.key for row in await Outbox(session).unsure(real, LEASE)] == expected


async def test_the_same_message_owed_twice_at_once_is_owed_once_without_an_error(two: Two) -> None:
    async def other() -> bool:
        async with two.there.transaction() as session:
            return await owe(session, "k")

    async with two.here.transaction() as session:
        assert await owe(session, "k")
        task = asyncio.create_task(other())
        await two.goes_on_or_waits(task)
    assert await task is False


async def test_a_message_is_drawn_again_even_where_a_process_begins_to_send_it_meanwhile(two: Two) -> None:
    """A request holds the partnership and then the delivery; a sender that did it the other way round would wait for ever."""
    async with two.here.transaction() as session:
        records = await begun(session)
        number = records.partnership.id
        await records.deliveries.owe(key="k", at=NOW, live="a.b", about="agenda")
    await claimed(two.here)

    async def sends() -> bool:
        async with two.there.transaction() as session:
            row = await Outbox(session).get(1)
            assert row is not None and row.state == CLAIMED
            row.lease_until = REAL
            await session.flush()
            await Registry(session).locked(number)
            return row.stale

    async with two.here.transaction() as session:
        partnership = await Registry(session).locked(number)
        assert partnership is not None
        task = asyncio.create_task(sends())
        await two.goes_on_or_waits(task)
        await Records(session, partnership).deliveries.refresh("agenda")
    assert await task, "the sender must see what was changed while it waited"


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (DUE, lambda session: Outbox(session).follow("slack", "C1", "C2")),
        (DUE, lambda session: Outbox(session).withhold("slack", "C1")),
        (SENT, lambda session: Deliveries(session, None).refresh("rest")),
        (DUE, lambda session: Deliveries(session, None).wake()),
    ],
    ids=["follow", "withhold", "refresh", "wake"],
)
async def test_several_deliveries_are_locked_in_their_order_so_that_nobody_waits_in_a_circle(
    two: Two, state: str, changes: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    await owed(two.here, "a", "b")
    async with two.here.transaction() as session:
        for key in ("b", "a"):  # the first now lies behind the second in the table
            await session.execute(
                update(Delivery).where(Delivery.key == key).values(about="rest", live="a.b", state=state)
            )

    async def other() -> None:
        async with two.there.transaction() as session:
            await changes(session)

    async with two.here.transaction() as session:
        rows = select(Delivery).order_by(Delivery.id).with_for_update()
        await session.scalars(rows.where(Delivery.key == "a"))
        task = asyncio.create_task(other())
        await two.goes_on_or_waits(task)
        await session.scalars(rows.where(Delivery.key == "b"))
    await task


@pytest.mark.only_on("postgresql")
async def test_two_that_forget_at_once_do_not_wait_for_each_other(two: Two) -> None:
    async with two.here.transaction() as session:
        for number in range(3):
            await Registry(session).incoming.note(f"old/{number}", "", NOW, "done")

    async def other() -> None:
        async with two.there.transaction() as session:
            await Registry(session).incoming.forget(NOW + LEASE)

    async with two.here.transaction() as session:
        await Registry(session).incoming.forget(NOW + LEASE)
        task = asyncio.create_task(other())
        await two.goes_on_or_waits(task)
        assert task.done()
    async with two.here.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Incoming)) == 0


# Who and where


async def begun(session: AsyncSession) -> Records:
    return await Registry(session).begin("Otterbridge", "slack", "T1", "C1")


async def test_a_second_copy_of_a_message_waits_for_the_first_and_then_is_known(two: Two) -> None:
    async def again() -> bool:
        async with two.there.transaction() as session:
            return await Registry(session).incoming.seen("k")

    async with two.here.transaction() as session:
        assert not await Registry(session).incoming.seen("k")
        task = asyncio.create_task(again())
        await two.goes_on_or_waits(task)
        await Registry(session).incoming.note("k", "", NOW, "done")
    assert await task


async def test_a_person_met_twice_at_once_is_one_person(two: Two) -> None:
    async def again() -> int:
        async with two.there.transaction() as session:
            return (await Registry(session).person("slack", "T1", "UJO", "Jo")).id

    async with two.here.transaction() as session:
        first = (await Registry(session).person("slack", "T1", "UJO", "Jo")).id
        task = asyncio.create_task(again())
        await two.goes_on_or_waits(task)
    assert await task == first


@pytest.mark.only_on("postgresql")
async def test_nobody_waits_to_write_down_a_name_that_another_writes_down(two: Two) -> None:
    async with two.here.transaction() as session:
        await Registry(session).person("slack", "T1", "UJO", "Jo")
    async with two.here.transaction() as session:
        await Registry(session).person("slack", "T1", "UJO", "Jo Lindqvist")
        async with asyncio.timeout(20), two.there.transaction() as other:
            await Registry(other).person("slack", "T1", "UJO", "Jo Lindqvist")
    async with two.here.transaction() as session:
        assert (await session.scalars(select(Person.name))).all() == ["Jo Lindqvist"]


async def test_a_channel_in_which_two_begin_at_once_has_one_partnership(two: Two) -> None:
    async def again() -> bool:
        async with two.there.transaction() as session:
            if await Registry(session).at_place("slack", "T1", "C1") is None:
                await begun(session)
                return True
            return False

    async with two.here.transaction() as session:
        assert await Registry(session).at_place("slack", "T1", "C1") is None
        task = asyncio.create_task(again())
        await two.goes_on_or_waits(task)
        await begun(session)
    assert await task is False


async def test_what_was_put_aside_is_taken_up_once_by_two_presses_at_once(two: Two) -> None:
    async with two.here.transaction() as session:
        number = await Registry(session).incoming.hold("slack/T1/UJO", {"text": "x"}, NOW, None)

    async def takes(store: Store) -> bool:
        async with store.transaction() as session:
            return await Registry(session).incoming.take_up(number, "slack/T1/UJO") is not None

    async with two.here.transaction() as session:
        assert await Registry(session).incoming.take_up(number, "slack/T1/UJO")
        task = asyncio.create_task(takes(two.there))
        await two.goes_on_or_waits(task)
    assert await task is False


async def test_a_number_that_no_row_can_have_is_no_row(two: Two) -> None:
    forged = 999_999_999_999_999
    async with two.here.transaction() as session:
        records = await begun(session)
        assert await Registry(session).incoming.take_up(forged, "slack/T1/UJO") is None
        assert await records.actions.get(forged) is None
        assert await records.actions.numbered(forged) is None
        assert await records.meetings.get(10**40) is None


async def test_processes_that_start_at_once_bring_the_tables_up_once() -> None:
    async with stores.bare() as url:
        several = [Store(url) for _ in range(3)]
        await asyncio.gather(*(store.migrate() for store in several))
        async with several[0].transaction() as session:
            assert await session.scalar(select(func.count()).select_from(Delivery)) == 0
        for store in several:
            await store.close()
