"""What people answered before a meeting, on its agenda: under the standing items that ask for it, all of it together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import hours
from bot.feature import Context
from storage.agenda import AgendaItem
from storage.meetings import PLANNED, Meeting
from storage.reflections import LESS, OPEN, WELL, asked_in
from storage.voices import Voice

MOST = 4
"""So much of each question stands on an agenda; all of it is a press away."""


@dataclass(frozen=True)
class Said:
    """One voice; `by` is whoever wanted to be named with it, `came` whether anything came of it."""

    id: int
    text: str
    by: str
    came: bool


@dataclass(frozen=True)
class Part:
    """What was said to one question ("well" or "less"), and the standing item that asks it, where there is one."""

    question: str
    number: int
    item: str
    voices: Sequence[Said]
    more: int


@dataclass(frozen=True)
class Heard:
    """What was said before a meeting, by question; `id` is the reflection's."""

    id: int
    parts: Sequence[Part]


async def release(context: Context, meeting: Meeting) -> None:
    """The agenda is posted just now, so what was answered is shown with it; not at an hour at which nothing is posted."""
    reflection = await context.records.reflections.of(f"meeting/{meeting.id}")
    if reflection is None or reflection.state != OPEN or meeting.state != PLANNED:
        return
    if hours.decent(context.at, context.calendar, context.partnership.chase_hour):
        await context.records.voices.release(reflection, context.at)
        await context.changed(f"reflected:{reflection.id}")


async def heard(context: Context, meeting: Meeting, items: Sequence[AgendaItem]) -> Heard | None:
    """What was said before a meeting, once it has been released; before that there is nothing to see."""
    reflection = await context.records.reflections.of(f"meeting/{meeting.id}")
    if reflection is None or reflection.released_at is None:
        return None
    voices = await context.records.voices.of(reflection)
    parts = [_part(question, voices, items) for question in (WELL, LESS)]
    found = [part for part in parts if part.voices]
    return Heard(reflection.id, found) if found else None


def _part(question: str, voices: Sequence[Voice], items: Sequence[AgendaItem]) -> Part:
    mine = [_said(voice) for voice in voices if voice.question == question]
    number, item = next(_asking(question, items), (0, ""))
    return Part(question, number, item, mine[:MOST], max(0, len(mine) - MOST))


def _asking(question: str, items: Sequence[AgendaItem]) -> Iterator[tuple[int, str]]:
    """The standing items that ask a question, with the numbers under which people see them."""
    for number, item in enumerate(items, start=1):
        if item.standing_id is not None and asked_in(item.text) == question:
            yield number, item.text


def _said(voice: Voice) -> Said:
    name = voice.member.name if voice.member else voice.organisation.name if voice.organisation else ""
    return Said(voice.id, voice.text, name, voice.action_id is not None or voice.item_id is not None)
