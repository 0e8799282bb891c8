"""When to keep quiet: a promise is offered only to who may want it, never twice, and not to who leaves offers alone."""

from __future__ import annotations

import re
from datetime import timedelta

from rapidfuzz import fuzz

from bot.feature import Context
from bot.reading import read_action
from storage.suggestions import PROMISE, WITHDRAWN

NEVER_TWICE = timedelta(days=14)
"""The same words of the same person are not offered again for so long."""

ALIKE = 85
"""From this likeness on (of 100), words say nearly the same."""

LEFT_ALONE = 2
"""Who has left so many messages in a row without any answer gets no more until they answer, or ask for them."""

FAR_ENOUGH = 40
"""So many of a person's last offers are looked at for that."""


async def may_offer(context: Context, text: str, batch: int | None) -> bool:
    """Whether the asker may be offered these words now; `batch` is the message that they would join."""
    member = context.member
    if not context.partnership.offers or member.offers_off or member.paused(context.at):
        return False
    return not (
        await _said_lately(context, text)
        or await _left_alone(context, batch)
        or await _is_an_action(context, text)
    )


def bare(text: str) -> str:
    """The words without what does not change their meaning: capitals, signs, space."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def alike(words: str, others: str) -> bool:
    """Whether two texts say nearly the same."""
    return fuzz.ratio(bare(words), bare(others)) >= ALIKE


async def _said_lately(context: Context, text: str) -> bool:
    lately = await context.records.suggestions.since(context.member.id, context.at - NEVER_TWICE)
    return any(bare(one.text) == bare(text) for one in lately if one.state != WITHDRAWN)


async def _left_alone(context: Context, batch: int | None) -> bool:
    """Whether the last messages to the asker got no answer at all; the one that waits today does not count yet."""
    since, answered = context.member.offers_asked_at, dict[int, bool]()
    for one in await context.records.suggestions.latest(context.member.id, PROMISE, FAR_ENOUGH):
        if one.state != WITHDRAWN and one.batch != batch and (since is None or one.at > since):
            answered[one.batch] = answered.get(one.batch, False) or one.answered
    last = list(answered.values())[:LEFT_ALONE]
    return len(last) == LEFT_ALONE and not any(last)


async def _is_an_action(context: Context, text: str) -> bool:
    """Whether an open action of the same lead says nearly the same."""
    people = await context.records.members.list()
    read = read_action(text, context.at, context.calendar, people, context.member)
    lead = read.lead.id if read.lead else None
    there = [one for one in await context.records.actions.open() if one.lead_id == lead]
    return any(alike(one.text, read.text) for one in there)
