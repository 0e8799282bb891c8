"""Who asks, and which partnership it is about: a channel has its own; directly it is one that the asker is in.

Whoever acts in a partnership's channel belongs to it, and so does whom they name to us there. Who has left stays away until
they do something themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Face, Request, Way
from storage.people import Member, Person
from storage.records import Records, Registry

HEARD = (Way.LINE, Way.MENTION, Way.EVENT)
"""Ways that only those hear who are in the channel; a command works everywhere."""


async def here(request: Request, registry: Registry) -> Records | None:
    """The records of the partnership whose channel this is, if any.

    Raises BotError where a button of another partnership was pressed in it.
    """
    place = request.place
    partnership = await registry.at_place(place.platform, place.workspace, place.handle)
    if partnership is None:
        return None
    if request.way in HEARD:
        await registry.heard(place.platform, place.workspace, place.handle)
    if request.partnership not in (None, partnership.id):
        raise BotError("dispatch/elsewhere")
    return Records(registry.session, partnership)


async def directly(request: Request, registry: Registry) -> Sequence[Member]:
    """The memberships that a request in a direct conversation may be about: all, or the one that a button knows."""
    members = await registry.memberships(await person(request.person, registry))
    wanted = request.partnership
    return [one for one in members if wanted is None or one.partnership_id == wanted]


async def asking(
    request: Request, registry: Registry, records: Records, *, naming: bool = True
) -> Member | None:
    """The asker as a member; None for somebody of whom only an event tells.

    With `naming`, whom the asker names belongs to the partnership as well; in chat that nobody addressed to us, nobody
    does. Raises BotError for a form of somebody who is no member: whoever opened it was one, and may have left since.
    """
    found = await person(request.person, registry)
    if request.place.direct or request.way is Way.EVENT:
        return await records.members.of(found)
    known = await records.members.of(found)
    if request.way is Way.FORM and (known is None or known.left_at is not None):
        raise BotError("dispatch/no_partnership")
    if naming:
        await _named(request, registry, records)
    return await records.members.join(found)


async def _named(request: Request, registry: Registry, records: Records) -> None:
    """Whom the request names are members from now on, unless they have left or the platform does not know them."""
    for face in request.faces.values():
        if face.name and not face.bot and face.handle != request.person.handle:
            named = await person(face, registry)
            if await records.members.of(named) is None:
                await records.members.join(named)


async def person(face: Face, registry: Registry) -> Person:
    """The row of a person."""
    known = (face.platform, face.workspace, face.handle, face.name, face.zone, face.external)
    return await registry.person(*known, via=face.via if face.name else None)
