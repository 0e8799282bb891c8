"""Words that stay words: nothing that was typed becomes Markdown, a date, a mention or a tag on a card.

A TextRun knows no Markdown, and so it carries all words. What even there is read for more than words (a tag of a
mention, a date to be put into the reader's zone) is broken by an invisible sign. Where only Markdown is offered, words
with its signs are kept out (`harmless`), or their signs are drawn by twins (`twinned`).
"""

from __future__ import annotations

import re

_JOINER = "\u2060"
"""Takes no room and breaks no line."""

_READ = re.compile(r"<(?=/?at\b)|\{(?=\{)", re.IGNORECASE)
_UNDRAWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]")
_HARMLESS = re.compile(r"(?!\s*(?:[-+=]|\d+[.)]))(?!.*(?:://|www\.))[^*_`~\[\]<>\\&{}|#@\n]+")
_TWINS = str.maketrans(
    {
        "*": "∗",
        "_": "＿",
        "`": "ˋ",
        "~": "∼",
        "[": "［",
        "]": "］",
        "<": "‹",
        ">": "›",
        "\\": "＼",
        "&": "＆",
        "|": "∣",
        "#": "＃",
    }
)


def literal(text: str) -> str:
    """The words for a TextRun, a label, a button or a choice of a menu: as they were typed, and nothing more."""
    return _READ.sub(
        lambda found: f"{found[0]}{_JOINER}", _UNDRAWN.sub("", text.replace("\r\n", "\n").replace("\r", " "))
    )


def harmless(text: str) -> bool:
    """Whether the words hold no sign that Markdown reads, so that they may stand where Markdown is read."""
    return bool(_HARMLESS.fullmatch(text))


def twinned(text: str) -> str:
    """The words in one row for where Markdown may be read: its signs are drawn by others that look like them."""
    row = " ".join(literal(text).split())
    return row if harmless(row) else f"{_JOINER}{row.translate(_TWINS)}"
