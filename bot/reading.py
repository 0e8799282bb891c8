"""What a line says, read without any store: who is to do it, by when, and the words that remain.

The handlers build their records on `read_action`; `read_line` is what `upbeat read lines` shows, for people and for
measuring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot import dates, grammar
from bot.feature import MENTION, Heard
from bot.languages import every, languages
from bot.nicks import with_nick
from bot.owner_parts import TO_BE_FOUND
from bot.owners import plain, read_owners
from storage.people import Member, Person

Sure = Literal["explicit", "offered"]

_AN_OWNER = re.compile(r"\s*(?:to\s|:|[-–—]\s)")
"""After "TBC" at the beginning: then it is the owner who is to be found, and not the date."""

_EVERYBODY = every("everybody", languages())

KINDS = {
    "action": "action",
    "agenda": "agenda",
    "decision": "decision",
    "note": "note",
    "celebration": "celebration",
}
"""A feature whose verbs take lines down, and the kind of what they take down."""

ONLY_IN_MEETINGS = frozenset({("agenda", "topic")})
"""What counts only while a meeting is on. A line by itself stands in none."""


@dataclass(frozen=True)
class Parts:
    """An action in its parts. `text` is tidied; `unknown` are owners who fit nobody, as written, and `owner_words` the
    same in one string; `between` are the people whom one name fits alike."""

    text: str
    lead: Member | None = None
    helpers: tuple[Member, ...] = ()
    owner_words: str = ""
    unknown: tuple[str, ...] = ()
    between: tuple[Member, ...] = ()
    found: dates.Found | None = None


@dataclass(frozen=True)
class Item:
    """What `upbeat read lines` says of a line. `owners` are full names where people are known, else as written; `due` are
    the words of time as they stand."""

    kind: str
    text: str
    owners: tuple[str, ...] = ()
    due: str | None = None
    sure: Sure = "explicit"


def read_action(
    text: str,
    at: datetime,
    calendar: dates.Calendar,
    people: Sequence[Member],
    speaker: Member | None,
) -> Parts:
    """The deadline, the owner and what is to be done, of words written at the aware moment `at`.

    "I" is the `speaker`. Mentions of people keep their place as plain names. Never raises.
    """
    text = TO_BE_FOUND.sub("", text)
    found = dates.find_deadline(text, at, calendar)
    if (
        found
        and found.date is None
        and _AN_OWNER.match(text[found.span[1] :])
        and _begins(text[: found.span[0]])
    ):
        found = None
    owned = read_owners(dates.strip(text, found) if found else text, people, speaker)
    return Parts(
        tidied(owned.text), owned.lead, owned.helpers, owned.words, owned.unknown, owned.between, found
    )


def _begins(before: str) -> bool:
    """Whether nothing stands before the words, or only that they are about the owner."""
    return before.casefold().strip() in ("", "owner", "lead")


def tidied(text: str) -> str:
    """Without what held other parts together, and without "please"."""
    return re.sub(r"^(?:please\s+)+", "", text.strip(" .;,:-–—"), flags=re.IGNORECASE).strip()


def read_line(
    line: str,
    at: datetime,
    calendar: dates.Calendar,
    people: Sequence[Member],
    speaker: Member | str | None,
    vocabulary: grammar.Vocabulary,
) -> list[Item]:
    """Everything that Upbeat would note of a line, or offer to note. `speaker` may be a name that fits nobody."""
    return [
        item
        for heard in grammar.lines(line, vocabulary)
        if (item := _item(heard, at, calendar, people, speaker, vocabulary))
    ]


def _item(
    heard: Heard,
    at: datetime,
    calendar: dates.Calendar,
    people: Sequence[Member],
    speaker: Member | str | None,
    vocabulary: grammar.Vocabulary,
) -> Item | None:
    kind = KINDS.get(heard.feature) if heard.sure else "action"
    if (
        kind is None
        or (heard.feature, heard.verb) in ONLY_IN_MEETINGS
        or (heard.sure and not vocabulary.features[heard.feature].verbs[heard.verb].adds)
    ):
        return None
    if kind != "action":
        return Item(kind, plain(heard.text, people))
    text = heard.text if people or not heard.sure else with_nick(heard.text, heard.line)
    parts = read_action(text, at, calendar, people, _known(speaker))
    if not parts.text or (not heard.sure and is_a_stranger(parts, people)):
        return None
    due = plain(due_words(parts.found), people) if parts.found else None
    return Item(kind, parts.text, tuple(_owners(parts)), due, "explicit" if heard.sure else "offered")


def is_a_stranger(parts: Parts, people: Sequence[Member]) -> bool:
    """Whether a statement without a mark is about somebody, or something, that nobody knows, and has no deadline: better
    left alone. "Firefox will print the page" reads like "Frank will print the page"."""
    known = parts.lead or parts.between or not parts.unknown or not people
    shown = any(words[0] in "@\ue000" or words.casefold() in _EVERYBODY for words in parts.unknown)
    return not (known or shown or parts.found)


def _known(speaker: Member | str | None) -> Member | None:
    """Somebody of whom only the name is known, as a member of nothing."""
    if not isinstance(speaker, str):
        return speaker
    return Member(person=Person(platform="", workspace="", handle=speaker, name=speaker), organisation=None)


_LEADS = re.compile(
    r"(?:(?:(?:by )?when|by|before|until|till|due(?: date)?|deadline|eta|target date|completion|no later than|"
    r"not later than|ahead of|prior to|in time for|in advance of|on|for|at|@)\b|@)[\s:*_-]*(?:the\s+)?",
    re.IGNORECASE,
)


def due_words(found: dates.Found) -> str:
    """The words of time without what leads to them: "by the end of term" is "end of term"."""
    words = found.words
    while (lead := _LEADS.match(words)) and lead.end() < len(words):
        words = words[lead.end() :]
    return words


def _owners(parts: Parts) -> Iterator[str]:
    yield from (one.name for one in (parts.lead, *parts.helpers) if one)
    if parts.between:
        yield parts.between[0].first_name
    for words in parts.unknown:
        yield MENTION.sub(r"\1", words).strip("[]() ").removeprefix("@")
