"""Post a card somewhere, once: the outbox is emptied here, one message of each conversation at a time.

A delivery is claimed with a lease and handed to bot/sending.py; what comes of it is written down here. What may or may
not have gone through is unsure: first its echo is waited for, then the conversation's history is looked at once, and only
when it is not there is it sent again. Whatever goes wrong with one delivery, the others go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

from bot import clock as time
from bot import logs, steps
from bot.clock import Clock
from bot.dispatch import Dispatch
from bot.errors import Moot, TryLater, Undeliverable, Unsure
from bot.platform import Platform
from bot.sending import Sender, split_key
from bot.settings import Settings
from storage.database import Store
from storage.deliveries import DROPPED, DUE, FAILED, SENT, UNSURE, Delivery
from storage.outbox import Outbox

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
"""After so many failures of a kind nobody foresaw, a delivery is given up and logged."""

PATIENT_AFTER, LONGEST_WAIT = 3, 60.0
"""What is put off more often than this is tried less and less often, at least every so many seconds."""

STOP_SECONDS = 8.0
"""How long the messages in hand may take when the process stops, where nothing else is said."""

SLOW = 5
"""So many times longer than others, what a platform takes its time to show is waited for before it is looked for."""

AFTER_FAILURE = 1.0
"""Seconds until the outbox is looked at again where it could not be."""

Work = Callable[[Delivery], Awaitable[None]]
Settle = Callable[[Delivery, Exception], Awaitable[None]]


class Deliverer:
    """Empties the outbox, as a task of its own; `wake` when something was owed."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        clock: Clock,
        settings: Settings,
        platforms: Sequence[Platform],
        outlets: Sequence[Platform] = (),
    ) -> None:
        """`outlets` take their time: what goes out by them is sent beside everything else, which does not wait for it."""
        self._store = store
        self._clock = clock
        self._settings = settings
        self._sender = Sender(store, dispatch, clock, settings, [*platforms, *outlets])
        self._outlets = frozenset(outlet.name for outlet in outlets)
        self._beside: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()
        self._stopping = False
        self._in_hand: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start emptying the outbox; what a process that died left behind is looked for first."""
        if self._store.alone:
            async with self._store.transaction() as session:
                await Outbox(session).abandon()
        self._task = asyncio.create_task(self._work())

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Finish the messages in hand and stop; what takes longer than `seconds` is looked for after the next start."""
        self._stopping = True
        self.wake()
        if self._task is not None:
            await _ended([self._task, *self._beside], seconds)
            await _ended(self._beside, 0.0)
            await self._let_go()

    async def _let_go(self) -> None:
        """Hold nothing that was in hand: nobody has to wait for a lease of ours to end."""
        if self._in_hand:
            log.warning("%s deliveries were in hand and are looked for later", len(self._in_hand))
            echo = time.real() + timedelta(seconds=self._settings.echo_seconds)
            for one in sorted(self._in_hand):
                async with self._store.transaction() as session:
                    await Outbox(session).let_go(one, echo)

    def wake(self) -> None:
        self._awake.set()

    async def _work(self) -> None:
        while not self._stopping:
            self._awake.clear()
            try:
                if not await self.round():
                    await _within(self._awake, await self._patience())
            except Exception:
                log.exception("the outbox could not be looked at")
                await asyncio.sleep(AFTER_FAILURE)

    async def _patience(self) -> float:
        """Seconds to sleep, unless woken: until the next tick, or until the first lease ends of what waits for it."""
        async with self._store.transaction() as session:
            until = await Outbox(session).next_look(self._clock.now())
        tick = self._settings.tick_seconds
        return tick if until is None else min(max((until - time.real()).total_seconds(), 0.01), tick)

    async def empty(self) -> None:
        """Return when nothing is due, in hand or unsure."""
        while True:
            async with self._store.transaction() as session:
                if not await Outbox(session).waiting(self._clock.now()):
                    return
            if self._task is None:
                await self.round()
            else:
                self.wake()
            await asyncio.sleep(0.005)

    async def round(self) -> bool:
        """Send, look for and redraw whatever can be now. Returns whether there was anything."""
        lease, real = timedelta(seconds=self._settings.lease_seconds), time.real()
        async with self._store.transaction() as session:
            outbox = Outbox(session)
            claimed = await outbox.claim(self._clock.now(), real, lease)
            unsure = await outbox.unsure(real, lease)
            stale = await outbox.stale(real, lease)
        if claimed:
            steps.reach("delivery.claimed")
        for delivery in claimed:
            if delivery.platform in self._outlets:
                self._send_beside(delivery)
        at_once = (delivery for delivery in claimed if delivery.platform not in self._outlets)
        await asyncio.gather(
            *(self._each([delivery], self._sender.send, self._not_sent) for delivery in at_once),
            self._each(unsure, self._sender.look_for, self._not_found),
            self._each(stale, self._sender.redraw, self._not_redrawn),
        )
        return bool(claimed or unsure or stale)

    def _send_beside(self, delivery: Delivery) -> None:
        """Send something without anybody waiting for it here; what comes after it is looked at when it is done."""

        def done(task: asyncio.Task[None]) -> None:
            self._beside.discard(task)
            self.wake()

        task = asyncio.create_task(self._each([delivery], self._sender.send, self._not_sent))
        self._beside.add(task)
        task.add_done_callback(done)

    async def _each(self, deliveries: Sequence[Delivery], work: Work, failed: Settle) -> None:
        """Do the same with each, in order; one that fails, even in being written down, leaves the others alone."""
        self._in_hand.update(delivery.id for delivery in deliveries)
        for delivery in deliveries:
            with logs.about(delivery=delivery.id, partnership=delivery.partnership_id):
                await self._one(delivery, work, failed)
            self._in_hand.discard(delivery.id)

    async def _one(self, delivery: Delivery, work: Work, failed: Settle) -> None:
        try:
            try:
                await work(delivery)
            except Exception as error:
                await failed(delivery, error)
        except Exception:
            log.exception("delivery %s is left to its lease", delivery.id)

    async def _not_sent(self, delivery: Delivery, error: Exception) -> None:
        match error:
            case TryLater():
                await self._sender.mark(
                    delivery, DUE, wait=_patient(delivery, error.seconds), error=str(error)
                )
            case Unsure():
                wait = _patient(delivery, self._settings.echo_seconds * (SLOW if error.slow else 1))
                await self._sender.mark(delivery, UNSURE, wait=wait, error=str(error))
            case Moot():
                await self._drop(delivery, error)
            case Undeliverable():
                log.warning("delivery %s cannot arrive: %s", delivery.id, error)
                await self._sender.give_up(delivery, error)
            case _:
                log.error("delivery %s failed", delivery.id, exc_info=error)
                state = DUE if delivery.attempts < MOST_ATTEMPTS else FAILED
                await self._sender.mark(delivery, state, wait=2.0**delivery.attempts, error=repr(error))

    async def _not_found(self, delivery: Delivery, error: Exception) -> None:
        """Where the history could not be looked at, a message stays unsure."""
        if isinstance(error, Moot):
            await self._drop(delivery, error)
            return
        if isinstance(error, Undeliverable):
            await self._sender.give_up(delivery, error)
            return
        if not isinstance(error, TryLater | Unsure):
            log.error("delivery %s could not be looked for", delivery.id, exc_info=error)
        await self._sender.mark(delivery, UNSURE, wait=self._wait(error), error=str(error))

    async def _drop(self, delivery: Delivery, error: Exception) -> None:
        await self._sender.mark(delivery, SENT if delivery.pages else DROPPED, error=str(error))

    async def _not_redrawn(self, delivery: Delivery, error: Exception) -> None:
        """What may work later is tried again then; a card that cannot be drawn stays as it was posted."""
        if isinstance(error, TryLater | Unsure):
            await self._sender.redraw_again(delivery, self._wait(error))
            return
        if isinstance(error, Moot):  # what was posted is gone, or may not be written over any more
            await self._sender.mark(delivery, DROPPED, error=str(error))
            return
        log.error("delivery %s cannot be redrawn", delivery.id, exc_info=error)
        await self._sender.give_up_redrawing(delivery)

    def _wait(self, error: Exception) -> float:
        """Seconds after which something is tried again."""
        match error:
            case TryLater():
                return error.seconds
            case Unsure():
                return self._settings.echo_seconds
        return LONGEST_WAIT

    async def echoed(self, key: str, message: str) -> None:
        """A message of ours came back through the door: that settles an unsure delivery, also while it is in hand."""
        base, number = split_key(key)
        async with self._store.transaction() as session:
            settled = await Outbox(session).echoed(base, number, message)
        if settled:
            self.wake()


def _patient(delivery: Delivery, seconds: float) -> float:
    """At least `seconds`, and longer the more often it was tried."""
    often = delivery.attempts - PATIENT_AFTER
    return max(seconds, min(2.0**often, LONGEST_WAIT)) if often > 0 else seconds


async def _ended(tasks: Iterable[asyncio.Task[None]], seconds: float) -> None:
    """Wait for tasks, and cancel those that take longer."""
    those = list(tasks)
    if those:
        await asyncio.wait(those, timeout=seconds)
        for task in those:
            task.cancel()
        await asyncio.gather(*those, return_exceptions=True)


async def _within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
