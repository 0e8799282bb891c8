"""Documents in every format, taken apart by something that did not write them: no word is lost, and none is ever more."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx as reader
import pytest

from bot.documents import docx, html, markdown, table
from bot.documents.model import Document, Section, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "</li><script>alert(1)</script> & [x](javascript:y) **b** `c` | # =cmd() ]]> <!--"
UNSEEN = "one\x0b\x00\u202etwo\ud800\ufffe\u2066"
DOCUMENT = Document(
    f"Steering {HOSTILE}",
    (
        Section("Present", ("Mina Achebe, Wren Valley Music Service", HOSTILE, UNSEEN)),
        Section(HOSTILE, (), ("A paragraph", HOSTILE), Table(("Number", "Action"), (("1", HOSTILE),))),
    ),
    ("Tue 15 December, 2pm", HOSTILE),
    "Making Music Together",
)

ORDER = {
    "p": ("pPr", "r"),
    "r": ("rPr", "t"),
    "tbl": ("tblPr", "tblGrid", "tr"),
    "tr": ("trPr", "tc"),
    "tc": ("tcPr", "p"),
}
"""What each element of a Word file may hold here, in the order that its schema (ECMA-376, part 1) asks for."""


def part(name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(docx.write(DOCUMENT))) as archive:
        assert archive.testzip() is None
        return ElementTree.fromstring(archive.read(name))


def test_every_part_of_a_word_file_is_xml_and_everything_stands_in_the_order_of_its_schema() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(DOCUMENT))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    body = part("word/document.xml")[0]
    assert [child.tag for child in body].index(f"{W}sectPr") == len(body) - 1
    for element in body.iter():
        allowed = ORDER.get(element.tag.removeprefix(W), ())
        places = [allowed.index(child.tag.removeprefix(W)) for child in element if allowed]
        assert places == sorted(places), element.tag


def test_a_word_file_is_british_paper_with_headings_and_a_head_on_each_page_of_a_table() -> None:
    written = reader.Document(io.BytesIO(docx.write(DOCUMENT)))
    page = written.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    styles = [p.style.name for p in written.paragraphs if p.style and p.style.name]
    assert styles.count("Heading 1") == 1 and styles.count("Heading 2") == 2
    assert [
        row.find(f"{W}trPr/{W}tblHeader") is not None for row in part("word/document.xml").iter(f"{W}tr")
    ] == [
        True,
        False,
    ]
    core = written.core_properties
    assert (core.language, core.author, core.comments) == ("en-GB", "Making Music Together", "")
    assert core.created is None and core.modified is None


def test_typed_words_stand_in_a_word_file_as_they_were_typed_and_unseen_signs_do_not() -> None:
    written = reader.Document(io.BytesIO(docx.write(DOCUMENT)))
    said = [p.text for p in written.paragraphs]
    assert said.count(HOSTILE) == 4 and written.tables[0].cell(1, 1).text == HOSTILE
    assert "one two?" in said


class Strict(HTMLParser):
    """Every tag known, closed, and closed in its order; words and attributes gathered."""

    KNOWN = frozenset(
        (
            *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        )
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.wrong: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.KNOWN:
            self.wrong.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)


def test_a_page_is_well_formed_runs_nothing_loads_nothing_and_holds_every_word() -> None:
    page = Strict(html.write(DOCUMENT))
    assert page.wrong == []
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "scope"}
    assert page.words.count(HOSTILE) == 5 and "default-src 'none'" in html.write(DOCUMENT)


def test_the_strict_reader_sees_what_a_forged_page_would_be() -> None:
    assert Strict("<p><li></p></li>").wrong and Strict("<script></script>").wrong and Strict("<p>").wrong


def test_markdown_gives_every_word_back_and_has_no_mark_but_ours() -> None:
    lines = markdown.write(DOCUMENT).split("\n")
    ours = re.compile(r"^(?:# |## |- |\| )?")
    bare = [re.sub(r"\\[!-/:-@\[-`{-~]", "", ours.sub("", line)) for line in lines]
    assert not [line for line in bare if re.search(r"[<>*\[\]`#&!]", line)]
    given = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", ours.sub("", line)) for line in lines]
    assert given.count(HOSTILE) == 4


@pytest.mark.parametrize(
    "line", ["1. one", "12) twelve", "- dash", "+ plus", "=====", "---", "    code", "\tcode"]
)
def test_a_line_that_looks_like_a_mark_is_a_line_in_markdown(line: str) -> None:
    written = markdown.write(Document("T", (Section("S", (), (line,)),)))
    last = written.rstrip("\n").split("\n")[-1]
    assert re.match(r"(?:\\[-+=]|\d+\\[.)]|code)", last), last


STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "'=",
    '"=',
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\u200e=",
)


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_table_is_reckoned_whatever_it_begins_with(start: str) -> None:
    rows = Table(("Number", f"{start}head"), (("1", f"{start}cmd|' /C calc'!A0"),))
    read = list(csv.reader(io.StringIO(table.write(rows).removeprefix("\ufeff"))))
    for cell in (read[0][1], read[1][1]):
        assert not cell.startswith((*table.FORMULA, "\t", "\r", "\n", " ")), cell
        assert cell.startswith("'")


def test_commas_quotation_marks_and_line_ends_stay_within_their_cell() -> None:
    rows = Table(("a", "b"), (('say "yes", then', "one\ntwo\r\nthree"), ("", "Zoë")))
    written = table.write(rows)
    assert written.startswith("\ufeff") and written.endswith("\r\n")
    read = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert read == [["a", "b"], ['say "yes", then', "one two three"], ["", "Zoë"]]
