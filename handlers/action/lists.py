"""Lists of actions: mine, everybody's by organisation, one organisation's, those past their date; and one in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.errors import BotError
from bot.feature import Context, Reply, Way, reply
from bot.owners import who
from handlers.action import shared
from handlers.action.shared import feature
from storage.actions import Action
from storage.partnerships import Organisation

WITH_BUTTONS = 12
"""So many actions of one's own get their buttons in a list; the others are named below them."""


@dataclass(frozen=True)
class Group:
    """Actions under one heading; `name` is an organisation's, or empty."""

    name: str
    actions: Sequence[Action]


@feature.verb(
    "list",
    bare=True,
    also=("lists", "mine", "my actions", "my open actions", "my list", "show my list", "show my actions"),
    examples=("list mine", "list all", "list organisation Riverside Library", "list overdue"),
)
async def list_(context: Context) -> Reply:
    """List actions: mine, all, of one organisation, or overdue."""
    wanted = " ".join(context.text.split()).strip(" .?!").casefold()
    if wanted in ("", "mine", "my", "me", "my actions", "my own"):
        return await _mine(context)
    if wanted in ("all", "everything", "everybody", "everyone", "all actions", "open", "by organisation"):
        return await _all(context)
    if wanted in ("overdue", "late", "past", "past their date"):
        return await _past(context)
    return await _named(context)


async def _mine(context: Context) -> Reply:
    actions = context.records.actions
    open_ones = await actions.open(lead_id=context.member.id)
    meeting = await context.records.meetings.next(context.at, context.conversation_id)
    day = dates.local(meeting.starts_at, context.partnership.zone).date() if meeting else None
    said = reply(
        "action/mine",
        soon=[one for one in open_ones if day and one.due and one.due <= day],
        later=[one for one in open_ones if one.due and not (day and one.due <= day)],
        undated=[one for one in open_ones if one.due is None],
        helping=await actions.helping(context.member.id),
        meeting=meeting,
        day=day,
        most=WITH_BUTTONS,
        today=context.today,
        hint=context.request.way is Way.MENTION and not context.text,
    )
    return said.privately()


async def _all(context: Context) -> Reply:
    actions = await context.records.actions.open()
    by_home: dict[str, list[Action]] = {}
    for action in actions:
        if action.owner is not None:
            by_home.setdefault(action.home.name if action.home else "", []).append(action)
    groups = [Group(name, by_home[name]) for name in sorted(by_home, key=lambda name: (not name, name))]
    nobody = [action for action in actions if action.owner is None]
    return reply("action/all", groups=groups, nobody=nobody, today=context.today)


async def _past(context: Context) -> Reply:
    day = context.today
    past = [one for one in await context.records.actions.open() if one.due is not None and one.due < day]
    return reply("action/past", actions=past, today=day).privately()


async def _named(context: Context) -> Reply:
    """The actions of an organisation or of one person, by name."""
    words = context.text.strip(" .?!")
    for opening in ("organisation", "organization", "org", "for", "of", "by", "partner"):
        if words.casefold().startswith(f"{opening} "):
            words = words[len(opening) :].strip()
    if organisation := await _organisation(context, words):
        found = await context.records.actions.open(organisation_id=organisation.id)
        return _listed(context, organisation.name, found)
    fits = who(words, await context.records.members.list())
    if len(fits) == 1:
        return _listed(context, fits[0].name, await context.records.actions.open(lead_id=fits[0].id))
    names = [one.name for one in await context.records.organisations.list()]
    raise BotError("action/no_such_list", typed=words, organisations=names)


def _listed(context: Context, name: str, actions: Sequence[Action]) -> Reply:
    return reply("action/of", name=name, actions=actions, today=context.today)


async def _organisation(context: Context, words: str) -> Organisation | None:
    """The organisation of this name, or the only one whose name begins so."""
    organisations = context.records.organisations
    if exact := await organisations.named(words):
        return exact
    wanted = words.casefold()
    near = [one for one in await organisations.list() if wanted and one.name.casefold().startswith(wanted)]
    return near[0] if len(near) == 1 else None


@dataclass(frozen=True)
class Line:
    """One line of a history, ready to be said."""

    kind: str
    who: str
    note: str
    day: date


@feature.verb("show", also=("history",), examples=("show 3",))
async def show(context: Context) -> Reply:
    """Show an action with its history."""
    action, _ = await shared.target(context)
    zone = context.partnership.zone
    lines = [
        Line(entry.kind, entry.by.name if entry.by else "", entry.note, dates.local(entry.at, zone).date())
        for entry in await context.records.actions.history(action)
    ]
    offer = await context.records.actions.offered(action)
    said = reply(
        "action/show",
        action=action,
        helpers=[helper.name for helper in action.helpers],
        history=lines,
        offered=offer.to.name if offer else "",
        mine=shared.concerns(context, action),
        today=context.today,
    )
    return said.privately()
