"""Lists of what was noted, the newest first, by the meeting it was said in or by month; and one note in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from bot import dates
from bot.feature import Context, Reply, reply
from bot.when import When, when
from handlers.note.base import may, standing, target
from handlers.note.filters import Wanted, wanted
from storage.notes import DECISION, HELP, Note
from storage.positions import Decided

MOST = 10
"""So many are listed at once; for more there is a button."""

_BEFORE = re.compile(r"before=(\d{1,9})\b *")


@dataclass(frozen=True)
class Line:
    """One note as a list says it; `who` noted it, empty for who asked for help; `stands` is of a decision."""

    number: int
    kind: str
    text: str
    day: date
    who: str
    stands: Decided | None = None


@dataclass(frozen=True)
class Group:
    """What was noted in one meeting, or outside of any in the month that begins on `month`."""

    meeting: When | None
    month: date
    lines: Sequence[Line] = field(default_factory=tuple)


async def listed(context: Context, family: str, read: Wanted | None = None) -> Reply:
    """What was noted in a family, as far as the words want it."""
    before = _BEFORE.match(context.text)
    words = context.text[before.end() :] if before else context.text
    asked = read or await wanted(context, family, words) or Wanted(words=words.strip())
    found = await context.records.notes.list(**asked.query(family))
    rest = [note for note in found if before is None or note.number < int(before[1])]
    shown = rest[:MOST]
    return reply(
        "note/list",
        family=family,
        groups=await _groups(context, shown),
        before=shown[-1].number if len(rest) > MOST else 0,
        more=len(rest) - len(shown),
        words=words.strip(),
        today=_day(context, context.at),
    )


async def _groups(context: Context, notes: Sequence[Note]) -> list[Group]:
    def key(note: Note) -> tuple[int, date]:
        return note.meeting_id or 0, _day(context, note.at).replace(day=1)

    decisions = [one for one in notes if one.kind == DECISION]
    stands = {one.id: one for one in await context.records.positions.decided(decisions)}
    groups = []
    for (_, month), several in groupby(notes, key):
        together = list(several)
        meeting = together[0].meeting
        lines = [_line(context, one, stands.get(one.id)) for one in together]
        groups.append(Group(when(context, meeting) if meeting else None, month, lines))
    return groups


def _line(context: Context, note: Note, stands: Decided | None) -> Line:
    who = note.by.name if note.by and note.kind != HELP else ""
    return Line(note.number, note.kind, note.text, _day(context, note.at), who, stands)


def _day(context: Context, moment: datetime) -> date:
    """The day of a moment in the partnership's zone."""
    return dates.local(moment, context.partnership.zone).date()


async def show(context: Context, family: str) -> Reply:
    """One note in full, with who noted it and when."""
    note, _ = await target(context, family)
    return reply("note/show", **await _in_full(context, note))


async def _in_full(context: Context, note: Note) -> dict[str, Any]:
    return {
        "note": note,
        "line": _line(context, note, await standing(context, note)),
        "meeting": when(context, note.meeting) if note.meeting else None,
        "mine": may(context, note),
        "today": _day(context, context.at),
    }
