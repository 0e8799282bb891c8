"""Methods about files: an address to upload to, then sharing."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from sandbox.api import chat
from sandbox.errors import ApiError
from sandbox.webapi import method, whole

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
MOST_BYTES = 10_000_000


@method("files.getUploadURLExternal")
async def upload_url(slack: Slack, arguments: Json) -> Json:
    """Where to post a file's bytes."""
    if not 0 < whole(arguments, "length", 0) <= MOST_BYTES:
        raise ApiError("invalid_arguments", [f"[ERROR] length must be between 1 and {MOST_BYTES}"])
    name, key = str(arguments["filename"]), slack.mint.fresh("F")
    slack.world.files[key] = {"id": key, "name": name, "title": name, "alt_txt": arguments.get("alt_txt", "")}
    return {"upload_url": f"{slack.address}/upload/{key}", "file_id": key}


@method("files.completeUploadExternal")
async def complete(slack: Slack, arguments: Json) -> Json:
    """Share uploaded files in a conversation, or keep them."""
    rows = arguments["files"] if isinstance(arguments["files"], list) else []
    files = [_uploaded(slack, row) for row in rows if isinstance(row, dict)]
    if not files:
        raise ApiError("invalid_arguments", ["[ERROR] files must be an array of objects with an id"])
    channels = str(arguments.get("channel_id") or arguments.get("channels") or "")
    for key in [c for c in channels.split(",") if c]:
        where = chat.target(slack, key)
        thread = chat.thread_of(where, arguments.get("thread_ts"))
        shown = [_shown(slack, f) for f in files]
        content = {"text": arguments.get("initial_comment") or "", "files": shown}
        if arguments.get("blocks"):
            chat.check_blocks(arguments["blocks"])
            content["blocks"] = arguments["blocks"]
        m = chat.post(slack, where, {**content, "subtype": "file_share"}, thread)
        for f in files:
            f.setdefault("shares", []).append({"channel": where.id, "ts": m.ts})
    return {"files": [_shown(slack, f) for f in files]}


def _uploaded(slack: Slack, row: Json) -> Json:
    found = slack.world.files.get(str(row.get("id")))
    if found is None or "bytes" not in found:
        raise ApiError("file_not_found")
    found["title"] = row.get("title") or found["name"]
    return found


def _shown(slack: Slack, file: Json) -> Json:
    kind = mimetypes.guess_type(file["name"])[0] or "application/octet-stream"
    url = f"{slack.address}/files/{file['id']}/{file['name']}"
    return {
        "id": file["id"],
        "name": file["name"],
        "title": file["title"],
        "alt_txt": file["alt_txt"],
        "mimetype": kind,
        "filetype": file["name"].rpartition(".")[2],
        "size": len(file.get("bytes", b"")),
        "user": slack.world.bot.id,
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
        "shares": file.get("shares", []),
    }


@method("files.info")
async def info(slack: Slack, arguments: Json) -> Json:
    """One file."""
    found = slack.world.files.get(str(arguments["file"]))
    if found is None or "bytes" not in found:
        raise ApiError("file_not_found")
    return {"file": _shown(slack, found)}
