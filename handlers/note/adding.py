"""Noting something: typed, marked in chat or filled in; the receipt; and what becomes of it with its message."""

from __future__ import annotations

from bot.card import Card
from bot.errors import FieldError
from bot.feature import Context, Reply, reply, silent
from bot.signs import NOTED
from bot.target import whole
from handlers.note.base import (
    LONGEST,
    changed,
    check_free,
    check_may,
    fitting,
    front,
    in_minutes,
    readable,
    standing,
)
from storage.captures import Capture
from storage.notes import CELEBRATION, FAMILIES, FAMILY, OPEN, UNDONE, Note

MARKS = {CELEBRATION: "tada"}
"""What is left on the message, where it is not the usual tick."""


async def add(context: Context, kind: str) -> Reply:
    """Note what was typed or filled in as one of this kind; without words, the form for it."""
    if "text" in context.request.values:
        text, kind = filled_in(context, kind)
    elif context.text.strip():
        text = await fitting(context, context.text)
    else:
        return reply("note/add", family=FAMILY[kind])
    note = await _keep(context, kind, await readable(context, text))
    await _remember(context, note)
    await changed(context, note)
    return await receipt(context, note)


def filled_in(context: Context, kind: str) -> tuple[str, str]:
    """The words and the kind in a form; the kind stays within the family. Raises FieldError."""
    values = context.request.values
    text, chosen = " ".join(str(values.get("text", "")).split()), str(values.get("kind", ""))
    if not 0 < len(text) <= LONGEST:
        raise FieldError("text", "note/text_unclear", most=LONGEST)
    return text, chosen if chosen in FAMILIES[FAMILY[kind]] else kind


async def _keep(context: Context, kind: str, text: str) -> Note:
    """The new note: of the meeting that is on, if any, and of the series whose meeting that is or comes next."""
    meeting = await context.records.meetings.going_on(context.at, context.conversation_id)
    series = await context.records.meetings.next_series(context.at, context.conversation_id)
    note = Note(
        kind=kind,
        text=text,
        by=context.member,
        by_id=context.member.id,
        at=context.at,
        source=context.request.source,
        series=series,
        series_id=series.id if series else None,
        meeting=meeting,
        meeting_id=meeting.id if meeting else None,
        state=OPEN,
        partnership_id=context.partnership.id,
    )
    await context.records.notes.add(note)
    await context.records.sittings.catch(note.family, note.id, context.conversation_id)
    return note


async def _remember(context: Context, note: Note) -> None:
    """Which message it came from, so that an edit of the message finds it."""
    request = context.request
    if request.in_own_message:
        row = Capture(conversation=request.place.handle, message=request.message, index=request.index)
        row.kind, row.record_id, row.line, row.version = note.family, note.id, request.text, request.version
        await context.records.captures.remember(row)


async def receipt(context: Context, note: Note) -> Reply:
    """What was noted, kept right from now on."""
    said = reply("note/receipt", note=note, several=False, stands=await standing(context, note))
    return said.marked(MARKS.get(note.kind, NOTED)).kept_right(
        "note.receipt", f"note:{note.id}", together=True, note=note.id
    )


async def drawn(context: Context, note_id: int, several: bool) -> Card | None:
    """The receipt as things stand now; `several`: it stands beside others from the same message."""
    note = await context.records.notes.get(note_id)
    if note is None:
        return None
    return context.card("note/receipt", note=note, several=several, stands=await standing(context, note))


async def reread(context: Context) -> Reply:
    """Take over what was edited in the message it came from; the edited mark may say another kind of the family."""
    note = await _captured(context)
    if note is None:
        return silent()
    if await in_minutes(context, note):
        await _told(context, note)
        return silent()
    verb, text = str(context.request.values.get("verb", "")), context.text
    if verb == "words":
        verb, text = front(note.family, text)
    note.text = await fitting(context, text) or note.text
    note.kind = _kind(note.family, verb) or note.kind
    await changed(context, note)
    return silent()


async def _told(context: Context, note: Note) -> None:
    """Whoever typed it hears once, directly, that it stays as it was agreed."""
    if note.by is not None:
        key = f"note/{note.id}/in_minutes"
        await context.tell(note.by, "note/in_minutes", key=key, note=note, typed="")


def _kind(family: str, verb: str) -> str:
    """The kind that a verb notes; empty where it notes none."""
    kinds = FAMILIES[family]
    return verb if verb in kinds else kinds[0] if verb == "add" else ""


async def remove(context: Context) -> Reply:
    """Take it back because its message is gone, and whoever typed it says so."""
    note = await _captured(context)
    if note is not None:
        check_may(context, note)
        await check_free(context, note)
        note.state = UNDONE
        await changed(context, note)
    return silent()


async def _captured(context: Context) -> Note | None:
    """What the captured message became, where it stands."""
    note = await context.records.notes.get(whole(str(context.request.values.get("id", ""))) or 0)
    return note if note is not None and note.state == OPEN else None
