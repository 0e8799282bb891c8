"""Which store a test runs on, and fresh databases of it: every test that touches a store runs on SQLite and on PostgreSQL.

A module takes part where it imports one of `TOUCHING`, or stands in tests/scenarios. A test of one store alone says so:
`@pytest.mark.only_on("sqlite")`. `pytest -m "not postgresql"` is the quick half.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from sqlalchemy import event

from storage.database import Store

KINDS = ("sqlite", "postgresql")
TOUCHING = ("House", "Store", "Upbeat", "stores")
"""Whoever imports one of these names works on a store."""

Filler = Callable[[Store], Awaitable[None]]
"""What puts the rows into an empty database with which a kind of test begins; called once per test process."""

chosen = "sqlite"
"""What the test that runs just now works on; set by the fixture `which_store`."""


def touched_by(module: ModuleType) -> bool:
    """Whether the tests of this module run on every store."""
    return ".scenarios." in module.__name__ or any(hasattr(module, name) for name in TOUCHING)


def why_not(kind: str) -> str:
    """Why tests cannot run on a store here; empty where they can."""
    if kind == "sqlite":
        return ""
    try:
        import tests.postgres  # noqa: F401
    except ImportError as error:
        return f"PostgreSQL cannot be had here: {error}"
    return ""


@asynccontextmanager
async def fresh(filled: Filler | None = None) -> AsyncIterator[str]:
    """The URL of a database of one's own on the chosen store, with all tables and the rows of `filled`, else none."""
    if chosen == "postgresql":
        from tests.postgres import server

        async with server().lent(filled) as url:
            yield url
        return
    path = _free.pop() if _free else Path(_folder.name) / f"upbeat{next(_numbers)}.db"
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    path.write_bytes(await _file(filled))
    yield f"sqlite:///{path}"
    if not path.with_name(f"{path.name}-wal").exists():  # else somebody has not let go of it yet
        _free.append(path)


MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: every commit waits for the disk, and these files need not outlive the power."""

_folder = TemporaryDirectory(prefix="upbeat-tests-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
_numbers = itertools.count(1)
_free: list[Path] = []
"""Files that no test uses just now."""


@asynccontextmanager
async def bare() -> AsyncIterator[str]:
    """The URL of a database without any tables, on the chosen store."""
    if chosen == "postgresql":
        from tests.postgres import server

        name = await server().create()
        yield server().url(name)
        await server().drop(name)
        return
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/upbeat.db"


@asynccontextmanager
async def opened(filled: Filler | None = None) -> AsyncIterator[Store]:
    """An open store of one's own, with all tables and the rows of `filled`, else none.

    A test after another gets the same `Store`, closed in between: what it knows of statements saves a quarter of the time.
    """
    async with fresh(filled) as url:
        store = _known[url] = _known.get(url) or Store(url)
        try:
            yield store
        finally:
            await store.close()


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What reaches the store meanwhile."""
    said: list[str] = []

    def hear(*heard: Any) -> None:
        said.append(heard[2])

    event.listen(store.engine.sync_engine, "before_cursor_execute", hear)
    yield said
    event.remove(store.engine.sync_engine, "before_cursor_execute", hear)


_known: dict[str, Store] = {}
_files: dict[Filler | None, bytes] = {}


async def _file(filled: Filler | None) -> bytes:
    """A SQLite file as tests begin with it: migrated and filled once per test process, copied for every test."""
    if filled not in _files:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "template.db"
            if filled:
                path.write_bytes(await _file(None))
            store = Store(f"sqlite:///{path}")
            await (filled(store) if filled else store.migrate())
            await store.close()
            _files[filled] = path.read_bytes()
    return _files[filled]
