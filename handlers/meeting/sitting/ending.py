"""Ending a meeting: what was not reached goes on, the minutes are drafted, and a card says what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import Card
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.target import row_id
from bot.when import when
from handlers.meeting.base import feature
from handlers.meeting.base import redraw as redraw_meeting
from handlers.meeting.sitting import receipts
from handlers.meeting.sitting.base import at_hand, redraw, settled
from storage.actions import OPEN
from storage.agenda import AgendaItem
from storage.notes import DECISION
from storage.notes import OPEN as STANDS
from storage.people import Role
from storage.sittings import DONE, LEFT, Sitting

MINUTES = "minutes.draft"
"""Who drafts the minutes, where that feature is there."""


@feature.verb("end", least=Role.MINUTES, also=("finish", "close"), examples=("end",))
async def end(context: Context) -> Reply:
    """End the meeting that is held: what was not reached goes to the next one, and the minutes are drafted."""
    sitting = await at_hand(context)
    left = await _carry(context, sitting)
    smallest = context.partnership.reflect_smallest
    await context.records.sittings.end(sitting, context.at, settled=True, smallest=smallest)
    await redraw(context, sitting, agenda=True)
    await redraw_meeting(context, sitting.meeting)
    await context.owe(_ended(context, sitting))
    await receipts.owe(context, sitting)
    await _minutes(context, sitting)
    if not left and context.request.message and not context.request.place.direct:
        return silent()
    then = await context.records.meetings.after(sitting.meeting)
    return reply(
        "sitting/ended_for_you",
        id=sitting.id,
        left=[item.text for item in left],
        then=when(context, then) if then else None,
    ).privately()


async def _minutes(context: Context, sitting: Sitting, again: str = "") -> None:
    """Have them drafted; `again`: a draft is made anew where it stands."""
    if any(one.name == "minutes" and "draft" in one.verbs for one in context.features):
        await context.hand_on(MINUTES, f"id={sitting.meeting_id}", again=again)


async def _carry(context: Context, sitting: Sitting) -> Sequence[AgendaItem]:
    """What was not reached goes to the next meeting, or waits for one; it counts as carried over."""
    sittings, agenda = context.records.sittings, context.records.agenda
    turns, current = await sittings.turns(sitting), await sittings.current(sitting)
    reached = settled(turns) | ({current.item_id} if current else set())
    left = [item for item in await agenda.unfinished(sitting.meeting) if item.id not in reached]
    then = await context.records.meetings.after(sitting.meeting)
    for item in left:
        await sittings.leave_out(sitting, item, context.at, LEFT)
        await context.changed(f"item:{item.id}")
    await agenda.put_off(left, then, carried=True)
    if then is not None:
        await context.changed(f"agenda:{then.id}")
    return left


@feature.verb("end_reached", hidden=True, least=Role.MINUTES)
async def end_reached(context: Context) -> Reply:
    """What was carried over at the end was talked about after all: it stands under its meeting again."""
    sitting = await context.records.sittings.get(row_id(context.text) or 0)
    if sitting is None or sitting.ended_at is None:
        return silent()
    then = await context.records.meetings.after(sitting.meeting)
    for turn in await context.records.sittings.turns(sitting):
        if turn.outcome == LEFT:
            turn.outcome = DONE
            await context.changed(f"item:{turn.item_id}")
            if turn.item.meeting_id in (None, then.id if then else None):
                await context.records.agenda.put_off([turn.item], sitting.meeting)
                turn.item.carried = max(0, turn.item.carried - 1)
    await redraw(context, sitting, agenda=True)
    if then is not None:
        await context.changed(f"agenda:{then.id}")
    await _minutes(context, sitting, again="yes")
    return reply("sitting/reached").in_place()


def _ended(context: Context, sitting: Sitting) -> Occasion:
    return Occasion(
        at=context.at,
        key=f"ended/{sitting.id}",
        card="meeting.ended",
        subject={"sitting": sitting.id},
        conversation=sitting.meeting.series.conversation_id,
        about=f"sitting:{sitting.meeting_id}",
        decent=False,
    )


@feature.draws("ended")
async def ended(context: Context, *, sitting: int) -> Card | None:
    """What a meeting came to, for everybody, and whether it was worth it."""
    row = await context.records.sittings.get(sitting)
    if row is None or row.ended_at is None:
        return None
    caught = await context.records.sittings.caught(row)
    notes = [await context.records.notes.get(one.record_id) for one in caught if one.kind == DECISION]
    actions = await receipts.actions(context, row)
    turns = await context.records.sittings.turns(row)
    then = await context.records.meetings.after(row.meeting)
    return context.card(
        "sitting/ended",
        id=row.id,
        meeting=when(context, row.meeting),
        decisions=[note.text for note in notes if note is not None and note.state == STANDS],
        actions=len(actions),
        unled=sum(one.state == OPEN and one.owner is None for one in actions),
        smallest=max(row.smallest, 1),
        left=[turn.item.text for turn in turns if turn.outcome == LEFT],
        then=when(context, then) if then else None,
    )
