"""Cards become letters: HTML that reads well on a phone, in the dark and without pictures, and the same as plain text.

Styles stand in the elements themselves, because many mail programs read them nowhere else; only what depends on light or
dark stays in a style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import css_inline

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

LONGEST_SUBJECT = 120
"""Characters of a subject; what is longer is cut between words."""

SAFE = ("https://", "http://", "mailto:")

STYLE = """
body { margin: 0; padding: 0; background-color: #ffffff; color: #1c2a29; }
.letter { max-width: 36em; margin: 0 auto; padding: 24px 16px; font-size: 16px; line-height: 1.5;
  font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 16px; }
h2 { font-size: 18px; line-height: 1.3; margin: 24px 0 8px; }
p { margin: 0 0 12px; }
ul, ol { margin: 0 0 12px; padding-left: 24px; }
li { margin: 0 0 6px; }
table { border-collapse: collapse; margin: 0 0 12px; }
th { text-align: left; vertical-align: top; padding: 0 16px 4px 0; font-weight: bold; }
td { vertical-align: top; padding: 0 0 4px; }
hr { border: 0; border-top: 1px solid #c9d6d4; margin: 20px 0; }
img { max-width: 100%; height: auto; border: 0; }
a { color: #0f5c55; }
.note { font-size: 14px; color: #51615f; }
button { font-size: 16px; padding: 12px 20px; border: 0; border-radius: 6px; background-color: #1f5f5b; color: #ffffff; }
@media (prefers-color-scheme: dark) {
  body, .letter { background-color: #14201f !important; color: #e7efee !important; }
  a { color: #8fd3c7 !important; }
  .note { color: #b2c2c0 !important; }
  hr { border-top-color: #3b4d4b !important; }
  button { background-color: #8fd3c7 !important; color: #14201f !important; }
}
"""

_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Letter:
    """What is read of a letter, whoever gets it."""

    subject: str
    html: str
    text: str


def letter(card: Card) -> Letter:
    """The card as a letter. Its buttons are left out: nothing can be pressed in one (see post.py)."""
    subject = shortened(_subject(card), LONGEST_SUBJECT)
    return Letter(subject, page(card, subject), text(card))


def _subject(card: Card) -> str:
    """The first heading; where there is none, the first words."""
    headings = (block.text for block in card.blocks if isinstance(block, Heading))
    return " ".join((next(headings, "") or plain(card).split("\n")[0]).split())


def page(card: Card, title: str, after: str = "") -> str:
    """The card as a whole page of HTML, with `after` (HTML of ours) behind it."""
    body = "\n".join(_html(card))
    return _INLINER.inline(
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f'<body><div class="letter" role="main">\n{body}\n{after}</div></body></html>\n'
    )


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
        case Bullets(lines, numbered):
            name = "ol" if numbered else "ul"
            yield f"<{name}>{''.join(f'<li>{_line(line)}</li>' for line in lines)}</{name}>"
        case Fields(pairs):
            rows = (
                f'<tr><th scope="row">{escape(label)}</th><td>{_line(line)}</td></tr>'
                for label, line in pairs
            )
            yield f"<table>{''.join(rows)}</table>"
        case Rule():
            yield "<hr>"
        case Image(url, alt) if url.startswith(SAFE):
            yield f'<p><img src="{escape(url)}" alt="{escape(alt)}"></p>'
        case Image(_, alt) | File(alt=alt):
            yield f"<p>{escape(alt)}</p>"
        case _:
            return


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    said = escape(span.text).replace("\n", "<br>")
    match span.style:
        case "strong":
            return f"<strong>{said}</strong>"
        case "emphasis":
            return f"<em>{said}</em>"
        case "link" if span.url.lower().startswith(SAFE):
            return f'<a href="{escape(span.url)}">{said}</a>'
        case _:
            return said


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
