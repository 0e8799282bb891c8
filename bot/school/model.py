"""What the reading of school dates is made of: single facts as somebody wrote them, and the terms that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dates import Term

Kind = Literal[
    "term",
    "begins",
    "ends",
    "half_term",
    "half_before",
    "half_begins",
    "half_ends",
    "half_after",
    "holiday",
    "closed",
    "known",
]
"""What a fact tells of: `half_before` is the last day before the break, `half_after` the first one back, `known` a bank
holiday."""

Season = Literal["", "autumn", "spring", "summer"]

Code = Literal["impossible", "backwards", "overlap", "no_end", "no_start", "half_outside", "too_long"]
"""Why dates cannot be used as they are."""


@dataclass(frozen=True)
class Fact:
    """One thing that was said, with its days, last day included; `words` are those in which it was said."""

    kind: Kind
    first: date
    last: date
    season: Season = ""
    words: str = ""


@dataclass(frozen=True)
class Closed:
    """A day, or a run of days, on which nobody works."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """What has to be asked about: the words as they were given, or the name of the term."""

    code: Code
    words: str


@dataclass(frozen=True)
class Understood:
    """What a text or a calendar says. `unclear` are its lines with days in them of which nothing was made."""

    terms: tuple[Term, ...] = ()
    closed: tuple[Closed, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything in it to keep."""
        return bool(self.terms or self.closed)
