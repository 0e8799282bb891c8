"""When a briefing is prepared by itself, for the chair to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from bot import dates, hours
from bot.feature import Context, Occasion
from handlers.newsletter.briefing.base import feature

WAIT = timedelta(days=7)
"""How long it is worth telling the chair that a briefing is ready."""


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """The briefing of these months, prepared once for the chair to look at."""
    plan = await context.records.newsletters.plan()
    chair = await context.records.members.to_ask()
    if plan is None or plan.briefing_months <= 0 or chair is None:
        return []
    begun = dates.local(plan.prepared_at or plan.set_at, context.partnership.zone).date()
    months = begun.month - 1 + plan.briefing_months
    day, hour = date(begun.year + months // 12, months % 12 + 1, 1), context.partnership.chase_hour
    moment = dates.at_local(day, time(hour), context.partnership.zone)
    moment = hours.next_decent(max(moment, context.at), context.calendar, hour)
    if moment <= context.at:
        plan.prepared_at = context.at
    key = f"briefing/{context.partnership.id}/ready/{day:%Y%m}"
    return [Occasion(moment, key, "briefing.ready", {}, to=chair, until=moment + WAIT)]
