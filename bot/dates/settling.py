"""From a phrase to an answer: the day that a stretch comes to, given what was said in front of it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dates.days import earlier_working_day, later_working_day
from bot.dates.model import Found, Reader, Stretch
from bot.dates.pieces import Phrase
from bot.dates.stretches import friday_of

WHOLE = ("month", "year", "quarter", "term")  # too long to be taken for a day


def no_date(phrase: str, start: int, end: int) -> Found:
    """Words of time that are kept as words."""
    return Found(None, None, phrase[start:end], (start, end), sure=True, ask=None)


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
