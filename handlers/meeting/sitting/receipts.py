"""What somebody left a meeting with: one private receipt of their actions, which asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.card import Card
from bot.feature import Context, Occasion
from bot.when import when
from handlers.meeting.base import feature
from storage.actions import OPEN, UNDONE, Action
from storage.deliveries import SENT
from storage.doubt import help_open
from storage.people import Member
from storage.sittings import Sitting

WORTH_SENDING = timedelta(days=7)
"""Later than this after a meeting its receipt tells nobody anything new; a weekend or Christmas lies within it."""

MOST = 5
"""So many actions stand on one receipt with their buttons."""

ACTION = "action"


@dataclass(frozen=True)
class Line:
    """One action on a receipt, and what was said about it since, as a code; empty: nothing. `lead` has it now."""

    action: Action
    said: str
    lead: str = ""


def _line(action: Action, member_id: int) -> Line:
    if action.state == OPEN and action.lead_id != member_id:
        return Line(action, "elsewhere", action.owner.name if action.owner else "")
    return Line(action, _said(action))


def _said(action: Action) -> str:
    if action.state != OPEN:
        return action.state
    if help_open(action):
        return "help"
    return "on_track" if action.track_at is not None else ""


async def actions(context: Context, sitting: Sitting) -> Sequence[Action]:
    """The actions that were noted in a meeting and not taken back, in order."""
    caught = await context.records.sittings.caught(sitting)
    found = [await context.records.actions.get(one.record_id) for one in caught if one.kind == ACTION]
    return [one for one in found if one is not None and one.state != UNDONE]


async def _noted_elsewhere(context: Context, sitting: Sitting) -> None:
    """What was noted for the meeting while it was held, but not in its channel, belongs to it too."""
    sittings, series = context.records.sittings, sitting.meeting.series_id
    here = {one.record_id for one in await sittings.caught(sitting) if one.kind == ACTION}
    for one in await context.records.actions.of_series(series):
        if one.series_id == series and one.added_at >= sitting.started_at and one.id not in here:
            await sittings.catch_later(sitting, ACTION, one.id)


async def owe(context: Context, sitting: Sitting) -> None:
    """One receipt for each lead of an open action, once; none for who asked to be left alone."""
    await _noted_elsewhere(context, sitting)
    told = await _told(context, sitting)
    theirs: dict[int, list[int]] = {}
    leads: dict[int, Member] = {}
    for action in await actions(context, sitting):
        if action.state == OPEN and (lead := action.owner) is not None and not lead.paused(context.at):
            if action.id in told.get(lead.id, ()):
                continue
            leads[lead.id] = lead
            theirs.setdefault(lead.id, []).append(action.id)
    for lead in leads.values():
        await context.owe(
            Occasion(
                at=context.at,
                key=_key(sitting.id, lead.id, theirs[lead.id] if lead.id in told else ()),
                card="meeting.left_with",
                subject={"sitting": sitting.id, "member": lead.id, "actions": theirs[lead.id]},
                to=lead,
                until=context.at + WORTH_SENDING,
                about=f"left_with:{sitting.id}",
            )
        )


async def _told(context: Context, sitting: Sitting) -> dict[int, set[int]]:
    """By lead the actions that they were told of at an end after which the meeting went on."""
    told: dict[int, set[int]] = {}
    for one in await context.records.deliveries.about(f"left_with:{sitting.id}"):
        told.setdefault(one.subject["member"], set()).update(one.subject["actions"])
    return told


def _key(sitting: int, member: int, later: Sequence[int]) -> str:
    """The key of a receipt; `later` are the actions of one that follows another after the same meeting."""
    return f"left_with/{sitting}/{member}" + (f"/{later[0]}" if later else "")


@feature.draws("left_with")
async def left_with(context: Context, *, sitting: int, member: int, actions: Sequence[int]) -> Card | None:
    """The actions somebody left a meeting with, as they stand now; nothing where none of them was theirs any more."""
    row, lead = await context.records.sittings.get(sitting), await context.records.members.get(member)
    if row is None or lead is None or lead.left_at is not None:
        return None
    found = [await context.records.actions.get(one) for one in actions]
    lines = [_line(one, member) for one in found if one is not None]
    if all(line.said == "elsewhere" for line in lines) and not await _sent(context, sitting, member, actions):
        return None
    return context.card(
        "sitting/left_with",
        meeting=when(context, row.meeting, lead),
        lines=lines[:MOST],
        more=max(0, len(lines) - MOST),
        today=context.today,
    )


async def _sent(context: Context, sitting: int, member: int, actions: Sequence[int]) -> bool:
    subject = {"sitting": sitting, "member": member, "actions": list(actions)}
    every = await context.records.deliveries.about(f"left_with:{sitting}")
    return any(one.state == SENT and one.subject == subject for one in every)
