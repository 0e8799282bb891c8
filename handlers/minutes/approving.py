"""Approving a draft: only then does anybody else see it. Every version that was ever approved is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, Role, reply, silent
from handlers.minutes.base import feature, on_draft, redraw, which
from handlers.minutes.content import read
from handlers.minutes.page import keep_page
from handlers.minutes.reaching import LISTS, by_name_only
from storage.minutes import DRAFT, Minutes, MinutesVersion

_REVISION = re.compile(r"\br=(\d{1,9})$")


@feature.verb("approve", least=Role.MINUTES, also=("approve minutes", "approve the minutes"))
async def approve(context: Context) -> Reply:
    """Approve the draft: it is posted in the channel, and sent to those who read it by mail."""
    row = await which(context, context.text, draft=True)
    if row.state != DRAFT:
        return reply("minutes/nothing_waits", id=row.id, title=row.meeting.name).privately()
    seen = _REVISION.search(context.text)
    if seen is not None and int(seen[1]) != row.revision:
        await redraw(context, row)
        raise BotError("minutes/not_as_seen", id=row.id)
    changed = await _changes(context, row)
    if row.version and not changed:
        await context.records.minutes.discard(row)
        await redraw(context, row)
        return reply("minutes/nothing_waits", id=row.id, title=row.meeting.name).privately()
    version = await context.records.minutes.approve(row, changed, context.member, context.at)
    letters = await _published(context, row, version)
    await redraw(context, row)
    if await on_draft(context):
        return silent()
    others = await by_name_only(context, row.meeting)
    words = {"title": row.meeting.name, "number": version.number, "letters": letters, "others": others}
    return reply("minutes/approved", id=row.id, **words).privately()


async def _changes(context: Context, row: Minutes) -> Sequence[str]:
    """The keys of the sections that differ from the version before; none for the first version."""
    before = await context.records.minutes.version(row, row.version) if row.version else None
    return read(row.content).changed_since(read(before.content)) if before else ()


async def _published(context: Context, row: Minutes, version: MinutesVersion) -> int:
    """Posted in the meeting's channel and those beside it, and sent by mail. Returns how many letters that is."""
    key, subject = f"minutes/{row.id}/v{version.number}", {"minutes": row.id, "version": version.number}
    await context.owe(
        Occasion(
            at=context.at,
            key=key,
            card="minutes.posted",
            subject=subject,
            conversation=row.meeting.series.conversation_id,
            about=f"minutes:{row.id}",
            decent=False,
        )
    )
    await keep_page(context, row.meeting.series.conversation_id)
    letter = Occasion(at=context.at, key=f"{key}/letter", card="minutes.letter", subject=subject)
    return await context.circulate(LISTS, letter)


@feature.verb("discard", least=Role.MINUTES, also=("no minutes",))
async def discard(context: Context) -> Reply:
    """Let a draft go without posting it; what was approved before stays."""
    row = await which(context, context.text, draft=True)
    if row.state == DRAFT:
        await context.records.minutes.discard(row)
        await redraw(context, row)
    if await on_draft(context):
        return silent()
    return reply("minutes/discarded", title=row.meeting.name, number=row.version).privately()
