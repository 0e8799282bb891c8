"""Questions that Upbeat asks back before it does something, and taking up what was put aside meanwhile."""

from __future__ import annotations

from typing import Any

from bot.errors import BotError
from bot.feature import Attached, Context, Face, Feature, Quoted, Reply, reply
from bot.target import whole

feature = Feature("ask", command="/upbeat", about="questions that Upbeat asks back")


@feature.verb("resume", hidden=True, begins=True)
async def resume(context: Context) -> Reply:
    """Do what was put aside until this question was answered."""
    asked, _, choice = context.text.partition("/")
    number, chosen = whole(asked), whole(choice)
    kept = await context.registry.incoming.take_up(number, context.request.person.key) if number else None
    if kept is None:
        raise BotError("ask/gone")
    fields = {name: kept[name] for name in ("message", "thread", "version", "index", "values")}
    partnership = kept["partnership"] if chosen is None else chosen
    fields["quoted"] = _quoted(kept.get("quoted"))
    fields["files"] = tuple(Attached(**file) for file in kept.get("files", ()))
    return reply().then(kept["name"], kept["text"], partnership=partnership, sure=not choice, **fields)


def _quoted(kept: dict[str, Any] | None) -> Quoted | None:
    """The message that was pointed at, as it was put aside."""
    if kept is None:
        return None
    author = Face(**kept["author"]) if kept["author"] else None
    return Quoted(kept["text"], kept["message"], kept["thread"], author)


@feature.verb("leave", hidden=True, begins=True)
async def leave(context: Context) -> Reply:
    """Leave it at that: what was put aside is not done."""
    if number := whole(context.text):
        await context.registry.incoming.take_up(number, context.request.person.key)
    return reply("ask/left").in_place()
