"""What the parts of this feature share: the feature, which list is meant, and what typed words say about a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import addresses
from bot.errors import BotError
from bot.feature import MENTION, Context, Feature, Role
from bot.target import row_id, whole
from storage.lists import CirculationList, Subscriber

_OTHERS = r"(?:my|own|waiting|action|actions|to-?do|shopping|price|reading)\b"
"""Lists of which people speak, and that get no letters."""

PLACE = (
    rf"\b(?:to|on|onto|from|off|of)\s+(?:(?:the|our)\s+)?(?:(?!{_OTHERS})[\w-]+\s+){{0,3}}lists?\b"
    rf"|^(?:the|our)\s+(?:(?!{_OTHERS})[\w-]+\s+){{1,3}}list\W*$"
    r"|@[\w.-]+[>)]?,?\s+(?:to|on|onto|from|off)\s+(?:the\s+)?[\w-]+\s*(?:$|[,:;(])"
)
"""How people name a list behind "add", "put", "take" and "show": "to the strategic list", "grace@example.org on Governors"."""

feature = Feature("lists", command="/upbeat", about="who gets letters by mail", place=PLACE)

LONGEST_NAME = 100
"""Characters of the name of a reader or of a list."""

LONGEST_CONSENT = 300
"""Characters of the words that say how it is known that somebody wants letters."""

MOST = 100
"""So many choices stand in a form."""

_ON = re.compile(
    r"[\s>)\],]*(?:(?:on|to|onto|from|off)\s+)?(?:the\s+)?(?P<list>[^,:;(]*?)(?:\s+(?:circulation\s+)?list)?\s*"
    r"(?:[,:;(]\s*(?P<consent>.*?)[)\s]*)?$",
    re.I | re.S,
)


_PLACED = re.compile(
    r"(?P<name>\S.*?)\s+(?:on|to|onto|from|off)\s+(?:the\s+|our\s+)?(?P<list>\S.*?)(?:\s+(?:circulation\s+)?list)?",
    re.I | re.S,
)

_WHO = re.compile(r"who=([0-9]{1,15})(?:\s+(?P<name>.*))?", re.S)


@dataclass(frozen=True)
class Typed:
    """What words say about a reader; whatever they do not say is empty."""

    name: str = ""
    address: str = ""
    circulation: str = ""
    consent: str = ""


def readable(context: Context, words: str) -> str:
    """Typed words in one line, with the people they mention by name."""
    faces = context.request.faces
    return " ".join(
        MENTION.sub(lambda found: faces[found[1]].name if found[1] in faces else "", words).split()
    )


def read(words: str) -> Typed:
    """Read "Grace Abara grace@example.org to strategic, asked on Tuesday".

    Words without an address are a name, perhaps with a list behind it.
    """
    match = addresses.found(words)
    if match is None:
        placed = _PLACED.fullmatch(words.strip(" .!?"))
        return Typed(placed["name"], circulation=placed["list"]) if placed else Typed(name=words.strip())
    rest = _ON.fullmatch(words[match.end() :])
    name = words[: match.start()].removesuffix("mailto:").strip(" \t<([,:;")
    said = {part: (rest[part] or "").strip() for part in ("list", "consent")} if rest else {}
    return Typed(name, match[0], said.get("list", ""), said.get("consent", ""))


async def meant(context: Context, words: str) -> CirculationList | None:
    """The list that a button (`id=3`), a choice in a form or typed words mean, or None."""
    pressed = row_id(words) or whole(words)
    if pressed is not None and (found := await context.records.lists.get(pressed)) is not None:
        return found
    name = re.sub(
        r"^(?:the|our)\s+|\s+(?:(?:circulation|mailing)\s+)?list$", "", words.strip(" .!?"), flags=re.I
    )
    return await context.records.lists.named(name)


async def which(context: Context, words: str) -> CirculationList:
    """The same. Raises BotError, which keeps the words, where they mean none."""
    found = await meant(context, words)
    if found is None:
        names = [one.name for one in await context.records.lists.list()]
        raise BotError("lists/which", typed=readable(context, words), names=names)
    return found


async def reader(context: Context) -> Subscriber | None:
    """Who a button (`who=12`, perhaps with a name behind it) or a choice in a form (`who`) means, or None."""
    pressed = _WHO.fullmatch(context.text.strip())
    chosen = whole(pressed[1] if pressed else str(context.request.values.get("who", "")))
    return await context.records.lists.subscriber(chosen) if chosen is not None else None


def name_behind(words: str) -> str:
    """The name that a button says of whom it means, or ""."""
    pressed = _WHO.fullmatch(words.strip())
    return " ".join((pressed["name"] or "").split())[:LONGEST_NAME] if pressed else ""


async def keeps(context: Context, member_id: int) -> bool:
    """Whether this member may see who is on the lists by now."""
    member = await context.records.members.get(member_id)
    return member is not None and member.left_at is None and member.role >= Role.MINUTES


async def options(context: Context) -> list[dict[str, str]]:
    """The lists as a form's choices."""
    return [{"value": str(one.id), "label": one.name} for one in (await context.records.lists.list())[:MOST]]


def labelled(readers: Sequence[Subscriber]) -> list[dict[str, str]]:
    """Readers as a form's choices, by name and address under their list."""
    return [
        {"value": str(one.id), "label": f"{one.name}, {one.address}", "group": one.circulation.name}
        for one in readers[:MOST]
    ]
