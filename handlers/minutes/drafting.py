"""A draft of the minutes, made of what the meeting left behind and shown to nobody but who keeps them."""

from __future__ import annotations

from datetime import time, timedelta

from bot import dates
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, Role, reply, silent
from bot.target import row_id
from handlers.minutes.base import feature, on_draft, past_day, redraw
from handlers.minutes.content import kept, read
from handlers.minutes.gathering import gather
from storage.meetings import PLANNED, Meeting
from storage.minutes import APPROVED, DRAFT, Minutes
from storage.people import Member

AGAIN = "again"
"""Said by a meeting that ends: empty at its end; anything else: the draft is only made anew where it stands."""


@feature.verb(
    "draft",
    least=Role.MINUTES,
    also=("draft minutes", "draft the minutes", "write the minutes", "write up the minutes"),
    examples=("minutes draft", "minutes draft working group"),
)
async def draft(context: Context) -> Reply:
    """Draft the minutes of the last meeting, for you alone to put right and approve."""
    meeting = await _meeting(context, context.text)
    row = await context.records.minutes.of(meeting)
    if row is not None and row.state == APPROVED:
        return reply("minutes/there_already", id=row.id, title=meeting.name, number=row.version).privately()
    row = await _drafted(context, meeting, row)
    await redraw(context, row)
    if await on_draft(context) or context.request.values.get(AGAIN):
        return silent()
    for reader in await _readers(context):
        await handed(context, row, reader)
    if context.request.place.direct or AGAIN in context.request.values:
        return silent()
    return reply("minutes/handed", title=meeting.name).privately()


async def _readers(context: Context) -> list[Member]:
    """Who gets the draft: the asker; when a meeting has ended also chair and minute-taker, whoever ended it."""
    members, found = context.records.members, list[Member | None]([context.member])
    if AGAIN in context.request.values:
        found += [await members.chair(), await members.holder(Role.MINUTES)]
    return list({one.id: one for one in found if one is not None}.values())


async def _meeting(context: Context, text: str) -> Meeting:
    """The meeting a button means (`id=12`, its row), a series or a day; else the last that has begun here.

    Raises BotError where none has begun.
    """
    meetings = context.records.meetings
    if (pressed := row_id(text)) is not None:
        meeting = await meetings.get(pressed)
    else:
        series, rest = await meetings.named(text, context.conversation_id)
        wanted, here = (series.id, None) if series else (None, context.conversation_id)
        meeting = await _on(context, rest, wanted) or await meetings.last(context.at, here, wanted)
    if meeting is None or meeting.state != PLANNED or (meeting.opened_at or meeting.starts_at) > context.at:
        raise BotError("minutes/no_meeting")
    return meeting


async def _on(context: Context, words: str, series_id: int | None) -> Meeting | None:
    """The meeting on a day that the words name, where it has begun."""
    day = past_day(context, words)
    if day is None:
        return None
    end = dates.at_local(day + timedelta(days=1), time(), context.partnership.zone)
    meeting = await context.records.meetings.last(min(end, context.at), context.conversation_id, series_id)
    zone = context.partnership.zone
    return meeting if meeting and dates.local(meeting.starts_at, zone).date() == day else None


async def _drafted(context: Context, meeting: Meeting, before: Minutes | None) -> Minutes:
    """The draft, made anew; what somebody wrote themselves in one that waits stays."""
    content = await gather(context, meeting)
    if before is not None and before.state == DRAFT:
        content = content.keeping(read(before.content))
    return await context.records.minutes.draft(meeting, kept(content), context.member, context.at)


async def handed(context: Context, row: Minutes, to: Member | None = None) -> None:
    """The draft goes directly to the asker, or to another who keeps the minutes; once for each time it was made."""
    reader = to or context.member
    key = f"minutes/{row.id}/draft/{reader.id}/{row.revision}"
    subject = {"minutes": row.id, "to": reader.id}
    about = f"minutes:{row.id}"
    await context.owe(
        Occasion(context.at, key, "minutes.drafted", subject, to=reader, about=about, decent=False)
    )
