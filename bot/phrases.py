"""The filters of the prompts: dates, counts and lists as a person would say them. prompts/README.md shows each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from bot import dates
from bot.typed import said


def full_date(value: date | None, at: date | None = None) -> str:
    """The date in full, with its year where `at` (today) calls for it; nothing for None."""
    return "" if value is None else dates.full(value, at)


def day(moment: datetime, zone: str, at: date | None = None) -> str:
    """The day of an aware moment in the zone, in full."""
    return dates.full(dates.local(moment, zone).date(), at)


def time_of_day(moment: datetime, zone: str) -> str:
    """The time of an aware moment in the zone: 2pm, 2.30pm."""
    return dates.clock(moment, zone)


def count(number: int, one: str, many: str) -> str:
    """The phrase for one or the phrase for many, with the number in place of {}."""
    return (one if number == 1 else many).format(number)


def names(people: Iterable[Any], last_word: str = "and") -> str:
    """Mina, Sam and Jo."""
    *first, last = [_words(person) for person in people] or [""]
    return f"{', '.join(first)} {last_word} {last}" if first else last


def short(words: Any, size: int) -> str:
    """The words, cut to `size` characters with … between two of them where they are longer."""
    text = _words(words)
    if len(text) <= size:
        return text
    end = text.rfind(" ", 0, size)
    return f"{text[: end if end > size // 2 else size - 1].rstrip(' ,;:-')}…"


def _words(value: Any) -> str:
    return said(value) if hasattr(value, "__html__") else str(value)  # what a template made holds seals


FILTERS: dict[str, Callable[..., Any]] = {
    "date": full_date,
    "day": day,
    "time": time_of_day,
    "count": count,
    "names": names,
    "short": short,
    "length": len,
}
