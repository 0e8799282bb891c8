"""An agenda as prompts say it: numbered, with its running time, and its sum against the length of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from bot.feature import Context
from bot.when import When, when
from handlers.agenda.arising import Arising
from handlers.agenda.base import Page
from handlers.agenda.since import Since
from handlers.agenda.voices import Heard
from storage.agenda import AgendaItem, StandingItem


@dataclass(frozen=True)
class Line:
    """An item as a prompt says it. `starts_at` is there where the whole agenda has its times."""

    id: int
    number: int
    text: str
    purpose: str
    minutes: int | None
    presenter: str
    carried: int
    standing: bool
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Sheet:
    """A whole agenda. `total`: minutes given so far; `untimed`: items without a time; `spare`: minutes left, below
    zero where the items are longer than the meeting, None where there is no meeting."""

    meeting: When | None
    series: str
    lines: Sequence[Line]
    total: int
    untimed: int
    spare: int | None
    hint: bool = False
    """Whether to say how a message is put on it."""
    since: Since | None = None
    """What was noted since the last meeting, where it is to be said."""
    heard: Heard | None = None
    """What was said to the questions asked before the meeting, once it is shown."""
    arising: Arising | None = None
    """What came out of earlier meetings, where its leads may say how it stands."""
    start: bool = False
    """Whether it is about time to start the meeting."""


def line(item: AgendaItem, number: int = 0, starts_at: datetime | None = None) -> Line:
    """One item."""
    return Line(
        id=item.id,
        number=number,
        text=item.text,
        purpose=item.purpose,
        minutes=item.minutes,
        presenter=item.presenter.name if item.presenter else item.presenter_words,
        carried=item.carried,
        standing=item.standing_id is not None,
        starts_at=starts_at,
    )


def standing_line(row: StandingItem, number: int) -> Line:
    """A standing item, wherever it will stand."""
    return Line(row.id, number, row.text, row.purpose, row.minutes, "", 0, True)


def sheet(context: Context, page: Page) -> Sheet:
    """An agenda with its sum."""
    total = sum(item.minutes or 0 for item in page.items)
    untimed = sum(item.minutes is None for item in page.items)
    starts = _starts(page)
    return Sheet(
        meeting=when(context, page.meeting) if page.meeting else None,
        series=page.series.name if page.series else "",
        lines=[line(item, place + 1, starts[place]) for place, item in enumerate(page.items)],
        total=total,
        untimed=untimed,
        spare=page.meeting.minutes - total if page.meeting else None,
    )


def _starts(page: Page) -> list[datetime | None]:
    """When each item begins, where every item but the last has its time; else nothing."""
    given = [item.minutes for item in page.items]
    if page.meeting is None or len(given) < 2 or None in given[:-1]:
        return [None] * len(given)
    before = accumulate((minutes or 0 for minutes in given[:-1]), initial=0)
    return [page.meeting.starts_at + timedelta(minutes=minutes) for minutes in before]
