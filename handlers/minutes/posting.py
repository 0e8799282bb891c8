"""How minutes look: the draft to whoever keeps them, and what was approved in the channel and in a letter."""

from __future__ import annotations

from bot.card import Card
from bot.feature import Context
from handlers.minutes.base import NEWEST, Shown, feature, shown
from handlers.minutes.content import Content, read
from handlers.minutes.files import file_of
from handlers.minutes.reaching import by_name_only
from storage.minutes import DRAFT, Minutes, MinutesVersion
from storage.people import Role


@feature.draws("drafted")
async def drafted(context: Context, *, minutes: int, to: int) -> Card | None:
    """The draft, for one who keeps the minutes; never for anybody who does not any more."""
    row, reader = await context.records.minutes.get(minutes), await context.records.members.get(to)
    if row is None or reader is None or not reader.still(Role.MINUTES):
        return None
    if row.state != DRAFT:
        others = await by_name_only(context, row.meeting)
        words = {"title": row.meeting.name, "number": row.version, "state": row.state, "others": others}
        return context.card("minutes/settled", id=row.id, **words)
    return context.card("minutes/draft", minutes=shown(context, row), changed=await _changed(context, row))


async def _changed(context: Context, row: Minutes) -> list[str]:
    """The titles of the sections that a correction changes."""
    before = await context.records.minutes.version(row, row.version) if row.version else None
    if before is None:
        return []
    content = read(row.content)
    keys = content.changed_since(read(before.content))
    return [one.title for one in content.sections if one.key in keys]


async def _version(context: Context, minutes: int, number: int) -> tuple[Minutes, MinutesVersion] | None:
    row = await context.records.minutes.get(minutes)
    version = await context.records.minutes.version(row, number) if row else None
    return (row, version) if row is not None and version is not None else None


def said(context: Context, row: Minutes, version: MinutesVersion) -> Shown:
    """An approved version as it is told: all of the first, of a later one what has changed."""
    content = read(version.content)
    what = content if version.number == 1 else content.only(version.changed)
    return shown(context, row, _spoken(what), version)


def _spoken(content: Content) -> Content:
    """Without the sections that say nothing."""
    return content.only([one.key for one in content.sections if one.lines])


@feature.draws("posted")
async def posted(context: Context, *, minutes: int, version: int) -> Card | None:
    """A version as it stands in the channel; an older one says that there is a newer."""
    found = await _version(context, minutes, version)
    if found is None:
        return None
    row, one = found
    return context.card("minutes/posted", minutes=said(context, row, one), newest=row.version)


@feature.draws("letter")
async def letter(context: Context, *, minutes: int, version: int) -> Card | None:
    """A version as it is sent by mail, with all of it as a file; one that was corrected meanwhile is not sent."""
    newest = await context.records.minutes.get(minutes)
    if newest is None or version not in (NEWEST, newest.version):
        return None
    found = await _version(context, minutes, newest.version)
    if found is None:
        return None
    row, one = found
    card = context.card(
        "minutes/letter", minutes=said(context, row, one), partnership=context.partnership.name
    )
    return card.with_file(file_of(context, row, one, "docx"))
