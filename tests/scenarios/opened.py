"""Documents opened again by readers that did not write them: each becomes rows of what it is and its words, to compare."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

Rows = list[tuple[str, str]]
"""`h1`, `h2`, `li` or `p`, and the words."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
KINDS = {"Heading 1": "h1", "Heading 2": "h2", "List Bullet": "li", "Normal": "p"}


def docx(data: bytes) -> Rows:
    """A .docx, as a word processor goes through it: its parts, their types and relations, its styles, its words.

    Raises AssertionError where a word processor would offer to repair it.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert len(names) == len(archive.namelist()), "a part stands twice"
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in names if _is_xml(name)}
    _typed(names, trees["[Content_Types].xml"])
    for name, tree in trees.items():
        if name.endswith(".rels"):
            _related(name, tree, names)
    styles = {
        one.get(f"{W}styleId"): _value(one, "name") for one in trees["word/styles.xml"].iter(f"{W}style")
    }
    body = trees["word/document.xml"].find(f"{W}body")
    assert body is not None and body[-1].tag == f"{W}sectPr", "the last thing in a document is its page"
    return [_paragraph(one, styles) for one in body.iter(f"{W}p")]


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _typed(names: set[str], types: ElementTree.Element) -> None:
    ends = {one.get("Extension", "").lower() for one in types.iter(f"{TYPES}Default")}
    parts = {one.get("PartName", "").lstrip("/") for one in types.iter(f"{TYPES}Override")}
    untyped = {name for name in names if name not in parts and name.rpartition(".")[2].lower() not in ends}
    assert untyped <= {"[Content_Types].xml"} and parts <= names


def _related(name: str, tree: ElementTree.Element, names: set[str]) -> None:
    base = posixpath.dirname(posixpath.dirname(name))
    for one in tree.iter(f"{RELATIONS}Relationship"):
        assert one.get("TargetMode") != "External", "a document leads nowhere"
        target = one.get("Target", "")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(f"{base}/{target}").lstrip("/")
        )
        assert path in names, f"{name} leads to {path}, which is not there"


def _value(node: ElementTree.Element, name: str) -> str:
    found = node.find(f"{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _paragraph(node: ElementTree.Element, styles: dict[str | None, str]) -> tuple[str, str]:
    style = node.find(f"{W}pPr/{W}pStyle")
    name = styles[style.get(f"{W}val")] if style is not None else "Normal"
    kinds = {kind.casefold(): row for kind, row in KINDS.items()}
    return kinds[name.casefold()], "".join(one.text or "" for one in node.iter(f"{W}t"))


class _Page(HTMLParser):
    """The blocks of a page; it must close what it opens, and holds nothing that runs or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "a", "iframe", "link", "object", "form"), tag
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)
        if tag in ("h1", "h2", "li", "p"):
            self.rows.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("h1", "h2", "li", "p"):
            kind, words = self.rows.pop()
            self.rows.append((kind, words + data))


def html(data: bytes) -> Rows:
    """A page that is whole by itself."""
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    assert page.open == [] and data.startswith(b"<!doctype html>")
    return page.rows


def markdown(data: bytes) -> Rows:
    """Headings, bullets and paragraphs of Markdown; a mark that is not escaped would stay in the words and be seen."""
    marks = {"# ": "h1", "## ": "h2", "- ": "li"}
    found: Rows = []
    for line in filter(None, data.decode("utf-8").split("\n")):
        mark = next((mark for mark in marks if line.startswith(mark)), "")
        words = line.removeprefix(mark)
        assert not re.search(r"(?<!\\)[*_`<>\[\]|]", words), words
        found.append((marks.get(mark, "p"), re.sub(r"\\(\W)", r"\1", words)))
    return found


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a .csv by their heads."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
