"""The outbox of the house: all deliveries of all partnerships, as those see them who send.

A delivery is claimed with a lease in real time, sent, and marked with the platform's message ids. What is not known to
have gone through is `unsure` and is never simply sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.deliveries import (
    CLAIMED,
    CONVERSATION,
    DROPPED,
    DUE,
    FAILED,
    SENT,
    UNSURE,
    Delivery,
    locked,
    ordered,
)
from storage.partnerships import Partnership

LONGEST_LEASE = timedelta(minutes=10)
"""No delivery is left alone for longer, in real time."""

HOLDS_BACK = timedelta(minutes=10)
"""What is unsure for longer (calendar time since it was due) no longer holds back what comes after it."""


class Outbox:
    """All deliveries of all partnerships: only bot/delivery.py and bot/sending.py look at them this way."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def claim(self, now: datetime, real: datetime, lease: timedelta, most: int = 50) -> list[Delivery]:
        """Deliveries to send now, held by a lease until `real` + `lease`: the first of each conversation, in order.

        `now` is calendar time and decides what is due; `real` is the machine's time and decides about leases.
        A delivery whose lease ran out (its process died) comes back as `unsure`. What is in hand, or was owed lately and
        is unsure, holds back what comes after it in its conversation.
        """
        lost = locked(Delivery.state == CLAIMED, _run_out(real), skip=True)
        await self.session.execute(update(Delivery).where(lost).values(state=UNSURE, lease_until=None))
        # asked of the rows themselves too: another process may have taken the first since it was looked for
        due = (Delivery.state == DUE, Delivery.not_before <= now, _free(real))
        first = select(func.min(Delivery.id)).where(*due, ~_held_back(now)).group_by(*CONVERSATION)
        rows = await self._held(select(Delivery).where(*due, Delivery.id.in_(first)), real + lease, most)
        for row in rows:
            row.state, row.attempts = CLAIMED, row.attempts + 1
        return rows

    async def abandon(self) -> None:
        """Nobody else works on this store: what is claimed was left behind by a process that died."""
        await self.session.execute(
            update(Delivery).where(Delivery.state == CLAIMED).values(state=UNSURE, lease_until=None)
        )

    async def let_go(self, delivery_id: int, until: datetime) -> None:
        """The process stops in the middle of it: from `until` (real time) on, whoever comes next takes it up.

        For one delivery in each transaction, because others may hold its partnership and wait for one that comes before it.
        """
        row = await self.get(delivery_id)
        if row is not None:
            row.state, row.lease_until = (UNSURE if row.state == CLAIMED else row.state), until

    async def unsure(self, real: datetime, lease: timedelta, most: int = 20) -> list[Delivery]:
        """Unsure deliveries whose time has come to be looked for, held by a lease."""
        query = select(Delivery).where(Delivery.state == UNSURE, _free(real))
        return await self._held(query, real + lease, most)

    async def stale(self, real: datetime, lease: timedelta, most: int = 20) -> list[Delivery]:
        """Posted messages that are to be drawn again, held by a lease."""
        query = select(Delivery).where(Delivery.stale, Delivery.state == SENT, _free(real))
        return await self._held(query, real + lease, most)

    async def _held(self, query: Select[Delivery], until: datetime, most: int) -> list[Delivery]:
        """The first rows of a query, held by a lease; what another process holds just now is passed over."""
        query = query.order_by(Delivery.id).limit(most).with_for_update(skip_locked=True)
        rows = list((await self.session.scalars(query)).all())
        for row in rows:
            row.lease_until = until
        return rows

    async def get(self, delivery_id: int) -> Delivery | None:
        """A delivery, locked after its partnership: whoever locks both does so in this order, or two wait for ever."""
        owner = select(Delivery.partnership_id).where(Delivery.id == delivery_id).scalar_subquery()
        await self.session.execute(select(Partnership.id).where(Partnership.id == owner).with_for_update())
        query = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
        return (await self.session.scalars(query.execution_options(populate_existing=True))).first()

    async def echoed(self, key: str, page: int, message: str) -> bool:
        """Our own message came back: page number `page` of the delivery is certainly there.

        Returns whether that settled an unsure delivery. What is still in hand stays so; whoever has it finds the page.
        """
        query = select(Delivery).where(Delivery.key == key).with_for_update()
        row = (await self.session.scalars(query)).first()
        if row is None or row.state not in (CLAIMED, UNSURE) or len(row.pages) != page:
            return False
        row.pages = [*row.pages, message]
        if row.state == CLAIMED:
            return False
        row.state, row.lease_until = DUE, None
        return True

    async def follow(self, platform: str, old: str, new: str) -> None:
        """A conversation has another id from now on. What was refused under the old one is owed once more."""
        there = (Delivery.platform == platform, Delivery.conversation == old)
        both = Delivery.conversation.in_((old, new))
        await self.session.execute(ordered(Delivery.platform == platform, both))
        refused = (Delivery.state == FAILED, Delivery.error.contains("channel_not_found"))
        again = {"state": DUE, "lease_until": None, "attempts": 0, "error": ""}
        await self.session.execute(update(Delivery).where(*there, *refused).values(**again))
        await self.session.execute(update(Delivery).where(*there).values(conversation=new))
        owed = (Delivery.platform == platform, Delivery.conversation == new, Delivery.state == DUE)
        await self.session.execute(update(Delivery).where(*owed).values(lease_until=None))

    async def hurry(self, platform: str, workspace: str) -> None:
        """A workspace can be reached again: what waits for it is tried at once."""
        there = (Delivery.platform == platform, Delivery.workspace == workspace)
        query = select(Delivery).where(*there, Delivery.state == DUE, Delivery.lease_until.is_not(None))
        for row in await self.session.scalars(query.with_for_update(skip_locked=True)):
            row.lease_until, row.attempts = None, 0

    async def withhold(self, platform: str, conversation: str) -> None:
        """Nothing that is owed in a conversation is said there any more."""
        there = (Delivery.platform == platform, Delivery.conversation == conversation)
        owed = locked(*there, Delivery.state == DUE)
        await self.session.execute(update(Delivery).where(owed).values(state=DROPPED))

    async def waiting(self, now: datetime) -> int:
        """How many deliveries are due, claimed, unsure or to be drawn again."""
        return (await self.session.scalar(select(func.count()).select_from(Delivery).where(_busy(now)))) or 0

    async def next_look(self, now: datetime) -> datetime | None:
        """When (real time) the first lease ends of what waits for its turn; None where nothing waits."""
        return await self.session.scalar(select(func.min(Delivery.lease_until)).where(_busy(now)))

    async def next_due(self, now: datetime) -> datetime | None:
        """When the earliest delivery that waits for its time is due (calendar time)."""
        query = select(func.min(Delivery.not_before)).where(Delivery.state == DUE, Delivery.not_before > now)
        return await self.session.scalar(query)


def _held_back(now: datetime) -> ColumnElement[bool]:
    """Whether something before it in its conversation is in hand, or unsure and was not owed long ago."""
    earlier = aliased(Delivery)
    same = (getattr(earlier, column.key) == column for column in CONVERSATION)
    unsure = (earlier.state == UNSURE) & (earlier.not_before > now - HOLDS_BACK)
    return exists().where(*same, earlier.id < Delivery.id, or_(earlier.state == CLAIMED, unsure))


def _run_out(real: datetime) -> ColumnElement[bool]:
    """A lease that is over, or so far off that only a clock set back explains it."""
    return or_(Delivery.lease_until < real, Delivery.lease_until > real + LONGEST_LEASE)


def _free(real: datetime) -> ColumnElement[bool]:
    return or_(Delivery.lease_until.is_(None), _run_out(real))


def _busy(now: datetime) -> ColumnElement[bool]:
    due = (Delivery.state == DUE) & (Delivery.not_before <= now)
    stale = Delivery.stale & (Delivery.state == SENT)
    return or_(due, Delivery.state.in_((CLAIMED, UNSURE)), stale)
