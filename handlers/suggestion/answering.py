"""The answers to an offer: yes, note it; or no, leave it."""

from __future__ import annotations

from typing import Any

from bot import dates
from bot.errors import BotError
from bot.feature import Context, Place, Reply, Way, reply
from handlers.suggestion import shared
from handlers.suggestion.shared import feature
from handlers.suggestion.showing import action_of
from storage.actions import UNDONE
from storage.suggestions import DECLINED, LAPSED, NOTED, OPEN, REACTION, WITHDRAWN, Suggestion


@feature.verb("note", hidden=True)
async def note(context: Context) -> Reply:
    """Note as an action what was offered, as its author's words, with the receipt under the message."""
    row = await shared.meant(context)
    if row.state == WITHDRAWN:
        raise BotError("suggestion/gone")
    known = await action_of(context, row)
    row.state = NOTED
    await context.changed(row.about)
    if known is not None and known.state != UNDONE:
        return await shared.seen(context, reply("suggestion/noted", action=known))
    return reply().then("action.add", _words(context, row), **await _as_said(context, row))


def _words(context: Context, row: Suggestion) -> str:
    """What was said; without its day where that has gone by meanwhile, so that nobody looks late in the channel for it."""
    found = dates.find_deadline(row.text, row.at, context.calendar)
    gone = found is not None and found.date is not None and found.date < context.today
    return dates.strip(row.text, found) if found and gone else row.text


async def _as_said(context: Context, row: Suggestion) -> dict[str, Any]:
    """What makes it a request about the message, at the time of it; directly where the channel is none of ours now."""
    values = {"by": str(row.author_id or ""), "whole": row.whole} if row.kind == REACTION else {}
    said = {"values": values, "at": row.at, "sure": True, "version": row.version}
    channels = await context.records.conversations.list()
    channel = next((one for one in channels if one.handle == row.conversation), None)
    if channel is None:
        return {**said, "way": Way.DIRECT, "message": "", "thread": ""}
    place = Place(channel.handle, channel.workspace, platform=channel.platform)
    return {
        **said,
        "way": Way.LINE,
        "place": place,
        "message": row.message,
        "thread": row.thread,
        "index": row.index,
    }


@feature.verb("leave", hidden=True)
async def leave(context: Context) -> Reply:
    """Leave what was offered as it is: it is not noted."""
    row = await shared.meant(context)
    if row.state in (OPEN, LAPSED):
        row.state = DECLINED
        await context.changed(row.about)
    return await shared.seen(context, reply("suggestion/left"))
