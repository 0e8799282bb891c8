"""Methods about canvases: tabs of a channel that are written in Markdown. Sections of one are not kept apart here."""

from __future__ import annotations

import re
from typing import Any

from sandbox.api.conversations import entered
from sandbox.calling import Call, method
from sandbox.errors import ApiError
from sandbox.state import Canvas

Json = dict[str, Any]
MOST_BYTES = 1_048_576
MOST_CELLS = 300
MOST_OF_A_CHANGE = 4_000
WHOLE = ("insert_at_start", "insert_at_end", "replace")
OPERATIONS = (*WHOLE, "insert_after", "insert_before", "delete", "rename")
_DEEP = re.compile(r"^#{4,}\s", re.M)
_ROW = re.compile(r"^\s*\|.*\|\s*$", re.M)


@method("canvases.create")
async def create(call: Call, arguments: Json) -> Json:
    """A canvas, as a tab of a channel where one is named."""
    where = entered(call, {"channel": arguments["channel_id"]}).id if arguments.get("channel_id") else ""
    return {"canvas_id": _made(call, arguments, where).id}


@method("conversations.canvases.create")
async def create_channels_own(call: Call, arguments: Json) -> Json:
    """The one canvas that a channel has of its own."""
    where = entered(call, {"channel": arguments["channel_id"]})
    if any(one.is_channels_own for one in call.world.tabs(where)):
        raise ApiError("channel_canvas_already_exists")
    made = _made(call, arguments, where.id)
    made.is_channels_own = True
    return {"canvas_id": made.id}


def _made(call: Call, arguments: Json, channel: str) -> Canvas:
    content = arguments.get("document_content")
    words = _markdown(content, "canvas_creation_failed") if content is not None else ""
    title = str(arguments.get("title") or "Untitled")
    made = Canvas(call.slack.mint.fresh("F"), title, words, call.bot, channel)
    call.world.canvases[made.id] = made
    call.slack.stream.tell("people")
    return made


def _markdown(content: Any, refusal: str) -> str:
    """The Markdown of a `document_content`, checked as far as Slack says what it takes."""
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise ApiError("invalid_arguments", ["[ERROR] document_content must be of type markdown"])
    words = content.get("markdown")
    if not isinstance(words, str):
        raise ApiError("invalid_arguments", ["[ERROR] markdown must be a string"])
    if _DEEP.search(words):
        raise ApiError(refusal, detail="Unsupported heading depth (4)")
    cells = sum(row.count("|") - 1 for row in _ROW.findall(words))
    if len(words.encode()) > MOST_BYTES or cells > MOST_CELLS:
        raise ApiError(refusal, detail="The content is too large")
    return words


@method("canvases.edit")
async def edit(call: Call, arguments: Json) -> Json:
    """One change of a canvas."""
    canvas, changes = _found(call, arguments), arguments["changes"]
    if not isinstance(changes, list) or len(changes) != 1 or not isinstance(changes[0], dict):
        raise ApiError("invalid_arguments", ["[ERROR] changes must hold exactly one operation"])
    change: Json = changes[0]
    if change.get("operation") not in OPERATIONS:
        raise ApiError("invalid_arguments", [f"[ERROR] operation must be one of {', '.join(OPERATIONS)}"])
    if change["operation"] == "rename":
        canvas.title = _markdown(change.get("title_content"), "canvas_editing_failed")
    else:
        canvas.markdown = _changed(canvas.markdown, change)
    call.slack.stream.tell("people")
    return {}


def _changed(words: str, change: Json) -> str:
    if change["operation"] not in WHOLE or change.get("section_id"):
        raise ApiError("canvas_editing_failed", detail="The sandbox keeps no sections apart")
    new = _markdown(change.get("document_content"), "canvas_editing_failed")
    if len(new) > MOST_OF_A_CHANGE:
        raise ApiError("canvas_editing_failed", detail="The change is too large")
    parts = {"insert_at_start": (new, words), "insert_at_end": (words, new), "replace": (new,)}
    return "\n\n".join(part for part in parts[change["operation"]] if part)


def _found(call: Call, arguments: Json) -> Canvas:
    """A canvas that the caller may write in: here its own."""
    found = call.world.canvases.get(str(arguments["canvas_id"]))
    if found is None or found.author is not call.bot:
        raise ApiError("canvas_not_found")
    return found


@method("canvases.delete")
async def delete(call: Call, arguments: Json) -> Json:
    """Take a canvas away."""
    del call.world.canvases[_found(call, arguments).id]
    call.slack.stream.tell("people")
    return {}


@method("canvases.access.set")
async def access(call: Call, arguments: Json) -> Json:
    """What a channel, or people, may do with a canvas."""
    canvas, level = _found(call, arguments), arguments["access_level"]
    channels, people = (_listed(arguments.get(name)) for name in ("channel_ids", "user_ids"))
    if level not in ("read", "write", "owner") or bool(channels) == bool(people):
        raise ApiError("invalid_arguments", ["[ERROR] a level, and either channel_ids or user_ids"])
    if level == "owner" and channels:
        raise ApiError("invalid_arguments", ["[ERROR] a channel cannot own a canvas"])
    for key in channels:
        entered(call, {"channel": key})
    if canvas.channel in channels:
        canvas.access = level
    return {}


def _listed(value: Any) -> list[str]:
    return (
        [str(one) for one in value]
        if isinstance(value, list)
        else [v for v in str(value or "").split(",") if v]
    )
