"""The way out by mail: each delivery to a subscriber is one letter. It takes nothing in.

A letter cannot be looked for, as a message in Teams cannot (docs/decisions/0013): what may or may not have arrived is sent
once more under the same id, by which most mailboxes show it once, and after that it is taken for sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.card import Block, Buttons, Card, File, Rule, dump, load
from bot.clock import Clock
from bot.errors import Moot, TryLater, Undeliverable, Unsure
from bot.feature import Face
from bot.mail.answers import linked
from bot.mail.letters import letter
from bot.mail.links import Links
from bot.mail.message import Envelope, message, message_id, sender_of
from bot.mail.server import Server
from bot.platform import Page
from bot.settings import Settings
from bot.wording import Wording
from storage.database import Store
from storage.deliveries import Address
from storage.lists import ON, PLATFORM, Postbag, Subscriber
from storage.partnerships import Partnership

MOST_SENT = 2
"""So often a letter is sent of which it is not known whether it arrived."""

LOOK_AGAIN = 5.0
"""Seconds until something is looked for again that is in hand."""


class Post:
    """Sends letters to subscribers, each known by its `ref`. Implements bot.platform.Platform."""

    name = PLATFORM

    def __init__(self, settings: Settings, store: Store, clock: Clock, wording: Wording) -> None:
        """Open nothing yet; also where no mail is set up, so that a letter owed before says why it does not go."""
        self._set_up = settings.mail
        self._sender = sender_of(settings.mail_from)[1] if settings.mail else ""
        self._server = Server(settings)
        self._links = Links(settings)
        self._store = store
        self._clock = clock
        self._wording = wording
        self._lost: Counter[str] = Counter()
        self._in_hand: set[str] = set()

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        """One letter, however long. How it ends depends on who gets it, so it is written when it is sent."""
        return [dump(card)]

    async def post(self, to: Address, page: Page, key: str) -> str:
        """Send a letter; its id is made of `key`. Raises Moot where the subscriber wants none any more."""
        if not self._set_up:
            raise Undeliverable("mail is not set up")
        async with self._store.transaction() as session:
            found = await Postbag(session).of(to.person)
        if found is None or found[0].state != ON:
            raise Moot("they are on the list no longer")
        subscriber, partnership, reply_to = found
        envelope = self._envelope(subscriber, partnership, reply_to)
        card = self._as_letter(load(page), envelope, partnership, to.person)
        files = [block for block in card.blocks if isinstance(block, File)]
        made = message(letter(card), envelope, key, self._clock.now(), files)
        await self._hand_over(key, envelope, made.as_bytes())
        return message_id(key, self._sender)

    async def _hand_over(self, key: str, envelope: Envelope, letter: bytes) -> None:
        self._in_hand.add(key)
        try:
            await self._server.send(envelope.sender, envelope.to, letter)
        except Unsure:
            self._lost[key] += 1
            raise
        finally:
            self._in_hand.discard(key)
        self._lost.pop(key, None)

    def _envelope(self, subscriber: Subscriber, partnership: Partnership, reply_to: str) -> Envelope:
        return Envelope(
            to=subscriber.address,
            to_name=subscriber.name,
            sender=self._sender,
            sender_name=partnership.name,
            reply_to=reply_to,
            list_id=f"list-{subscriber.list_id}.partnership-{partnership.id}",
            list_name=subscriber.circulation.name,
            leave=self._links.leaving(subscriber.ref),
        )

    def _as_letter(self, card: Card, to: Envelope, partnership: Partnership, ref: str) -> Card:
        """The card as one who cannot press anything reads it, and below it why they get it and how to stop it."""
        words = {"circulation": to.list_name, "partnership": partnership.name}
        ways = {"link": to.leave, "replies": bool(to.reply_to)}
        foot = self._wording.card("lists/foot", {**words, **ways})
        return Card((*self._readable(card, bool(to.reply_to), ref), Rule(), *foot.blocks))

    def _readable(self, card: Card, replies: bool, ref: str) -> Iterator[Block]:
        for block in card.blocks:
            if not isinstance(block, Buttons):
                yield block
            elif links := linked(self._links, ref, block.buttons):
                yield links
            else:
                words = {"labels": [button.label for button in block.buttons], "replies": replies}
                yield from self._wording.card("lists/answers", words).blocks

    async def find(self, to: Address, key: str) -> str | None:
        """None: a mailbox cannot be looked into, so the letter is sent once more; after that it counts as sent.

        Raises TryLater while it is in hand, because a server may take longer than a lease.
        """
        if key in self._in_hand:
            raise TryLater(LOOK_AGAIN)
        if self._lost[key] < MOST_SENT:
            return None
        del self._lost[key]
        return message_id(key, self._sender)

    async def update(self, to: Address, message: str, page: Page) -> None:
        """A letter stays as it was sent."""

    async def react(self, to: Address, message: str, reaction: str) -> None:
        """There is nowhere to leave a mark."""

    async def bookmark(self, to: Address, message: str, title: str) -> None:
        """There is nowhere to keep it."""

    async def home(self, person: Face, cards: Sequence[tuple[int | None, Card]]) -> None:
        """Nobody has a page of their own here."""

    async def who(self, handle: str) -> Face:
        """Nobody speaks to us here, so nobody is asked after."""
        return Face(handle, "", "")
