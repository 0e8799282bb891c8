"""Calendar files that others made, read into plain days. Beside bot/calendar_file.py the only file that knows the library.

Nothing in such a file is trusted: each event is read by itself and only by the few lines that say what it is called and when
it is, so that a broken one spoils no other; repeats are counted out here, and never further than a few years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

MOST_BYTES = 500_000
"""Longer files are not looked at."""

MOST_EVENTS, MOST_TIMES = 400, 20
"""Events of one file that are read, and times that one of them repeats."""

LONGEST = timedelta(days=120)
"""No event of a school's calendar is longer."""

_KEPT = re.compile(r"(?:SUMMARY|DTSTART|DTEND|DURATION|RRULE|STATUS)[;:]", re.IGNORECASE)
MOST_OF_A_LINE, MOST_LINES = 1_000, 20
"""Characters of a line, and lines of an event, that are looked at."""

LONGEST_DAY = 120
"""Characters of a line that says when: in longer ones there are zones and rules that are there to take time."""

_FOLDED = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True)
class Days:
    """An event as the days it covers, last day included."""

    name: str
    first: date
    last: date


def is_calendar(text: str) -> bool:
    """Whether words are the text of a calendar file."""
    return text.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR"


def events(text: str, zone: str, wanted: re.Pattern[str], earliest: date, latest: date) -> Iterator[Days]:
    """The events whose name has something of `wanted` (small letters), in the zone (IANA), as far as they begin between the days.

    Never raises, whatever the text is. Times that an event repeats come one by one.
    """
    blocks = _blocks(text[:MOST_BYTES])
    for lines in islice((lines for lines in blocks if wanted.search(_name(lines).casefold())), MOST_EVENTS):
        yield from _read(lines, zone, earliest, latest)


def _name(lines: list[str]) -> str:
    return next((line for line in lines if line[:7].upper() == "SUMMARY"), "")


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each event that say what it is called and when it is."""
    held: list[str] | None = None
    for line in _FOLDED.sub("", text).splitlines():
        match line.strip().upper():
            case "BEGIN:VEVENT":
                held = []
            case "END:VEVENT":
                yield held or []
                held = None
            case _ if held is not None and len(held) < MOST_LINES and _kept(line):
                held.append(line[:MOST_OF_A_LINE])


def _kept(line: str) -> bool:
    return bool(_KEPT.match(line)) and (len(line) <= LONGEST_DAY or line[:7].upper() == "SUMMARY")


def _read(lines: list[str], zone: str, earliest: date, latest: date) -> Iterator[Days]:
    """One event, read by the library; what it cannot make sense of is left out."""
    try:
        event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return
        first, last = _span(event, zone)
        name = "".join(one for one in " ".join(str(event.get("SUMMARY", "")).split()) if one.isprintable())[
            :200
        ]
        starts = list(_starts(event, first, latest))
    except Exception:  # whatever a library says of a file that was made to trouble it
        return
    for start in starts:
        if earliest <= start <= latest:
            yield Days(name, start, start + (last - first))


def _span(event: Any, zone: str) -> tuple[date, date]:
    """The first and last day. An end on a bare day, or at midnight, is not part of it."""
    start = event.decoded("DTSTART")
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    else:
        end = start
    first, last = _day(start, zone), _day(end, zone)
    if last > first and (not isinstance(end, datetime) or _local(end, zone).time() == time(0)):
        last -= timedelta(days=1)
    return first, min(max(first, last), first + LONGEST)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment


def _day(moment: date, zone: str) -> date:
    return _local(moment, zone).date() if isinstance(moment, datetime) else moment


def _starts(event: Any, first: date, latest: date) -> Iterator[date]:
    """The days on which it begins: plain yearly, monthly, weekly and daily repeats; of any other rule the first time alone."""
    rule = event.get("RRULE")
    rules = {str(name).upper(): values for name, values in rule.items()} if isinstance(rule, dict) else {}
    step = int(_one(rules, "INTERVAL", 1))
    until, count = _one(rules, "UNTIL", latest), int(_one(rules, "COUNT", MOST_TIMES))
    ends = min(until.date() if isinstance(until, datetime) else until, latest)
    plain = not any(name.startswith("BY") for name in rules.keys() - {"BYMONTH", "BYMONTHDAY"})
    frequency = str(_one(rules, "FREQ", "")) if plain else ""
    for times in range(max(1, min(count, MOST_TIMES))):
        day = _later(first, frequency.upper(), times * max(step, 1))
        if day is None or (times and day > ends):
            return
        yield day
        if frequency == "":
            return


def _one(rules: dict[str, Any], name: str, otherwise: Any) -> Any:
    value = rules.get(name, otherwise)
    return (value[0] if value else otherwise) if isinstance(value, list) else value


def _later(day: date, frequency: str, steps: int) -> date | None:
    """The day so many days, weeks, months or years later; None where there is none such."""
    match frequency:
        case "DAILY" | "WEEKLY":
            return day + timedelta(days=steps if frequency == "DAILY" else 7 * steps)
        case "MONTHLY" | "YEARLY":
            year, month = divmod(
                day.year * 12 + day.month - 1 + (steps if frequency == "MONTHLY" else 12 * steps), 12
            )
            return day.replace(year=year, month=month + 1) if day.day < 29 else (day if not steps else None)
        case _:
            return day if not steps else None
