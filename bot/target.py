"""What a button or a typed word points at: `id=12` is a row, a bare number is what people see."""

from __future__ import annotations

import re

_ROW = re.compile(r"id=(\d{1,15})\b")


def row_id(text: str) -> int | None:
    """The row that a button's value names (`id=12`), or None where a person typed."""
    found = _ROW.match(text.strip())
    return int(found[1]) if found else None
