"""A meeting as prompts say it: its moments together with the zone in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot import dates
from bot.feature import Context
from storage.meetings import PLANNED, Meeting
from storage.people import Member


@dataclass(frozen=True)
class When:
    """What a prompt needs to name a meeting; drawn by the macros of prompts/_parts/meeting.md."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    zone: str
    today: date
    planned: bool
    begun: bool

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


def when(context: Context, meeting: Meeting, to: Member | None = None) -> When:
    """The meeting with its moments in the partnership's zone, or in that of the member it is told to privately."""
    zone = (to.person.zone if to else "") or context.partnership.zone
    return When(
        id=meeting.id,
        name=meeting.name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        zone=zone,
        today=dates.local(context.at, zone).date(),
        planned=meeting.state == PLANNED,
        begun=meeting.starts_at <= context.at,
    )
