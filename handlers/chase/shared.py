"""What the parts of the chase share: the feature, days, and whether a card has gone out."""

from __future__ import annotations

from datetime import date

from bot import dates
from bot.feature import Context, Feature
from storage.deliveries import SENT
from storage.meetings import Meeting

feature = Feature(
    "chase", command="/upbeat", about="a private word before each meeting about what is in doubt"
)


def day_of(context: Context, meeting: Meeting) -> date:
    """The meeting's day in the partnership's zone."""
    return dates.local(meeting.starts_at, context.partnership.zone).date()


async def sent(context: Context, key: str) -> bool:
    """Whether the message of this key has gone out, so that its card is drawn again and not for the first time."""
    row = await context.records.deliveries.of(key)
    return row is not None and row.state == SENT
