"""When letters could not go out for as long as they were worth reading: the chair hears of all of them in one message."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.card import Card
from bot.feature import Context, Occasion, Reply, Role, silent
from handlers.lists.base import feature, keeps
from storage.lists import ON
from storage.people import Member

log = logging.getLogger(__name__)

DAYS = 7
"""What else does not go out within so many days stands in the message that the chair has had already."""

MOST_SHOWN = 20
"""So many different letters stand in it."""

CARD = "lists.unsent"


@dataclass(frozen=True)
class Letter:
    """A letter that did not go out, by its subject, and to how many."""

    title: str
    count: int


@feature.verb("unsent", hidden=True, event=True, least=Role.GUEST)
async def unsent(context: Context) -> Reply:
    """Take note that a letter did not go out, and tell the chair."""
    values = context.request.values
    one = await context.records.lists.with_ref(str(values["subscriber"]))
    if one is None or one.state != ON:
        return silent()
    chair = await context.records.members.to_ask()
    if chair is None:
        log.warning("a letter to subscriber %s did not go out, and there is nobody to tell", one.id)
        return silent()
    await _tell(context, chair, str(values["letter"]))
    return silent()


async def _tell(context: Context, chair: Member, title: str) -> None:
    """One more in the message of these days; a new message where there is none."""
    key, told = await _message(context, chair)
    letters = {**told, title: told.get(title, 0) + 1}
    subject = {"to": chair.id, "letters": letters}
    if told:
        await context.records.deliveries.replace(key, None, CARD, subject=subject)
        return
    await context.owe(Occasion(at=context.at, key=key, card=CARD, subject=subject, to=chair))


async def _message(context: Context, chair: Member) -> tuple[str, Mapping[str, int]]:
    """The key of the message of these days, and the letters that stand in it by now."""
    days = [(context.today - timedelta(days=n)).isoformat() for n in range(DAYS)]
    keys = [f"unsent/{context.partnership.id}/{chair.id}/{day}" for day in days]
    for key in await context.records.deliveries.owed(keys):
        row = await context.records.deliveries.of(key)
        if row is not None:
            return key, row.subject["letters"]
    return keys[0], {}


@feature.draws("unsent")
async def card(context: Context, *, to: int, letters: Mapping[str, int]) -> Card | None:
    """What did not go out; for nobody who keeps the lists no more."""
    if not await keeps(context, to):
        return None
    shown = [Letter(title, count) for title, count in letters.items()][:MOST_SHOWN]
    return context.card("lists/unsent", letters=shown, more=len(letters) - len(shown))
