"""What Slack's markup in typed text means: names become tokens, links become words, entities become signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.feature import mention

_TOKEN = re.compile(r"<([^<>]*)>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_UNFIT = re.compile(r"[\ue000-\uf8ff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Signs that only a door may use, that no store takes, or that nobody can see: no keyboard writes them."""
_ENTITY = re.compile("&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
"""The signs that Slack writes as entities. No others are read, so that none can become a mention."""


def named(text: str) -> list[str]:
    """The ids of the people that a text names, in order, each once."""
    return list(dict.fromkeys(_PERSON.findall(text or "")))


def readable(text: str) -> str:
    """Slack's text as the words a person typed, with people as `mention` tokens."""
    words = _TOKEN.sub(_words, fit(text or ""))
    return _ENTITY.sub(lambda found: _SIGNS[found[1]], words)


def fit(words: str) -> str:
    """The words without signs that nobody can have typed."""
    return _UNFIT.sub("", words)


def typed(values: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    """What was typed into the fields of a form, or chosen there, without signs that nobody can have typed."""
    return {
        name: fit(value) if isinstance(value, str) else [fit(one) for one in value]
        for name, value in values.items()
    }


def _words(found: re.Match[str]) -> str:
    inside = found[1]
    target, _, label = inside.partition("|")
    if target.startswith("@") and len(target) > 1:
        return mention(target[1:])
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if label and not target.endswith(label):
        return f"{label} ({target})"
    return label or target


def addressed_to(text: str, bots: Iterable[str]) -> str | None:
    """What follows a mention of one of our bots at the beginning of the text, or None where it is not addressed to us."""
    start = text.lstrip()
    tokens = (mention(bot) for bot in bots)
    found = next((token for token in tokens if start.startswith(token)), None)
    return None if found is None else start[len(found) :].lstrip(" ,:;-–\t")
