"""The store itself: its address, what SQLite is told, writers that meet, keys that hold, and the time in the tables."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import DateTime, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.base import Row, UTCDateTime
from storage.database import Store, located
from storage.deliveries import Delivery
from storage.incoming import Incoming
from storage.partnerships import Partnership
from storage.people import Member
from storage.records import Registry
from tests import stores

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with stores.opened() as store:
        yield store


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///upbeat.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////srv/upbeat.db", "sqlite+aiosqlite"),
        (" postgresql://ann:secret@db/upbeat\n", "postgresql+asyncpg"),
        ("postgres://db/upbeat?sslmode=require", "postgresql+asyncpg"),
        ("postgresql+psycopg://db:5433/upbeat", "postgresql+asyncpg"),
    ],
)
def test_the_address_of_a_store_is_taken_as_people_write_it(written: str, driver: str) -> None:
    assert located(written).drivername == driver
    assert "sslmode" not in located(written).query


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "written",
    ["", "upbeat.db", "mysql://ann:secret@db/upbeat", "postgresql://ann:secret@db", "postgres://a:b:c/"],
)
def test_an_address_of_no_store_is_refused_with_an_example_and_without_its_password(written: str) -> None:
    with pytest.raises(ValueError, match="postgresql://user:password@host/upbeat") as refused:
        Store(written)
    assert "secret" not in str(refused.value)


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
async def test_sqlite_is_told_to_be_careful(store: Store, pragma: str, value: object) -> None:
    async with store.engine.connect() as connection:
        assert await connection.scalar(text(f"PRAGMA {pragma}")) == value


async def test_two_writers_lose_nothing(store: Store) -> None:
    """Each reads and then writes; a transaction that began as a reader would lose the other's change, or fail."""
    other = Store(store.engine.url.render_as_string(hide_password=False))
    async with store.transaction() as session:
        session.add(Partnership(name="Otterbridge"))

    async def counts(one: Store) -> None:
        for _ in range(20):
            async with one.transaction() as session:
                row = await Registry(session).locked(1)
                assert row is not None
                await asyncio.sleep(0)
                row.next_action += 1

    await asyncio.gather(counts(store), counts(other), counts(store), counts(other))
    async with store.transaction() as session:
        assert (await session.scalars(select(Partnership.next_action))).one() == 81
    await other.close()


async def test_one_store_gives_its_writers_their_turn(store: Store) -> None:
    async def writes(number: int) -> None:
        async with store.transaction() as session:
            session.add(Incoming(key=f"k{number}", at=NOW, outcome="done"))
            await session.flush()
            await asyncio.sleep(0)

    await asyncio.gather(*(writes(number) for number in range(50)))
    async with store.transaction() as session:
        assert len((await session.scalars(select(Incoming))).all()) == 50


async def test_what_an_exception_leaves_is_rolled_back(store: Store) -> None:
    with pytest.raises(ValueError, match="no"):
        async with store.transaction() as session:
            session.add(Partnership(name="Otterbridge"))
            await session.flush()
            raise ValueError("no")
    async with store.transaction() as session:
        assert await Registry(session).empty()


async def test_a_row_cannot_point_at_nothing(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.transaction() as session:
            session.add(Member(partnership_id=7, person_id=7))


async def test_a_key_is_kept_once(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.transaction() as session:
            session.add_all([Incoming(key="k", at=NOW, outcome="") for _ in range(2)])


async def test_the_tables_hold_utc_and_give_it_back(store: Store) -> None:
    summer = NOW.astimezone(ZoneInfo("Europe/London"))
    assert summer.hour == 13
    async with store.transaction() as session:
        session.add(Incoming(key="k", at=summer, outcome=""))
    async with store.transaction() as session:
        assert "12:00" in str(await session.scalar(text("SELECT at FROM incoming")))
        kept = (await session.scalars(select(Incoming.at))).one()
        assert kept == summer and kept.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_never_reaches_a_table(store: Store) -> None:
    with pytest.raises(StatementError, match="aware"):
        async with store.transaction() as session:
            session.add(Incoming(key="k", at=NOW.replace(tzinfo=None), outcome=""))


@pytest.mark.only_on("sqlite")
async def test_every_moment_in_every_table_is_utc() -> None:
    columns = [column for table in Row.metadata.sorted_tables for column in table.columns]
    assert [column for column in columns if isinstance(column.type, UTCDateTime)]
    assert not [column for column in columns if isinstance(column.type, DateTime)]


async def test_what_people_typed_stands_in_no_error(store: Store) -> None:
    with pytest.raises(IntegrityError) as error:
        async with store.transaction() as session:
            session.add(Member(partnership_id=7, person_id=7))
            session.add_all([Incoming(key="sell the barn", at=NOW, outcome="") for _ in range(2)])
    assert "sell the barn" not in str(error.value)


@pytest.mark.parametrize("after", [0.001 * number for number in range(0, 12, 2)])
async def test_a_transaction_that_is_cancelled_lets_go_of_the_store_at_once(
    store: Store, after: float
) -> None:
    async def writes() -> None:
        async with store.transaction() as session:
            for number in range(100):
                session.add(Incoming(key=f"k{number}", at=NOW, outcome=""))
                await session.flush()

    task = asyncio.create_task(writes())
    await asyncio.wait([task], timeout=after)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(10), store.transaction() as session:
        assert not (await session.scalars(select(Delivery))).all()
