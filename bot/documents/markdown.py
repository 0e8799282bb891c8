"""A document as Markdown (CommonMark and tables as GitHub has them): what people typed stays the words they typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.documents.model import Document, Section, Table, clean

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&!$:@=+-])")
_NUMBER = re.compile(r"^(\d+)([.)])")


def write(document: Document) -> str:
    """The whole document; ends with a line's end."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {_escaped(document.title)}"
    for line in document.about:
        yield _escaped(line)
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_escaped(section.title)}"
    yield from (_escaped(words) for words in section.paragraphs)
    if section.lines:
        yield "\n".join(f"- {_escaped(line)}" for line in section.lines)
    if section.table:
        yield _table(section.table)


def _table(table: Table) -> str:
    rows = (table.heads, tuple("---" for _ in table.heads), *table.rows)
    drawn = [[cell if n == 1 else _escaped(cell) for cell in row] for n, row in enumerate(rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in drawn)


def _escaped(words: str) -> str:
    """Words with a backslash before every sign that could be taken for markup, also at the start of a line."""
    return _NUMBER.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", clean(words)))
