"""Addresses of mail in what people type: found, and made safe to be written to."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of an address; what mail itself allows is little more."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W\d_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_ADDRESS = re.compile(rf"(?<![\w.+-])(?P<local>{_LOCAL})@(?P<domain>{_DOMAIN})(?![\w@-])")
_LONGEST_LOCAL = 64


def found(text: str) -> re.Match[str] | None:
    """The first thing in the text that looks like an address."""
    return _ADDRESS.search(text[: 20 * LONGEST])


def address(text: str) -> str | None:
    """The address that a text is and nothing besides, its domain as the wire wants it; None where it is none.

    Only signs that every mail server takes (RFC 5321 without quoted names); so nothing in it can end a header.
    """
    match = _ADDRESS.fullmatch(text.strip()) if len(text) <= 2 * LONGEST else None
    if match is None or len(match["local"]) > _LONGEST_LOCAL:
        return None
    try:
        domain = match["domain"].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    whole = f"{match['local']}@{domain}"
    return whole if len(whole) <= LONGEST else None
