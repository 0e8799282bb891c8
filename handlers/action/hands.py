"""A hand with an action: the chair is offered to offer one, and the lead hears what comes of it."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError
from bot.feature import Context, Reply, reply
from handlers.action import shared
from handlers.action.reading import help_with
from handlers.action.shared import feature
from storage.actions import OPEN, Action, Entry
from storage.deliveries import SENT
from storage.doubt import help_open


@feature.draws("hand")
async def hand(context: Context, *, action: int, entry: int) -> Card | None:
    """The wish for a hand, as an offer that the chair can make; drawn again when it is settled."""
    row = await context.records.actions.get(action)
    if row is None:
        return None
    history = await context.records.actions.history(row)
    wish = next(one for one in history if one.id == entry)
    state = _state(row, wish)
    if state == "settled" and not await _sent(context, f"help/{action}/{entry}"):
        return None
    by = next((one.by for one in reversed(history) if one.kind == "helped"), None)
    return context.card(
        "action/hand",
        action=row,
        state=state,
        who=wish.by.name if wish.by else row.lead_name,
        words=wish.note,
        by=by.name if by else "",
        today=context.today,
    )


def _state(action: Action, wish: Entry) -> str:
    if action.state == OPEN and help_open(action) and action.help_asked_at == wish.at:
        return "open"
    if action.help_asked_at == wish.at and action.help_answered_at is not None:
        return "answered"
    return "settled"


async def _sent(context: Context, key: str) -> bool:
    row = await context.records.deliveries.of(key)
    return row is not None and row.state == SENT


@feature.verb("helping", hidden=True)
async def helping(context: Context) -> Reply:
    """Offer a hand oneself."""
    action = await _answered(context)
    help_with(action, [*(helper.member for helper in action.helpers), context.member])
    await shared.say(context, action, "helped", "self")
    await _tell(context, action, mine=True)
    return await shared.seen(context, reply("action/hand_given", action=action))


@feature.verb("finding", hidden=True)
async def finding(context: Context) -> Reply:
    """Look for somebody who has a hand free."""
    action = await _answered(context)
    await shared.say(context, action, "helped", "somebody")
    await _tell(context, action, mine=False)
    return await shared.seen(context, reply("action/hand_given", action=action))


async def _answered(context: Context) -> Action:
    action, _ = await shared.target(context)
    if action.state != OPEN or not help_open(action):
        raise BotError("action/hand_settled", action=action)
    action.help_answered_at = context.at
    return action


async def _tell(context: Context, action: Action, *, mine: bool) -> None:
    """The lead, and who asked, hear that a hand is coming."""
    history = await context.records.actions.history(action)
    wish = next((one for one in reversed(history) if one.kind == "help"), None)
    asked = {member.id: member for member in (action.owner, wish.by if wish else None) if member is not None}
    for member in asked.values():
        if member.id != context.member.id:
            key = f"hand/{action.id}/{history[-1].id}/{member.id}"
            who = context.member.name
            await context.tell(member, "action/hand_coming", key=key, action=action, who=who, mine=mine)
