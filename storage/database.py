"""The store: one engine, one transaction at a time where the database wants it so, and migrations.

SQLite: WAL with synchronous FULL, `BEGIN IMMEDIATE` for every transaction (deferred ones lose writes or fail as
"locked"), a pool of one. Nothing else in storage/ knows which database it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """An open database."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.alone = url.startswith("sqlite")
        """Whether this process is the only one that works on the store."""
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that is committed at the end, or rolled back where an exception leaves it."""
        async with self._sessions.begin() as session:
            yield session

    async def migrate(self) -> None:
        """Bring the tables to the newest version."""
        async with self.engine.begin() as connection:
            await connection.run_sync(_upgrade)

    async def close(self) -> None:
        await self.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_async_engine(
        url,
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
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
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


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
