"""Waiting until the bot has acknowledged everything and gone quiet."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from sandbox.link import BotGone

if TYPE_CHECKING:
    from sandbox.core import Slack

LONGEST = 30.0
QUIET = 0.3


async def settle(slack: Slack, longest: float = LONGEST) -> bool:
    """Wait until the bot is quiet, `longest` seconds at most; says whether it became quiet.

    Each process of this project's bot is asked over its control connection; of a foreign one 300 ms without any traffic
    are taken for quiet. A bot that is not there is quiet.
    """
    deadline = time.monotonic() + longest
    while await slack.pulse.until(lambda: _idle(slack), deadline):
        before = slack.pulse.count
        if not slack.reachable() and not slack.link.connected:
            return True
        await _ask(slack, deadline)
        if slack.pulse.count == before:
            return time.monotonic() < deadline
    return False


def _idle(slack: Slack) -> bool:
    return slack.down() or (slack.pulse.busy == 0 and not slack.courier.waiting())


async def _ask(slack: Slack, deadline: float) -> None:
    """One question, whose answer is not counted as something that happened."""
    if not slack.link.connected:
        await _quiet(slack, deadline)
        return
    with suppress(BotGone, TimeoutError):
        await slack.link.ask_all("settle", timeout=max(0.1, deadline - time.monotonic()))


async def _quiet(slack: Slack, deadline: float) -> None:
    while not await _still(slack) and time.monotonic() < deadline:
        pass


async def _still(slack: Slack) -> bool:
    await asyncio.sleep(max(0.0, slack.pulse.last + QUIET - time.monotonic()))
    return time.monotonic() >= slack.pulse.last + QUIET
