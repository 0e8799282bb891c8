"""Who is who in Teams: the directory's id where Teams tells it, the tenant, the name; asked after once, then known."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.errors import TryLater, Undeliverable, Unsure
from bot.request import Face, Place
from bot.teams.reaches import PLATFORM, Details, Known
from bot.teams.wire import Wire

log = logging.getLogger(__name__)

MOST_PRESENT = 60
"""So many people of a conversation are looked at when Upbeat is invited."""

Account = Mapping[str, Any]


class People:
    """Finds out about accounts, and remembers: under the directory's id, and under the one that Teams mentions."""

    def __init__(self, wire: Wire, known: Known) -> None:
        self._wire = wire
        self._known = known

    async def account(self, account: Account, place: Place, url: str, **more: str) -> Face:
        """The person of an account that did something, or is named, in `place`; `more` is surely so.

        An account alone is no proof of a name: of a mention people take away what they like. Where Teams does not say
        just now who that is they have no name, until they are asked after again.
        """
        own = str(account.get("id") or "")
        known = await self._known.of(own)
        if not known.get("person"):
            try:
                member = await self._wire.member(url, place.handle, own)
            except (TryLater, Unsure) as error:
                log.warning("nobody said who this is: %s", error)
                return Face(_handle(account), place.workspace, "", platform=PLATFORM)
            except Undeliverable:
                member = {}  # who is no longer there is whoever the news says
            return await self.member({**account, **member}, place, url, **more)
        handle = str(known["person"])
        await self._learn(handle, str((await self._known.of(handle)).get("workspace", "")), more)
        return await self.face(handle, place)

    async def member(self, member: Account, place: Place, url: str, **more: str) -> Face:
        """The person of an entry in a list of members."""
        handle, own = _handle(member), str(member.get("id") or "")
        tenant = str(member.get("tenantId") or place.workspace)
        told = {"id": own, "name": str(member.get("name") or ""), "url": url}
        await self._learn(handle, tenant, {**told, **{name: value for name, value in more.items() if value}})
        await self._known.learn(own, tenant, person=handle)
        return await self.face(handle, place)

    async def face(self, handle: str, place: Place | None = None) -> Face:
        """What is known of a person by our id of them, as they look from `place`."""
        known = await self._known.of(handle)
        tenant = str(known.get("workspace") or (place.workspace if place else ""))
        return Face(
            handle,
            tenant,
            str(known.get("name") or ""),
            str(known.get("zone") or ""),
            bot=handle.startswith("28:"),
            external=place is not None and tenant != place.workspace,
            platform=PLATFORM,
            via=tenant,
        )

    async def handle(self, account: Account) -> str:
        """Our id of an account, without asking anybody: for those who have left."""
        known: Details = await self._known.of(str(account.get("id") or ""))
        return str(known.get("person") or _handle(account))

    async def _learn(self, handle: str, tenant: str, told: Mapping[str, str]) -> None:
        """Remember what says something; nothing is forgotten because it was not said."""
        news = {name: value for name, value in told.items() if value}
        if news:
            await self._known.learn(handle, tenant, **news)


def _handle(account: Account) -> str:
    return str(account.get("aadObjectId") or account.get("objectId") or account.get("id") or "")
