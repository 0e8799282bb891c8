"""The bot's database: lent for the soak, locked for a while by somebody else, and read at the end by a reader of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import select

from storage.base import Row
from storage.database import Store
from tests import stores

LOCK_SECONDS = 1.0
R = TypeVar("R", bound=Row)


@asynccontextmanager
async def lent(kind: str) -> AsyncIterator[str]:
    """The URL of an empty database with all tables, on `sqlite` or `postgresql`."""
    before, stores.chosen = stores.chosen, kind
    try:
        async with stores.fresh() as url:
            yield url
    finally:
        stores.chosen = before


async def hold(url: str) -> None:
    """Keep the store to oneself for a while, as a backup or a careless administrator would."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_hold_file, url.partition("///")[2])
        return
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE incoming IN ACCESS EXCLUSIVE MODE")
            await connection.execute(f"SELECT pg_sleep({LOCK_SECONDS})")
    finally:
        await connection.close()


def _hold_file(path: str) -> None:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        threading.Event().wait(LOCK_SECONDS)
        connection.execute("ROLLBACK")
    finally:
        connection.close()


class Reader:
    """Reads whole tables, whatever partnership they belong to."""

    def __init__(self, url: str) -> None:
        self._store = Store(url)

    async def all(self, table: type[R]) -> Sequence[R]:
        """Every row, the oldest first."""
        async with self._store.transaction() as session:
            return (await session.scalars(select(table).order_by(table.id))).unique().all()

    async def close(self) -> None:
        await self._store.close()
