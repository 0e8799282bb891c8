"""What the clock says in a meeting: time is nearly up, the rest no longer fits, and an end that everybody forgot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.card import Card
from bot.feature import Context, Occasion
from handlers.meeting.base import feature
from handlers.meeting.base import redraw as redraw_meeting
from handlers.meeting.sitting import receipts
from handlers.meeting.sitting.base import items, redraw
from handlers.meeting.sitting.timing import box_ends, minutes, running, to_come, too_long
from handlers.meeting.sitting.worth import ASKED
from storage.meetings import SOON, Meeting
from storage.sittings import PARKED, Sitting, Turn, box

FORGOTTEN = timedelta(hours=2)
"""So long after its planned end a meeting that nobody ended is ended quietly."""

NEARLY = timedelta(minutes=2)
"""Time is nearly up when so much of a box is left, or a tenth of it where that is more; never before its half."""

WORTH_SAYING = timedelta(minutes=5)
"""A word about time that comes later than this helps nobody."""


@feature.job
async def in_the_meeting(context: Context) -> Sequence[Occasion]:
    """The words about time of every meeting that is held; and who said whether one was worth it is forgotten in time."""
    found = [_startable(one) for one in await context.records.meetings.coming(context.at) if not one.open]
    looked_at = await context.records.sittings.to_look_at()
    await _forgets(context, [one.ended_at for one in looked_at if one.ended_at is not None])
    for sitting in (one for one in looked_at if one.ended_at is None):
        ends = max(sitting.ends_at, sitting.started_at) + FORGOTTEN
        if ends <= context.at:
            await _forgotten(context, sitting)
            continue
        turns = await context.records.sittings.turns(sitting)
        current = running(turns)
        if current is not None:
            found += _nearly(sitting, current, turns)
            found += await _tight(context, sitting, current, turns)
    return found


async def _forgets(context: Context, ended: Sequence[datetime]) -> None:
    """Forget who said whether a meeting was worth it, where one that still knows has been over for long enough."""
    if any(one <= context.at - ASKED for one in ended):
        await context.records.sittings.forget_who_pressed(context.at - ASKED)


def _startable(meeting: Meeting) -> Occasion:
    """Nothing is said; what shows the meeting is drawn again, with the button that starts it."""
    return Occasion(
        at=meeting.starts_at - SOON,
        key=f"startable/{meeting.id}/{int(meeting.starts_at.timestamp())}",
        card="meeting.startable",
        subject={"meeting": meeting.id},
        conversation=meeting.series.conversation_id,
        until=meeting.starts_at,
        decent=False,
    )


@feature.draws("startable")
async def startable(context: Context, *, meeting: int) -> Card | None:
    """About the time of a meeting its cards offer to start it."""
    await context.changed(f"agenda:{meeting}")
    await context.changed(f"meeting:{meeting}")
    return None


async def _forgotten(context: Context, sitting: Sitting) -> None:
    """End it without a word in the channel; what it did not reach is asked about as after any meeting.

    What it left to do is known all the same, so each lead still hears of theirs.
    """
    await context.records.sittings.end(sitting, context.at, settled=False)
    await receipts.owe(context, sitting)
    await redraw(context, sitting)
    await redraw_meeting(context, sitting.meeting)


def _nearly(sitting: Sitting, current: Turn, turns: Sequence[Turn]) -> list[Occasion]:
    length, until = box(current.item, turns), box_ends(current, turns)
    if not length or until is None:
        return []
    at = until - min(max(NEARLY, length / 10), length / 2)
    key = f"nearly/{current.id}/{int(length.total_seconds()) // 60}"
    subject = {"sitting": sitting.id, "turn": current.id, "until": until.isoformat()}
    return [_word(sitting, at, key, "meeting.nearly", subject)] if at > current.began_at else []


async def _tight(context: Context, sitting: Sitting, current: Turn, turns: Sequence[Turn]) -> list[Occasion]:
    """When what is to come no longer fits: said once, and once more for each item that was parked to make it fit."""
    rest = to_come(await items(context, sitting), turns)
    if not rest or len(turns) < 1:
        return []
    free_at = max(box_ends(current, turns) or current.began_at, current.began_at)
    at = current.began_at if free_at + rest > sitting.ends_at else sitting.ends_at - rest
    if at <= sitting.started_at:
        return []  # the card has said so from the beginning
    parked = sum(turn.outcome == PARKED for turn in turns)
    return [_word(sitting, at, f"tight/{sitting.id}/{parked}", "meeting.tight", {"sitting": sitting.id})]


def _word(sitting: Sitting, at: datetime, key: str, card: str, subject: dict[str, object]) -> Occasion:
    """A quiet word in the thread of the live card."""
    return Occasion(
        at=at,
        key=key,
        card=card,
        subject=subject,
        conversation=sitting.meeting.series.conversation_id,
        until=at + WORTH_SAYING,
        decent=False,
        under=f"sitting/{sitting.id}",
    )


@feature.draws("nearly")
async def nearly(context: Context, *, sitting: int, turn: int, until: str) -> Card | None:
    """Time for an item is nearly up; nothing where somebody has moved on, or given it more."""
    row = await context.records.sittings.get(sitting)
    current = await context.records.sittings.current(row) if row else None
    if row is None or current is None or current.id != turn:
        return None
    ends = box_ends(current, await context.records.sittings.turns(row))
    if ends is None or ends.isoformat() != until or ends <= context.at:
        return None
    await redraw(context, row)
    left, extra = minutes(ends - context.at), current.extra
    return context.card(
        "sitting/nearly", id=row.id, turn=turn, extra=extra, text=current.item.text, left=left
    )


@feature.draws("tight")
async def tight(context: Context, *, sitting: int) -> Card | None:
    """What is to come no longer fits; nothing where it does after all."""
    row = await context.records.sittings.get(sitting)
    if row is None or row.ended_at is not None:
        return None
    turns = await context.records.sittings.turns(row)
    beyond = too_long(context.at, row, await items(context, row), turns)
    if beyond < timedelta(0):
        return None
    await redraw(context, row)
    current = await context.records.sittings.current(row)
    return context.card(
        "sitting/tight",
        id=row.id,
        turn=current.id if current else 0,
        text=current.item.text if current else "",
        ends_at=row.ends_at,
        zone=context.partnership.zone,
        beyond=max(1, int(beyond.total_seconds()) // 60),
    )
