"""One partnership in several channels: the chair gets a code, and whoever chairs in the other channel types it there.

What is posted to the first channel then comes to the other one too, and what is planned or noted in either is the same.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.card import dump
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, Way, reply
from handlers.partnership.common import ABOUT, chair_name, feature
from handlers.partnership.common import key as key_for
from storage.deliveries import address_of
from storage.partnerships import Conversation
from storage.people import Role
from storage.records import Records

LETTERS, LONG = "BCDFGHJKMNPQRTVWXZ", 8
"""Capital letters that nobody takes for another letter or a number, and that make no words."""

VALID = timedelta(days=1)
"""How long a code opens."""

MOST_TRIES, WITHIN = 5, timedelta(hours=1)
"""So many codes that open nothing may be tried by one person."""


@feature.verb("link", begins=True, least=Role.GUEST)
async def link(context: Context) -> Reply:
    """Share the partnership with another channel: the chair gets a code here, and it is typed there."""
    return await (_use(context) if context.text.strip() else _give(context))


async def _give(context: Context) -> Reply:
    """A code for the chair's eyes only."""
    if not context.begun:
        raise BotError("partnership/link_where")
    await _chairs(context, Role.CHAIR)
    first = await context.records.conversations.first_of_all()
    if not context.partnership.ready or first is None:
        raise BotError("partnership/link_early")
    code = "".join(secrets.choice(LETTERS) for _ in range(LONG))
    await context.records.links.open(code, context.conversation_id or first.id, context.at + VALID)
    shown = f"{code[:4]}-{code[4:]}"
    return reply("partnership/link_code", code=shown, partnership=context.partnership.name).privately()


async def _chairs(context: Context, least: Role) -> None:
    if context.member.role < least:
        who = "the chair" if least == Role.CHAIR else "the chair or the deputy"
        raise NotAllowed("dispatch/not_allowed", who=who, chair=await chair_name(context))


async def _use(context: Context) -> Reply:
    """Put this channel beside the one in which the code was made."""
    await _may_be_linked(context)
    registry, request = context.registry, context.request
    tries = f"link/{request.person.key}"[:200]
    if await registry.incoming.often(tries, context.at - WITHIN) >= MOST_TRIES:
        raise BotError("partnership/link_wait")
    code = "".join(letter for letter in context.text.upper() if letter.isalpha())
    records = await registry.opened_by(code)
    opened = await records.links.take(code, context.at) if records else None
    if records is None or opened is None:
        await registry.incoming.note(f"try/{request.key}", tries, context.at, "tried")
        return reply("partnership/link_unknown").privately()
    place = request.place
    await registry.link(
        records, place.platform, place.workspace, place.handle, opened.conversation_id, context.at
    )
    return reply().then("partnership.linked", "")


async def _may_be_linked(context: Context) -> None:
    """Raises BotError where this is no channel that Upbeat was invited to, or one that has a partnership already."""
    if context.request.place.direct:
        raise BotError("partnership/link_where")
    if not context.begun:
        if context.request.way not in (Way.MENTION, Way.LINE):
            raise BotError("dispatch/not_invited")
        return
    if not await _just_begun(context.records):
        raise BotError("partnership/link_taken", partnership=context.partnership.name)
    await _chairs(context, Role.DEPUTY)


async def _just_begun(records: Records) -> bool:
    """Whether nothing was made yet of what begins by itself when Upbeat is invited."""
    if records.partnership.ready or records.partnership.next_action > 1:
        return False
    return not (await records.meetings.all_series() or await records.agenda.waiting())


@feature.verb("linked", hidden=True, event=True, least=Role.GUEST)
async def linked(context: Context) -> Reply:
    """Say in both channels that they share a partnership from now on, and tell the chair who linked them."""
    channel = await _here(context)
    if channel is None or channel.beside_id is None:
        raise BotError("dispatch/gone")
    deliveries, partnership = context.records.deliveries, context.partnership.name
    key = f"linked/{channel.id}/{context.request.key}"
    card = dump(context.card("partnership/beside", partnership=partnership))
    at = context.at
    await deliveries.owe(key=key, at=at, conversation=channel.beside_id, card=card, alone=True)
    await deliveries.owe(
        key=f"{key}/here", at=at, conversation=channel.id, live="partnership.card", about=ABOUT
    )
    chair = await context.records.members.chair()
    if chair is not None and chair is not context.member:
        by = context.member.name
        key = key_for(context, "linked", chair)
        await context.tell(chair, "partnership/link_made", key=key, by=by, partnership=partnership)
    return reply("partnership/linked", partnership=partnership)


async def _here(context: Context) -> Conversation | None:
    """The channel that a request came from, or that it is about, as one of this partnership's."""
    place = context.request.place
    return await context.records.conversations.at(place.platform, place.handle)


@feature.verb("unlink", least=Role.CHAIR)
async def unlink(context: Context) -> Reply:
    """Let a channel go that was linked. Nothing that was planned or noted is lost."""
    partnership, channels = context.partnership.name, await context.records.conversations.beside()
    here = await _here(context)
    if here is not None and here.beside_id is not None:
        channels = [here]
    if len(channels) > 1 and context.text.strip().casefold() != "all":
        return reply("partnership/unlink_which", count=len(channels)).privately()
    if not channels:
        return reply("partnership/not_linked", partnership=partnership).privately()
    for channel in channels:
        await let_go(context, channel)
        await context.records.deliveries.owe(
            key=f"unlinked/{channel.id}/{context.request.key}",
            at=context.at,
            address=address_of(channel),
            card=dump(context.card("partnership/unlinked_here", partnership=partnership)),
        )
    return reply("partnership/unlinked", partnership=partnership, count=len(channels)).privately()


async def let_go(context: Context, channel: Conversation) -> None:
    """Nothing is said in this channel for the partnership any more; everything and everybody else stays."""
    await context.records.deliveries.leave(channel)
    await context.records.conversations.let_go(channel)
