"""What a Slack client makes of the words a person types: mentions, links, escaped signs, rich text."""

from __future__ import annotations

import re
from typing import Any

from sandbox.state import Person
from sandbox.world import World

Json = dict[str, Any]

_CODE = r"```.+?```|`[^`\n]+`"
_URL = r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]"
_MAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


def escape(text: str) -> str:
    """The three signs that mean something to Slack, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(world: World, text: str, bot: Person) -> tuple[str, list[Json]]:
    """A typed message as Slack sends it on: its text, and the rich text block beside it.

    `bot` is whom the app's name means here.
    """
    parts = _parts(world, text, bot)
    words = "".join(_as_text(p) for p in parts)
    return words, [
        {"type": "rich_text", "block_id": "typed", "elements": _rich(world, text, bot)}
    ] if text else []


def command(world: World, text: str, escaping: bool, bot: Person) -> str:
    """The words after a slash command; with `should_escape` mentions and channels carry id and name."""
    if not escaping:
        return escape(text)
    return "".join(_as_text(p, named=True) for p in _parts(world, text, bot))


def _pattern(world: World) -> re.Pattern[str]:
    everybody = [*world.installs.bots, *world.people]
    names = {re.escape(n) for p in everybody for n in (p.name, p.full_name)} | {"here", "channel", "everyone"}
    channels = {re.escape(c.name) for c in world.channels()}
    person, channel = ("|".join(sorted(n, key=len, reverse=True)) or "(?!)" for n in (names, channels))
    return re.compile(
        rf"(?P<code>{_CODE})|(?P<link>{_URL})|(?P<mail>{_MAIL})"
        rf"|(?<![\w@])@(?P<user>{person})(?!\w|-\w)|(?<![\w#])\#(?P<channel>{channel})(?!\w|-\w)",
        re.IGNORECASE | re.DOTALL,
    )


def _parts(world: World, text: str, bot: Person) -> list[Json]:
    """The text cut into elements of rich text."""
    parts: list[Json] = []
    end = 0
    for match in _pattern(world).finditer(text):
        if match.start() > end:
            parts.append({"type": "text", "text": text[end : match.start()]})
        parts.append(_element(world, str(match.lastgroup), match[0], bot))
        end = match.end()
    if end < len(text):
        parts.append({"type": "text", "text": text[end:]})
    return parts


def _element(world: World, kind: str, words: str, bot: Person) -> Json:
    if kind == "code":
        return {"type": "text", "text": words.strip("`"), "style": {"code": True}, "raw": words}
    if kind == "link":
        return {"type": "link", "url": words}
    if kind == "mail":
        return {"type": "link", "url": f"mailto:{words}", "text": words}
    if kind == "channel":
        found = world.find_conversation(words)
        return {"type": "channel", "channel_id": found.id if found else "", "name": words[1:]}
    name = words[1:].lower()
    if name in ("here", "channel", "everyone"):
        return {"type": "broadcast", "range": name}
    if name in (world.bot.name.lower(), world.bot.full_name.lower()):
        return {"type": "user", "user_id": bot.id, "name": world.bot.name}
    everybody = (*world.installs.bots, *world.people)
    person = next(p for p in everybody if name in (p.name.lower(), p.full_name.lower()))
    return {"type": "user", "user_id": person.id, "name": person.name}


def _as_text(part: Json, named: bool = False) -> str:
    kind = part["type"]
    if kind == "user":
        return f"<@{part['user_id']}|{part['name']}>" if named else f"<@{part['user_id']}>"
    if kind == "channel":
        return f"<#{part['channel_id']}|{part['name']}>"
    if kind == "broadcast":
        return f"<!{part['range']}>"
    if kind == "link":
        return f"<{part['url']}|{part['text']}>" if "text" in part else f"<{part['url']}>"
    return escape(str(part.get("raw", part["text"])))


def _rich(world: World, text: str, bot: Person) -> list[Json]:
    """Sections, quotes and preformatted text, in order."""
    found: list[Json] = []
    for number, chunk in enumerate(text.split("```")):
        if number % 2 and chunk.strip("\n"):
            found.append(
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": chunk.strip("\n")}]}
            )
        elif number % 2 == 0:
            found += _lines(world, chunk, bot)
    return found


def _lines(world: World, chunk: str, bot: Person) -> list[Json]:
    groups: list[tuple[bool, list[str]]] = []
    for line in chunk.strip("\n").split("\n"):
        quoted = line.startswith(">")
        if not groups or groups[-1][0] != quoted:
            groups.append((quoted, []))
        groups[-1][1].append(line[1:].lstrip() if quoted else line)
    return [
        {"type": f"rich_text_{'quote' if quoted else 'section'}", "elements": elements}
        for quoted, lines in groups
        if (elements := [_clean(p) for p in _parts(world, "\n".join(lines), bot)])
    ]


def _clean(part: Json) -> Json:
    return {name: value for name, value in part.items() if name not in ("raw", "name")}
