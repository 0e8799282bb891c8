"""Who and what was heard of in Teams, kept in mind and in the store: without it nobody could be written to unasked.

A conversation is known by its id, a person by the id of their directory, and that id by the one under which Teams mentions
them. Service addresses come from what Teams has signed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from storage.database import Store
from storage.reaches import Reach, Reaches

PLATFORM = "teams"

Details = Mapping[str, Any]


class Known:
    """What is known. `now` is calendar time."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._mind: dict[str, dict[str, Any]] = {}

    async def of(self, handle: str) -> Details:
        """What is known of a conversation or a person; nothing where they were never heard of."""
        if handle not in self._mind:
            async with self._store.transaction() as session:
                row = await Reaches(session, PLATFORM).of("", handle)
            if row is None:
                return {}
            self._mind[handle] = _kept(row)
        return self._mind[handle]

    async def learn(self, handle: str, workspace: str, **details: Any) -> None:
        """Remember what was told of a conversation or a person (`workspace` is the tenant); what is old news costs nothing."""
        known = await self.of(handle)
        told = {**details, "workspace": workspace}
        if all(known.get(name) == value for name, value in told.items()):
            return
        async with self._store.transaction() as session:
            await Reaches(session, PLATFORM).keep(workspace, handle, told, self._now())
        self._mind[handle] = {**known, **told}

    async def channels(self, team: str, besides: Collection[str] = ()) -> list[str]:
        """The channels of a team that were heard of, besides those of some sorts."""
        async with self._store.transaction() as session:
            rows = await Reaches(session, PLATFORM).all()
        ours = [row for row in rows if row.details.get("team") == team]
        return [row.handle for row in ours if row.details.get("sort") not in besides]

    async def service(self, workspace: str) -> str:
        """An address at which Teams was heard for this tenant, else for any; "" where it never was."""
        async with self._store.transaction() as session:
            rows = [row for row in await Reaches(session, PLATFORM).all() if row.details.get("url")]
        own = (row for row in rows if row.workspace == workspace)
        row = next(own, rows[0] if rows else None)
        return str(row.details["url"]) if row else ""


def _kept(row: Reach) -> dict[str, Any]:
    return dict(row.details)
