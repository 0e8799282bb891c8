"""Words that lead a meeting while it is held ("next", "park it"); at any other time they are words like any others."""

from __future__ import annotations

from bot.feature import Context, Reply, Way, reply, silent
from handlers.meeting.base import feature
from storage.people import Role

_END = r"[.!]?\s*$"


@feature.verb(
    "said_next", hidden=True, begins=True, markers=(rf"(?:next(?: item)?(?: please)?|moving on){_END}",)
)
async def said_next(context: Context) -> Reply:
    """Go on to the next item."""
    return await _lead(context, "meeting.onward")


@feature.verb(
    "said_back", hidden=True, begins=True, markers=(rf"(?:previous item|(?:go )?back one|go back){_END}",)
)
async def said_back(context: Context) -> Reply:
    """Go back to the item before."""
    return await _lead(context, "meeting.back")


@feature.verb(
    "said_extend", hidden=True, begins=True, markers=(rf"(?:extend|five more minutes|5 more minutes){_END}",)
)
async def said_extend(context: Context) -> Reply:
    """Give the current item five minutes more."""
    return await _lead(context, "meeting.extend")


@feature.verb("said_park", hidden=True, begins=True, markers=(rf"park(?: it| this| that)?{_END}",))
async def said_park(context: Context) -> Reply:
    """Put the current item off to the next meeting."""
    return await _lead(context, "meeting.park")


@feature.verb(
    "said_end",
    hidden=True,
    begins=True,
    markers=(rf"(?:(?:end|close) (?:the )?meeting|meeting (?:end|ends|ended|closed)){_END}",),
)
async def said_end(context: Context) -> Reply:
    """End the meeting."""
    return await _lead(context, "meeting.end")


@feature.verb(
    "said_present", hidden=True, begins=True, markers=(rf"(?:present|(?:(?:i'?m|i am) )?here){_END}",)
)
async def said_present(context: Context) -> Reply:
    """Say that you are there."""
    return await _lead(context, "meeting.present", Role.MEMBER)


@feature.verb("said_excuse", hidden=True, begins=True, markers=(r"(?:apologies|apology) from\s+(?=\S)",))
async def said_excuse(context: Context) -> Reply:
    """Note who sent apologies."""
    return await _lead(context, "meeting.excuse", text=context.text)


@feature.verb("said_standing_in", hidden=True, begins=True, markers=(r"(?:i'?m )?standing in for\s+(?=\S)",))
async def said_standing_in(context: Context) -> Reply:
    """Say for whom you stand in."""
    return await _lead(context, "meeting.standing_in", Role.MEMBER, context.text)


async def _lead(context: Context, verb: str, least: Role = Role.MINUTES, text: str = "") -> Reply:
    """Do it where a meeting is held here and it is theirs to do; a line that was said to nobody is else left alone."""
    overheard = context.request.way is Way.LINE
    if overheard and (not context.begun or context.member.role < least):
        return silent()
    if overheard and await context.records.sittings.open(context.conversation_id) is None:
        return silent()
    return reply().then(verb, text)
