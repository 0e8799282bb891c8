"""The way of one delivery: drawn as things stand now, sent page by page, found again, drawn again in its place.

Each page is marked with the platform's message id as soon as it is known, so that none is sent twice.
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
from bot.errors import TryLater, Undeliverable, Unreachable, Unsure
from bot.feature import Context
from bot.platform import Page, Platform
from bot.reach import reached
from bot.settings import Settings
from storage.database import Store
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Address, Deliveries, Delivery
from storage.outbox import LONGEST_LEASE, Outbox
from storage.records import Registry

log = logging.getLogger(__name__)

MOST_BOOKMARKING = 4
"""After so many attempts a message is left without its bookmark."""


class Sender:
    """Does one thing with one delivery. Its methods raise what the platform raises (bot/errors.py)."""

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
        self._paced: dict[str, float] = {}

    async def send(self, delivery: Delivery) -> None:
        """Send what is not sent yet of a claimed delivery, and mark it; or drop it, or put it off."""
        if delivery.reaction:
            await self._react(delivery)
            return
        card = await self._prepare(delivery)
        if card is None:
            return
        for page in self._pages(card, delivery)[len(delivery.pages) :]:
            await self._post(delivery, page)
        if delivery.bookmark and delivery.pages:
            await self._bookmark(delivery)
        await self.mark(delivery, SENT if delivery.pages else DROPPED)
        steps.reach("delivery.marked")

    async def _react(self, delivery: Delivery) -> None:
        """Leave a mark. Once is enough however often it is left, so nothing is ever unsure about it."""
        try:
            await self._platform(delivery).react(_address(delivery), delivery.thread, delivery.reaction)
        except Unsure as error:
            raise TryLater(self._settings.echo_seconds) from error
        await self.mark(delivery, SENT)

    async def _post(self, delivery: Delivery, page: Page) -> None:
        to, number = _address(delivery), len(delivery.pages)
        await self._pace(to)
        steps.reach("delivery.sending")
        message = await self._platform(delivery).post(to, page, page_key(delivery.key, number))
        steps.reach("delivery.sent")
        delivery.pages = [*delivery.pages, message]
        await self.mark(delivery, CLAIMED)

    async def _bookmark(self, delivery: Delivery) -> None:
        """Keep what was posted at the top of its conversation; never a reason to try for long."""
        try:
            await self._platform(delivery).bookmark(_address(delivery), delivery.pages[0], delivery.bookmark)
        except TryLater:
            if delivery.attempts < MOST_BOOKMARKING:
                raise

    def _platform(self, delivery: Delivery) -> Platform:
        return self._platforms[delivery.platform]

    def _pages(self, card: Card, delivery: Delivery) -> Sequence[Page]:
        return self._platform(delivery).pages(card, delivery.key, delivery.partnership_id)

    async def _prepare(self, delivery: Delivery) -> Card | None:
        """The card to send now; None where the delivery is no longer ours, was dropped, or put off to a decent hour."""
        now = self._clock.now()
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None or row.state != CLAIMED:
                return None
            row.stale, row.lease_until = False, self._lease()
            card, context = await self._draw(row, Registry(session))  # it may have grown since it was claimed
            put_off = None if delivery.pages else _put_off(delivery, now, context)
            if card is not None and not put_off and context is not None:
                delivery.introduced = delivery.introduced or await _first(delivery, context)
                card = _introduced(card, delivery, context)
        if put_off and (delivery.until is None or put_off < delivery.until):
            await self.mark(delivery, DUE, not_before=put_off)
            return None
        if card is None:
            await self.mark(delivery, SENT if delivery.pages else DROPPED)
            return None
        if put_off or _past(delivery, now):
            await self._let_lapse(delivery, now)
            return None
        return card

    async def _let_lapse(self, delivery: Delivery, now: datetime) -> None:
        """Nothing of it could be said for as long as it was worth saying; of a letter its partnership knows at once."""
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None:
                return
            row.state, row.lease_until = DROPPED, None
            await self._dispatch.unsent(row, Registry(session), now)
        log.info("delivery", extra={"outcome": DROPPED})

    def _lease(self) -> datetime:
        return time.real() + timedelta(seconds=self._settings.lease_seconds)

    async def _draw(self, delivery: Delivery, registry: Registry) -> tuple[Card | None, Context | None]:
        """The card as it should be now, and the context it was drawn in (None where there is no partnership)."""
        card, context = await self._dispatch.draw(delivery, registry, self._clock.now())
        if not delivery.live and delivery.card is not None:
            card = load(delivery.card)
        return card, context

    async def mark(
        self,
        delivery: Delivery,
        state: str,
        *,
        wait: float | None = None,
        error: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """Write down what became of a delivery; `wait` is how many seconds of real time it is left alone."""
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None:
                return
            if state == UNSURE and _echoed(row, delivery):
                state, wait, delivery.pages = DUE, None, list(row.pages)
            row.state, row.error, row.pages = state, error, list(delivery.pages)
            row.introduced = delivery.introduced
            row.lease_until = self._lease() if state == CLAIMED else _until(wait)
            if not_before is not None:
                row.not_before, row.attempts = not_before, 0
            if state == SENT:
                row.sent_at = row.sent_at or self._clock.now()
                _let_go_of_words(row)
                await _met(row, Registry(session), row.sent_at)
        if state != CLAIMED:
            log.info("delivery", extra={"outcome": state})

    async def give_up(self, delivery: Delivery, error: Undeliverable) -> None:
        """A message can never arrive; where nobody is there to read it, or it is a letter, its partnership knows at once."""
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None:
                return
            row.state, row.error, row.pages, row.lease_until = FAILED, str(error), list(delivery.pages), None
            if isinstance(error, Unreachable):
                await self._dispatch.unreachable(row, Registry(session), self._clock.now())
            else:
                await self._dispatch.unsent(row, Registry(session), self._clock.now())
        log.info("delivery", extra={"outcome": FAILED})

    async def look_for(self, delivery: Delivery) -> None:
        """One look at the history for an unsure page; it is sent again only where it is not there."""
        if not delivery.reaction:
            key = page_key(delivery.key, len(delivery.pages))
            message = await self._platform(delivery).find(_address(delivery), key)
            if message is not None:
                delivery.pages = [*delivery.pages, message]
        await self.mark(delivery, DUE)

    async def redraw(self, delivery: Delivery) -> None:
        """Put the card, as it should be now, in the place of what was posted.

        Where it has become longer, the rest is sent after it; where it has become shorter, the messages left over say so.
        """
        card = await self._redrawn(delivery)
        if card is None:
            return
        platform, pages = self._platform(delivery), list(self._pages(card, delivery))
        left = len(delivery.pages) - len(pages)
        if left > 0:
            pages += [*self._pages(self._dispatch.wording.card("dispatch/above", {}), delivery)][:1] * left
        for message, page in zip(delivery.pages, pages, strict=False):
            await platform.update(_address(delivery), message, page)
        await (self.mark(delivery, DUE) if left < 0 else self.redraw_again(delivery, None))

    async def _redrawn(self, delivery: Delivery) -> Card | None:
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is None or not row.stale:
                return None
            row.stale, row.lease_until = False, self._lease()
            card, context = await self._draw(row, Registry(session))
            if card is None:
                row.lease_until = None
            return _introduced(card, row, context) if card is not None and context is not None else card

    async def redraw_again(self, delivery: Delivery, seconds: float | None) -> None:
        """Draw a message again after so many seconds; None: only if something about it changes again."""
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is not None:
                row.stale, row.lease_until = row.stale or seconds is not None, _until(seconds)
                _let_go_of_words(row)

    async def give_up_redrawing(self, delivery: Delivery) -> None:
        """Leave a message as it was posted."""
        async with self._store.transaction() as session:
            row = await Outbox(session).get(delivery.id)
            if row is not None:
                row.stale, row.lease_until = False, None

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


def _until(wait: float | None) -> datetime | None:
    return None if wait is None else time.real() + min(timedelta(seconds=wait), LONGEST_LEASE)


def _let_go_of_words(row: Delivery) -> None:
    """What was said and is never drawn again is kept nowhere: it may hold an address, or what somebody typed."""
    if not row.live and not row.stale:
        row.card = None


def _address(delivery: Delivery) -> Address:
    return Address(
        delivery.platform, delivery.workspace, delivery.conversation, delivery.person, delivery.thread
    )


def _echoed(row: Delivery, delivery: Delivery) -> bool:
    """Whether the echo of the page in hand was faster than its answer."""
    return len(row.pages) > len(delivery.pages)


def _past(delivery: Delivery, now: datetime) -> bool:
    """Whether a message of which nothing was said yet is no longer worth saying."""
    return not delivery.pages and delivery.until is not None and now >= delivery.until


def _put_off(delivery: Delivery, now: datetime, context: Context | None) -> datetime | None:
    """When a message that nobody asked for may go out instead of now; None where now is a decent moment."""
    if not delivery.decent or context is None:
        return None
    calendar: dates.Calendar = context.calendar
    moment = hours.next_decent(now, calendar, context.partnership.chase_hour)
    return None if moment == now else moment


async def _first(delivery: Delivery, context: Context) -> bool:
    """Whether this is the first direct message to its member."""
    member = await context.records.members.get(delivery.member_id or 0)
    return member is not None and member.met_at is None


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
    if member is not None:
        member.met_at = member.met_at or now
        await reached(member, Deliveries(registry.session, row.partnership_id))
