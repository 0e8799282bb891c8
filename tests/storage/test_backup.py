"""The commands of docs/backup.md, run as they stand there while somebody writes, and what is found after a restore."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from storage.database import Store
from storage.deliveries import Address, Deliveries, Delivery
from storage.incoming import Incoming
from storage.records import Registry
from tests import stores

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "backup.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
BEFORE = 50


def commands(heading: str) -> list[str]:
    """What stands in the page's boxes under a heading: how to copy, then how to restore."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


async def does(script: str, folder: Path, environment: Mapping[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *("sh", "-eu", "-c", script),
        cwd=folder,
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()


class Writer:
    """Somebody who writes pairs of rows, each pair in one transaction, until told to stop."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.written = 0
        self.enough = asyncio.Event()

    async def writes(self) -> None:
        while True:
            async with self.store.transaction() as session:
                await Registry(session).incoming.note(f"k{self.written}", "", NOW, "done")
                address = Address("slack", "T1", conversation="C1")
                await Deliveries(session, None).owe(key=f"k{self.written}", at=NOW, address=address)
            self.written += 1
            if self.written == BEFORE:
                self.enough.set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.writes())
        try:
            await self.enough.wait()
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def holds_everything(url: str, least: int) -> None:
    """The restored store has every pair that was written before the copy began, whole, and goes on."""
    store = Store(url)
    await store.migrate()
    async with store.transaction() as session:
        keys = (await session.scalars(select(Incoming.key).order_by(Incoming.id))).all()
        owed = (await session.scalars(select(Delivery.key).order_by(Delivery.id))).all()
        assert list(keys) == list(owed) == [f"k{number}" for number in range(len(keys))]
        assert len(keys) >= least
        await Registry(session).incoming.note("afterwards", "", NOW, "done")
    await store.close()


@pytest.mark.only_on("sqlite")
async def test_a_copy_of_sqlite_that_was_made_while_somebody_wrote_holds_everything(tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(sys.executable)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    copy, restore = commands("SQLite")
    store = Store(f"sqlite:///{tmp_path}/upbeat.db")
    await store.migrate()
    writer = Writer(store)
    async with writer.at_work():
        before = writer.written
        await does(copy, tmp_path, path)
    assert writer.written > before, "somebody must have written meanwhile"
    await store.close()
    await does(restore, tmp_path, path)
    await holds_everything(f"sqlite:///{tmp_path}/upbeat.db", before)


@pytest.mark.only_on("postgresql")
async def test_a_copy_of_postgresql_that_was_made_while_somebody_wrote_holds_everything(
    tmp_path: Path,
) -> None:
    from tests.postgres import server

    copy, restore = commands("PostgreSQL")
    async with stores.opened() as store, stores.bare() as restored:
        address = (
            make_url(store.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
        )
        known = {
            "PATH": f"{server().binaries}:{os.environ['PATH']}",
            "DATABASE": address,
            "RESTORED": restored,
        }
        writer = Writer(store)
        async with writer.at_work():
            before = writer.written
            await does(copy, tmp_path, known)
        assert writer.written > before, "somebody must have written meanwhile"
        await does(restore, tmp_path, known)
        await holds_everything(restored, before)
