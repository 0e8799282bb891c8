"""Approving a draft: only then does anybody else see it. Every version that was ever approved is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.feature import Context, Occasion, Reply, Role, reply, silent
from handlers.minutes.base import feature, on_draft, redraw, which
from handlers.minutes.content import read
from handlers.minutes.page import keep_page
from handlers.minutes.reaching import Letters, by_name_only, mail
from handlers.minutes.seen import check_seen
from storage.minutes import DRAFT, Minutes, MinutesVersion

_REVISION = re.compile(r"\br=(\d{1,9})$")


@feature.verb(
    "approve", least=Role.MINUTES, also=("approve minutes", "approve the minutes"), placed=("send",)
)
async def approve(context: Context) -> Reply:
    """Approve the draft: it is posted in the channel, and sent to those who read it by mail."""
    row = await which(context, context.text, draft=True)
    if row.state != DRAFT:
        return reply("minutes/nothing_waits", id=row.id, title=row.meeting.name).privately()
    seen = _REVISION.search(context.text)
    if seen is not None:
        await check_seen(context, row, int(seen[1]))
    changed = await _changes(context, row)
    if row.version and not changed:
        await context.records.minutes.discard(row)
        await redraw(context, row)
        return reply("minutes/nothing_waits", id=row.id, title=row.meeting.name).privately()
    version = await context.records.minutes.approve(row, changed, context.member, context.at)
    letters = await _published(context, row, version)
    await redraw(context, row)
    if await on_draft(context) and not letters.most:
        return silent()
    others = await by_name_only(context, row.meeting)
    words = {"title": row.meeting.name, "number": version.number, "letters": letters, "others": others}
    return reply("minutes/approved", id=row.id, **words).privately()


async def _changes(context: Context, row: Minutes) -> Sequence[str]:
    """The keys of the sections that differ from the version before; none for the first version."""
    before = await context.records.minutes.version(row, row.version) if row.version else None
    return read(row.content).changed_since(read(before.content)) if before else ()


async def _published(context: Context, row: Minutes, version: MinutesVersion) -> Letters:
    """Posted in the meeting's channel and those beside it, and sent by mail."""
    await context.owe(
        Occasion(
            at=context.at,
            key=f"minutes/{row.id}/v{version.number}",
            card="minutes.posted",
            subject={"minutes": row.id, "version": version.number},
            conversation=row.meeting.series.conversation_id,
            about=f"minutes:{row.id}",
            decent=False,
        )
    )
    await keep_page(context, row.meeting.series.conversation_id)
    return await mail(context, row, version)


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
