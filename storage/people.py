"""People as platforms know them, and members: a person in one partnership, with a role and an organisation."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from datetime import datetime
from enum import IntEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Row, Scope, ScopedRow
from storage.partnerships import Organisation


class Role(IntEnum):
    """What a person is in a partnership; a higher one may do all that a lower one may."""

    GUEST = 0
    MEMBER = 1
    MINUTES = 2
    DEPUTY = 3
    CHAIR = 4


class Person(Row):
    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("platform", "workspace", "handle"),)

    platform: Mapped[str] = mapped_column(Name)
    workspace: Mapped[str] = mapped_column(Name)
    handle: Mapped[str] = mapped_column(Name)
    name: Mapped[str] = mapped_column(Name)
    zone: Mapped[str] = mapped_column(Name, default="")
    external: Mapped[bool] = mapped_column(default=False)
    via: Mapped[str] = mapped_column(Name, default="")
    """The workspace through whose installation they are reached directly; empty: that of the partnership's channel."""


class Member(ScopedRow):
    """A person in a partnership. Who leaves keeps the row, so that history stays readable."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("partnership_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[int] = mapped_column(default=int(Role.MEMBER))
    left_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    """Until when Upbeat leaves this person alone about actions (calendar time)."""
    offers_off: Mapped[bool] = mapped_column(default=False)
    """Whether this person wants no promise of theirs to be offered."""
    offers_asked_at: Mapped[datetime | None]
    """When they last asked for offers; what they left without an answer before that counts no more."""
    decides: Mapped[bool] = mapped_column(default=False)
    """Whether this person may decide for their organisation."""
    met_at: Mapped[datetime | None]
    """When Upbeat first wrote to this person directly and said who it is."""
    unreachable_at: Mapped[datetime | None]
    """Since when messages to this person cannot arrive (calendar time); None as soon as one has, or they act."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def first_name(self) -> str:
        return self.person.name.split()[0] if self.person.name else ""

    def still(self, least: Role) -> bool:
        """Whether they have not left, and have this role or a higher one by now."""
        return self.left_at is None and self.role >= least

    def paused(self, at: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > at


class Members(Scope):
    """The people of one partnership."""

    async def get(self, member_id: int) -> Member | None:
        return await self.by_id(Member, member_id)

    async def list(self) -> Sequence[Member]:
        """Everybody who has not left, in the order in which they came."""
        here = self.rows(Member).where(Member.left_at.is_(None)).order_by(Member.id)
        return await self.known("here", here)

    async def of(self, person: Person) -> Member | None:
        """This person's membership, also when they have left."""
        return await self.first(self.rows(Member).where(Member.person_id == person.id))

    async def of_handle(self, handle: str) -> Member | None:
        """The member behind a platform's id, if they have not left."""
        return next((member for member in await self.list() if member.person.handle == handle), None)

    async def gone(self, platform: str, handle: str) -> bool:
        """Whether this person of a platform was a member and is none any more."""
        rows = self.rows(Member).join(Person).where(Person.platform == platform, Person.handle == handle)
        found = await self.all(rows)
        return bool(found) and all(member.left_at is not None for member in found)

    async def founder(self) -> Member | None:
        """Who was here first, also when they have left: that never changes."""
        return await self.first(self.rows(Member).order_by(Member.id))

    async def with_role(self, role: int) -> Sequence[Member]:
        return [member for member in await self.list() if member.role == role]

    async def chair(self) -> Member | None:
        """The chair, or else the deputy: whoever is to be asked."""
        return next(iter([*await self.with_role(Role.CHAIR), *await self.with_role(Role.DEPUTY)]), None)

    async def to_ask(self) -> Member | None:
        """Of the chair and the deputy the first who can be reached; None where neither can."""
        both = [*await self.with_role(Role.CHAIR), *await self.with_role(Role.DEPUTY)]
        return next((member for member in both if member.unreachable_at is None), None)

    async def holder(self, role: Role) -> Member | None:
        """Who holds a role that one person holds at a time: chair, deputy or minute-taker."""
        return next(iter(await self.with_role(role)), None)

    async def by_organisation(self) -> dict[int | None, MutableSequence[Member]]:
        """Everybody who has not left, by the id of their organisation; None for those without one."""
        found: dict[int | None, MutableSequence[Member]] = {}
        for member in await self.list():
            found.setdefault(member.organisation_id, []).append(member)
        return found

    async def give(self, role: Role, member: Member) -> Member | None:
        """Give a role that one person holds at a time. Returns who held it until now, a member like others now."""
        before = await self.holder(role)
        if before is not None and before is not member:
            before.role = Role.MEMBER
        member.role = role
        await self.session.flush()
        return before if before is not member else None

    async def leave(self, member: Member, at: datetime) -> Role:
        """End a membership at `at` (calendar time). Returns the role it had; the row stays for history."""
        role, member.role, member.left_at = Role(member.role), Role.MEMBER, at
        await self.session.flush()
        return role

    async def belong(self, member: Member, organisation: Organisation) -> Organisation | None:
        """Put a member with an organisation. Returns the one they were with until now, where it was another."""
        before = member.organisation
        member.organisation, member.organisation_id = organisation, organisation.id
        await self.session.flush()
        return before if before is not organisation else None

    async def join(self, person: Person, role: int = Role.MEMBER) -> Member:
        """This person's membership, made or taken up again."""
        member = await self.of(person)
        if member is None:
            member = Member(person=person, person_id=person.id, role=role, organisation=None)
            return await self.keep(member)
        if member.left_at is not None:
            member.left_at = None
            member.role = role
        return member
