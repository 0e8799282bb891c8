"""The bot's own processes: started, stopped, killed, on the same database; their log lines go to stderr."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

STOP_SECONDS = 10.0


class BotProcess:
    """One child process. `changed` is called when it begins and when it ends."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        changed: Callable[[], None],
        name: str = "bot",
    ) -> None:
        self._command = list(command)
        self._environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self._environment.update(environment)
        self._changed = changed
        self._name = name
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.returncode is None

    @property
    def code(self) -> int | None:
        """How the last process ended; None before that."""
        return self._process.returncode if self._process else None

    async def start(self) -> None:
        """Start it, in a session of its own so that the terminal's Ctrl-C reaches only the sandbox."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        self._watch = asyncio.create_task(self._follow(self._process))
        self._changed()

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with suppress(ValueError):
            async for line in process.stdout:
                sys.stderr.write(f"{self._name} | {line.decode(errors='replace')}")
        await process.wait()
        self._changed()

    async def ended(self, seconds: float) -> bool:
        """Whether it has ended, or does within so many seconds."""
        if self._process is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), seconds)
        return not self.running

    async def kill(self) -> None:
        """End it at once."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to finish; after ten seconds end it."""
        try:
            await asyncio.wait_for(self._end(signal.SIGTERM), STOP_SECONDS)
        except TimeoutError:
            await self.kill()

    async def _end(self, sign: signal.Signals) -> None:
        if self._process is None or not self.running:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(sign)
        await self._process.wait()
        if self._watch is not None:
            await asyncio.wait([self._watch], timeout=2)


class Bots:
    """All processes of the bot by number, from 1: one for each environment."""

    kind: type[BotProcess] = BotProcess

    def __init__(
        self,
        command: Sequence[str],
        environments: Sequence[Mapping[str, str]],
        changed: Callable[[], None],
    ) -> None:
        alone = len(environments) == 1
        self.each = {
            number: self.kind(command, environment, changed, "bot" if alone else f"bot {number}")
            for number, environment in enumerate(environments, start=1)
        }

    @property
    def running(self) -> bool:
        """Whether any of them is alive."""
        return bool(self.alive)

    @property
    def alive(self) -> list[int]:
        """The numbers of those that are alive."""
        return [number for number, process in self.each.items() if process.running]

    async def stop(self) -> None:
        """Ask all of them to finish."""
        await asyncio.gather(*(process.stop() for process in self.each.values()))
