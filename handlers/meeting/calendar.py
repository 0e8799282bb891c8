"""Calendar files: what goes into people's own calendars of a meeting, and how one person asks for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot import calendar_file as ics
from bot.card import Card, File, plain
from bot.feature import Context, Occasion, Reply, Way, reply, silent
from bot.when import when
from handlers.meeting.base import feature
from storage.meetings import Meeting


@feature.verb(
    "calendar",
    also=("calendar file", "my calendar", "ics", "diary"),
    examples=("calendar", "calendar working group"),
)
async def calendar(context: Context) -> Reply:
    """Get a file of the next meetings for your own calendar."""
    series, _ = await context.records.meetings.named(context.text, context.conversation_id)
    wanted = series.id if series else None
    if not await context.records.meetings.coming(context.at, series_id=wanted):
        return reply("meeting/list", meetings=[]).privately()
    subject = {"series": wanted, "to": context.member.id}
    key = f"calendar/{context.member.id}/{context.request.key}"
    await context.owe(Occasion(context.at, key, "meeting.file", subject, to=context.member, decent=False))
    if context.request.place.direct:
        return silent()
    if context.request.message and context.request.way is not Way.PRESS:
        return silent().marked("envelope")
    return reply("meeting/file_sent").privately()


@feature.draws("file")
async def file(context: Context, *, series: int | None, to: int) -> Card | None:
    """The next meetings, of one series or of all, for one person's calendar."""
    coming = await context.records.meetings.coming(context.at, series_id=series)
    member = await context.records.members.get(to)
    if not coming or member is None:
        return None
    card = context.card("meeting/file_yours", meetings=[when(context, meeting, member) for meeting in coming])
    name = coming[0].name if series else context.partnership.name
    instead = plain(context.card("meeting/file_instead"))
    return card.with_file(await _file(context, name, coming, instead=instead))


async def of(context: Context, meeting: Meeting) -> File:
    """The file of a meeting; where it repeats, of all that are planned of its series."""
    meetings: Sequence[Meeting] = [meeting]
    if meeting.series.last_day:
        meetings = await context.records.meetings.coming(context.at, series_id=meeting.series_id)
    return await _file(context, meeting.name, meetings)


async def off(context: Context, meetings: Sequence[Meeting]) -> File:
    """The file that takes cancelled meetings out of calendars."""
    return await _file(context, meetings[0].name, meetings, cancelled=True)


async def _file(
    context: Context, name: str, meetings: Sequence[Meeting], cancelled: bool = False, instead: str = ""
) -> File:
    partnership = context.partnership
    frame = ics.Frame(partnership.name, partnership.zone, context.at)
    entries = [await _entry(context, meeting) for meeting in meetings]
    title = context.card("meeting/file_title", name=name, cancelled=cancelled)
    return File(
        name=ics.file_name(name),
        content_type=ics.CONTENT_TYPE,
        text=ics.cancelled(entries, frame) if cancelled else ics.planned(entries, frame),
        alt=plain(title),
        instead=instead,
    )


async def _entry(context: Context, meeting: Meeting) -> ics.Entry:
    founder = await context.records.members.founder()
    origin = f"{founder.person.platform}/{founder.person.handle}" if founder else ""
    words = context.card("meeting/file_words", partnership=context.partnership.name)
    return ics.Entry(
        uid=ics.uid(meeting.id, origin),
        revision=meeting.revision,
        name=meeting.name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        words=plain(words),
    )
