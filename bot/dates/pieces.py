"""A phrase of time is put together piece by piece: leads ("by", "before"), days, times and parts of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

from bot.dates.model import Reader, Stretch, spaced
from bot.dates.times import PART, clock_at
from bot.dates.weekday_dates import agreeing
from bot.dates.words import BEFORE, TIMELY

_NEAR = r"(?:(?:just|well|shortly|right|straight|immediately|soon|directly|some time) )?"
_FIXED_TO = r"(?=[- ](?:the |half|term|easter|christmas|xmas|new|summer|meeting))"
_BEFORE = rf"{_NEAR}(?:{BEFORE})|cyn|in advance of|this side of|in time for before|pre{_FIXED_TO}"
_AFTER = rf"{_NEAR}(?:after|following)|ar ôl|post{_FIXED_TO}"
_BY = (
    r"by or before|on or before|before or on|by or on|(?:by )?(?:no|not) later th[ae]n|in time for"
    r"|by the latest|at the latest(?: by)?"
    r"|(?:ideally|hopefully|preferably|definitely|latest)(?: by)?|up to|not after|at least|(?:not|no) less than|a minimum of"
    r"|(?:any ?time|some ?time|any day|some day|at some point|later)(?: in| on| during)?|(?:by )?(?:roughly|circa|approx\.?|c\.)"
    r"|(?:not|no earlier|no sooner) (?:before|until|than)|latest|up until"
    r"|due(?: date| in)?(?: (?:by|on|is|for|in))?|deadline(?: (?:is|of|for|by))?"
    r"|target(?: date)?|complet(?:e|ed|ion)(?: by| on)?|eta"
    r"|(?:to be )?(?:done|finished|ready|submitted|completed|returned|in)(?: by| on| for)"
    r"|erbyn|ar(?= )|by|on|for|until|till|til|at|in|within|over|during|around|about|approximately|from|starting|as (?:of|from)|@"
)
_MARKS = r"[\s:*_~`\"'(\[,=-]{0,4}"
LEAD = re.compile(spaced(rf"(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<by>{_BY}))(?![\w])"))
MARKS = re.compile(_MARKS)
GLUE = re.compile(
    spaced(
        r"(?:[\s,.*_(]|@(?! ?[0-9])|-(?= )|(?:at(?! ?[0-9])|on|in|the|of|by(?! ?[0-9])|around|about|approximately|approx|circa"
        r"|as|possible|sharp)(?!\w)){0,8}"
    )
)
TAIL = re.compile(
    spaced(
        r"[ -]?ish(?!\w)|,? (?:at (?:the )?(?:very )?latest|latest|or (?:sooner|earlier|before|so|thereabouts)|if poss(?:ible)?"
        r"|some ?time|at some point)(?!\w)"
    )
)
# Where a phrase of time may begin: a word of time, or a small word with one not far behind.
PLACES = re.compile(
    rf"(?<![\w/.'-])(?:(?={TIMELY})|(?:[a-z]{{1,9}}|[0-9]{{1,3}})(?!\w)(?=[^.;!?\n]{{1,30}}?{TIMELY}))"
)


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
        side = inner.lead or ("in" if lead[0] in ("in", "at", "over", "during", "within") else "by")
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
    _add_later(reader, phrase, strict=strict)
    if _says(phrase) and (tail := TAIL.match(reader.text, phrase.end)):
        phrase.end = tail.end()
    return phrase


_OR = re.compile(spaced(r" ?(?:[-/&]|(?:or|and|to)(?!\w)) ?(?:the )?"))


def _add_later(reader: Reader, phrase: Phrase, *, strict: bool) -> None:
    """ "the 10th or 11th", "30 November to 2 December", "9/12 or 10/12": the later of the two, which is not sure."""
    one, link = phrase.stretch, _OR.match(reader.text, phrase.end)
    if one is None or link is None or one.ask or one.tied or one.kind not in _DATED:
        return
    two = reader.stretch(link.end())
    if two and two.kind in _DATED and not two.ask and not (strict and two.loose) and two.last >= one.last:
        phrase.stretch, phrase.end = two.but(sure=False), two.end


def _piece(reader: Reader, phrase: Phrase, at: int, *, strict: bool) -> int | None:
    """The longest of a day, a time and a part of the day; where it ends."""
    told = reader.stretch(at)
    if told and strict and told.loose:
        told = None
    hour = clock_at(reader.text, at) if phrase.time is None else None
    if hour and strict and hour.loose:
        hour = None
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


_DATED = ("day", "date", "ordinal")
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
    if firm.kind == "week" or firm.last - firm.first == timedelta(days=6):  # or "w/c 7 December"
        when = firm.first + timedelta(days=number)
        return firm.but(first=when, last=when, kind="day", sure=True)
    return agreeing(reader, number, firm)
