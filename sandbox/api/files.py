"""Methods about files: an address to upload to, then sharing as a message of the bot's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sandbox import shapes
from sandbox.api import chat
from sandbox.calling import Call, method, whole
from sandbox.errors import ApiError
from sandbox.state import Message

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
MOST_BYTES = 10_000_000
MOST_ALT = 1000


@method("files.getUploadURLExternal")
async def upload_url(call: Call, arguments: Json) -> Json:
    """Where to post a file's bytes."""
    length, alt = whole(arguments, "length", 0), str(arguments.get("alt_txt") or "")
    if length < 1:
        raise ApiError("missing_argument")
    if length > MOST_BYTES:
        raise ApiError("file_upload_size_restricted")
    if len(alt) > MOST_ALT:
        raise ApiError("alt_txt_too_large")
    key = begun(call.slack, str(arguments["filename"]), alt)["id"]
    return {"upload_url": f"{call.slack.address}/upload/{key}", "file_id": key}


def begun(slack: Slack, name: str, alt: str = "") -> Json:
    """A file without its bytes yet. People see it at `url`; at `private` it is shown to whoever brings a token."""
    key, quoted = slack.mint.fresh("F"), quote(name, safe="")
    found = {"id": key, "name": name, "title": name, "alt_txt": alt}
    found["url"] = f"{slack.address}/files/{key}/{quoted}"
    found["private"] = f"{slack.address}/files-pri/{key}/{quoted}"
    slack.world.files[key] = found
    return found


@method("files.completeUploadExternal")
async def complete(call: Call, arguments: Json) -> Json:
    """Share uploaded files in conversations, or keep them. The answer does not tell the messages' ts."""
    rows = arguments["files"] if isinstance(arguments["files"], list) else []
    files = [_uploaded(call.slack, row) for row in rows if isinstance(row, dict)]
    if not files:
        raise ApiError("invalid_arguments", ["[ERROR] files must be an array of objects with an id"])
    content = _content(arguments)
    keys = str(arguments.get("channel_id") or arguments.get("channels") or "").split(",")
    places = [chat.target(call, key) for key in keys if key]
    threads = [chat.thread_of(where, arguments.get("thread_ts")) for where in places]
    for file, row in zip(files, rows, strict=True):
        file |= {"title": row.get("title") or file["name"], "user": call.bot.id, "shares": []}
    for where, thread in zip(places, threads, strict=True):
        shown = [shapes.file(f) for f in files]
        shared = {**content, "files": shown, "subtype": "file_share"}
        m = chat.post(call.slack, call.bot, where, shared, thread)
        for file in files:
            file["shares"].append(m)
    return {"files": [shapes.file(f) for f in files]}


def _uploaded(slack: Slack, row: Json) -> Json:
    """A file whose bytes have come and that has not been completed before."""
    found = slack.world.files.get(str(row.get("id")), {})
    if "bytes" not in found or "shares" in found:
        raise ApiError("file_not_found")
    return found


def _content(arguments: Json) -> Json:
    """What stands above the file: with words of their own the blocks are ignored, as at Slack."""
    words, blocks = str(arguments.get("initial_comment") or ""), arguments.get("blocks") or []
    if words:
        return {"text": words}
    chat.check_blocks(blocks)
    return {"text": "", "blocks": blocks}


@method("files.info")
async def info(call: Call, arguments: Json) -> Json:
    """One file, and where it has been shared."""
    if (canvas := call.world.canvases.get(str(arguments["file"]))) is not None:
        return {"file": shapes.canvas(canvas, call.slack.address)}
    found = call.world.files.get(str(arguments["file"]), {})
    if "shares" not in found:
        raise ApiError("file_not_found")
    return {"file": {**shapes.file(found), "shares": _shares(call.slack, found["shares"])}}


def _shares(slack: Slack, messages: list[Message]) -> Json:
    found: dict[str, dict[str, list[Json]]] = {}
    for m in messages:
        where = slack.world.conversations[m.channel]
        row = {"ts": m.ts, "channel_name": where.name, "team_id": m.author.workspace.id}
        if m.thread_ts and m.thread_ts != m.ts:
            row["thread_ts"] = m.thread_ts
        kind = "public" if where.kind == "channel" else "private"
        found.setdefault(kind, {}).setdefault(where.id, []).append(row)
    return found
