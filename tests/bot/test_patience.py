"""Nothing that people can type keeps the house busy: no pattern runs away on any text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot import dates, grammar
from bot.owners import read_owners
from handlers import all_features
from handlers.agenda.reading import read_item

VOCABULARY = grammar.Vocabulary(all_features())
CALENDAR = dates.Calendar("Europe/London", "ENG", ())
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
MESSAGE, WORDS = 40_000, 900
"""The longest message that Slack takes, and the most that a verb is given to read."""

MARKED = ("", "ACTION", "ACTION: ", "agenda+ ", "agenda", "AP ", "action (", "- [ ] ", "week", "the ", "undo")
FILLED = (
    " ",
    "*",
    "_",
    "\t ",
    "-",
    " - ",
    "(",
    "[",
    "a",
    "Sam ",
    "@",
    "\ue000",
    "1",
    ".",
    "✅",
    "week ",
    "by ",
    "and ",
)

READERS: dict[str, tuple[int, Callable[[str], object]]] = {
    "lines": (MESSAGE, lambda text: grammar.lines(text, VOCABULARY)),
    "addressed": (MESSAGE, lambda text: grammar.addressed(text, VOCABULARY)),
    "owners": (WORDS, lambda text: read_owners(text, [], None)),
    "item": (WORDS, lambda text: read_item(text, [])),
    "deadline": (WORDS, lambda text: dates.find_deadline(text, NOW, CALENDAR)),
    "date": (WORDS, lambda text: dates.read(text, NOW, CALENDAR)),
    "plan": (WORDS, lambda text: dates.read_plan(text, NOW, CALENDAR)),
}


@pytest.mark.parametrize("name", READERS)
def test_no_text_keeps_a_reader_busy_for_long(name: str) -> None:
    longest, read = READERS[name]
    read("by Friday")
    slow = []
    for mark in MARKED:
        for fill in FILLED:
            text = (mark + fill * (longest // len(fill)))[:longest]
            start = time.process_time()
            read(text)
            if (taken := time.process_time() - start) > 0.5:
                slow.append(f"{mark!r} and many {fill!r}: {taken:.1f} s")
    assert not slow
