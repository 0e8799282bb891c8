"""The order of the agenda, and where items go: to the next meeting, or carried over after one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id, whole
from bot.when import when
from handlers.agenda.base import Page, check_may, check_room, feature, page, redraw, target
from handlers.agenda.editing import take_off
from handlers.agenda.words import line, sheet
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.people import Role

_ENDS = {"top": 1, "start": 1, "first": 1, "bottom": 10_000, "end": 10_000, "last": 10_000}
_TO = re.compile(
    r"^(?:to|before|=|>|->|→)?\s*(?:the\s+)?(?:number\s+|no\.?\s*|#)?(?P<to>\d{1,4}|[a-z]+)\b", re.I
)


@feature.verb("move", also=("reorder",), examples=("move 3 to 1", "move 2 down"))
async def move(context: Context) -> Reply:
    """Give an item another place: move 3 to 1, move 3 up, move 3 to the end."""
    item, here, rest = await target(context, context.text)
    found = _TO.match(rest)
    word = found["to"].lower() if found else ""
    if word == "next":
        return await _put_off(context, item, here)
    place = _place(here, item, word)
    if place is None:
        raise BotError("agenda/where", typed=context.text, count=len(here.items))
    await _place_at(context, here, item, place)
    here, _ = await _again(context, here)
    return reply("agenda/agenda", agenda=sheet(context, here))


def _place(here: Page, item: AgendaItem, word: str) -> int | None:
    """The place that a word means, from 1; None where it means none."""
    now = here.number(item)
    if word in ("up", "down"):
        return now - 1 if word == "up" else now + 1
    return whole(word) if word.isdecimal() else _ENDS.get(word)


async def _place_at(context: Context, here: Page, item: AgendaItem, place: int) -> None:
    others = [one for one in here.items if one.id != item.id]
    others.insert(min(max(place, 1), len(here.items)) - 1, item)
    await context.records.agenda.arrange(others)
    await redraw(context, meetings=[here.meeting])


async def _again(context: Context, here: Page) -> tuple[Page, str]:
    """The same agenda as it now stands."""
    if here.meeting is not None:
        return await page(context, f"id={here.meeting.id}")
    return await page(context, f"for {here.series.name}" if here.series else "id=0")


@feature.verb("arrange", also=("order",), examples=("arrange",))
async def arrange(context: Context) -> Reply:
    """Show every item with buttons to edit, reorder or remove it."""
    here, _ = await page(context, context.text)
    return reply("agenda/arrange", agenda=sheet(context, here)).privately()


@feature.verb("up", hidden=True)
async def up(context: Context) -> Reply:
    """One place earlier."""
    return await _step(context, -1)


@feature.verb("down", hidden=True)
async def down(context: Context) -> Reply:
    """One place later."""
    return await _step(context, 1)


async def _step(context: Context, by: int) -> Reply:
    item, here, _ = await target(context, context.text)
    await _place_at(context, here, item, here.number(item) + by)
    return await _arranged(context, here)


async def _arranged(context: Context, here: Page) -> Reply:
    here, _ = await _again(context, here)
    return reply("agenda/arrange", agenda=sheet(context, here)).in_place()


@feature.verb("take_off", hidden=True)
async def off(context: Context) -> Reply:
    """Remove an item where it stands among the others to be arranged."""
    item, here, _ = await target(context, context.text)
    await take_off(context, item, here)
    return await _arranged(context, here)


@feature.verb("send_on", hidden=True)
async def send_on(context: Context) -> Reply:
    """Move an item to the next meeting from where it stands among the others to be arranged."""
    item, here, _ = await target(context, context.text)
    await _put_off(context, item, here)
    return await _arranged(context, here)


@feature.verb("next", also=("postpone", "defer"), examples=("next 3",))
async def put_off(context: Context) -> Reply:
    """Move an item to the next meeting."""
    item, here, _ = await target(context, context.text)
    return await _put_off(context, item, here)


async def _put_off(context: Context, item: AgendaItem, here: Page) -> Reply:
    check_may(context, item)
    if here.meeting is None:
        raise BotError("agenda/waits_already", text=item.text)
    if item.standing_id is not None:
        raise BotError("agenda/comes_by_itself", text=item.text, id=item.id)
    then = await context.records.meetings.after(here.meeting)
    await check_room(context, then, item.text, here.meeting.series_id)
    await context.records.agenda.put_off([item], then)
    await redraw(context, item, meetings=[here.meeting, then])
    return reply("agenda/put_off", item=line(item), then=when(context, then) if then else None)


@feature.verb(
    "carry",
    form=True,
    least=Role.MINUTES,
    also=("carry over", "carryover"),
    examples=("carry", "carry 3 and 4"),
)
async def carry(context: Context) -> Reply:
    """After a meeting, carry over what was not reached."""
    meeting, rest = await _meeting_held(context)
    items = await context.records.agenda.unfinished(meeting)
    if not items:
        raise BotError("agenda/nothing_left", meeting=when(context, meeting))
    page_then = await context.records.agenda.of(meeting, context.at)
    numbers = {int(number) for number in re.findall(r"(?<!\d)[0-9]{1,6}(?!\d)", rest)}
    if chosen := [one for place, one in enumerate(page_then, start=1) if place in numbers and one in items]:
        return await _carry(context, meeting, chosen)
    if rest.strip().lower() in ("all", "everything"):
        return await _carry(context, meeting, items)
    choices = [{"value": str(item.id), "label": item.text, "group": ""} for item in items]
    return reply("agenda/carry", meeting=when(context, meeting), choices=choices)


async def _meeting_held(context: Context) -> tuple[Meeting, str]:
    """The meeting whose items are carried over: a button's, or the last one that has begun."""
    meetings = context.records.meetings
    if (pressed := row_id(context.text)) is not None:
        meeting, rest = await meetings.get(pressed), ""
    else:
        series, rest = await meetings.named(context.text, context.conversation_id)
        here = None if series else context.conversation_id
        meeting = await meetings.last(context.at, here, series.id if series else None)
    if meeting is None or meeting.starts_at > context.at:
        raise BotError("agenda/not_held_yet")
    return meeting, rest


@feature.verb("carry_save", hidden=True, form=True, least=Role.MINUTES)
async def carry_save(context: Context) -> Reply:
    """Carry over the items that were chosen in a form."""
    meeting, _ = await _meeting_held(context)
    wanted = context.request.values.get("items", [])
    ids = {whole(value) for value in wanted}
    items = [item for item in await context.records.agenda.unfinished(meeting) if item.id in ids]
    if not items:
        raise BotError("agenda/nothing_left", meeting=when(context, meeting))
    return await _carry(context, meeting, items)


async def _carry(context: Context, meeting: Meeting, items: Sequence[AgendaItem]) -> Reply:
    then = await context.records.meetings.after(meeting)
    waits = await context.records.agenda.put_off(items, then, carried=True)
    await redraw(context, *items, meetings=[meeting, then])
    lines = [line(item) for item in items]
    return reply(
        "agenda/carried", lines=lines, then=when(context, then) if then else None, waiting=len(waits)
    )
