"""The live card of a meeting: its agenda, what is talked about now, the minutes that are left, and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.card import Card
from bot.feature import Context
from bot.when import When, when
from handlers.meeting.base import feature
from handlers.meeting.sitting.base import after, before, items
from storage.agenda import AgendaItem
from storage.meetings import APOLOGIES, Meeting
from storage.sittings import LEFT, PARKED, PRESENT, Presence, Sitting, Turn, box, spent


@dataclass(frozen=True)
class Line:
    """An item of a meeting that is held. `state`: now, done, parked, left, or empty for what is to come."""

    text: str
    purpose: str
    minutes: int | None
    presenter: str
    state: str


@dataclass(frozen=True)
class View:
    """A meeting that is held, as it stands at one moment.

    `turn` is the number of the current turn, 0 where nothing is talked about; `left` the minutes of its box that are left
    (below zero: beyond it), None without a box; `beyond` by how many minutes what is to come is too long for the meeting.
    """

    id: int
    meeting: When
    ended_at: datetime | None
    lines: Sequence[Line]
    now: Line | None
    turn: int
    until: datetime | None
    left: int | None
    beyond: int
    more: bool
    back: bool
    present: Sequence[str]
    standing: Sequence[Presence]
    apologies: Sequence[str]


@feature.draws("sitting")
async def live(context: Context, *, sitting: int) -> Card | None:
    """The card in the channel, as things stand now."""
    row = await context.records.sittings.get(sitting)
    return context.card("sitting/card", sitting=await view(context, row)) if row else None


async def view(context: Context, sitting: Sitting) -> View:
    """All that is to be said of a meeting that is held."""
    agenda, turns = await items(context, sitting), await context.records.sittings.turns(sitting)
    current = next((turn for turn in reversed(turns) if turn.ended_at is None), None)
    until = box_ends(current, turns)
    rows = await context.records.sittings.presences(sitting)
    return View(
        id=sitting.id,
        meeting=when(context, sitting.meeting),
        ended_at=sitting.ended_at,
        lines=_lines(agenda, turns),
        now=_line(current.item, turns) if current else None,
        turn=current.id if current else 0,
        until=until,
        left=_minutes(until - context.at) if until else None,
        beyond=max(0, _minutes(too_long(context, sitting, agenda, turns))),
        more=bool(after(agenda, current, turns)),
        back=before(agenda, current, turns) is not None,
        present=[row.who for row in rows if row.kind == PRESENT and not row.instead_of],
        standing=[row for row in rows if row.kind == PRESENT and row.instead_of],
        apologies=await _apologies(context, sitting.meeting, rows),
    )


def _minutes(length: timedelta) -> int:
    """Whole minutes; a minute that has begun counts."""
    return -int(-length.total_seconds() // 60)


def box_ends(current: Turn | None, turns: Sequence[Turn]) -> datetime | None:
    """When the time box of what is talked about ends, with what it used up before; None where it has none."""
    if current is None or (length := box(current.item, turns)) is None:
        return None
    return current.began_at + length - spent(current.item, turns, current.began_at)


def to_come(agenda: Sequence[AgendaItem], turns: Sequence[Turn]) -> timedelta:
    """The boxes of all that is still to come."""
    current = next((turn for turn in reversed(turns) if turn.ended_at is None), None)
    rest = after(agenda, current, turns)
    return sum((box(one, turns) or timedelta(0) for one in rest), timedelta(0))


def too_long(
    context: Context, sitting: Sitting, agenda: Sequence[AgendaItem], turns: Sequence[Turn]
) -> timedelta:
    """By how much what is left is longer than the time that is left; below zero where it fits."""
    current = next((turn for turn in reversed(turns) if turn.ended_at is None), None)
    free_at = max(box_ends(current, turns) or context.at, context.at)
    rest = to_come(agenda, turns)
    return free_at + rest - sitting.meeting.ends_at if rest else timedelta(0)


def _lines(agenda: Sequence[AgendaItem], turns: Sequence[Turn]) -> list[Line]:
    """The agenda, and behind it what was on it and has gone to the next meeting."""
    here = {one.id for one in agenda}
    gone = {turn.item_id: turn.item for turn in turns if turn.outcome in (PARKED, LEFT)}
    return [_line(one, turns) for one in (*agenda, *(one for key, one in gone.items() if key not in here))]


def _line(item: AgendaItem, turns: Sequence[Turn]) -> Line:
    mine = [turn for turn in turns if turn.item_id == item.id]
    length = box(item, turns)
    return Line(
        text=item.text,
        purpose=item.purpose,
        minutes=_minutes(length) if length is not None else None,
        presenter=item.presenter.name if item.presenter else item.presenter_words,
        state=("now" if mine[-1].ended_at is None else mine[-1].outcome) if mine else "",
    )


async def _apologies(context: Context, meeting: Meeting, rows: Sequence[Presence]) -> list[str]:
    """Who sent apologies, but for who came all the same."""
    there = {row.member_id for row in rows if row.kind == PRESENT and row.member_id}
    said = await context.records.meetings.answers(meeting)
    names = [one.member.name for one in said if one.answer == APOLOGIES and one.member_id not in there]
    return list(dict.fromkeys([*names, *(row.who for row in rows if row.kind == APOLOGIES)]))
