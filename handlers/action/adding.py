"""Taking an action down: typed, marked in chat or filled in; and what becomes of it with its message."""

from __future__ import annotations

from bot.errors import FieldError
from bot.feature import Context, Reply, reply, silent
from bot.markers import ACTION
from bot.target import whole
from handlers.action import reading, receipts, shared
from handlers.action.shared import feature, fitting
from storage.actions import OPEN, UNDONE, Action
from storage.captures import Capture
from storage.people import Member


@feature.verb(
    "add",
    adds=True,
    default=True,
    form=True,
    markers=ACTION,
    also=("new",),
    examples=("add Mina to send the flyer by Friday", "add book the hall by 10 December"),
)
async def add(context: Context) -> Reply:
    """Take down who does what by when."""
    if shared.answered(context, "text"):
        return await _taken_down(context, await _filled_in(context))
    if not context.text.strip():
        return await _form(context)
    read = await reading.read(context, context.text, await _speaker(context))
    reading.something(read, context.text)
    return await _taken_down(context, await _keep(context, read))


async def _speaker(context: Context) -> Member | None:
    """Whose words they are: the asker's, or of a message somebody points at, its author's."""
    return await chosen(context, "by") if shared.answered(context, "by") else context.member


async def _taken_down(context: Context, action: Action) -> Reply:
    await _captured(context, action)
    return await receipts.receipt(context, action)


async def _form(context: Context) -> Reply:
    organisations = [
        {"value": str(one.id), "label": one.name} for one in await context.records.organisations.list()
    ]
    people = await shared.people(context)
    return reply("action/add", people=people, organisations=organisations)


async def _filled_in(context: Context) -> Action:
    text = " ".join(shared.answer(context, "text").split())
    if not text:
        raise FieldError("text", "action/nothing", typed="")
    lead, helpers = await chosen(context, "lead"), await chosen_all(context, "helpers")
    due = shared.answer(context, "due")
    organisation = shared.answer(context, "organisation")
    read = reading.Reading(
        text=fitting(text),
        lead=lead,
        helpers=helpers,
        organisation=await context.records.organisations.get(whole(organisation) or 0),
        due=shared.day(due),
    )
    return await _keep(context, read)


async def chosen(context: Context, field: str) -> Member | None:
    """The member chosen in a form, if any and still here."""
    value = shared.answer(context, field)
    return await context.records.members.get(whole(value) or 0)


async def chosen_all(context: Context, field: str) -> list[Member]:
    """The members chosen in a form."""
    wanted = {value for value in shared.answer(context, field).split(",") if value}
    return [member for member in await context.records.members.list() if str(member.id) in wanted]


async def _keep(context: Context, read: reading.Reading) -> Action:
    """The new action: of the series it arose in, accepted where its lead is who said it."""
    series = read.series or await context.records.meetings.next_series(context.at, context.conversation_id)
    action = Action(
        text=read.text,
        lead=read.lead,
        lead_id=read.lead.id if read.lead else None,
        lead_words=read.owner_words,
        organisation=read.organisation,
        due=read.due,
        due_words=read.due_words,
        due_meeting_id=read.due_meeting_id,
        series=series,
        series_id=series.id if series else None,
        state=OPEN,
        accepted=read.lead is not None and read.lead.id == context.member.id,
        added_by=context.member,
        added_by_id=context.member.id,
        added_at=context.at,
        source=context.request.source,
        helpers=[],
        partnership_id=context.partnership.id,
    )
    await context.records.actions.add(action)
    await context.records.sittings.catch("action", action.id, context.conversation_id)
    reading.help_with(action, read.helpers)
    await shared.say(context, action, "added", shared.answer(context, "whole"))
    return action


async def _captured(context: Context, action: Action) -> None:
    request = context.request
    if request.in_own_message:
        row = Capture(conversation=request.place.handle, message=request.message, index=request.index)
        row.kind, row.record_id, row.line, row.version = "action", action.id, request.text, request.version
        await context.records.captures.remember(row)


@feature.verb("reread", hidden=True, event=True)
async def reread(context: Context) -> Reply:
    """Read an action again whose message was edited: what is new in the line is taken over, and nothing else.

    What people have put right meanwhile stays: a typo that is mended moves no date and gives nobody's action away.
    """
    action = await context.records.actions.get(whole(shared.answer(context, "id")) or 0)
    if action is None or action.state not in (OPEN, UNDONE):
        return silent()
    read = await reading.read(context, context.text, context.member)
    was = await reading.read(context, shared.answer(context, "was"), context.member)
    if not read.text:
        return silent()
    action.state = OPEN
    if read.text != was.text:
        action.text = read.text
    if read.due_words != was.due_words:
        reading.set_due(action, read)
    if _owners(read) != _owners(was):
        _own_again(context, action, read, was)
    await shared.say(context, action, "edited", action.text)
    return silent()


def _owners(read: reading.Reading) -> tuple[object, ...]:
    """Whom a line names."""
    return read.owner_words, *(one.id for one in (read.lead, *read.helpers) if one is not None)


def _own_again(context: Context, action: Action, read: reading.Reading, was: reading.Reading) -> None:
    """Whoever the line names now; where it names nobody any more, the one it named has it no longer."""
    named = read.lead is not None or bool(read.owner_words)
    new = read.lead is None or read.lead.id != action.lead_id
    if new and (named or action.lead == was.lead):
        action.lead, action.lead_words, action.organisation = read.lead, read.owner_words, read.organisation
        action.lead_id = read.lead.id if read.lead else None
        action.accepted = action.lead_id == context.member.id
        action.word_at = action.track_at = None
        shared.settle(action)
    reading.help_with(action, read.helpers)


@feature.verb("remove", hidden=True, event=True)
async def remove(context: Context) -> Reply:
    """Take an action back whose message was taken away."""
    action = await context.records.actions.get(whole(shared.answer(context, "id")) or 0)
    if action is None or action.state != OPEN:
        return silent()
    shared.check(context, action)
    action.state = UNDONE
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "undone")
    return silent()
