"""What goes wrong meanwhile: processes die, the wire is cut, answers are lost, Slack refuses, the store is locked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress

from sandbox.link import BotGone
from tests.soak import stores
from tests.soak.stage import Stage

STEPS = (
    "request.written",
    "request.committed",
    "delivery.claimed",
    "delivery.sending",
    "delivery.sent",
    "delivery.marked",
)
PATIENCE = 15
"""After so many steps, one that was to die at a named step and never came there is killed without more ado."""
OFTEN = 0.15
"""How often a step meets an ordered trouble."""
LOCKED = 0.01
ORDERS = (
    ({"kind": "no_reply"}, 8),
    ({"kind": "server_error"}, 6),
    ({"kind": "duplicate"}, 8),
    ({"kind": "late", "seconds": 0.1}, 6),
    ({"kind": "slow", "seconds": 0.2}, 4),
    ({"kind": "disconnect"}, 3),
    ({"kind": "rate_limited", "seconds": 1}, 2),
)


class Troubles:
    """Kills at chosen steps, and whatever else the dice say."""

    def __init__(self, stage: Stage, url: str, steps: int, kills: int) -> None:
        self._stage = stage
        self._url = url
        late = max(2, steps - max(3, steps // 10))
        self._due = set(stage.rng.sample(range(1, late), min(kills, late - 1)))
        self._armed: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._postponed = 0
        self.kills = self.starts = self.locks = self.orders = 0

    async def before(self) -> str:
        """Prepare what goes wrong during this step; says what."""
        stage, said = self._stage, []
        if stage.rng.random() < OFTEN and stage.up():
            said.append(await self._order())
        if stage.rng.random() < LOCKED:
            said.append(self._meanwhile(stores.hold(self._url), "the store is locked"))
            self.locks += 1
        if stage.step in self._due or self._postponed:
            self._postponed -= stage.step not in self._due
            said.append(await self._kill())
        return "; ".join(said)

    async def _order(self) -> str:
        rng = self._stage.rng
        order = dict(rng.choices([row for row, _ in ORDERS], [often for _, often in ORDERS])[0])
        order["count"] = 1 if order["kind"] == "disconnect" else rng.choice((1, 1, 2, 3))
        await self._stage.act("fault", **order)
        self.orders += 1
        return f"trouble {order}"

    async def _kill(self) -> str:
        """One process is to die in the middle of what happens next."""
        bots = self._stage.slack.bot_process
        assert bots is not None
        living = [number for number in bots.alive if number not in self._armed]
        if not living:
            self._postponed += 1
            return "nobody to kill"
        number = self._stage.rng.choice(living)
        if self._stage.rng.random() < 0.6:
            step = self._stage.rng.choice(STEPS)
            await self._stage.act("bot", do="kill", at=step, which=number)
            self._armed[number] = self._stage.step
            return f"process {number} is to die at {step}"
        beats = self._stage.rng.randint(1, 25)
        return self._meanwhile(self._after(beats, number), f"process {number} dies after {beats} beats")

    def _meanwhile(self, work: Awaitable[None], said: str) -> str:
        self._tasks.append(asyncio.ensure_future(work))
        return said

    async def _after(self, beats: int, number: int) -> None:
        pulse = self._stage.slack.pulse
        goal = pulse.count + beats
        await pulse.until(lambda: pulse.count >= goal, time.monotonic() + 0.5)
        await self._stage.act("bot", do="kill", which=number)

    async def after(self) -> None:
        """What was begun is over; who has been dead for long enough is started."""
        await self.over()
        bots, step = self._stage.slack.bot_process, self._stage.step
        assert bots is not None
        for number, process in bots.each.items():
            if process.running:
                await self._lose_patience(number)
            elif number not in self._back:
                self.kills += 1
                self._armed.pop(number, None)
                self._back[number] = step + self._stage.rng.choice((0, 0, 1, 2))
            if number in self._back and self._back[number] <= step:
                await self.start(number)

    async def over(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._tasks)
        self._tasks.clear()

    async def _lose_patience(self, number: int) -> None:
        if number in self._armed and self._stage.step - self._armed[number] > PATIENCE:
            await self._stage.act("bot", do="kill", which=number)

    async def start(self, number: int) -> None:
        """Start a process again, with as many tries as a bad wire needs."""
        self._back.pop(number, None)
        for _ in range(5):
            answer = await self._stage.act("bot", do="start", which=number)
            self.starts += 1
            if answer.get("refused") in (None, "already_running"):
                return
        raise AssertionError(f"process {number} does not start again: {answer}")

    async def end(self) -> None:
        """No more troubles: take back what was ordered, and start everybody."""
        await self.over()
        self._stage.slack.faults.clear()
        bots = self._stage.slack.bot_process
        assert bots is not None
        for number in self._armed:
            with suppress(BotGone):
                await self._stage.slack.link.tell(number, "crash", at="")
        for number, process in bots.each.items():
            if not process.running:
                await self.start(number)
