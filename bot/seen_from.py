"""What words are seen from when the `read` command shows how they are understood: a moment, a zone, a calendar, and people.

All of it comes from options, files and rows that somebody wrote by hand, so what is wrong is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import dates
from bot.zones import near_zone, read_zone

Row = dict[str, Any]
"""What one line or one entry of a file says, by name."""

EARLIEST, LATEST = 1900, 2199
"""The years from which words may be seen."""


class Unreadable(ValueError):
    """What somebody gave cannot be read; its text is the sentence for them."""


@dataclass(frozen=True)
class View:
    """What words are read against: the days of a partnership, and the aware moment at which they were written."""

    calendar: dates.Calendar
    at: datetime

    def of(self, row: Mapping[str, Any]) -> View:
        """The view of one row, which may bring its own `zone` and `reference`. Raises Unreadable."""
        calendar = replace(self.calendar, zone=zone(row["zone"])) if row.get("zone") else self.calendar
        at = moment(row["reference"], calendar.zone) if row.get("reference") else self.at
        return View(calendar, at)


def view(reference: str, named_zone: str, calendar: Path | None, now: datetime) -> View:
    """What the options of the command say. Without a reference it is `now`; a zone that is named wins over the file's.

    Raises Unreadable.
    """
    days = calendar_in(calendar, zone(named_zone)) if calendar else dates.Calendar(zone=zone(named_zone))
    if named_zone:
        days = replace(days, zone=zone(named_zone))
    return View(days, moment(reference, days.zone) if reference else now)


def zone(words: object) -> str:
    """The IANA name of a zone as people write it; no words mean London. Raises Unreadable."""
    if found := read_zone(str(words)):
        return found
    near = near_zone(str(words))
    raise Unreadable(f"There is no time zone called {words}. One that works is {near or 'Europe/London'}.")


def moment(words: object, in_zone: str) -> datetime:
    """An ISO date or moment, aware; in the zone where it has no offset, and at the start of the day where it has no time.

    Raises Unreadable.
    """
    try:
        found = datetime.fromisoformat(str(words).strip())
    except ValueError as error:
        raise Unreadable(f"Write the reference as 2026-11-25T10:00, not {words}.") from error
    if not EARLIEST <= found.year <= LATEST:
        raise Unreadable(f"The reference has to lie between {EARLIEST} and {LATEST}, not in {found.year}.")
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(in_zone))


def calendar_in(path: Path, in_zone: str) -> dates.Calendar:
    """The calendar that a YAML file tells of. Raises Unreadable."""
    try:
        return dates.calendar_from(_yaml(path) or {}, in_zone)
    except Unreadable:
        raise
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{path}: {error}") from error


def people_in(path: Path) -> list[Row]:
    """The people that a YAML file lists, each with `name` and perhaps `organisation` and `handle`. Raises Unreadable."""
    found = _yaml(path) or []
    rows = (
        [{"name": one} if isinstance(one, str) else one for one in found] if isinstance(found, list) else None
    )
    if rows is None or not all(isinstance(row, dict) and row.get("name") for row in rows):
        raise Unreadable(f"{path}: write the people as a list, each with a name and an organisation.")
    return rows


def _yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 1}" if mark else ""
        raise Unreadable(f"{path} is not YAML that can be read{where}.") from error
