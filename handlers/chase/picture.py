"""The chair's one private summary before a meeting: a picture of the work that could be passed on to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import Card
from bot.feature import Context
from handlers.chase.asking import said_since
from handlers.chase.shared import day_of, feature, sent
from storage.actions import DONE, OPEN, Action
from storage.doubt import help_open
from storage.meetings import Meeting


@dataclass(frozen=True)
class Picture:
    """How the work stands before a meeting. It counts actions and names none of their people."""

    finished: Sequence[Action]
    on_track: int
    asked: int
    moving: int
    unreached: Sequence[Action]
    later: int
    help: Sequence[Action]
    nobody: Sequence[Action]


@feature.draws("summary")
async def summary(context: Context, *, meeting: int) -> Card | None:
    """The chair's one private summary before a meeting; drawn again as the answers come in."""
    row = await context.records.meetings.get(meeting)
    chair = await context.records.members.to_ask()
    if row is None or chair is None:
        return None
    picture = await _picture(context, row)
    if picture is None or (chair.paused(context.at) and not await sent(context, f"summary/{meeting}")):
        return None
    return context.card(
        "chase/summary", meeting=row, day=day_of(context, row), zone=context.partnership.zone, picture=picture
    )


async def _picture(context: Context, meeting: Meeting) -> Picture | None:
    """None where there is nothing to show: no action open, none finished since the last meeting."""
    actions = context.records.actions
    every = await actions.of_series(meeting.series_id)
    last = await context.records.meetings.previous(meeting)
    ids = [one.id for one in every if one.state == DONE]
    finished = set(await actions.finished(ids, last.starts_at if last else None))
    open_ones = [one for one in every if one.state == OPEN]
    if not open_ones and not finished:
        return None
    nobody = [one for one in open_ones if one.owner is None]
    helps = [one for one in open_ones if one.owner is not None and help_open(one)]
    rest = [one for one in open_ones if one not in nobody and one not in helps]
    kinds = await _kinds(context, meeting, rest)
    unreached = [one for one, kind in zip(rest, kinds, strict=True) if kind == "unreached"]
    return Picture(
        finished=[one for one in every if one.id in finished],
        on_track=kinds.count("on_track"),
        asked=kinds.count("asked"),
        moving=kinds.count("moving"),
        unreached=unreached,
        later=kinds.count("later"),
        help=helps,
        nobody=nobody,
    )


async def _kinds(context: Context, meeting: Meeting, actions: Sequence[Action]) -> list[str]:
    """How each of these open actions stands: on track, asked about (or nobody could be), being handed over, or for later."""
    asked = {row.action_id: row for row in await context.records.actions.chases.asked(meeting)}
    since = await context.records.actions.chases.last(meeting)
    kinds = []
    for action in actions:
        row = asked.get(action.id)
        if await context.records.actions.offered(action) is not None:
            kinds.append("moving")
        elif row is not None and not said_since(action, row, offered=False):
            silent = action.owner is not None and action.owner.unreachable_at is not None
            kinds.append("unreached" if silent else "asked")
        elif action.word_at is not None and (since is None or action.word_at > since):
            kinds.append("on_track")
        else:
            kinds.append("later")
    return kinds
