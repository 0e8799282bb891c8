"""Adding to the agenda, by words or a form, and following a message that was edited or deleted."""

from __future__ import annotations

from dataclasses import replace

from bot.card import Card
from bot.dates import read_minutes
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, Way, reply, silent
from bot.markers import AGENDA
from bot.signs import NOTED
from bot.target import row_id, whole
from handlers.agenda.base import LONGEST, ROOM, Page, check_room, feature, home_of, page, people, redraw
from handlers.agenda.reading import Parts, read_item, read_on
from handlers.agenda.words import line, sheet
from storage.agenda import OPEN, PURPOSES, AgendaItem
from storage.captures import Capture

LONGEST_BOX = 600


@feature.verb(
    "add",
    adds=True,
    default=True,
    form=True,
    markers=AGENDA,
    also=("put", "propose"),
    examples=("add Budget 10m @mina for decision", "add Insurance 5m for information"),
)
async def add(context: Context) -> Reply:
    """Put an item on the agenda of the next meeting."""
    text = bounded(context.text.strip(), LONGEST + ROOM)
    if not text or row_id(text) is not None:
        here, _ = await page(context, text or "id=0")
        return await _form(context, here, Parts(""))
    here, parts = await understood(context, text)
    if here.series and not parts.text and parts == Parts(""):
        return reply().then("agenda.show", text)
    return await put_on(context, here, parts) if parts.text else await _form(context, here, parts)


async def understood(context: Context, text: str) -> tuple[Page, Parts]:
    """A new item and its agenda: a day in its words belongs to the item, only a series' name says where it goes."""
    parts = await read(context, text)
    series, rest = await context.records.meetings.named(parts.text, context.conversation_id)
    here, _ = await page(context, f"for {series.name}" if series else "id=0")
    if series is None:
        return here, parts
    return here, read_on(replace(parts, text=rest), await context.records.members.list())


async def read(context: Context, text: str) -> Parts:
    """What the words say about an item. Raises BotError, keeping them, where they are too long."""
    parts = read_item(bounded(text, LONGEST + ROOM), await context.records.members.list())
    bounded(parts.text, LONGEST)
    return parts


def bounded(text: str, most: int) -> str:
    """The text itself. Raises BotError, keeping the words, where it is longer."""
    if len(text) > most:
        raise BotError("dispatch/too_long", typed=text, most=LONGEST)
    return text


async def _form(context: Context, here: Page, parts: Parts) -> Reply:
    return reply(
        "agenda/new",
        meeting=here.meeting.id if here.meeting else 0,
        text=parts.text,
        purpose=parts.purpose,
        minutes=parts.minutes,
        presenter=parts.presenter.id if parts.presenter else "",
        people=await people(context),
    )


@feature.verb("save", hidden=True, form=True)
async def save(context: Context) -> Reply:
    """Add the item that a form describes."""
    here, _ = await page(context, context.text if row_id(context.text) is not None else "id=0")
    return await put_on(context, here, await filled_in(context))


async def filled_in(context: Context) -> Parts:
    """What stands in a form. Raises FieldError beside the field that cannot be used."""
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    text = values.get("text", "")
    if not 0 < len(text) <= LONGEST:
        raise FieldError("text", "agenda/text_unclear", most=LONGEST)
    chosen = values.get("presenter", "")
    presenter = await context.records.members.get(whole(chosen) or 0)
    purpose = values.get("purpose", "")
    return Parts(text, purpose if purpose in PURPOSES else "", _box(values.get("minutes", "")), presenter)


def _box(typed: str) -> int | None:
    """The time box of a form in minutes; a bare number is minutes. Raises FieldError."""
    if not typed:
        return None
    found = read_minutes(f"{typed} minutes" if typed.isdecimal() else typed)
    if found is None or found[0] > LONGEST_BOX:
        raise FieldError("minutes", "agenda/minutes_unclear", typed=typed)
    return found[0]


async def put_on(context: Context, here: Page, parts: Parts) -> Reply:
    """Add an item at the end of an agenda, or let it wait; the answer is its receipt. Raises BotError where it is full."""
    typed = context.text if context.text and row_id(context.text) is None else parts.text
    series_id = here.series.id if here.series else None
    await check_room(context, here.meeting, typed, series_id)
    item = AgendaItem(added_by=context.member, added_by_id=context.member.id, added_at=context.at, state=OPEN)
    item.carried = 0
    write(item, parts)
    await context.records.agenda.add(item, here.meeting, series_id)
    await _remember(context, item)
    await redraw(context, meetings=[here.meeting])
    here = await home_of(context, item)
    return (
        reply(
            "agenda/added",
            item=line(item, here.number(item)),
            agenda=sheet(context, here),
            removed=False,
            several=False,
        )
        .kept_right("agenda.item_card", about=f"item:{item.id}", together=True, item=item.id)
        .marked(NOTED)
    )


def write(item: AgendaItem, parts: Parts) -> None:
    """Let an item say what was read."""
    item.text, item.purpose, item.minutes = parts.text, parts.purpose, parts.minutes
    item.presenter, item.presenter_words = parts.presenter, parts.presenter_words
    item.presenter_id = parts.presenter.id if parts.presenter else None


async def _remember(context: Context, item: AgendaItem) -> None:
    """Which message the item came from, so that an edit of the message finds it."""
    request = context.request
    if not request.message or request.way in (Way.COMMAND, Way.PRESS, Way.FORM):
        return
    capture = Capture(
        conversation=request.place.handle, message=request.message, index=request.index, kind="agenda"
    )
    words = item.text if row_id(context.text) is not None else context.text
    capture.record_id, capture.line, capture.version = item.id, words, request.version
    await context.records.captures.remember(capture)


@feature.draws("item_card")
async def item_card(context: Context, *, item: int, several: bool = False) -> Card | None:
    """The receipt of an item as it now stands; `several`: it stands beside others from the same message."""
    row = await context.records.agenda.get(item)
    if row is None:
        return None
    here = await home_of(context, row)
    return context.card(
        "agenda/added",
        item=line(row, here.number(row)),
        agenda=sheet(context, here),
        removed=row.state != OPEN,
        several=several,
    )


@feature.verb("reread", hidden=True, event=True)
async def reread(context: Context) -> Reply:
    """Take over what was edited in the message an item came from."""
    item = await context.records.agenda.get(captured(context))
    if item is None or item.state != OPEN:
        return silent()
    _, parts = await understood(context, context.text)
    if parts.text:
        write(item, parts)
    await redraw(context, item, meetings=[(await home_of(context, item)).meeting])
    return silent()


def captured(context: Context) -> int:
    """The row of the item that a captured message became, or that a button names."""
    given = str(context.request.values.get("id", ""))
    return whole(given) or row_id(context.text) or 0
