"""What somebody is doing: their open actions as they stand, and what they finished lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import dates
from bot.feature import Context
from handlers.me.base import Reader
from storage.actions import Action
from storage.doubt import help_open

LATELY = timedelta(days=1)
"""How long a finished action stays on the page, so that a wrong press can be put right there."""


@dataclass(frozen=True)
class Doing:
    """An open action: what its lead said last (on_track, help, helped, offered; empty: nothing), and since when."""

    action: Action
    said: str
    since: date | None
    offered: str
    """Who is asked to take it on."""
    given: str
    """Who noted it for the lead, who has not said yes yet."""


async def doing(context: Context, reader: Reader) -> list[Doing]:
    """Everything the reader leads that is open, soonest first."""
    actions = await context.records.actions.open(lead_id=reader.member.id)
    return [await _as_it_stands(context, reader, action) for action in actions]


async def _as_it_stands(context: Context, reader: Reader, action: Action) -> Doing:
    offer = await context.records.actions.offered(action)
    said, moment = _said(action)
    return Doing(
        action=action,
        said="offered" if offer else said,
        since=dates.local(moment, reader.zone).date() if moment else None,
        offered=offer.to.name if offer else "",
        given=action.added_by.name if action.added_by and not action.accepted else "",
    )


def _said(action: Action) -> tuple[str, datetime | None]:
    if action.help_asked_at is not None:
        return ("help" if help_open(action) else "helped"), action.help_asked_at
    return ("on_track", action.track_at) if action.track_at else ("", None)


async def finished(context: Context, reader: Reader) -> Sequence[Action]:
    """What the reader finished lately, or found no longer needed."""
    return await context.records.mine.settled(reader.member.id, context.at - LATELY)
