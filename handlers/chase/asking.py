"""What a chase says to a lead: each action in doubt and why, five answers, and what was said about it since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.card import Card
from bot.errors import BotError
from bot.feature import Context, Reply, reply
from handlers.chase.shared import day_of, feature, sent
from storage.actions import OPEN, Action
from storage.chases import Asked
from storage.doubt import help_open
from storage.meetings import Meeting

MOST = 5
"""So many actions stand on one card; the others are a press away."""


@dataclass(frozen=True)
class Line:
    """One action on a chase: why it was in doubt, and what was said about it since (empty: nothing yet)."""

    action: Action
    reason: str
    said: str
    by: str
    offered: str
    since: date
    """The day of the last word about it before it was asked about."""


async def _lines(context: Context, meeting: Meeting, member_id: int) -> list[Line]:
    asked = await context.records.actions.chases.asked(meeting, member_id)
    found = [(row, await context.records.actions.get(row.action_id)) for row in asked]
    return [await _line(context, row, action) for row, action in found if action]


async def _line(context: Context, row: Asked, action: Action) -> Line:
    offer = await context.records.actions.offered(action) if action.state == OPEN else None
    history = await context.records.actions.history(action)
    words = [entry.at for entry in history if entry.at < row.at]
    return Line(
        action=action,
        reason=row.reason,
        said=said_since(action, row, offered=offer is not None),
        by=action.added_by.name if action.added_by else "",
        offered=offer.to.name if offer else "",
        since=dates.local(max(words, default=action.added_at), context.partnership.zone).date(),
    )


def said_since(action: Action, row: Asked, *, offered: bool) -> str:
    """What has been said about an action since it was asked about, as a code; empty where nothing was."""
    if action.state != OPEN:
        return action.state
    if action.lead_id != row.member_id:
        return "moved"
    if action.word_at is None or action.word_at < row.at:
        return "helped" if action.help_answered_at and action.help_answered_at >= row.at else ""
    if offered:
        return "offered"
    if action.help_asked_at is not None:
        return "help" if help_open(action) else "helped"
    return "on_track" if action.track_at and action.track_at >= row.at else "heard"


@feature.draws("ask")
async def ask(context: Context, *, meeting: int, member: int) -> Card | None:
    """The one private message to a lead before a meeting; drawn again with every answer."""
    row, lead = await context.records.meetings.get(meeting), await context.records.members.get(member)
    if row is None or lead is None:
        return None
    lines = await _lines(context, row, member)
    if not await sent(context, f"chase/{meeting}/{member}"):
        lines = [line for line in lines if not line.said]
        if lead.paused(context.at) or lead.left_at is not None:
            return None
    if not lines:
        return None
    return context.card(
        "chase/ask",
        meeting=row,
        day=day_of(context, row),
        zone=context.partnership.zone,
        lines=lines[:MOST],
        waiting=sum(not line.said for line in lines),
        more=len(lines) - MOST,
        paused=lead.paused(context.at),
        today=context.today,
    )


@feature.verb("rest", hidden=True)
async def rest(context: Context) -> Reply:
    """Show the actions that found no room on the card."""
    number = re.search(r"\d{1,15}", context.text)
    meeting = await context.records.meetings.get(int(number[0])) if number else None
    if meeting is None:
        raise BotError("chase/gone")
    lines = (await _lines(context, meeting, context.member.id))[MOST:]
    about = f"chase:{meeting.id}:{context.member.id}"
    said = reply("chase/rest", meeting=meeting, lines=lines, today=context.today).privately()
    return said.kept_right("chase.rest_of", about, meeting=meeting.id, member=context.member.id)


@feature.draws("rest_of")
async def rest_of(context: Context, *, meeting: int, member: int) -> Card | None:
    """The actions that found no room on the card, as things stand now."""
    row = await context.records.meetings.get(meeting)
    if row is None:
        return None
    lines = (await _lines(context, row, member))[MOST:]
    return context.card("chase/rest", meeting=row, lines=lines, today=context.today)
