"""What every verb of a meeting that is held needs: which one is meant, what comes next in it, and what shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Context, Reply, Way, reply, silent
from bot.target import row_id
from bot.when import when
from storage.agenda import AgendaItem
from storage.sittings import DONE, PARKED, Sitting, Turn

_TURN = re.compile(r"id=\d{1,15} turn=(\d{1,15})(?: extra=(\d{1,5}))?$")


async def at_hand(context: Context) -> Sitting:
    """The meeting that is held: of a button, of this channel, or directly of the partnership. Raises BotError."""
    if (pressed := row_id(context.text)) is not None:
        sitting = await context.records.sittings.get(pressed)
    else:
        sitting = await context.records.sittings.open(context.conversation_id)
    if sitting is None:
        raise BotError("sitting/none")
    if sitting.ended_at is not None:
        raise BotError("sitting/over", meeting=when(context, sitting.meeting))
    return sitting


async def pressed_before(context: Context, sitting: Sitting) -> bool:
    """Whether the button belongs to how things stood before somebody else pressed it: another item, or less time."""
    found = _TURN.match(context.text.strip())
    current = await context.records.sittings.current(sitting)
    if found is None:
        return False
    moved_on = int(found[1]) != (current.id if current else 0)
    return moved_on or (found[2] is not None and current is not None and int(found[2]) != current.extra)


async def items(context: Context, sitting: Sitting) -> Sequence[AgendaItem]:
    """What is on the agenda of a meeting that is held, in its order."""
    return await context.records.agenda.of(sitting.meeting, context.at)


def settled(turns: Sequence[Turn]) -> set[int]:
    """The items that need no more time: talked about, or put off on purpose; the last turn of an item counts."""
    last = {turn.item_id: turn.outcome for turn in turns}
    return {item for item, outcome in last.items() if outcome in (DONE, PARKED)}


def after(agenda: Sequence[AgendaItem], current: Turn | None, turns: Sequence[Turn]) -> Sequence[AgendaItem]:
    """What is still to come, in order: what stands behind the current item first, then what was passed over."""
    gone = settled(turns) | ({current.item_id} if current else set())
    here = next((place for place, one in enumerate(agenda) if current and one.id == current.item_id), -1)
    return [one for one in (*agenda[here + 1 :], *agenda[: here + 1]) if one.id not in gone]


def before(agenda: Sequence[AgendaItem], current: Turn | None, turns: Sequence[Turn]) -> AgendaItem | None:
    """What was talked about before the current item and is still on the agenda."""
    there = {one.id: one for one in agenda}
    known = [turn.item_id for turn in turns if turn.item_id in there and turn.outcome == DONE]
    if current is None:
        return there[known[-1]] if known else None
    order = [one.id for one in agenda]
    if current.item_id not in order:
        return there[known[-1]] if known else None
    place = order.index(current.item_id)
    return agenda[place - 1] if place else None


async def redraw(context: Context, sitting: Sitting, agenda: bool = False) -> None:
    """Everything posted that shows a meeting that is held is drawn again; its agenda only where that is another now."""
    await context.changed(f"sitting:{sitting.meeting_id}")
    if agenda:
        await context.changed(f"agenda:{sitting.meeting_id}")


async def now(context: Context, sitting: Sitting) -> Reply:
    """What is talked about now, for whoever typed it; the card in the channel says it to all."""
    if context.request.way is Way.PRESS:
        return silent()
    if context.request.message and not context.request.place.direct:
        return silent().marked("white_check_mark")
    turn = await context.records.sittings.current(sitting)
    return reply("sitting/now", item=turn.item if turn else None, id=sitting.id)


async def passed(context: Context, sitting: Sitting) -> Reply:
    """What is talked about now, for whoever pressed a button of how things stood before."""
    turn = await context.records.sittings.current(sitting)
    return reply("sitting/passed", item=turn.item if turn else None).privately()
