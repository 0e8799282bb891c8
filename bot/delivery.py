"""Post a card somewhere, once: claim, draw, send, mark; and what to do when nobody knows whether it went through.

A delivery is claimed with a lease, drawn as things stand now, sent page by page, and each page is marked with the
platform's message id as soon as it is known. What may or may not have gone through is unsure: first its echo is waited
for, then the conversation's history is looked at once, and only when it is not there is it sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import clock as time
from bot import dates, hours, steps
from bot.card import Card, load
from bot.clock import Clock
from bot.dispatch import Dispatch
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Context
from bot.platform import Platform
from bot.settings import Settings
from storage.database import Store
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Address, Delivery, Outbox
from storage.records import Registry

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
"""After so many failures of a kind nobody foresaw, a delivery is given up and logged."""


class Deliverer:
    """Empties the outbox, as a task of its own; `wake` when something was owed."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        clock: Clock,
        settings: Settings,
        platforms: Sequence[Platform],
    ) -> None:
        self._store = store
        self._dispatch = dispatch
        self._clock = clock
        self._settings = settings
        self._platforms = {platform.name: platform for platform in platforms}
        self._awake = asyncio.Event()
        self._paced: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start emptying the outbox; what a process that died left behind is looked for first."""
        if self._store.alone:
            async with self._store.transaction() as session:
                await Outbox(session).abandon()
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Finish the message in hand and stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        self._awake.set()

    async def _work(self) -> None:
        while True:
            self._awake.clear()
            try:
                busy = await self.round()
            except Exception:
                log.exception("the outbox could not be looked at")
                busy = False
            if not busy:
                await _within(self._awake, await self._patience())

    async def _patience(self) -> float:
        """Seconds to sleep: short while something waits for a lease or an echo, else until woken or the next tick."""
        async with self._store.transaction() as session:
            waiting = await Outbox(session).waiting(self._clock.now())
        return 0.05 if waiting else self._settings.tick_seconds

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
        lease = timedelta(seconds=self._settings.lease_seconds)
        async with self._store.transaction() as session:
            outbox = Outbox(session)
            claimed = await outbox.claim(self._clock.now(), time.real(), lease)
            unsure = await outbox.unsure(time.real(), lease)
            stale = await outbox.stale()
        if claimed:
            steps.reach("delivery.claimed")
        queues: dict[tuple[str, str, str], list[Delivery]] = {}
        for delivery in claimed:
            queues.setdefault((delivery.platform, delivery.conversation, delivery.person), []).append(
                delivery
            )
        await asyncio.gather(*(self._send_in_order(queue) for queue in queues.values()))
        for delivery in unsure:
            await self._look_for(delivery)
        for delivery in stale:
            await self._redraw(delivery)
        return bool(claimed or unsure or stale)

    async def _send_in_order(self, queue: Sequence[Delivery]) -> None:
        for delivery in queue:
            await self._guarded_send(delivery)

    async def _guarded_send(self, delivery: Delivery) -> None:
        try:
            await self._send(delivery)
        except TryLater as later:
            await self._mark(delivery, DUE, wait=later.seconds, error=str(later))
        except Unsure as error:
            await self._mark(delivery, UNSURE, wait=self._settings.echo_seconds, error=str(error))
        except Undeliverable as error:
            log.warning("delivery %s cannot arrive: %s", delivery.id, error)
            await self._mark(delivery, FAILED, error=str(error))
        except Exception as error:
            log.exception("delivery %s failed", delivery.id)
            again = delivery.attempts < MOST_ATTEMPTS
            await self._mark(
                delivery, DUE if again else FAILED, wait=2.0**delivery.attempts, error=repr(error)
            )

    async def _send(self, delivery: Delivery) -> None:
        platform = self._platforms[delivery.platform]
        to = _address(delivery)
        if delivery.reaction:
            await platform.react(to, delivery.thread, delivery.reaction)
            await self._mark(delivery, SENT)
            return
        card = await self._prepare(delivery)
        if card is None:
            return
        pages = platform.pages(card, delivery.key, delivery.partnership_id)
        for number in range(len(delivery.pages), len(pages)):
            await self._pace(to)
            steps.reach("delivery.sending")
            message = await platform.post(to, pages[number], page_key(delivery.key, number))
            steps.reach("delivery.sent")
            delivery.pages = [*delivery.pages, message]
            await self._mark(delivery, CLAIMED)
        await self._mark(delivery, SENT)
        steps.reach("delivery.marked")

    async def _prepare(self, delivery: Delivery) -> Card | None:
        """The card to send now; None where the delivery was dropped, or put off to a decent hour."""
        now = self._clock.now()
        async with self._store.transaction() as session:
            card, context = await self._dispatch.draw(delivery, Registry(session), now)
            if not delivery.live and delivery.card is not None:
                card = load(delivery.card)
            put_off = _put_off(delivery, now, context)
            if card is not None and not put_off and context is not None:
                delivery.introduced = delivery.introduced or await self._first(delivery, context)
                card = _introduced(card, delivery, context)
        if put_off and (delivery.until is None or put_off < delivery.until):
            await self._mark(delivery, DUE, not_before=put_off)
            return None
        if card is None or put_off or (delivery.until is not None and now >= delivery.until):
            await self._mark(delivery, DROPPED)
            return None
        return card

    async def _first(self, delivery: Delivery, context: Context) -> bool:
        """Whether this is the first direct message to its member."""
        member = await context.records.members.get(delivery.member_id or 0)
        return member is not None and member.met_at is None

    async def _mark(
        self,
        delivery: Delivery,
        state: str,
        *,
        wait: float | None = None,
        error: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """Write down what became of a delivery; `wait` is how many seconds of real time it is left alone."""
        now = self._clock.now()
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None:
                return
            row.state, row.error, row.pages = state, error, list(delivery.pages)
            row.introduced = delivery.introduced
            if state != CLAIMED:
                row.lease_until = time.real() + timedelta(seconds=wait) if wait is not None else None
            if not_before is not None:
                row.not_before = not_before
            if state == SENT:
                row.sent_at = now
                await _met(row, Registry(session), now)

    async def _look_for(self, delivery: Delivery) -> None:
        """One look at the history for an unsure page; it is sent again only where it is not there."""
        platform = self._platforms[delivery.platform]
        number = len(delivery.pages)
        try:
            message = await platform.find(_address(delivery), page_key(delivery.key, number))
        except (TryLater, Unsure) as error:
            wait = error.seconds if isinstance(error, TryLater) else self._settings.echo_seconds
            await self._mark(delivery, UNSURE, wait=wait, error=str(error))
            return
        except Undeliverable as error:
            await self._mark(delivery, FAILED, error=str(error))
            return
        if message is not None:
            delivery.pages = [*delivery.pages, message]
        await self._mark(delivery, DUE)

    async def _redraw(self, delivery: Delivery) -> None:
        """Put the card, as it should be now, in the place of what was posted."""
        platform = self._platforms[delivery.platform]
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None or not row.stale:
                return
            row.stale = False
            card, context = await self._dispatch.draw(row, Registry(session), self._clock.now())
            if not row.live and row.card is not None:
                card = load(row.card)
            if card is not None and context is not None:
                card = _introduced(card, row, context)
        if card is None:
            return
        pages = platform.pages(card, delivery.key, delivery.partnership_id)
        try:
            for message, page in zip(delivery.pages, pages, strict=False):
                await platform.update(_address(delivery), message, page)
        except (TryLater, Unsure) as error:
            await asyncio.sleep(error.seconds if isinstance(error, TryLater) else self._settings.echo_seconds)
            await self._again_stale(delivery)
        except Undeliverable as error:
            log.warning("delivery %s cannot be redrawn: %s", delivery.id, error)

    async def _again_stale(self, delivery: Delivery) -> None:
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is not None:
                row.stale = True

    async def echoed(self, key: str, message: str) -> None:
        """A message of ours came back through the door: that settles an unsure delivery."""
        base, number = split_key(key)
        async with self._store.transaction() as session:
            settled = await Outbox(session).echoed(base, number, message, self._clock.now())
        if settled:
            self.wake()

    async def _pace(self, to: Address) -> None:
        """Leave a conversation its pause between two posts (elapsed time)."""
        where = f"{to.platform}/{to.conversation or to.person}"
        ready = self._paced.get(where, 0.0)
        wait = ready - time.elapsed()
        if wait > 0:
            await asyncio.sleep(wait)
        self._paced[where] = time.elapsed() + self._settings.pace_seconds


def page_key(key: str, number: int) -> str:
    """The key of one page of a delivery: the first has the delivery's own, the second `key#2`."""
    return key if number == 0 else f"{key}#{number + 1}"


def split_key(key: str) -> tuple[str, int]:
    """The delivery's key and the page's number, counted from nought."""
    base, mark, number = key.rpartition("#")
    return (base, int(number) - 1) if mark and number.isdigit() else (key, 0)


def _address(delivery: Delivery) -> Address:
    return Address(
        delivery.platform, delivery.workspace, delivery.conversation, delivery.person, delivery.thread
    )


def _put_off(delivery: Delivery, now: datetime, context: Context | None) -> datetime | None:
    """When a message that nobody asked for may go out instead of now; None where now is a decent moment."""
    if not delivery.decent or context is None:
        return None
    calendar: dates.Calendar = context.calendar
    moment = hours.next_decent(now, calendar, context.partnership.chase_hour)
    return None if moment == now else moment


def _introduced(card: Card, delivery: Delivery, context: Context) -> Card:
    """The card, in a first direct message below a line that says who writes and how to stop."""
    if not delivery.introduced:
        return card
    note = context.card("help/first_note", partnership=context.partnership.name)
    return replace(card, blocks=(*note.blocks, *card.blocks))


async def _met(row: Delivery, registry: Registry, now: datetime) -> None:
    """Remember that a member has been written to directly, so that Upbeat introduces itself once."""
    if row.member_id is None or row.partnership_id is None:
        return
    partnership = await registry.locked(row.partnership_id)
    member = await registry.members_of(partnership).get(row.member_id) if partnership else None
    if member is not None and member.met_at is None:
        member.met_at = now


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
