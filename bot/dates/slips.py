"""Slips of the thumb in the long names of days and months: "by wedensday", "12 Decmeber", "tomorrw".

One letter wrong, missing, doubled or swapped, the first one kept, and only where a word of time may stand: as the
whole phrase, or behind a word that leads to one ("by", "next", "12"). The mended text is as long as it was, so that
every place in it still points at the words that were typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dates.model import spaced

_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february april august september october november "
    "december tomorrow"
)
NAMES = _NAMES.split()
MONTHS = [name for name in NAMES if not name.endswith(("day", "row"))]
_THEIR_OWN = frozenset({"sundry", "sundae", "frida", "munday", "augusta", "augusts"})
_LEADS = (
    r"by|on|before|after|due|until|till?|for|next|nxt|this|coming|of|end|start|early|late|mid|from|week|fortnight|every"
    r"|first|second|third|fourth|last|w/[ceb]|cop|cob|eod|noon|latest|is|[0-9]{1,2} ?(?:st|nd|rd|th)?|[ap]m"
)
_WORD = r"(?P<word>[mtwfsjaond][a-z]{4,9})(?![\w'])"
_LED = re.compile(spaced(rf"(?<![\w/.'-])(?:{_LEADS})[ :,-]{{1,3}}(?:the |a )?{_WORD}"))
_ALONE = re.compile(rf"\s*{_WORD}")


def mended(text: str, *, whole: bool = False) -> str:
    """The folded text with slips put right and nothing moved; `whole`: all of it ought to be a date."""
    found = [*_LED.finditer(text)]
    if whole and (first := _ALONE.match(text)):
        found.append(first)
    for match in found:
        if name := _meant(match["word"]):
            start, end = match.span("word")
            text = text[:start] + name + text[end:]
    return text


def month_meant(word: str) -> str | None:
    """The month that a word is one slip away from, spelt right; None for a month that is spelt right, and for other words."""
    low = word.lower()
    if len(low) < 5 or low in MONTHS or low in _THEIR_OWN:
        return None
    return _near(low, MONTHS)


def _meant(word: str) -> str | None:
    """The name that the word is one slip away from, spelt in as many letters as the word has."""
    if word.removesuffix("s") in NAMES or word in _THEIR_OWN:
        return None
    name = _near(word, NAMES)
    return _as_long_as(word, name) if name else None


def _near(word: str, names: Sequence[str]) -> str | None:
    """The first of the names that is one slip away, with the same first letter."""
    from rapidfuzz.distance import OSA  # only for the rare word that gets this far

    near = (name for name in names if name[0] == word[0] and OSA.distance(name, word, score_cutoff=1) == 1)
    return next(near, None)


def _as_long_as(word: str, name: str) -> str:
    """words.py knows each name a letter short ("mondy", "decembe") and a letter long ("mondayy") as well."""
    if len(word) == len(name):
        return name
    if len(word) > len(name):
        return name + name[-1]
    if name == "tomorrow":
        return "tomorow"
    return name[:-2] + "y" if name.endswith("day") else name[:-1]
