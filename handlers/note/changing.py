"""Changing a note, taking it back and putting it back: whoever noted it; chair, deputy and minute-taker any."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.note.adding import filled_in
from handlers.note.base import (
    RECENT,
    as_it_stands,
    changed,
    check_free,
    check_may,
    check_open,
    fitting,
    readable,
    target,
)
from storage.notes import FAMILY, OPEN, UNDONE, Note


async def edit(context: Context, family: str) -> Reply:
    """Other words for a note, typed behind its number or filled in; without any, the form."""
    note, words = await target(context, family)
    check_may(context, note)
    check_open(note)
    await check_free(context, note, await readable(context, words))
    if "text" in context.request.values:
        text, note.kind = filled_in(context, note.kind)
        note.text = await readable(context, text)
    elif words:
        note.text = await fitting(context, words)
    else:
        return reply("note/edit", note=note)
    await changed(context, note)
    return (await as_it_stands(context, note)).marked("white_check_mark")


async def undo(context: Context, family: str) -> Reply:
    """Take a note back as if never said: the one that is named, or else what the asker noted last."""
    note = await _meant(context, family)
    check_may(context, note)
    check_open(note)
    await check_free(context, note)
    note.state = UNDONE
    await changed(context, note)
    return (await as_it_stands(context, note)).marked("leftwards_arrow_with_hook")


async def _meant(context: Context, family: str) -> Note:
    if context.text.strip():
        return (await target(context, family))[0]
    last = await context.records.notes.last(context.member.id, context.at - RECENT, family)
    if last is None:
        raise BotError("note/which", family=family, typed="")
    return last


async def restore(context: Context) -> Reply:
    """Put back what was taken back."""
    note = await context.records.notes.get(row_id(context.text) or 0)
    if note is None:
        raise BotError("note/unknown", family=FAMILY["information"])
    check_may(context, note)
    note.state = OPEN
    await changed(context, note)
    return await as_it_stands(context, note)
