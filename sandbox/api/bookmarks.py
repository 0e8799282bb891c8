"""Methods about the bookmarks at the top of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.api.conversations import known
from sandbox.errors import ApiError
from sandbox.state import Conversation
from sandbox.webapi import method

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
MOST = 100


def _channel(slack: Slack, arguments: Json) -> Conversation:
    """The channel that a call names; refused unless the bot is in it."""
    where = known(slack, {"channel": arguments.get("channel_id")})
    if slack.world.bot.id not in where.members:
        raise ApiError("permission_denied")
    return where


def _link(arguments: Json) -> str:
    link = str(arguments.get("link") or "")
    if not link.startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    return link


def _stamp(slack: Slack) -> Json:
    now, bot = int(slack.calendar.now().timestamp()), slack.world.bot
    who = {"last_updated_by_user_id": bot.id, "last_updated_by_team_id": bot.workspace.id}
    return {"date_updated": now, **who}


@method("bookmarks.add")
async def add(slack: Slack, arguments: Json) -> Json:
    """A bookmark at the top of a channel; only links are taken."""
    where = _channel(slack, arguments)
    if arguments["type"] != "link":
        raise ApiError("invalid_bookmark_type")
    link = _link(arguments)
    if len(where.bookmarks) >= MOST:
        raise ApiError("too_many_bookmarks")
    stamp = _stamp(slack)
    made: Json = {"id": slack.mint.fresh("Bk"), "channel_id": where.id, "type": "link", "link": link}
    made |= {"title": str(arguments["title"]), "emoji": arguments.get("emoji") or "", "entity_id": None}
    made |= {"icon_url": "", "rank": str(len(where.bookmarks)), "date_created": stamp["date_updated"]}
    made |= {"app_id": slack.world.bot.app_id, **stamp}
    where.bookmarks.append(made)
    slack.stream.tell("people")
    return {"bookmark": made}


def _found(slack: Slack, arguments: Json) -> tuple[Conversation, Json]:
    where = _channel(slack, arguments)
    found = next((b for b in where.bookmarks if b["id"] == arguments.get("bookmark_id")), None)
    if found is None:
        raise ApiError("not_found")
    return where, found


@method("bookmarks.edit")
async def edit(slack: Slack, arguments: Json) -> Json:
    """Change a bookmark."""
    _, found = _found(slack, arguments)
    if arguments.get("link"):
        _link(arguments)
    changed = {name: arguments[name] for name in ("title", "link", "emoji") if arguments.get(name)}
    found.update({**changed, **_stamp(slack)})
    slack.stream.tell("people")
    return {"bookmark": found}


@method("bookmarks.remove")
async def remove(slack: Slack, arguments: Json) -> Json:
    """Take a bookmark away."""
    where, found = _found(slack, arguments)
    where.bookmarks.remove(found)
    slack.stream.tell("people")
    return {}


@method("bookmarks.list")
async def listed(slack: Slack, arguments: Json) -> Json:
    """The bookmarks of a channel."""
    where = known(slack, {"channel": arguments.get("channel_id")})
    if slack.world.bot.id not in where.members:
        raise ApiError("channel_not_found")
    return {"bookmarks": where.bookmarks}
