"""The tables: up from empty and from the release before, on each store, and the same as the models at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, select

from storage.base import Row
from storage.database import Store, configured
from storage.partnerships import Partnership
from storage.people import Member
from tests import stores

MOMENT = datetime(2026, 11, 25, 10, tzinfo=UTC).replace(tzinfo=None)
"""The tables hold UTC without saying so."""

PREVIOUS = "0001"
"""Where the tables stood at the release before this one."""

OWN: Mapping[str, Any] = {
    "handle": "UJO",
    "state": "open",
    "card": {"blocks": []},
    "pages": ["1.1"],
    "subject": {},
}
"""What stands in some columns of a row that people might have made; the others hold whatever their type holds."""


@pytest.fixture
async def empty() -> AsyncIterator[Store]:
    """A database without any tables."""
    async with stores.bare() as url:
        store = Store(url)
        yield store
        await store.close()


async def at(store: Store, revision: str) -> None:
    def upgrade(connection: Connection) -> None:
        command.upgrade(configured(connection), revision)

    async with store.engine.begin() as connection:
        await connection.run_sync(upgrade)


def value(column: Any) -> Any:
    """Something that a column of this type may hold; whatever points at a row points at the first."""
    if column.name in OWN:
        return OWN[column.name]
    if isinstance(column.type, DateTime | Date):
        return MOMENT if isinstance(column.type, DateTime) else MOMENT.date()
    return {bool: True, int: 1, float: 1.0, str: "Otterbridge’s", dict: {}}.get(column.type.python_type, {})


def fill(connection: Connection) -> dict[str, int]:
    """One row in every table as it stands; returns how many rows each holds."""
    tables = MetaData()
    tables.reflect(connection)
    ours = [table for table in tables.sorted_tables if table.name != "alembic_version"]
    for table in ours:
        row = {column.name: value(column) for column in table.columns if column.name != "id"}
        connection.execute(table.insert().values(row))
    return {table.name: count(connection, table) for table in ours}


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
    return list(compare_metadata(context, Row.metadata))


async def test_the_tables_up_from_empty_are_the_models(empty: Store) -> None:
    await empty.migrate()
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_tables_up_from_the_release_before_are_the_models_and_keep_every_row(empty: Store) -> None:
    await at(empty, PREVIOUS)
    async with empty.engine.begin() as connection:
        before = await connection.run_sync(fill)
    assert len(before) > 12 and set(before.values()) == {1}
    await empty.migrate()
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        tables = Row.metadata.tables
        assert {name: await connection.run_sync(count, tables[name]) for name in before} == before


async def test_rows_of_the_release_before_are_read_and_written_as_if_they_were_new(empty: Store) -> None:
    await at(empty, PREVIOUS)
    async with empty.engine.begin() as connection:
        await connection.run_sync(fill)
    await empty.migrate()
    async with empty.transaction() as session:
        member = (await session.scalars(select(Member))).one()
        assert (member.person.name, member.person.via, member.unreachable_at) == ("Otterbridge’s", "", None)
        session.add(Partnership(name="A second one"))
    async with empty.transaction() as session:
        assert [row.id for row in await session.scalars(select(Partnership))] == [1, 2]


async def test_migrating_twice_changes_nothing(empty: Store) -> None:
    await empty.migrate()
    async with empty.transaction() as session:
        session.add(Partnership(name="Otterbridge"))
    await empty.migrate()
    async with empty.transaction() as session:
        assert [row.name for row in await session.scalars(select(Partnership))] == ["Otterbridge"]
