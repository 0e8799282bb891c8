"""Whole phrases that ought to be a date: our own rules come first, and what they leave is given to the engine.

The engine's answers are never called sure.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from bot.dates import engine
from bot.dates.days import local
from bot.dates.feasts import feasts
from bot.dates.meetings import meetings
from bot.dates.model import Calendar, Found, Reader, Rule, compiled
from bot.dates.months import months
from bot.dates.pieces import LEAD, MARKS, PLACES, phrase_at
from bot.dates.relative import relative
from bot.dates.school import school
from bot.dates.settling import WHOLE, no_date, settled
from bot.dates.stretches import stretches
from bot.dates.vague import vague_at
from bot.dates.weekdays import weekdays
from bot.dates.words import folded
from bot.dates.working import working

FAMILIES = (weekdays, relative, months, school, stretches, working, meetings, feasts)  # the first wins a tie
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)
LONGEST = 400  # characters of a phrase that are looked at
TRIES = 24  # places in a phrase at which a date is looked for
_CLASH = compiled(r"(?:not|except|since|last|ago|every|each|unless|if|once|when)(?!\w)")


def reader_for(text: str, at: datetime, calendar: Calendar) -> Reader:
    """A reader of the text, seen from the aware moment `at` in the partnership's zone."""
    return Reader(folded(text), local(at, calendar.zone).replace(tzinfo=None), calendar, RULES)


def read(phrase: str, at: datetime, calendar: Calendar) -> Found | None:
    """What a whole phrase that ought to be a date means, seen from the aware moment `at`; None if nothing.

    Never raises on any text.
    """
    reader = reader_for(phrase[:LONGEST], at, calendar)
    start = len(reader.text) - len(reader.text.lstrip())
    text = reader.text.rstrip()
    if not text[start:]:
        return None
    vague = _vague(reader, phrase, start)
    if vague and vague.span[1] == len(text):
        return _whole(reader, phrase, start) or vague
    inside = _whole(reader, phrase, start) or _inside(reader, phrase, start)
    return inside or vague or _engine(reader, phrase, start)


def _whole(reader: Reader, phrase: str, start: int) -> Found | None:
    """The phrase read from its beginning; words left over make it less sure."""
    read_so_far = phrase_at(reader, start)
    if read_so_far is None:
        return None
    rest = reader.text[read_so_far.end :].strip(" .,!?;:)]*_\"'\n\t")
    if rest and vague_at(reader.text, start, clauses=True) == len(reader.text.rstrip()):
        return None
    return settled(reader, read_so_far, phrase, certain=not rest)


def _vague(reader: Reader, phrase: str, start: int) -> Found | None:
    lead = LEAD.match(reader.text, start)
    begins = [start, MARKS.match(reader.text, lead.end()).end()] if lead else [start]  # type: ignore[union-attr]
    ends = [end for begin in begins if (end := vague_at(reader.text, begin, clauses=True))]
    return no_date(phrase, start, max(ends)) if ends else None


def _inside(reader: Reader, phrase: str, start: int) -> Found | None:
    """A date somewhere in the phrase ("the first slot on 15 September"); never sure."""
    if not _CLASH.search(reader.text):
        for place in islice(PLACES.finditer(reader.text, start + 1), TRIES):
            found = phrase_at(reader, place.start())
            if found and found.stretch and found.stretch.kind not in WHOLE:
                return settled(reader, found, phrase, certain=False)
    return None


def _engine(reader: Reader, phrase: str, start: int) -> Found | None:
    end = len(reader.text.rstrip())
    when = engine.parse(reader.text[start:end], reader.now)
    if when is None or when.date() < reader.today:
        return None
    return Found(when.date(), None, phrase[start:end], (start, end), sure=False, ask=None)
