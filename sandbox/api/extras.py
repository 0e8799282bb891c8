"""Methods about pins, bookmarks and canvases, kept only as far as a bot can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.api.conversations import entered
from sandbox.errors import ApiError
from sandbox.webapi import method

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


@method("pins.add")
async def pin(slack: Slack, arguments: Json) -> Json:
    """Pin a message."""
    where, ts = entered(slack, arguments), str(arguments.get("timestamp"))
    if ts not in where.messages:
        raise ApiError("message_not_found")
    if ts in where.pins:
        raise ApiError("already_pinned")
    where.pins.append(ts)
    return {}


@method("pins.remove")
async def unpin(slack: Slack, arguments: Json) -> Json:
    """Take a pin out."""
    where, ts = entered(slack, arguments), str(arguments.get("timestamp"))
    if ts not in where.pins:
        raise ApiError("no_pin")
    where.pins.remove(ts)
    return {}


@method("pins.list")
async def pins(slack: Slack, arguments: Json) -> Json:
    """What is pinned."""
    where = entered(slack, arguments)
    return {"items": [{"type": "message", "channel": where.id, "message": {"ts": ts}} for ts in where.pins]}


@method("bookmarks.add")
async def bookmark(slack: Slack, arguments: Json) -> Json:
    """A bookmark in a channel's bar."""
    where = entered(slack, {"channel": arguments.get("channel_id")})
    row = {name: arguments.get(name) for name in ("title", "type", "link", "emoji")}
    made = {"id": slack.mint.fresh("Bk"), "channel_id": where.id, **row}
    where.bookmarks.append(made)
    return {"bookmark": made}


def _bookmark(slack: Slack, arguments: Json) -> tuple[list[Json], Json]:
    where = entered(slack, {"channel": arguments.get("channel_id")})
    found = next((b for b in where.bookmarks if b["id"] == arguments.get("bookmark_id")), None)
    if found is None:
        raise ApiError("not_found")
    return where.bookmarks, found


@method("bookmarks.edit")
async def edit_bookmark(slack: Slack, arguments: Json) -> Json:
    """Change a bookmark."""
    _, found = _bookmark(slack, arguments)
    found.update({name: arguments[name] for name in ("title", "link", "emoji") if arguments.get(name)})
    return {"bookmark": found}


@method("bookmarks.remove")
async def remove_bookmark(slack: Slack, arguments: Json) -> Json:
    """Take a bookmark away."""
    rows, found = _bookmark(slack, arguments)
    rows.remove(found)
    return {}


@method("bookmarks.list")
async def bookmarks(slack: Slack, arguments: Json) -> Json:
    """The bookmarks of a channel."""
    return {"bookmarks": entered(slack, {"channel": arguments.get("channel_id")}).bookmarks}


@method("canvases.create")
@method("conversations.canvases.create")
async def canvas(slack: Slack, arguments: Json) -> Json:
    """A canvas that nobody can look at here."""
    if arguments.get("channel_id"):
        entered(slack, {"channel": arguments["channel_id"]})
    key = slack.mint.fresh("F")
    slack.world.files[key] = {"id": key, "canvas": arguments.get("document_content")}
    return {"canvas_id": key}


@method("canvases.edit")
async def edit_canvas(slack: Slack, arguments: Json) -> Json:
    """Changes to a canvas."""
    if "canvas" not in slack.world.files.get(str(arguments["canvas_id"]), {}):
        raise ApiError("canvas_not_found")
    return {}


@method("assistant.threads.setStatus")
async def status(slack: Slack, arguments: Json) -> Json:
    """Accepted, and not shown."""
    return {}
