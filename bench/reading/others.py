"""What others make of the same rows: two libraries of dates, and the rules of two minute-taking bots.

The rules are written from what their manuals say they do. Each is given the benefit of the doubt: dateparser and
parsedatetime read English and day first, and the bots know everybody who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

Reads = Callable[[str, datetime], "date | None"]
"""What some words mean, seen from a moment on the wall clock of whoever wrote them."""


def _settings(at: datetime) -> dict[str, Any]:
    return {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RELATIVE_BASE": at.replace(tzinfo=None)}


def dateparser(words: str, at: datetime) -> date | None:
    """Plain dateparser, given the words as they are."""
    from dateparser import parse

    found = parse(words, languages=["en"], settings=_settings(at))
    return found.date() if found else None


def search_dates(words: str, at: datetime) -> date | None:
    """dateparser's way of finding dates in a text: the first it finds."""
    from dateparser.search import search_dates as search

    found = search(words, languages=["en"], settings=_settings(at))
    return found[0][1].date() if found else None


def parsedatetime(words: str, at: datetime) -> date | None:
    """parsedatetime, in the one of its English locales that is day first, given the words as they are."""
    found, status = _parsedatetime().parseDT(words, sourceTime=at.replace(tzinfo=None))
    return found.date() if status else None


def parsedatetime_in_a_line(words: str, at: datetime) -> date | None:
    """parsedatetime's way of finding dates in a text: the first it finds."""
    found = _parsedatetime().nlp(words, sourceTime=at.replace(tzinfo=None))
    return found[0][0].date() if found else None


@cache
def _parsedatetime() -> Any:
    library = import_module("parsedatetime")
    return library.Calendar(library.Constants("en_AU", usePyICU=False))


@cache
def libraries() -> dict[str, tuple[Reads, Reads]]:
    """By name: how each reads a phrase, and how it finds a date in a line. Only those that are installed."""
    found: dict[str, tuple[Reads, Reads]] = {
        "dateparser": (dateparser, dateparser),
        "search_dates": (search_dates, search_dates),
    }
    if find_spec("parsedatetime"):
        found["parsedatetime"] = (parsedatetime, parsedatetime_in_a_line)
    return found


def absent() -> list[str]:
    """The libraries that would be asked if they were installed."""
    return [] if find_spec("parsedatetime") else ["parsedatetime"]


Noted = tuple[bool, frozenset[str]]
"""Whether a line is taken for an action, and who owns it, as written."""


def meetbot(line: str, nicks: Sequence[str]) -> Noted:
    """MeetBot: a line that begins with #action; every known nick in it owns it."""
    found = re.match(r"#action[ \t]+(.+)", line, re.IGNORECASE)
    words = found[1] if found else ""
    owners = (nick for nick in nicks if re.search(rf"(?<!\w){re.escape(nick)}(?!\w)", words, re.IGNORECASE))
    return bool(found), frozenset(owners)


def scribe(line: str, nicks: Sequence[str]) -> Noted:
    """W3C's scribe: a line that begins with ACTION and a colon; who stands before " to " owns it."""
    found = re.match(r"\s*action\s*:\s*(.+)", line, re.IGNORECASE)
    owners = re.match(r"((?:(?! to ).)+) to ", found[1]) if found else None
    names = re.split(r"\s*,\s*|\s+and\s+", owners[1]) if owners else []
    return bool(found), frozenset(name.strip() for name in names if name.strip())


BOTS = {"MeetBot's rule": meetbot, "scribe's rule": scribe}
