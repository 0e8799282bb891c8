"""Putting a message on the agenda that somebody points at, with a shortcut or by answering under it."""

from __future__ import annotations

from bot import pointed
from bot.feature import Context, Reply, Way, reply
from bot.owners import plain
from bot.pointed import Pointed
from handlers.agenda.adding import filled_in, understood
from handlers.agenda.base import feature, home_of, people
from handlers.agenda.words import line, sheet
from storage.agenda import OPEN
from storage.captures import OWN


@feature.verb(
    "from_message",
    form=True,
    quotes=True,
    also=(
        "put this on the agenda",
        "put that on the agenda",
        "put it on the agenda",
        "add this to the agenda",
        "add that to the agenda",
        "this is for the agenda",
    ),
    examples=("put this on the agenda",),
)
async def from_message(context: Context) -> Reply:
    """Put a message on the agenda: say so under it, or use its menu."""
    if "text" in context.request.values:
        return await _filled_in(context)
    point = await pointed.at(context, "agenda")
    said = await _already(context, point.message)
    if said is not None:
        return said
    if context.request.trigger:
        return await _form(context, point)
    pointed.something(point, "agenda")
    return reply().then("agenda.add", point.text, **point.fields, sure=True)


async def _already(context: Context, message: str) -> Reply | None:
    """What to say of a message that stands on an agenda already; None where it does not, or does no more."""
    for row in await pointed.became(context, message, "agenda"):
        item = await context.records.agenda.get(row)
        if item is not None and item.state == OPEN:
            here = await home_of(context, item)
            return reply(
                "agenda/there_already", item=line(item, here.number(item)), agenda=sheet(context, here)
            )
    await pointed.forget(context, message, "agenda")
    return None


async def _form(context: Context, point: Pointed) -> Reply:
    """What was read, to be put right before it is saved."""
    here, parts = await understood(context, point.text)
    return reply(
        "agenda/from_message",
        meeting=here.meeting.id if here.meeting else 0,
        whole=plain(point.whole, await context.records.members.list()),
        text=parts.text,
        purpose=parts.purpose,
        minutes=parts.minutes,
        presenter=parts.presenter.id if parts.presenter else "",
        people=await people(context),
    )


async def _filled_in(context: Context) -> Reply:
    """Saved as said in the conversation of the message, whose thread gets the receipt."""
    await filled_in(context)  # what is wrong in the form is said beside its fields
    request = context.request
    said = await _already(context, request.message)
    if said is not None:
        return said
    direct = request.place.direct
    return reply().then(
        "agenda.save",
        context.text,
        way=Way.DIRECT if direct else Way.LINE,
        thread="" if direct else request.thread or request.message,
        index=OWN["agenda"],
        sure=True,
    )
