"""A card becomes a document, so that what is said in a letter and what stands in its file are the same words."""

from __future__ import annotations

from bot.card import Bullets, Card, Fields, Heading, Line, Note, Paragraph, words
from bot.documents.model import Document, Section


def document(card: Card, author: str = "") -> Document:
    """The first heading is the title and the others begin sections; buttons, pictures and files are left out."""
    title, about, sections = "", [], list[Section]()
    for block in card.blocks:
        if isinstance(block, Heading) and not title:
            title = block.text
        elif isinstance(block, Heading):
            sections.append(Section(block.text))
        elif sections:
            sections[-1] = _with(sections[-1], block)
        elif isinstance(block, Paragraph | Note):
            about.append(words(block.line))
    return Document(title, tuple(sections), tuple(about), author)


def _with(section: Section, block: object) -> Section:
    paragraphs, lines = section.paragraphs, section.lines
    if isinstance(block, Paragraph | Note):
        paragraphs = (*paragraphs, words(block.line))
    elif isinstance(block, Bullets):
        lines = (*lines, *(words(line) for line in block.lines))
    elif isinstance(block, Fields):
        lines = (*lines, *(_pair(label, line) for label, line in block.pairs))
    return Section(section.title, lines, paragraphs)


def _pair(label: str, line: Line) -> str:
    return f"{label}: {words(line)}"
