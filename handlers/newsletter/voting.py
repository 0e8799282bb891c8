"""Answering the question of an issue: anybody in the channel, once each, changed as often as they like until it is closed."""

from __future__ import annotations

import re

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.newsletter.base import feature
from storage.newsletters import APPROVED, Issue

_CHOICE = re.compile(r"id=[0-9]{1,15}\s+choice=([0-9]{1,2})\s*$")


@feature.verb("answer", also=("vote",), examples=("newsletter answer yes",))
async def answer(context: Context) -> Reply:
    """Answer the question in the newsletter."""
    issue = await _open(context)
    choice = _chosen(context, issue)
    if choice is None:
        raise BotError("newsletter/which_answer", answers=issue.answers)
    await context.records.newsletters.vote(issue, f"member:{context.member.id}", choice)
    smallest = context.partnership.reflect_smallest
    said = reply("newsletter/voted", answer=issue.answers[choice], smallest=smallest).privately()
    return said.kept_right(
        "", issue.about
    )  # the receipt says whose answer it is, and goes when answers are counted


async def _open(context: Context) -> Issue:
    """The issue whose question is meant: that of the button, else the newest. Raises BotError where it is closed."""
    pressed, newsletters = row_id(context.text), context.records.newsletters
    if pressed is not None:
        issue = await newsletters.get(pressed)
    else:
        issue = next((one for one in await newsletters.sent() if one.question), None)
    if issue is None or issue.state != APPROVED or not issue.question or issue.closed:
        raise BotError("newsletter/closed")
    return issue


def _chosen(context: Context, issue: Issue) -> int | None:
    """Which answer it is: the button's, or typed as its words or its number."""
    if row_id(context.text) is not None:
        pressed = _CHOICE.match(context.text.strip())
        return int(pressed[1]) if pressed and int(pressed[1]) < len(issue.answers) else None
    typed = context.text.strip(" .!").casefold()
    known = [one.casefold().strip(" .!") for one in issue.answers]
    if typed in known:
        return known.index(typed)
    return int(typed) - 1 if re.fullmatch("[1-9]", typed) and int(typed) <= len(known) else None
