"""What was said back to whoever answered goes with the answer: receipts, words not understood at first, words put aside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.deliveries import SENT, Delivery, locked
from storage.incoming import Held

SHORT = 8
"""Words of fewer characters stand in too many messages to tell whose they are."""


ANSWER = Delivery.key.startswith("answer/") & (Delivery.person != "")
"""What was said to somebody directly because they had said something."""


async def receipts(
    session: AsyncSession, partnership_id: int, abouts: Iterable[str], here: Iterable[str]
) -> None:
    """Let go of what was said to those who answered the reflections that are meant.

    A receipt that can still be put right is drawn once more first, and goes from here in that drawing (`receipt`); that of
    somebody who is not among the people `here` is never drawn again, so it goes at once.
    """
    about = (Delivery.partnership_id == partnership_id) & Delivery.about.in_(list(abouts))
    right = (Delivery.live != "") & (Delivery.state == SENT) & Delivery.person.in_(list(here))
    await session.execute(delete(Delivery).where(ANSWER, about, ~right))
    await session.execute(update(Delivery).where(locked(ANSWER, about)).values(stale=True))


async def receipt(session: AsyncSession, partnership_id: int, key: str) -> None:
    """Let go of one receipt, by its key."""
    mine = (Delivery.partnership_id == partnership_id) & (Delivery.key == key)
    await session.execute(delete(Delivery).where(ANSWER, mine))


async def echoes(session: AsyncSession, partnership_id: int, texts: Iterable[str]) -> None:
    """Let go of what was said back or put aside with a line of these texts in it.

    Only of this partnership, and of what is not known yet to be about any.
    """
    echo, aside = ANSWER & (Delivery.live == "") & _of(Delivery, partnership_id), _of(Held, partnership_id)
    for line in {line.strip() for text in texts for line in text.splitlines()}:
        if len(line) >= SHORT:
            await session.execute(delete(Delivery).where(echo, _holds(Delivery.card, line)))
            put = update(Held).where(aside, _holds(Held.request, line))
            await session.execute(put.values(request={}, used=True))


def _of(table: type[Delivery] | type[Held], partnership_id: int) -> ColumnElement[bool]:
    return or_(table.partnership_id == partnership_id, table.partnership_id.is_(None))


def _holds(column: InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """Whether JSON holds these words, as they are written there."""
    return cast(column, Text).contains(json.dumps(words)[1:-1], autoescape=True)
