"""Methods about reactions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.api.conversations import entered
from sandbox.errors import ApiError
from sandbox.state import Message
from sandbox.webapi import method

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def _message(slack: Slack, arguments: Json) -> Message:
    if not arguments.get("channel") or not arguments.get("timestamp"):
        raise ApiError("no_item_specified")
    found = entered(slack, arguments).messages.get(str(arguments["timestamp"]))
    if found is None or found.to:
        raise ApiError("message_not_found")
    return found


@method("reactions.add")
async def add(slack: Slack, arguments: Json) -> Json:
    """The bot reacts."""
    m, name, bot = _message(slack, arguments), str(arguments["name"]).strip(":"), slack.world.bot
    if slack.world.conversations[m.channel].archived:
        raise ApiError("is_archived")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise ApiError("invalid_name")
    users = m.reactions.setdefault(name, [])
    if bot.id in users:
        raise ApiError("already_reacted")
    users.append(bot.id)
    slack.events.reacted(m, bot, name, added=True)
    return {}


@method("reactions.remove")
async def remove(slack: Slack, arguments: Json) -> Json:
    """The bot takes its reaction back."""
    m, name, bot = _message(slack, arguments), str(arguments["name"]).strip(":"), slack.world.bot
    if bot.id not in m.reactions.get(name, ()):
        raise ApiError("no_reaction")
    m.reactions[name].remove(bot.id)
    if not m.reactions[name]:
        del m.reactions[name]
    slack.events.reacted(m, bot, name, added=False)
    return {}


@method("reactions.get")
async def get(slack: Slack, arguments: Json) -> Json:
    """A message with its reactions."""
    m = _message(slack, arguments)
    return {"type": "message", "channel": m.channel, "message": shapes.message(slack.world, m)}
