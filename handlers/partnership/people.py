"""Who belongs to a partnership: joining an organisation, coming and going."""

from __future__ import annotations

from bot.asker import person as person_of
from bot.errors import BotError
from bot.feature import Context, Reply, reply, silent
from bot.reach import reached
from bot.target import row_id
from handlers.partnership.answers import MOST_ORGANISATION, MOST_ORGANISATIONS
from handlers.partnership.common import ABOUT, chair_name, feature, groups, name_of, typed
from handlers.partnership.succession import fill_chair
from storage.partnerships import Organisation
from storage.people import Member, Role

MOST_ALONE = 12
"""So many people without an organisation are named; of the others the number is said."""

CHANGES = ("change", "delete", "edit", "remove", "rename")
"""Words for what the form does, so that nobody adds an organisation by the name of "remove"."""


@feature.verb("show", bare=True, also=("people", "who", "organisations"), examples=("show",))
async def show(context: Context) -> Reply:
    """Show the organisations, their people and who does what."""
    members = context.records.members
    alone = (await members.by_organisation()).get(None, ())
    return reply(
        "partnership/show",
        partnership=context.partnership.name,
        organisations=await groups(context),
        alone=[member.name for member in alone[:MOST_ALONE]],
        others=max(len(alone) - MOST_ALONE, 0),
        chair=name_of(await members.holder(Role.CHAIR)),
        deputy=name_of(await members.holder(Role.DEPUTY)),
        minutes=name_of(await members.holder(Role.MINUTES)),
        ready=context.partnership.ready,
        planned=bool(await context.records.meetings.coming(context.at)),
    )


@feature.verb("join", examples=("join Riverside Library",))
async def join(context: Context) -> Reply:
    """Say which organisation you are with."""
    name = typed(context)
    if not name:
        organisations = await context.records.organisations.list()
        chair = await chair_name(context)
        return reply("partnership/choose", organisations=organisations, chair=chair)
    organisation = await _wanted(context, name)
    before = await context.records.members.belong(context.member, organisation)
    await context.changed(ABOUT)
    was = before.name if before else ""
    return reply("partnership/joined", organisation=organisation.name, before=was)


async def _wanted(context: Context, name: str) -> Organisation:
    """The organisation a button or a name points at. Raises BotError, saying which there are."""
    organisations, row = context.records.organisations, row_id(name)
    found = await organisations.named(name) if row is None else await organisations.get(row)
    if found is not None:
        return found
    raise BotError(
        "partnership/no_organisation",
        typed=name if row is None else "",
        partnership=context.partnership.name,
        organisations=await organisations.list(),
    )


@feature.verb(
    "organisation",
    least=Role.DEPUTY,
    also=("organization",),
    examples=("organisation add Harbour Arts",),
)
async def organisation(context: Context) -> Reply:
    """Add an organisation."""
    name, organisations = _added(typed(context)), context.records.organisations
    if known := await organisations.named(name):
        return reply("partnership/organisation_known", organisation=known.name, id=known.id)
    if len(await organisations.list()) >= MOST_ORGANISATIONS:
        raise BotError("partnership/too_many", most=MOST_ORGANISATIONS)
    added = await organisations.add(name)
    await context.changed(ABOUT)
    partnership = context.partnership.name
    return reply(
        "partnership/organisation_added", organisation=added.name, partnership=partnership, id=added.id
    )


def _added(words: str) -> str:
    """The name in "add <name>", with or without "add". Raises BotError where there is none that can be used."""
    first, _, rest = words.partition(" ")
    if first.casefold() in CHANGES:
        raise BotError("partnership/organisation_change", typed=words)
    name = " ".join((rest if first.casefold() == "add" else words).split())
    if not name or len(name) > MOST_ORGANISATION:
        raise BotError("partnership/organisation_unclear", typed=name)
    return name


@feature.verb("arrived", hidden=True, event=True, least=Role.GUEST)
async def arrived(context: Context) -> Reply:
    """Welcome somebody who came into the channel, in private and once."""
    face = context.request.person
    if face.bot:
        return silent()
    person = await person_of(face, context.registry)
    member = await context.records.members.join(person)
    await reached(member, context.records.deliveries)
    organisations = await context.records.organisations.list()
    if member.organisation is None and organisations:
        await context.tell(
            member,
            "partnership/welcome",
            key=f"welcome/{member.id}",
            partnership=context.partnership.name,
            organisations=organisations,
        )
    return silent()


@feature.verb("left", hidden=True, event=True, least=Role.GUEST)
async def left(context: Context) -> Reply:
    """Let go of somebody who left the channel; their history stays."""
    member = await context.records.members.of_handle(context.request.person.handle)
    if member is not None and not await _in_another(context):
        await _let_go(context, member)
    return silent()


async def _in_another(context: Context) -> bool:
    """Whether they may still be in another channel of the partnership: one in their own workspace."""
    person, place = context.request.person, context.request.place
    others = [one for one in await context.records.conversations.list() if one.handle != place.handle]
    theirs = (person.platform, person.workspace)
    return any((one.platform, one.workspace) == theirs for one in others)


@feature.verb("leave", examples=("leave",))
async def leave(context: Context) -> Reply:
    """Leave the partnership. You can come back at any time."""
    partnership = context.partnership.name
    if context.member.role == Role.CHAIR and context.text.strip() != "yes":
        deputy = name_of(await context.records.members.holder(Role.DEPUTY))
        return reply("partnership/leave_chair", partnership=partnership, deputy=deputy).privately()
    await _let_go(context, context.member)
    return reply("partnership/gone", partnership=partnership).privately()


async def _let_go(context: Context, member: Member) -> None:
    """End a membership; where it was the chair's, somebody else chairs."""
    role = await context.records.members.leave(member, context.at)
    if context.partnership.chair_offered_to == member.id:
        context.partnership.chair_offered_to = None
    if role == Role.CHAIR:
        await fill_chair(context, member)
    await context.changed(ABOUT)
