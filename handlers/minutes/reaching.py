"""Whom approved minutes reach: the channel, the circulation lists, and who was there and has neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import EnoughLetters
from bot.feature import Context, Occasion
from handlers.minutes.base import NEWEST
from storage.lists import OPERATIONAL
from storage.meetings import Meeting
from storage.minutes import Minutes, MinutesVersion
from storage.sittings import APOLOGIES

LISTS = (OPERATIONAL, "minutes")
"""The circulation lists that minutes go to; the second where a partnership has made one of that name."""

MOST = 12
"""So many names are said; at a larger gathering somebody will think of the others."""

TOMORROW = timedelta(days=1)


async def by_name_only(context: Context, meeting: Meeting) -> list[str]:
    """Who took part and is known by nothing but a name, and so is sent nothing: for whoever keeps the minutes to know."""
    sitting = await context.records.sittings.of(meeting)
    there = await context.records.sittings.presences(sitting) if sitting else ()
    names = [row.who for row in there if row.member is None and row.kind != APOLOGIES]
    lists = LISTS if context.mails else ()
    readers = {one.name.casefold() for name in lists for one in await context.records.lists.of(name)}
    return [name for name in names if name.casefold() not in readers][:MOST]


@dataclass(frozen=True)
class Letters:
    """What becomes of the letters of a version: to how many they go, and whether today or, after `most`, tomorrow."""

    count: int = 0
    most: int = 0


async def mail(context: Context, row: Minutes, version: MinutesVersion) -> Letters:
    """A version goes by mail to its circulation lists; a day later where somebody has had enough letters today."""
    key = f"minutes/{row.id}/v{version.number}/letter"
    subject = {"minutes": row.id, "version": version.number}
    try:
        return Letters(await context.circulate(LISTS, Occasion(context.at, key, "minutes.letter", subject)))
    except EnoughLetters as enough:
        return await _tomorrow(context, row, enough.words["most"])


async def _tomorrow(context: Context, row: Minutes, most: int) -> Letters:
    """The newest version then goes by mail a day later, once; where that is full too, not at all."""
    at = context.at + TOMORROW
    key, subject = f"minutes/{row.id}/letter/{at:%Y%m%d}", {"minutes": row.id, "version": NEWEST}
    try:
        return Letters(await context.circulate(LISTS, Occasion(at, key, "minutes.letter", subject)), most)
    except EnoughLetters:
        return Letters(0, most)
