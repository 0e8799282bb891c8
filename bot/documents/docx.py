"""A document for word processors (.docx). The only file that knows python-docx."""

from __future__ import annotations

import io

import docx
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from bot.documents.model import Document, Section, Table, clean

A4 = Mm(210), Mm(297)

LANGUAGE = "en-GB"
"""What it is checked as by a word processor, and read as by a screen reader."""


def write(document: Document) -> bytes:
    """The whole document, with real headings, lists and tables, so that a screen reader finds its way."""
    made = docx.Document()
    _properties(made, document)
    made.sections[0].page_width, made.sections[0].page_height = A4
    made.add_heading(clean(document.title), level=1)
    for line in document.about:
        made.add_paragraph(clean(line))
    for section in document.sections:
        _section(made, section)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _properties(made: Written, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author = clean(document.title)[:255], clean(document.author)[:255]
    properties.language, properties.comments = LANGUAGE, ""
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for stamp in ("dcterms:created", "dcterms:modified"):  # the library's own day; ours is in the words
        for found in properties._element.findall(qn(stamp)):
            properties._element.remove(found)


def _section(made: Written, section: Section) -> None:
    made.add_heading(clean(section.title), level=2)
    for words in section.paragraphs:
        made.add_paragraph(clean(words))
    for line in section.lines:
        made.add_paragraph(clean(line), style="List Bullet")
    if section.table:
        _table(made, section.table)


def _table(made: Written, table: Table) -> None:
    drawn = made.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    for row in (table.heads, *table.rows):
        for cell, words in zip(drawn.add_row().cells, row, strict=True):
            cell.text = clean(words)
    head = OxmlElement("w:tblHeader")  # told again on each page, and by a screen reader in each row
    drawn.rows[0]._tr.get_or_add_trPr().append(head)
