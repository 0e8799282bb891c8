"""What every table and every query has in common: UTC, rows, and the scope of one partnership."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    Select,
    String,
    Text,
    event,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, UTC in the table, aware UTC out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("only aware datetimes go into the tables")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Row(DeclarativeBase):
    """The base of every table; names of constraints are fixed so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime,
        date: Date,
        str: Text,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }

    id: Mapped[int] = mapped_column(primary_key=True)


class ScopedRow(Row):
    """A row that belongs to one partnership."""

    __abstract__ = True

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"), index=True)


Name = String(200)
"""The type of a short name in a table."""

LARGEST = 2**31 - 1
"""The largest whole number that a column holds on every store."""


def possible(number: int) -> bool:
    """Whether a number from outside can be that of a row at all."""
    return 0 < number <= LARGEST


R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=ScopedRow)


class Scope:
    """Queries of one partnership. Every query starts with `rows`, which never leaves it."""

    def __init__(self, session: AsyncSession, partnership_id: int) -> None:
        self.session = session
        self.partnership_id = partnership_id
        self._read: dict[str, tuple[int, Sequence[Any]]] = {}

    def rows(self, table: type[S]) -> Select[S]:
        """The rows of a table that belong to this partnership, to be narrowed further."""
        return select(table).where(table.partnership_id == self.partnership_id)

    async def all(self, query: Select[S]) -> Sequence[S]:
        return (await self.session.scalars(query)).unique().all()

    async def known(self, name: str, query: Select[S]) -> Sequence[S]:
        """What `all` returns, read once for as long as nothing is written in this session; `name` tells queries apart.

        For what is asked again and again in one transaction that holds the lock of its partnership.
        """
        if self.session.dirty or self.session.new or self.session.deleted:
            await self.session.flush()
        read, rows = self._read.get(name, (-1, ()))
        if read != _writes(self.session.sync_session):
            rows = await self.all(query)
            self._read[name] = _writes(self.session.sync_session), rows
        return rows

    async def first(self, query: Select[S]) -> S | None:
        return (await self.session.scalars(query.limit(1))).unique().first()

    async def by_id(self, table: type[S], row_id: int) -> S | None:
        """One row of this partnership by its id, or None; ids come from outside and may be any number."""
        if not possible(row_id):
            return None
        return await self.first(self.rows(table).where(table.id == row_id))

    async def keep(self, row: S) -> S:
        """Add a row to this partnership; its id is known afterwards."""
        row.partnership_id = self.partnership_id
        self.session.add(row)
        await self.session.flush()
        return row


def _writes(session: Session) -> int:
    """How often something was written in a session, or taken back."""
    return int(session.info.get("writes", 0))


def _written(session: Session, *_: object) -> None:
    session.info["writes"] = _writes(session) + 1


def _executed(state: ORMExecuteState) -> None:
    if not state.is_select:
        _written(state.session)


event.listen(Session, "after_flush", _written)
event.listen(Session, "after_soft_rollback", _written)
event.listen(Session, "do_orm_execute", _executed)
