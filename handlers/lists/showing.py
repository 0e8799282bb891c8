"""Which lists there are, and who is on one of them. Addresses are for those who keep the lists, so all of it is private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.feature import Context, Reply, Role, reply
from handlers.lists.base import feature, which
from storage.lists import OWN, CirculationList, Subscriber

MOST_SHOWN = 40
"""So many people of a list stand on its card."""


@dataclass(frozen=True)
class Line:
    """One person of a list, and since when they get no letters, if so."""

    name: str
    address: str
    state: str
    day: date | None


@dataclass(frozen=True)
class Summary:
    """A list with how many get its letters."""

    id: int
    name: str
    count: int


@feature.verb(
    "show",
    bare=True,
    default=True,
    least=Role.MINUTES,
    also=("list", "circulation lists", "mailing lists", "who gets letters", "who gets the newsletter"),
    placed=("who is on", "who's on", "who’s on", "who gets", "see", "view"),
    examples=("lists", "lists strategic"),
)
async def show(context: Context) -> Reply:
    """Show the circulation lists, or who is on one of them."""
    if context.text.strip():
        return await shown(context, await which(context, context.text))
    lists = context.records.lists
    return reply(
        "lists/lists",
        lists=[Summary(one.id, one.name, len(await lists.of(one.name))) for one in await lists.list()],
        mails=context.mails,
        reply_to=await lists.reply_to(),
    ).privately()


async def shown(context: Context, circulation: CirculationList) -> Reply:
    """One list with everybody on it."""
    everybody = await context.records.lists.everybody(circulation)
    return reply(
        "lists/show",
        circulation=circulation,
        lines=[_line(context, one) for one in everybody[:MOST_SHOWN]],
        more=max(len(everybody) - MOST_SHOWN, 0),
        named=any(one.name for one in everybody),
        own=circulation.kind == OWN,
    ).privately()


def _line(context: Context, one: Subscriber) -> Line:
    zone = context.partnership.zone
    day = dates.local(one.changed_at, zone).date() if one.changed_at else None
    return Line(one.name, one.address, one.state, day)
