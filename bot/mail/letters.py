"""Cards become letters: HTML that reads well on a phone, in the dark and without pictures, and the same as plain text.

Nothing in a letter is fetched from anywhere, because that would tell who reads it and when: pictures come along inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bot.card import (
    Block,
    Bullets,
    Buttons,
    Card,
    Fields,
    File,
    Heading,
    Image,
    Line,
    Note,
    Paragraph,
    Rule,
    Span,
    plain,
    words,
)
from bot.cut import shortened
from bot.mail.paper import paper

LONGEST_SUBJECT = 120
"""Characters of a subject; what is longer is cut between words."""

LONGEST_OPENING = 110
"""Characters of the words that an inbox shows beside the subject."""

SAFE = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Letter:
    """What is read of a letter, whoever gets it."""

    subject: str
    html: str
    text: str


def letter(card: Card) -> Letter:
    """The card as a letter. Its buttons are left out: nothing can be pressed in one (see post.py)."""
    subject = shortened(_subject(card), LONGEST_SUBJECT)
    return Letter(subject, paper("\n".join(_html(card)), subject, opening(card)), text(card))


def _subject(card: Card) -> str:
    """The first heading; where there is none, the first words."""
    headings = (block.text for block in card.blocks if isinstance(block, Heading))
    return " ".join((next(headings, "") or plain(card).split("\n")[0]).split())


def page(card: Card, title: str, after: str = "") -> str:
    """The card as a whole page of HTML for a browser, with `after` (HTML of ours) behind it."""
    return paper("\n".join(_html(card)) + "\n" + after, title)


def opening(card: Card) -> str:
    """What an inbox shows beside the subject: the first words below the heading."""
    said = (_plain(block) for block in card.blocks if isinstance(block, Paragraph | Bullets | Fields))
    words = " ".join(" ".join(said).split())
    return shortened(words, LONGEST_OPENING) if words else ""


def _html(card: Card) -> Iterator[str]:
    headed = False
    for block in card.blocks:
        if isinstance(block, Heading):
            name = "h2" if headed else "h1"
            headed = True
            yield f"<{name}>{escape(block.text)}</{name}>"
        else:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield f"<p>{_line(line)}</p>"
        case Note(line):
            yield f'<p class="note">{_line(line)}</p>'
        case Bullets(lines, False) if all(len(line) == 1 and _followed(line[0]) for line in lines):
            choices = (f"<li>{_span(line[0], 'choice')}</li>" for line in lines)
            yield f'<ul class="choices">{"".join(choices)}</ul>'
        case Bullets(lines, numbered):
            name = "ol" if numbered else "ul"
            yield f"<{name}>{''.join(f'<li>{_line(line)}</li>' for line in lines)}</{name}>"
        case Fields(pairs):
            rows = (
                f'<tr><th scope="row">{escape(label)}</th><td class="fact">{_line(line)}</td></tr>'
                for label, line in pairs
            )
            yield f'<table class="facts">{"".join(rows)}</table>'
        case Rule():
            yield "<hr>"
        case File() if pictured(block):
            yield f'<p><img src="cid:{escape(content_id(block))}" alt="{escape(block.alt)}" width="552"></p>'
        case Image(_, alt) | File(alt=alt):
            yield f"<p>{escape(alt)}</p>"
        case _:
            return


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _followed(span: Span) -> bool:
    """Whether it is a link that may be followed."""
    return span.style == "link" and span.url.lower().startswith(SAFE)


def _span(span: Span, kind: str = "") -> str:
    """A span as HTML; a link of this `kind`."""
    said = escape(span.text).replace("\n", "<br>")
    match span.style:
        case "strong":
            return f"<strong>{said}</strong>"
        case "emphasis":
            return f"<em>{said}</em>"
        case "link" if _followed(span):
            named = f'class="{kind}" ' if kind else ""
            return f'<a {named}href="{escape(span.url)}">{said}</a>'
        case _:
            return said


def pictured(file: File) -> bool:
    """Whether a file is a picture that stands in the letter itself."""
    return file.content_type.startswith("image/")


def content_id(file: File) -> str:
    """By what the letter means a picture that comes along."""
    return f"{re.sub('[^a-z0-9.]', '-', file.name.lower())}@picture.invalid"


def text(card: Card) -> str:
    """The card as plain text; what a link leads to stands behind its words."""
    return "\n\n".join(part for block in card.blocks if (part := _plain(block))) + "\n"


def _plain(block: Block) -> str:
    match block:
        case Heading(said):
            return f"{said}\n{'-' * min(len(said), 60)}"
        case Paragraph(line) | Note(line):
            return _spelled(line)
        case Bullets(lines):
            return "\n".join(
                f"{sign} {_spelled(line)}" for sign, line in zip(block.signs(), lines, strict=True)
            )
        case Fields(pairs):
            return "\n".join(f"{label}: {_spelled(line)}" for label, line in pairs)
        case Rule():
            return "-" * 20
        case Buttons():
            return ""
        case Image(_, alt) | File(alt=alt):
            return alt
    return ""


def _spelled(line: Line) -> str:
    return "".join(f"{span.text} ({span.url})" if _leads(span) else span.text for span in line)


def _leads(span: Span) -> bool:
    return span.style == "link" and span.url != span.text and bool(words((span,)))
