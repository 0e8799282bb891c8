"""Approved minutes as a file: for word processors, for browsers, as Markdown; and their actions as a table."""

from __future__ import annotations

import re
import unicodedata

from bot.card import Card, File, plain
from bot.documents import table
from bot.documents.model import Table
from bot.documents.writers import TABLES, WRITERS
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, Way, reply, silent
from handlers.minutes.base import day_of, feature, which
from handlers.minutes.content import document, read
from storage.minutes import Minutes, MinutesVersion

KINDS = {
    "docx": "docx",
    "word": "docx",
    "doc": "docx",
    "html": "html",
    "web": "html",
    "page": "html",
    "md": "md",
    "markdown": "md",
    "csv": "csv",
    "table": "csv",
    "actions": "csv",
    "spreadsheet": "csv",
    "excel": "csv",
}
"""What people call the formats."""

_KIND = re.compile(rf"\b(?:as\s+)?(?:an?\s+)?\.?({'|'.join(KINDS)})\b(?:\s+file)?", re.I)
VERSION = re.compile(r"\bv=(\d{1,6})\b")


@feature.verb("file", also=("files", "download"), examples=("minutes file docx", "minutes file csv"))
async def file(context: Context) -> Reply:
    """Get approved minutes as a file: docx, html, md, or their actions as csv."""
    kind = _KIND.search(context.text)
    rest = _KIND.sub("", context.text, count=1) if kind else context.text
    row = await which(context, rest)
    if kind is None:
        return reply("minutes/which_file", id=row.id, title=row.meeting.name).privately()
    version = await _approved(context, row)
    subject = {
        "minutes": row.id,
        "version": version.number,
        "kind": KINDS[kind[1].lower()],
        "to": context.member.id,
    }
    key = f"minutes/{row.id}/file/{context.member.id}/{context.request.key or context.at.timestamp()}/{subject['kind']}"
    await context.owe(Occasion(context.at, key, "minutes.file", subject, to=context.member, decent=False))
    if context.request.place.direct:
        return silent()
    if context.request.message and context.request.way is not Way.PRESS:
        return silent().marked("envelope")
    return reply("minutes/file_sent").privately()


async def _approved(context: Context, row: Minutes) -> MinutesVersion:
    """The version that is asked for, else the newest. Raises BotError where none was approved."""
    asked = VERSION.search(context.text)
    version = await context.records.minutes.version(row, int(asked[1]) if asked else row.version)
    if version is None:
        raise BotError("minutes/not_approved", id=row.id)
    return version


@feature.draws("file")
async def file_card(context: Context, *, minutes: int, version: int, kind: str, to: int) -> Card | None:
    """A version as a file, for one person."""
    row = await context.records.minutes.get(minutes)
    one = await context.records.minutes.version(row, version) if row else None
    if row is None or one is None:
        return None
    card = context.card(
        "minutes/file_yours", id=row.id, title=row.meeting.name, day=day_of(context, row), number=version
    )
    return card.with_file(file_of(context, row, one, kind))


def file_of(context: Context, row: Minutes, version: MinutesVersion, kind: str) -> File:
    """A version in a format of `WRITERS` or `TABLES`."""
    content = read(version.content)
    title = plain(context.card("minutes/file_title", title=content.title, number=version.number))
    instead = plain(context.card("minutes/file_instead"))
    name = f"{_slug(content.title)}-{day_of(context, row)}-v{version.number}.{kind}"
    if kind in TABLES:
        heads, *rows = content.actions
        return File(name, TABLES[kind], table.write(Table(heads, tuple(rows))), title, instead)
    about = (*content.about, plain(context.card("minutes/version_line", number=version.number)))
    made = WRITERS[kind].write(document(content, about, context.partnership.name))
    if isinstance(made, bytes):
        return File(name, WRITERS[kind].content_type, "", title, instead, made)
    return File(name, WRITERS[kind].content_type, made, title, instead)


def _slug(words: str) -> str:
    """A name for a file that every system takes."""
    plain_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_words).strip("-")[:60] or "minutes"
