"""Rules that repeat: "every six weeks on a Tuesday", "the first Monday of each month", "fortnightly"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates.days import after_months, nth_weekday
from bot.dates.model import compiled
from bot.dates.words import NUMBER, WEEKDAY, number, ordinal, weekday


@dataclass(frozen=True)
class Every:
    """Every so many weeks or months, on a weekday (0 is Monday), or on the nth such weekday (-1 the last)."""

    weeks: int = 0
    months: int = 0
    weekday: int | None = None
    nth: int | None = None

    def occurrences(self, first: date, count: int) -> list[date]:
        """The first `count` days of the rule, none before `first`. A month without such a day gives its last day,
        or, for an nth weekday, none."""
        if count <= 0:
            return []
        if self.months:
            return self._by_month(first, count)
        start = (
            first if self.weekday is None else first + timedelta(days=(self.weekday - first.weekday()) % 7)
        )
        if not self.weeks:
            return [start]
        return [start + timedelta(weeks=self.weeks * step) for step in range(count)]

    def _by_month(self, first: date, count: int) -> list[date]:
        found: list[date] = []
        month, step = first.replace(day=1), 0
        while len(found) < count and step < 12 * (count + 40):
            if (when := self._in(after_months(month, step), first)) and when >= first:
                found.append(when)
                step += self.months
            else:  # before the first one any month may begin the row; after it only those of the rule
                step += self.months if found else 1
        return found

    def _in(self, month: date, first: date) -> date | None:
        if self.weekday is None:
            return after_months(first, (month.year - first.year) * 12 + month.month - first.month)
        return nth_weekday(month, self.weekday, self.nth or 1)


_NTH = rf"(?:the )?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|last) (?P<nthday>{WEEKDAY})"
_ON = rf"(?:,? on (?:a |the )?(?P<onday>{WEEKDAY})(?! (?:the )?[0-9]))"
_OF_MONTH = r"(?: (?:of|in) (?:each|every|the|a) month(?!\w))"
_OFTEN = (
    rf"(?:every|each) (?:(?P<step>other|second|third|fourth|{NUMBER}) )?"
    rf"(?:(?P<unit>weeks?|wks?|fortnights?|months?|quarters?)(?!\w)|(?P<day>{WEEKDAY}))"
    r"|(?P<word>weekly|fortnightly|bi-?weekly|monthly|quarterly|bi-?monthly)(?!\w)"
)
RULES = (
    compiled(rf"(?:every|on|each)? ?{_NTH}{_OF_MONTH}"),
    compiled(rf"(?:every|each) {_NTH}(?!\w)"),
    compiled(rf"(?:{_OFTEN})(?:(?:,? on)? {_NTH}{_OF_MONTH}?|{_ON})?"),
)
UNREAD = compiled(
    r"(?:every|each|daily|termly|half-?termly|annually|yearly|twice a \w+|once a \w+|\w+ times a \w+)(?!\w)(?: \w+)?"
)
_WORDS = {
    "weekly": (1, 0),
    "fortnightly": (2, 0),
    "biweekly": (2, 0),
    "monthly": (0, 1),
    "quarterly": (0, 3),
    "bimonthly": (0, 2),
}
_UNITS = {"w": (1, 0), "f": (2, 0), "m": (0, 1), "q": (0, 3)}


def read_every(text: str) -> tuple[Every | None, tuple[int, int]] | None:
    """The rule in a folded text and where its words stand; no rule where they speak of one that is not known
    ("twice a term"); None where nothing repeats."""
    for pattern in RULES:
        if match := pattern.search(text):
            return _made(match), match.span()
    unread = UNREAD.search(text)
    return (None, unread.span()) if unread else None


def _made(match: re.Match[str]) -> Every | None:
    said = {name: words for name, words in match.groupdict().items() if words}
    weeks, months = _pace(said)
    if "nth" in said:
        nth = -1 if said["nth"] == "last" else ordinal(said["nth"])
        return Every(months=months or 1, weekday=weekday(said["nthday"]), nth=nth) if not weeks else None
    day = said.get("onday") or said.get("day")
    if months and day:
        return None  # "every month on a Tuesday": which one?
    return (
        Every(weeks=weeks, months=months, weekday=weekday(day) if day else None) if weeks or months else None
    )


def _pace(said: dict[str, str]) -> tuple[int, int]:
    """Weeks and months between two occurrences."""
    if "word" in said:
        return _WORDS[said["word"].replace("-", "")]
    weeks, months = (1, 0) if "day" in said else _UNITS.get(said.get("unit", " ")[0], (0, 0))
    step = said.get("step", "one")
    times = {"other": 2, "second": 2, "third": 3, "fourth": 4}.get(step) or number(step)
    return weeks * times, months * times
