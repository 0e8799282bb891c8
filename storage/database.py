"""The store: one engine, one transaction at a time where the database wants it so, and migrations.

SQLite: WAL with synchronous FULL, `BEGIN IMMEDIATE` for every transaction (deferred ones lose writes or fail as
"locked"), a pool of one. PostgreSQL: several processes may work on it at once, and a small pool each. Nothing else in
storage/ knows which database it is.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage.base import Row

MIGRATIONS = Path(__file__).parent / "migrations"

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""How either store adds a row only where it is new."""
FORGETS = "forgets"
"""What a session is marked with that has something overwritten."""
WAITS = 30_000
"""So many milliseconds a statement waits for the lock of a SQLite file."""
MIGRATING = 7_265_001
"""The number of the lock that a process holds while it changes the tables."""
_PARAMETERS = {"sslmode": "ssl"}
"""What our driver calls the parameters that people write."""
EXAMPLES = "It looks like sqlite:///upbeat.db or postgresql://user:password@host/upbeat"


class Store:
    """An open database."""

    def __init__(self, url: str) -> None:
        """Open nothing yet. Raises ValueError, in words for people, where the URL is none of a store."""
        address = located(url)
        self.alone = address.drivername == "sqlite+aiosqlite"
        """Whether this process is the only one that works on the store."""
        self.engine = _sqlite(address) if self.alone else _postgresql(address)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that is committed at the end, or rolled back where an exception leaves it."""
        async with self._sessions.begin() as session:
            yield session
        if session.info.get(FORGETS):
            await self._empties_its_log()

    async def _empties_its_log(self) -> None:
        """Write the log beside a SQLite file into it and cut it off, because it holds the pages as they were."""
        async with self.engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            for step in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", f"busy_timeout={WAITS}"):
                with suppress(sqlite3.Error):  # somebody else reads just now; the next time does it
                    await (await raw.execute(f"PRAGMA {step}")).close()

    async def migrate(self) -> None:
        """Bring the tables to the newest version; of several processes that start at once, one does it."""
        async with self.engine.begin() as connection:
            if not self.alone:
                await connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
            await connection.run_sync(_upgrade)

    @property
    def name(self) -> str:
        """Which store this is, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    async def versions(self) -> tuple[str, str]:
        """The version of the tables ("" where there are none), and that of the code. Raises where nothing answers."""
        async with self.engine.connect() as connection:
            return await connection.run_sync(_version), _newest()

    async def close(self) -> None:
        await self.engine.dispose()


def located(url: str) -> URL:
    """The address of a store as people write it (`sqlite:///…`, `postgresql://…`, `postgres://…`), with our driver.

    Raises ValueError, in words for people, where it is something else; passwords are never in them.
    """
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise ValueError(f"The database URL cannot be read. {EXAMPLES}") from None
    driver = DRIVERS.get(address.drivername.partition("+")[0])
    if driver is None:
        raise ValueError(f"There is no store of the kind {address.drivername!r}. {EXAMPLES}")
    if not address.database:
        raise ValueError(f"The database URL names no database. {EXAMPLES}")
    query = {_PARAMETERS.get(name, name): value for name, value in address.query.items()}
    return address.set(drivername=driver, query=query)


async def add_new(session: AsyncSession, table: type[Row], **values: Any) -> int | None:
    """Add a row unless one with its key is there, or is just being added by another process. Returns its id, or None."""
    insert = INSERTS[session.get_bind().dialect.name]
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.id)
    return (await session.execute(statement)).scalar()


async def for_good(session: AsyncSession) -> None:
    """What is deleted or changed from now on is overwritten in a SQLite file, and gone from the log beside it.

    PostgreSQL overwrites when it vacuums.
    """
    if session.get_bind().dialect.name == "sqlite":
        await (await session.connection()).exec_driver_sql("PRAGMA secure_delete = ON")
        session.info[FORGETS] = True


async def one_at_a_time(session: AsyncSession, what: str) -> None:
    """Wait until no other transaction is at this, and keep others from it until this one ends.

    SQLite locks the whole store anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


def _postgresql(address: URL) -> AsyncEngine:
    return create_async_engine(
        address,
        pool_size=5,
        max_overflow=5,
        pool_timeout=60,
        pool_pre_ping=True,  # the server may have been restarted since
        hide_parameters=True,  # what people typed does not belong in a log
    )


def _sqlite(address: URL) -> AsyncEngine:
    engine = create_async_engine(
        address,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"timeout": 30},
        hide_parameters=True,  # what people typed does not belong in a log
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    event.listen(engine.sync_engine, "close", _let_go)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={WAITS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _let_go(connection: Any, _record: object) -> None:
    """A connection that is closed in the middle of a transaction, because its task was cancelled, takes it back first.

    Otherwise it outlives its closing for as long as anything holds its last statement, and with it the lock on the store.
    """
    with suppress(RuntimeError):  # no loop runs any more: the process ends
        task = asyncio.get_running_loop().create_task(_taken_back(connection.driver_connection))
        _letting_go.add(task)
        task.add_done_callback(_letting_go.discard)


_letting_go = set[asyncio.Task[None]]()


async def _taken_back(connection: Any) -> None:
    with suppress(Exception):
        await connection.rollback()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _version(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def _newest() -> str:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def configured(connection: Connection) -> Config:
    """How alembic finds the migrations, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(configured(connection), "head")
