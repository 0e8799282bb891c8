"""Leaving a circulation list in a browser, or by the button of a mail program: a signed link, one press, no account.

Looking at the link changes nothing, because mail programs and scanners look at every link; only the press does (RFC 8058).
"""

from __future__ import annotations

import logging
from html import escape

from aiohttp import web

from bot.card import Card, Heading
from bot.clock import Clock
from bot.mail.letters import page
from bot.mail.links import PATH, Links
from bot.settings import Settings
from bot.web import Web
from bot.wording import Wording
from storage.database import Store
from storage.lists import LEFT, Postbag

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Leaving:
    """The pages behind the links. They say which list it is, and nothing of who is on it."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, wording: Wording) -> None:
        self._links = Links(settings)
        self._store = store
        self._clock = clock
        self._wording = wording

    def mount(self, server: Web) -> None:
        """Serve the links."""
        path = f"{PATH}/{{ref}}/{{signature}}"
        server.add("GET", path, self.ask)
        server.add("POST", path, self.leave)

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """One page with one button; where they have left already, it says so."""
        found = await self._found(request)
        if found is None:
            return self._unknown()
        circulation, partnership, left = found
        words = {"circulation": circulation, "partnership": partnership}
        card = self._wording.card("lists/left" if left else "lists/leave", words)
        return shown(card, "" if left else _button(_title(card)))

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Leave; again is as good as once."""
        found = await self._found(request)
        if found is None:
            return self._unknown()
        async with self._store.transaction() as session:
            await Postbag(session).leave(request.match_info["ref"], self._clock.now())
        log.info("somebody left a circulation list")
        circulation, partnership, _ = found
        words = {"circulation": circulation, "partnership": partnership}
        return shown(self._wording.card("lists/left", words))

    async def _found(self, request: web.Request) -> tuple[str, str, bool] | None:
        """The names of list and partnership, and whether they have left; None where the link is not one of ours."""
        ref = request.match_info["ref"]
        if not self._links.genuine(ref, request.match_info["signature"]):
            return None
        async with self._store.transaction() as session:
            found = await Postbag(session).of(ref)
            if found is None:
                return None
            subscriber, partnership, _ = found
            return subscriber.circulation.name, partnership.name, subscriber.state == LEFT

    def _unknown(self) -> web.StreamResponse:
        return shown(self._wording.card("lists/leave_unknown", {}), status=404)


def _title(card: Card) -> str:
    return next(block.text for block in card.blocks if isinstance(block, Heading))


def _button(words: str) -> str:
    """The press says the same as the page's heading; mail programs send the same form by themselves."""
    field = '<input type="hidden" name="List-Unsubscribe" value="One-Click">'
    return f'<form method="post">{field}<p><button type="submit">{escape(words)}</button></p></form>\n'


def shown(card: Card, after: str = "", status: int = 200) -> web.StreamResponse:
    """A card as a page that nobody else keeps or frames, with `after` (HTML of ours) behind it."""
    html = page(card, _title(card), after)
    return web.Response(text=html, content_type="text/html", charset="utf-8", status=status, headers=HEADERS)
