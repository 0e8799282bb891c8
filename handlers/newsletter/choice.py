"""Which question is meant by an answer, and which of its answers: a button says both, words are compared."""

from __future__ import annotations

import re

from bot.errors import BotError
from bot.feature import Context
from bot.target import row_id
from storage.newsletters import APPROVED, Issue

_CHOICE = re.compile(r"id=[0-9]{1,15}\s+choice=([0-9]{1,2})\s*$")


async def open_issue(context: Context) -> Issue:
    """The issue whose question is meant: that of the button, else the newest. Raises BotError where it is closed."""
    pressed, newsletters = row_id(context.text), context.records.newsletters
    if pressed is not None:
        issue = await newsletters.get(pressed)
    else:
        issue = next((one for one in await newsletters.sent() if one.question), None)
    if issue is None or issue.state != APPROVED or not issue.question or issue.closed:
        raise BotError("newsletter/closed")
    return issue


def pressed_choice(text: str, issue: Issue) -> int | None:
    """Which answer a button means, or None."""
    pressed = _CHOICE.match(text.strip())
    return int(pressed[1]) if pressed and int(pressed[1]) < len(issue.answers) else None


def typed_choice(words: str, issue: Issue) -> int | None:
    """Which answer is typed, as its words or its number, or None."""
    typed = words.strip(" .!").casefold()
    known = [one.casefold().strip(" .!") for one in issue.answers]
    if typed in known:
        return known.index(typed)
    return int(typed) - 1 if re.fullmatch("[1-9]", typed) and int(typed) <= len(known) else None
