"""Looking at minutes: what was approved, for everybody; the draft, for who keeps them; and every version there was."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, reply, silent
from handlers.minutes.base import Shown, feature, may_edit, shown, which
from handlers.minutes.content import read
from handlers.minutes.drafting import handed
from handlers.minutes.files import VERSION
from storage.minutes import DRAFT, Minutes

_LAST = ("last time's minutes", "last time’s minutes", "last minutes", "of the last meeting")


@feature.verb(
    "show", bare=True, also=("read", "look at", *_LAST), examples=("minutes", "minutes show 3 November")
)
async def show(context: Context) -> Reply:
    """Show the minutes of the last meeting, or of another one by its name or day."""
    row = await which(context, VERSION.sub("", context.text))
    if row.state == DRAFT and may_edit(context) and VERSION.search(context.text) is None:
        return await _draft(context, row)
    asked = VERSION.search(context.text)
    version = await context.records.minutes.version(row, int(asked[1]) if asked else row.version)
    if version is None:
        raise BotError("minutes/gone")
    content = read(version.content)
    spoken = content.only([one.key for one in content.sections if one.lines])
    return reply(
        "minutes/posted", minutes=shown(context, row, spoken, version), newest=row.version
    ).privately()


async def _draft(context: Context, row: Minutes) -> Reply:
    """The draft goes to the asker directly, wherever they ask: nobody else may see it."""
    await handed(context, row)
    if context.request.place.direct:
        return silent()
    return reply("minutes/handed", title=row.meeting.name).privately()


@feature.verb("versions", also=("history",), examples=("minutes versions",))
async def versions(context: Context) -> Reply:
    """List every version of the minutes that was approved, and what each one changed."""
    row = await which(context, context.text)
    found = await context.records.minutes.versions(row)
    if not found:
        raise BotError("minutes/not_approved", id=row.id)
    every: list[Shown] = [shown(context, row, None, one) for one in found]

    return reply(
        "minutes/versions", id=row.id, title=row.meeting.name, versions=every, today=context.today
    ).privately()
