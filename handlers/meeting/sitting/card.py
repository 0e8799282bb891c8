"""The live card of a meeting: its agenda, what is talked about now, the minutes that are left, and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.card import Card
from bot.feature import Context, Reply, reply
from bot.when import When, when
from handlers.meeting.base import feature
from handlers.meeting.sitting.base import after, before, items
from handlers.meeting.sitting.timing import box_ends, minutes, too_long
from storage.agenda import AgendaItem
from storage.meetings import APOLOGIES, Meeting
from storage.sittings import LEFT, PARKED, PRESENT, Presence, Sitting, Turn, box


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

    `turn` is the number of the current turn, 0 where nothing is talked about, and `extra` the minutes that it was given
    beyond its box; `left` the minutes of its box that are left (below zero: beyond it), None without a box; `beyond` by how
    many minutes what is to come is too long for the meeting, which is to end at `ends_at`.
    """

    id: int
    meeting: When
    ends_at: datetime
    ended_at: datetime | None
    lines: Sequence[Line]
    now: Line | None
    turn: int
    extra: int
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
        ends_at=sitting.ends_at,
        ended_at=sitting.ended_at,
        lines=_lines(agenda, turns),
        now=_line(current.item, turns) if current else None,
        turn=current.id if current else 0,
        extra=current.extra if current else 0,
        until=until,
        left=minutes(until - context.at) if until else None,
        beyond=max(0, minutes(too_long(context.at, sitting, agenda, turns))),
        more=bool(after(agenda, current, turns)),
        back=before(agenda, current, turns) is not None,
        present=[row.who for row in rows if row.kind == PRESENT and not row.instead_of],
        standing=[row for row in rows if row.kind == PRESENT and row.instead_of],
        apologies=await _apologies(context, sitting.meeting, rows),
    )


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
        minutes=minutes(length) if length is not None else None,
        presenter=item.presenter.name if item.presenter else item.presenter_words,
        state=("now" if mine[-1].ended_at is None else mine[-1].outcome) if mine else "",
    )


async def _apologies(context: Context, meeting: Meeting, rows: Sequence[Presence]) -> list[str]:
    """Who sent apologies, but for who came all the same."""
    there = {row.member_id for row in rows if row.kind == PRESENT and row.member_id}
    said = await context.records.meetings.answers(meeting)
    names = [one.member.name for one in said if one.answer == APOLOGIES and one.member_id not in there]
    return list(dict.fromkeys([*names, *(row.who for row in rows if row.kind == APOLOGIES)]))


@feature.verb("who_is_here", also=("who's here", "who is there", "who is present"), examples=("who is here",))
async def who_is_here(context: Context) -> Reply:
    """Show who is in the meeting that is held; when none is, who belongs to the partnership."""
    sitting = await context.records.sittings.open(context.conversation_id)
    if sitting is None:
        return reply().then("partnership.show", "")
    seen = await view(context, sitting)
    return reply("sitting/there", present=seen.present, standing=seen.standing, apologies=seen.apologies)
