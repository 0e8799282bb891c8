"""Marks that do not stand in front: in the middle of a line, or behind it.

"The room is cold. ACTION: Sam to ask", "Order mats (action: Sam)", "Sam to order mats – ACTION", "walk the route #action
@jo". Only lines that hold the word are looked at, and a mark counts here only together with a person. What is asked,
quoted or told of earlier meetings is no mark. English only: another language marks its lines in front.
"""

from __future__ import annotations

import re

from bot.markers import AT, PEOPLE, TASK

_HOLDS = ("ction", "CTION")

_DOES = rf"{PEOPLE}\s+(?:to|will)\s+{TASK}\b"
_BREAK = r"(?:[.,;!?]\s+|\s+[-–—]+\s*|\s*[(\[])"

_MIDDLE = re.compile(
    rf"(?P<before>.{{1,200}}?)(?<![\w\\#/-])[(\[]?actions?(?: (?:from|on|out of) \w+)?\s*"
    rf"(?::|[-–—]+(?=\s))[*_]*\s*(?P<text>{_DOES}.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHO_BEHIND = re.compile(
    rf"(?P<text>.{{3,200}}?){_BREAK}(?:actions?\s*[:–—-]\s*|(?-i:ACTION)\s+|(?<=[–—-] )action\s+)(?P<names>{PEOPLE})[)\]]?[.!]?$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    rf"(?P<text>{_DOES}.{{0,200}}?)(?:{_BREAK}action[)\]]?|\s+#action)[.!]?$", re.IGNORECASE | re.DOTALL
)
_TAGGED = re.compile(
    rf"(?P<text>(?:{_DOES}|{TASK}\b).{{0,200}}?)\s#action(?P<names>\s+{AT})?$", re.IGNORECASE | re.DOTALL
)

_TOLD = re.compile(
    r"[\"“”`\\]|\b(?:type|types|write|writes|say|says|said|example|like|done|if)\b"
    r"|\b(?:previous|last|old|outstanding|carried|forward|earlier|no|any|whose|which|call to)\W+$",
    re.IGNORECASE,
)
"""Before the mark: somebody tells of actions, and makes none."""


def late(line: str) -> str | None:
    """The text of an action whose mark does not stand in front of `line`, from which bullets are taken off; None where
    there is none. Never raises."""
    if not any(map(line.__contains__, _HOLDS)) or not (line[:1].isalnum() or line[:1] in "@\ue000#"):
        return None
    if line.endswith("?"):
        return None
    if (found := _MIDDLE.match(line)) and not _TOLD.search(found["before"]):
        return (
            found["text"].removesuffix(")").removesuffix("]") if "(" not in found["text"] else found["text"]
        )
    for form in (_WHO_BEHIND, _BEHIND, _TAGGED):
        if (found := form.match(line)) and not _TOLD.search(found["text"]):
            names = found.groupdict().get("names")
            return f"{found['text'].strip()} ({names.strip()})" if names else found["text"].strip()
    return None
