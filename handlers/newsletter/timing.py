"""When an issue is drafted, reminded of once, and left unsent: worked out anew from what is chosen at every look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import dates, hours
from bot.feature import Context, Occasion
from handlers.newsletter.base import feature, told
from handlers.newsletter.drafting import begin
from storage.newsletters import LAPSED, Issue
from storage.people import Member

REMIND = timedelta(days=3)
"""How long a draft waits before its one reminder."""

WAIT = timedelta(days=7)
"""How long a draft waits in all; then it is not sent, and nothing more is said."""


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """The draft of this month or the next, and what becomes of one that waits."""
    issue = await context.records.newsletters.draft()
    if issue is not None:
        return await _waiting(context, issue)
    moment = await drafts_at(context)
    if moment is None:
        return []
    if moment > context.at:
        return [
            Occasion(at=moment, key=f"newsletter/due/{moment:%Y%m%d}", card="newsletter.draft", subject={})
        ]
    issue = await begin(context, None)
    if (await told(context, issue)).empty:
        issue.settle(LAPSED, context.at)
        return []
    return await _waiting(context, issue)


async def drafts_at(context: Context) -> datetime | None:
    """When the next issue is drafted (aware): the first working day of its month, at the usual hour; None: never."""
    plan = await context.records.newsletters.plan()
    if plan is None or plan.months <= 0:
        return None
    last = await context.records.newsletters.last()
    zone = context.partnership.zone
    if last is not None and last.drafted_at >= plan.set_at:
        day = _month(dates.local(last.drafted_at, zone).date(), plan.months)
    else:
        day = _month(dates.local(plan.set_at, zone).date(), 1)
    hour = context.partnership.chase_hour
    moment = dates.at_local(day, time(hour), zone)
    return hours.next_decent(
        max(moment, context.at) if moment <= context.at else moment, context.calendar, hour
    )


def _month(day: date, count: int) -> date:
    """The first day of the month so many months on."""
    return dates.after_months(day, count).replace(day=1)


async def _waiting(context: Context, issue: Issue) -> list[Occasion]:
    """The draft itself and its one reminder; past both, the end of it."""
    if context.at >= issue.drafted_at + WAIT:
        issue.settle(LAPSED, context.at)
        await context.changed(issue.about)
        return []
    asked = await _asked(context, issue)
    found = [_ends(issue)]
    if asked is not None and issue.by_id is None:
        found.append(_tells(issue, asked, issue.drafted_at, "draft"))
    if asked is not None:
        found.append(_tells(issue, asked, issue.drafted_at + REMIND, "reminder"))
    return found


async def _asked(context: Context, issue: Issue) -> Member | None:
    """Who is asked to approve it: whoever began it, else the chair or the deputy."""
    members = context.records.members
    begun = await members.get(issue.by_id) if issue.by_id is not None else None
    return begun if begun is not None and begun.left_at is None else await members.to_ask()


def _tells(issue: Issue, member: Member, at: datetime, card: str) -> Occasion:
    return Occasion(
        at=at,
        key=f"newsletter/{card}/{issue.id}",
        card=f"newsletter.{card}",
        subject={"issue": issue.id, "to": member.id},
        to=member,
        until=issue.drafted_at + WAIT,
        about=issue.about,
    )


def _ends(issue: Issue) -> Occasion:
    """Not a message: the moment at which to look again."""
    at = issue.drafted_at + WAIT
    return Occasion(
        at=at, key=f"newsletter/end/{issue.id}", card="newsletter.reminder", subject={"issue": issue.id}
    )
