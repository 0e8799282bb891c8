"""Which partnerships a sweep looks at: those in which anything may fall due, whichever feature it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import PLANNED, Meeting, Series
from storage.minutes import DRAFT, Minutes
from storage.newsletters import DRAFT as DRAFTED
from storage.newsletters import SWEPT, Issue, NewsletterPlan
from storage.partnerships import Partnership
from storage.reflections import OPEN as ASKED
from storage.reflections import Reflection
from storage.suggestions import OPEN as WAITS
from storage.suggestions import Suggestion


async def awake(session: AsyncSession, after: datetime, before: datetime) -> Sequence[int]:
    """The partnerships for which something may fall due: a meeting in this window, a series that repeats, an offer.

    Also those with a meeting to come that was planned or moved within it, because what hangs on that moves too.
    """
    near = or_(Meeting.starts_at < before, Meeting.planned_at > after)
    meeting = select(Meeting.partnership_id).where(Meeting.state == PLANNED, Meeting.starts_at > after, near)
    repeating = select(Series.partnership_id).where(Series.last_day != "")
    offering = select(Suggestion.partnership_id).where(Suggestion.state == WAITS)
    asking = select(Reflection.partnership_id).where(Reflection.state == ASKED)
    monthly = select(Partnership.id).where(Partnership.reflect_monthly)
    writing = select(NewsletterPlan.partnership_id).where(SWEPT)
    drafted = select(Issue.partnership_id).where(Issue.state == DRAFTED)
    minuted = select(Minutes.partnership_id).where(Minutes.state == DRAFT)
    every = (meeting, repeating, offering, asking, monthly, writing, drafted, minuted)
    any_of = (Partnership.id.in_(rows) for rows in every)
    query = select(Partnership.id).where(or_(*any_of))
    return (await session.scalars(query.order_by(Partnership.id))).all()
