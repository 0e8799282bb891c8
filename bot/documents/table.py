"""Rows as a .csv file (RFC 4180) that a spreadsheet opens as words: no cell of it is ever reckoned as a formula."""

from __future__ import annotations

import csv
import io

from bot.documents.model import Table, clean

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, also in full width (OWASP, CSV injection)."""


def write(table: Table) -> str:
    """The heads and the rows; with the mark by which spreadsheets know UTF-8."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_cell(cell) for cell in row] for row in (table.heads, *table.rows))
    return "\ufeff" + made.getvalue()


def _cell(words: str) -> str:
    row = clean(words)
    return f"'{row}" if row.lstrip("\"' ").startswith(FORMULA) else row
