"""How a partnership begins: an invitation, a short form, and a card on which people join their organisation."""

from __future__ import annotations

from bot.asker import person as person_of
from bot.card import Card
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, Way, reply, silent
from handlers.partnership.answers import nation, organisation_names, partnership_name, zone
from handlers.partnership.common import ABOUT, chair_name, feature, groups, typed
from storage.deliveries import FAILED
from storage.people import Role
from storage.records import Records

MOST_KNOWN = 60
"""So many people of the channel are members at once; others join when they do something or are named."""

UNNAMED = "Your partnership"
"""What it is called until the form is filled in."""


@feature.verb("invited", hidden=True, begins=True, least=Role.GUEST)
async def invited(context: Context) -> Reply:
    """Begin a partnership in this channel with its inviter as chair, or say hello again where there is one."""
    if context.request.place.direct:
        raise BotError("partnership/not_here", typed=typed(context))
    if not context.begun:
        await _begin(context)
        return silent()
    await context.records.deliveries.wake()
    if context.request.way is Way.EVENT:
        await _known(context, context.records)
    if context.request.way is Way.EVENT and await _never_here(context):
        await _begin_again(context)
        return silent()
    if context.partnership.ready:
        return reply("partnership/hello_again", partnership=context.partnership.name)
    chair = await chair_name(context)
    return reply("partnership/begins", chair=chair).kept_right("partnership.begins", ABOUT)


async def _begin(context: Context) -> None:
    """The partnership, its chair and its first card, at once: nothing is lost if the form is never filled in."""
    face, place = context.request.person, context.request.place
    records = await context.registry.begin(UNNAMED, place.platform, place.workspace, place.handle)
    person = await person_of(face, context.registry)
    await records.members.join(person, Role.CHAIR)
    await _known(context, records)
    key = f"begun/{records.partnership.id}"
    await records.deliveries.owe(key=key, at=context.at, live="partnership.begins", about=ABOUT)


async def _known(context: Context, records: Records) -> None:
    """Everybody in the channel is a member from the first line on, and gets no message of it."""
    for face in list(context.request.faces.values())[:MOST_KNOWN]:
        if face.name and not face.bot:
            person = await person_of(face, context.registry)
            if await records.members.of(person) is None:
                await records.members.join(person)


async def _never_here(context: Context) -> bool:
    """Whether the partnership began without Upbeat in its channel, so that its first card could not arrive."""
    first = await context.records.deliveries.of(f"begun/{context.partnership.id}")
    beside = await context.records.conversations.beside()
    return first is not None and first.state == FAILED and not beside


async def _begin_again(context: Context) -> None:
    """Whoever invites chairs, whatever somebody else began here before: the first card comes now."""
    face = context.request.person
    person = await person_of(face, context.registry)
    await context.records.members.give(Role.CHAIR, await context.records.members.join(person))
    await context.records.deliveries.again(f"begun/{context.partnership.id}", context.at)
    await context.changed(ABOUT)


@feature.draws("begins")
async def begins(context: Context) -> Card:
    """The first thing that is said in a channel, until the form is filled in."""
    if context.partnership.ready:
        return context.card("partnership/began", partnership=context.partnership.name)
    return context.card("partnership/begins", chair=await chair_name(context))


@feature.verb("set_up", form=True, least=Role.DEPUTY, also=("setup",))
async def set_up(context: Context) -> Reply:
    """Name the partnership and its organisations."""
    partnership = context.partnership
    return reply(
        "partnership/set_up",
        name=partnership.name if partnership.ready else "",
        organisations="\n".join(row.name for row in await context.records.organisations.list()),
        nation=partnership.nation,
        zone=partnership.zone,
    )


@feature.verb("save", hidden=True, least=Role.DEPUTY)
async def save(context: Context) -> Reply:
    """Keep what the form says, and show the partnership in its channel."""
    partnership, first = context.partnership, not context.partnership.ready
    organisations = organisation_names(context)
    partnership.name, partnership.zone, partnership.nation = (
        partnership_name(context),
        zone(context),
        nation(context),
    )
    partnership.ready = True
    stayed = [row.name for row in await context.records.organisations.settle(organisations)]
    await context.changed(ABOUT)
    if not first:
        return reply("partnership/changed", partnership=partnership.name, kept=stayed).privately()
    key = f"set_up/{partnership.id}"
    await context.owe(Occasion(context.at, key, "partnership.card", {}, about=ABOUT, decent=False))
    return reply("partnership/saved", partnership=partnership.name).privately()


@feature.draws("card")
async def card(context: Context) -> Card:
    """The partnership as everybody in its channel sees it, with a button for each organisation."""
    return context.card(
        "partnership/card",
        partnership=context.partnership.name,
        organisations=await groups(context),
        chair=await chair_name(context),
    )
