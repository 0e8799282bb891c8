"""Showing an agenda as a chair wants to see it beforehand, and the cards that are posted of it."""

from __future__ import annotations

from dataclasses import replace

from bot.card import Card
from bot.feature import Context, Occasion, Reply, Way, reply
from bot.when import when
from handlers.agenda.arising import arising
from handlers.agenda.base import Page, feature, page, page_of
from handlers.agenda.since import since
from handlers.agenda.voices import heard, release
from handlers.agenda.words import Sheet, line, sheet
from storage.deliveries import SENT
from storage.meetings import PLANNED, Meeting
from storage.people import Role


@feature.verb("show", bare=True, also=("view", "see", "list"), examples=("", "show working group"))
async def show(context: Context) -> Reply:
    """Show the agenda of the next meeting."""
    here, _ = await page(context, context.text)
    hint = context.request.way is Way.MENTION and not context.text
    answer = reply("agenda/agenda", agenda=replace(await _whole(context, here), hint=hint))
    if here.meeting is None:
        return answer
    return answer.kept_right("agenda.shown", about=f"agenda:{here.meeting.id}", meeting=here.meeting.id)


async def _whole(context: Context, here: Page) -> Sheet:
    """The agenda, what was noted since the last meeting, and what was said before this one."""
    noted = await since(context, here.meeting) if here.meeting else None
    said = await heard(context, here.meeting, here.items) if here.meeting else None
    return replace(sheet(context, here), since=noted, heard=said)


@feature.draws("shown")
async def shown(context: Context, *, meeting: int) -> Card | None:
    """An agenda that somebody asked for."""
    row = await context.records.meetings.get(meeting)
    if row is None:
        return None
    return context.card("agenda/agenda", agenda=await _whole(context, await page_of(context, row)))


@feature.draws("posted")
async def posted(context: Context, *, meeting: int, key: str) -> Card | None:
    """The agenda as the channel gets it before the meeting; it stays right until the meeting is over."""
    row = await _to_show(context, meeting, key)
    if row is None:
        return None
    if row.starts_at > context.at:
        await release(context, row)
    whole = await _whole(context, await page_of(context, row))
    matters, start = await arising(context, row), row.to_start(context.at)
    return context.card("agenda/posted", agenda=replace(whole, arising=matters, start=start))


@feature.draws("called")
async def called(context: Context, *, meeting: int, key: str) -> Card | None:
    """The call for items, and for word about last time's actions: before anybody is asked about theirs privately."""
    row = await _to_show(context, meeting, key)
    if row is None:
        return None
    items = (await page_of(context, row)).items
    added = [line(item) for item in items if item.standing_id is None]
    matters = await arising(context, row)
    return context.card("agenda/called", meeting=when(context, row), lines=added, arising=matters)


async def _to_show(context: Context, meeting_id: int, key: str) -> Meeting | None:
    """The meeting, unless nothing is to be said of it: it is over, or was cancelled before anything was said."""
    meeting = await context.records.meetings.get(meeting_id)
    if meeting is None or meeting.over(context.at):
        return None
    delivery = await context.records.deliveries.of(key)
    said = delivery is not None and delivery.state == SENT
    return meeting if meeting.state == PLANNED or said else None


@feature.verb("call", least=Role.MINUTES, also=("call for items",), examples=("call for items",))
async def call(context: Context) -> Reply:
    """Ask the channel for items for the next meeting."""
    here, _ = await page(context, context.text)
    if here.meeting is None:
        return reply("agenda/agenda", agenda=sheet(context, here))
    key = f"call/{here.meeting.id}"
    again = await context.records.deliveries.of(key) is not None
    await context.owe(call_for(here.meeting, key, context))
    return reply("agenda/call", meeting=when(context, here.meeting), again=again)


def call_for(meeting: Meeting, key: str, context: Context) -> Occasion:
    """A call for items, now."""
    return Occasion(
        at=context.at,
        key=key,
        card="agenda.called",
        subject={"meeting": meeting.id, "key": key},
        conversation=meeting.series.conversation_id,
        until=meeting.starts_at,
        about=f"agenda:{meeting.id}",
        decent=False,
    )
