"""Putting a draft right, section by section: in a form, or in words ("minutes 2: The hall is booked")."""

from __future__ import annotations

import re

from bot.errors import BotError, FieldError
from bot.feature import MENTION, Context, Reply, Role, reply, silent
from bot.names import who
from handlers.minutes.base import (
    LONGEST,
    MOST_LINES,
    check_may,
    feature,
    on_draft,
    parts,
    readable,
    redraw,
    shown,
    which,
)
from handlers.minutes.content import Content, Section, kept, read
from storage.minutes import DISCARDED, DRAFT, Minutes

NUMBERED = re.compile(r"\s*(?:section\s*|part\s*|no\.?\s*|#)?(\d{1,3})(?!\w)[ \t:=.,;)–—-]*", re.I)
_ROW = re.compile(r"\s*id=\d{1,15}\b")
_KEY = re.compile(r"\bs=([a-z]{1,20}(?::\d{1,15})?)(?:[\s/]h=([0-9a-f]{8}))?$")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+)?")


@feature.verb(
    "section",
    default=True,
    form=True,
    long=True,
    also=("change", "correct"),
    examples=("minutes 2: The hall is booked until July", "minutes 2"),
)
async def section(context: Context) -> Reply:
    """Change a section of the minutes, in a form or in words; chair, deputy and minute-taker can."""
    if await _names_somebody(context):  # "minutes @priya" gives her the minutes to take
        return reply().then("partnership.minutes", context.text)
    check_may(context)
    if not context.text.strip():
        return await choose(context)
    row, content, one, text = await _meant(context)
    if text:
        return await _changed(context, row, content, one, _lines(one, await readable(context, text)))
    if len(one.text) > LONGEST:
        raise BotError("minutes/too_long", most=LONGEST)
    return reply(
        "minutes/edit", id=row.id, key=one.key, print=one.print, title=one.title, text=one.text, most=LONGEST
    )


@feature.verb("parts", hidden=True, least=Role.MINUTES)
async def choose(context: Context) -> Reply:
    """Choose a part of the minutes to change."""
    row = await which(context, context.text, draft=True)
    if row.state == DISCARDED:
        raise BotError("minutes/gone")
    every = parts(read(row.content))
    return reply("minutes/parts", id=row.id, title=row.meeting.name, parts=every).privately()


async def _names_somebody(context: Context) -> bool:
    """Whether the words are nothing but a member of the partnership."""
    words = context.text.strip()
    return bool(MENTION.fullmatch(words) or (words and who(words, await context.records.members.list())))


async def _meant(context: Context) -> tuple[Minutes, Content, Section, str]:
    """The section that a button or a number means, and the words for it. Raises BotError where there is none."""
    found = _ROW.match(context.text)
    text = context.text[found.end() :] if found else context.text
    typed = NUMBERED.match(text)
    row = await which(context, found[0] if found else "", draft=True)
    if row.state == DISCARDED:
        raise BotError("minutes/gone")
    content = read(row.content)
    pressed = _KEY.search(context.text)
    one = content.section(pressed[1]) if pressed else content.numbered(int(typed[1])) if typed else None
    if one is None:
        words = await readable(context, context.text)
        raise BotError("minutes/which", typed=words, count=len(content.sections), title=content.title)
    return row, content, one, text[typed.end() :].strip() if typed else ""


def _lines(one: Section, text: str) -> list[str]:
    """The lines that typed words are; "+ …" adds to those that stand there."""
    more = text.startswith("+")
    rows = (" ".join(_BULLET.sub("", row).split()) for row in text.removeprefix("+").split("\n"))
    return [*(one.lines if more else ()), *(row for row in rows if row)]


@feature.verb("save", hidden=True, least=Role.MINUTES, long=True)
async def save(context: Context) -> Reply:
    """Keep what a form says of a section."""
    row, content, one, _ = await _meant(context)
    found = _KEY.search(context.text)
    if found is None or found[2] != one.print:
        raise FieldError("text", "minutes/changed_since")
    typed = str(context.request.values.get("text", ""))
    if len(typed) > LONGEST:
        raise FieldError("text", "minutes/too_long", most=LONGEST)
    return await _changed(context, row, content, one, _lines(one, typed.lstrip(" +\n")))


async def _changed(context: Context, row: Minutes, content: Content, one: Section, lines: list[str]) -> Reply:
    """The draft with other lines in a section; of minutes that were approved it becomes a correction."""
    if len(lines) > MOST_LINES or sum(len(line) + 1 for line in lines) > LONGEST:
        raise BotError("minutes/too_long", most=LONGEST)
    new = content.with_lines(one.key, lines)
    if tuple(lines) != one.lines or row.state == DRAFT:
        row = await context.records.minutes.draft(row.meeting, kept(new), context.member, context.at, one.key)
        await redraw(context, row)
    if await on_draft(context):
        return silent()
    said = shown(context, row, new)
    here = next(part for part in said.sections if part.key == one.key)
    return reply("minutes/changed", minutes=said, section=here).privately()
