"""Methods about reactions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.api.conversations import entered
from sandbox.calling import Call, method
from sandbox.errors import ApiError
from sandbox.state import Message

if TYPE_CHECKING:
    pass

Json = dict[str, Any]


def _message(call: Call, arguments: Json) -> Message:
    if not arguments.get("channel") or not arguments.get("timestamp"):
        raise ApiError("no_item_specified")
    found = entered(call, arguments).messages.get(str(arguments["timestamp"]))
    if found is None or found.to:
        raise ApiError("message_not_found")
    return found


@method("reactions.add")
async def add(call: Call, arguments: Json) -> Json:
    """The bot reacts."""
    m, name, bot = _message(call, arguments), str(arguments["name"]).strip(":"), call.bot
    if call.world.conversations[m.channel].archived:
        raise ApiError("is_archived")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise ApiError("invalid_name")
    users = m.reactions.setdefault(name, [])
    if bot.id in users:
        raise ApiError("already_reacted")
    users.append(bot.id)
    call.slack.events.reacted(m, bot, name, added=True)
    return {}


@method("reactions.remove")
async def remove(call: Call, arguments: Json) -> Json:
    """The bot takes its reaction back."""
    m, name, bot = _message(call, arguments), str(arguments["name"]).strip(":"), call.bot
    if bot.id not in m.reactions.get(name, ()):
        raise ApiError("no_reaction")
    m.reactions[name].remove(bot.id)
    if not m.reactions[name]:
        del m.reactions[name]
    call.slack.events.reacted(m, bot, name, added=False)
    return {}


@method("reactions.get")
async def get(call: Call, arguments: Json) -> Json:
    """A message with its reactions."""
    m = _message(call, arguments)
    return {"type": "message", "channel": m.channel, "message": shapes.message(call.world, m)}
