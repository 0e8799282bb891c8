"""A draft that waits for approval is mentioned once, two working days later, to whoever began it; never again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot import dates
from bot.card import Card
from bot.feature import Context, Occasion
from handlers.minutes.base import day_of, feature
from storage.minutes import DRAFT, Minutes
from storage.people import Member, Role

WORKING_DAYS = 2
"""So long a draft is left alone."""

WORTH = timedelta(days=14)
"""Later than that nobody is told of a draft any more."""


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """One quiet word for each draft, and for each correction, that waits."""
    found = [await _occasion(context, row) for row in await context.records.minutes.drafts()]
    return [one for one in found if one is not None]


async def _occasion(context: Context, row: Minutes) -> Occasion | None:
    """None where nobody is there to approve it."""
    keeper = await _keeper(context, row)
    if keeper is None:
        return None
    at = _when(context, row)
    return Occasion(
        at=at,
        key=f"minutes/{row.id}/waits/{row.version}",
        card="minutes.waiting",
        subject={"minutes": row.id, "version": row.version},
        to=keeper,
        until=at + WORTH,
        about=f"minutes:{row.id}",
    )


async def _keeper(context: Context, row: Minutes) -> Member | None:
    """Whoever began the draft, while they still keep the minutes; else the chair or the deputy."""
    member = row.drafted_by
    if member is not None and member.still(Role.MINUTES):
        return member
    return await context.records.members.to_ask()


def _when(context: Context, row: Minutes) -> datetime:
    zone = context.partnership.zone
    day = dates.local(row.drafted_at, zone).date()
    day = dates.after_working_days(day, WORKING_DAYS, context.calendar)
    return dates.at_local(day, time(context.partnership.chase_hour), zone)


@feature.draws("waiting")
async def waiting(context: Context, *, minutes: int, version: int) -> Card | None:
    """The quiet word; none where it was approved or let go before it went out."""
    row = await context.records.minutes.get(minutes)
    if row is None:
        return None
    waits = row.state == DRAFT and row.version == version
    sent = await context.records.deliveries.of(f"minutes/{minutes}/waits/{version}")
    if not waits and (sent is None or sent.sent_at is None):
        return None
    return context.card(
        "minutes/waiting", id=row.id, title=row.meeting.name, day=day_of(context, row), waits=waits
    )
