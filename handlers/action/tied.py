"""Dates that hang on a meeting ("by the next meeting") or on school terms ("by half term") move with them; leads hear of it.

Whoever leads several that moved together gets one message, drawn when it is sent: what has moved back by then is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from bot import dates
from bot.card import Card
from bot.feature import Context, Occasion, Reply
from bot.when import when
from handlers.action import shared
from handlers.action.reading import days_of, hung_on
from handlers.action.shared import feature
from storage.actions import OPEN, Action
from storage.deliveries import DUE, Delivery
from storage.meetings import PLANNED, Meeting
from storage.people import Member

BETWEEN = timedelta(days=1)
"""Terms may be put right several times over, and by anybody of an organisation: leads hear of them once a day."""

MOST = 8
"""So many actions are listed in one message, each with its button."""


@dataclass(frozen=True)
class Moved:
    """An action whose date is another one now. `was` is the date before, None where there was none."""

    action: Action
    was: date | None
    meeting: Meeting | None = None


@feature.job
async def follow(context: Context) -> Sequence[Occasion]:
    """Keep the dates right that hang on meetings; whoever leads is told, and the cards that show them are drawn again."""
    moved = [
        one for action in await context.records.actions.tied() if (one := await _followed(context, action))
    ]
    await _tell(context, moved)
    return []


async def _followed(context: Context, action: Action) -> Moved | None:
    meeting = await _meeting(context, action)
    if meeting is None or meeting.starts_at <= context.at:
        return None
    due, was = hung_on(context, action.due_words, action.added_at, meeting), action.due
    if due is None or (due, meeting.id) == (was, action.due_meeting_id):
        return None
    action.due, action.due_meeting_id = due, meeting.id
    await shared.changed(context, action)
    return Moved(action, was, meeting) if due != was else None


async def _meeting(context: Context, action: Action) -> Meeting | None:
    """The meeting it hangs on, or the next of its series where that one is not to be."""
    meeting = await context.records.meetings.get(action.due_meeting_id or 0)
    if meeting is None or meeting.state == PLANNED:
        return meeting
    return await context.records.meetings.next(context.at, series_id=meeting.series_id)


@feature.verb("by_terms", hidden=True, event=True)
async def by_terms(context: Context) -> Reply:
    """Give open actions the day that their words have with the school terms as they are kept now.

    Whoever leads them is told, besides the asker: theirs, and those that nobody leads, are the `mine` of the answer.
    """
    moved = list[Moved]()
    for action in await context.records.actions.open():
        due, was = _due_by_terms(context, action), action.due
        if due is not None and due != was:
            action.due = due
            await shared.changed(context, action)
            moved.append(Moved(action, was))
    asker = context.member.id
    await _tell(context, [one for one in moved if one.action.lead_id != asker])
    mine = [one.action for one in moved if one.action.lead_id in (asker, None)]
    return Reply(quiet=True, words={"mine": mine})


def _due_by_terms(context: Context, action: Action) -> date | None:
    """The date of words that mean none without terms; a date that was chosen has no words."""
    if not action.due_words or action.due_meeting_id is not None:
        return None
    days = days_of(context, action)
    without = dates.read(action.due_words, action.added_at, replace(days, terms=()))
    if without is None or without.ask != "no_terms":
        return None
    found = dates.read(action.due_words, action.added_at, days)
    return found.date if found else None


# Telling


async def _tell(context: Context, moved: Iterable[Moved]) -> None:
    """One message to each lead for all that moved with one meeting, or with the terms."""
    led = [one for one in moved if one.action.owner is not None]
    led.sort(key=_together)
    for (lead_id, meeting_id), those in groupby(led, key=_together):
        together = list(those)
        was = {str(one.action.id): one.was.isoformat() if one.was else "" for one in together}
        sent = await context.records.deliveries.sent_to(lead_id, _key(lead_id, meeting_id))
        lead = together[0].action.owner
        if lead is not None and not _told_with(sent, was):
            after = sent[-1].not_before + BETWEEN if sent and not meeting_id else context.at
            await context.owe(_occasion(context, lead, meeting_id, was, after))


def _together(moved: Moved) -> tuple[int, int]:
    return moved.action.lead_id or 0, moved.meeting.id if moved.meeting else 0


def _key(lead_id: int, meeting_id: int) -> str:
    return f"moved_with/{meeting_id}/{lead_id}/"


def _occasion(
    context: Context, lead: Member, meeting_id: int, was: dict[str, str], after: datetime
) -> Occasion:
    """The message, for a decent hour, not before `after` (aware), nor while the lead wants to be left alone about actions."""
    at = max(context.at, after, lead.paused_until or context.at)
    subject = {"member": lead.id, "meeting": meeting_id, "was": was, "since": context.at.isoformat()}
    key = f"{_key(lead.id, meeting_id)}{int(context.at.timestamp())}"
    return Occasion(at, key, "action.moved_with", subject, lead)


def _told_with(sent: Sequence[Delivery], was: dict[str, str]) -> bool:
    """Whether a message about an earlier move still waits: this one goes with it, and the dates of before that one count."""
    waits = next((row for row in sent if row.state == DUE and not row.pages), None)
    if waits is not None:
        waits.subject = {**waits.subject, "was": {**was, **waits.subject["was"]}}
    return waits is not None


@feature.draws("moved_with")
async def moved_with(
    context: Context, *, member: int, meeting: int, was: dict[str, str], since: str
) -> Card | None:
    """What has another date, as things stand now; nothing where all of it has moved back, or its lead has seen to it since."""
    lead = await context.records.members.get(member)
    moved = [await _still(context, int(number), member, before, since) for number, before in was.items()]
    those = [one for one in moved if one is not None]
    hung = await context.records.meetings.get(meeting) if meeting else None
    if lead is None or not those or (meeting and hung is None):
        return None
    current = await _current(context, hung)
    return context.card(
        "action/moved_with",
        meeting=when(context, current, lead) if current else None,
        moved=[{"action": one.action, "was": one.was} for one in those[:MOST]],
        more=max(0, len(those) - MOST),
        today=context.today,
    )


async def _current(context: Context, meeting: Meeting | None) -> Meeting | None:
    """The meeting, or the next of its series where it is not to be."""
    if meeting is None or meeting.state == PLANNED:
        return meeting
    return await context.records.meetings.next(context.at, series_id=meeting.series_id) or meeting


async def _still(context: Context, number: int, lead_id: int, before: str, since: str) -> Moved | None:
    """One action where there is still something to say about it."""
    action = await context.records.actions.get(number)
    if action is None or action.state != OPEN or action.lead_id != lead_id or action.due is None:
        return None
    seen = action.word_at is not None and action.word_at > datetime.fromisoformat(since)
    if seen or action.due.isoformat() == before:
        return None
    return Moved(action, date.fromisoformat(before) if before else None)
