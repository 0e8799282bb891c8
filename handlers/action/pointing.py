"""Making an action of a message that somebody points at, with a shortcut or by answering under it."""

from __future__ import annotations

from bot import pointed
from bot.errors import FieldError
from bot.feature import Context, Reply, Way, reply
from bot.pointed import Pointed
from handlers.action import reading, shared
from handlers.action.shared import feature
from storage.actions import UNDONE, Action
from storage.captures import OWN


@feature.verb(
    "from_message",
    form=True,
    quotes=True,
    also=(
        "make this an action",
        "make that an action",
        "make it an action",
        "this is an action",
        "turn this into an action",
    ),
    examples=("make this an action",),
)
async def from_message(context: Context) -> Reply:
    """Make an action of a message: say so under it, or use its menu."""
    if shared.answered(context, "text"):
        return await _filled_in(context)
    point = await pointed.at(context, "action")
    known = await _already(context, point.message)
    if known is not None:
        return reply("action/there_already", action=known, today=context.today)
    if context.request.trigger:
        return await _form(context, point)
    pointed.something(point, "action")
    by = str(point.author.id) if point.author else ""
    whole = shared.readable(context, point.whole, await context.records.members.list())
    values = {"by": by, "whole": whole}
    return reply().then("action.add", point.text, **point.fields, values=values, sure=True)


async def _already(context: Context, message: str) -> Action | None:
    """The action that this message is already; one that was taken back is none."""
    for row in await pointed.became(context, message, "action"):
        action = await context.records.actions.get(row)
        if action is not None and action.state != UNDONE:
            return action
    await pointed.forget(context, message, "action")
    return None


async def _form(context: Context, point: Pointed) -> Reply:
    """What was read, to be put right before it is saved."""
    read = await reading.read(context, point.text, point.author)
    organisations = [
        {"value": str(one.id), "label": one.name} for one in await context.records.organisations.list()
    ]
    return reply(
        "action/from_message",
        text=read.text,
        whole=shared.readable(context, point.whole, read.people),
        lead=str(read.lead.id) if read.lead else "",
        helpers=[str(member.id) for member in read.helpers],
        due=read.due,
        organisation=str(read.organisation.id) if read.organisation else "",
        people=await shared.people(context),
        organisations=organisations,
    )


async def _filled_in(context: Context) -> Reply:
    """Saved as said in the conversation of the message, whose thread gets the receipt."""
    request, text = context.request, " ".join(shared.answer(context, "text").split())
    if not text:
        raise FieldError("text", "action/nothing", typed="")
    known = await _already(context, request.message)
    if known is not None:
        return reply("action/there_already", action=known, today=context.today)
    direct = request.place.direct
    return reply().then(
        "action.add",
        shared.fitting(text),
        way=Way.DIRECT if direct else Way.LINE,
        thread="" if direct else request.thread or request.message,
        index=OWN["action"],
        sure=True,
    )
