"""What every verb of the agenda needs: the feature itself, which agenda and which item are meant, who may change it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot import dates
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Feature
from bot.owners import plain
from bot.target import row_id
from bot.when import when
from storage.agenda import MOST, OPEN, AgendaItem
from storage.meetings import Meeting, Series
from storage.people import Role

feature = Feature("agenda", command="/agenda", about="what the next meeting talks about")

LONGEST = 500
"""How long an item may be, in characters."""

ROOM = 200
"""How much longer a line may be for its time box, purpose and presenter."""


@dataclass(frozen=True)
class Page:
    """One agenda: of a meeting, or (without one) what waits for the next meeting, of a series where it is known."""

    meeting: Meeting | None
    series: Series | None
    items: Sequence[AgendaItem]

    def numbered(self, number: int) -> AgendaItem | None:
        """The item that people see under this number."""
        return self.items[number - 1] if 0 < number <= len(self.items) else None

    def number(self, item: AgendaItem) -> int:
        """The number under which people see an item; 0 where it is not here."""
        return next((place for place, one in enumerate(self.items, start=1) if one.id == item.id), 0)


async def page_of(context: Context, meeting: Meeting | None, series: Series | None = None) -> Page:
    """The agenda of a meeting, or what waits."""
    agenda = context.records.agenda
    if meeting is not None:
        return Page(meeting, meeting.series, await agenda.of(meeting, context.at))
    return Page(None, series, await agenda.waiting(series.id if series else None))


async def page(context: Context, text: str) -> tuple[Page, str]:
    """The agenda that words mean, and the words that are left.

    A button's meeting (`id=12`); a series by its name, a meeting by its day; else the next meeting here.
    """
    if (pressed := row_id(text)) is not None:
        meeting = await context.records.meetings.get(pressed) if pressed else await _next(context)
        if meeting is None and pressed:
            raise BotError("agenda/gone")
        return await page_of(context, meeting), ""
    series, rest = await context.records.meetings.named(text, context.conversation_id)
    if series is not None:
        meeting = await context.records.meetings.next(context.at, series_id=series.id)
        return await page_of(context, meeting, series), rest
    return await page_of(context, await _on_day(context, rest) or await _next(context)), rest


async def _next(context: Context) -> Meeting | None:
    """The next meeting of this channel, else of the partnership."""
    meetings = context.records.meetings
    here = await meetings.next(context.at, conversation_id=context.conversation_id)
    return here or await meetings.next(context.at)


async def _on_day(context: Context, words: str) -> Meeting | None:
    """The coming meeting on a day, where the words are nothing but a day."""
    found = dates.read(words, context.at, context.calendar) if words.strip() else None
    if found is None or found.date is None:
        return None
    zone = context.partnership.zone
    coming = await context.records.meetings.coming(context.at)
    return next((one for one in coming if dates.local(one.starts_at, zone).date() == found.date), None)


_NUMBER = re.compile(r"^\s*(?:item\s+|no\.?\s*|#)?(?P<number>\d{1,4})\b(?P<rest>.*)$", re.I | re.S)


async def target(context: Context, text: str) -> tuple[AgendaItem, Page, str]:
    """The item that a button (`id=12`, an item's row) or a number (`3`, `3 for working group`) means, its agenda, and
    what is left. Raises BotError where there is none."""
    if (pressed := row_id(text)) is not None:
        item = await by_id(context, pressed)
        return item, await home_of(context, item), ""
    here, rest = await page(context, text)
    found = _NUMBER.match(rest)
    numbered = here.numbered(int(found["number"])) if found else None
    if found is None or numbered is None:
        meeting = here.meeting.id if here.meeting else 0
        raise BotError("agenda/which", typed=text, count=len(here.items), meeting=meeting)
    return numbered, here, found["rest"].strip()


async def by_id(context: Context, item_id: int) -> AgendaItem:
    """An item that still stands. Raises BotError where it does not."""
    item = await context.records.agenda.get(item_id)
    if item is None:
        raise BotError("agenda/gone")
    if item.state != OPEN:
        raise BotError("agenda/off", text=item.text, id=item.id)
    return item


async def home_of(context: Context, item: AgendaItem) -> Page:
    """The agenda on which an item stands."""
    meetings = context.records.meetings
    meeting = await meetings.get(item.meeting_id) if item.meeting_id else None
    return await page_of(context, meeting, await meetings.series(item.series_id) if item.series_id else None)


async def check_room(
    context: Context, meeting: Meeting | None, typed: str, series_id: int | None = None
) -> None:
    """Raise BotError, saying the words back, where an agenda holds no more (storage/agenda.py says how many)."""
    if await context.records.agenda.room(meeting, series_id):
        return
    words = plain(typed, await context.records.members.list())
    shown = when(context, meeting) if meeting else None
    raise BotError("agenda/full", meeting=shown, most=MOST, typed=words)


def check_may(context: Context, item: AgendaItem) -> None:
    """Everybody may change what they added; chair, deputy and minute-taker anything. Raises NotAllowed."""
    if item.added_by_id == context.member.id or context.member.role >= Role.MINUTES:
        return
    raise NotAllowed("agenda/not_yours", text=item.text, who=item.added_by.name if item.added_by else "")


async def redraw(context: Context, *items: AgendaItem, meetings: Sequence[Meeting | None] = ()) -> None:
    """Everything posted that shows these items or these meetings' agendas is drawn again; an agenda until it begins."""
    for item in items:
        await context.changed(f"item:{item.id}")
    for meeting in {one.id: one for one in meetings if one is not None}.values():
        await context.changed(f"agenda:{meeting.id}")
        if meeting.open:
            await context.changed(f"sitting:{meeting.id}")


async def people(context: Context) -> list[dict[str, Any]]:
    """Everybody as choices of a form, by organisation."""
    members = await context.records.members.list()
    return [
        {
            "value": str(member.id),
            "label": member.name,
            "group": member.organisation.name if member.organisation else "",
        }
        for member in members
    ]
