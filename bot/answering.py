"""Where an answer goes: back through the door at once, or as a delivery that is saved with what it answers.

What no platform repeats (commands, presses, forms) is answered at once; what it repeats is answered by deliveries, in the
thread of the message, or directly where the answer is for the asker alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from bot import together
from bot.card import Button, Buttons, Card, dump
from bot.feature import Reply, Request, Way
from bot.wording import Wording
from storage.deliveries import TOGETHER, Address, Deliveries
from storage.records import Registry

DIRECTLY = (Way.COMMAND, Way.PRESS, Way.FORM, Way.HOME)
"""Ways that no platform repeats: their answer goes back through the door at once."""


@dataclass(frozen=True)
class Answer:
    """What goes back through the door at once: a card for the asker alone, a form, or errors beside its fields.

    `over`: the card takes the place of the one that was pressed.
    """

    card: Card | None = None
    errors: dict[str, str] = field(default_factory=dict)
    over: bool = False
    partnership: int | None = None


@dataclass
class Done:
    """What one request came to, before it is known where it is said."""

    request: Request
    reply: Reply
    card: Card | None
    partnership: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    outcome: str = "done"


async def say(done: Done, registry: Registry) -> Answer | None:
    """Hand the answer back to the door, or owe it as deliveries."""
    if done.request.way in DIRECTLY:
        return await _answer(done, registry)
    if done.card is not None and done.request.place.handle:
        await _owe(done, registry)
    if done.reply.reaction and done.request.message:
        await _mark(done, registry, done.reply.reaction)
    return None


def open_again(card: Card, request: Request, wording: Wording) -> Card:
    """A card with one button that opens the form of `card`, where there is no trigger or it has expired."""
    title = card.form.title if card.form else ""
    button = Button(title, request.name, request.text, main=True)
    words = wording.card("dispatch/open_form", {})
    return replace(words, blocks=(*words.blocks, Buttons((button,))))


async def later(request: Request, card: Card, partnership: int | None, registry: Registry) -> None:
    """Owe an answer that a door could not give at once: directly, to its asker."""
    to = _directly(request, (await _where(request, registry)).workspace)
    await Deliveries(registry.session, partnership).owe(
        key=f"answer/{request.key}/later", at=request.at, address=to, card=dump(card)
    )


async def _answer(done: Done, registry: Registry) -> Answer | None:
    request, reply, partnership = done.request, done.reply, done.partnership
    if done.errors or (done.card is not None and done.card.form is not None):
        return Answer(done.card, done.errors, partnership=partnership)
    if await _in_place(done, registry) or done.card is None:
        return None
    if request.place.direct and request.way in (Way.PRESS, Way.FORM) and not reply.over:
        await _owe(done, registry)
        return None
    return Answer(done.card, over=reply.over, partnership=partnership)


async def _in_place(done: Done, registry: Registry) -> bool:
    """Whether the answer takes the place of a posted card; a card that was pressed is drawn again all the same."""
    request, reply, deliveries = done.request, done.reply, _deliveries(done, registry)
    if reply.over and not reply.live and await deliveries.redraw(request.card):
        return True
    if reply.over and done.card is not None and request.card:
        kept = {"subject": dict(reply.subject), "about": reply.about}
        return await deliveries.replace(request.card, dump(done.card), reply.live, **kept)
    if request.card and done.outcome == "done":
        await deliveries.redraw(request.card)
    return False


async def _owe(done: Done, registry: Registry) -> None:
    request, reply = done.request, done.reply
    where = await _where(request, registry)
    if reply.private and not request.place.direct and (request.way is not Way.EVENT or request.message):
        if request.way is not Way.EVENT:  # what happened to a message may be another's: no mark is left on it
            await _mark(done, registry, "envelope")
        where = _directly(request, where.workspace)
    elif request.way in (Way.MENTION, Way.LINE):
        where = replace(where, thread=request.thread or request.message)
    if together.joins(request, reply):
        await _join(done, where, registry)
        return
    await _deliveries(done, registry).owe(
        key=request.answer_key,
        at=request.at,
        address=where,
        card=dump(done.card) if done.card else None,
        live=reply.live,
        subject=dict(reply.subject),
        about=reply.about,
    )


async def _join(done: Done, where: Address, registry: Registry) -> None:
    """One more part of the card of its message, or the first one."""
    request, deliveries = done.request, _deliveries(done, registry)
    part, about = together.part(done.reply), together.about(request)
    if not await deliveries.join(about, where, part):
        await deliveries.owe(
            key=request.answer_key,
            at=request.at,
            address=where,
            live=TOGETHER,
            subject={"parts": [part]},
            about=about,
        )


async def _mark(done: Done, registry: Registry, reaction: str) -> None:
    """Leave a mark on the message that was read: one of each kind, however many lines it has and however often it is edited."""
    request = done.request
    where = replace(await _where(request, registry), thread=request.message)
    place = f"{request.place.platform}/{request.place.handle}/{request.message}"
    key = f"mark/{hashlib.sha256(place.encode()).hexdigest()[:32]}/{reaction}"
    await _deliveries(done, registry).owe(key=key, at=request.at, address=where, reaction=reaction)


def _deliveries(done: Done, registry: Registry) -> Deliveries:
    return Deliveries(registry.session, done.partnership)


async def _where(request: Request, registry: Registry) -> Address:
    """The channel a request came from; directly to its person where it was no channel.

    Not to the direct conversation it came from: a slash command works also where two people write to each other.
    A channel has one workspace through which Upbeat speaks there, whichever one a request came through.
    """
    place = request.place
    if place.direct:
        return Address(request.person.platform, place.workspace, person=request.person.handle)
    channel = await registry.conversation(place.platform, place.workspace, place.handle)
    workspace = channel.workspace if channel else place.workspace
    return Address(place.platform, workspace, conversation=place.handle)


def _directly(request: Request, through: str) -> Address:
    """The asker, by way of their own workspace where Upbeat is installed there, else `through`."""
    return Address(request.person.platform, request.person.via or through, person=request.person.handle)
