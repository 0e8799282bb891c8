"""What a button or a typed word points at: `id=12` is a row, a bare number is what people see."""

from __future__ import annotations

import re

_ROW = re.compile(r"id=([0-9]{1,15})\b")


def whole(text: str) -> int | None:
    """The number that a button's value or a choice is, or None: whatever else it was made to be, and no row's number."""
    words = text.strip()
    return int(words) if re.fullmatch(r"[0-9]{1,15}", words) else None


def row_id(text: str) -> int | None:
    """The row that a button's value names (`id=12`), or None where a person typed."""
    found = _ROW.match(text.strip())
    return int(found[1]) if found else None
