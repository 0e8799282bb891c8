"""The formats that a document can be had in, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.documents import docx, html, markdown
from bot.documents.model import Document


@dataclass(frozen=True)
class Writer:
    """A format: its content type, and what writes a document in it."""

    content_type: str
    write: Callable[[Document], str | bytes]


WRITERS = {
    "docx": Writer("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.write),
    "html": Writer("text/html; charset=utf-8", html.write),
    "md": Writer("text/markdown; charset=utf-8", markdown.write),
}
"""By the ending of the file's name."""

TABLES = {"csv": "text/csv; charset=utf-8"}
"""Formats that hold rows and no document, with their content types; bot/documents/table.py writes them."""
