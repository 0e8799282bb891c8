"""Who is named: only people who have agreed to it. Everybody else is somebody at their organisation.

It is looked at when an issue is drawn and not when it is drafted, so that whoever changes their mind is heard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import plain
from bot.feature import Context
from storage.people import Member

_WORDS = (
    "april august chase dawn drew faith frank grace grant hope joy june mark may olive pat rose sky sunny summer will art bill"
    " bob bush carol chip cliff dean don drake eve gene guy heather holly iris ivy jack jay lee miles norm pearl penny ray"
    " rich rob robin rusty sandy sue tad victor wade west wren"
)
WORDS = frozenset(_WORDS.split())
"""First names that are words too: without the surname they are a person only inside a sentence, with a capital."""


@dataclass(frozen=True)
class Name:
    """A name that may stand in a text, and what is said in its place."""

    pattern: re.Pattern[str]
    instead: str
    word: bool = False


@dataclass(frozen=True)
class Names:
    """The names of everybody who has not agreed to be named."""

    names: Sequence[Name]

    def hide(self, text: str) -> str:
        """The text with somebody in the place of each such name."""
        for name in self.names:
            text = name.pattern.sub(lambda found, name=name: _instead(found, name), text)  # type: ignore[misc]
        return text


_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[“\"(])$")


def _instead(found: re.Match[str], name: Name) -> str:
    begins = bool(_BEGINS.search(found.string[: found.start()]))
    if (
        name.word
        and begins
        and not re.match(r"['’]s\b|\s+(?:and|has|is|was|for)\b", found.string[found.end() :])
    ):
        return found[0]
    return name.instead[:1].upper() + name.instead[1:] if begins else name.instead


async def names_of(context: Context) -> Names:
    """Whose names are not to be said, the longest first; also theirs who have left."""
    newsletters = context.records.newsletters
    agreed, everybody = await newsletters.named(), await newsletters.everybody()
    shy = [one for one in everybody if one.id not in agreed or one.left_at is not None]
    firsts = Counter(one.first_name.casefold() for one in everybody)
    known = {one.first_name.casefold() for one in everybody if one not in shy}
    found: list[Name] = [_whole(context, one) for one in shy if one.name.strip()]
    for one in shy:
        first = one.first_name
        if len(first) > 1 and first.casefold() not in known:
            alone = firsts[first.casefold()] == 1
            found.append(_first(first, _somebody(context, one if alone else None)))
    return Names(sorted(found, key=lambda name: -len(name.pattern.pattern)))


def _whole(context: Context, member: Member) -> Name:
    spaced = r"\s+".join(re.escape(part) for part in member.name.split())
    return Name(re.compile(rf"(?<!\w)@?{spaced}(?!\w)", re.IGNORECASE), _somebody(context, member))


def _first(first: str, instead: str) -> Name:
    """A first name is looked for as names are written: with a capital."""
    return Name(re.compile(rf"(?<!\w)@?{re.escape(first)}(?!\w)"), instead, first.casefold() in WORDS)


def _somebody(context: Context, member: Member | None) -> str:
    body = member.organisation.name if member is not None and member.organisation else ""
    return " ".join(plain(context.card("newsletter/somebody", organisation=body)).split())
