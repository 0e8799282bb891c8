"""What is one person's in a partnership: offers that wait for their answer, what they finished lately, questions open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from storage.actions import DONE, DROPPED, OPEN, Action, Entry, Offer
from storage.base import Scope
from storage.incoming import Held


class Mine(Scope):
    """What one person has to do with in one partnership."""

    async def offers(self, member_id: int) -> Sequence[tuple[Offer, Action]]:
        """Open actions that this member is asked to take on, the first asked first."""
        rows = await self.all(
            self.rows(Offer).where(Offer.to_id == member_id, Offer.state == "open").order_by(Offer.id)
        )
        wanted = [row.action_id for row in rows]
        actions = await self.all(self.rows(Action).where(Action.id.in_(wanted), Action.state == OPEN))
        found = {action.id: action for action in actions}
        return [(row, found[row.action_id]) for row in rows if row.action_id in found]

    async def settled(self, member_id: int, after: datetime) -> Sequence[Action]:
        """What this member led and said was done or no longer needed, later than `after` (aware)."""
        said = self.rows(Entry).where(
            Entry.by_id == member_id, Entry.kind.in_((DONE, DROPPED)), Entry.at > after
        )
        query = self.rows(Action).where(
            Action.lead_id == member_id,
            Action.state.in_((DONE, DROPPED)),
            Action.id.in_(said.with_only_columns(Entry.action_id)),
        )
        return await self.all(query.order_by(Action.number))

    async def held(self, person: str, after: datetime) -> Sequence[Held]:
        """Questions asked back of this person (`platform/workspace/handle`) later than `after` and not answered.

        Those about this partnership, and those that ask which partnership is meant.
        """
        here = or_(Held.partnership_id == self.partnership_id, Held.partnership_id.is_(None))
        query = select(Held).where(here, Held.person == person, Held.used.is_(False), Held.at > after)
        return (await self.session.scalars(query.order_by(Held.id))).all()
