"""Voices: what was said, as everybody may read it; and the release, in which answers become voices.

Ids and order are drawn by lot, there is no time, and no way back to who said it (docs/decisions/0019).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage import forgetting
from storage.actions import Action
from storage.agenda import AgendaItem
from storage.answers import Answers, as_shown
from storage.base import LARGEST, Name, Scope, ScopedRow
from storage.partnerships import Organisation, Partnership
from storage.people import Member
from storage.reflections import HABIT, OPEN, RELEASED, Reflection
from storage.releasing import Shown, ready


class Voice(ScopedRow):
    """One thing that was said, as everybody may read it. Its id is drawn by lot."""

    __tablename__ = "reflection_voices"

    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflections.id"), index=True)
    question: Mapped[str] = mapped_column(Name)
    text: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Only of whoever wanted their name to stand with it."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    """What came of it."""
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    hidden: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    action: Mapped[Action | None] = relationship(lazy="joined")
    item: Mapped[AgendaItem | None] = relationship(lazy="joined")


class Voices(Scope):
    """The voices of one partnership."""

    async def of(self, reflection: Reflection) -> Sequence[Voice]:
        """What was said, for everybody to read, in no order that means anything."""
        query = self.rows(Voice).where(Voice.reflection_id == reflection.id, Voice.hidden.is_(False))
        return await self.all(query.order_by(Voice.id))

    async def get(self, voice_id: int) -> Voice | None:
        return await self.by_id(Voice, voice_id)

    async def release(self, reflection: Reflection, at: datetime) -> bool:
        """Show together what may be shown by now (`at`, aware), and forget who said what of it.

        A reflection before a meeting is released once, with whatever waited from earlier ones; a round as often as there is
        enough. Returns whether it was.
        """
        if reflection.state != OPEN:
            return False
        answers = Answers(self.session, self.partnership_id)
        given, partnership = await answers.pool(reflection), await self._partnership()
        shown = ready([as_shown(one, partnership, reflection) for one in given if not one.draft])
        await self._speak(reflection, shown)
        taken = {one.answer for one in shown}
        await answers.drop(one for one in given if one.id in taken or one.draft)
        asked = {reflection.about, *(f"reflect:{one.reflection_id}" for one in given)}
        here = await self.all(self.rows(Member).where(Member.left_at.is_(None)))
        handles = [one.person.handle for one in here]
        await forgetting.receipts(self.session, self.partnership_id, asked, handles)
        if reflection.kind == HABIT:
            reflection.state = RELEASED
        if reflection.kind == HABIT or shown:
            reflection.released_at = at
        await self.session.flush()
        return True

    async def _speak(self, reflection: Reflection, shown: Iterable[Shown]) -> None:
        """The voices, one for each line, in an order that says nothing."""
        lines = [(one, line.strip()) for one in shown for line in one.text.splitlines() if line.strip()]
        secrets.SystemRandom().shuffle(lines)
        for one, line in lines:
            voice = Voice(reflection_id=reflection.id, question=one.question, text=line, hidden=False)
            voice.id = await self._lot()
            voice.member_id, voice.organisation_id = one.member_id, one.organisation_id
            await self.keep(voice)

    async def _lot(self) -> int:
        """An id that tells nothing of when its row was made, and that no row of any partnership has."""
        while True:
            number = secrets.randbelow(LARGEST) + 1
            if await self.session.get(Voice, number) is None:
                return number

    async def _partnership(self) -> Partnership:
        query = select(Partnership).where(Partnership.id == self.partnership_id)
        return (await self.session.scalars(query)).one()
