"""What the clock asks: which messages have fallen due, and how a card stands at the moment it is sent.

A job enters with the clock in the place of a person. One partnership after the other is asked, each in a transaction of
its own, and whatever fails in one leaves the others alone.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, timedelta

from bot import dates, logs, together
from bot.card import Card
from bot.feature import Context, Face, Feature, Occasion, Place, Request, Way
from bot.school.kept import with_school
from bot.wording import Wording
from storage.awake import awake
from storage.database import Store
from storage.deliveries import TOGETHER, Delivery
from storage.records import Records, Registry

log = logging.getLogger(__name__)

AWAKE = (timedelta(days=3), timedelta(days=45))
"""Meetings as long ago, and as far off, keep a partnership in the sweep."""

REMEMBERED = timedelta(days=90)
"""How long the keys of requests are kept, and what was put aside; no platform repeats anything for longer than a day."""

Step = Callable[[Registry, str], AbstractAsyncContextManager[None]]
"""How one step of a sweep is taken; what is said where it fails."""


class FallingDue:
    """Asks every job of every feature, and draws the cards they name."""

    def __init__(
        self, store: Store, wording: Wording, features: Sequence[Feature], mails: bool = False
    ) -> None:
        self._mails = mails
        self._store = store
        self._wording = wording
        self._features = list(features)
        self._tidied: date | None = None
        self._verbs = {f"{one.name}.{verb}": one.verbs[verb] for one in features for verb in one.verbs}
        self._cards = {name: draw for feature in features for name, draw in feature.cards.items()}

    async def sweep(self, now: datetime) -> datetime | None:
        """Owe whatever has fallen due by `now` (calendar time), in every partnership.

        Returns the earliest moment at which something will fall due as things now stand, or None.
        """
        async with self._store.transaction() as session:
            registry = Registry(session)
            partnerships = await awake(session, now - AWAKE[0], now + AWAKE[1])
            if self._tidied != now.date():
                await registry.incoming.forget(now - REMEMBERED)
                self._tidied = now.date()
        coming = [moment for one in partnerships if (moment := await self._guarded(one, now)) is not None]
        return min(coming, default=None)

    async def _guarded(self, partnership_id: int, now: datetime) -> datetime | None:
        """All of it at once; where anything in it fails, once more step by step, so that the rest is done."""
        with logs.about(partnership=partnership_id):
            try:
                return await self._of_one(partnership_id, now, _together)
            except Exception as error:
                log.info("partnership %s is swept step by step (%s)", partnership_id, type(error).__name__)
            try:
                return await self._of_one(partnership_id, now, _apart)
            except Exception:
                log.exception("nothing could be found due in partnership %s", partnership_id)
                return None

    async def _of_one(self, partnership_id: int, now: datetime, step: Step) -> datetime | None:
        async with self._store.transaction() as session:
            registry = Registry(session)
            partnership = await registry.locked(partnership_id)
            if partnership is None:
                return None
            context = await self._context(Records(session, partnership), registry, now)
            if await context.records.deliveries.resting():
                return None
            occasions = await self._occasions(context, step)
            owed = await context.records.deliveries.owed([one.key for one in occasions])
            new = [one for one in occasions if one.key not in owed]
            for occasion in new:
                if occasion.at <= now and (occasion.until is None or occasion.until > now):
                    async with step(registry, f"{occasion.key} could not be owed"):
                        await context.owe(occasion)
        return min((one.at for one in new if one.at > now), default=None)

    async def _occasions(self, context: Context, step: Step) -> list[Occasion]:
        """What every job of every feature says is due, the earliest first."""
        found: list[Occasion] = []
        for feature in self._features:
            for job in feature.jobs:
                failed = f"a job of {feature.name} failed in partnership {context.partnership.id}"
                async with step(context.registry, failed):
                    found.extend(await job(context))
        return sorted(found, key=lambda occasion: occasion.at)

    async def _context(
        self, records: Records, registry: Registry, now: datetime, values: Mapping[str, str] | None = None
    ) -> Context:
        request = Request("", "", Face("", "", ""), Place("", ""), now, Way.JOB, values=values or {})
        calendar = await calendar_of(records, now)
        return Context(
            request,
            registry,
            self._wording,
            records=records,
            calendar=calendar,
            features=self._features,
            mails=self._mails,
        )

    async def happened(
        self, name: str, values: Mapping[str, str], delivery: Delivery, registry: Registry, now: datetime
    ) -> None:
        """Let a feature's verb know of what became of a delivery; what fails there changes nothing here."""
        partnership = await registry.locked(delivery.partnership_id) if delivery.partnership_id else None
        if partnership is None or (verb := self._verbs.get(name)) is None:
            return
        context = await self._context(Records(registry.session, partnership), registry, now, values)
        try:
            async with registry.session.begin_nested():
                await verb.run(context)
        except Exception:
            log.exception("%s failed for delivery %s", name, delivery.id)

    async def draw(
        self, delivery: Delivery, registry: Registry, now: datetime
    ) -> tuple[Card | None, Context | None]:
        """The card of a delivery as things stand now, and the context it was drawn in; None: nothing left to say."""
        partnership = await registry.locked(delivery.partnership_id) if delivery.partnership_id else None
        if partnership is None:
            return None, None
        context = await self._context(Records(registry.session, partnership), registry, now)
        if delivery.decent and await context.records.deliveries.resting():
            return None, context
        return await self._card(delivery, context), context

    async def _card(self, delivery: Delivery, context: Context) -> Card | None:
        if await _left(delivery, context):
            return None
        if delivery.live == TOGETHER:
            return await together.drawn(context, delivery.subject["parts"], self._cards)
        return await self._cards[delivery.live](context, **delivery.subject) if delivery.live else None


async def _left(delivery: Delivery, context: Context) -> bool:
    """Whether it is for somebody who has left: they read nothing more, nor what becomes of what they were sent before."""
    if not delivery.person or not delivery.live:
        return False
    return await context.records.members.gone(delivery.platform, delivery.person)


@asynccontextmanager
async def _together(_registry: Registry, _failed: str) -> AsyncIterator[None]:
    """A step that fails takes everything with it."""
    yield


@asynccontextmanager
async def _apart(registry: Registry, failed: str) -> AsyncIterator[None]:
    """A step that fails is said, and leaves the others alone."""
    try:
        async with registry.session.begin_nested():
            yield
    except Exception:
        log.exception("%s", failed)


async def calendar_of(records: Records, at: datetime) -> dates.Calendar:
    """The partnership's own days, for reading words of time at `at`; `with_school` makes them those of an organisation."""
    meetings = [meeting.starts_at for meeting in await records.meetings.coming(at)]
    own = dates.Calendar(records.partnership.zone, records.partnership.nation, tuple(meetings))
    return with_school(own, records.partnership.school)
