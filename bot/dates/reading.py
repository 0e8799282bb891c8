"""From words to a day: a phrase is read piece by piece, the pieces are put together, and "before" is taken off.

Our own rules come first; what they leave is given to the engine, and its answers are never called sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.dates import engine
from bot.dates.days import earlier_working_day, later_working_day, local
from bot.dates.feasts import feasts
from bot.dates.meetings import meetings
from bot.dates.model import Calendar, Found, Reader, Rule, Stretch, compiled, spaced
from bot.dates.months import agreeing, months
from bot.dates.relative import relative
from bot.dates.school import school
from bot.dates.stretches import friday_of, stretches
from bot.dates.times import PART, clock_at
from bot.dates.vague import vague_at
from bot.dates.weekdays import weekdays
from bot.dates.words import TIMELY, folded
from bot.dates.working import working

FAMILIES = (weekdays, relative, months, school, stretches, working, meetings, feasts)  # the first wins a tie
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)
WHOLE = ("month", "year", "quarter", "term")  # too long to be taken for a day
LONGEST = 400  # characters of a phrase that are looked at
TRIES = 24  # places in a phrase at which a date is looked for

_BEFORE = r"before|ahead of|prior to|in advance of|this side of|in time for before"
_AFTER = r"after|following"
_BY = (
    r"by or before|on or before|in time for|no later than|not later than|by the latest|at the latest(?: by)?"
    r"|latest|up until|due(?: date| in)?(?: (?:by|on|is|for|in))?|deadline(?: (?:is|of|for|by))?"
    r"|target(?: date)?|complet(?:e|ed|ion)(?: by| on)?|eta"
    r"|(?:to be )?(?:done|finished|ready|submitted|completed|returned|in)(?: by| on| for)"
    r"|by|on|for|until|till|til|at|in|within|over|during|around|about|approximately|from|@"
)
_MARKS = r"[\s:*_~`\"'(\[,=]{0,4}"
LEAD = re.compile(spaced(rf"(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<by>{_BY}))(?![\w])"))
MARKS = re.compile(_MARKS)
GLUE = re.compile(
    spaced(
        r"(?:[\s,.*_(]|@|-(?= )|(?:at(?! ?[0-9])|on|in|the|of|by|around|about|approximately|approx|circa"
        r"|as|possible|sharp)(?!\w)){0,8}"
    )
)
TAIL = re.compile(
    spaced(
        r",? (?:at the (?:very )?latest|latest|or (?:sooner|earlier|before|so|thereabouts)|if possible)(?!\w)"
    )
)
# Where a phrase of time may begin: a word of time, or a small word with one not far behind.
PLACES = re.compile(
    rf"(?<![\w/.'-])(?:(?={TIMELY})|(?:[a-z]{{1,9}}|[0-9]{{1,3}})(?!\w)(?=[^.;!?\n]{{1,30}}?{TIMELY}))"
)
_CLASH = re.compile(compiled(r"(?:not|except|since|last|ago|every|each|unless|if|once|when)(?!\w)").pattern)


@dataclass
class Phrase:
    """What has been read so far, from one place in the text."""

    start: int
    end: int
    stretch: Stretch | None = None
    time: time | None = None
    part: bool = False  # "close of play", "lunchtime": of today unless a day is said
    lead: str = ""  # by, before, after, in; or none
    at: int = 0  # where the words after the lead begin


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


def no_date(phrase: str, start: int, end: int) -> Found:
    """Words of time that are kept as words."""
    return Found(None, None, phrase[start:end], (start, end), sure=True, ask=None)


def phrase_at(reader: Reader, start: int, *, strict: bool = False, leads: int = 2) -> Phrase | None:
    """Leads, days and times that begin at `start`; with `strict`, nothing that is a date only where one ought to be."""
    whole = _pieces(reader, Phrase(start, start, at=start), strict=strict)
    led = _led(reader, start, strict=strict, leads=leads)
    best = led if led and led.end > whole.end else whole
    return best if _says(best) else None


def _led(reader: Reader, start: int, *, strict: bool, leads: int) -> Phrase | None:
    """A phrase behind a lead ("by", "due before"); of two leads the inner one says more."""
    lead = LEAD.match(reader.text, start) if leads else None
    marks = MARKS.match(reader.text, lead.end()) if lead else None
    inner = phrase_at(reader, marks.end(), strict=strict, leads=leads - 1) if marks else None
    if lead is None or inner is None:
        return None
    side = lead.lastgroup or "by"
    if side == "by":
        side = inner.lead or ("in" if lead[0] in ("in", "over", "during", "within") else "by")
    inner.lead, inner.start = side, start
    return inner


def _says(phrase: Phrase) -> bool:
    return bool(phrase.stretch or phrase.time or phrase.part)


def _pieces(reader: Reader, phrase: Phrase, *, strict: bool) -> Phrase:
    """Takes pieces from the text for as long as each one fits with those before."""
    at = phrase.start
    for _ in range(6):
        if (end := _piece(reader, phrase, at, strict=strict)) is None:
            break
        phrase.end = end
        glue = GLUE.match(reader.text, end)
        at = glue.end() if glue else end
    if _says(phrase) and (tail := TAIL.match(reader.text, phrase.end)):
        phrase.end = tail.end()
    return phrase


def _piece(reader: Reader, phrase: Phrase, at: int, *, strict: bool) -> int | None:
    """The longest of a day, a time and a part of the day; where it ends."""
    told = reader.stretch(at)
    if told and strict and told.loose:
        told = None
    hour = clock_at(reader.text, at) if phrase.time is None else None
    part = PART.match(reader.text, at)
    ends = (told.end if told else -1, hour.end if hour else -1, part.end() if part else -1)
    if max(ends) < 0:
        return None
    if hour and hour.end == max(ends):
        phrase.time = hour.time
    elif told and told.end == max(ends):
        return _add(reader, phrase, told)
    elif part:
        phrase.part = phrase.part or bool(part["today"])
    return max(ends)


def _add(reader: Reader, phrase: Phrase, told: Stretch) -> int | None:
    both = merged(reader, phrase.stretch, told) if phrase.stretch else told
    if both is None:
        return None
    phrase.stretch = both
    phrase.time = phrase.time or told.time
    return told.end


_PAIRS = {"weekday": 3, "week": 2, "day": 1, "ordinal": 0, "date": 0, "feast": 0}


def merged(reader: Reader, one: Stretch, two: Stretch) -> Stretch | None:
    """Two stretches said together, as one; None if they belong to different things."""
    if one.ask or two.ask or one.kind == two.kind or not {one.kind, two.kind} <= _PAIRS.keys():
        return None
    loose, firm = sorted((one, two), key=lambda s: -_PAIRS[s.kind])
    if loose.kind == "weekday":
        return _weekday_of(reader, loose, firm)
    return firm.but(sure=True) if loose.first == firm.first else None


def _weekday_of(reader: Reader, name: Stretch, firm: Stretch) -> Stretch | None:
    number = name.first.weekday()
    if firm.kind == "week":
        when = firm.first + timedelta(days=number)
        return firm.but(first=when, last=when, kind="day", sure=True)
    return agreeing(reader, number, firm)


def settled(reader: Reader, phrase: Phrase, text: str, *, certain: bool = True) -> Found | None:
    """What was read, as an answer."""
    told = phrase.stretch
    span = (phrase.start, phrase.end)
    words = text[slice(*span)]
    if told is None:
        return _today(reader, phrase, words, certain=certain)
    if told.ask and told.ask != "two_faced":
        return Found(None, phrase.time, words, span, sure=False, ask=told.ask, tied=told.tied)
    try:
        when, sure = _day(reader, phrase, told)
    except (OverflowError, ValueError):
        return None
    if when is None:
        return Found(None, phrase.time, words, span, sure=False, ask="no_terms")
    return Found(when, phrase.time, words, span, sure and certain, told.ask, told.tied)


def _today(reader: Reader, phrase: Phrase, words: str, *, certain: bool) -> Found:
    """A time without a day: the next such moment."""
    passed = phrase.time is not None and phrase.time <= reader.now.time()
    when = reader.today + timedelta(days=1 if passed else 0)
    return Found(when, phrase.time, words, (phrase.start, phrase.end), sure=certain and not passed, ask=None)


def _day(reader: Reader, phrase: Phrase, told: Stretch) -> tuple[date | None, bool]:
    """The day that a stretch comes to, and whether that is sure, given what was said in front of it."""
    if phrase.lead == "before" and phrase.time is None and not phrase.part:
        return _before(reader, told)
    if phrase.lead == "after":
        day, sure = _after(reader, told)
        return day, sure and not told.tied  # during a meeting "after the meeting" is tonight
    if told.kind == "week":
        return friday_of(reader, told), False
    if told.kind == "weekend":
        return (told.first - timedelta(days=1) if phrase.lead == "by" else told.last), False
    if told.kind in ("break", "open break"):
        return (told.last, False) if phrase.lead == "in" else _before(reader, told)
    if told.kind == "term" and told.first > reader.today and phrase.lead != "in":
        return told.first, False
    if told.kind in WHOLE:
        return (told.first if phrase.lead == "by" and told.first > reader.today else told.last), False
    return told.first, told.sure


def _before(reader: Reader, told: Stretch) -> tuple[date, bool]:
    if told.edge:
        return told.first, told.sure
    day = told.first - timedelta(days=1)
    if told.kind == "break":
        return earlier_working_day(day, reader.calendar), told.sure
    return day, told.sure


def _after(reader: Reader, told: Stretch) -> tuple[date | None, bool]:
    """The day after; after a break or a feast, the first working day."""
    if told.kind == "open break":
        return None, False
    day = told.last + timedelta(days=1)
    if told.kind in ("break", "feast", "term"):
        return later_working_day(day, reader.calendar), told.sure and told.kind == "break"
    return day, told.sure and told.kind != "weekday"
