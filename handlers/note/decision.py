"""Decisions: what was agreed, when and in which meeting, so that nobody has to remember it."""

from __future__ import annotations

from bot.card import Card
from bot.feature import Context, Feature, Reply
from bot.markers import DECISION as MARKED
from handlers.note import adding, asking, changing, lists, saying
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


@feature.verb("ask", examples=("decision ask 3",))
async def ask(context: Context) -> Reply:
    """Ask every organisation what it says to a decision."""
    return await asking.ask(context)


@feature.verb("close", examples=("decision close 3",))
async def close(context: Context) -> Reply:
    """Take no more answers to a decision that was asked about, and show what was said."""
    return await asking.close(context)


@feature.verb("deciders", examples=("decision deciders", "decision deciders Jo"))
async def deciders(context: Context) -> Reply:
    """Show who may decide for their organisation; with a name, change whether they may."""
    return await asking.deciders(context)


@feature.verb("agree", hidden=True)
async def agree(context: Context) -> Reply:
    """Agree for your organisation."""
    return await asking.say(context, asking.AGREE)


@feature.verb("stand_aside", hidden=True)
async def stand_aside(context: Context) -> Reply:
    """Stand aside for your organisation."""
    return await asking.say(context, asking.ASIDE)


@feature.verb("disagree", hidden=True, form=True)
async def disagree(context: Context) -> Reply:
    """Say why your organisation disagrees."""
    return await asking.disagree(context)


@feature.verb("disagree_save", hidden=True, form=True)
async def disagree_save(context: Context) -> Reply:
    """Disagree for your organisation."""
    return await asking.disagree_save(context)


@feature.draws("question")
async def question(context: Context, *, question: int) -> Card | None:
    """A decision that everybody is asked about, as things stand now."""
    return await asking.drawn(context, question)


feature.verb("reread", hidden=True, event=True)(adding.reread)
feature.verb("remove", hidden=True, event=True)(adding.remove)
