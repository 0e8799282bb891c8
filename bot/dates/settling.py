"""From a phrase to an answer: the day that a stretch comes to, given what was said in front of it."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from bot.dates.days import after_months, earlier_working_day, later_working_day
from bot.dates.model import Found, Reader, Stretch
from bot.dates.pieces import Phrase
from bot.dates.weeks import friday_of

WHOLE = ("month", "year", "quarter", "term")  # too long to be taken for a day


def no_date(phrase: str, start: int, end: int) -> Found:
    """Words of time that are kept as words."""
    return Found(None, None, phrase[start:end], (start, end), sure=True, ask=None)


def settled(reader: Reader, phrase: Phrase, text: str, *, certain: bool = True) -> Found | None:
    """What was read, as an answer."""
    told = phrase.stretch
    span = (phrase.start, _closed(text, phrase.start, phrase.end))
    words = text[slice(*span)]
    phrase.time = _of_the_day(phrase.time, words.lower())
    if told is None:
        return _today(reader, phrase, words, certain=certain)
    if told.ask:
        return Found(None, phrase.time, words, span, sure=False, ask=told.ask, tied=told.tied)
    try:
        when, sure = _day(reader, phrase, told)
    except (OverflowError, ValueError):
        return None
    if when is None:
        return Found(None, phrase.time, words, span, sure=False, ask="no_terms")
    sure = sure and certain and told.agreed and when >= reader.today
    return Found(when, phrase.time, words, span, sure, None, told.tied)


def _closed(text: str, start: int, end: int) -> int:
    """ "Friday (27th)" ends behind the bracket that it opened."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text[end : end + 1] == ")" else end


_LATE = re.compile(r"tonight|afternoon|evening|night")
_SAID = re.compile(r"[0-9] ?[ap]\.?m|[0-9]{4}|[01][0-9][:.]")


def _of_the_day(hour: time | None, words: str) -> time | None:
    """ "tonight at 8" is eight in the evening, "at 5 in the morning" is not."""
    if hour is None or _SAID.search(words):
        return hour
    if 7 <= hour.hour < 12 and _LATE.search(words):
        return hour.replace(hour=hour.hour + 12)
    return hour.replace(hour=hour.hour - 12) if 13 <= hour.hour <= 18 and "morning" in words else hour


def _today(reader: Reader, phrase: Phrase, words: str, *, certain: bool) -> Found:
    """A time without a day: the next such moment."""
    passed = phrase.time is not None and phrase.time <= reader.now.time()
    when = reader.today + timedelta(days=1 if passed else 0)
    clear = certain and not passed and not words.lower().startswith("after")
    return Found(when, phrase.time, words, (phrase.start, phrase.end), sure=clear, ask=None)


def _day(reader: Reader, phrase: Phrase, told: Stretch) -> tuple[date | None, bool]:
    """The day that a stretch comes to, and whether that is sure, given what was said in front of it."""
    if phrase.lead == "before" and phrase.time is None and not phrase.part:
        return _before(reader, told)
    if phrase.lead == "after" and (phrase.time or phrase.part):  # "after lunch on Friday"
        return told.first, False
    if phrase.lead == "after":
        day, sure = _after(reader, told)
        return day, sure and not told.tied  # during a meeting "after the meeting" is tonight
    if told.kind == "week":
        return friday_of(reader, told), False
    if told.kind == "weekend":
        return (told.first - timedelta(days=1) if phrase.lead == "by" else told.last), False
    if told.kind == "feast" and phrase.lead == "in":  # "over Christmas"
        return told.first, False
    if told.kind == "break" and phrase.lead == "in":
        return told.last, False
    if told.kind == "break":
        day, sure = _before(reader, told)
        return day, sure and bool(phrase.lead)  # "half term" alone may be any day of it
    if told.kind == "open break":  # nobody knows when it ends
        return (None, False) if phrase.lead == "in" else _before(reader, told)
    if told.kind == "term" and told.first > reader.today and phrase.lead != "in":
        return told.first, False
    if told.kind in WHOLE:
        return (told.first if phrase.lead == "by" and told.first > reader.today else told.last), False
    return told.first, told.sure


def _before(reader: Reader, told: Stretch) -> tuple[date | None, bool]:
    """The day before; of a break that has begun nothing lies before it."""
    if told.edge:
        return told.first, told.sure
    day = told.first - timedelta(days=1)
    if told.kind in ("break", "open break"):
        return (None if day < reader.today else earlier_working_day(day, reader.calendar)), told.sure
    if told.kind == "month" and day < reader.today:  # "before January", said in January
        return after_months(day, 12), False
    return day, told.sure


def _after(reader: Reader, told: Stretch) -> tuple[date | None, bool]:
    """The day after; after a break or a feast, the first working day."""
    if told.kind == "open break":
        return None, False
    day = told.last + timedelta(days=1)
    if told.kind in ("break", "feast", "term"):
        return later_working_day(day, reader.calendar), told.sure and told.kind == "break"
    return day, told.sure and told.kind != "weekday"
