"""What typed text means in Teams: mentions become tokens, a mention of ourselves goes; everything else stays as it was typed.

Teams sends plain text as it was typed, with `<at>Name</at>` for each mention and an entity beside it that says who it is. A
tag that no entity speaks of was typed by hand and stays words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.request import mention

Json = Mapping[str, Any]

_TAG = re.compile(r"<at\b[^<>]*>(.*?)</at>", re.DOTALL)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_AROUND = " ,:;-–\t"


class Mention(NamedTuple):
    """A mention as an entity has it: the tag that stands in the text, and the account it names."""

    tag: str
    account: Json

    @property
    def id(self) -> str:
        return str(self.account.get("id") or "")

    @property
    def name(self) -> str:
        return str(self.account.get("name") or "") or _name(self.tag)

    @property
    def of_a_person(self) -> bool:
        """Whether it names somebody, and not a channel, a team or another app."""
        return bool(self.id) and not self.id.startswith(("19:", "28:"))


def mentions(entities: object) -> list[Mention]:
    """The mentions among the entities of an activity, in order."""
    rows = entities if isinstance(entities, Sequence) else ()
    found = (row for row in rows if isinstance(row, Mapping) and row.get("type") == "mention")
    return [
        Mention(str(row.get("text") or ""), row["mentioned"])
        for row in found
        if isinstance(row.get("mentioned"), Mapping)
    ]


def named(said: Iterable[Mention], ours: frozenset[str]) -> bool:
    """Whether one of our own ids is mentioned."""
    return any(one.id in ours for one in said)


def fit(words: str) -> str:
    """The words without signs that nobody can have typed: those that only a door may use, and what no store keeps."""
    return _UNFIT.sub("", words)


def readable(text: object, said: Sequence[Mention], ours: frozenset[str], handles: Mapping[str, str]) -> str:
    """The words that were typed, with people as `mention` tokens; `handles` has ours by the ids that Teams mentions.

    A mention of ourselves is left out, with what divides it from the rest where it stands at the beginning.
    """
    left = list(said)

    def words(found: re.Match[str]) -> str:
        one = next((each for each in left if each.tag == found[0]), None)
        if one is not None:
            left.remove(one)
        else:
            one = next((each for each in said if each.tag == found[0]), None)
        if one is None:
            return found[0]
        if one.id in ours:
            return "\ue002"
        return mention(handles[one.id]) if one.id in handles else f"@{one.name}"

    typed = _SPACES.sub(" ", fit(str(text or "")))
    return _without_us(_TAG.sub(words, typed).replace("\r\n", "\n"))


def typed(values: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    """What was typed into the fields of a form, or chosen there, without signs that nobody can have typed."""
    return {
        name: fit(value) if isinstance(value, str) else [fit(one) for one in value]
        for name, value in values.items()
    }


def _without_us(text: str) -> str:
    """The text without the mark that stands for a mention of ourselves."""
    start = text.lstrip()
    if start.startswith("\ue002"):
        text = start.lstrip("\ue002 ").lstrip(_AROUND)
    return text.replace(" \ue002", "").replace("\ue002", "").strip("\n ")


def _name(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    return html.unescape(found[1]) if found else ""
