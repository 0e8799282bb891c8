"""Standing items: what every meeting begins with."""

from __future__ import annotations

import re

from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.agenda.adding import read
from handlers.agenda.base import feature, redraw
from handlers.agenda.words import standing_line
from storage.agenda import StandingItem
from storage.people import Role

_PART = re.compile(r"^\s*(?P<what>add|remove|delete|drop|list|show)\b[:\s]*(?P<rest>.*)$", re.I | re.S)


@feature.verb(
    "standing", examples=("standing", "standing add What young people told us 10m", "standing remove 2")
)
async def standing(context: Context) -> Reply:
    """List the standing items, add one, or remove one."""
    found = _PART.match(context.text)
    what, rest = (found["what"].lower(), found["rest"].strip()) if found else ("list", context.text.strip())
    if what == "add" or (what == "list" and rest):
        return await _add(context, rest)
    if what in ("remove", "delete", "drop"):
        return await _remove(context, rest)
    return await _list(context, "")


async def _list(context: Context, news: str) -> Reply:
    rows = await context.records.agenda.standing()
    lines = [standing_line(row, place) for place, row in enumerate(rows, start=1)]
    return reply("agenda/standing", items=lines, news=news)


def _check_may(context: Context) -> None:
    if context.member.role < Role.MINUTES:
        raise NotAllowed("agenda/standing_is_for")


@feature.verb("standing_new", hidden=True, form=True, least=Role.MINUTES)
async def standing_new(context: Context) -> Reply:
    """A form for a further standing item."""
    return reply("agenda/standing_new")


@feature.verb("standing_save", hidden=True, form=True, least=Role.MINUTES)
async def standing_save(context: Context) -> Reply:
    """Add the standing item that a form describes."""
    return await _add(context, str(context.request.values.get("text", "")).strip())


async def _add(context: Context, text: str) -> Reply:
    _check_may(context)
    parts = await read(context, text)
    if not parts.text:
        return await _list(context, "")
    await context.records.agenda.add_standing(parts.text, parts.purpose, parts.minutes)
    await _everywhere(context)
    return await _list(context, "added")


async def _remove(context: Context, text: str) -> Reply:
    _check_may(context)
    coming = await context.records.meetings.coming(context.at)
    await context.records.agenda.remove_standing(await _chosen(context, text), coming)
    await _everywhere(context)
    return await _list(context, "removed")


async def _chosen(context: Context, text: str) -> StandingItem:
    """The standing item of a button or of a number as people see it. Raises BotError."""
    rows = await context.records.agenda.standing()
    pressed = row_id(text)
    found = re.match(r"#?(\d{1,3})\b", text)
    for place, row in enumerate(rows, start=1):
        if (pressed is not None and row.id == pressed) or (
            pressed is None and found and int(found[1]) == place
        ):
            return row
    raise BotError("agenda/which_standing", typed=text, count=len(rows))


@feature.verb("standing_remove", hidden=True, least=Role.MINUTES)
async def standing_remove(context: Context) -> Reply:
    """Remove a standing item by its button."""
    done = await _remove(context, context.text)
    return done.in_place()


async def _everywhere(context: Context) -> None:
    """The agendas of all coming meetings have changed."""
    await redraw(context, meetings=await context.records.meetings.coming(context.at))
