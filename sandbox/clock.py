"""Calendar time, which can be turned: everything that falls due on the way happens, in order."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sandbox import seed
from sandbox.errors import Refused
from sandbox.link import BotGone
from sandbox.settle import settle
from sandbox.state import Message

if TYPE_CHECKING:
    from sandbox.core import Slack

STEP = timedelta(minutes=1)
"""In such steps the calendar stops on its way; a word in a meeting is due to the minute."""
AHEAD = timedelta(days=60)
"""How far the calendar is turned in search of the next thing that is due."""
JUST_NOW = timedelta(minutes=1)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LENGTH = re.compile(r"(\d{1,6})\s*(minutes?|min|m|hours?|h|days?|d|weeks?|w)\b")
FURTHEST = timedelta(days=3660)


def goal(body: dict[str, object], now: datetime) -> datetime:
    """The moment that `to` or `advance` asks for; refused when it is neither, or has passed."""
    if "to" in body:
        wanted = _moment(body["to"])
    elif "advance" in body:
        wanted = now + span(str(body["advance"]))
    else:
        raise Refused("bad_clock", "Say `to` (ISO 8601) or `advance` (for example 3d or 2h).")
    if wanted < now - JUST_NOW:
        raise Refused(
            "in_the_past", f"It is already {now.isoformat(timespec='seconds')}; the clock only goes forward."
        )
    if wanted > now + FURTHEST:
        raise Refused("bad_clock", "That is more than ten years away.")
    return wanted


def _moment(words: object) -> datetime:
    try:
        return seed.moment(words)
    except ValueError:
        raise Refused(
            "bad_clock", f"{words!r} is no ISO 8601 moment, such as 2026-12-11T09:00:00+00:00."
        ) from None


def span(words: str) -> timedelta:
    """A length of time such as "3d", "2h", "1w 2d" or "90 minutes"; refused when it is none."""
    found = LENGTH.findall(words.lower())
    if not found or LENGTH.sub("", words.lower()).strip(" ,"):
        raise Refused("bad_clock", f"{words!r} is no length of time, such as 3d or 2h.")
    total = timedelta()
    for amount, unit in found:
        total += timedelta(**{UNITS[unit[0]]: int(amount)})
    return total


def step_at(moment: datetime) -> datetime:
    """The first whole step at or after `moment`."""
    over = (moment - datetime(2000, 1, 1, tzinfo=UTC)) % STEP
    return moment if not over else moment + STEP - over


async def next_due(slack: Slack) -> datetime | None:
    """When the bot says that something falls due next; None when it knows of nothing."""
    now = slack.calendar.now().isoformat(timespec="microseconds")
    answers = await slack.link.ask_all("clock", now=now)
    return min((seed.moment(one["next"]) for one in answers if one.get("next")), default=None)


async def turn(slack: Slack, to: datetime) -> list[Message]:
    """Turn the calendar to `to` and answer what the bot posted on the way."""
    before = len(slack.world.posted)
    if slack.link.connected:
        with suppress(BotGone):
            await _turn_bot(slack, to)
    if slack.calendar.now() < to:
        slack.calendar.turn(to)
    await settle(slack)
    slack.stream.tell("clock")
    return slack.world.posted[before:]


async def turn_to_next(slack: Slack) -> list[Message]:
    """Turn the calendar until the bot posts something; refused when it does not within `AHEAD`.

    The bot may name a moment at which it only wants to look again, so one turn can pass without a word.
    """
    end = slack.calendar.now() + AHEAD
    try:
        while (due := await next_due(slack)) is not None and due <= end:
            posted = await turn(slack, step_at(max(due, slack.calendar.now())))
            if posted:
                return posted
    except BotGone:
        raise Refused("no_bot", "The bot is not running, so nobody knows what is due next.", 409) from None
    raise Refused("nothing_due", "Nothing is due: plan a meeting or add an action first.", 409)


async def _turn_bot(slack: Slack, to: datetime) -> None:
    due = await next_due(slack)
    while (now := slack.calendar.now()) < to:
        step = to if due is None else min(to, step_at(max(due, now)))
        slack.calendar.turn(max(step, now))
        due = await next_due(slack)
        if due is not None and due <= slack.calendar.now():
            due = slack.calendar.now() + timedelta(seconds=1)
