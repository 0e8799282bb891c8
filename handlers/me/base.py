"""What the parts of this feature share: the feature itself, and whose page is drawn, as who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.feature import Context, Feature
from storage.people import Member

feature = Feature("me", command="/upbeat", about="what is yours, and what waits for you")


@dataclass(frozen=True)
class Reader:
    """Whose page it is. `most`: so many actions get their buttons, fewer where several partnerships share the page."""

    member: Member
    zone: str
    today: date
    most: int
    elsewhere: bool
    """Whether they are in other partnerships too."""


MOST, FEWEST = 12, 3
"""Actions with buttons in all partnerships together, and in each at least; a page of Slack's holds 100 blocks."""


async def reader(context: Context, member: Member) -> Reader:
    """The member as the reader of their own page, in their own zone."""
    zone = member.person.zone or context.partnership.zone
    partnerships = len(await context.registry.memberships(member.person)) or 1
    today = dates.local(context.at, zone).date()
    return Reader(member, zone, today, max(FEWEST, MOST // partnerships), partnerships > 1)
