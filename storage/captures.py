"""What was read out of which message, so that an edit or a deletion of the message finds it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import UniqueConstraint, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Name, Scope, ScopedRow

WHOLE = {"action": 1_000_000, "agenda": 1_000_001}
"""The index of what a message became as a whole, because somebody pointed at it; its edits are read again."""

OWN = {"action": 2_000_000, "agenda": 2_000_001}
"""The index of what somebody wrote about a message in words of their own; its edits change nothing."""


ASIDE = -1_000_000_000
"""Below it nothing stands but what is just being moved."""


class Capture(ScopedRow):
    """Item `index` of a message became the record `kind` and `record_id`."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("conversation", "message", "index"),)

    conversation: Mapped[str] = mapped_column(Name)
    message: Mapped[str] = mapped_column(Name)
    index: Mapped[int]
    version: Mapped[str] = mapped_column(Name, default="")
    """The platform's stamp of the edit that was read last; an older one that comes later changes nothing."""
    kind: Mapped[str] = mapped_column(Name)
    record_id: Mapped[int]
    line: Mapped[str]


class Captures(Scope):
    """The captures of one partnership."""

    async def of(self, conversation: str, message: str) -> Sequence[Capture]:
        """Everything that one message became, in the order of its lines."""
        query = self.rows(Capture).where(Capture.conversation == conversation, Capture.message == message)
        return await self.all(query.order_by(Capture.index))

    async def became(self, conversation: str, message: str, index: int, kind: str) -> Capture | None:
        """What the line `index` of a message, or the whole of it, became of this kind."""
        there = (index, WHOLE[kind], OWN[kind])
        found = await self.of(conversation, message)
        return next((one for one in found if one.kind == kind and one.index in there), None)

    async def get(self, capture_id: int) -> Capture | None:
        return await self.by_id(Capture, capture_id)

    async def stand(self, places: Mapping[Capture, int]) -> None:
        """Give captures of one message the lines on which they stand now; a number below zero is no line any more."""
        moving = [capture for capture, index in places.items() if capture.index != index]
        for capture in moving:
            capture.index = ASIDE - capture.id  # out of each other's way first: a line has room for one
        await self.session.flush()
        for capture in moving:
            capture.index = places[capture]
        await self.session.flush()

    async def remember(self, capture: Capture) -> Capture:
        return await self.keep(capture)

    async def forget(self, capture: Capture) -> None:
        await self.session.delete(capture)
        await self.session.flush()

    async def follow(self, old: str, new: str) -> None:
        """A conversation has another id from now on."""
        own = Capture.partnership_id == self.partnership_id
        query = update(Capture).where(own, Capture.conversation == old)
        await self.session.execute(query.values(conversation=new))
