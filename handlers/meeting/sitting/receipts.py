"""What somebody left a meeting with: one private receipt of their actions, which asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.card import Card
from bot.feature import Context, Occasion
from bot.when import when
from handlers.meeting.base import feature
from storage.actions import OPEN, Action
from storage.doubt import help_open
from storage.sittings import Sitting

WORTH_SENDING = timedelta(days=2)
"""Later than this after a meeting its receipt tells nobody anything new."""

MOST = 5
"""So many actions stand on one receipt with their buttons."""


@dataclass(frozen=True)
class Line:
    """One action on a receipt, and what its lead has said about it since, as a code; empty: nothing."""

    action: Action
    said: str


def _said(action: Action) -> str:
    if action.state != OPEN:
        return action.state
    if help_open(action):
        return "help"
    return "on_track" if action.track_at is not None else ""


async def actions(context: Context, sitting: Sitting) -> Sequence[Action]:
    """The actions that were noted in a meeting and stand."""
    caught = await context.records.sittings.caught(sitting)
    found = [await context.records.actions.get(one.record_id) for one in caught if one.kind == "action"]
    return [one for one in found if one is not None and one.state == OPEN]


async def owe(context: Context, sitting: Sitting) -> None:
    """One receipt for each lead, once; none for who asked to be left alone."""
    leads = {one.owner.id: one.owner for one in await actions(context, sitting) if one.owner is not None}
    for lead in leads.values():
        if lead.paused(context.at):
            continue
        await context.owe(
            Occasion(
                at=context.at,
                key=f"left_with/{sitting.id}/{lead.id}",
                card="meeting.left_with",
                subject={"sitting": sitting.id, "member": lead.id},
                to=lead,
                until=context.at + WORTH_SENDING,
                about=f"left_with:{sitting.id}:{lead.id}",
            )
        )


@feature.draws("left_with")
async def left_with(context: Context, *, sitting: int, member: int) -> Card | None:
    """The actions somebody left a meeting with, as they stand now."""
    row, lead = await context.records.sittings.get(sitting), await context.records.members.get(member)
    if row is None or lead is None or lead.left_at is not None:
        return None
    caught = await context.records.sittings.caught(row)
    found = [await context.records.actions.get(one.record_id) for one in caught if one.kind == "action"]
    mine = [one for one in found if one is not None and one.lead_id == member]
    if not mine:
        return None
    return context.card(
        "sitting/left_with",
        meeting=when(context, row.meeting, lead),
        lines=[Line(one, _said(one)) for one in mine[:MOST]],
        more=max(0, len(mine) - MOST),
        today=context.today,
    )
