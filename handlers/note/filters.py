"""Which of the notes somebody wants to see: all of them, a month, a meeting, a series, or what is about something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from bot import dates
from bot.feature import Context
from storage.notes import FAMILIES, HELP, IDEA, INFORMATION, LINK

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = re.compile(
    rf"(?:(?P<since>since)|from|of|in|during)? ?(?P<month>{'|'.join(_MONTHS)})(?: (?P<year>20\d\d))?"
)
_ABOUT = re.compile(r"(?:about|mentioning) (?:the )?(?P<words>[^\s:]+(?: [^\s:]+){0,3})")
"""A few words; more of them are rather a note ("note about the key: it is under the mat")."""

_LAST = re.compile(r"(?:(?:of|from|in|at|since) )?(?:(?:the|our) )?last (?:meeting|time)")
_OF = re.compile(r"(?:of|from|by) ")
_ALL = ("", "all", "everything", "please", "list", "so far")
_MEETING = re.compile(r"meeting=(\d{1,9})")

_KINDS = {
    **dict.fromkeys(("idea", "ideas"), IDEA),
    **dict.fromkeys(("link", "links"), LINK),
    **dict.fromkeys(("help", "help wanted", "help asked for"), HELP),
    **dict.fromkeys(("info", "information"), INFORMATION),
}


@dataclass(frozen=True)
class Wanted:
    """What a list is to hold; nothing said is everything. `since` and `until` are aware moments."""

    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    series_id: int | None = None
    meeting_id: int | None = None
    words: str = ""

    def query(self, family: str) -> dict[str, Any]:
        """The same as storage/notes.py asks for it."""
        kinds = (self.kind,) if self.kind in FAMILIES[family] else FAMILIES[family]
        between = {"since": self.since, "until": self.until, "words": self.words}
        return {"kinds": kinds, "series_id": self.series_id, "meeting_id": self.meeting_id, **between}


async def wanted(context: Context, family: str, words: str) -> Wanted | None:
    """What words ask to see; None where they ask for nothing of the kind, and rather are something to note."""
    asked = " ".join(words.split()).strip(" .?!").casefold()
    if asked in _ALL:
        return Wanted()
    if kind := _KINDS.get(asked) if family == "note" else None:
        return Wanted(kind=kind)
    if about := _ABOUT.fullmatch(asked):
        return Wanted(words=about["words"])
    if month := _MONTH.fullmatch(asked):
        return _in_month(context, month)
    return await _of_meetings(context, asked)


def _in_month(context: Context, found: re.Match[str]) -> Wanted:
    """The last month of that name that has begun, or the one of a given year; or all since then."""
    zone = context.partnership.zone
    today = dates.local(context.at, zone).date()
    number = _MONTHS.index(found["month"]) + 1
    year = int(found["year"]) if found["year"] else today.year - (number > today.month)
    first, after = date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)
    month = Wanted(since=dates.at_local(first, time(0), zone), until=dates.at_local(after, time(0), zone))
    return replace(month, until=None) if found["since"] else month


async def _of_meetings(context: Context, asked: str) -> Wanted | None:
    meetings = context.records.meetings
    if pressed := _MEETING.fullmatch(asked):
        return Wanted(meeting_id=int(pressed[1]))
    if _LAST.fullmatch(asked):
        last = await meetings.last(context.at, context.conversation_id)
        return Wanted(meeting_id=last.id if last else 0)
    series, rest = await meetings.named(_OF.sub("", asked), context.conversation_id)
    return Wanted(series_id=series.id) if series and not rest else None
