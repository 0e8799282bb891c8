"""Partnerships, their conversations and their organisations: where everything else hangs."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, ForeignKey, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Row, Scope, ScopedRow


class Partnership(Row):
    """Organisations that work together, with the settings they have chosen."""

    __tablename__ = "partnerships"

    name: Mapped[str] = mapped_column(Name)
    zone: Mapped[str] = mapped_column(Name, default="Europe/London")
    nation: Mapped[str] = mapped_column(Name, default="ENG")
    chase_days: Mapped[int] = mapped_column(default=3)
    """How many days before a meeting the chase goes out."""
    chase_hour: Mapped[int] = mapped_column(default=10)
    """The hour of the day, in the partnership's zone, at which messages that nobody asked for go out."""
    call_days: Mapped[int] = mapped_column(default=7)
    """How many days before a meeting items are called for; 0 is never."""
    agenda_days: Mapped[int] = mapped_column(default=1)
    """How many days before a meeting the agenda is posted; 0 is never."""
    offers: Mapped[bool] = mapped_column(default=True)
    """Whether promises that bear no mark are offered to whoever made them."""
    todo_signs: Mapped[str] = mapped_column(Name, default="pushpin round_pushpin memo clipboard")
    """The signs on a message that ask for an action, by name with spaces between; empty: none does."""
    done_signs: Mapped[str] = mapped_column(
        Name, default="white_check_mark heavy_check_mark ballot_box_with_check"
    )
    """The signs with which a lead says that an action is done."""
    reflect_days: Mapped[int] = mapped_column(default=5)
    """How many days before a meeting people are asked what goes well and less well; 0 is never."""
    reflect_monthly: Mapped[bool] = mapped_column(default=False)
    """Whether they are also asked in a month without a meeting."""
    reflect_named: Mapped[bool] = mapped_column(default=False)
    """Whether answers are shown with the name of whoever gave them, unless they prefer otherwise."""
    reflect_smallest: Mapped[int] = mapped_column(default=4)
    """How many people have to answer without a name before any such answer is shown."""
    ready: Mapped[bool] = mapped_column(default=False)
    """Whether the first form has been filled in."""
    next_action: Mapped[int] = mapped_column(default=1)
    """The number that the next action gets."""
    chair_offered_to: Mapped[int | None]
    """The member who was asked to take the chair and has not answered; the chair stays where it is until then."""
    school: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Terms and closed days in short, as reading needs them; written by storage/terms.py, where they are kept."""


class Conversation(Row):
    """A channel or direct conversation of a platform; a channel belongs to at most one partnership."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("platform", "workspace", "handle"),)

    platform: Mapped[str] = mapped_column(Name)
    workspace: Mapped[str] = mapped_column(Name)
    handle: Mapped[str] = mapped_column(Name)
    partnership_id: Mapped[int | None] = mapped_column(
        ForeignKey("partnerships.id", ondelete="SET NULL"), index=True
    )
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    """The channel beside which this one stands: what is posted there is posted here as well."""

    @property
    def first_id(self) -> int:
        """The channel that series and records belong to: this one, or the one beside which it stands."""
        return self.id if self.beside_id is None else self.beside_id


class Organisation(ScopedRow):
    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    name: Mapped[str] = mapped_column(Name)


class Organisations(Scope):
    """The organisations of one partnership."""

    async def list(self) -> Sequence[Organisation]:
        return await self.all(self.rows(Organisation).order_by(Organisation.id))

    async def get(self, organisation_id: int) -> Organisation | None:
        return await self.by_id(Organisation, organisation_id)

    async def named(self, name: str) -> Organisation | None:
        """By name, in any case."""
        wanted = name.strip().casefold()
        return next((row for row in await self.list() if row.name.casefold() == wanted), None)

    async def add(self, name: str) -> Organisation:
        """The organisation of this name, made if it is new."""
        return await self.named(name) or await self.keep(Organisation(name=name.strip()))

    async def settle(self, names: Sequence[str]) -> Sequence[Organisation]:
        """Make these the organisations, in any case of letters; one whose name was only mended keeps its people.

        Returns those that are not among the names and had to stay, because somebody or something belongs to them.
        """
        wanted = {name.strip().casefold(): name.strip() for name in names}
        here = {row.name.casefold(): row for row in await self.list()}
        gone = {was: row for was, row in here.items() if was not in wanted}
        for new in wanted.keys() - here.keys():
            if mended := get_close_matches(new, gone, n=1, cutoff=0.8):
                gone.pop(mended[0]).name = wanted[new]
        for name in wanted.values():
            (await self.add(name)).name = name
        await self.session.flush()
        return [row for row in gone.values() if not await self._remove(row)]

    async def _remove(self, organisation: Organisation) -> bool:
        if await self._used(organisation):
            return False
        await self.session.delete(organisation)
        await self.session.flush()
        return True

    async def _used(self, organisation: Organisation) -> bool:
        """Whether any row of any table refers to it."""
        for column in _references():
            own = column.table.c.partnership_id == self.partnership_id
            if await self.session.scalar(select(exists().where(own, column == organisation.id))):
                return True
        return False


def _references() -> list[Column[int]]:
    """The columns of all tables that point at an organisation."""
    keys = (key for table in Row.metadata.tables.values() for key in table.foreign_keys)
    return [key.parent for key in keys if key.column is Organisation.__table__.c.id]


class Conversations(Scope):
    """The channels of one partnership. Conversation rows may also stand outside any, so this asks by hand."""

    async def list(self) -> Sequence[Conversation]:
        """Every channel: those that stand by themselves first."""
        query = select(Conversation).where(Conversation.partnership_id == self.partnership_id)
        order = (Conversation.beside_id.is_not(None), Conversation.id)
        return (await self.session.scalars(query.order_by(*order))).all()

    async def first_of_all(self) -> Conversation | None:
        """The channel in which the partnership began."""
        return next(iter(await self.list()), None)

    async def beside(self) -> Sequence[Conversation]:
        """The channels that stand beside another."""
        return [row for row in await self.list() if row.beside_id is not None]

    async def at(self, platform: str, handle: str) -> Conversation | None:
        """The channel of this platform id, if it is this partnership's."""
        own = (row for row in await self.list() if (row.platform, row.handle) == (platform, handle))
        return next(own, None)

    async def put_beside(self, conversation: Conversation, first_id: int) -> None:
        """Let a channel stand beside one of this partnership's, whatever it belonged to."""
        conversation.partnership_id, conversation.beside_id = self.partnership_id, first_id
        await self.session.flush()

    async def let_go(self, conversation: Conversation) -> None:
        """A channel of this partnership's belongs to none from now on."""
        conversation.partnership_id = conversation.beside_id = None
        await self.session.flush()
