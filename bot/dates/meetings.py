"""The partnership's own meetings: "the next meeting", "next time", "the meeting after next", "the January meeting"."""

from __future__ import annotations

import re
from datetime import datetime

from bot.dates.days import local
from bot.dates.model import Family, Reader, Stretch, asked, day
from bot.dates.words import MONTH, MONTHS, number

meetings = Family()
_MEETING = r"(?:meeting|mtg)(?!\w)"


def ahead(reader: Reader) -> list[datetime]:
    """The meetings still to come, in the partnership's own time."""
    all_of_them = (
        local(moment, reader.calendar.zone).replace(tzinfo=None) for moment in reader.calendar.meetings
    )
    return sorted(moment for moment in all_of_them if moment > reader.now)


def _tied(reader: Reader, match: re.Match[str], when: list[datetime]) -> Stretch:
    if not when:
        return asked(reader, "no_meeting", match, tied="next meeting")
    return day(when[0].date(), match, tied="next meeting")


@meetings.rule(
    rf"(?:(?:the|our|this) )?(?:(?:next|nxt|coming|following|upcoming) ){{0,2}}{_MEETING}|(?:the )?(?:next|nxt) time(?!\w)"
    rf"|(?:the )?(?:morning|day|afternoon|evening|date) of (?:(?:the|our) )?(?:next )?{_MEETING}"
    r"|(?:when )?(?:we|i)(?:'re| are| all)? (?:next |all ){0,2}(?:meet(?:ing)?|get together)(?: next| again)?(?!\w)"
)
def next_meeting(reader: Reader, match: re.Match[str]) -> Stretch:
    bare = match[0] in ("meeting", "mtg")
    return _tied(reader, match, ahead(reader)).but(loose=bare)


@meetings.rule(rf"(?:(?:the|our) )?next (?:[a-z]{{2,12}} ){{1,2}}{_MEETING}")
def next_meeting_by_name(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "the next steering group meeting" may be another group's, so it is not sure."""
    return _tied(reader, match, ahead(reader)).but(sure=False)


@meetings.rule(rf"(?:the )?{_MEETING} after(?: (?:next|that|the next(?: one)?)(?!\w)|(?=\s*$))")
def meeting_after_next(reader: Reader, match: re.Match[str]) -> Stretch:
    return _tied(reader, match, ahead(reader)[1:])


@meetings.rule(rf"(?:(?:the|our) )?(?:next )?(?P<month>{MONTH})(?:'?s)? {_MEETING}")
def meeting_of_month(reader: Reader, match: re.Match[str]) -> Stretch:
    return _tied(reader, match, [m for m in ahead(reader) if m.month == MONTHS[match["month"]]])


@meetings.rule(
    rf"(?:(?:the|our) )?(?:(?P<which>first|last|next) )?{_MEETING} (?P<side>of|in|on|before|after) "
    r"(?:the |our )?(?!next(?! (?:term|half|week|month|year)))"
)
def meeting_beside(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the meeting in January", "the last meeting before Christmas", "the first meeting of next term"."""
    other = reader.stretch(match.end())
    if other is None or other.ask or other.tied:
        return None
    side, all_ahead = match["side"], ahead(reader)
    if side in ("before", "after"):
        fits = [
            m for m in all_ahead if (m.date() < other.first if side == "before" else m.date() > other.last)
        ]
    else:
        fits = [m for m in all_ahead if other.first <= m.date() <= other.last]
    if not fits and side == "on":  # another meeting, of which only the day is known
        return other.but(sure=False)
    wanted = fits[-1:] if match["which"] == "last" or side == "before" else fits
    return _tied(reader, match, wanted).but(end=other.end)


@meetings.rule(rf"(?P<which>this|next) (?P<unit>week|month)'?s (?:next )?{_MEETING}")
def meeting_of_this_month(reader: Reader, match: re.Match[str]) -> Stretch | None:
    whole = reader.stretch(match.start())
    if whole is None:
        return None
    return _tied(reader, match, [m for m in ahead(reader) if whole.first <= m.date() <= whole.last])


@meetings.rule(r"(?:in )?(?P<count>two|three|2|3) meetings'? time(?!\w)")
def in_two_meetings(reader: Reader, match: re.Match[str]) -> Stretch:
    return _tied(reader, match, ahead(reader)[number(match["count"]) - 1 :])
