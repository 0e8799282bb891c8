"""Who does what: the chair handed on and taken over, the deputy, the minute-taker."""

from __future__ import annotations

from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.owners import who
from handlers.partnership.common import ABOUT, chair_name, feature, key, name_of, typed
from storage.people import Member, Role

WORDS = {Role.DEPUTY: "deputy", Role.MINUTES: "minutes"}
"""The verb that gives a role, which the prompts also know it by."""


@feature.verb("chair", least=Role.CHAIR, examples=("chair @jo",))
async def chair(context: Context) -> Reply:
    """Ask somebody to take the chair over from you."""
    member, partnership = await _named(context, "chair"), context.partnership
    if member.role == Role.CHAIR:
        raise BotError("partnership/chairs_already", name=member.name, partnership=partnership.name)
    partnership.chair_offered_to = member.id
    await context.tell(
        member,
        "partnership/chair_offer",
        key=key(context, "chair", member),
        by=context.member.name,
        partnership=partnership.name,
    )
    return reply("partnership/chair_offered", name=member.name).privately()


async def _named(context: Context, verb: str) -> Member:
    """The one member whom the words mean. Raises BotError, keeping the words, for none or several."""
    words = typed(context)
    found = who(context.text, await context.records.members.list()) if words else ()
    if len(found) == 1:
        return found[0]
    if found:
        people = [member.name for member in found]
        raise BotError("partnership/which_person", typed=words, people=people, verb=verb)
    raise BotError("partnership/nobody", typed=words, verb=verb)


@feature.verb("accept", hidden=True)
async def accept(context: Context) -> Reply:
    """Take the chair that was offered."""
    await _settle_offer(context)
    partnership = context.partnership.name
    before = await context.records.members.give(Role.CHAIR, context.member)
    if before is not None:
        await context.tell(
            before,
            "partnership/chair_moved",
            key=key(context, "moved", before),
            name=context.member.name,
            partnership=partnership,
        )
    await context.changed(ABOUT)
    return reply("partnership/chair_taken", partnership=partnership).in_place()


@feature.verb("decline", hidden=True)
async def decline(context: Context) -> Reply:
    """Leave the chair where it is."""
    await _settle_offer(context)
    holder = await context.records.members.holder(Role.CHAIR)
    if holder is not None:
        await context.tell(
            holder,
            "partnership/chair_declined",
            key=key(context, "declined", holder),
            name=context.member.name,
            partnership=context.partnership.name,
        )
    return reply("partnership/declined", chair=name_of(holder)).in_place()


async def _settle_offer(context: Context) -> None:
    """Close the offer to the asker. Raises NotAllowed where none is open for them any more."""
    partnership = context.partnership
    if partnership.chair_offered_to != context.member.id:
        chair = await chair_name(context)
        raise NotAllowed("partnership/no_offer", chair=chair, partnership=partnership.name)
    partnership.chair_offered_to = None


@feature.verb("deputy", least=Role.CHAIR, examples=("deputy @sam",))
async def deputy(context: Context) -> Reply:
    """Say who is deputy, and takes the chair if you leave."""
    return await _give(context, Role.DEPUTY)


@feature.verb("minutes", least=Role.DEPUTY, also=("minute-taker",), examples=("minutes @priya",))
async def minutes(context: Context) -> Reply:
    """Say who takes the minutes."""
    return await _give(context, Role.MINUTES)


async def _give(context: Context, role: Role) -> Reply:
    word, partnership = WORDS[role], context.partnership.name
    member = await _named(context, word)
    if member.role == Role.CHAIR:
        raise BotError("partnership/chairs_already", name=member.name, partnership=partnership)
    if member.role > role:
        raise BotError("partnership/deputy_may", name=member.name)
    before = await context.records.members.give(role, member)
    if member is not context.member:
        await context.tell(
            member,
            "partnership/role_yours",
            key=key(context, word, member),
            role=word,
            by=context.member.name,
            partnership=partnership,
        )
    if before is not None and before is not context.member:
        await context.tell(
            before,
            "partnership/role_passed",
            key=key(context, word, before),
            role=word,
            name=member.name,
            partnership=partnership,
        )
    await context.changed(ABOUT)
    return reply("partnership/role_given", role=word, name=member.name, before=name_of(before))


@feature.verb("step_down", hidden=True)
async def step_down(context: Context) -> Reply:
    """Be a member like everyone else again."""
    member, holder = context.member, await context.records.members.holder(Role.CHAIR)
    word = WORDS.get(Role(member.role))
    partnership = context.partnership.name
    if word is None:
        chairs = member.role == Role.CHAIR
        raise NotAllowed("partnership/no_role", chair=chairs, partnership=partnership)
    member.role = Role.MEMBER
    if holder is not None:
        await context.tell(
            holder,
            "partnership/role_free",
            key=key(context, "free", holder),
            role=word,
            name=member.name,
            partnership=partnership,
        )
    await context.changed(ABOUT)
    return reply("partnership/stepped_down", chair=name_of(holder)).in_place()
