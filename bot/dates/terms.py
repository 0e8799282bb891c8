"""The terms of a partnership as its several organisations keep them, joined into one row of terms ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates.model import Reader, Stretch, Term, asked

DAY = timedelta(days=1)
_NAMES = {
    "christmas": "autumn",
    "xmas": "autumn",
    "winter": "autumn",
    "michaelmas": "autumn",
    "easter": "spring",
    "lent": "spring",
    "whit": "summer",
    "whitsun": "summer",
}
_SEASONS = ("spring", "spring", "spring", "summer", "summer", "summer", "summer", *["autumn"] * 5)  # by month
SEASON = r"(?:autumn|spring|summer|winter|christmas|xmas|easter|michaelmas|lent|whit(?:sun)?)"
HALF_TERM = r"half[ -]?term"


@dataclass
class _Season:
    """One term as all the organisations keep it: from the first that begins to the first that ends."""

    start: date
    end: date
    half_term: tuple[date, date] | None
    agreed: bool = True

    def joined(self, term: Term) -> None:
        """Takes in another organisation's dates of the same term; where they differ, nothing is sure."""
        halves = [half for half in (self.half_term, term.half_term) if half]
        both = (min(h[0] for h in halves), max(h[1] for h in halves)) if halves else None
        self.agreed = self.agreed and (self.start, self.end) == (term.start, term.end)
        self.agreed = self.agreed and all(half == both for half in halves)
        self.start, self.end = min(self.start, term.start), min(self.end, term.end)
        self.half_term = both


def ahead(reader: Reader, season: str | None = None, *, over: bool = False) -> list[_Season]:
    """Terms that are not over (`over`: those too), earliest first; those of a season where one is said."""
    found: list[_Season] = []
    for term in sorted(reader.calendar.terms, key=lambda term: term.start):
        if (term.end < reader.today and not over) or (season and not _of(term, season)):
            continue
        if found and term.start < found[-1].end:
            found[-1].joined(term)
        else:
            found.append(_Season(term.start, term.end, term.half_term))
    return found


def _of(term: Term, season: str) -> bool:
    """By its name, or where that tells nothing ("Term 3") by the month it begins in."""
    name, said = term.name.lower(), _NAMES.get(season, season)
    named = next((s for s in ("autumn", "spring", "summer") if s in name), None)
    return (named or _NAMES.get(name) or _SEASONS[term.start.month - 1]) == said


def unknown(reader: Reader, match: re.Match[str]) -> Stretch:
    return asked(reader, "no_terms", match)
