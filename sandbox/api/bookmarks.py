"""Methods about the bookmarks at the top of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.calling import Call, known, method
from sandbox.errors import ApiError
from sandbox.state import Conversation

if TYPE_CHECKING:
    pass

Json = dict[str, Any]
MOST = 100


def _channel(call: Call, arguments: Json) -> Conversation:
    """The channel that a call names; refused unless the bot is in it."""
    where = known(call, arguments.get("channel_id"))
    if call.bot.id not in where.members:
        raise ApiError("permission_denied")
    return where


def _link(arguments: Json) -> str:
    link = str(arguments.get("link") or "")
    if not link.startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    return link


def _stamp(call: Call) -> Json:
    now, bot = int(call.slack.calendar.now().timestamp()), call.bot
    who = {"last_updated_by_user_id": bot.id, "last_updated_by_team_id": bot.workspace.id}
    return {"date_updated": now, **who}


@method("bookmarks.add")
async def add(call: Call, arguments: Json) -> Json:
    """A bookmark at the top of a channel; only links are taken."""
    where = _channel(call, arguments)
    if arguments["type"] != "link":
        raise ApiError("invalid_bookmark_type")
    link = _link(arguments)
    if len(where.bookmarks) >= MOST:
        raise ApiError("too_many_bookmarks")
    stamp = _stamp(call)
    made: Json = {"id": call.slack.mint.fresh("Bk"), "channel_id": where.id, "type": "link", "link": link}
    made |= {"title": str(arguments["title"]), "emoji": arguments.get("emoji") or "", "entity_id": None}
    made |= {"icon_url": "", "rank": str(len(where.bookmarks)), "date_created": stamp["date_updated"]}
    made |= {"app_id": call.bot.app_id, **stamp}
    where.bookmarks.append(made)
    call.slack.stream.tell("people")
    return {"bookmark": made}


def _found(call: Call, arguments: Json) -> tuple[Conversation, Json]:
    where = _channel(call, arguments)
    found = next((b for b in where.bookmarks if b["id"] == arguments.get("bookmark_id")), None)
    if found is None:
        raise ApiError("not_found")
    return where, found


@method("bookmarks.edit")
async def edit(call: Call, arguments: Json) -> Json:
    """Change a bookmark."""
    _, found = _found(call, arguments)
    if arguments.get("link"):
        _link(arguments)
    changed = {name: arguments[name] for name in ("title", "link", "emoji") if arguments.get(name)}
    found.update({**changed, **_stamp(call)})
    call.slack.stream.tell("people")
    return {"bookmark": found}


@method("bookmarks.remove")
async def remove(call: Call, arguments: Json) -> Json:
    """Take a bookmark away."""
    where, found = _found(call, arguments)
    where.bookmarks.remove(found)
    call.slack.stream.tell("people")
    return {}


@method("bookmarks.list")
async def listed(call: Call, arguments: Json) -> Json:
    """The bookmarks of a channel."""
    where = known(call, arguments.get("channel_id"))
    if call.bot.id not in where.members:
        raise ApiError("channel_not_found")
    return {"bookmarks": where.bookmarks}
