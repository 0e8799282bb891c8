"""Brings events to the bot, and again where it did not acknowledge them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from sandbox import limits
from sandbox.signed import Stop
from sandbox.socket import Unanswered

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
HELD_SECONDS = 300.0
"""How long an event waits for a bot that went away with it unanswered."""


class Courier:
    """Has events on their way and keeps those that are not acknowledged yet."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._open: dict[asyncio.Task[None], Json] = {}
        self._given_up_on: set[asyncio.Task[None]] = set()

    def waiting(self) -> bool:
        """Whether an event is on its way whose acknowledgement is still to be expected."""
        return len(self._open) > len(self._given_up_on)

    def send(self, payload: Json) -> None:
        """Send a wrapped event on its way (twice or late where such a fault was ordered)."""
        slack = self._slack
        for _ in range(2 if slack.faults.twice() else 1):
            task = asyncio.create_task(self._deliver(payload, slack.faults.late(), not slack.down()))
            self._open[task] = payload
            task.add_done_callback(self._closed)
        slack.pulse.beat()

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._open.pop(task, None)
        self._given_up_on.discard(task)
        self._slack.pulse.beat()

    async def _deliver(self, payload: Json, late: float, begun: bool) -> None:
        """`begun`: the bot was there when it happened, so that it is tried again for one that has gone since."""
        reason = ""
        if late:
            await asyncio.sleep(late)
        for attempt in range(limits.EVENT_RETRIES + 1):
            if not await self._connection(begun or attempt > 0):
                return
            try:
                await self._slack.way().send("events_api", payload, attempt, reason)
                return
            except Stop:
                return
            except Unanswered as error:
                reason = error.reason
                await self._look_again(reason)
                self._no_answer(reason)

    async def _connection(self, begun: bool) -> bool:
        """Wait for a connection: longer for a bot that was ended with the event unanswered."""
        slack = self._slack
        seconds = HELD_SECONDS if begun and slack.bot_process else slack.patience()
        return await slack.pulse.until(slack.reachable, time.monotonic() + seconds)

    async def _look_again(self, reason: str) -> None:
        """Over HTTP nothing says that a process of ours has died but that its address answers no more."""
        slack = self._slack
        if slack.http and slack.bot_process and reason == "connection_failed":
            await slack.http.verify()

    def _no_answer(self, reason: str) -> None:
        """A foreign bot that listens and does not answer is not waited for any longer, only tried again."""
        task = asyncio.current_task()
        if task and reason == "timeout" and not self._slack.link.connected:
            self._given_up_on.add(task)
            self._slack.pulse.beat()

    async def close(self) -> None:
        """Let go of everything that was not delivered."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
