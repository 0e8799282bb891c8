"""The terms and closed days that a partnership keeps, as the calendar against which words of time are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.dates import Calendar, Term
from storage.terms import school_year

DAY = timedelta(days=1)


def with_school(
    calendar: Calendar, school: Mapping[str, Any], organisation_id: int | None = None
) -> Calendar:
    """The calendar with the terms and closed days of the partnership, or of one of its organisations.

    An organisation's own terms stand in the place of the partnership's in every school year for which it has any; its closed
    days come to those of the partnership.
    """
    return replace(
        calendar, terms=terms(school, organisation_id), closed=frozenset(_closed(school, organisation_id))
    )


def terms(school: Mapping[str, Any], organisation_id: int | None = None) -> Sequence[Term]:
    """The terms that hold for the partnership or for one of its organisations, the earliest first."""
    rows = school.get("terms", ())
    own = [_term(row) for row in rows if organisation_id is not None and row[0] == organisation_id]
    years = {school_year(term.start) for term in own}
    shared = [term for row in rows if row[0] is None and school_year((term := _term(row)).start) not in years]
    return tuple(sorted([*own, *shared], key=lambda term: term.start))


def _term(row: Sequence[Any]) -> Term:
    _, name, start, end, first, last = row
    half = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    return Term(str(name), date.fromisoformat(start), date.fromisoformat(end), half)


def _closed(school: Mapping[str, Any], organisation_id: int | None) -> Sequence[date]:
    runs = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for owner, first, last in school.get("closed", ())
        if owner in (None, organisation_id)
    ]
    return [first + number * DAY for first, last in runs for number in range((last - first).days + 1)]
