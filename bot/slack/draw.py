"""Each block of a card as Slack blocks, cut to size.

Words go into rich_text and plain_text elements, which Slack does not read for markup, mentions, links or
emoji codes, so nothing has to be escaped there. mrkdwn is used only in small print, and only for words
that hold none of its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bot import cut
from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    Heading,
    Image,
    Line,
    Note,
    Paragraph,
    Rule,
    Span,
    words,
)
from bot.slack.ids import pack
from bot.slack.limits import (
    ACTIONS,
    BUTTON_TEXT,
    BUTTON_VALUE,
    CONTEXT_ELEMENTS,
    HEADER,
    IMAGE_ALT,
    IMAGE_URL,
    TEXT,
)

Json = dict[str, Any]

_MRKDWN_SIGNS = re.compile(r"[*_~`<>&:@|\n]")
_PICTURE = re.compile(r"https?://\S+")


class Drawn(NamedTuple):
    """A Slack block and its plain words."""

    block: Json
    words: str


def drawn(block: Block, partnership: int | None) -> Iterator[Drawn]:
    """The Slack blocks for one block of a card, none beyond Slack's limits."""
    match block:
        case Heading(text):
            yield from _heading(text)
        case Paragraph(line):
            yield from _rows([line])
        case Fields(pairs):
            yield from _rows([(Span(f"{label}: ", "strong"), *line) for label, line in pairs])
        case Bullets(lines, numbered):
            yield from _bullets(lines, numbered)
        case Note(line):
            yield from _note(line)
        case Rule():
            yield Drawn({"type": "divider"}, "")
        case Image():
            yield _image(block)
        case Buttons(buttons):
            yield from _buttons(buttons, partnership)


def plain_text(text: str) -> Json:
    """Words as they are: no markup, no emoji codes."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _heading(text: str) -> Iterator[Drawn]:
    head, rest = cut.first(text, HEADER)
    yield Drawn({"type": "header", "text": plain_text(head)}, head)
    if rest:
        yield from _rows([(Span(rest, "strong"),)])


def _rows(lines: Iterable[Line]) -> Iterator[Drawn]:
    """Lines one under the other, as few blocks as they fit in."""
    rows, left = list[Line](), TEXT
    for line in (part for whole in lines for part in cut.lines(whole, TEXT)):
        if rows and cut.size(words(line)) + 1 > left:
            yield _section(rows)
            rows, left = [], TEXT
        rows.append(line)
        left -= cut.size(words(line)) + 1
    if rows:
        yield _section(rows)


def _section(rows: list[Line]) -> Drawn:
    spans = [span for row in rows for span in (*row, Span("\n"))][:-1]
    element = {"type": "rich_text_section", "elements": _spans(spans)}
    return Drawn({"type": "rich_text", "elements": [element]}, "\n".join(words(row) for row in rows))


def _bullets(lines: Iterable[Line], numbered: bool = False) -> Iterator[Drawn]:
    rows, left = list[Line](), TEXT
    for place, whole in enumerate(lines, 1):
        first, *more = cut.lines(whole, TEXT)
        if rows and cut.size(words(first)) > left:
            yield _list(rows, place - 1 if numbered else None)
            rows, left = [], TEXT
        rows.append(first)
        left -= cut.size(words(first))
        if more:
            yield _list(rows, place if numbered else None)
            yield from _rows(more)
            rows, left = [], TEXT
    if rows:
        yield _list(rows, place if numbered else None)


def _list(rows: list[Line], last: int | None) -> Drawn:
    """One list; `last` is the number of its last row, None where the rows are not counted."""
    items = [{"type": "rich_text_section", "elements": _spans(row)} for row in rows]
    shape: Json = {"type": "rich_text_list", "style": "bullet", "elements": items}
    signs = ["•"] * len(rows)
    if last is not None:
        before = last - len(rows)
        shape = {**shape, "style": "ordered", **({"offset": before} if before else {})}
        signs = [f"{number}." for number in range(before + 1, last + 1)]
    said = (f"{sign} {words(row)}" for sign, row in zip(signs, rows, strict=True))
    return Drawn({"type": "rich_text", "elements": [shape]}, "\n".join(said))


def _spans(line: Iterable[Span]) -> list[Json]:
    return [_span(span) for span in line if span.text]


def _span(span: Span) -> Json:
    match span.style:
        case "link":
            return {"type": "link", "url": span.url, "text": span.text}
        case "strong":
            return {"type": "text", "text": span.text, "style": {"bold": True}}
        case "emphasis":
            return {"type": "text", "text": span.text, "style": {"italic": True}}
        case _:
            return {"type": "text", "text": span.text}


def _note(line: Line) -> Iterator[Drawn]:
    """Small print as one run of words, since Slack puts a gap after each element; only a link stands on its own."""
    for part in cut.lines(line, TEXT):
        elements = [plain_text(words(part))]
        if any(span.style == "link" for span in part):
            elements = [_small(span) for span in part if span.text.strip()]
        if len(elements) > CONTEXT_ELEMENTS:
            elements = [plain_text(words(part))]
        yield Drawn({"type": "context", "elements": elements}, words(part))


def _small(span: Span) -> Json:
    text = span.text.strip()
    if span.style != "link" or _MRKDWN_SIGNS.search(text):
        return plain_text(text)
    return {"type": "mrkdwn", "text": f"<{_address(span.url)}|{text}>", "verbatim": True}


def _address(url: str) -> str:
    return url.replace("&", "&amp;").replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")


def _image(image: Image) -> Drawn:
    alt = cut.shortened(image.alt, IMAGE_ALT)
    if not _PICTURE.fullmatch(image.url) or cut.size(image.url) > IMAGE_URL:
        return Drawn({"type": "context", "elements": [plain_text(alt)]}, alt)
    return Drawn({"type": "image", "image_url": image.url, "alt_text": alt}, alt)


def _buttons(buttons: tuple[Button, ...], partnership: int | None) -> Iterator[Drawn]:
    """Rows of buttons. A label too long for a button is written out above it, so that no word is lost."""
    if long := [button.label for button in buttons if cut.size(button.label) > BUTTON_TEXT]:
        yield from _bullets([(Span(label),) for label in long])
    for start in range(0, len(buttons), ACTIONS):
        row = buttons[start : start + ACTIONS]
        elements = [_button(button, partnership) for button in row]
        yield Drawn({"type": "actions", "elements": elements}, "")


def _button(button: Button, partnership: int | None) -> Json:
    value = pack(partnership, button.value)
    if cut.size(value) > BUTTON_VALUE:
        raise ValueError(f"the value of {button.action} is longer than a button can hold")
    label = plain_text(cut.shortened(button.label, BUTTON_TEXT))
    drawn = {"type": "button", "text": label, "action_id": button.action, "value": value}
    return {**drawn, "style": "primary"} if button.main else drawn
