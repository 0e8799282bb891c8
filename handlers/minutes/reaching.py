"""Whom approved minutes reach: the channel, the circulation lists, and who was there and has neither."""

from __future__ import annotations

from bot.feature import Context
from storage.lists import OPERATIONAL
from storage.meetings import Meeting
from storage.sittings import APOLOGIES

LISTS = (OPERATIONAL, "minutes")
"""The circulation lists that minutes go to; the second where a partnership has made one of that name."""

MOST = 12
"""So many names are said; at a larger gathering somebody will think of the others."""


async def by_name_only(context: Context, meeting: Meeting) -> list[str]:
    """Who took part and is known by nothing but a name, and so is sent nothing: for whoever keeps the minutes to know."""
    sitting = await context.records.sittings.of(meeting)
    there = await context.records.sittings.presences(sitting) if sitting else ()
    names = [row.who for row in there if row.member is None and row.kind != APOLOGIES]
    lists = LISTS if context.mails else ()
    readers = {one.name.casefold() for name in lists for one in await context.records.lists.of(name)}
    return [name for name in names if name.casefold() not in readers][:MOST]
