"""What was noted since the last meeting of a series, for the agenda of the next one: good news first, then what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.feature import Context
from storage.meetings import PLANNED, Meeting
from storage.notes import CELEBRATION, HELP, IDEA, Note

MOST = 3
"""So many lines of each kind stand on an agenda; of more, how many there are."""


@dataclass(frozen=True)
class Noted:
    """What was noted last of one kind, the newest at the end; `more` came before and stand in the list only."""

    texts: Sequence[str]
    more: int


@dataclass(frozen=True)
class Since:
    """What was noted since the last meeting."""

    celebrations: Noted
    help: Noted
    ideas: Noted


async def since(context: Context, meeting: Meeting) -> Since | None:
    """What was noted between the end of the last meeting of the series and the beginning of this one, if anything."""
    if meeting.state != PLANNED:
        return None
    before = await context.records.meetings.previous(meeting)
    found = await context.records.notes.list(
        (CELEBRATION, HELP, IDEA),
        since=before.ends_at if before else None,
        until=meeting.starts_at,
        series_id=meeting.series_id,
    )
    if not found:
        return None
    return Since(_noted(found, CELEBRATION), _noted(found, HELP), _noted(found, IDEA))


def _noted(found: Sequence[Note], kind: str) -> Noted:
    texts = [note.text for note in reversed(found) if note.kind == kind]
    return Noted(texts[-MOST:], max(0, len(texts) - MOST))
