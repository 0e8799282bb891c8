"""Leading a meeting: on to the next item, back, more time, and what goes to the next meeting."""

from __future__ import annotations

from datetime import timedelta

from bot.dates import read_minutes
from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id, whole
from handlers.meeting.base import feature, short_enough
from handlers.meeting.sitting.base import (
    after,
    at_hand,
    before,
    items,
    now,
    passed,
    pressed_before,
    redraw,
)
from handlers.meeting.sitting.timing import box_ends
from storage.people import Role
from storage.sittings import BACK, DONE, PARKED, Sitting, Turn, spent

MORE = 5
"""How many minutes more an item is given where nobody says how many."""

MOST = 60


@feature.verb(
    "next", also=("next item", "skip this item", "skip item", "go to the next item"), examples=("next",)
)
async def next_(context: Context) -> Reply:
    """Go on to the next item of the meeting that is held; with none held, show the next meeting."""
    held = await context.records.sittings.open(context.conversation_id)
    if row_id(context.text) is None and (context.text.strip() or held is None):
        return reply().then("meeting.show", context.text)
    return reply().then("meeting.onward", context.text)


@feature.verb("onward", hidden=True, least=Role.MINUTES)
async def onward(context: Context) -> Reply:
    """Go on to the next item."""
    sitting = await at_hand(context)
    if await pressed_before(context, sitting):
        return await passed(context, sitting)
    await _on(context, sitting, DONE)
    return await now(context, sitting)


async def _on(context: Context, sitting: Sitting, outcome: str) -> None:
    """The current item becomes `outcome`, and what comes next is talked about, if anything does."""
    sittings, agenda = context.records.sittings, await items(context, sitting)
    current = await sittings.current(sitting)
    rest = after(agenda, current, await sittings.turns(sitting))
    await sittings.turn_to(sitting, next(iter(rest), None), context.at, outcome)
    await redraw(context, sitting)


@feature.verb("back", least=Role.MINUTES, also=("go back", "previous item"), examples=("back",))
async def back(context: Context) -> Reply:
    """Go back to the item before, in the meeting that is held."""
    sitting = await at_hand(context)
    if await pressed_before(context, sitting):
        return await passed(context, sitting)
    sittings, agenda = context.records.sittings, await items(context, sitting)
    item = before(agenda, await sittings.current(sitting), await sittings.turns(sitting))
    if item is None:
        raise BotError("sitting/first")
    await sittings.turn_to(sitting, item, context.at, BACK)
    await redraw(context, sitting)
    return await now(context, sitting)


@feature.verb(
    "extend",
    least=Role.MINUTES,
    also=("more time", "5 more minutes", "five more minutes"),
    examples=("extend", "extend 10m"),
)
async def extend(context: Context) -> Reply:
    """Give the current item five minutes more, or as many as you say."""
    sitting = await at_hand(context)
    if await pressed_before(context, sitting):
        return await passed(context, sitting)
    turn = await _current(context, sitting)
    await context.records.sittings.extend(turn, _how_many(context) + await _over_by(context, sitting, turn))
    await redraw(context, sitting, agenda=True)
    return await now(context, sitting)


async def _over_by(context: Context, sitting: Sitting, turn: Turn) -> int:
    """The minutes by which it is beyond its box, so that what is given counts from now; it gets a box if it had none."""
    turns = await context.records.sittings.turns(sitting)
    if turn.item.minutes is None:
        turn.item.minutes = _whole(spent(turn.item, turns, context.at))
    until = box_ends(turn, turns)
    return max(0, _whole(context.at - until)) if until else 0


def _whole(length: timedelta) -> int:
    """Whole minutes that are over; the one that has begun is part of those that are given."""
    return int(length.total_seconds() // 60)


def _how_many(context: Context) -> int:
    """The minutes that were said, else MORE. Raises BotError where the words say no length."""
    words = short_enough(context.text).strip().removeprefix("by ")
    if not words or row_id(words) is not None:
        return MORE
    found = read_minutes(f"{words} minutes" if whole(words) else words)
    if found is None or not 0 < found[0] <= MOST:
        raise BotError("sitting/how_long", typed=words, most=MOST)
    return found[0]


async def _current(context: Context, sitting: Sitting) -> Turn:
    turn = await context.records.sittings.current(sitting)
    if turn is None:
        raise BotError("sitting/no_item", id=sitting.id)
    return turn


@feature.verb("park", least=Role.MINUTES, also=("park it", "park this"), examples=("park",))
async def park(context: Context) -> Reply:
    """Put the current item off to the next meeting, and go on."""
    sitting = await at_hand(context)
    if await pressed_before(context, sitting):
        return await passed(context, sitting)
    item = (await _current(context, sitting)).item
    await _on(context, sitting, PARKED)
    if item.standing_id is None:
        then = await context.records.meetings.after(sitting.meeting)
        await context.records.agenda.put_off([item], then)
        await context.changed(f"item:{item.id}")
        await redraw(context, sitting, agenda=True)
        if then is not None:
            await context.changed(f"agenda:{then.id}")
    return await now(context, sitting)
