"""Celebrations: good news as people typed it, which opens the next agenda."""

from __future__ import annotations

from bot.feature import Context, Feature, Reply
from bot.markers import CELEBRATION as MARKED
from handlers.note import adding, changing, lists, saying
from storage.notes import CELEBRATION

feature = Feature("celebration", command="/upbeat", about="good news, for the beginning of the next meeting")


@feature.verb(
    "add",
    adds=True,
    form=True,
    markers=MARKED,
    also=("celebrate",),
    examples=("celebrate Forty children sang on Saturday",),
)
async def add(context: Context) -> Reply:
    """Note something to celebrate."""
    return await adding.add(context, CELEBRATION)


@feature.verb("words", hidden=True, default=True)
async def words(context: Context) -> Reply:
    """List the celebrations that words ask for, or show one by its number; other words are something to celebrate."""
    return await saying.words(context, CELEBRATION)


@feature.verb("list", bare=True, examples=("celebrations",))
async def list_(context: Context) -> Reply:
    """List what was celebrated, the newest first."""
    return await lists.listed(context, CELEBRATION)


@feature.verb("show", examples=("celebration show 3",))
async def show(context: Context) -> Reply:
    """Show a celebration in full."""
    return await lists.show(context, CELEBRATION)


@feature.verb(
    "edit",
    form=True,
    also=("change",),
    examples=("celebration edit 3 = Fifty children sang on Saturday",),
)
async def edit(context: Context) -> Reply:
    """Change the words of a celebration."""
    return await changing.edit(context, CELEBRATION)


@feature.verb("drop", also=("undo",), examples=("celebration drop 3",))
async def drop(context: Context) -> Reply:
    """Take a celebration back: by its number, or the last one you noted."""
    return await changing.undo(context, CELEBRATION)


feature.verb("reread", hidden=True, event=True)(adding.reread)
feature.verb("remove", hidden=True, event=True)(adding.remove)
