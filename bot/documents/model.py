"""A document before it has a format: a title, what is to be known of it, and its sections. Every writer takes this."""

from __future__ import annotations

from dataclasses import dataclass

NEVER = frozenset(
    chr(code)
    for code in (
        *range(0x20),
        0x7F,
        *range(0x80, 0xA0),
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
"""Control characters, and those that turn words around: they are in no document. A tab and a line's end become spaces."""


@dataclass(frozen=True)
class Table:
    """Rows under heads, each as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with words below it: paragraphs, then a list, then a table, each where there is any."""

    title: str
    lines: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Document:
    """`about` are lines below the title; `author` is whose document it is. All words are plain: none is markup."""

    title: str
    sections: tuple[Section, ...]
    about: tuple[str, ...] = ()
    author: str = ""


def clean(words: str) -> str:
    """The words in one row, fit for every format: nothing unseen, no half of a character."""
    row = " ".join(words.split())
    kept = "".join(char for char in row if char not in NEVER)
    return kept.encode("utf-8", "replace").decode().replace("\ufffe", "").replace("\uffff", "")
