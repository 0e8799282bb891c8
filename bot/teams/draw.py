"""Each block of a card as elements of an Adaptive Card 1.5, cut to size.

Words go into TextRuns, which are not read for Markdown. Only a heading stands in a TextBlock, so that screen readers
find it, and only where its words hold none of Markdown's signs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from bot import cut
from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Image,
    Line,
    Note,
    Paragraph,
    Span,
    words,
)
from bot.teams.limits import ACTIONS, ADDRESS, ALT, BUTTON_TEXT, BUTTON_VALUE, ROW, TEXT
from bot.teams.literal import harmless, literal

Json = dict[str, Any]
OpensForm = Callable[[str], bool]
"""Whether a verb answers with a form."""

_ADDRESS = re.compile(r"https?://\S+")


class Drawn(NamedTuple):
    """An element of a card and its plain words. `leads`: it belongs to what follows it."""

    element: Json
    words: str
    leads: bool = False


class Pressed(NamedTuple):
    """What every button of a card says back about the card it stands on."""

    partnership: int | None
    key: str
    opens_form: OpensForm


def drawn(block: Block, pressed: Pressed) -> Iterator[Drawn]:
    """The elements for one block of a card, none beyond the limits. A rule is none: it is a line above the next."""
    match block:
        case Heading(text):
            yield from _heading(text)
        case Paragraph(line):
            yield from _rows([line], {})
        case Fields(pairs):
            yield from _rows([(Span(f"{label}: ", "strong"), *line) for label, line in pairs], {})
        case Bullets(lines):
            signs = (Span(f"{sign} ") for sign in block.signs())
            yield from _rows([(sign, *line) for sign, line in zip(signs, lines, strict=True)], {})
        case Note(line):
            yield from _rows([line], {"size": "Small", "isSubtle": True})
        case File(instead=instead) if instead:
            yield from _rows([(Span(instead),)], {"size": "Small", "isSubtle": True})
        case Image():
            yield from _image(block)
        case Buttons(buttons):
            yield from _buttons(buttons, pressed)


def weight(element: object) -> int:
    """How many bytes it takes on its way, in UTF-8."""
    return len(json.dumps(element, ensure_ascii=False, separators=(",", ":")).encode())


def text_row(line: Line, look: Json) -> Json:
    """One row of words; `look` is added to each run."""
    runs = [_run(span) | look for span in line if literal(span.text)]
    return {"type": "RichTextBlock", "inlines": runs or [{"type": "TextRun", "text": " "}]}


def _heading(text: str) -> Iterator[Drawn]:
    if cut.size(text) > TEXT or not harmless(text):
        for part in _rows([(Span(text, "strong"),)], {"size": "Medium"}):
            yield part._replace(leads=True)
        return
    look = {"size": "Medium", "weight": "Bolder", "wrap": True, "style": "heading"}
    yield Drawn({"type": "TextBlock", "text": literal(text), **look}, text, leads=True)


def _rows(lines: Iterable[Line], look: Json) -> Iterator[Drawn]:
    """Lines one close under the other, the first at its distance from what stands above."""
    spacing: Json = {}
    for line in lines:
        for row in _pieces(line):
            yield Drawn({**text_row(row, look), **spacing}, words(row))
            spacing = {"spacing": "Small"}


def _pieces(line: Line) -> Iterator[Line]:
    """The line in rows that are neither too long nor too heavy; a line break begins a new one."""
    for row in _broken(line):
        for short in cut.lines(row, TEXT):
            yield from _light(short)


def _broken(line: Line) -> Iterator[Line]:
    row = list[Span]()
    for span in line:
        first, *more = span.text.split("\n")
        row.append(Span(first, span.style, span.url))
        for text in more:
            yield tuple(row)
            row = [Span(text, span.style, span.url)]
    yield tuple(row)


def _light(line: Line) -> Iterator[Line]:
    row, taken = list[Span](), 0
    for span in line:
        taken += weight(_run(span))
        if row and taken > ROW:
            yield tuple(row)
            row, taken = [], weight(_run(span))
        row.append(span)
    if row:
        yield tuple(row)


def _run(span: Span) -> Json:
    run: Json = {"type": "TextRun", "text": literal(span.text)}
    match span.style:
        case "strong":
            return {**run, "weight": "Bolder"}
        case "emphasis":
            return {**run, "italic": True}
        case "link" if _leads_somewhere(span.url):
            return {**run, "selectAction": {"type": "Action.OpenUrl", "url": span.url}}
        case _:
            return run


def _leads_somewhere(url: str) -> bool:
    return bool(_ADDRESS.fullmatch(url)) and len(url.encode()) <= ADDRESS


def _image(image: Image) -> Iterator[Drawn]:
    alt = cut.shortened(literal(image.alt), ALT)
    if not _leads_somewhere(image.url):
        yield from _rows([(Span(image.alt),)], {"size": "Small", "isSubtle": True})
    else:
        yield Drawn({"type": "Image", "url": image.url, "altText": alt, "size": "Stretch"}, image.alt)


def _buttons(buttons: tuple[Button, ...], pressed: Pressed) -> Iterator[Drawn]:
    """Sets of buttons, all of one size. A label too long for a button is written out above, so that no word is lost."""
    if long := [button.label for button in buttons if cut.size(button.label) > BUTTON_TEXT]:
        yield from _rows([(Span(f"• {label}"),) for label in long], {})
    for actions in _sets(_action(button, pressed) for button in buttons):
        yield Drawn({"type": "ActionSet", "actions": actions}, "")


def _sets(actions: Iterable[Json]) -> Iterator[list[Json]]:
    row, taken = list[Json](), 0
    for action in actions:
        taken += weight(action)
        if row and (len(row) == ACTIONS or taken > ROW):
            yield row
            row, taken = [], weight(action)
        row.append(action)
    if row:
        yield row


def _action(button: Button, pressed: Pressed) -> Json:
    """A button; older clients that know no Action.Execute take what it falls back on.

    One that opens a form says so, because Teams opens dialogs only for buttons that were drawn for it.
    """
    if cut.size(button.value) > BUTTON_VALUE:
        raise ValueError(f"the value of {button.action} is longer than a button can hold")
    data = {
        "action": button.action,
        "value": button.value,
        "partnership": pressed.partnership,
        "key": pressed.key,
    }
    look: Json = {"title": cut.shortened(literal(button.label), BUTTON_TEXT)}
    if button.main:
        look["style"] = "positive"
    if pressed.opens_form(button.action):
        return {"type": "Action.Submit", **look, "data": {**data, "msteams": {"type": "task/fetch"}}}
    older = {"type": "Action.Submit", **look, "data": data}
    return {"type": "Action.Execute", **look, "verb": button.action, "data": data, "fallback": older}
