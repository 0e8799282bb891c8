"""Notes: information, ideas, links and help wanted. Their buttons serve decisions and celebrations as well."""

from __future__ import annotations

from bot.card import Card
from bot.feature import Context, Feature, Reply, reply
from bot.markers import HELP as MARKED_HELP
from bot.markers import IDEA as MARKED_IDEA
from bot.markers import INFORMATION as MARKED
from bot.markers import LINK as MARKED_LINK
from handlers.note import adding, changing, lists, saying
from handlers.note.base import front
from storage.notes import HELP, IDEA, INFORMATION, LINK

FAMILY = "note"

feature = Feature(FAMILY, command="/upbeat", about="information, ideas, links and help wanted")


@feature.verb("add", adds=True, form=True, markers=MARKED, examples=("note add The side door opens at nine",))
async def add(context: Context) -> Reply:
    """Note something worth knowing; with #idea, #link or #help in front, one of those."""
    verb, text = front(FAMILY, context.text)
    if verb != "add":
        return reply().then(f"{FAMILY}.{verb}", text)
    return await adding.add(context, INFORMATION)


@feature.verb("idea", hidden=True, adds=True, markers=MARKED_IDEA)
async def idea(context: Context) -> Reply:
    """Note an idea."""
    return await adding.add(context, IDEA)


@feature.verb("link", hidden=True, adds=True, markers=MARKED_LINK)
async def link(context: Context) -> Reply:
    """Note a link."""
    return await adding.add(context, LINK)


@feature.verb("help", hidden=True, adds=True, markers=MARKED_HELP)
async def help_(context: Context) -> Reply:
    """Note that help is wanted."""
    return await adding.add(context, HELP)


@feature.verb("words", hidden=True, default=True)
async def words(context: Context) -> Reply:
    """List the notes that words ask for, or show one by its number; other words are something to note."""
    return await saying.words(context, FAMILY)


@feature.verb("list", bare=True, examples=("notes", "note list ideas"))
async def list_(context: Context) -> Reply:
    """List the notes, the newest first: all, of one kind, of a month, or about something."""
    return await lists.listed(context, FAMILY)


@feature.verb("show", examples=("note show 3",))
async def show(context: Context) -> Reply:
    """Show a note in full."""
    return await lists.show(context, FAMILY)


@feature.verb("edit", form=True, also=("change",), examples=("note edit 3 = The side door opens at eight",))
async def edit(context: Context) -> Reply:
    """Change the words of a note."""
    return await changing.edit(context, FAMILY)


@feature.verb("drop", also=("undo",), examples=("note drop 3",))
async def drop(context: Context) -> Reply:
    """Take a note back: by its number, or the last one you noted."""
    return await changing.undo(context, FAMILY)


@feature.verb("restore", hidden=True)
async def restore(context: Context) -> Reply:
    """Put back what was taken back."""
    return await changing.restore(context)


@feature.draws("receipt")
async def receipt(context: Context, *, note: int, several: bool = False) -> Card | None:
    """What was noted, of whatever kind, as it stands now; `several`: beside others from the same message."""
    return await adding.drawn(context, note, several)


feature.verb("reread", hidden=True, event=True)(adding.reread)
feature.verb("remove", hidden=True, event=True)(adding.remove)
