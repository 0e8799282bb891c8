"""Who is there, who is not, and who stands in for whom: pressed, said for oneself, or said by who keeps the minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import names
from bot.errors import FieldError, NotAllowed
from bot.feature import MENTION, Context, Reply, Way, reply, silent
from bot.target import row_id, whole
from handlers.meeting.base import feature, short_enough
from handlers.meeting.sitting.base import at_hand, redraw
from storage.meetings import COMING
from storage.people import Member, Role
from storage.sittings import APOLOGIES, PRESENT, Sitting

LONGEST = 80
"""How long the name of somebody may be whom Upbeat does not know."""

MOST = 20
"""So many people are named at once."""

_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+and\s+|\s*&\s*", re.IGNORECASE)


@feature.verb(
    "present", also=("here", "i am here", "i'm here"), examples=("present", "present Jo, Dilys Morgan")
)
async def present(context: Context) -> Reply:
    """Say who is there: yourself, or people by name if you keep the minutes."""
    sitting = await at_hand(context)
    for who in await _people(context):
        await context.records.sittings.is_there(sitting, who)
        if isinstance(who, Member):
            await context.records.meetings.answer(sitting.meeting, who, COMING)
    return await _noted(context, sitting)


@feature.verb("excuse", also=("apologies from", "apology from"), examples=("apologies from Sam",))
async def excuse(context: Context) -> Reply:
    """Note in a meeting that is held who sent apologies, if you keep the minutes."""
    sitting = await at_hand(context)
    for who in await _people(context):
        await context.records.sittings.is_there(sitting, who, APOLOGIES)
        if isinstance(who, Member):
            await context.records.meetings.answer(sitting.meeting, who, APOLOGIES)
    return await _noted(context, sitting)


@feature.verb(
    "standing_in",
    form=True,
    also=("standing in for", "i am standing in for", "i'm standing in for", "stand in for", "stand in"),
    examples=("standing in for Jo",),
)
async def standing_in(context: Context) -> Reply:
    """Say in a meeting that is held for whom you stand in."""
    sitting = await at_hand(context)
    words = "" if row_id(context.text) is not None else short_enough(context.text).strip()
    if not words:
        return reply("sitting/standing_in", id=sitting.id, people=await _others(context))
    return await _stand_in(
        context, sitting, _one(await context.records.members.list(), _name(context, words))
    )


@feature.verb("standing_in_save", hidden=True, form=True)
async def standing_in_save(context: Context) -> Reply:
    """Take over from a form for whom somebody stands in."""
    sitting = await at_hand(context)
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    member = await context.records.members.get(whole(values.get("who", "")) or 0)
    name = " ".join(values.get("name", "").split())
    if member is None and not 0 < len(name) <= LONGEST:
        raise FieldError("name", "sitting/name_unclear", most=LONGEST)
    return await _stand_in(context, sitting, member or name)


async def _stand_in(context: Context, sitting: Sitting, instead_of: Member | str) -> Reply:
    """The asker is there instead of somebody; nobody stands in for themselves."""
    mine = isinstance(instead_of, Member) and instead_of.id == context.member.id
    await context.records.sittings.is_there(sitting, context.member, PRESENT, "" if mine else instead_of)
    await context.records.meetings.answer(sitting.meeting, context.member, COMING)
    return await _noted(context, sitting)


async def _people(context: Context) -> Sequence[Member | str]:
    """Whom the words name; without any, who says it. Raises NotAllowed where others are not theirs to speak for."""
    words = short_enough(context.text).strip().rstrip(".!")
    if not words or row_id(words) is not None:
        return [context.member]
    known = await context.records.members.list()
    parts = [part for part in _BETWEEN.split(_name(context, words)) if part.strip()][:MOST]
    found = [_one(known, part) for part in parts]
    if context.member.role < Role.MINUTES and found != [context.member]:
        raise NotAllowed("sitting/speaks_for", typed=_name(context, words))
    return found


def _name(context: Context, words: str) -> str:
    """The words with the people they mention by name."""
    faces = context.request.faces
    return MENTION.sub(lambda found: faces[found[1]].name if found[1] in faces else found[0], words)


def _one(known: Sequence[Member], words: str) -> Member | str:
    """The member whom a name can only mean, else the name as it was written."""
    found = names.who(words, known)
    return found[0] if len(found) == 1 else " ".join(words.split())[:LONGEST]


async def _others(context: Context) -> list[dict[str, str]]:
    """Everybody but the asker as choices of a form, by organisation."""
    return [
        {
            "value": str(one.id),
            "label": one.name,
            "group": one.organisation.name if one.organisation else "",
        }
        for one in await context.records.members.list()
        if one.id != context.member.id
    ]


async def _noted(context: Context, sitting: Sitting) -> Reply:
    """The card shows it; who typed it gets a mark, or a word where there is nothing to mark."""
    await redraw(context, sitting)
    await context.changed(f"meeting:{sitting.meeting_id}")
    if context.request.way in (Way.PRESS, Way.FORM):
        return silent()
    if context.request.message and not context.request.place.direct:
        return silent().marked("white_check_mark")
    return reply("sitting/noted")
