"""Ending a meeting: what was not reached goes on, the minutes are drafted, and a card says what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import Card
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, reply, silent
from bot.target import row_id
from bot.when import when
from handlers.meeting.base import feature
from handlers.meeting.base import redraw as redraw_meeting
from handlers.meeting.sitting import receipts
from handlers.meeting.sitting.base import at_hand, redraw, settled
from storage.actions import OPEN
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.notes import DECISION
from storage.notes import OPEN as STANDS
from storage.people import Role
from storage.sittings import DONE, LEFT, PARKED, Sitting, Turn

MINUTES = "minutes.draft"
"""Who drafts the minutes, where that feature is there."""


@feature.verb("end", least=Role.MINUTES, also=("finish", "close"), examples=("end",))
async def end(context: Context) -> Reply:
    """End the meeting that is held: what was not reached goes to the next one, and the minutes are drafted."""
    sitting = await at_hand(context)
    left, waits = await _carry(context, sitting)
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
        waiting=len(waits),
        then=when(context, then) if then else None,
    ).privately()


async def _minutes(context: Context, sitting: Sitting, again: str = "") -> None:
    """Have them drafted; `again`: a draft is made anew where it stands."""
    if any(one.name == "minutes" and "draft" in one.verbs for one in context.features):
        await context.hand_on(MINUTES, f"id={sitting.meeting_id}", again=again)


async def _carry(context: Context, sitting: Sitting) -> tuple[Sequence[AgendaItem], Sequence[AgendaItem]]:
    """What was not reached goes to the next meeting, or waits for one; it counts as carried over.

    Returns all of it, and what waits because the agenda of the next meeting has no room.
    """
    sittings, agenda = context.records.sittings, context.records.agenda
    turns, current = await sittings.turns(sitting), await sittings.current(sitting)
    reached = settled(turns) | ({current.item_id} if current else set())
    left = [item for item in await agenda.unfinished(sitting.meeting) if item.id not in reached]
    then = await context.records.meetings.after(sitting.meeting)
    for item in left:
        await sittings.leave_out(sitting, item, context.at, LEFT)
        await context.changed(f"item:{item.id}")
    waits = await agenda.put_off(left, then, carried=True)
    if then is not None:
        await context.changed(f"agenda:{then.id}")
    return left, waits


async def brought_back(context: Context, sitting: Sitting, item: AgendaItem, then: Meeting | None) -> None:
    """What was carried over stands on the agenda of its meeting again, unless it has gone elsewhere since."""
    await context.changed(f"item:{item.id}")
    if item.meeting_id in (None, then.id if then else None):
        await context.records.agenda.put_off([item], sitting.meeting)
        item.carried = max(0, item.carried - 1)


@feature.verb("end_reached", hidden=True, least=Role.MINUTES)
async def end_reached(context: Context) -> Reply:
    """What was carried over at the end was talked about after all: it stands under its meeting again.

    Raises BotError once the next meeting has begun, because there it may be talked about now.
    """
    sitting = await context.records.sittings.get(row_id(context.text) or 0)
    if sitting is None or sitting.ended_at is None:
        return silent()
    then = await context.records.meetings.after(sitting.meeting)
    if then is not None and (then.opened_at or then.starts_at) <= context.at:
        raise BotError("sitting/too_late", meeting=when(context, then))
    for turn in await context.records.sittings.turns(sitting):
        if turn.outcome == LEFT:
            turn.outcome = DONE
            await brought_back(context, sitting, turn.item, then)
    await redraw(context, sitting, agenda=True)
    if then is not None:
        await context.changed(f"agenda:{then.id}")
    await _minutes(context, sitting, again="yes")
    return reply("sitting/reached").in_place()


def _ended(context: Context, sitting: Sitting) -> Occasion:
    return Occasion(
        at=context.at,
        key=f"ended/{sitting.id}/{int(context.at.timestamp())}",
        card="meeting.ended",
        subject={"sitting": sitting.id, "at": context.at.isoformat()},
        conversation=sitting.meeting.series.conversation_id,
        about=f"sitting:{sitting.meeting_id}",
        decent=False,
    )


@feature.draws("ended")
async def ended(context: Context, *, sitting: int, at: str = "") -> Card | None:
    """What a meeting came to, for everybody, and whether it was worth it; of an end `at` which it went on, only that."""
    row = await context.records.sittings.get(sitting)
    if row is None:
        return None
    if row.ended_at is None or at not in ("", row.ended_at.isoformat()):
        return context.card("sitting/went_on", meeting=when(context, row.meeting))
    caught = await context.records.sittings.caught(row)
    notes = [await context.records.notes.get(one.record_id) for one in caught if one.kind == DECISION]
    stand = [one for one in notes if one is not None and one.state == STANDS]
    actions = await receipts.actions(context, row)
    turns = await context.records.sittings.turns(row)
    then = await context.records.meetings.after(row.meeting)
    return context.card(
        "sitting/ended",
        id=row.id,
        meeting=when(context, row.meeting),
        decisions=await context.records.positions.decided(stand),
        actions=len(actions),
        unled=sum(one.state == OPEN and one.owner is None for one in actions),
        smallest=max(row.smallest, 1),
        left=[turn.item.text for turn in turns if turn.outcome == LEFT],
        parked=_parked(turns),
        then=when(context, then) if then else None,
    )


def _parked(turns: Sequence[Turn]) -> list[str]:
    """What was put off on purpose and not taken up again, in the order of the agenda as it was gone through."""
    last = {turn.item_id: turn for turn in turns}
    return [turn.item.text for turn in last.values() if turn.outcome == PARKED]
