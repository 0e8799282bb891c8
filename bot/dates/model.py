"""What the reading of words of time is made of: a partnership's calendar, what was found, and one rule.

A rule is a pattern and a function. It is tried at a place in the text and gives a `Stretch`: a day or a run of
days. Rules come in families, one file each, and may ask the reader for a further stretch ("a week before ...").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

DEEPEST = 4  # "the day before the day before the day before the day before" is where patience ends


@dataclass(frozen=True)
class Term:
    """A school term, first and last day included."""

    name: str
    start: date
    end: date
    half_term: tuple[date, date] | None = None


@dataclass(frozen=True)
class Calendar:
    """What a partnership knows of its own days. `meetings` are aware moments, earliest first.

    `closed` are days on which nobody works, besides weekends and the nation's bank holidays.
    """

    zone: str = "Europe/London"
    nation: str = "ENG"
    meetings: Sequence[datetime] = ()
    terms: Sequence[Term] = ()
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Found:
    """Words of time and what they mean. `date` is None for words without a day ("asap") and where `ask` is set
    because there can be none; `sure` is False where the answer should be said back with particular care."""

    date: date | None
    time: time | None
    words: str
    span: tuple[int, int]
    sure: bool
    ask: str | None
    tied: str | None = None


@dataclass(frozen=True)
class Stretch:
    """A day, or a run of days, as a rule reads it; `end` is where its words end."""

    first: date
    last: date
    end: int
    kind: str = "day"  # day, weekday, date, ordinal, week, month, year, term, new (of one that begins), break
    sure: bool = True
    ask: str | None = None
    tied: str | None = None
    loose: bool = False  # read only where a date ought to be ("3 weeks"), never picked out of a line
    edge: bool = False  # already an end: "before the end of March" is by that end
    agreed: bool = True  # False where the organisations keep different dates for it
    time: time | None = None  # four digits after a date that can only be a clock

    def but(self, **changes: object) -> Stretch:
        """The same stretch with some changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


Make = Callable[["Reader", "re.Match[str]"], "Stretch | None"]


@dataclass(frozen=True)
class Rule:
    """One way of putting a day into words."""

    pattern: re.Pattern[str]
    make: Make


_SPACE = re.compile(r"\[[^]]*\]| \?| ")  # a set of characters keeps its spaces
_SPACES = {" ?": r"\s{0,3}", " ": r"\s{1,3}"}


def spaced(pattern: str) -> str:
    """The pattern with each space standing for one to three of any kind: bounded, so that nothing backtracks far."""
    return _SPACE.sub(lambda found: _SPACES.get(found[0], found[0]), pattern)


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words, spaced as above."""
    return re.compile(r"(?<![\w£$€])(?:" + spaced(pattern) + ")")


@dataclass
class Family:
    """The rules of one file."""

    rules: list[Rule] = field(default_factory=list)

    def rule(self, pattern: str) -> Callable[[Make], Make]:
        """Adds the function below it as what the pattern means."""

        def add(make: Make) -> Make:
            self.rules.append(Rule(compiled(pattern), make))
            return make

        return add


_LEADS_TO = re.compile(
    r"(?<![\w'])(?:by|on|before|due|until|till|for|from|after|next|nxt|this|coming|than|of|every|in|due date|deadline"
    r"|w/[ceb])[\s:*_(]{1,3}$|@\s?$"
)


@dataclass
class Reader:
    """One reading: the folded text, the partnership's own wall clock time, and the rules."""

    text: str
    now: datetime
    calendar: Calendar
    rules: Sequence[Rule]
    depth: int = 0
    known: dict[int, Stretch | None] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    def led(self, start: int) -> bool:
        """Whether a word that leads to a date stands right before the place."""
        return bool(_LEADS_TO.search(self.text[max(0, start - 16) : start]))

    def stretch(self, start: int) -> Stretch | None:
        """The longest stretch that any rule reads at `start`; each place is read once."""
        if start not in self.known:
            if self.depth >= DEEPEST:
                return None
            self.known[start] = self._stretch(start)
        return self.known[start]

    def _stretch(self, start: int) -> Stretch | None:
        self.depth += 1
        read = [s for s in (self._try(rule, start) for rule in self.rules) if s]
        self.depth -= 1
        return max(read, key=lambda s: s.end, default=None)

    def _try(self, rule: Rule, start: int) -> Stretch | None:
        match = rule.pattern.match(self.text, start)
        if match is None:
            return None
        try:
            return rule.make(self, match)
        except (ValueError, OverflowError):  # beyond the calendar: year 10000 and the like
            return None


def day(when: date, end: re.Match[str] | int, **more: object) -> Stretch:
    """A stretch of one day that ends with the match."""
    stop = end if isinstance(end, int) else end.end()
    return Stretch(when, when, stop).but(**more)


def asked(reader: Reader, code: str, end: re.Match[str] | int, **more: object) -> Stretch:
    """Words of time that must be asked about; the day in it means nothing."""
    return day(reader.today, end, ask=code, sure=False, **more)
