"""A document as one HTML page that needs nothing else: readable on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from bot.documents.model import Document, Section, Table, clean

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; }
p, li, td, th { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid; padding: .3rem .5rem; text-align: left; }
""".strip()

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever the words say."""


def write(document: Document) -> str:
    """The whole page, in UTF-8; its words are never markup."""
    title = _words(document.title)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{_joined(_parts(document))}</main>\n</body>\n</html>\n"
    )


def _parts(document: Document) -> Iterator[str]:
    yield from (f"<p>{_words(line)}</p>" for line in document.about)
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{_words(section.title)}</h2>"
    yield from (f"<p>{_words(words)}</p>" for words in section.paragraphs)
    if section.lines:
        yield f"<ul>\n{_joined(f'<li>{_words(line)}</li>' for line in section.lines)}</ul>"
    if section.table:
        yield _table(section.table)


def _table(table: Table) -> str:
    head = _row(table.heads, 'th scope="col"', "th")
    return (
        f"<table>\n<thead>{head}</thead>\n<tbody>{''.join(_row(row) for row in table.rows)}</tbody>\n</table>"
    )


def _row(cells: Iterable[str], opens: str = "td", closes: str = "td") -> str:
    return f"<tr>{''.join(f'<{opens}>{_words(cell)}</{closes}>' for cell in cells)}</tr>\n"


def _words(words: str) -> str:
    return escape(clean(words))


def _joined(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts)
