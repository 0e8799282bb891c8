"""Words that answer a draft: "2: We share the hall", said to Upbeat where it has sent the draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.feature import Context, Reply, Role, reply
from handlers.minutes.base import feature, readable
from handlers.minutes.content import read
from handlers.minutes.editing import NUMBERED
from storage.minutes import Minutes

_SURE = re.compile(
    r"[^:=\n]*\d\s*[:=](?!\s*(?:done|drop(?:ped)?|undo|ok(?:ay)?|yes|no|thanks?|thank you)\W*$)", re.I
)
"""A number and a colon, and no word that answers something else."""

_ANOTHER = re.compile(r"\n\s*(?:part\s*|section\s*|#)?\d{1,3}\s*[:=.)]\s")
"""A second number below: one message for several parts, or a list."""


@dataclass(frozen=True)
class Choice:
    """A part that words may be for; `held` is the number under which they are put aside."""

    held: int
    part: str
    title: str


@feature.verb("part", hidden=True, least=Role.MINUTES, long=True)
async def part(context: Context) -> Reply:
    """Put words that begin with a number into that part of the draft that waits; ask where they may mean something else."""
    rows = await context.records.minutes.drafts()
    if not rows or not context.request.place.direct:
        raise BotError("minutes/gone")
    meant = await _answered(context, rows)
    if meant is not None and _SURE.match(context.text) and not _ANOTHER.search(context.text):
        return reply().then("minutes.section", f"id={meant.id} {context.text}")
    return await _asked(context, [meant] if meant else rows)


async def _answered(context: Context, rows: Sequence[Minutes]) -> Minutes | None:
    """The draft under which the words stand; said under nothing, the only one."""
    request = context.request
    under = request.quoted.message if request.quoted else request.thread
    if not under:
        return rows[0] if len(rows) == 1 else None
    above = await context.records.deliveries.posted(request.place.handle, under)
    return next((row for row in rows if above and above.about == f"minutes:{row.id}"), None)


async def _asked(context: Context, rows: Sequence[Minutes]) -> Reply:
    """Asks which part is meant, if any. Raises BotError where no draft has so many."""
    choices = [one for row in rows if (one := await _choice(context, row))]
    typed, first = await readable(context, context.text), read(rows[0].content)
    if not choices:
        raise BotError("minutes/which", typed=typed, count=len(first.sections), title=first.title)
    return reply("minutes/for_which", typed=typed, choices=choices).privately()


async def _choice(context: Context, row: Minutes) -> Choice | None:
    """The part of a draft that the number means, with the words put aside until it is chosen."""
    found = NUMBERED.match(context.text)
    one = read(row.content).numbered(int(found[1])) if found else None
    if one is None:
        return None
    request = context.request
    kept = {name: getattr(request, name) for name in ("message", "thread", "version", "index")}
    kept |= {"partnership": context.partnership.id, "values": {}}
    kept |= {"name": "minutes.section", "text": f"id={row.id} {context.text}"}
    held = await context.registry.incoming.hold(request.person.key, kept, context.at, context.partnership.id)
    return Choice(held, one.title, row.meeting.name)
