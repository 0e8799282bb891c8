"""What the parts of this feature share: the feature itself, which minutes are meant, and who may see and change them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.errors import BotError, NotAllowed
from bot.feature import MENTION, Context, Feature
from bot.target import row_id
from handlers.minutes.content import Content, read
from storage.minutes import DRAFT, Minutes, MinutesVersion
from storage.people import Role

feature = Feature("minutes", command="/upbeat", about="what a meeting came to, drafted, approved and sent")

LONGEST = 3000
"""Characters of a section; no form holds more."""

MOST_LINES = 100
"""Lines of a section."""

NEWEST = 0
"""In the place of a version's number: whichever is the newest when the letter goes."""


@dataclass(frozen=True)
class Shown:
    """Minutes as a prompt says them. `number` is the version, 0 for a first draft; `changed` are titles of sections."""

    id: int
    meeting: int
    title: str
    day: date
    about: Sequence[str]
    sections: Sequence[Part]
    revision: int
    number: int
    changed: Sequence[str] = ()
    by: str = ""
    dated: date | None = None

    @property
    def empty(self) -> list[str]:
        """The parts without a word, with their numbers."""
        return [f"{one.title} ({one.number})" for one in self.sections if not one.lines]


@dataclass(frozen=True)
class Part:
    """One section as a prompt says it, under the number by which people name it."""

    number: int
    key: str
    title: str
    lines: Sequence[str]
    own: bool


def parts(content: Content) -> list[Part]:
    return [
        Part(number, one.key, one.title, one.lines, one.own) for number, one in enumerate(content.sections, 1)
    ]


def day_of(context: Context, row: Minutes) -> date:
    """The meeting's day in the partnership's zone."""
    return dates.local(row.meeting.starts_at, context.partnership.zone).date()


def shown(
    context: Context, row: Minutes, content: Content | None = None, version: MinutesVersion | None = None
) -> Shown:
    """Minutes for a prompt: as they stand, with other content, or as a version was approved."""
    what = content or read(version.content if version else row.content)
    titles = {one.key: one.title for one in what.sections}
    zone = context.partnership.zone
    return Shown(
        id=row.id,
        meeting=row.meeting_id,
        title=what.title,
        day=day_of(context, row),
        about=what.about,
        sections=parts(what),
        revision=row.revision,
        number=version.number if version else row.version,
        changed=[titles[key] for key in version.changed if key in titles] if version else (),
        by=version.approved_by.name if version and version.approved_by else "",
        dated=dates.local(version.approved_at, zone).date() if version else None,
    )


def may_edit(context: Context) -> bool:
    """Whether the asker is chair, deputy or minute-taker."""
    return context.member.role >= Role.MINUTES


def check_may(context: Context) -> None:
    """Raise NotAllowed where the asker keeps no minutes."""
    if not may_edit(context):
        raise NotAllowed("minutes/not_yours")


async def readable(context: Context, words: str) -> str:
    """Typed words with the people they mention by name."""
    names = {one.person.handle: one.name for one in await context.records.members.list()}
    names |= {face.handle: face.name for face in context.request.faces.values()}
    return MENTION.sub(lambda found: names.get(found[1], found[1]), words)


async def which(context: Context, text: str, draft: bool = False) -> Minutes:
    """The minutes that a button (`id=3`), a series or a day mean; else the latest here. With `draft` one that waits first.

    Raises BotError where there are none. Nobody is told of drafts who does not keep the minutes.
    """
    if (pressed := row_id(text)) is not None:
        row = await context.records.minutes.get(pressed)
        if row is None or not _visible(context, row):
            raise BotError("minutes/gone")
        return row
    found = await _named(context, text)
    if draft:
        found = sorted(found, key=lambda row: row.state != DRAFT)
    if not found:
        raise BotError("minutes/none", may=may_edit(context))
    return found[0]


async def _named(context: Context, text: str) -> list[Minutes]:
    """The minutes here that fit the words, those of the latest meeting first."""
    series, rest = await context.records.meetings.named(text, context.conversation_id)
    found = await context.records.minutes.list(None if series else context.conversation_id)
    seen = [row for row in found if _visible(context, row)]
    if series is not None:
        seen = [row for row in seen if row.meeting.series_id == series.id]
    day = past_day(context, rest)
    return [row for row in seen if day_of(context, row) == day] if day else seen


def past_day(context: Context, words: str) -> date | None:
    """The day that words name, looking back: "3 November" is the last one. None where they name none."""
    asked = re.sub(r"^\W*(?:(?:of|from|for|on|the|last|latest|minutes)\b\W*)+", "", words, flags=re.I)
    found = dates.read(asked, context.at, context.calendar) if asked.strip() else None
    if found is None or found.date is None or found.date <= context.today:
        return found.date if found else None
    leap = (found.date.month, found.date.day) == (2, 29)
    return found.date if leap else found.date.replace(year=found.date.year - 1)


def _visible(context: Context, row: Minutes) -> bool:
    return row.version > 0 or (row.state == DRAFT and may_edit(context))


def waits(row: Minutes) -> bool:
    """Whether a draft or a correction waits for approval."""
    return row.state == DRAFT


async def redraw(context: Context, row: Minutes) -> None:
    """Every card that shows these minutes is drawn again."""
    await context.changed(f"minutes:{row.id}")


async def on_draft(context: Context) -> bool:
    """Whether the card of the draft was pressed, which is drawn anew and says it itself."""
    return await context.pressed_card() == "minutes.drafted"
