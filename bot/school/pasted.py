"""Term dates as people paste them from a page of a school or council: lines become facts.

A line may hold all of a term ("Autumn term: 2 September to 18 December, half term 26 to 30 October"), or a heading may say what
the lines below it are about. What a line with days in it tells of nothing is handed back, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.dates.slips import month_meant
from bot.school.days import Piece, days_in, parts, school_year_in
from bot.school.kinds import kind_of, season_of
from bot.school.model import Fact, Kind, Problem, Season
from storage.terms import school_year

LONGEST, MOST_LINES = 20_000, 300
"""Characters and lines of a text that are looked at."""

MOST_DAYS = 240
"""Days of a text that are read, which is what costs time; lines behind them are handed back."""

_BEHIND_A_NUMBER = re.compile(r"\b([0-9]{1,2}(?:st|nd|rd|th)?\s{1,3}(?:of\s)?)([a-z]{5,10})\b", re.IGNORECASE)
_LEFT = re.compile(
    r"\b[0-9]{1,2}(?:st|nd|rd|th)?\s{0,3}(?:to|until|till|[-–—])\s{0,3}[0-9]{1,2}\b|\b[0-9]{1,2}(?:st|nd|rd|th)\b"
)
"""Numbers that look like days, in words that no day was read from."""

_LETTERS = re.compile(r"[^\W\d_]")
_BARE_YEAR = re.compile(r"\b(20[0-9]{2})\b")
_EDGES = " \t*_•·|:;,.–—-#>()[]"


@dataclass
class Lines:
    """What a text says, and what has been said so far of the lines to come."""

    year: int
    zone: str
    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    season: Season = ""
    heading: Kind | None = None
    name: str = ""
    days: int = 0


def read_lines(text: str, today: date, zone: str) -> Lines:
    """The facts in a text, in the school year that its days fit best: the one it names, else this one, the next or the last.

    Never raises on any text.
    """
    lines = [line.strip() for line in text[:LONGEST].splitlines() if line.strip()][:MOST_LINES]
    named = next((year for line in lines if (year := school_year_in(line))), None)
    this = school_year(today)
    years = [named] if named else [this, this + 1, this - 1]
    tried = [_read(lines, Lines(year, zone)) for year in years]
    return min(tried, key=lambda one: len(one.problems))


def _read(lines: Sequence[str], so_far: Lines) -> Lines:
    for line in lines:
        if year := school_year_in(line):
            so_far.year = year
        if so_far.days >= MOST_DAYS:
            so_far.unclear.append(line)
            continue
        spelt = _BEHIND_A_NUMBER.sub(_spelt, line)
        pieces = days_in(spelt, so_far.year, so_far.zone)
        so_far.days += len(pieces)
        if pieces:
            _dated(spelt, pieces, so_far)
        else:
            _headed(line, so_far)
        if _something_left(spelt, pieces) and line not in so_far.unclear:
            so_far.unclear.append(line)
    return so_far


def _spelt(found: re.Match[str]) -> str:
    """A month behind a number, with a slip in it put right."""
    return f"{found[1]}{month_meant(found[2]) or found[2]}"


def _something_left(line: str, pieces: Sequence[Piece]) -> bool:
    """Whether days are named beside those that were read: nobody is to believe that they were kept."""
    for piece in reversed(pieces):
        line = line[: piece.start] + "\n" + line[piece.end :]
    return bool(_LEFT.search(line))


def _headed(line: str, so_far: Lines) -> None:
    """A line without days says what those below it are about: "Autumn term 2026", "INSET days"."""
    season, kind = season_of(line), kind_of(line)
    so_far.season = season or so_far.season
    so_far.heading = None if season else kind or so_far.heading
    so_far.name = line.strip(_EDGES)
    if season and (found := _BARE_YEAR.search(line)) and not school_year_in(line):
        so_far.year = int(found[1]) - (season != "autumn")


def _dated(line: str, pieces: list[Piece], so_far: Lines) -> None:
    told = list(parts(line, pieces))
    if not _LETTERS.search(told[0][0]) and len(told) > 1 and _LETTERS.search(told[1][0]):
        behind = [one for one, _ in told[1:]]  # "2 September: term begins"
        told = [(behind[place], days) for place, (_, days) in enumerate(told) if days]
    for words, days in told:
        if days:
            _told(words, days, line, so_far)


def _told(words: str, days: list[Piece], line: str, so_far: Lines) -> None:
    """One group of days with the words that say what they are."""
    if any(day.first is None or day.last is None for day in days):
        so_far.problems.append(Problem("impossible", line[days[0].start : days[-1].end]))
        return
    season, kind = season_of(words), _kind(words, days, so_far)
    if season and kind == "term":
        so_far.season, so_far.heading = season, None
    if kind is None:
        so_far.unclear.append(line)
        return
    name = words.strip(_EDGES) or so_far.name
    so_far.facts += _facts(kind, season or so_far.season, name, days, line)


def _kind(words: str, days: list[Piece], so_far: Lines) -> Kind | None:
    if kind := kind_of(words):
        return kind
    if so_far.heading or _LETTERS.search(words):
        return so_far.heading
    return "term" if so_far.season and days[0].first != days[-1].last else None


def _facts(kind: Kind, season: Season, name: str, days: list[Piece], line: str) -> list[Fact]:
    """A list of closed days is one fact for each; of a term the first and last day count, and a break between them."""
    runs = [(day.first, day.last) for day in days if day.first and day.last]
    if kind in ("closed", "known", "holiday"):
        return [Fact(kind, first, last, season, name) for first, last in runs]
    whole = Fact(kind, runs[0][0], runs[-1][1], season, line)
    if kind == "term" and len(runs) > 2:
        inner = (runs[1][0], runs[-2][1])
        return [whole, Fact("half_term", *inner, season, line)]
    return [whole]
