"""Putting an action right: editing it, taking it back, and opening it again."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, Way, reply
from bot.markers import EDIT, UNDO
from bot.target import whole
from handlers.action import owners, reading, receipts, shared
from handlers.action.adding import chosen, chosen_all
from handlers.action.shared import feature, fitting
from storage.actions import DONE, DROPPED, OPEN, UNDONE, Action
from storage.people import Member

RECENT = timedelta(hours=24)
"""How long a bare `undo` still means the last thing one said."""

AS_NOTED = {"added", "edited"}
ON_THE_RECEIPT = AS_NOTED | {"given", "taken", "refused"}
"""So long as no more than this was said of an action, `undo` takes it back: typed, or pressed on its receipt, whose other
buttons say whose it is."""


@feature.verb(
    "edit", form=True, markers=EDIT, also=("change",), examples=("edit 3 = post the flyer by 10 December",)
)
async def edit(context: Context) -> Reply:
    """Change the words, the date, the lead or the helpers of an action."""
    action, words = await shared.target(context)
    shared.check(context, action)
    shared.still_open(action)
    if shared.answered(context, "text"):
        await _filled_in(context, action)
    elif words:
        await _typed(context, action, words)
    else:
        return await _form(context, action)
    shared.touched(context, action)
    await shared.say(context, action, "edited", action.text)
    return await _said(context, action)


async def _said(context: Context, action: Action) -> Reply:
    offer = await context.records.actions.offered(action)
    said = reply(
        "action/edited",
        action=action,
        asks=reading.question(context, action),
        today=context.today,
        offered=offer.to.name if offer else "",
        **receipts.as_said(context, action),
    )
    said = said.privately() if offer else said
    return (await shared.seen(context, said)).marked("white_check_mark")


async def _form(context: Context, action: Action) -> Reply:
    organisations = [
        {"value": str(one.id), "label": one.name} for one in await context.records.organisations.list()
    ]
    return reply(
        "action/edit",
        action=action,
        people=await shared.people(context),
        helpers=[str(helper.member_id) for helper in action.helpers],
        organisations=organisations,
        lead=str(action.lead_id or ""),
        organisation=str(action.organisation_id or ""),
    )


async def _typed(context: Context, action: Action, words: str) -> None:
    """New words, a new date, or both; who leads it changes only where somebody is named."""
    read = await reading.read(context, words, context.member)
    if not read.text and not read.due_words:
        raise BotError("action/nothing", typed=words)
    action.text = read.text or action.text
    if read.due_words:
        reading.set_due(action, read)
    if read.helpers:
        reading.help_with(action, read.helpers)
    if read.lead is not None:
        await _lead(context, action, read.lead)


async def _filled_in(context: Context, action: Action) -> None:
    text = " ".join(shared.answer(context, "text").split())
    if not text:
        raise FieldError("text", "action/nothing", typed="")
    action.text = fitting(text)
    due, organisation = shared.answer(context, "due"), shared.answer(context, "organisation")
    if due != (action.due.isoformat() if action.due else ""):
        action.due, action.due_words, action.due_meeting_id = (
            shared.day(due),
            "",
            None,
        )
    found = await context.records.organisations.get(whole(organisation) or 0)
    action.organisation, action.organisation_id = found, found.id if found else None
    lead = await chosen(context, "lead")
    if lead is not None:
        await _lead(context, action, lead)
    reading.help_with(action, await chosen_all(context, "helpers"))


async def _lead(context: Context, action: Action, lead: Member) -> None:
    """Another lead: who leads it and names another asks them first; anybody else puts a wrong name right."""
    if lead.id == action.lead_id:
        return
    if action.lead_id == context.member.id and action.accepted:
        await owners.offer_to(context, action, lead)
    else:
        await owners.give_to(context, action, lead)


@feature.verb("undo", markers=UNDO, also=("take back",), examples=("undo 3",))
async def undo(context: Context) -> Reply:
    """Take back the last thing said: an action just taken down, or one just finished."""
    if (noted := await _noted_since(context)) is not None:
        return reply().then("note.drop", f"id={noted}")
    action = await _meant(context)
    shared.check(context, action)
    if action.state in (DONE, DROPPED):
        return await _opened(context, action)
    if action.state == UNDONE:
        raise BotError("action/over", action=action)
    kinds = {entry.kind for entry in await context.records.actions.history(action)}
    if not kinds <= (ON_THE_RECEIPT if context.request.way is Way.PRESS else AS_NOTED):
        return await _said_back(context, action)
    action.state = UNDONE
    await shared.say(context, action, "undone")
    return (await shared.seen(context, reply("action/undone", action=action))).marked(
        "leftwards_arrow_with_hook"
    )


async def _noted_since(context: Context) -> int | None:
    """The decision or note that a bare `undo` means: the asker's last, where they said nothing of an action since."""
    if context.text.strip():
        return None
    note = await context.records.notes.last(context.member.id, context.at - RECENT)
    said = await context.records.actions.last_word(context.member.id, note.at) if note else None
    return note.id if note is not None and said is None else None


async def _meant(context: Context) -> Action:
    """The action that is named, or else the one that the asker spoke of last."""
    if context.text.strip():
        return (await shared.target(context))[0]
    last = await context.records.actions.last_word(context.member.id, context.at - RECENT)
    action = await context.records.actions.get(last.action_id) if last else None
    if action is None:
        raise BotError("action/nothing_to_undo")
    return action


@feature.verb("reopen", also=("open again", "put back"), examples=("reopen 3",))
async def reopen(context: Context) -> Reply:
    """Open an action again that was done, dropped or taken back."""
    action, _ = await shared.target(context)
    shared.check(context, action)
    return await _opened(context, action)


async def _opened(context: Context, action: Action) -> Reply:
    if action.state == OPEN:
        raise BotError("action/open_already", action=action)
    action.state = OPEN
    _forget(action)
    await shared.say(context, action, "reopened")
    return (await shared.seen(context, reply("action/reopened", action=action))).marked("white_check_mark")


def _forget(action: Action) -> None:
    """What was said last about it no longer holds."""
    action.word_at = action.track_at = None
    shared.settle(action)


@feature.verb("again", hidden=True)
async def again(context: Context) -> Reply:
    """Take back an answer given about an action, to give another."""
    action, _ = await shared.target(context)
    shared.check(context, action)
    if action.state != OPEN:
        return await _opened(context, action)
    return await _said_back(context, action)


async def _said_back(context: Context, action: Action) -> Reply:
    """On track, a wish for help or an offer: taken back, and the action is as it was."""
    _forget(action)
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "taken_back")
    return (await shared.seen(context, reply("action/taken_back", action=action))).privately()
