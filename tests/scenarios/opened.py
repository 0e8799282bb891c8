"""Documents opened again by libraries that did not write them: each becomes rows of what it is and its words, to compare."""

from __future__ import annotations

import csv
import io
import posixpath
import zipfile
from xml.etree import ElementTree

import html5lib
import mammoth
from markdown_it import MarkdownIt

Rows = list[tuple[str, str]]
"""`h1`, `h2`, `li` or `p`, and the words."""

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
RUNS_OR_LOADS = {"script", "img", "a", "iframe", "link", "object", "form"}


def docx(data: bytes) -> Rows:
    """A .docx as Mammoth reads it. Raises AssertionError where a word processor would offer to repair it."""
    _whole(data)
    read = mammoth.convert_to_html(io.BytesIO(data))
    assert [one.message for one in read.messages if one.type == "error"] == []
    return _rows(html5lib.parseFragment(read.value, namespaceHTMLElements=False))


def html(data: bytes) -> Rows:
    """A page as a browser reads it, that is whole by itself; html5lib raises where it is not well formed."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data.decode("utf-8"))
    assert not RUNS_OR_LOADS & {str(one.tag) for one in page.iter()}
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on")]
    return _rows(page)


def markdown(data: bytes) -> Rows:
    """Markdown as any reader of CommonMark shows it; marks that are not escaped would be no words any more."""
    shown = MarkdownIt("commonmark").render(data.decode("utf-8"))
    return _rows(html5lib.parseFragment(shown, namespaceHTMLElements=False))


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a .csv by their heads."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def _rows(tree: ElementTree.Element) -> Rows:
    blocks = (one for one in tree.iter() if one.tag in ("h1", "h2", "li", "p"))
    return [(str(one.tag), "".join(one.itertext())) for one in blocks]


def _whole(data: bytes) -> None:
    """Every part of the package has its type, and everything that a part leads to is there."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert len(names) == len(archive.namelist()), "a part stands twice"
        _typed(names, ElementTree.fromstring(archive.read("[Content_Types].xml")))
        for name in names:
            if name.endswith(".rels"):
                _related(name, ElementTree.fromstring(archive.read(name)), names)


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
        path = posixpath.normpath(target if target.startswith("/") else f"/{base}/{target}").lstrip("/")
        assert path in names, f"{name} leads to {path}, which is not there"
