"""The neutral card: what Upbeat says, before any platform draws it.

A card is plain data. Every door renders the same card; nothing here knows Slack or Teams.
Words that people typed stand in spans as they typed them, and each renderer escapes them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Style = Literal["plain", "strong", "emphasis", "link"]
FieldKind = Literal["text", "long", "date", "time", "person", "one", "many"]


@dataclass(frozen=True)
class Span:
    """A run of words in one style; `url` only for links."""

    text: str
    style: Style = "plain"
    url: str = ""


Line = tuple[Span, ...]


def words(line: Line) -> str:
    """The line as plain words."""
    return "".join(span.text for span in line)


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Bullets:
    """A list; with `numbered` its lines are counted from 1, which is how people then name them."""

    lines: tuple[Line, ...]
    numbered: bool = False

    def signs(self) -> Iterator[str]:
        """What stands in front of each line in plain words."""
        yield from (f"{place}." if self.numbered else "•" for place, _ in enumerate(self.lines, 1))


@dataclass(frozen=True)
class Fields:
    """Pairs of a label and a value, drawn side by side where there is room."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class Note:
    """Small print."""

    line: Line


@dataclass(frozen=True)
class Rule:
    """A line between two parts."""


@dataclass(frozen=True)
class Image:
    url: str
    alt: str


@dataclass(frozen=True)
class Button:
    """A button: `action` is `feature.verb`, `value` the words handed to the verb."""

    label: str
    action: str
    value: str = ""
    main: bool = False


@dataclass(frozen=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class File:
    """A file that goes out with the card; `alt` says what it is, `instead` what is said where none may be sent.

    It holds words (`text`), or `data` where its kind is no text.
    """

    name: str
    content_type: str
    text: str
    alt: str
    instead: str = ""
    data: bytes = b""

    @property
    def content(self) -> bytes:
        """What is in the file, words in UTF-8."""
        return self.data or self.text.encode()


@dataclass(frozen=True)
class Sheet:
    """A page that stands in a channel and is written over when its card changes; on a card that holds nothing else.

    `text` is Markdown. Where a platform has no such pages nothing is said, so it never holds what is said nowhere else.
    """

    title: str
    text: str


Block = Heading | Paragraph | Bullets | Fields | Note | Rule | Image | Buttons | File | Sheet


@dataclass(frozen=True)
class Option:
    """One choice of a field; `group` gathers choices under a heading (people by organisation)."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Field:
    """A question of a form. `value` is what stands in it at first (dates as ISO, many as values joined by commas)."""

    name: str
    label: str
    kind: FieldKind = "text"
    optional: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Form:
    """Questions asked at once; what is answered goes to the verb `action` with `value`."""

    title: str
    action: str
    fields: tuple[Field, ...]
    value: str = ""
    submit: str = "Save"


@dataclass(frozen=True)
class Card:
    blocks: tuple[Block, ...] = ()
    form: Form | None = None

    def buttons(self) -> Iterator[Button]:
        """Every button on the card, in order."""
        for block in self.blocks:
            if isinstance(block, Buttons):
                yield from block.buttons

    @property
    def file(self) -> File | None:
        """The file that goes out with the card, where there is one."""
        return next((block for block in self.blocks if isinstance(block, File)), None)

    @property
    def sheet(self) -> Sheet | None:
        """The page that the card is instead of a message, where it is one."""
        return next((block for block in self.blocks if isinstance(block, Sheet)), None)

    def with_file(self, file: File) -> Card:
        """The card and a file to go out with it."""
        return replace(self, blocks=(*self.blocks, file))


def plain(card: Card) -> str:
    """The whole card as plain words without its buttons: notifications, logs of tests, readers without blocks."""
    return "\n".join(text for block in card.blocks if (text := _plain_block(block)))


def _plain_block(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Paragraph(line) | Note(line):
            return words(line)
        case Bullets(lines):
            return "\n".join(f"{sign} {words(line)}" for sign, line in zip(block.signs(), lines, strict=True))
        case Fields(pairs):
            return "\n".join(f"{label}: {words(line)}" for label, line in pairs)
        case Image(_, alt) | File(alt=alt):
            return alt
        case _:
            return ""


_KINDS: dict[str, type[Block]] = {
    kind.__name__: kind
    for kind in (Heading, Paragraph, Bullets, Fields, Note, Rule, Image, Buttons, File, Sheet)
}


def dump(card: Card) -> dict[str, Any]:
    """The card as plain JSON, to be kept until it is sent. Forms are never kept."""
    return {"blocks": [[type(block).__name__, _parts(block)] for block in card.blocks]}


def _parts(block: Block) -> dict[str, Any]:
    parts = asdict(block)
    return parts | {"data": b64encode(block.data).decode()} if isinstance(block, File) else parts


def load(kept: dict[str, Any]) -> Card:
    """The card that `dump` kept."""
    return Card(tuple(_block(name, parts) for name, parts in kept["blocks"]))


def _block(name: str, parts: dict[str, Any]) -> Block:
    if "line" in parts:
        parts = parts | {"line": _line(parts["line"])}
    if "lines" in parts:
        parts = parts | {"lines": tuple(_line(line) for line in parts["lines"])}
    if "pairs" in parts:
        parts = parts | {"pairs": tuple((label, _line(line)) for label, line in parts["pairs"])}
    if "data" in parts:
        parts = parts | {"data": b64decode(parts["data"])}
    if "buttons" in parts:
        parts = parts | {"buttons": tuple(Button(**button) for button in parts["buttons"])}
    return _KINDS[name](**parts)


def _line(spans: list[dict[str, Any]]) -> Line:
    return tuple(Span(**span) for span in spans)
