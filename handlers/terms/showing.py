"""What is kept: the terms of this school year and the next, by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dates import Term
from bot.feature import Context, Reply, reply
from handlers.terms.shared import feature, may_change, term_of
from storage.terms import ClosedDay, TermRow, school_year

MOST_CHANGED = 6
"""So many terms have a button by which they are changed."""

MOST_CLOSED = 20
"""So many closed days are listed for each."""


@dataclass(frozen=True)
class Shown:
    """One organisation's dates; no name: those of the whole partnership."""

    name: str
    terms: Sequence[Term]
    closed: Sequence[ClosedDay]
    more: int = 0


@feature.verb("show", bare=True, also=("list",), examples=("terms", "terms show"))
async def show(context: Context) -> Reply:
    """Show the school terms and closed days that are kept."""
    if context.request.files:
        return reply().then("terms.import", context.text)
    rows = [row for row in await context.records.terms.list() if _near(context, row)]
    closed = [row for row in await context.records.terms.closed() if row.last >= context.today]
    mine = [row for row in rows if row.end >= context.today and may_change(context, row.organisation_id)]
    return reply(
        "terms/show",
        groups=await _groups(context, rows, closed),
        changes=[{"id": row.id, "name": row.name} for row in mine[:MOST_CHANGED]],
        today=context.today,
    )


def _near(context: Context, row: TermRow) -> bool:
    """Whether a term is of this school year or of one to come."""
    return school_year(row.start) >= school_year(context.today)


async def _groups(context: Context, rows: Sequence[TermRow], closed: Sequence[ClosedDay]) -> list[Shown]:
    """The dates by whose they are: the whole partnership's first, then the organisations in their order."""
    organisations = {one.id: one.name for one in await context.records.organisations.list()}
    found = list[Shown]()
    for owner, name in [(None, ""), *organisations.items()]:
        terms = [term_of(row) for row in rows if row.organisation_id == owner]
        days = [day for day in closed if day.organisation_id == owner]
        if terms or days:
            found.append(Shown(name, terms, days[:MOST_CLOSED], max(0, len(days) - MOST_CLOSED)))
    return found
