"""Suggestions: what may become an action, offered to one person alone, and what they said to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Name, Scope, ScopedRow, possible
from storage.people import Member

OPEN, NOTED, DECLINED, LAPSED, WITHDRAWN = "open", "noted", "declined", "lapsed", "withdrawn"
"""States: `lapsed` waited for an answer long enough; `withdrawn` went with the words that it was about."""

PROMISE, REACTION = "promise", "reaction"
"""Kinds: a promise or a request that bears no mark; a message that somebody put a sign on."""


class Suggestion(ScopedRow):
    __tablename__ = "suggestions"
    __table_args__ = (Index("ix_suggestions_conversation_message", "conversation", "message"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    """To whom it is offered."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Whose words they are, where that is a member."""
    kind: Mapped[str] = mapped_column(Name)
    text: Mapped[str]
    """The words as the action would be read from them, mentions included."""
    whole: Mapped[str] = mapped_column(default="")
    """The whole message, where `text` is cut from a longer one."""
    conversation: Mapped[str] = mapped_column(Name)
    message: Mapped[str] = mapped_column(Name)
    thread: Mapped[str] = mapped_column(Name, default="")
    index: Mapped[int]
    """Where the capture of it will stand in the message."""
    version: Mapped[str] = mapped_column(Name, default="")
    """The platform's stamp of the edit that was read last."""
    batch: Mapped[int] = mapped_column(default=0)
    """The first suggestion of the message to the member in which this one stands."""
    state: Mapped[str] = mapped_column(Name, default=OPEN)
    at: Mapped[datetime]
    """When the words were said, or the sign was put on them (calendar time)."""

    author: Mapped[Member | None] = relationship(lazy="joined", foreign_keys=[author_id])

    @property
    def about(self) -> str:
        """What the message to the member is about."""
        return f"suggestion:{self.batch}"

    @property
    def answered(self) -> bool:
        return self.state in (NOTED, DECLINED)


class Suggestions(Scope):
    """The suggestions of one partnership."""

    async def add(self, suggestion: Suggestion, batch: int | None) -> Suggestion:
        """A new one, in the message that began with the suggestion `batch`, or (None) in one of its own."""
        suggestion.batch = batch or 0
        row = await self.keep(suggestion)
        row.batch = batch or row.id
        await self.session.flush()
        return row

    async def get(self, suggestion_id: int) -> Suggestion | None:
        return await self.by_id(Suggestion, suggestion_id)

    async def of_batch(self, batch: int) -> Sequence[Suggestion]:
        """All that stand in one message to a member, the oldest first."""
        if not possible(batch):
            return []
        return await self.all(self.rows(Suggestion).where(Suggestion.batch == batch).order_by(Suggestion.id))

    async def of(self, conversation: str, message: str) -> Sequence[Suggestion]:
        """All that were read from one message of the channel, whoever they are offered to."""
        query = self.rows(Suggestion).where(
            Suggestion.conversation == conversation, Suggestion.message == message
        )
        return await self.all(query.order_by(Suggestion.id))

    async def since(self, member_id: int, after: datetime) -> Sequence[Suggestion]:
        """What was offered to this member for words said later than `after` (aware), the oldest first."""
        query = self.rows(Suggestion).where(Suggestion.member_id == member_id, Suggestion.at > after)
        return await self.all(query.order_by(Suggestion.id))

    async def open_to(self, member_id: int) -> Sequence[Suggestion]:
        """What waits for this member's answer, the oldest first."""
        query = self.rows(Suggestion).where(Suggestion.member_id == member_id, Suggestion.state == OPEN)
        return await self.all(query.order_by(Suggestion.id))

    async def latest(self, member_id: int, kind: str, most: int) -> Sequence[Suggestion]:
        """The last so many of a kind that were offered to this member, the newest first."""
        query = self.rows(Suggestion).where(Suggestion.member_id == member_id, Suggestion.kind == kind)
        return await self.all(query.order_by(Suggestion.id.desc()).limit(most))

    async def waiting_since(self, before: datetime) -> Sequence[Suggestion]:
        """What has waited for an answer since `before` (aware) or longer."""
        query = self.rows(Suggestion).where(Suggestion.state == OPEN, Suggestion.at <= before)
        return await self.all(query.order_by(Suggestion.id))

    async def follow(self, old: str, new: str) -> None:
        """A conversation has another id from now on."""
        own = Suggestion.partnership_id == self.partnership_id
        query = update(Suggestion).where(own, Suggestion.conversation == old)
        await self.session.execute(query.values(conversation=new))
