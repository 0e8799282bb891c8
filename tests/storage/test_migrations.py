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
from tests.house import House

MOMENT = datetime(2026, 11, 25, 10, tzinfo=UTC).replace(tzinfo=None)
"""The tables hold UTC without saying so."""

RELEASED = ("0001", "0006")
"""Where the tables stood at the releases before this one."""

OWN: Mapping[str, Any] = {
    "handle": "UJO",
    "state": "open",
    "card": {"blocks": []},
    "pages": ["1.1"],
    "subject": {},
}
"""What stands in some columns of a row that people might have made; the others hold whatever their type holds."""

USED: Mapping[str, Mapping[str, Any]] = {
    "partnerships": {
        "zone": "Europe/London",
        "nation": "ENG",
        "school": {},
        "chair_offered_to": None,
        "chase_hour": 9,
        "chase_days": 3,
        "todo_signs": "",
        "done_signs": "",
        "next_action": 2,
    },
    "people": {
        "platform": "slack",
        "workspace": "T2",
        "zone": "Europe/London",
        "via": "",
        "name": "Jo Penrose",
    },
    "members": {"role": 4, "left_at": None, "paused_until": None, "unreachable_at": None},
    "conversations": {"platform": "slack", "workspace": "T1", "handle": "C1", "beside_id": None},
    "series": {"rule": {}, "last_day": "", "name": "Steering group", "minutes": 90},
    "meetings": {"state": "planned", "minutes": 90},
    "actions": {"state": "open", "text": "find the keys", "due": None, "due_words": ""},
    "agenda_items": {"text": "Budget", "minutes": 10, "purpose": "decision", "standing_id": None},
    "notes": {"family": "decision", "kind": "decision", "text": "We meet at two", "state": "open"},
    "deliveries": {
        "state": "sent",
        "live": "",
        "reaction": "",
        "about": "",
        "platform": "slack",
        "stale": False,
    },
    "attendance": {"answer": "coming"},
    "reaches": {"details": {}},
    "standing_items": {"purpose": ""},
    "suggestions": {"state": "done"},
    "entries": {"kind": "added"},
    "offers": {"state": "declined"},
    "held": {"used": True},
    "installs": {"platform": "teams"},
}
"""The same of a partnership that is in use: its chair Jo Penrose in C1, and one meeting that is over."""


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


def value(column: Any, used: Mapping[str, Mapping[str, Any]]) -> Any:
    """Something that a column of this type may hold; whatever points at a row points at the first."""
    if column.name in (own := used.get(column.table.name, {})):
        return own[column.name]
    if column.name in OWN:
        return OWN[column.name]
    if isinstance(column.type, DateTime | Date):
        return MOMENT if isinstance(column.type, DateTime) else MOMENT.date()
    return {bool: True, int: 1, float: 1.0, str: "Otterbridge’s", dict: {}}.get(column.type.python_type, {})


def fill(connection: Connection, used: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, int]:
    """One row in every table as it stands, with these values where given; returns how many rows each holds."""
    tables = MetaData()
    tables.reflect(connection)
    ours = [table for table in tables.sorted_tables if table.name != "alembic_version"]
    for table in ours:
        row = {one.name: value(one, used or {}) for one in table.columns if one.name != "id"}
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


@pytest.mark.parametrize("released", RELEASED)
async def test_the_tables_up_from_a_release_before_are_the_models_and_keep_every_row(
    empty: Store, released: str
) -> None:
    await at(empty, released)
    async with empty.engine.begin() as connection:
        before = await connection.run_sync(fill)
    assert len(before) > 12 and set(before.values()) == {1}
    await empty.migrate()
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        tables = Row.metadata.tables
        assert {name: await connection.run_sync(count, tables[name]) for name in before} == before


async def test_rows_of_the_first_release_are_read_and_written_as_if_they_were_new(empty: Store) -> None:
    await at(empty, RELEASED[0])
    async with empty.engine.begin() as connection:
        await connection.run_sync(fill)
    await empty.migrate()
    async with empty.transaction() as session:
        member = (await session.scalars(select(Member))).one()
        assert (member.person.name, member.person.via, member.unreachable_at) == ("Otterbridge’s", "", None)
        session.add(Partnership(name="A second one"))
    async with empty.transaction() as session:
        assert [row.id for row in await session.scalars(select(Partnership))] == [1, 2]


async def test_whoever_used_the_release_before_goes_on_in_all_that_is_new(
    empty: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await at(empty, RELEASED[-1])
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda it: fill(it, USED))
    await empty.migrate()
    house = House(empty)
    for typed, said in (
        ("/action list all", "find the keys"),
        ("/upbeat decisions", "We meet at two"),
        ("/upbeat minutes draft", ""),
        ("/upbeat minutes approve", ""),
        ("/upbeat minutes", "Steering group"),
        ("/reflect answer", "What is going well"),
        ("/reflect history", ""),
        ("/reflect round hopes and fears", ""),
        ("/meeting plan Steering group, Tue 15 December 2026 2pm", "Tue 15 December"),
        ("/agenda", "Steering group"),
        ("/upbeat decision ask 1", "asked"),
        ("/upbeat lists add Grace Abara grace@example.org to strategic, asked for it", "grace@example.org"),
        ("/upbeat newsletter draft", "Newsletter 1"),
        ("/upbeat briefing", "Briefing"),
        ("/partnership settings", "Settings"),
    ):
        heard = await house.types("jo", typed)
        assert said in f"{heard.text} {heard.form}", (typed, heard.text)
    await house.turns(to="2026-12-15T14:00")
    await house.types("jo", "/meeting start")
    await house.types("jo", "/meeting end")
    await house.turns("5d")
    assert not [record for record in caplog.records if record.exc_info]


async def test_migrating_twice_changes_nothing(empty: Store) -> None:
    await empty.migrate()
    async with empty.transaction() as session:
        session.add(Partnership(name="Otterbridge"))
    await empty.migrate()
    async with empty.transaction() as session:
        assert [row.name for row in await session.scalars(select(Partnership))] == ["Otterbridge"]
