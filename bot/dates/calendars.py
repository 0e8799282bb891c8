"""A partnership's calendar from a file: meetings, terms, closed days and nation, as people write them down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates.days import NATIONS
from bot.dates.model import Calendar, Term

KNOWN = frozenset({"zone", "nation", "meetings", "terms", "closed"})
LAST_MINUTE = time(23, 59)  # a meeting without a time is still to come for as long as its day lasts


def calendar_from(data: Mapping[str, object], zone: str = "Europe/London") -> Calendar:
    """The calendar that parsed YAML or JSON tells of; its own `zone` wins over the one given.

    `meetings` are moments, in the calendar's zone where they carry no offset; `terms` have `name`, `start`, `end` and
    perhaps `half_term: [first, last]`; `closed` are days or [first, last]. Days may be dates or ISO text.
    Raises ValueError with a sentence for people where something cannot be read.
    """
    if not isinstance(data, Mapping):
        raise ValueError(
            "A calendar has parts with names, such as meetings and terms, and this one has none."
        )
    if unknown := sorted(str(name) for name in data.keys() - KNOWN):
        raise ValueError(f"A calendar has {_listed(KNOWN)}, and this one also has {_listed(unknown)}.")
    said = _zone(data.get("zone") or zone)
    meetings = sorted(_moment(value, said) for value in _several(data, "meetings"))
    terms = sorted((_term(value) for value in _several(data, "terms")), key=lambda term: term.start)
    closed = frozenset(day for value in _several(data, "closed") for day in _days(value))
    return Calendar(said.key, _nation(data.get("nation") or "ENG"), meetings, terms, closed)


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _several(data: Mapping[str, object], name: str) -> Sequence[object]:
    found = data.get(name) or []
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise ValueError(f"The {name} of a calendar are a list, even where there is only one.")
    return found


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (OSError, ValueError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise ValueError(f"There is no time zone called {name}. One that works is Europe/London.") from error


def _nation(name: object) -> str:
    if str(name).upper() not in NATIONS:
        raise ValueError(
            f"The nation of a calendar is {', '.join(NATIONS[:-1])} or {NATIONS[-1]}, not {name}."
        )
    return str(name).upper()


def _moment(value: object, zone: ZoneInfo) -> datetime:
    try:
        moment = _as_moment(value)
    except ValueError as error:
        raise ValueError(f"Write a meeting as 2026-12-15T14:00, not {value}.") from error
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _as_moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    text = str(value)
    if len(text) <= 10:
        return datetime.combine(date.fromisoformat(text), LAST_MINUTE)
    return datetime.fromisoformat(text)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"Write a day as 2026-12-18, not {value}.") from error


def _term(value: object) -> Term:
    if not isinstance(value, Mapping) or not {"start", "end"} <= value.keys():
        raise ValueError("Each of the terms has a name, a start and an end.")
    start, end = _day(value["start"]), _day(value["end"])
    half = _span(value["half_term"]) if value.get("half_term") else None
    name = str(value.get("name") or "")
    if start > end or (half and not start <= half[0] <= half[1] <= end):
        raise ValueError(
            f"The {name or 'nameless'} term ends before it starts, or its half term lies outside it."
        )
    return Term(name, start, end, half)


def _span(value: object) -> tuple[date, date]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
        raise ValueError(f"Write a run of days as [2027-02-15, 2027-02-19], not {value}.")
    return _day(value[0]), _day(value[1])


def _days(value: object) -> list[date]:
    """Each day of a closed day or of a run of them."""
    first, last = (
        _span(value) if isinstance(value, Sequence) and not isinstance(value, str) else (_day(value),) * 2
    )
    if not 0 <= (last - first).days <= 366:
        raise ValueError(
            f"A run of closed days goes from its first day to its last, within a year: not {value}."
        )
    return [first + timedelta(days=away) for away in range((last - first).days + 1)]
