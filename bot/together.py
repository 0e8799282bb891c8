"""What one message came to, in one card: several receipts under each other, and nobody mutes the thread.

Each part is drawn by the feature that keeps it, so that an action and a decision of the same message stand in one card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.card import Card, Rule
from bot.feature import Context, Drawer, Reply, Request, Way

PARTED = 12
"""So many parts have lines between them; more of them are to fit into one message all the same."""

_TYPED = (Way.LINE, Way.MENTION, Way.DIRECT)


def joins(request: Request, reply: Reply) -> bool:
    """Whether an answer stands in the card of its message, with all else that was read from the message.

    What somebody was asked about, or pointed at, is answered by itself, where they look for it.
    """
    typed = request.way in _TYPED and bool(request.message)
    return reply.together and typed and not (request.sure or reply.private)


def about(request: Request) -> str:
    """What the card of a message is about."""
    return f"message:{request.message}"


def part(reply: Reply) -> dict[str, Any]:
    """One answer as a part of such a card: who draws it, and what it is about."""
    return {"live": reply.live, "about": reply.about, "subject": dict(reply.subject)}


async def drawn(
    context: Context, parts: Sequence[Mapping[str, Any]], cards: Mapping[str, Drawer]
) -> Card | None:
    """The card of all parts of which there is still something to say, as things stand now; None where there is none."""
    several = len(parts) > 1
    drawn_now = [await cards[one["live"]](context, **one["subject"], several=several) for one in parts]
    found = [card for card in drawn_now if card is not None]
    between = () if len(found) > PARTED else (Rule(),)
    blocks = [block for card in found for block in (*between, *card.blocks)]
    return Card(tuple(blocks[len(between) :])) if blocks else None
