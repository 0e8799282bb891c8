"""Who a line tagged `#action` is for, where nobody is known: by the custom of meetings in chat its first word is a nick.

Anything may be a nick, so this asks what tells it from the beginning of a task: letters that no word has ("ken_7",
"MavJS"), an ending of an owner part behind it, or that it is none of our words and what follows does not go on from it.
"""

from __future__ import annotations

import re

from bot.languages import every, languages
from bot.names import begins_a_task

_TAG = re.compile(r"[\W\d]*[#!^](?:action|ap|todo|task)s?\b", re.IGNORECASE)
_FIRST = re.compile(
    r"(?P<nick>[^\W\d_][\w|.'’-]{1,30})(?P<end>\s+(?:to|will)\s+|\s+[-–—]+\s+|\s+)(?P<rest>\S.*)", re.DOTALL
)
_SIGNED = re.compile(r".*[\d_|]|.*[a-z].*[A-Z]")
_GOES_ON = re.compile(
    r"(?:for|of|in|on|at|with|and|or|from|by|about|as|up|out|off|is|are|was|has|have|needs?)\b|\W"
)
_ENDING = re.compile(r".{3,}(?:ing|ed|tion|ment|ance|ence|ness)$|.{4,}[^s]s$", re.IGNORECASE)

_OURS = frozenset(
    word
    for name in (
        "starts",
        "not_owners",
        "idle",
        "not_names",
        "nobody",
        "everybody",
        "speaker",
        "joins",
        "nothing",
    )
    for word in every(name, languages())
)


def with_nick(text: str, line: str) -> str:
    """The `text` of a tagged `line` with a colon behind its nick; any other text as it is."""
    found = _FIRST.match(text) if _TAG.match(line) else None
    return f"{found['nick']}: {found['rest']}" if found and _is_a_nick(found) else text


def _is_a_nick(found: re.Match[str]) -> bool:
    nick = found["nick"]
    if nick.casefold() in _OURS or begins_a_task(nick):
        return False
    if _SIGNED.match(nick) or found["end"].strip():
        return not nick.endswith("ing")
    return not (_ENDING.match(nick) or _GOES_ON.match(found["rest"]))
