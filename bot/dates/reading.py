"""Whole phrases that ought to be a date: our own rules come first, and what they leave is given to the engine.

The engine's answers are never called sure.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

from bot.dates import engine
from bot.dates.breaks import breaks
from bot.dates.days import local
from bot.dates.edges import edge_rules
from bot.dates.feasts import feasts
from bot.dates.meetings import meetings
from bot.dates.model import Calendar, Found, Reader, Rule, compiled, spaced
from bot.dates.months import months
from bot.dates.pieces import LEAD, MARKS, PLACES, Phrase, phrase_at
from bot.dates.relative import relative
from bot.dates.school import school
from bot.dates.settling import WHOLE, no_date, settled
from bot.dates.slips import mended
from bot.dates.stretches import stretches
from bot.dates.vague import vague_at
from bot.dates.weekday_dates import weekday_dates
from bot.dates.weekdays import weekdays
from bot.dates.weeks import week_rules
from bot.dates.welsh import welsh
from bot.dates.words import folded
from bot.dates.working import working

FAMILIES = (
    weekdays,
    relative,
    months,
    weekday_dates,
    school,
    breaks,
    week_rules,
    stretches,
    edge_rules,
    working,
    meetings,
    feasts,
    welsh,
)  # the first wins a tie
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)
LONGEST = 400  # characters of a phrase that are looked at
TRIES = 24  # places in a phrase at which a date is looked for
_NO_DATES = ("may", "24/7")
_OPENING = re.compile(
    spaced(
        r"[\s*_~`\"'(\[>•-]*(?:(?:i'd say|i would say|i'd think|i think|let's say|shall we say|say|maybe|perhaps"
        r"|probably|possibly|how about|what about|hopefully|ideally"
        r"|aim(?:ing)? for|needs? doing|must be(?: in| done)?|to be sent|yes|ok|er|um)"
        r",? ){0,3}"
    )
)
_BEHIND_VAGUE = re.compile(
    spaced(r"(?: please| pls)? ?(?:[,;:.(-] ?(?:but )?| but )")
)  # "asap - Friday latest"
_EVENT = re.compile(
    r"'s (?:\w+ ){0,2}(?:meeting|session|rehearsal|class|lesson|concert|assembly|visit|event|call|training|workshop|post|board)"
)
_WORD_BEHIND = re.compile(r"\s+[a-z]")
_MAY_FOLLOW = re.compile(
    spaced(
        r"\s+(?:at|on|in|by|for|to|or|and|if|but|so|as|please|pls|plz|thanks|thx|ta|first|earliest|latest|early|late|around"
        r"|about|when|then|ideally|hopefully|maybe|perhaps|probably|possibly|depending|with"
        r"|(?:from|until|before|after) \w|the|this"
        r"|would|will|should|can|works|ok|okay|fine|suits|best|preferably|definitely|sharp|onwards?|though|instead|again|x|i"
        r"|we|all being well|fingers crossed|weather|assuming|evening|next|following|meeting|ish|some ?time|any ?time)(?!\w)"
    )
)
_CLASH = compiled(r"(?:not|earlier|back in|except|since|last|ago|every|each|unless|if|once|when)(?!\w)")


def reader_for(text: str, at: datetime, calendar: Calendar, *, whole: bool = False) -> Reader:
    """A reader of the text, seen from the aware moment `at` in the partnership's zone.

    `whole`: all of the text ought to be a date, so that its first word may be a slip of the thumb too.
    """
    now = local(at, calendar.zone).replace(tzinfo=None)
    return Reader(mended(folded(text), whole=whole), now, calendar, RULES)


def read(phrase: str, at: datetime, calendar: Calendar) -> Found | None:
    """What a whole phrase that ought to be a date means, seen from the aware moment `at`; None if nothing.

    Never raises on any text.
    """
    reader = reader_for(phrase[:LONGEST], at, calendar, whole=True)
    start = _OPENING.match(reader.text).end()  # type: ignore[union-attr]  # it matches nothing, too
    text = reader.text.rstrip()
    if not text[start:] or phrase.strip() in _NO_DATES:
        return None
    vague = _vague(reader, phrase, start)
    if vague and vague.span[1] == len(text):
        return vague if vague_at(reader.text, start) else _whole(reader, phrase, start) or vague
    link = _BEHIND_VAGUE.match(reader.text, vague.span[1]) if vague else None
    behind = _whole(reader, phrase, link.end()) if link else None
    inside = _whole(reader, phrase, start) or behind or _inside(reader, phrase, start)
    return inside or vague or _engine(reader, phrase, start)


def _whole(reader: Reader, phrase: str, start: int) -> Found | None:
    """The phrase read from its beginning; words left over make it less sure."""
    read_so_far = phrase_at(reader, start)
    if read_so_far is None:
        return None
    rest = reader.text[read_so_far.end :].strip(" .,!?;:)]*_\"'\n\t")
    if rest and _names_something(reader, read_so_far):
        return None
    if rest.startswith(("last year", "just gone", "ago")):
        return None
    if rest and vague_at(reader.text, start, clauses=True) == len(reader.text.rstrip()):
        return None
    return settled(reader, read_so_far, phrase, certain=not rest)


def _names_something(reader: Reader, phrase: Phrase) -> bool:
    """ "Friday club", "3rd floor", "24 hours a day": the words of time belong to what follows them."""
    told = phrase.stretch
    if reader.text.startswith("'s ", phrase.end) and not _EVENT.match(reader.text, phrase.end):
        return True
    if told is None or phrase.lead or not _WORD_BEHIND.match(reader.text, phrase.end):
        return False
    firm = told.kind in ("date", "day") and not told.loose
    return not firm and not _MAY_FOLLOW.match(reader.text, phrase.end)


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
            if found and found.stretch and _stands_out(reader, found):
                return settled(reader, found, phrase, certain=False)
    return None


def _stands_out(reader: Reader, phrase: Phrase) -> bool:
    """ "the first slot on 15 September", but not "Good Friday Agreement"."""
    kind = phrase.stretch.kind if phrase.stretch else ""
    plain = bool(phrase.lead) or (kind in ("day", "date") and not (phrase.stretch and phrase.stretch.loose))
    return plain and kind not in WHOLE and not _names_something(reader, phrase)


def _engine(reader: Reader, phrase: str, start: int) -> Found | None:
    end = len(reader.text.rstrip())
    when = engine.parse(reader.text[start:end], reader.now)
    if when is None or when.date() < reader.today:
        return None
    return Found(when.date(), None, phrase[start:end], (start, end), sure=False, ask=None)
