"""What every listener of the Slack door works with: who we are, what is in hand, and the way of an answer."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.card import Card
from bot.delivery import Deliverer
from bot.dispatch import Answer, Dispatch
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Request
from bot.in_hand import InHand
from bot.slack import blocks
from bot.slack.incoming import Reader, Self
from bot.slack.outgoing import Slack
from bot.slack.refusals import Refused

log = logging.getLogger(__name__)

Body = Mapping[str, Any]


class Desk(InHand):
    """Where requests are in hand. `now` is calendar time; `idle` is set while nothing is in hand."""

    def __init__(
        self, platform: Slack, dispatch: Dispatch, deliverer: Deliverer, now: Callable[[], datetime]
    ) -> None:
        super().__init__(deliverer.wake)
        self.platform = platform
        self.dispatch = dispatch
        self.deliverer = deliverer
        self.this = Self(platform.installs)
        self._now = now

    @asynccontextmanager
    async def hand(self) -> AsyncIterator[None]:
        async with super().hand():
            try:
                yield
            except Exception:
                log.exception("a request failed at the door")
                raise

    def reader(self, context: AsyncBoltContext) -> Reader:
        """A reader of what came through one installation."""
        return Reader(context["install"], self.this, self.platform.who, self._now)

    async def draw_home(self, user: str, reader: Reader) -> None:
        """The Home tab, one card for each partnership, afresh whenever it is opened or pressed; nothing is kept."""
        request = await reader.home({"user": user})
        answers = await self.dispatch.in_each(request)
        cards = [(answer.partnership, answer.card) for answer in answers if answer.card is not None]
        try:
            await self.platform.home(request.person, cards)
        except (TryLater, Unsure, Undeliverable, Refused) as error:
            log.warning("a Home tab was not drawn: %s", error)

    async def opened(self, answer: Answer | None, request: Request) -> list[dict[str, Any]]:
        """The messages of an answer; a form among them is opened, and where its time has run out, offered again."""
        if answer is None or answer.card is None:
            return []
        card = answer.card
        if card.form is not None:
            door = {"place": request.place.handle, "message": request.message, "thread": request.thread}
            view = blocks.view(card, answer.partnership, pressed=request.card, **door)
            if await self.platform.form(request.place.workspace, request.trigger, view):
                return []
            card = self.dispatch.open_again(card, request)
        return [dict(page) for page in blocks.messages(card, "", answer.partnership)]

    async def tell(self, request: Request, card: Card, partnership: int | None) -> None:
        """The answer to a form, to its person alone, in the conversation where it was opened; directly where that fails."""
        try:
            for page in self.platform.pages(card, "", partnership):
                await self.platform.ephemeral(request.place, request.person, page, request.thread)
        except (TryLater, Unsure, Undeliverable, Refused) as error:
            log.info("an answer is owed: %s", error)
            await self.dispatch.later(request, card, partnership)
