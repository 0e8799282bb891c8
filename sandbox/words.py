"""The plain words that a person would read in a message: Slack's markup and blocks, flattened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state import Message
from sandbox.world import World

Json = dict[str, Any]
Plain = Callable[[str], str]

_ENTITY = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_STYLE = re.compile(r"(?<![\w*_~`])(```|[*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKDOWN_LEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)", re.MULTILINE)
_MARKDOWN_BULLET = re.compile(r"^(\s*)[-*+]\s+", re.MULTILINE)
_MARKDOWN_STYLE = re.compile(r"(\*\*|__|~~|\*|_|`)(?=\S)(.+?)(?<=\S)\1")


def plain(world: World, message: Message) -> str:
    """The words of a message: its blocks' if it has any, else its text; then attachments and files."""
    parts = [of_blocks(world, message.blocks) if message.blocks else mrkdwn(world, message.text)]
    parts += [_attachment(world, a) for a in message.attachments]
    parts += [str(f.get("title") or f.get("name")) for f in message.files]
    return "\n".join(p for p in parts if p)


def of_blocks(world: World, blocks: Iterable[Json]) -> str:
    """The words of blocks, a line or more for each."""
    return "\n".join(words for words in (_block(world, b) for b in blocks) if words)


def mrkdwn(world: World, text: str) -> str:
    """Slack's mrkdwn as it looks: names for mentions, labels for links, no signs of style."""
    shown = _STYLE.sub(lambda m: m[2], text)
    shown = _ENTITY.sub(lambda m: _entity(world, m[1], m[2], m[3]), shown)
    return unescape(shown)


def unescape(text: str) -> str:
    """Slack's three entities back into what was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def name_of(world: World, user: str) -> str:
    """How a mention of somebody looks, without the @."""
    person = world.find_person(user)
    return person.full_name if person else user


def _entity(world: World, sign: str, body: str, label: str | None) -> str:
    if sign == "@":
        return "@" + name_of(world, body)
    if sign == "#":
        conversation = world.conversations.get(body)
        return "#" + (conversation.name if conversation else label or body)
    if sign == "!":
        return _special(body, label)
    return label or body.removeprefix("mailto:")


def _special(body: str, label: str | None) -> str:
    if not body.startswith("date^"):
        return label or "@" + body.split("^")[0]
    _, stamp, form, *_ = [*body.split("^"), "", ""]
    return date_words(int(stamp), form) if stamp.isdigit() and form else label or body


def date_words(stamp: int, form: str) -> str:
    """Slack's date tokens in `form`, filled in for the Unix time `stamp` in Europe/London."""
    when = datetime.fromtimestamp(stamp, ZoneInfo("Europe/London"))
    month, year = f"{when:%B}", when.year
    suffix = "th" if 10 < when.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
    tokens = {
        "date_num": f"{when:%Y-%m-%d}",
        "date": f"{month} {when.day}{suffix}, {year}",
        "date_short": f"{when:%b} {when.day}, {year}",
        "date_long": f"{when:%A}, {month} {when.day}{suffix}, {year}",
        "time": f"{when:%H:%M}",
        "time_secs": f"{when:%H:%M:%S}",
    }
    return re.sub(r"\{(\w+?)(?:_pretty)?\}", lambda m: tokens.get(m[1], m[0]), form)


def _text(world: World, value: Json | None) -> str:
    if not value:
        return ""
    return mrkdwn(world, value["text"]) if value["type"] == "mrkdwn" else unescape(value["text"])


def _block(world: World, block: Json) -> str:
    kind = block["type"]
    if kind == "section":
        return "\n".join(_text(world, t) for t in (block.get("text"), *block.get("fields", ())) if t)
    if kind == "header":
        return _text(world, block["text"])
    if kind == "context":
        return " ".join(e["alt_text"] if e["type"] == "image" else _text(world, e) for e in block["elements"])
    if kind == "input":
        return _text(world, block["label"])
    if kind == "image":
        return "\n".join(p for p in (_text(world, block.get("title")), block.get("alt_text", "")) if p)
    if kind == "video":
        return _text(world, block["title"])
    if kind == "markdown":
        return _markdown(block["text"])
    if kind == "rich_text":
        return "\n".join(_rich(world, e) for e in block["elements"])
    if kind == "table":
        return "\n".join(" | ".join(_cell(world, c) for c in row) for row in block["rows"])
    return ""


def _cell(world: World, cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else _block(world, cell)


def _rich(world: World, part: Json) -> str:
    if part["type"] != "rich_text_list":
        return "".join(_inline(world, e) for e in part["elements"]).rstrip("\n")
    lead = "    " * part.get("indent", 0)
    first = part.get("offset", 0) + 1
    ordered = part["style"] == "ordered"
    return "\n".join(
        f"{lead}{f'{number}.' if ordered else '•'} {_rich(world, item)}"
        for number, item in enumerate(part["elements"], first)
    )


def _inline(world: World, item: Json) -> str:
    kind = item["type"]
    if kind == "user":
        return "@" + name_of(world, item["user_id"])
    if kind == "channel":
        return _entity(world, "#", item["channel_id"], None)
    if kind == "emoji":
        return f":{item['name']}:"
    if kind == "date":
        return date_words(item["timestamp"], item["format"])
    if kind == "broadcast":
        return "@" + str(item["range"])
    if kind == "link":
        return str(item.get("text") or item["url"])
    return str(item.get("text", ""))


def _markdown(text: str) -> str:
    shown = _MARKDOWN_BULLET.sub(r"\1• ", _MARKDOWN_LEAD.sub("", text))
    shown = _MARKDOWN_LINK.sub(r"\1", shown)
    return re.sub(r"\\([^\w\s])", r"\1", _MARKDOWN_STYLE.sub(r"\2", shown))


def _attachment(world: World, attachment: Json) -> str:
    parts = [mrkdwn(world, attachment[name]) for name in ("pretext", "title", "text") if attachment.get(name)]
    parts += [f"{f.get('title', '')}: {f.get('value', '')}" for f in attachment.get("fields", ())]
    parts.append(of_blocks(world, attachment.get("blocks", ())))
    return "\n".join(p for p in parts if p) or str(attachment.get("fallback", ""))
