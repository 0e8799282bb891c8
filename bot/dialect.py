"""The prompts' small Markdown becomes a card. The dialect is described in prompts/README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Field,
    FieldKind,
    Fields,
    Form,
    Heading,
    Image,
    Line,
    Note,
    Option,
    Paragraph,
    Rule,
    Span,
    Style,
    words,
)
from bot.typed import SEAL, exact, listed, said, seal

_ESCAPED = re.compile(r"\\([\\*_\[\]()#>?:=|-])")
_VERB = rf"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*|{SEAL}"
_BUTTON = re.compile(rf"\[\[(?P<main>\*?)(?P<label>.+?)\]\]\((?P<action>{_VERB})(?:\?(?P<value>[^()]*))?\)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")
_PAIR = re.compile(r"(?P<label>[^:]+?):: *(?P<value>.*)")
_FORM = re.compile(
    rf"form: (?P<title>.+?) -> (?P<action>{_VERB})(?:\?(?P<value>\S*))?(?: *\| *(?P<submit>.+))?"
)
_FIELD = re.compile(
    r"\? (?P<label>.+?) \((?P<name>[a-z][a-z0-9_]*): (?P<kind>text|long|date|time|person|one|many)"
    r"(?P<optional>, optional)?\)"
)
_CHOICE = re.compile(r"(?P<value>[^:]*?): (?P<label>.+)")
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
    return Card(tuple(_blocks(head[1:fields])), _form(first, head[fields:]))


def _blocks(lines: Rows) -> Iterator[Block]:
    for kind, rows in _runs(lines):
        yield from _MAKERS[kind](rows)


def _runs(lines: Rows) -> Iterator[tuple[str, Rows]]:
    kind, rows = "", list[str]()
    for line in lines:
        if not line and kind == "bullets":
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


def _kind(line: str, before: str) -> str:
    if not line:
        return ""
    if line[0] == " " and before in ("bullets", "paragraph"):
        return before
    return next((kind for kind, fits in _SIGNS.items() if fits(line)), "paragraph")


_SIGNS: dict[str, Callable[[str], object]] = {
    "heading": lambda line: line.startswith("# "),
    "bullets": lambda line: line.startswith("- "),
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
    items = list[str]()
    for row in rows:
        if row.startswith("- "):
            items.append(row[2:])
        else:
            items[-1] += f" {row.strip()}"
    lines = tuple(line for item in items if words(line := _line(item)).strip())
    if lines:
        yield Bullets(lines)


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


def _form(first: str, rows: Rows) -> Form:
    found = _FORM.fullmatch(first)
    if found is None:
        raise ValueError(f"not a form's first line: {exact(first)}")
    fields = list[Field]()
    for row in rows:
        if row.startswith("? "):
            fields.append(_field(row))
        elif fields:
            fields[-1] = _more(fields[-1], row.strip())
    title, submit = said(found["title"]).strip(), said(found["submit"] or "Save").strip()
    return Form(title, exact(found["action"]), tuple(fields), exact(found["value"] or ""), submit)


def _field(row: str) -> Field:
    found = _FIELD.fullmatch(row)
    if found is None:
        raise ValueError(f"not a field that can be read: {exact(row)}")
    kind = cast(FieldKind, found["kind"])
    return Field(found["name"], said(found["label"]), kind, bool(found["optional"]))


def _more(field: Field, row: str) -> Field:
    sign, _, rest = row.partition(" ")
    match sign:
        case "=":
            return replace(field, value=_initial(rest))
        case ">":
            return replace(field, hint=" ".join(filter(None, [field.hint, said(rest)])))
        case "-":
            return replace(field, options=(*field.options, *_choices(rest)))
    raise ValueError(f"after a field come = value, - choices or > hint, not: {exact(row)}")


def _initial(text: str) -> str:
    values = listed(text)
    return exact(text) if values is None else ",".join(str(value) for value in values)


def _choices(text: str) -> Iterator[Option]:
    values = listed(text)
    if values is not None:
        yield from (_option(value) for value in values)
    elif found := _CHOICE.fullmatch(text):
        yield Option(exact(found["value"]), said(found["label"]))
    else:
        raise ValueError(f"a choice is written - value: label, not: {exact(text)}")


def _option(value: Mapping[str, Any]) -> Option:
    return Option(value["value"], said(seal(value["label"])), said(seal(value.get("group") or "")))
