"""Who can be reached, and who cannot for now: known from what became of the messages to them."""

from __future__ import annotations

from storage.deliveries import Deliveries
from storage.people import Member


def about(member: Member) -> str:
    """What a card is about that says whether this member can be reached."""
    return f"reach:{member.id}"


async def reached(member: Member, deliveries: Deliveries) -> None:
    """A message has arrived, or the member did something: whoever was told otherwise sees it on the card."""
    if member.unreachable_at is not None:
        member.unreachable_at = None
        await deliveries.refresh(about(member))
