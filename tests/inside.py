"""The bot within the test's own process, where a test is about what people see and never ends a process by force.

To start a Python process with the whole bot in it costs two seconds of a processor; a test of the contract costs less
than one. That the bot starts, stops, dies and comes again as a process is what tests/scenarios prove.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping

from bot.app import Upbeat
from bot.settings import Settings
from sandbox.process import BotProcess, Bots

PREFIX = "UPBEAT_"


class Inside(BotProcess):
    """Stands where the sandbox has a process: told the same by the same names, and stopped by the same signal."""

    _work: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._work is not None and not self._work.done()

    @property
    def code(self) -> int | None:
        return None if self._work is None or self.running else 0 if self._work.exception() is None else 1

    async def start(self) -> None:
        self._work = asyncio.create_task(Upbeat(_settings(self._environment)).run())
        self._work.add_done_callback(lambda _: self._changed())
        self._changed()

    async def ended(self, seconds: float) -> bool:
        if self._work is not None:
            await asyncio.wait([self._work], timeout=seconds)
        return not self.running

    async def kill(self) -> None:
        raise AssertionError("this bot runs within the test; who wants to kill it gives it a process")

    async def stop(self) -> None:
        if self._work is not None and self.running:
            os.kill(os.getpid(), signal.SIGTERM)
            await self._work


def _settings(environment: Mapping[str, str]) -> Settings:
    told = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    return Settings(_env_file=None, **told)  # type: ignore[arg-type, call-arg]


class InThisProcess(Bots):
    """The bot as the sandbox knows it; there is one of it, since a signal to this process reaches all of it."""

    kind = Inside
