"""Planning a meeting in plain words: what is neither day nor time nor length nor place nor rule is its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.dates.breaks import breaks
from bot.dates.lengths import read_minutes
from bot.dates.meetings import meetings
from bot.dates.model import Calendar, Reader, compiled
from bot.dates.pieces import PLACES, Phrase, phrase_at
from bot.dates.reading import FAMILIES, reader_for
from bot.dates.repeating import Every, read_every
from bot.dates.school import school
from bot.dates.settling import WHOLE, settled
from bot.dates.times import clock_at

LONGEST = 600
TRIES = 40  # places at which a day or a time is looked for
# "Steering group meeting" and "Spring term planning" are names here.
RULES = tuple(
    rule for family in FAMILIES if family not in (meetings, school, breaks) for rule in family.rules
)


@dataclass(frozen=True)
class Plan:
    """A meeting as somebody planned it. `ask` names the first thing that must still be asked:
    "impossible", "two_faced", "rule", "no_name", "no_day", "no_time", or another code of `Found.ask`."""

    name: str
    day: date | None
    time: time | None
    minutes: int | None
    place: str | None
    every: Every | None
    ask: str | None


@dataclass
class _Draft:
    """What is left of the text while pieces are taken from it; what is taken leaves bars of the same length."""

    text: str
    low: str
    minutes: int | None = None
    time: time | None = None
    every: Every | None = None
    day: date | None = None
    ask: str | None = None

    def take(self, start: int, end: int) -> str:
        """Takes the words out and gives them as they were written."""
        words = self.text[start:end]
        bars = "|" * (end - start)
        self.text = self.text[:start] + bars + self.text[end:]
        self.low = self.low[:start] + bars + self.low[end:]
        return words


def read_plan(text: str, at: datetime, calendar: Calendar) -> Plan:
    """The meeting that the words plan, seen from the aware moment `at`. Order is free, commas are optional."""
    whole = text[:LONGEST]
    draft = _Draft(whole, reader_for(whole, at, calendar).text)
    _take_rule(draft)
    _take_hours(draft)
    _take_length(draft)
    _take_day(draft, at, calendar)
    taken = _take_place(draft)
    name, rest = _name(draft.text)
    place = ", ".join(words for words in (taken, rest) if words) or None
    ask = draft.ask or _missing(name, draft)
    return Plan(name, draft.day, draft.time, draft.minutes, place, draft.every, ask)


def _missing(name: str, draft: _Draft) -> str | None:
    if not name:
        return "no_name"
    if draft.day is None:
        return "no_day"
    return "no_time" if draft.time is None else None


def _take_rule(draft: _Draft) -> None:
    found = read_every(draft.low)
    if found:
        draft.every, span = found
        draft.take(*span)
        draft.ask = None if draft.every else "rule"


_HALF = r"(?:am|pm)"
HOURS = compiled(
    rf"(?:from )?(?P<start>[0-9]{{1,2}}(?:[:.][0-9]{{2}})?) ?(?P<half>{_HALF})? ?(?:-|to|until|till) ?"
    rf"(?P<end>[0-9]{{1,2}}(?:[:.][0-9]{{2}})?) ?(?P<last>{_HALF})?(?![\w/])"
)


def _take_hours(draft: _Draft) -> None:
    """ "2pm-3.30pm", "2-4pm", "14:00 to 15:30": a start and a length."""
    for match in HOURS.finditer(draft.low):
        if not (match["half"] or match["last"] or ":" in match[0]):
            continue
        end = _minute(match["end"], match["last"] or match["half"])
        start = _minute(match["start"], match["half"] or match["last"])
        if start is not None and end is not None and start > end and not match["half"]:
            start = _minute(match["start"], "am")  # "11-1pm"
        if start is not None and end is not None and start < end:
            draft.time, draft.minutes = time(start // 60, start % 60), end - start
            draft.take(*match.span())
            return


def _minute(words: str, half: str | None) -> int | None:
    """The minute of the day."""
    said = clock_at(f"at {words.replace('.', ':')}{half or ''}", 0)
    return said.time.hour * 60 + said.time.minute if said else None


def _take_length(draft: _Draft) -> None:
    if draft.minutes is None and (found := read_minutes(draft.low)):
        draft.minutes, (start, end) = found
        lead = re.search(r"(?<!\w)(?:for|lasting|about|around)\s{1,3}(?:about\s{1,3})?$", draft.low[:start])
        draft.take(lead.start() if lead else start, end)


_KINDS = {"month": 0, "date": 4, "day": 4, "ordinal": 3, "weekday": 2, "feast": 1}


def _take_day(draft: _Draft, at: datetime, calendar: Calendar) -> None:
    """The day that is said most exactly, and the first time of day."""
    reader = reader_for(draft.text, at, calendar)
    reader.text, reader.rules = draft.low, RULES
    phrases = _phrases(reader)
    dated = [p for p in phrases if p.stretch and p.stretch.kind in _KINDS and _begins(draft, p)]
    if dated:
        best = max(dated, key=lambda p: _KINDS[p.stretch.kind if p.stretch else ""])
        _set_day(draft, reader, best)
    timed = next((p for p in phrases if p.time and not p.stretch), None)
    if draft.time is None and timed:
        draft.time = timed.time
        draft.take(timed.start, timed.end)
    _begin_rule(draft, reader.today)


def _begins(draft: _Draft, phrase: Phrase) -> bool:
    """A month begins a rule ("monthly ... from January") but is no day of a meeting."""
    return phrase.stretch is not None and (
        phrase.stretch.kind not in WHOLE or bool(draft.every and phrase.lead)
    )


def _phrases(reader: Reader) -> list[Phrase]:
    """Every phrase of time in the text, from left to right, none inside another."""
    found: list[Phrase] = []
    for match in islice(PLACES.finditer(reader.text), TRIES):
        if found and match.start() < found[-1].end:
            continue
        phrase = phrase_at(reader, match.start(), strict=True)
        if phrase and (phrase.time or phrase.stretch):
            found.append(phrase)
    return found


def _set_day(draft: _Draft, reader: Reader, phrase: Phrase) -> None:
    found = settled(reader, phrase, draft.text)
    if found:
        draft.day, draft.time = found.date, draft.time or found.time
        draft.ask = draft.ask or found.ask
        draft.take(*found.span)


def _begin_rule(draft: _Draft, today: date) -> None:
    """A rule begins on its first day from the day that was said, or else from tomorrow."""
    if draft.every is None or draft.ask:
        return
    if draft.day is None and draft.every.weekday is None:
        return
    start = draft.day or today + timedelta(days=1)
    draft.day = next(iter(draft.every.occurrences(start, 1)), None)


_PLACE = re.compile(
    r"(?<![\w'])(?:(?:[Aa]t|@|[Vv]ia|[Vv]enue:?|[Pp]lace:?|[Ww]here:?)\s{1,3}(?P<at>[^\W\d_][^,|\n]{0,120})"
    r"|(?:[Ii]n|[Oo]n)\s{1,3}(?P<within>(?:the\s|person|[A-Z])[^,|\n]{0,120}|zoom|teams|skype)|(?P<online>[Oo]nline)(?!\w))"
)


def _take_place(draft: _Draft) -> str | None:
    match = _PLACE.search(draft.text)
    if match is None:
        return None
    draft.take(*match.span())
    place = match["at"] or match["within"] or match["online"]
    return re.sub(r"(?:\s+(?:on|at|from|for|in))?[\s.;:-]*$", "", place)


_EDGES = re.compile(
    r"^(?:[\s.;:–—-]|(?:on|at|from|for|in|a|and)(?=\s|$))+|(?:[\s.;:–—-]|\s(?:on|at|from|for|in|a|and)(?=\s*$))+$"
)


def _name(text: str) -> tuple[str, str]:
    """What is left, as a name and what stands behind a comma after it: the rest of a place."""
    parts = (_tidied(part) for part in re.split(r"[,\n]+", text))
    name, *rest = [part for part in parts if part] or [""]
    return name, ", ".join(rest)


def _tidied(part: str) -> str:
    pieces = (_EDGES.sub("", piece) for piece in part.split("|"))
    return " ".join(" ".join(piece.split()) for piece in pieces if piece.strip())
