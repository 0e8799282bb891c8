"""From what goes less well to something that is done about it, in one press: an action, or an item of the next agenda."""

from __future__ import annotations

from bot.card import plain
from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from bot.when import when
from handlers.reflect.base import feature, said
from handlers.reflect.showing import drawn_again
from storage.actions import OPEN, UNDONE, Action
from storage.agenda import MOST, AgendaItem
from storage.agenda import OPEN as STANDS
from storage.meetings import Meeting
from storage.people import Role
from storage.voices import Voice

LONGEST = 500
"""How long an action and an item may be, in characters."""

QUOTED = 470
"""So much of what was said an action quotes; what it asks for around that is short."""


@feature.verb("to_action", hidden=True)
async def to_action(context: Context) -> Reply:
    """Make an action of something that was said."""
    voice = await _voice(context)
    if voice.action is None or voice.action.state == UNDONE:
        voice.action = await _action(context, voice)
        voice.action_id = voice.action.id
        await drawn_again(context, voice)
    edits = context.member.role >= Role.MINUTES  # it was added by nobody, so nobody else may
    return reply("reflect/made", voice=said(voice), id=voice.action.id, edits=edits).privately()


@feature.verb("to_agenda", hidden=True)
async def to_agenda(context: Context) -> Reply:
    """Put something that was said on the agenda of the next meeting."""
    voice = await _voice(context)
    if voice.item is None or voice.item.state != STANDS:
        voice.item = await _item(context, voice)
        voice.item_id = voice.item.id
        await drawn_again(context, voice)
    return reply("reflect/made", voice=said(voice), id=0, edits=False).privately()


async def _voice(context: Context) -> Voice:
    """The voice that a button means. Raises BotError where it was taken off, or never was here."""
    voice = await context.records.voices.get(row_id(context.text) or 0)
    if voice is None or voice.hidden:
        raise BotError("reflect/gone")
    return voice


async def _action(context: Context, voice: Voice) -> Action:
    """An open action that looks for its lead. It holds nobody: who turns words into an action may well have said them."""
    meeting = await _meeting(context, voice)
    words = " ".join(plain(context.card("reflect/look_into", text=voice.text[:QUOTED])).split())
    action = Action(
        text=words[:LONGEST],
        lead=None,
        lead_words="",
        due_words="",
        series=meeting.series if meeting else None,
        series_id=meeting.series_id if meeting else None,
        state=OPEN,
        accepted=False,
        added_by=None,
        added_by_id=None,
        added_at=context.at,
        source="",
        helpers=[],
    )
    await context.records.actions.add(action)
    await context.records.actions.note(action, "added", None, context.at, action.text)
    return action


async def _item(context: Context, voice: Voice) -> AgendaItem:
    meeting = await _meeting(context, voice)
    if not await context.records.agenda.room(meeting):
        shown = when(context, meeting) if meeting else None
        raise BotError("agenda/full", meeting=shown, most=MOST, typed=voice.text[:LONGEST])
    item = AgendaItem(
        text=voice.text[:LONGEST],
        purpose="",
        presenter_words="",
        state=STANDS,
        added_by=None,
        added_by_id=None,
        added_at=context.at,
        carried=0,
    )
    await context.records.agenda.add(item, meeting)
    if meeting is not None:
        await context.changed(f"agenda:{meeting.id}")
    return item


async def _meeting(context: Context, voice: Voice) -> Meeting | None:
    """The meeting it will be talked about in: the one it was said for until that is over, then the next of its channel."""
    row = await context.records.reflections.get(voice.reflection_id)
    place = row.conversation_id if row else None
    return await context.records.meetings.next(context.at, place)
