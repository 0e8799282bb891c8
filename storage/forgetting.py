"""What was said back to whoever answered goes with the answer: receipts, words not understood at first, words put aside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import for_good
from storage.deliveries import Delivery
from storage.incoming import Held

SHORT = 8
"""Words of fewer characters stand in too many messages to tell whose they are."""


async def said_back(session: AsyncSession, partnership_id: int, about: str, texts: Iterable[str]) -> None:
    """Let go of receipts `about` a reflection, and of all that was kept of somebody who wrote a line of these texts.

    Only of this partnership, and of what is not known yet to be about any.
    """
    await for_good(session)
    answer = Delivery.key.startswith("answer/") & (Delivery.person != "")
    receipt = (Delivery.partnership_id == partnership_id) & (Delivery.about == about)
    await session.execute(delete(Delivery).where(answer, receipt))
    echo, aside = answer & (Delivery.live == "") & _of(Delivery, partnership_id), _of(Held, partnership_id)
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
