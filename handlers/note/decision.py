"""Decisions: what was agreed, when and in which meeting, so that nobody has to remember it."""

from __future__ import annotations

from bot.feature import Context, Feature, Reply
from bot.markers import DECISION as MARKED
from handlers.note import adding, changing, lists, saying
from storage.notes import DECISION

feature = Feature("decision", command="/upbeat", about="what was agreed, and when")


@feature.verb(
    "add",
    adds=True,
    form=True,
    markers=MARKED,
    examples=("decision add The summer concert is at the Curve",),
)
async def add(context: Context) -> Reply:
    """Note what was agreed."""
    return await adding.add(context, DECISION)


@feature.verb("words", hidden=True, default=True)
async def words(context: Context) -> Reply:
    """List the decisions that words ask for, or show one by its number; other words are a decision."""
    return await saying.words(context, DECISION)


@feature.verb("list", bare=True, examples=("decisions", "decision list about the concert"))
async def list_(context: Context) -> Reply:
    """List what was agreed, the newest first: all, of a month, or about something."""
    return await lists.listed(context, DECISION)


@feature.verb("show", examples=("decision show 3",))
async def show(context: Context) -> Reply:
    """Show a decision in full."""
    return await lists.show(context, DECISION)


@feature.verb(
    "edit", form=True, also=("change",), examples=("decision edit 3 = The summer concert is at the mill",)
)
async def edit(context: Context) -> Reply:
    """Change the words of a decision."""
    return await changing.edit(context, DECISION)


@feature.verb("drop", also=("undo",), examples=("decision drop 3",))
async def drop(context: Context) -> Reply:
    """Take a decision back: by its number, or the last one you noted."""
    return await changing.undo(context, DECISION)


feature.verb("reread", hidden=True, event=True)(adding.reread)
feature.verb("remove", hidden=True, event=True)(adding.remove)
