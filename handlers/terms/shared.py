"""What the parts of this feature share: the feature, whose dates somebody may enter, and dates as they are put aside and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dates import Term
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Feature
from bot.school import Closed, Understood
from bot.target import whole
from storage.people import Role
from storage.terms import ClosedDay, TermRow

feature = Feature("terms", command="/upbeat", about="school terms and days on which nobody works")

ALL = "all"
"""What stands in a form for the dates of the whole partnership."""


@dataclass(frozen=True)
class Whose:
    """Whose dates they are: an organisation's, or with `id` None and no name those of the whole partnership."""

    id: int | None = None
    name: str = ""

    @property
    def value(self) -> str:
        """What a form says for it."""
        return ALL if self.id is None else str(self.id)


async def choices(context: Context) -> list[Whose]:
    """Whose dates the asker may enter: the partnership's where they keep its minutes or chair it, and their organisation's.

    Raises BotError where that is nobody's.
    """
    member = context.member
    found = [Whose()] if member.role >= Role.MINUTES else []
    if member.organisation is not None:
        found.append(Whose(member.organisation.id, member.organisation.name))
    if not found:
        organisations = await context.records.organisations.list()
        raise BotError("terms/no_organisation", organisations=organisations)
    return found


async def chosen(context: Context, value: str) -> Whose:
    """Whose dates a form says they are, else the first that the asker may enter. Raises NotAllowed."""
    may = await choices(context)
    if not value:
        return may[0]
    wanted = None if value == ALL else whole(value)
    found = next((one for one in may if one.id == wanted and (one.id is not None or value == ALL)), None)
    if found is None:
        raise NotAllowed("terms/not_yours", mine=[one.name for one in may if one.name])
    return found


def may_change(context: Context, organisation_id: int | None) -> bool:
    """Whether the asker may change the dates of this organisation, or of the whole partnership."""
    member = context.member
    return (
        member.role >= Role.MINUTES if organisation_id is None else member.organisation_id == organisation_id
    )


def options(may: list[Whose], partnership: str) -> list[dict[str, str]]:
    """Whose dates they may be, as a form's choices."""
    return [{"value": one.value, "label": one.name or partnership} for one in may]


def put_aside(found: Understood) -> dict[str, Any]:
    """What was understood, as plain JSON."""
    terms = [[one.name, one.start, one.end, *(one.half_term or (None, None))] for one in found.terms]
    closed = [[one.first.isoformat(), one.last.isoformat(), one.name] for one in found.closed]
    return {"terms": [[_iso(part) for part in row] for row in terms], "closed": closed}


def taken_up(kept: Mapping[str, Any]) -> Understood:
    """What `put_aside` kept."""
    closed = [
        Closed(date.fromisoformat(first), date.fromisoformat(last), name)
        for first, last, name in kept["closed"]
    ]
    return Understood(tuple(_term(row) for row in kept["terms"]), tuple(closed))


def _iso(part: object) -> object:
    return part.isoformat() if isinstance(part, date) else part


def _term(row: list[Any]) -> Term:
    name, *rest = row
    start, end, first, last = (date.fromisoformat(day) if day else None for day in rest)
    assert start is not None and end is not None
    return Term(name, start, end, (first, last) if first and last else None)


def term_of(row: TermRow) -> Term:
    """A kept term as reading knows it."""
    half = (row.half_term_start, row.half_term_end)
    return Term(row.name, row.start, row.end, (half[0], half[1]) if half[0] and half[1] else None)


def row_of(term: Term) -> TermRow:
    """A term as it is kept."""
    first, last = term.half_term or (None, None)
    return TermRow(name=term.name, start=term.start, end=term.end, half_term_start=first, half_term_end=last)


async def keep(context: Context, whose: Whose, found: Understood) -> list[Any]:
    """Keep dates. Returns the asker's own actions, and those of nobody, that have their day from them now."""
    closed = [ClosedDay(first=one.first, last=one.last, name=one.name) for one in found.closed]
    await context.records.terms.put(whose.id, [row_of(term) for term in found.terms], closed)
    return await reread(context)


async def reread(context: Context) -> list[Any]:
    """Let open actions be read again with the dates as they are now, and their leads be told."""
    said = await context.hand_on("action.by_terms", "")
    return list(said.words["mine"])
