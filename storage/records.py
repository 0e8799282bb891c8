"""`Records` of one partnership, which is all a handler holds, and the `Registry` of who and where, which dispatch holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, Actions
from storage.agenda import Agenda, AgendaItem
from storage.answers import Answers
from storage.captures import Captures
from storage.database import one_at_a_time
from storage.deliveries import Deliveries
from storage.incoming import AllIncoming
from storage.installs import Install, InstallState
from storage.links import LinkCode, Links, hashed
from storage.lists import Lists
from storage.meetings import Meetings
from storage.mine import Mine
from storage.minutes import DRAFT, AllMinutes, Minutes
from storage.newsletters import Newsletters
from storage.notes import Note, Notes
from storage.outbox import Outbox
from storage.partnerships import Conversation, Conversations, Organisations, Partnership
from storage.people import Member, Members, Person, Role
from storage.positions import Positions
from storage.reaches import Reach
from storage.reflections import HABIT, Reflection, Reflections
from storage.reflections import OPEN as ASKED
from storage.rounds import Rounds
from storage.sittings import Sittings
from storage.suggestions import Suggestions
from storage.terms import Terms
from storage.voices import Voices


class Records:
    """Everything that one partnership remembers, one property per feature; nothing of any other is in reach."""

    def __init__(self, session: AsyncSession, partnership: Partnership) -> None:
        self.session = session
        self.partnership = partnership

    @cached_property
    def organisations(self) -> Organisations:
        return Organisations(self.session, self.partnership.id)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.session, self.partnership.id)

    @cached_property
    def links(self) -> Links:
        return Links(self.session, self.partnership.id)

    @cached_property
    def members(self) -> Members:
        return Members(self.session, self.partnership.id)

    @cached_property
    def meetings(self) -> Meetings:
        return Meetings(self.session, self.partnership.id)

    @cached_property
    def sittings(self) -> Sittings:
        return Sittings(self.session, self.partnership.id)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.session, self.partnership.id)

    @cached_property
    def actions(self) -> Actions:
        return Actions(self.session, self.partnership.id)

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.session, self.partnership.id)

    @cached_property
    def notes(self) -> Notes:
        return Notes(self.session, self.partnership.id)

    @cached_property
    def positions(self) -> Positions:
        return Positions(self.session, self.partnership.id)

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.session, self.partnership.id)

    @cached_property
    def minutes(self) -> AllMinutes:
        return AllMinutes(self.session, self.partnership.id)

    @cached_property
    def reflections(self) -> Reflections:
        return Reflections(self.session, self.partnership.id)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.session, self.partnership.id)

    @cached_property
    def voices(self) -> Voices:
        return Voices(self.session, self.partnership.id)

    @cached_property
    def rounds(self) -> Rounds:
        return Rounds(self.session, self.partnership.id)

    @cached_property
    def newsletters(self) -> Newsletters:
        return Newsletters(self.session, self.partnership.id)

    @cached_property
    def mine(self) -> Mine:
        return Mine(self.session, self.partnership.id)

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.session, self.partnership.id)

    @cached_property
    def captures(self) -> Captures:
        return Captures(self.session, self.partnership.id)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.session, self.partnership.id)

    async def stands(self, kind: str, record_id: int) -> bool:
        """Whether what a message became (`kind` as in storage/captures.py) has not been taken back or finished."""
        row: Action | AgendaItem | Note | None
        if kind == "action":
            row = await self.actions.get(record_id)
        elif kind == "agenda":
            row = await self.agenda.get(record_id)
        else:
            row = await self.notes.get(record_id)
        return row is not None and row.state == "open"


class Registry:
    """Who and where: which partnership a place belongs to, and which partnerships a person is in."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @cached_property
    def deliveries(self) -> Deliveries:
        """What is owed where there is no partnership yet."""
        return Deliveries(self.session, None)

    @cached_property
    def incoming(self) -> AllIncoming:
        """What came in, whosever it is."""
        return AllIncoming(self.session)

    async def person(
        self,
        platform: str,
        workspace: str,
        handle: str,
        name: str = "",
        zone: str = "",
        external: bool = False,
        via: str | None = None,
    ) -> Person:
        """The person of this platform id, made on first sight, renamed where the name has changed.

        `via` is the workspace through whose installation they are reached directly; None leaves it as it is.
        """
        person = await self._known(platform, workspace, handle, name)
        if person is None:
            await one_at_a_time(self.session, "people")  # all of them: two may name each other's newcomers
            person = await self._known(platform, workspace, handle, name)
        if person is None:
            person = Person(platform=platform, workspace=workspace, handle=handle, name=name or handle)
            self.session.add(person)
            await self.session.flush()
        told: dict[str, Any] = {"via": via} if via is not None else {}
        if name:
            told |= {"workspace": workspace, "name": name, "zone": zone or person.zone, "external": external}
        await self._learn(person, told)
        return person

    async def _learn(self, person: Person, told: dict[str, Any]) -> None:
        """Write down what is new about a person; left to another transaction that does so just now.

        Waiting for it could be for ever: it may wait for a partnership that this one holds.
        """
        news = {name: value for name, value in told.items() if getattr(person, name) != value}
        mine = (
            select(Person.id).where(Person.id == person.id).with_for_update(skip_locked=True, key_share=True)
        )
        if news and (await self.session.scalars(mine)).first() is not None:
            for name, value in news.items():
                setattr(person, name, value)
            await self.session.flush()

    async def _known(self, platform: str, workspace: str, handle: str, name: str) -> Person | None:
        """The row of a person.

        A platform that cannot say just now who somebody is (no `name`) does not know their workspace either: then the
        id alone decides, and a row made at such a moment is the person's when they are known again.
        """
        query = select(Person).where(Person.platform == platform, Person.handle == handle).order_by(Person.id)
        rows = (await self.session.scalars(query)).all()
        exact = (row for row in rows if row.workspace == workspace)
        unsure = (row for row in rows if not name or row.name == handle)
        return next(exact, None) or next(unsure, None)

    async def conversation(self, platform: str, workspace: str, handle: str) -> Conversation | None:
        """The row of a conversation. Its id alone decides: what happens there may come through any workspace."""
        query = select(Conversation).where(Conversation.platform == platform, Conversation.handle == handle)
        fresh = query.order_by(Conversation.id).execution_options(populate_existing=True)
        return (await self.session.scalars(fresh)).first()

    async def at_place(self, platform: str, workspace: str, handle: str) -> Partnership | None:
        """The partnership that a channel belongs to, locked until this transaction ends.

        Where there is none, nobody else begins one until then.
        """
        query = select(Conversation.partnership_id).where(
            Conversation.platform == platform, Conversation.handle == handle
        )
        found = (await self.session.scalars(query.order_by(Conversation.id))).first()
        if found is None:
            await one_at_a_time(self.session, f"place/{platform}/{handle}")
            found = (await self.session.scalars(query.order_by(Conversation.id))).first()
        return await self.locked(found) if found is not None else None

    async def heard(self, platform: str, workspace: str, handle: str) -> None:
        """Something was heard in a channel through `workspace`, which speaks there once the one that did has uninstalled."""
        conversation = await self.conversation(platform, workspace, handle)
        if conversation is None or conversation.workspace == workspace:
            return
        there = select(Install.workspace).where(Install.platform == platform)
        installed = (await self.session.scalars(there)).all()
        if workspace in installed and conversation.workspace not in installed:
            await self.speaks(platform, workspace, handle)

    async def speaks(self, platform: str, workspace: str, handle: str) -> None:
        """From now on Upbeat speaks in a channel through the installation of `workspace`."""
        conversation = await self.conversation(platform, workspace, handle)
        if conversation is not None:
            conversation.workspace = workspace
            await self.session.flush()

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A conversation has another id from now on: it keeps its partnership, and all that was or will be said there.

        Where a partnership was begun under the new id before this was known, that one steps aside; one that was there
        before the other began was never begun in haste, and nothing moves on top of it.
        """
        row, hasty = [await self.conversation(platform, "", handle) for handle in (old, new)]
        if row is None or (hasty is not None and hasty.id < row.id):
            return
        for partnership_id in sorted({one.partnership_id or 0 for one in (row, hasty) if one}):
            await self.locked(partnership_id)
        if hasty is not None:
            await self._step_aside(hasty, old)
        row.handle = new
        await self.session.flush()
        await Outbox(self.session).follow(platform, old, new)
        if row.partnership_id is not None:
            await Captures(self.session, row.partnership_id).follow(old, new)
            await Suggestions(self.session, row.partnership_id).follow(old, new)

    async def _step_aside(self, hasty: Conversation, old: str) -> None:
        """Free a conversation's id: its row takes the id that nobody uses any more, and nothing more is posted."""
        await Outbox(self.session).withhold(hasty.platform, hasty.handle)
        hasty.handle = f"{old}/{hasty.id}"
        await self.session.flush()

    async def locked(self, partnership_id: int) -> Partnership | None:
        """A partnership, locked so that its requests run one at a time (PostgreSQL; SQLite locks the whole store)."""
        query = select(Partnership).where(Partnership.id == partnership_id).with_for_update()
        return (await self.session.scalars(query.execution_options(populate_existing=True))).first()

    async def names(self, partnership_ids: Sequence[int]) -> dict[int, str]:
        """The names of partnerships by their ids, in this order; nothing is locked."""
        query = select(Partnership).where(Partnership.id.in_(partnership_ids))
        found = {row.id: row.name for row in await self.session.scalars(query)}
        return {one: found[one] for one in partnership_ids if one in found}

    def members_of(self, partnership: Partnership) -> Members:
        """The members of a partnership, for those who hold no records of it."""
        return Members(self.session, partnership.id)

    async def begin(self, name: str, platform: str, workspace: str, handle: str) -> Records:
        """Begin a partnership in a channel that belongs to none.

        Raises ValueError where the channel belongs to a partnership already.
        """
        await one_at_a_time(self.session, f"place/{platform}/{handle}")
        conversation = await self.conversation(platform, workspace, handle)
        if conversation is not None and conversation.partnership_id is not None:
            raise ValueError("this channel belongs to a partnership already")
        partnership = Partnership(name=name)
        self.session.add(partnership)
        await self.session.flush()
        conversation = conversation or await self._noted(platform, workspace, handle)
        conversation.partnership_id = partnership.id
        await self.session.flush()
        return Records(self.session, partnership)

    async def _noted(self, platform: str, workspace: str, handle: str) -> Conversation:
        row = Conversation(platform=platform, workspace=workspace, handle=handle)
        self.session.add(row)
        await self.session.flush()
        return row

    async def opened_by(self, code: str) -> Records | None:
        """The partnership that a code for linking was made in, locked until this transaction ends, or None.

        Whoever holds a partnership of their own already waits for this one: that one has to be none that is set up, and
        this one is, so that nobody waits in a circle.
        """
        query = select(LinkCode.partnership_id).where(LinkCode.code == hashed(code))
        found = (await self.session.scalars(query)).first()
        partnership = await self.locked(found) if found is not None else None
        return Records(self.session, partnership) if partnership is not None else None

    async def link(
        self, records: Records, platform: str, workspace: str, handle: str, beside: int, at: datetime
    ) -> None:
        """Put a channel beside the channel `beside` (the id of a row) of a partnership.

        What had just begun there steps aside: its people belong to this partnership, and what it had posted is drawn
        again for it. The caller knows that nothing else was made in it.
        """
        channel = await self.conversation(platform, workspace, handle)
        channel = channel or await self._noted(platform, workspace, handle)
        if channel.partnership_id is not None:
            for member in await Members(self.session, channel.partnership_id).list():
                if await records.members.of(member.person) is None:
                    await records.members.join(member.person)
                member.left_at, member.role = at, int(Role.MEMBER)
            await Deliveries(self.session, channel.partnership_id).hand_over(channel, records.partnership.id)
        await records.conversations.put_beside(channel, beside)

    async def memberships(self, person: Person) -> Sequence[Member]:
        """This person's memberships that have not ended, the oldest first."""
        query = select(Member).where(Member.person_id == person.id, Member.left_at.is_(None))
        return (await self.session.scalars(query.order_by(Member.id))).unique().all()

    async def awaiting(self, platform: str, workspace: str, handle: str) -> Sequence[int]:
        """The partnerships of somebody in which answers to what goes well are waited for, the oldest first."""
        theirs = _theirs(platform, workspace, handle)
        asked = select(Reflection.partnership_id).where(Reflection.state == ASKED, Reflection.kind == HABIT)
        query = asked.where(Reflection.partnership_id.in_(theirs)).distinct()
        return (await self.session.scalars(query.order_by(Reflection.partnership_id))).all()

    async def drafting(self, platform: str, workspace: str, handle: str) -> Sequence[int]:
        """The partnerships in which somebody keeps the minutes and a draft of them waits, the oldest first."""
        theirs = _theirs(platform, workspace, handle).where(Member.role >= Role.MINUTES)
        waits = select(Minutes.partnership_id).where(Minutes.state == DRAFT)
        query = waits.where(Minutes.partnership_id.in_(theirs)).distinct()
        return (await self.session.scalars(query.order_by(Minutes.partnership_id))).all()

    async def empty(self) -> bool:
        """Whether no partnership has begun yet."""
        return not await self.session.scalar(select(func.count()).select_from(Partnership))


def _theirs(platform: str, workspace: str, handle: str) -> Select[int]:
    """The partnerships that somebody is in."""
    person = (Person.platform == platform, Person.workspace == workspace, Person.handle == handle)
    query = select(Member.partnership_id).join(Person, Member.person_id == Person.id)
    return query.where(*person, Member.left_at.is_(None))


__all__ = ["Install", "InstallState", "Reach", "Records", "Registry", "Role"]
