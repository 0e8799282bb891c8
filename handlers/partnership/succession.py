"""What happens to the chair when the chair leaves: the deputy has it, or whoever takes it first."""

from __future__ import annotations

from bot.card import Card
from bot.errors import NotAllowed
from bot.feature import Context, Occasion, Reply, reply
from handlers.partnership.common import ABOUT, feature, key, name_of
from storage.people import Member, Role


async def fill_chair(context: Context, gone: Member) -> None:
    """After the chair `gone` has left: the deputy chairs, or else the channel is asked who would like to."""
    members, partnership = context.records.members, context.partnership
    partnership.chair_offered_to = None
    heir = await members.holder(Role.DEPUTY)
    if heir is None:
        once = key(context, "vacant", gone)
        await context.owe(Occasion(context.at, once, "partnership.vacant", {}, about=ABOUT, decent=False))
        return
    await members.give(Role.CHAIR, heir)
    await context.tell(
        heir,
        "partnership/chair_inherited",
        key=key(context, "inherited", heir),
        name=gone.name,
        partnership=partnership.name,
    )


@feature.draws("vacant")
async def vacant(context: Context) -> Card:
    """Asks the channel who would like to chair, until somebody does."""
    holder = await context.records.members.holder(Role.CHAIR)
    return context.card("partnership/vacant", partnership=context.partnership.name, chair=name_of(holder))


@feature.verb("take_chair", hidden=True)
async def take_chair(context: Context) -> Reply:
    """Take the chair where nobody has it; the first press counts."""
    members, partnership = context.records.members, context.partnership.name
    if holder := await members.holder(Role.CHAIR):
        raise NotAllowed("partnership/chaired", chair=holder.name, partnership=partnership)
    await members.give(Role.CHAIR, context.member)
    await context.changed(ABOUT)
    return reply("partnership/chair_taken", partnership=partnership).privately()
