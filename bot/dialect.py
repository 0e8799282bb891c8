"""The prompts' small Markdown becomes a card. The dialect is described in prompts/README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Image,
    Line,
    Note,
    Paragraph,
    Rule,
    Span,
    Style,
    words,
)
from bot.questions import VERB, form
from bot.typed import exact, said, seal

_ESCAPED = re.compile(r"\\([\\*_\[\]()#>?:=|+-])")
_BUTTON = re.compile(rf"\[\[(?P<main>\*?)(?P<label>.+?)\]\]\((?P<action>{VERB})(?:\?(?P<value>[^()]*))?\)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")
_PAIR = re.compile(r"(?P<label>[^:]+?):: *(?P<value>.*)")
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*"
    r"|(?<!\w)_(?P<emphasis>.+?)_(?!\w)"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<url>[^()\s]+)\)",
    re.DOTALL,
)
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[^\s<>|\"]+", re.IGNORECASE)

Rows = list[str]


def parse(text: str) -> Card:
    """The card that the text describes. Raises ValueError for a line that only looks like the dialect."""
    lines = [line.rstrip() for line in _ESCAPED.sub(lambda found: seal(found[1]), text).split("\n")]
    first = next((line for line in lines if line), "")
    if not first.startswith("form: "):
        return Card(tuple(_blocks(lines)))
    head = [line for line in lines if line]
    fields = next((n for n, line in enumerate(head) if line.startswith("? ")), len(head))
    return Card(tuple(_blocks(head[1:fields])), form(first, head[fields:]))


def _blocks(lines: Rows) -> Iterator[Block]:
    for kind, rows in _runs(lines):
        yield from _MAKERS[kind](rows)


def _runs(lines: Rows) -> Iterator[tuple[str, Rows]]:
    kind, rows = "", list[str]()
    for line in lines:
        if not line and kind in _LISTS:
            continue
        now = _kind(line, kind)
        if rows and (now != kind or now in _ALONE):
            yield kind, rows
            rows = []
        kind = now
        if line:
            rows.append(line)
    if rows:
        yield kind, rows


_ALONE = frozenset({"heading", "rule", "image", "buttons"})
_LISTS = frozenset({"bullets", "numbered"})


def _kind(line: str, before: str) -> str:
    if not line:
        return ""
    if line[0] == " " and before in (*_LISTS, "paragraph"):
        return before
    return next((kind for kind, fits in _SIGNS.items() if fits(line)), "paragraph")


_SIGNS: dict[str, Callable[[str], object]] = {
    "heading": lambda line: line.startswith("# "),
    "bullets": lambda line: line.startswith("- "),
    "numbered": lambda line: line.startswith("+ "),
    "note": lambda line: line.startswith("> "),
    "rule": lambda line: line == "---",
    "image": _IMAGE.fullmatch,
    "buttons": lambda line: "[[" in line and not _BUTTON.sub("", line).strip(),
    "fields": _PAIR.fullmatch,
}


def _heading(rows: Rows) -> Iterator[Block]:
    if text := words(_line(rows[0][2:])).strip():
        yield Heading(text)


def _paragraph(rows: Rows) -> Iterator[Block]:
    if stray := next((row for row in rows if "[[" in row or "]](" in row or row.startswith("? ")), None):
        raise ValueError(f"not a button or a field that can be read: {exact(stray)}")
    line = _line(_joined(rows), lines=True)
    if words(line).strip():
        yield Paragraph(line)


def _joined(rows: Rows) -> str:
    text = "\n".join(row.strip() for row in rows)
    return re.sub(r"(?<!\\)\n", " ", text).replace("\\\n", "\n")


def _bullets(rows: Rows) -> Iterator[Block]:
    if lines := tuple(line for line in _items(rows) if words(line).strip()):
        yield Bullets(lines)


def _numbered(rows: Rows) -> Iterator[Block]:
    """Every line counts, also one without words, so that the numbers stay those that people may type."""
    yield Bullets(
        tuple(line if words(line).strip() else (Span("…"),) for line in _items(rows)), numbered=True
    )


def _items(rows: Rows) -> Iterator[Line]:
    items = list[str]()
    for row in rows:
        if row.startswith(("- ", "+ ")):
            items.append(row[2:])
        else:
            items[-1] += f" {row.strip()}"
    yield from (_line(item) for item in items)


def _note(rows: Rows) -> Iterator[Block]:
    line = _line(" ".join(row[2:].strip() for row in rows))
    if words(line).strip():
        yield Note(line)


def _fields(rows: Rows) -> Iterator[Block]:
    found = (_PAIR.fullmatch(row) for row in rows)
    yield Fields(tuple((said(pair["label"]).strip(), _line(pair["value"])) for pair in found if pair))


def _rule(rows: Rows) -> Iterator[Block]:
    yield Rule()


def _image(rows: Rows) -> Iterator[Block]:
    found = _IMAGE.fullmatch(rows[0])
    assert found is not None
    yield Image(exact(found["url"]), said(found["alt"]))


def _buttons(rows: Rows) -> Iterator[Block]:
    yield Buttons(tuple(_button(found) for found in _BUTTON.finditer(rows[0])))


def _button(found: re.Match[str]) -> Button:
    label = said(found["label"]).strip() or "…"
    return Button(label, exact(found["action"]), exact(found["value"] or ""), bool(found["main"]))


_MAKERS: dict[str, Callable[[Rows], Iterator[Block]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _bullets,
    "numbered": _numbered,
    "note": _note,
    "rule": _rule,
    "image": _image,
    "buttons": _buttons,
    "fields": _fields,
}


def _line(text: str, *, lines: bool = False) -> Line:
    spans = list[Span]()
    for span in _spans(text, lines):
        if spans and span.style == spans[-1].style != "link":
            spans[-1] = Span(spans[-1].text + span.text, span.style)
        elif span.text:
            spans.append(span)
    return tuple(spans)


def _spans(text: str, lines: bool) -> Iterator[Span]:
    end = 0
    for found in _INLINE.finditer(text):
        yield Span(said(text[end : found.start()], lines=lines))
        yield _styled(found, lines)
        end = found.end()
    yield Span(said(text[end:], lines=lines))


def _styled(found: re.Match[str], lines: bool) -> Span:
    style = cast(Style, found.lastgroup if found.lastgroup != "url" else "link")
    text = said(found[style], lines=lines)
    if style != "link":
        return Span(text, style)
    url = exact(found["url"])
    return Span(text, "link", url) if _SAFE_URL.fullmatch(url) else Span(text)
