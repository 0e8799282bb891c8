"""What somebody means who names decisions, notes or celebrations and no verb: a list, one of them, or a new one."""

from __future__ import annotations

import re

from bot.feature import Context, Reply, reply
from handlers.note import lists
from handlers.note.base import front
from handlers.note.filters import wanted

_NUMBER = re.compile(r"\s*(?:number|no\.?)?\s*#?[0-9]{1,9}[\s.?!]*", re.IGNORECASE)


async def words(context: Context, family: str) -> Reply:
    """Show or list what the words ask for; where they ask for nothing, note them."""
    if _NUMBER.fullmatch(context.text):
        return await lists.show(context, family)
    if (read := await wanted(context, family, context.text)) is not None:
        return await lists.listed(context, family, read)
    verb, text = front(family, context.text)
    return reply().then(f"{family}.{verb}", text)
