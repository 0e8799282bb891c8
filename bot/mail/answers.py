"""Answering the question of a newsletter from a letter: a signed link for each answer, one press, no account.

Looking at a link changes nothing, as with those for leaving (unsubscribe.py). The answer counts as any that was pressed in
the channel does, and may be changed by pressing another one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from html import escape

from aiohttp import web

from bot.card import Bullets, Button, Span
from bot.mail.links import ANSWER, Links
from bot.mail.unsubscribe import shown
from bot.settings import Settings
from bot.web import Web
from bot.wording import Wording
from storage.base import possible
from storage.database import Store
from storage.lists import Postbag
from storage.newsletters import Ballots
from storage.records import Registry

log = logging.getLogger(__name__)

VERB = "newsletter.answer"
"""The one verb whose buttons can be pressed in a letter."""

_VALUE = re.compile(r"id=([0-9]{1,15}) choice=([0-9]{1,2})")


def linked(links: Links, ref: str, buttons: Sequence[Button]) -> Bullets | None:
    """These buttons as links of the reader `ref`; None where they are others, or nothing of ours can be reached."""
    found = [_VALUE.fullmatch(one.value) if one.action == VERB else None for one in buttons]
    urls = [links.answering(ref, one[1], one[2]) if one else "" for one in found]
    if not urls or not all(urls):
        return None
    return Bullets(tuple((Span(one.label, "link", url),) for one, url in zip(buttons, urls, strict=True)))


class Answering:
    """The pages behind the links."""

    def __init__(self, settings: Settings, store: Store, wording: Wording) -> None:
        self._links = Links(settings)
        self._store = store
        self._wording = wording

    def mount(self, server: Web) -> None:
        """Serve the links."""
        path = f"{ANSWER}/{{ref}}/{{issue}}/{{choice}}/{{signature}}"
        server.add("GET", path, self.ask)
        server.add("POST", path, self.answer)

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """One page with one button."""
        return await self._page(request, counts=False)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Count the answer; again is as good as once."""
        return await self._page(request, counts=True)

    async def _page(self, request: web.Request, counts: bool) -> web.StreamResponse:
        ref, issue, choice = (request.match_info[name] for name in ("ref", "issue", "choice"))
        if not self._links.answers(ref, issue, choice, request.match_info["signature"]):
            return shown(self._wording.card("lists/answer_unknown", {}), status=404)
        async with self._store.transaction() as session:
            found = await Postbag(session).of(ref)
            if found is None or not possible(int(issue)):
                return shown(self._wording.card("lists/answer_unknown", {}), status=404)
            partnership = await Registry(session).locked(found[1].id)
            assert partnership is not None
            ballots = Ballots(session, partnership.id)
            answer = await ballots.answer(int(issue), int(choice))
            if answer and counts:
                await ballots.give(int(issue), ref, int(choice))
        words = {"partnership": partnership.name, "answer": answer}
        if not answer:
            return shown(self._wording.card("lists/answer_closed", {"partnership": partnership.name}))
        if counts:
            log.info("somebody answered a question by mail")
            return shown(self._wording.card("lists/answer_kept", words))
        return shown(self._wording.card("lists/answer", words), _button(answer))


def _button(answer: str) -> str:
    return f'<form method="post"><p><button type="submit">{escape(answer)}</button></p></form>\n'
