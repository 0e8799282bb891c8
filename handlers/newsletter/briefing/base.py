"""What the parts of the briefing share: the feature, and all that stands on the page, worked out anew at every look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import dates
from bot.feature import Context, Feature
from handlers.newsletter.naming import names_of
from storage.notes import DECISION, FAMILY
from storage.people import Member

feature = Feature("briefing", command="/upbeat", about="one page for those who steer from further away")

BACK = timedelta(days=62)
"""How far back the first briefing looks, and any other at the most."""

MOST = 6
"""So many lines stand in each part: it is one page."""


@dataclass(frozen=True)
class Brief:
    """All that stands on the page. It counts, and names nobody who has not agreed to it."""

    name: str
    first: date
    last: date
    aims: str
    decided: Sequence[str]
    done: Sequence[str]
    opened: int
    finished: int
    met: int
    heard: int
    organisations: int
    asks: Sequence[str]


async def brief(context: Context, since: datetime, until: datetime) -> Brief:
    """What happened between these moments (aware), and what is to be decided by now."""
    newsletters, names = context.records.newsletters, await names_of(context)
    plan = await newsletters.plan()
    finished = await newsletters.finished(since, until)
    noted = await context.records.notes.list((DECISION,), since=since, until=until)
    decided = [one for one in await context.records.positions.decided(noted) if one.agreed]
    voices = await heard(context, since, until)
    zone = context.partnership.zone
    return Brief(
        name=context.partnership.name,
        first=dates.local(since, zone).date(),
        last=dates.local(until, zone).date(),
        aims=names.hide(plan.aims) if plan else "",
        decided=[names.hide(one.text) for one in decided[:MOST]],
        done=[names.hide(one.text) for one in (await newsletters.worded(finished))[-MOST:]],
        opened=len(await newsletters.opened(since, until)),
        finished=len(finished),
        met=len(await newsletters.met(since, until)),
        heard=sum(count > 0 for _, count in voices),
        organisations=len(voices),
        asks=[names.hide(one) for one in await _asks(context, plan.asks if plan else "")],
    )


async def heard(context: Context, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """How often something that everybody could read came from each organisation between these moments, by name.

    Unnamed answers count for nobody: what nobody may know is in no figure.
    """
    notes = await context.records.notes.list(tuple(FAMILY), since=since, until=until)
    actions = await context.records.newsletters.opened(since, until)
    members: list[Member | None] = [*(one.by for one in notes), *(one.added_by for one in actions)]
    counted = Counter(one.organisation_id for one in members if one is not None)
    everybody = sorted(await context.records.organisations.list(), key=lambda one: one.name.casefold())
    return [(one.name, counted[one.id]) for one in everybody]


async def _asks(context: Context, own: str) -> list[str]:
    """What is to be decided: the chair's own lines, then what the next meetings are to decide."""
    found = [words for one in own.splitlines() if (words := " ".join(one.split()))]
    for meeting in (await context.records.meetings.coming(context.at))[:3]:
        items = await context.records.agenda.of(meeting, context.at)
        found += [one.text for one in items if one.purpose == "decision" and one.text not in found]
    return found[:MOST]


async def period(context: Context) -> tuple[datetime, datetime]:
    """What the next briefing tells of (aware): what happened since the last one, and not too long ago."""
    plan = await context.records.newsletters.plan()
    earliest = context.at - BACK
    return max(plan.briefed_at, earliest) if plan and plan.briefed_at else earliest, context.at
