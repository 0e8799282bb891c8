"""Cards become Slack messages and Home tabs, split where they are too long for one. Forms: forms.py."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypedDict

from bot import cut
from bot.card import Card
from bot.slack.draw import Drawn, Json, drawn, plain_text
from bot.slack.forms import private, values, view
from bot.slack.ids import ActionIds, action_of, pack, unpack
from bot.slack.limits import BLOCK_ID, MESSAGE_BLOCKS, MESSAGE_SIZE, MESSAGE_TEXT, VIEW_BLOCKS

__all__ = [
    "Message",
    "action_of",
    "escaped",
    "home",
    "key_of",
    "messages",
    "pack",
    "private",
    "unpack",
    "values",
    "view",
]


class Message(TypedDict):
    """What chat.postMessage is given: the blocks, and their words for notifications and screen readers."""

    text: str
    blocks: list[Json]


def messages(card: Card, key: str = "", partnership: int | None = None) -> list[Message]:
    """The card as messages, one unless it is too long; none for an empty card. The form is left out.

    `key` travels in the first block of each message (see `key_of`), `partnership` in the buttons.
    Raises ValueError for a key or a button's value that Slack has no room for.
    """
    everything = [part for block in card.blocks for part in drawn(block, partnership)]
    room = MESSAGE_SIZE - 2 * BLOCK_ID
    cards = map(_unruled, cut.messages(everything, room, _weight, _tidy, MESSAGE_BLOCKS))
    return [_message(part, key, number) for number, part in enumerate(filter(None, cards), 1)]


def home(parts: Iterable[tuple[int | None, Card]]) -> Json:
    """The Home tab: one card below the other, each with the partnership its buttons belong to."""
    blocks = [
        part.block
        for partnership, card in parts
        for block in card.blocks
        for part in drawn(block, partnership)
    ]
    return {"type": "home", "blocks": _with_ids(_fitted(blocks))}


def key_of(block_id: str) -> str | None:
    """The delivery's key in the block id of a first block, or None. Further messages of one card end in #2, #3."""
    return block_id.removeprefix("key:") if block_id.startswith("key:") else None


def escaped(text: str, room: int = MESSAGE_TEXT) -> str:
    """Plain words for a message's text: nothing in them can ping or link. Cut with … after `room`."""
    taken = list[str]()
    for char in text:
        taken.append(_ENTITIES.get(char, char))
        room -= cut.size(taken[-1])
        if room < 0:
            while room < 1 and taken:
                room += cut.size(taken.pop())
            return "".join(taken) + "…"
    return "".join(taken)


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _tidy(last: Drawn, following: Drawn) -> bool:
    """Never between words and their buttons, nor right below a heading."""
    return bool(following.block["type"] != "actions" and last.block["type"] != "header")


def _unruled(parts: list[Drawn]) -> list[Drawn]:
    """Without lines where a message begins or ends: they part nothing there."""
    there = [n for n, part in enumerate(parts) if part.block["type"] != "divider"]
    return parts[there[0] : there[-1] + 1] if there else []


def _weight(part: Drawn) -> int:
    numbers = (
        5 * len(part.block["elements"]) if part.block["type"] == "actions" else 0
    )  # "#123" behind an action id
    return cut.size(json.dumps(part.block, ensure_ascii=False)) + numbers


def _message(parts: list[Drawn], key: str, number: int) -> Message:
    blocks = _with_ids([part.block for part in parts])
    if key:
        blocks[0] = {**blocks[0], "block_id": _block_id(key, number)}
    said = "\n".join(part.words for part in parts if part.words) or _labels(blocks)
    return {"text": escaped(said), "blocks": blocks}


def _block_id(key: str, number: int) -> str:
    block_id = f"key:{key}" if number == 1 else f"key:{key}#{number}"
    if len(block_id) > BLOCK_ID:
        raise ValueError(f"a delivery's key is too long to travel in a message: {key}")
    return block_id


def _labels(blocks: list[Json]) -> str:
    return (
        " · ".join(element["text"]["text"] for block in blocks for element in block.get("elements", ()))
        or "…"
    )


def _with_ids(blocks: list[Json]) -> list[Json]:
    ids = ActionIds()
    return [
        {**block, "elements": _numbered(block, ids)} if block["type"] == "actions" else block
        for block in blocks
    ]


def _numbered(block: Json, ids: ActionIds) -> list[Json]:
    return [{**element, "action_id": ids.next(element["action_id"])} for element in block["elements"]]


def _fitted(blocks: list[Json]) -> list[Json]:
    """At most the blocks a view takes: neighbouring texts run together first, and … stands for what is left out."""
    if len(blocks) > VIEW_BLOCKS:
        blocks = _run_together(blocks)
    if len(blocks) > VIEW_BLOCKS:
        blocks = [*blocks[: VIEW_BLOCKS - 1], {"type": "context", "elements": [plain_text("…")]}]
    return blocks


def _run_together(blocks: list[Json]) -> list[Json]:
    together = list[Json]()
    for block in blocks:
        if together and block["type"] == together[-1]["type"] == "rich_text":
            together[-1] = {**block, "elements": [*together[-1]["elements"], *block["elements"]]}
        else:
            together.append(block)
    return together
