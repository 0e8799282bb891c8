"""What the verbs of an action share: finding the one that is meant, who may, and keeping every card of it right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.errors import BotError, NotAllowed
from bot.feature import MENTION, Context, Feature, Reply, silent
from storage.actions import OPEN, Action
from storage.people import Member, Role

feature = Feature("action", command="/action", about="who does what by when")

LONGEST = 500
"""Characters of an action's words."""

AGENDA_AHEAD = timedelta(days=31)
"""No agenda is posted, and no items are called for, longer before a meeting."""

_IDS = re.compile(r"\b(id|to|offer|entry)=(\d{1,15})\b[ &]*")
_NUMBER = re.compile(r"\s*(?:actions?|ap|number|no\.?)?\s*#?(\d{1,9})\b[\s:=.,;–—-]*", re.IGNORECASE)

_BEFORE = re.compile(r"\s*(?:(?:with|on|about)\s+)?(?:(?:the|my)\s+)?", re.IGNORECASE)


def ids(text: str) -> dict[str, int]:
    """The rows that a button's value names: `id=3 to=5`."""
    return {name: int(number) for name, number in _IDS.findall(text)}


def answer(context: Context, field: str) -> str:
    """One answer of a form, without the space around it."""
    value = context.request.values.get(field, "")
    return value.strip() if isinstance(value, str) else ",".join(value)


def day(chosen: str) -> date | None:
    """The day that was chosen in a form; None where none was, or it is no day."""
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return None


def answered(context: Context, field: str) -> bool:
    """Whether this is a filled-in form with that field."""
    return field in context.request.values


def readable(context: Context, words: str, people: Sequence[Member]) -> str:
    """Typed words with the people they mention by name, in one line."""
    names = {member.person.handle: member.name for member in people}
    names |= {face.handle: face.name for face in context.request.faces.values()}
    return " ".join(MENTION.sub(lambda found: names.get(found[1], found[1]), words).split())


def fitting(words: str) -> str:
    """The words, where they are not too many. Raises BotError, which keeps them, where they are."""
    if len(words) > LONGEST:
        raise BotError("dispatch/too_long", typed=words, most=LONGEST)
    return words


async def target(context: Context) -> tuple[Action, str]:
    """The action that a button or typed words name, and the words after it.

    Raises BotError where there is none such, or where it is not clear which is meant.
    """
    named = ids(context.text)
    if "id" in named:
        found, rest = await context.records.actions.get(named["id"]), _IDS.sub("", context.text)
    elif number := _NUMBER.match(context.text):
        found, rest = await context.records.actions.numbered(int(number[1])), context.text[number.end() :]
    else:
        return await _by_words(context)
    if found is None:
        raise BotError("action/unknown", typed=context.text)
    return found, rest.strip()


async def _by_words(context: Context) -> tuple[Action, str]:
    mine = await context.records.actions.open(lead_id=context.member.id)
    wanted = _BEFORE.sub("", context.text.casefold()).strip(" .!")
    fits = [one for one in mine if len(wanted) > 2 and wanted in one.text.casefold()]
    if len(fits) == 1:
        return fits[0], ""
    raise BotError("action/which", typed=context.text, actions=(fits or mine)[:8])


def concerns(context: Context, action: Action) -> bool:
    """Whether the asker has a say about it: lead, helper, who added it, or who keeps the minutes."""
    mine = {action.lead_id, action.added_by_id, *(helper.member_id for helper in action.helpers)}
    return context.member.id in mine or context.member.role >= Role.MINUTES


def check(context: Context, action: Action) -> None:
    """Raise NotAllowed, naming who can, where the asker has no say about it."""
    if not concerns(context, action):
        by = action.added_by.name if action.added_by else ""
        raise NotAllowed("action/not_yours", action=action, lead=_name(action), by=by)


def _name(action: Action) -> str:
    return action.owner.name if action.owner else ""


def still_open(action: Action) -> None:
    """Raise BotError where it is over."""
    if action.state != OPEN:
        raise BotError("action/over", action=action)


def heard(context: Context, action: Action) -> None:
    """How it stands was said just now; a lead who says anything has taken it on."""
    action.word_at = context.at
    if action.lead_id == context.member.id:
        action.accepted = True


def touched(context: Context, action: Action) -> None:
    """It was changed just now, which is a word about it where its lead did it."""
    if action.lead_id == context.member.id:
        heard(context, action)


def settle(action: Action) -> None:
    """Whatever hand was asked for is not needed any more."""
    action.help_asked_at = action.help_answered_at = None


async def say(context: Context, action: Action, kind: str, note: str = "") -> None:
    """Write down what was said, and draw every card again that shows it."""
    await context.records.actions.note(action, kind, context.member, context.at, note)
    await changed(context, action)


async def changed(context: Context, action: Action) -> None:
    """Draw again whatever shows this action: its receipt, the chases that asked about it, the chair's summaries, agendas.

    Also what somebody left a meeting with.
    """
    await context.changed(f"action:{action.id}")
    if sitting := await context.records.sittings.caught_in("action", action.id):
        await context.changed(f"left_with:{sitting}")
    asked = await context.records.actions.chases.about(action.id)
    for row in asked:
        await context.changed(f"chase:{row.meeting_id}:{row.member_id}")
    coming = await context.records.meetings.coming(context.at, series_id=action.series_id)
    for meeting_id in {row.meeting_id for row in asked} | {meeting.id for meeting in coming}:
        await context.changed(f"chase:{meeting_id}")
    for meeting in coming:
        if meeting.starts_at - context.at < AGENDA_AHEAD:
            await context.changed(f"agenda:{meeting.id}")


async def seen(context: Context, said: Reply) -> Reply:
    """The answer, or silence where it was a press on a card or page that is drawn again and says it itself."""
    return silent() if context.request.at_home or await context.pressed_card() else said


async def people(context: Context, but: int | None = None) -> list[dict[str, str]]:
    """Everybody as a form's choices, by organisation; without the member `but`."""
    members = [member for member in await context.records.members.list() if member.id != but]
    members.sort(key=lambda member: (member.organisation.id if member.organisation else 0, member.name))
    return [
        {
            "value": str(member.id),
            "label": member.name,
            "group": member.organisation.name if member.organisation else "",
        }
        for member in members
    ]
