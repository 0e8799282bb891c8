"""Trigger ids and response URLs: short-lived rights to answer what a person did. They live by real time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sandbox import limits
from sandbox.core import Answerable, Trigger
from sandbox.errors import ApiError
from sandbox.state import Conversation, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
MOST = 20_000


def trigger(slack: Slack, person: Person) -> str:
    """A trigger id of somebody's: good once, for three seconds."""
    made = f"{time.time_ns() // 1000}.{slack.mint.fresh('')}.{slack.mint.fresh('')[-6:].lower()}"
    _forget(slack.triggers)
    slack.triggers[made] = Trigger(person, time.monotonic() + limits.TRIGGER_SECONDS)
    return made


def _forget(kept: dict[str, Any]) -> None:
    """Let go of the oldest half of what was given out, long after it has lost its use."""
    if len(kept) > MOST:
        for key in list(kept)[: MOST // 2]:
            del kept[key]


def spend(slack: Slack, arguments: Json) -> Person:
    """Use a trigger id (or interactivity pointer) up; answers whose it is."""
    given = arguments.get("trigger_id") or arguments.get("interactivity_pointer")
    if not given:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    found = slack.triggers.get(str(given))
    if found is None:
        raise ApiError("invalid_trigger_id")
    if found.used:
        raise ApiError("exchanged_trigger_id")
    if time.monotonic() > found.until:
        raise ApiError("expired_trigger_id")
    found.used = True
    return found.person


def response_url(
    slack: Slack, person: Person, where: Conversation, bot: Person, message: Message | None = None
) -> str:
    """An address to answer at: five times within half an hour."""
    key = slack.mint.fresh("")
    until = time.monotonic() + limits.RESPONSE_SECONDS
    _forget(slack.answerables)
    slack.answerables[key] = Answerable(person, where.id, until, limits.RESPONSE_USES, bot, message)
    return f"{slack.address}/actions/{bot.workspace.id}/{key}"


def use(slack: Slack, key: str) -> Answerable:
    """Use an address once; refused when used up or too old."""
    found = slack.answerables.get(key)
    if found is None or time.monotonic() > found.until:
        raise ApiError("expired_url")
    if found.uses <= 0:
        raise ApiError("used_url")
    found.uses -= 1
    return found
