"""When a letter is refused at somebody's address: they are marked, and the chair hears of it once a day at most."""

from __future__ import annotations

import logging
from datetime import date

from bot import dates
from bot.card import Card
from bot.feature import Context, Occasion, Reply, Role, silent
from handlers.lists.base import feature, keeps
from storage.lists import REFUSED, Subscriber

log = logging.getLogger(__name__)

ABOUT = "lists:refused"
"""What the chair's card is about."""

MOST_SHOWN = 20
"""So many addresses stand on it."""


@feature.verb("refused", hidden=True, event=True, least=Role.GUEST)
async def refused(context: Context) -> Reply:
    """Take note that an address takes no letters, and tell the chair."""
    lists = context.records.lists
    one = await lists.with_ref(str(context.request.values["subscriber"]))
    if one is None or not await lists.refuse(one, context.at):
        return silent()
    chair = await context.records.members.to_ask()
    if chair is None:
        log.warning("subscriber %s cannot be reached, and there is nobody to tell", one.id)
        return silent()
    day = _day(context, one)
    await context.owe(
        Occasion(
            at=context.at,
            key=f"refused/{context.partnership.id}/{chair.id}/{day.isoformat()}",
            card="lists.refused",
            subject={"day": day.isoformat(), "to": chair.id},
            to=chair,
            about=ABOUT,
        )
    )
    await context.changed(ABOUT)
    return silent()


def _day(context: Context, one: Subscriber) -> date:
    assert one.changed_at is not None
    return dates.local(one.changed_at, context.partnership.zone).date()


@feature.draws("refused")
async def card(context: Context, *, day: str, to: int) -> Card | None:
    """Everybody whose address took no letter on one day, on one card; for nobody who keeps the lists no more."""
    if not await keeps(context, to):
        return None
    lists = context.records.lists
    everybody = [one for each in await lists.list() for one in await lists.everybody(each)]
    those = [one for one in everybody if one.state == REFUSED and _day(context, one).isoformat() == day]
    if not those:
        return None
    more = max(len(those) - MOST_SHOWN, 0)
    return context.card("lists/refused", readers=those[:MOST_SHOWN], count=len(those), more=more)
