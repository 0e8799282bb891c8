"""The message to one person: what is offered to them, and what they answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import Card
from bot.feature import Context
from bot.owners import plain
from handlers.suggestion import shared
from handlers.suggestion.shared import feature
from storage.actions import Action
from storage.deliveries import SENT
from storage.people import Member
from storage.suggestions import NOTED, OPEN, PROMISE, WITHDRAWN, Suggestion

MOST = 6
"""So many offers, and so many answers, stand on one message; the others come up as these are answered."""

_OWN = re.compile(r"i to\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One offer as the card shows it. `own`: the words say what the reader said they would do."""

    id: int
    kind: str
    state: str
    text: str
    own: bool
    action: Action | None


@feature.draws("offers")
async def offers(context: Context, *, batch: int) -> Card | None:
    """What is offered to one person, as things stand now; nothing where nothing waits that they have not seen."""
    rows = [one for one in await context.records.suggestions.of_batch(batch) if one.state != WITHDRAWN]
    waiting, settled = [one for one in rows if one.state == OPEN], [one for one in rows if one.state != OPEN]
    delivery = await context.records.deliveries.of(shared.key(batch))
    if not waiting and (delivery is None or delivery.state != SENT):
        return None
    return context.card(
        "suggestion/offers",
        waiting=await _lines(context, waiting[:MOST]),
        settled=await _lines(context, settled[-MOST:]),
        more=len(waiting) - MOST,
        stops=any(one.kind == PROMISE for one in waiting),
        stopped=await _stopped(context, rows),
        today=context.today,
    )


async def _stopped(context: Context, rows: Sequence[Suggestion]) -> bool:
    """Whether the reader wants no further offers."""
    member = await context.records.members.get(rows[0].member_id) if rows else None
    return member is not None and member.offers_off


async def _lines(context: Context, rows: Sequence[Suggestion]) -> list[Line]:
    people = await context.records.members.list()
    return [await _line(context, row, people) for row in rows]


async def _line(context: Context, row: Suggestion, people: Sequence[Member]) -> Line:
    own = _OWN.match(row.text) if row.kind == PROMISE else None
    text = plain(row.text[own.end() :] if own else row.text, people)
    action = await action_of(context, row) if row.state == NOTED else None
    return Line(row.id, row.kind, row.state, text, own is not None, action)


async def action_of(context: Context, row: Suggestion) -> Action | None:
    """The action that the words have become, through the offer or otherwise."""
    found = await context.records.captures.became(row.conversation, row.message, row.index, "action")
    return await context.records.actions.get(found.record_id) if found else None
