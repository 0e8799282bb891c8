"""What the parts of this feature share: the feature, the message to a person, and which suggestion a button means."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Feature, Reply, silent
from bot.target import whole
from storage.suggestions import Suggestion

feature = Feature(
    "suggestion", command="/upbeat", about="promises made in the channel, which I offer to note as actions"
)

CARD = "suggestion.offers"
"""The message to one person with what is offered to them."""


def key(batch: int) -> str:
    """The key of the message that began with the suggestion `batch`."""
    return f"suggestion/{batch}"


async def meant(context: Context) -> Suggestion:
    """The asker's own suggestion that a button names. Raises BotError for any other, and where there is none."""
    found = await context.records.suggestions.get(whole(context.text) or 0)
    if found is None or found.member_id != context.member.id:
        raise BotError("suggestion/gone")
    return found


async def seen(context: Context, said: Reply) -> Reply:
    """The answer, or silence where it was a press on the message that is drawn again and says it itself."""
    return silent() if await context.pressed_card() == CARD else said
