"""What decisions, notes and celebrations share: finding the one that is meant, who may change it, what shows it."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.errors import BotError, NotAllowed
from bot.feature import MENTION, Context, Reply, reply, silent
from bot.target import row_id
from storage.meetings import Meeting
from storage.notes import CELEBRATION, DECISION, HELP, IDEA, LINK, OPEN, Note
from storage.people import Role
from storage.positions import Decided

LONGEST = 500
"""Characters of a note."""

RECENT = timedelta(hours=24)
"""How long "undo" without a number still means the last thing one noted."""

ON_AGENDAS = (CELEBRATION, HELP, IDEA)
"""The kinds that stand on the agenda of the next meeting."""

_NUMBER = re.compile(
    r"\s*(?:decisions?|notes?|celebrations?|number|no\.?)?\s*#?(\d{1,9})(?!\w)[\s:=.,;–—-]*", re.I
)


_THAT = re.compile(r"that\s+(?=\S)", re.I)
_MARK = re.compile(rf"(?:#|(?=\w+\s*:))(?P<kind>{IDEA}|{LINK}|{HELP})\b\s*:?\s*(?=\S)", re.I)


def front(family: str, text: str) -> tuple[str, str]:
    """The verb that notes these words, which a mark in front of them may name ("#idea …"); and the words without it."""
    if family == "note" and (found := _MARK.match(text)):
        return found["kind"].casefold(), text[found.end() :]
    that = _THAT.match(text)
    return "add", text[that.end() :] if that else text


async def readable(context: Context, words: str) -> str:
    """Typed words in one line, with the people they mention by name."""
    names = {one.person.handle: one.name for one in await context.records.members.list()}
    names |= {face.handle: face.name for face in context.request.faces.values()}
    return " ".join(MENTION.sub(lambda found: names.get(found[1], found[1]), words).split())


async def fitting(context: Context, words: str) -> str:
    """Typed words ready to be kept. Raises BotError, which keeps them, where they are too many."""
    text = await readable(context, words)
    if len(text) > LONGEST:
        raise BotError("dispatch/too_long", typed=text, most=LONGEST)
    return text


async def target(context: Context, family: str) -> tuple[Note, str]:
    """The note that a button (`id=12`) or a number within the family means, and the words after it.

    Raises BotError where there is none such, or none is named.
    """
    if (pressed := row_id(context.text)) is not None:
        found, rest = await context.records.notes.get(pressed), ""
    elif number := _NUMBER.match(context.text):
        found = await context.records.notes.numbered(family, int(number[1]))
        rest = context.text[number.end() :].strip()
    else:
        raise BotError("note/which", family=family, typed=await readable(context, context.text))
    if found is None:
        raise BotError("note/unknown", family=family)
    return found, rest


def may(context: Context, note: Note) -> bool:
    """Whether the asker may change it: who noted it, and chair, deputy and minute-taker."""
    return note.by_id == context.member.id or context.member.role >= Role.MINUTES


def check_may(context: Context, note: Note) -> None:
    """Raise NotAllowed, naming who can, where the asker may not change it."""
    if not may(context, note):
        raise NotAllowed("note/not_yours", note=note, by=note.by.name if note.by else "")


def check_open(note: Note) -> None:
    """Raise BotError where it was taken back."""
    if note.state != OPEN:
        raise BotError("note/over", note=note)


async def in_minutes(context: Context, note: Note) -> bool:
    """Whether it is a decision that stands in approved minutes, where it stays as it was agreed."""
    if note.kind != DECISION or note.meeting_id is None:
        return False
    return await context.records.minutes.say(note.meeting_id, note.text)


async def check_free(context: Context, note: Note, typed: str = "") -> None:
    """Raise BotError, which keeps what was typed, where minutes hold it and the asker does not keep the minutes."""
    if context.member.role < Role.MINUTES and await in_minutes(context, note):
        raise BotError("note/in_minutes", note=note, typed=typed)


async def changed(context: Context, note: Note) -> None:
    """Draw again whatever shows it: its receipt, and the next agenda."""
    await context.changed(f"note:{note.id}")
    if note.meeting_id is not None:
        await context.changed(f"meeting:{note.meeting_id}")
    if note.kind == DECISION and note.meeting is not None and note.meeting.closed_at is not None:
        await context.changed(f"sitting:{note.meeting_id}")
    if note.kind in ON_AGENDAS:
        coming = await context.records.meetings.coming(context.at, series_id=note.series_id)
        following: dict[int, Meeting] = {}
        for meeting in coming:
            following.setdefault(meeting.series_id, meeting)
        for meeting in following.values():
            await context.changed(f"agenda:{meeting.id}")


async def as_it_stands(context: Context, note: Note) -> Reply:
    """What it is now; silence where it was changed on a card or page that is drawn again and says it itself."""
    if context.request.at_home or await context.pressed_card():
        return silent()
    return reply("note/receipt", note=note, several=False, stands=await standing(context, note))


async def standing(context: Context, note: Note) -> Decided | None:
    """How a decision stands with everybody; None for any other note."""
    if note.kind != DECISION:
        return None
    [found] = await context.records.positions.decided([note])
    return found
