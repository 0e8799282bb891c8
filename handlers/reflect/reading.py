"""Reading what somebody writes in their own words: which part goes well, and which goes less well."""

from __future__ import annotations

import re

from storage.reflections import LESS, WELL

_LESS = (
    r"(?:what(?:'s|’s| is| went| has gone)? )?(?:(?:going|went|goes|gone) )?"
    r"(?:less well|not (?:so|very|too) well|not well|less good|not so good|badly)|even better if|ebi|could be better|difficult"
)
_WELL = r"(?:what(?:'s|’s| is| went| has gone)? )?(?:(?:going|went|goes|gone) )?well|good|www|what works"
_MARK = re.compile(
    rf"(?:^|(?<=[\n.;!?]))[ \t]*(?:[-*•][ \t]*)?\**(?:(?P<less>{_LESS})|(?P<well>{_WELL}))\**[ \t]*(?:[:–—]|-(?=\s))\**[ \t]*",
    re.IGNORECASE,
)


def read(text: str, first: str = "") -> dict[str, str]:
    """The words by question; those before any mark belong to the question `first`, or to none ("")."""
    found: dict[str, list[str]] = {}
    question, start = first, 0
    for mark in _MARK.finditer(text):
        _take(found, question, text[start : mark.start()])
        question, start = (LESS if mark["less"] else WELL), mark.end()
    _take(found, question, text[start:])
    return {name: "\n".join(parts) for name, parts in found.items()}


def _take(found: dict[str, list[str]], question: str, words: str) -> None:
    lines = (re.sub(r"^\s*[-*•]\s+", "", line).strip() for line in words.strip(" \n;,").splitlines())
    if kept := [line for line in lines if line]:
        found.setdefault(question, []).extend(kept)
