"""What people typed, on its way through a template: sealed, so that it can never be read as markup.

A seal is one unbroken run of characters without spaces, newlines or punctuation. The dialect carries it
about like a single letter and opens it only when the words land in a card.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_OPEN, _CLOSE = "\ue000", "\ue001"
SEAL = f"{_OPEN}[0-9a-f]*{_CLOSE}"
_SEAL = re.compile(f"{_OPEN}([0-9a-f]*){_CLOSE}")
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DROPPED = frozenset("\ue000\ue001\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def seal(exact: str, words: str | None = None) -> str:
    """Typed words as one seal. `exact` is what a value keeps, `words` what is said (the same unless given)."""
    return _sealed([exact, exact if words is None else words])


def seal_list(values: list[Any]) -> str:
    """A list (choices of a field, or values chosen in it) as one seal."""
    return _sealed(values and [values])


def said(text: str, *, lines: bool = False) -> str:
    """The text with its seals opened, as words to show. Line breaks in typed words stay only with `lines`."""
    return _SEAL.sub(lambda found: shown(_words(found[1]), lines=lines), text)


def exact(text: str) -> str:
    """The text with its seals opened, to the letter, as values are kept."""
    return _SEAL.sub(lambda found: _exact(found[1]), text)


def listed(text: str) -> list[Any] | None:
    """The list that the text consists of, or None."""
    found = _SEAL.fullmatch(text)
    payload = json.loads(bytes.fromhex(found[1])) if found else None
    if payload == []:
        return []
    return payload[0] if payload and isinstance(payload[0], list) else None


def shown(text: str, *, lines: bool = False) -> str:
    """Typed words made fit to stand among ours: no control characters, and right-to-left words kept apart."""
    text = _NEWLINES.sub("\n", text)
    kept = "".join(char for char in text if _visible(char))
    rows = kept.strip().split("\n") if lines else [kept]
    return "\n".join(_isolated(" ".join(row.split())) for row in rows)


def _sealed(payload: list[Any]) -> str:
    return f"{_OPEN}{json.dumps(payload).encode().hex()}{_CLOSE}"


def _payload(code: str) -> list[Any]:
    payload: list[Any] = json.loads(bytes.fromhex(code))
    if not payload or isinstance(payload[0], list):
        raise ValueError("a list can only stand alone, as the choices of a field")
    return payload


def _words(code: str) -> str:
    return str(_payload(code)[1])


def _exact(code: str) -> str:
    return str(_payload(code)[0])


def _visible(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _DROPPED and unicodedata.category(char) not in ("Cc", "Cs")


def _isolated(row: str) -> str:
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in row):
        return f"{ISOLATE}{row}{END_ISOLATE}"
    return row
