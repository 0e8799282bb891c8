"""Methods about pins, kept only as far as a bot can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.api.conversations import entered
from sandbox.calling import Call, method
from sandbox.errors import ApiError

if TYPE_CHECKING:
    pass

Json = dict[str, Any]


@method("pins.add")
async def pin(call: Call, arguments: Json) -> Json:
    """Pin a message."""
    where, ts = entered(call, arguments), str(arguments.get("timestamp"))
    if ts not in where.messages:
        raise ApiError("message_not_found")
    if ts in where.pins:
        raise ApiError("already_pinned")
    where.pins.append(ts)
    return {}


@method("pins.remove")
async def unpin(call: Call, arguments: Json) -> Json:
    """Take a pin out."""
    where, ts = entered(call, arguments), str(arguments.get("timestamp"))
    if ts not in where.pins:
        raise ApiError("no_pin")
    where.pins.remove(ts)
    return {}


@method("pins.list")
async def pins(call: Call, arguments: Json) -> Json:
    """What is pinned."""
    where = entered(call, arguments)
    return {"items": [{"type": "message", "channel": where.id, "message": {"ts": ts}} for ts in where.pins]}


@method("assistant.threads.setStatus")
async def status(call: Call, arguments: Json) -> Json:
    """Accepted, and not shown."""
    return {}
