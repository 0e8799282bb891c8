"""From a line to an action: its owner, its words and its date. What cannot be read is kept as words and asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot import dates
from bot.errors import BotError
from bot.feature import Context
from bot.languages import every, languages
from bot.owners import who
from bot.reading import read_action
from bot.school import kept as school
from handlers.action.shared import fitting, readable
from storage.actions import Action, Helper
from storage.meetings import Meeting, Series
from storage.partnerships import Organisation
from storage.people import Member


@dataclass(frozen=True)
class Reading:
    """What a line says. `owner_words` are the owner as written, where they fit nobody or several people."""

    text: str
    lead: Member | None = None
    helpers: Sequence[Member] = ()
    owner_words: str = ""
    organisation: Organisation | None = None
    due: date | None = None
    due_words: str = ""
    due_meeting_id: int | None = None
    series: Series | None = None
    people: Sequence[Member] = field(default_factory=tuple)


async def read(context: Context, line: str, speaker: Member | None) -> Reading:
    """Read one line; "I" in it is the `speaker`. Raises BotError where it is too long."""
    members = await context.records.members.list()
    fitting(readable(context, line, members))
    typed = line
    series, line = await _series(context, typed)
    meetings = await _meetings(context, series)
    calendar = replace(context.calendar, meetings=[meeting.starts_at for meeting in meetings])
    parts = read_action(line, context.at, calendar, members, speaker)
    organisation = await _organisation(context, parts.owner_words)
    theirs = school.with_school(
        calendar, context.partnership.school, _whose(parts.lead, organisation, speaker)
    )
    if theirs != calendar:
        parts = read_action(line, context.at, theirs, members, speaker)
    found, named = parts.found, parts.owner_words
    words = named or (parts.between[0].first_name if parts.between else "")
    return Reading(
        text=readable(context, parts.text, members),
        lead=parts.lead,
        helpers=parts.helpers,
        owner_words=readable(context, words, members),
        organisation=organisation,
        due=found.date if found else None,
        due_words=readable(context, found.words, members) if found else "",
        due_meeting_id=_tied_to(context, found, meetings) if found else None,
        series=_arose_in(context, series, asked_for=line != typed),
        people=members,
    )


async def _organisation(context: Context, owner_words: str) -> Organisation | None:
    return await context.records.organisations.named(owner_words) if owner_words else None


def _whose(lead: Member | None, organisation: Organisation | None, speaker: Member | None) -> int | None:
    """The organisation whose school terms are meant: the lead's, or that which is to do it, or the speaker's."""
    if organisation is not None:
        return organisation.id
    member = lead or speaker
    return member.organisation_id if member else None


def days_of(context: Context, action: Action) -> dates.Calendar:
    """The days against which the words of an action are read: each organisation may have terms of its own."""
    whose = _whose(action.lead, action.organisation, action.added_by)
    return school.with_school(context.calendar, context.partnership.school, whose)


async def _series(context: Context, line: str) -> tuple[Series | None, str]:
    """The series that a line names; its words stay in the line, unless they stand in front of it ("Steering group: …")."""
    series, rest = await context.records.meetings.named(line, context.conversation_id)
    if series is not None and _in_front(line, rest):
        return series, rest
    return series, line


def _in_front(line: str, rest: str) -> bool:
    """Whether the name of the series stood in front of the `rest` of the line."""
    return bool(rest) and line.rstrip().endswith(rest) and ":" in line[: -len(rest)]


def _arose_in(context: Context, series: Series | None, asked_for: bool) -> Series | None:
    """The series that the action belongs to, which shows it to all who come to its meetings.

    What somebody notes for themselves directly stays there ("write to the steering group"), unless they begin with the
    name of the series.
    """
    return series if asked_for or not context.request.place.direct else None


async def _meetings(context: Context, series: Series | None) -> Sequence[Meeting]:
    """The meetings that "the next meeting" is read against: of the series, of the channel, or of all."""
    meetings = context.records.meetings
    if series is not None:
        return await meetings.coming(context.at, series_id=series.id)
    here = await meetings.coming(context.at, conversation_id=context.conversation_id)
    return here or await meetings.coming(context.at)


def _tied_to(context: Context, found: dates.Found, meetings: Sequence[Meeting]) -> int | None:
    """The meeting that words such as "a week before the meeting" hang on."""
    if found.tied is None or found.date is None:
        return None
    fits = (one for one in meetings if hung_on(context, found.words, context.at, one) == found.date)
    return next((meeting.id for meeting in fits), None)


def hung_on(context: Context, words: str, at: datetime, meeting: Meeting) -> date | None:
    """The date that words written at the moment `at` come to, where this is the meeting they mean."""
    found = dates.read(words, at, replace(context.calendar, meetings=[meeting.starts_at]))
    return found.date if found else None


def set_due(action: Action, read: Reading) -> None:
    """The date, or the words for it, that were read."""
    action.due, action.due_words, action.due_meeting_id = read.due, read.due_words, read.due_meeting_id


def something(reading: Reading, typed: str) -> None:
    """Raise BotError where no words are left that say what is to be done; a name alone says nothing."""
    if not reading.text or (reading.lead is None and who(reading.text, reading.people)):
        raise BotError("action/nothing", typed=typed)


def help_with(action: Action, helpers: Sequence[Member]) -> None:
    """Make these the action's helpers."""
    kept = {helper.member_id: helper for helper in action.helpers}
    action.helpers = [kept.get(one.id) or _helper(action, one) for one in helpers if one.id != action.lead_id]


def _helper(action: Action, member: Member) -> Helper:
    return Helper(member=member, member_id=member.id, partnership_id=action.partnership_id)


async def candidates(context: Context, action: Action) -> list[Member]:
    """Whom the words for its owner may mean, where it has none."""
    if action.lead is not None or not action.lead_words:
        return []
    return list(who(action.lead_words, await context.records.members.list()))


def for_everybody(action: Action) -> bool:
    """Whether the words for its owner mean no one person ("all", "pawb"), where it has none."""
    return action.lead is None and action.lead_words.casefold() in every("everybody", languages())


def question(context: Context, action: Action) -> str:
    """What has to be asked about the words of its date: a code, or empty."""
    if action.due is not None or not action.due_words:
        return ""
    found = dates.read(action.due_words, action.added_at, days_of(context, action))
    return (found.ask if found else None) or "words"
