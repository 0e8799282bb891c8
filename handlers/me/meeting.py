"""The meetings that come next, with what they will talk about and what the reader has said about coming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.feature import Context
from bot.when import When, when
from handlers.me.base import Reader
from storage.agenda import AgendaItem
from storage.meetings import Meeting

MEETINGS, ITEMS = 3, 6
"""So many meetings, one of each series, and so many items of each."""


@dataclass(frozen=True)
class Item:
    """An item as prompts/_parts/agenda.md says it."""

    text: str
    purpose: str
    minutes: int | None
    presenter: str
    carried: int


@dataclass(frozen=True)
class Coming:
    """A meeting with the beginning of its agenda. `answer`: what the reader said about coming; empty where nothing."""

    meeting: When
    items: Sequence[Item]
    more: int
    answer: str


async def meetings(context: Context, reader: Reader) -> list[Coming]:
    """The next meeting of each series, the earliest first."""
    first: dict[int, Meeting] = {}
    for meeting in await context.records.meetings.coming(context.at):
        first.setdefault(meeting.series_id, meeting)
    return [await _coming(context, reader, meeting) for meeting in list(first.values())[:MEETINGS]]


async def _coming(context: Context, reader: Reader, meeting: Meeting) -> Coming:
    items = await context.records.agenda.of(meeting, context.at)
    answers = await context.records.meetings.answers(meeting)
    return Coming(
        meeting=when(context, meeting, reader.member),
        items=[_item(item) for item in items[:ITEMS]],
        more=max(len(items) - ITEMS, 0),
        answer=next((row.answer for row in answers if row.member_id == reader.member.id), ""),
    )


def _item(item: AgendaItem) -> Item:
    presenter = item.presenter.name if item.presenter else item.presenter_words
    return Item(item.text, item.purpose, item.minutes, presenter, item.carried)
