"""Editing and removing items: anyone their own; chair, deputy and minute-taker any."""

from __future__ import annotations

import re

from bot.errors import BotError
from bot.feature import Context, Reply, reply, silent
from bot.target import row_id
from handlers.agenda.adding import captured, filled_in, read, write
from handlers.agenda.base import Page, by_id, check_may, check_room, feature, home_of, people, redraw, target
from handlers.agenda.reading import Parts
from handlers.agenda.words import line, sheet
from storage.agenda import OPEN, AgendaItem
from storage.people import Member

_NEW_WORDS = re.compile(r"^(?:=|:|to say)\s*(?P<words>.+)$", re.S)


@feature.verb("edit", form=True, also=("change", "amend"), examples=("edit 3", "edit 3 = Budget 15m"))
async def edit(context: Context) -> Reply:
    """Change an item by its number."""
    number, equals, words = context.text.partition("=")
    if row_id(context.text) is not None or not equals:
        number, words = context.text, ""
    item, here, rest = await target(context, number)
    check_may(context, item)
    if not words.strip() and (found := _NEW_WORDS.match(rest)):
        words = found["words"]
    if not words.strip():
        return await _form(context, item)
    parts = await read(context, words.strip())
    return await _changed(context, item, here, _filled_up(parts, item))


def _filled_up(parts: Parts, item: AgendaItem) -> Parts:
    """New words for an item; what they do not speak of stays."""
    silent_about_who = parts.presenter is None and not parts.presenter_words
    return Parts(
        parts.text or item.text,
        parts.purpose or item.purpose,
        parts.minutes if parts.minutes is not None else item.minutes,
        item.presenter if silent_about_who else parts.presenter,
        item.presenter_words if silent_about_who else parts.presenter_words,
    )


async def _form(context: Context, item: AgendaItem) -> Reply:
    return reply(
        "agenda/edit",
        id=item.id,
        text=item.text,
        purpose=item.purpose,
        minutes=item.minutes,
        presenter=item.presenter_id or "",
        words=item.presenter_words,
        people=await people(context),
    )


@feature.verb("update", hidden=True, form=True)
async def update(context: Context) -> Reply:
    """Change an item as a form says."""
    item = await by_id(context, row_id(context.text) or 0)
    check_may(context, item)
    parts = await filled_in(context)
    kept = item.presenter_words if parts.presenter is None else ""
    here = await home_of(context, item)
    return await _changed(context, item, here, _with_words(parts, parts.presenter, kept))


def _with_words(parts: Parts, presenter: Member | None, words: str) -> Parts:
    return Parts(parts.text, parts.purpose, parts.minutes, presenter, words)


async def _changed(context: Context, item: AgendaItem, here: Page, parts: Parts) -> Reply:
    write(item, parts)
    await redraw(context, item, meetings=[here.meeting])
    return reply("agenda/changed", item=line(item, here.number(item)), agenda=sheet(context, here))


@feature.verb("remove", also=("delete", "drop"), examples=("remove 2",))
async def remove(context: Context) -> Reply:
    """Take an item off the agenda."""
    if "id" in context.request.values:
        return await _remove_captured(context)
    item, here, _ = await target(context, context.text)
    return await _remove(context, item, here)


async def _remove_captured(context: Context) -> Reply:
    """Take off what a message became that is gone; taken off already, it stays so."""
    item = await context.records.agenda.get(captured(context))
    if item is None or item.state != OPEN:
        return silent()
    return await _remove(context, item, await home_of(context, item))


async def _remove(context: Context, item: AgendaItem, here: Page) -> Reply:
    await take_off(context, item, here)
    return reply("agenda/removed", item=line(item))


async def take_off(context: Context, item: AgendaItem, here: Page) -> None:
    """Remove an item, where the asker may."""
    check_may(context, item)
    await context.records.agenda.remove(item)
    await redraw(context, item, meetings=[here.meeting])


@feature.verb("undo", hidden=True)
async def undo(context: Context) -> Reply:
    """Take back an item just added, as if never said."""
    item = await by_id(context, row_id(context.text) or 0)
    return await _remove(context, item, await home_of(context, item))


@feature.verb("restore", hidden=True)
async def restore(context: Context) -> Reply:
    """Put an item back where it stood."""
    item = await context.records.agenda.get(row_id(context.text) or 0)
    if item is None:
        raise BotError("agenda/gone")
    check_may(context, item)
    if item.state != OPEN:
        meeting = (await home_of(context, item)).meeting
        await check_room(context, meeting, item.text, item.series_id)
    await context.records.agenda.restore(item)
    here = await home_of(context, item)
    await redraw(context, item, meetings=[here.meeting])
    return reply("agenda/changed", item=line(item, here.number(item)), agenda=sheet(context, here))
