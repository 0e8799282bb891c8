"""Meetings as calendar files (RFC 5545 and 5546). The only file that knows the calendar library.

A calendar tells an event by its UID and the newer of two copies by its SEQUENCE, so both must be right for ever: the UID
hangs on nothing that can change, and the SEQUENCE is raised by whatever changes a meeting.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

CONTENT_TYPE = "text/calendar"

NOBODY = "mailto:nobody@upbeat.invalid"
"""A file must name its organiser by an address; this one can never be written to."""


@dataclass(frozen=True)
class Entry:
    """One meeting as a calendar shows it; its moments are aware."""

    uid: str
    revision: int
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    words: str = ""


@dataclass(frozen=True)
class Frame:
    """What all meetings of a file share: whose they are, the zone (IANA) of their clocks, and when (aware) it is made."""

    organiser: str
    zone: str
    at: datetime


def uid(meeting: int, origin: str) -> str:
    """The id of a meeting in calendars, for ever; `origin` tells one house of Upbeat from all others."""
    return f"meeting-{meeting}-{hashlib.sha256(origin.encode()).hexdigest()[:16]}@upbeat.invalid"


def planned(entries: Sequence[Entry], frame: Frame) -> str:
    """One file with all these meetings, to be taken into a calendar, or to put right what stands there."""
    calendar = _calendar("PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, frame))
    return _written(calendar)


def cancelled(entries: Sequence[Entry], frame: Frame) -> str:
    """One file that takes these meetings out of a calendar. A cancellation is of one event, so each has its own part."""
    parts = []
    for entry in entries:
        calendar = _calendar("CANCEL")
        calendar.add_component(_event(entry, frame, status="CANCELLED"))
        parts.append(_written(calendar))
    return "".join(parts)


def file_name(words: str) -> str:
    """A name that every system takes, made from words; `meeting.ics` where nothing is left of them."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_words))[:60].strip("-")
    return f"{slug or 'meeting'}.ics"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Upbeat//Meetings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    return calendar


def _event(entry: Entry, frame: Frame, status: str = "CONFIRMED") -> Event:
    zone, event = ZoneInfo(frame.zone), Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.revision)
    event.add("STATUS", status)
    event.add("DTSTAMP", frame.at)
    event.add("DTSTART", entry.starts_at.astimezone(zone))
    event.add("DTEND", entry.ends_at.astimezone(zone))
    event.add("SUMMARY", _one_line(entry.name))
    if entry.place:
        event.add("LOCATION", _one_line(entry.place))
    if entry.words:
        event.add("DESCRIPTION", "\n".join(_one_line(line) for line in entry.words.splitlines()))
    organiser = vCalAddress(NOBODY)
    organiser.params["CN"] = _one_line(frame.organiser).replace('"', "”")
    event.add("ORGANIZER", organiser)
    return event


def _one_line(words: str) -> str:
    """The words without line breaks of any kind, and without what no file may hold: control characters, half characters."""
    kept = (" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in words)
    return " ".join("".join(kept).split())


def _written(calendar: Calendar) -> str:
    """The calendar with the rules of its zone, as far as its meetings reach."""
    moments = [moment for event in calendar.events for moment in (event.start, event.end)]
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in moments]
    calendar.add_missing_timezones(date(min(days).year, 1, 1), max(days) + timedelta(days=366))
    return str(calendar.to_ical(), "utf-8")
