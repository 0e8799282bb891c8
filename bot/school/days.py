"""The days in a line of somebody's term dates: "26 to 30 October", "Wed 2 Sept 2026", "4 and 5 January".

Each is read by bot/dates, as seen from the first day of the school year that the line is about, because people paste the year
that has long begun: "2 September" is then the one of that year and not the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from bot import dates
from bot.dates import Calendar

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s{1,3})"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER = r"(?:[0-9]{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r",?\s{1,3}(?P<%s>20[0-9]{2})\b"
_PIECE = re.compile(
    rf"(?<![\w/.])(?:the\s{{1,3}})?(?P<weekday>{_WEEKDAY})?(?:the\s{{1,3}})?(?:"
    r"(?P<iso>20[0-9]{2}-[0-9]{2}-[0-9]{2})(?!\w)"
    r"|(?P<numbers>[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:20)?[0-9]{2})(?![\w/])"
    rf"|(?P<month>{_MONTH})\s{{1,3}}(?P<after>{_NUMBER})(?:{_YEAR % 'y1'})?"
    rf"|(?P<day>{_NUMBER})(?:\s{{0,3}}(?:of\s{{1,3}})?(?P<of>{_MONTH})(?:{_YEAR % 'y2'})?)?"
    r")",
    re.IGNORECASE,
)
_TO = re.compile(
    r"[\s(]{0,4}(?:-|–|—|to|until|till|up to|through|thru)[\s)]{0,4}(?:and including\s)?", re.IGNORECASE
)
_AND = re.compile(r"\s{0,3}(?:,|&|\+|/|and|,\s{0,3}and)\s{0,3}", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(20[0-9]{2})\s{0,2}(?:-|–|—|/|to|and)\s{0,2}(?:20)?([0-9]{2})\b(?!-[0-9])", re.IGNORECASE
)

_LETTERS = re.compile(r"[^\W\d_]")

MOST = 60
"""So many days of one line are read."""


@dataclass(frozen=True)
class Piece:
    """One day in a line; `first` and `last` are alike where it is no run of days. None: no calendar has it."""

    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class _Raw:
    """A day as it is written, with the month and year that it may take from the day after it."""

    match: re.Match[str]
    month: str
    year: str

    @property
    def words(self) -> str:
        found = self.match
        if found["iso"] or found["numbers"]:
            return found["iso"] or found["numbers"].replace("-", "/").replace(".", "/")
        weekday = (found["weekday"] or "").strip(" .,")
        number = re.sub(r"\D", "", found["day"] or found["after"])
        return " ".join(part for part in (weekday, number, self.month.rstrip("."), self.year) if part)


def school_year_in(text: str) -> int | None:
    """The year in which the school year begins that a heading names: "2026/27", "2026 to 2027"."""
    return next((int(found[1]) for found in _YEARS.finditer(text) if _of_a_school_year(found)), None)


def _of_a_school_year(years: re.Match[str]) -> bool:
    return (int(years[1]) + 1) % 100 == int(years[2])


def _blank(years: re.Match[str]) -> str:
    return " " * len(years[0]) if _of_a_school_year(years) else years[0]


def days_in(line: str, year: int, zone: str) -> list[Piece]:
    """The days of a line, from left to right, seen from 1 August of `year`; those joined by "to" are one run."""
    found: list[Piece] = []
    raw = _raw(line)
    at = 0
    while at < len(raw):
        one, following = raw[at], raw[at + 1] if at + 1 < len(raw) else None
        run = following is not None and _TO.fullmatch(line[one.match.end() : following.match.start()])
        other = following if run and following else one
        first = _read(one.words, year, zone)
        last = _read(other.words, year, zone, first)
        found.append(Piece(one.match.start(), other.match.end(), first, last))
        at += 2 if run else 1
    return found


def _raw(line: str) -> list[_Raw]:
    """Every day that is written with its month, or takes it from the one behind it."""
    text = _YEARS.sub(_blank, line)
    matches = [match for _, match in zip(range(MOST), _PIECE.finditer(text), strict=False)]
    found: list[_Raw] = []
    month = year = ""
    following: re.Match[str] | None = None
    for match in reversed(matches):
        own = match["of"] or match["month"] or ""
        whole = bool(match["iso"] or match["numbers"])
        joined = following is not None and _joined(text[match.end() : following.start()])
        if not own and not whole and not (joined and month):
            month, following = "", None
            continue
        year = match["y1"] or match["y2"] or (year if not own or (joined and _same(own, month)) else "")
        month = own or ("" if whole else month)
        found.append(_Raw(match, month, year))
        following = match
    return found[::-1]


def _same(one: str, other: str) -> bool:
    return one[:3].casefold() == other[:3].casefold()


def _joined(between: str) -> bool:
    return bool(_TO.fullmatch(between) or _AND.fullmatch(between))


def _read(words: str, year: int, zone: str, after: date | None = None) -> date | None:
    """The day, in the school year that begins in `year`; of a run's end without a year, the next after its beginning."""
    seen = date(year, 8, 1) if after is None else after
    found = dates.read(words, dates.at_local(seen, time(0), zone), Calendar(zone=zone))
    return found.date if found is not None and found.ask is None else None


def parts(line: str, pieces: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """The words between the days, each with the days that follow them; what stands behind the last has none."""
    start, held = 0, list[Piece]()
    words = line[: pieces[0].start] if pieces else line
    for piece in pieces:
        between = line[start : piece.start] if held else ""
        if held and not _joined(between) and _LETTERS.search(between):
            yield words, held
            words, held = between, []
        held.append(piece)
        start = piece.end
    if held:
        yield words, held
    if pieces:
        yield line[pieces[-1].end :], []
