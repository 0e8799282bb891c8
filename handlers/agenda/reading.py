"""Reading an item as people write it: "Budget 10m @mina for decision", "FYI: Otter funding (15 min)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dates import read_minutes
from bot.owners import plain, who
from storage.agenda import ADVICE, DECISION, INFORMATION
from storage.people import Member

PURPOSES = {
    "decision": DECISION,
    "decide": DECISION,
    "approval": DECISION,
    "approve": DECISION,
    "agreement": DECISION,
    "advice": ADVICE,
    "advise": ADVICE,
    "comment": ADVICE,
    "discussion": ADVICE,
    "discuss": ADVICE,
    "information": INFORMATION,
    "info": INFORMATION,
    "inform": INFORMATION,
    "noting": INFORMATION,
    "note": INFORMATION,
    "fyi": INFORMATION,
}
_WORD = f"(?P<word>{'|'.join(sorted(PURPOSES, key=len, reverse=True))})"
_PURPOSE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"[\[(]\s?(?:for )?{_WORD}\s?[\])]",
        rf"(?:^|[\s,;:–—-])for (?:a |an )?{_WORD}[.!]?$",
        r"(?:^|[\s,;:–—-])(?P<word>fyi)[.!]?$",
        rf"^(?:for )?{_WORD}\s?(?::|[–—-](?=\s))",
        r"^(?P<word>fyi)(?=[\s,])",
    )
)
_BRACKETS = re.compile(r"\(([^()]{1,60})\)|\[([^\[\]]{1,60})\]")
_AT = "(?:\ue000[^\ue001]{1,64}\ue001|@[\\w.'’-]{1,60})"
_BY = r"(?:(?:presented|led|introduced) by|by|with|from)"
_PRESENTER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[\s,;(–—-])(?:{_BY} )?(?P<at>{_AT})\)?[.]?$",
        rf"^(?P<at>{_AT})[\s:,–—-]",
        r"[\s,;](?:presented|led|introduced) by (?P<name>[^,;:()]{1,60})$",
        r"\s[–—-]\s?(?P<name>[A-Z][^\s,;:()]{0,30}(?: [A-Z][^\s,;:()]{0,30})?)$",
        r"^(?P<name>[^:()]{1,60}):\s",
        r"^(?P<name>[^:()]{1,60}?) (?:to|will) (?:present|introduce|lead on|talk about|talk us through)\s",
    )
)
_NOT_A_BOX = re.compile(
    r"(?:^|\s)(?:to|of|by|from|than|in|every|after|within|per|the|a|an|and|or|least|most)$", re.I
)
_ABOUT = re.compile(r"(?:^|\s)(?:for|about|around)$", re.I)
_EDGES = " \t\n,;:–—-"


@dataclass(frozen=True)
class Parts:
    """An item as it was read. `presenter_words`: who presents, as written, where it is nobody known."""

    text: str
    purpose: str = ""
    minutes: int | None = None
    presenter: Member | None = None
    presenter_words: str = ""


Taker = Callable[[Parts, Sequence[Member]], Parts | None]


def read_item(text: str, people: Sequence[Member]) -> Parts:
    """What a line says about an item; the order of its parts is free. What is none of them is the item's text."""
    return read_on(Parts(" ".join(text.split()) if "\n" not in text.strip() else text.strip()), people)


def read_on(parts: Parts, people: Sequence[Member]) -> Parts:
    """The same item with what its text still says about it, after some words were taken away."""
    while taken := next((made for take in _TAKERS if (made := take(parts, people))), None):
        parts = taken
    return replace(parts, text=plain(parts.text, people))


def _without(parts: Parts, start: int, end: int) -> str:
    before, after = parts.text[:start].rstrip(_EDGES), parts.text[end:].lstrip(_EDGES)
    return f"{before} {after}".strip() if before and after else before or after


def _take_purpose(parts: Parts, people: Sequence[Member]) -> Parts | None:
    if parts.purpose:
        return None
    found = next((found for pattern in _PURPOSE if (found := pattern.search(parts.text))), None)
    if found is None:
        return None
    return replace(parts, text=_without(parts, *found.span()), purpose=PURPOSES[found["word"].lower()])


def _take_bracketed(parts: Parts, people: Sequence[Member]) -> Parts | None:
    """A time box or a person in brackets, wherever it stands."""
    for found in _BRACKETS.finditer(parts.text):
        inside = (found[1] or found[2]).strip()
        rest = _without(parts, *found.span())
        if parts.minutes is None and (minutes := _box(inside)):
            return replace(parts, text=rest, minutes=minutes)
        if _nobody_yet(parts) and len(known := who(re.sub(rf"^{_BY} ", "", inside), people)) == 1:
            return replace(parts, text=rest, presenter=known[0])
    return None


def _box(words: str) -> int | None:
    """The minutes that these words say, and nothing else."""
    found = read_minutes(words)
    return found[0] if found and found[1] == (0, len(words)) else None


def _take_last_minutes(parts: Parts, people: Sequence[Member]) -> Parts | None:
    """A time box at the end: "Budget 10m", "Trips, half an hour"."""
    if parts.minutes is not None:
        return None
    tail = max(0, len(parts.text) - 40)
    for start in (found.start() + tail for found in re.finditer(r"(?<!\S)\S", parts.text[tail:])):
        minutes = _box(parts.text[start:].rstrip(".!"))
        before = parts.text[:start].rstrip(_EDGES)
        if minutes and not _NOT_A_BOX.search(before[-20:]):
            return replace(parts, text=_ABOUT.sub("", before), minutes=minutes)
    return None


def _take_first_minutes(parts: Parts, people: Sequence[Member]) -> Parts | None:
    """A time box in front: "10m: Budget"."""
    found = re.match(r"([^:–—]{1,30})[:–—]\s", parts.text)
    if parts.minutes is not None or found is None or not (minutes := _box(found[1].strip())):
        return None
    return replace(parts, text=parts.text[found.end() :].strip(), minutes=minutes)


def _nobody_yet(parts: Parts) -> bool:
    return parts.presenter is None and not parts.presenter_words


def _take_presenter(parts: Parts, people: Sequence[Member]) -> Parts | None:
    if not _nobody_yet(parts):
        return None
    for pattern in _PRESENTER:
        if (found := pattern.search(parts.text)) and (made := _presented(parts, found, people)):
            return made
    return None


def _presented(parts: Parts, found: re.Match[str], people: Sequence[Member]) -> Parts | None:
    said = found.groupdict()
    words = said.get("at") or said.get("name") or ""
    known = who(words, people)
    rest = _without(parts, *found.span())
    if len(known) == 1:
        return replace(parts, text=rest, presenter=known[0])
    if said.get("at"):
        return replace(parts, text=rest, presenter_words=plain(words, people).lstrip("@"))
    return None


_TAKERS: tuple[Taker, ...] = (
    _take_purpose,
    _take_bracketed,
    _take_last_minutes,
    _take_first_minutes,
    _take_presenter,
)
