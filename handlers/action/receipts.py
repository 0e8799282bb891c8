"""The receipt of an action: what was understood, as it stands now, with a way to change it."""

from __future__ import annotations

from typing import Any

from bot import dates
from bot.card import Card
from bot.feature import Context, Reply, reply
from bot.signs import NOTED
from handlers.action import reading
from handlers.action.shared import feature
from storage.actions import Action


async def receipt(context: Context, action: Action) -> Reply:
    """The answer to whoever had it taken down, kept right from now on."""
    words = await _words(context, action)
    said = reply("action/receipt", **words, several=False).marked(NOTED)
    return said.kept_right("action.receipt", f"action:{action.id}", together=True, action=action.id)


@feature.draws("receipt")
async def drawn(context: Context, *, action: int, several: bool = False) -> Card | None:
    """What was taken down, as it stands now; `several`: it stands beside others from the same message."""
    row = await context.records.actions.get(action)
    if row is None:
        return None
    return context.card("action/receipt", **await _words(context, row), several=several)


async def _words(context: Context, action: Action) -> dict[str, Any]:
    return {
        "action": action,
        "helpers": [helper.name for helper in action.helpers],
        "between": await reading.candidates(context, action),
        "everybody": reading.for_everybody(action),
        "asks": reading.question(context, action),
        "today": context.today,
        **as_said(context, action),
    }


def as_said(context: Context, action: Action) -> dict[str, str]:
    """What was said of the date besides the day: the time of day, and the words where they could mean another day."""
    said = {"time": "", "said": ""}
    days = reading.days_of(context, action)
    found = dates.read(action.due_words, action.added_at, days) if action.due_words else None
    if found is None or found.date is None or found.date != action.due:
        return said
    if found.time is not None:
        zone = context.partnership.zone
        moment = dates.at_local(found.date, found.time, zone)
        said["time"] = dates.clock(moment, zone)
    if not found.sure:
        said["said"] = action.due_words.removeprefix("by ")
    return said
