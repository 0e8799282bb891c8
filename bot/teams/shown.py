"""The card that somebody pressed, as it should be now: the response to a button puts it before them at once.

Everybody else sees it when the outbox has drawn it again. A card is shown only to who could see it where it was posted.
"""

from __future__ import annotations

from bot.card import Card, load
from bot.dispatch import Dispatch
from bot.platform import Page
from bot.request import Request
from bot.teams.outgoing import Teams
from bot.teams.reaches import PLATFORM
from storage.deliveries import Deliveries, Delivery
from storage.records import Registry


class Shown:
    """Draws posted cards."""

    def __init__(self, platform: Teams, dispatch: Dispatch) -> None:
        self._platform = platform
        self._dispatch = dispatch

    async def now(self, request: Request) -> Page | None:
        """The page that was pressed, drawn anew; None where it was none of a posted card, or nothing is left of it."""
        if not request.card:
            return None
        async with self._dispatch.store.transaction() as session:
            registry = Registry(session)
            row = await Deliveries(session, request.partnership).of(request.card)
            if row is None or not _seen_by(row, request):
                return None
            card = await self._card(row, registry, request)
            number = row.pages.index(request.message)
        pages = list(self._platform.pages(card, row.key, row.partnership_id)) if card else []
        return pages[number] if number < len(pages) else None

    async def _card(self, row: Delivery, registry: Registry, request: Request) -> Card | None:
        card, _ = await self._dispatch.draw(row, registry, request.at)
        return load(row.card) if not row.live and row.card is not None else card


def _seen_by(row: Delivery, request: Request) -> bool:
    """Whether a message was posted where it was pressed: what a button says of itself is no proof."""
    if row.platform != PLATFORM or request.message not in row.pages:
        return False
    if row.person:
        return row.person == request.person.handle
    return row.conversation == request.place.handle
