"""What a door must offer, so that the rest of the house never asks which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.card import Card
from bot.feature import Face
from storage.deliveries import Address

Page = dict[str, Any]
"""One message as the platform draws it; nobody but the door looks inside."""


class Platform(Protocol):
    """A door's way out. Each method may raise TryLater, Unsure or Undeliverable (bot/errors.py)."""

    name: str

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        """The card as one or more messages within the platform's limits; no word is dropped.

        A sheet is one page of its own; none where the platform has nothing like it.
        """

    async def post(self, to: Address, page: Page, key: str) -> str:
        """Send one message; `key` travels inside it. Returns the platform's id of the message.

        Of a sheet, which carries no key, the same one is found again where it was made before.
        """

    async def update(self, to: Address, message: str, page: Page) -> None:
        """Put `page` in the place of a message of ours."""

    async def react(self, to: Address, message: str, reaction: str) -> None:
        """Leave a mark on a message; once is enough."""

    async def bookmark(self, to: Address, message: str, title: str) -> None:
        """Keep a message of ours at the top of its conversation, in the place of the one that had this title before.

        Where that is not possible nothing happens; twice is as good as once.
        """

    async def find(self, to: Address, key: str) -> str | None:
        """Look once in the conversation's recent history for a message of ours with this key."""

    async def home(self, person: Face, cards: Sequence[tuple[int | None, Card]]) -> None:
        """Show cards on the person's own page, where the platform has one; each with the partnership it is about."""

    async def who(self, handle: str) -> Face:
        """The person behind an id."""
