"""What a meeting left behind, gathered into sections: who was there, each item, the action plan, good news, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.card import Bullets, Fields, plain, words
from bot.feature import Context
from bot.when import when
from handlers.minutes.content import Content, Section
from storage.actions import DROPPED, UNDONE, Action
from storage.agenda import AgendaItem
from storage.meetings import APOLOGIES, COMING, Meeting
from storage.notes import CELEBRATION, DECISION, FAMILIES, Note
from storage.partnerships import Organisation
from storage.people import Member
from storage.positions import Decided
from storage.reflections import asked_in
from storage.sittings import APOLOGIES as EXCUSED
from storage.sittings import LEFT, PARKED

MOST = 500
"""So many lines stand in a section; more than that is no minutes."""


@dataclass(frozen=True)
class Person:
    """Somebody who was there, or sent word; `instead_of` is for whom they stood in."""

    name: str
    organisation: str = ""
    instead_of: str = ""


@dataclass
class Under:
    """What was captured under one item, or under none."""

    decisions: list[Decided] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    voiced: bool = False
    """Whether answers to what it asks were shown with the agenda."""


async def gather(context: Context, meeting: Meeting) -> Content:
    """The minutes of a meeting as its records tell them, whether it was started by hand or not."""
    titles = _titles(context)
    there, excused = await _people(context, meeting)
    plan = await _plan(context, meeting)
    sections = [
        Section("present", titles["present"], _lines(context, "minutes/people", people=there)),
        Section("apologies", titles["apologies"], _lines(context, "minutes/people", people=excused)),
        *await _items(context, meeting, titles["other"]),
        *(_planned(context, body, actions) for body, actions in plan),
        *await _celebrations(context, meeting, titles["celebrations"]),
        Section("next", titles["next"], await _next(context, meeting)),
    ]
    about = _lines(
        context, "minutes/about", meeting=when(context, meeting), partnership=context.partnership.name
    )
    rows = tuple(_row(context, one) for _, actions in plan for one in actions)
    heads = tuple(titles[f"head_{n}"] for n in range(1, 7))
    return Content(meeting.name, about, tuple(sections), (heads, *rows))


def _titles(context: Context) -> dict[str, str]:
    """The titles of the sections and the heads of the table, which stand in one prompt."""
    card = context.card("minutes/titles")
    return {
        label: words(line)
        for block in card.blocks
        if isinstance(block, Fields)
        for label, line in block.pairs
    }


def _lines(context: Context, prompt: str, **said: object) -> tuple[str, ...]:
    """The bullets that a prompt makes, as plain words."""
    card = context.card(prompt, **said)
    lists = (block.lines for block in card.blocks if isinstance(block, Bullets))
    return tuple(words(line) for lines in lists for line in lines)[:MOST]


# Who was there


async def _people(context: Context, meeting: Meeting) -> tuple[list[Person], list[Person]]:
    """Who was there and who sent apologies: as it was noted while it was held, else as people said beforehand."""
    found = {
        one.member.name: (one.answer, _person(one.member))
        for one in await context.records.meetings.answers(meeting)
    }
    sitting = await context.records.sittings.of(meeting)
    if sitting is not None:
        said = {name: one for name, one in found.items() if one[0] == APOLOGIES}
        for row in await context.records.sittings.presences(sitting):
            organisation = row.member.organisation if row.member else None
            person = Person(row.who, organisation.name if organisation else "", row.instead_of)
            said[row.who] = (APOLOGIES if row.kind == EXCUSED else COMING, person)
        found = said
    there = [person for answer, person in found.values() if answer == COMING]
    return there, [person for answer, person in found.values() if answer == APOLOGIES]


def _person(member: Member) -> Person:
    return Person(member.name, member.organisation.name if member.organisation else "")


# Items


async def _items(context: Context, meeting: Meeting, other: str) -> list[Section]:
    """A section for each item with what was captured under it, and one for what was captured under none."""
    items, moved = await _talked_about(context, meeting)
    under = await _captured(context, meeting, {one.id for one in items})
    voiced = await _voiced(context, meeting)
    for one in items:
        if one.standing_id is not None and asked_in(one.text) in voiced:
            under.setdefault(one.id, Under()).voiced = True
    sections = [_item(context, one, under.get(one.id, Under()), one.id in moved) for one in items]
    if None in under:
        sections.append(Section("other", other, _under(context, under[None])))
    return sections


async def _voiced(context: Context, meeting: Meeting) -> set[str]:
    """The questions before the meeting of which answers stand with its agenda: never which or how many."""
    asked = await context.records.reflections.of(f"meeting/{meeting.id}")
    if asked is None or asked.released_at is None:
        return set()
    return {one.question for one in await context.records.voices.of(asked)}


async def _talked_about(context: Context, meeting: Meeting) -> tuple[list[AgendaItem], set[int]]:
    """The items of a meeting in order, also those that have moved on since; and which were put off or not reached."""
    items = {one.id: one for one in await context.records.agenda.of(meeting, context.at)}
    sitting = await context.records.sittings.of(meeting)
    if sitting is None:
        return list(items.values()), set()
    turns = {turn.item_id: turn for turn in await context.records.sittings.turns(sitting)}
    spoken = {one: turn.item for one, turn in turns.items()}
    moved = {one for one, turn in turns.items() if turn.outcome in (PARKED, LEFT)}
    every = {**items, **spoken}
    order = {one: place for place, one in enumerate(items)}
    return sorted(
        every.values(), key=lambda one: (order.get(one.id, len(order)), one.position, one.id)
    ), moved


def _item(context: Context, item: AgendaItem, under: Under, moved: bool) -> Section:
    return Section(f"item:{item.id}", item.text, _under(context, under, moved))


def _under(context: Context, under: Under, moved: bool = False) -> tuple[str, ...]:
    return _lines(
        context,
        "minutes/lines",
        decisions=under.decisions,
        notes=under.notes,
        actions=under.actions,
        moved=moved,
        voiced=under.voiced,
        today=context.today,
    )


async def _captured(context: Context, meeting: Meeting, items: set[int]) -> dict[int | None, Under]:
    """Decisions, notes and actions of a meeting by the item they came under; None: under none that is known."""
    sitting = await context.records.sittings.of(meeting)
    caught = await context.records.sittings.caught(sitting) if sitting else ()
    home = {(one.kind, one.record_id): one.item_id for one in caught}
    found: dict[int | None, Under] = {}

    def place(kind: str, record_id: int) -> Under:
        item = home.get((kind, record_id))
        return found.setdefault(item if item in items else None, Under())

    kinds = (*FAMILIES[DECISION], *FAMILIES["note"])
    noted = (await context.records.notes.list(kinds, meeting_id=meeting.id))[::-1]
    for note in (one for one in noted if one.kind != DECISION):
        place(note.family, note.id).notes.append(note)
    decisions = [one for one in noted if one.kind == DECISION]
    for one in await context.records.positions.decided(decisions):
        place(DECISION, one.id).decisions.append(one)
    for action in await _agreed(context, meeting, {one for kind, one in home if kind == "action"}):
        place("action", action.id).actions.append(action)
    return found


async def _agreed(context: Context, meeting: Meeting, caught: set[int]) -> list[Action]:
    """The actions of a meeting: noted under its items, or during its hours for its series or for none."""
    begin, end = _hours(meeting)
    every = await context.records.actions.of_series(meeting.series_id)
    standing = (one for one in every if one.state not in (UNDONE, DROPPED))
    return [one for one in standing if one.id in caught or (one.shared and begin <= one.added_at <= end)]


def _hours(meeting: Meeting) -> tuple[datetime, datetime]:
    """From when to when it was held (aware)."""
    return meeting.opened_at or meeting.starts_at, meeting.closed_at or meeting.ends_at


# The action plan, good news, what is next


async def _plan(context: Context, meeting: Meeting) -> Sequence[tuple[Organisation | None, Sequence[Action]]]:
    """The open actions of the meeting's series, by organisation; those of none last."""
    every = await context.records.actions.open()
    mine = [one for one in every if one.series_id in (None, meeting.series_id) and one.shared]
    bodies: list[Organisation | None] = [*await context.records.organisations.list(), None]
    by_body = [(body, [one for one in mine if _same(one.home, body)]) for body in bodies]
    return [(body, actions) for body, actions in by_body if actions]


def _same(one: Organisation | None, other: Organisation | None) -> bool:
    return (one.id if one else None) == (other.id if other else None)


def _planned(context: Context, body: Organisation | None, actions: Iterable[Action]) -> Section:
    title = plain(context.card("minutes/plan_title", organisation=body.name if body else ""))
    lines = _lines(context, "minutes/plan", actions=list(actions), today=context.today)
    return Section(f"plan:{body.id if body else 0}", title, lines)


def _row(context: Context, action: Action) -> tuple[str, ...]:
    """An action as a row of a table: number, action, lead, helpers, organisation, date (ISO) or the words for it."""
    due = action.due.isoformat() if action.due else action.due_words
    helpers = ", ".join(helper.name for helper in action.helpers)
    home = action.home.name if action.home else ""
    return str(action.number), action.text, action.lead_name, helpers, home, due


async def _celebrations(context: Context, meeting: Meeting, title: str) -> list[Section]:
    """Good news since the meeting before, up to the end of this one."""
    before = await context.records.meetings.previous(meeting)
    since = _hours(before)[1] if before else None
    found = await context.records.notes.list(
        FAMILIES[CELEBRATION], since=since, until=_hours(meeting)[1], series_id=meeting.series_id
    )
    lines = _lines(context, "minutes/celebrations", notes=list(reversed(found)))
    return [Section("celebrations", title, lines)] if lines else []


async def _next(context: Context, meeting: Meeting) -> tuple[str, ...]:
    after = await context.records.meetings.after(meeting)
    return _lines(context, "minutes/next", meeting=when(context, after) if after else None)
