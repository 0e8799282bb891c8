"""Whether Slack would take the blocks of a message or view, and how much of it they fill.

Problems are told in Slack's manner: a sentence with a JSON pointer for each thing that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sandbox import limits
from sandbox.checks import Say, array, one_of
from sandbox.kit import ALLOWED, BLOCKS, ELEMENTS, VIEWS
from sandbox.limits import LIMITS

Json = dict[str, Any]


def problems(blocks: Any, surface: str = "message", at: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a message, modal or home; empty when all is well."""
    found: list[str] = []

    def say(what: str, where: str) -> None:
        found.append(f"[ERROR] {what} [json-pointer:{where}]")

    most = limits.BLOCKS_PER_MESSAGE if surface == "message" else LIMITS["view"]["blocks"]["max_items"]
    check = one_of(BLOCKS, ALLOWED[surface], "block that the sandbox knows")
    array(check, {"max_items": most})(blocks, at, say)
    if not found:
        for number, one in enumerate(blocks):
            _together(one, f"{at}/{number}", say)
        _across(blocks, surface, at, say)
    return found


def _together(one: Json, at: str, say: Say) -> None:
    """Rules between the parts of one block."""
    if one["type"] == "section" and not (one.get("text") or one.get("fields")):
        say("either text or fields must be given", at)
    if one["type"] == "image" and not (one.get("image_url") or one.get("slack_file")):
        say("either image_url or slack_file must be given", at)
    ids = [e["action_id"] for e in elements_of(one) if e.get("action_id")]
    for name in {i for i in ids if ids.count(i) > 1}:
        say(f"action_id {name!r} is used more than once in this block", at)
    for item in elements_of(one):
        if item["type"].endswith("static_select") and bool(item.get("options")) == bool(
            item.get("option_groups")
        ):
            say("exactly one of options and option_groups must be given", at)


def _across(blocks: list[Json], surface: str, at: str, say: Say) -> None:
    """Rules between the blocks of one message or view."""
    ids = [b["block_id"] for b in blocks if b.get("block_id")]
    for name in {i for i in ids if ids.count(i) > 1}:
        say(f"block_id {name!r} is used more than once", at)
    if sum(b["type"] == "table" for b in blocks) > limits.TABLES_PER_MESSAGE:
        say("only_one_table_allowed", at)
    if (
        sum(len(b["text"]) for b in blocks if b["type"] == "markdown")
        > LIMITS["markdown"]["text"]["max_length"]
    ):
        say("all markdown blocks together must be less than 12001 characters", at)
    if surface != "modal" and any(e["type"] == "file_input" for b in blocks for e in elements_of(b)):
        say("file_input is for modals only", at)


def elements_of(one: Json) -> Iterator[Json]:
    """The elements of a block that a person can use."""
    for item in (*one.get("elements", ()), one.get("accessory"), one.get("element")):
        if (
            isinstance(item, dict)
            and item.get("type") in ELEMENTS
            and item["type"] not in ("plain_text", "mrkdwn", "image")
        ):
            yield item


def identify(blocks: list[Json]) -> None:
    """Give every block and element without an id one."""
    for number, one in enumerate(blocks):
        one.setdefault("block_id", f"b{number}")
        for place, item in enumerate(elements_of(one)):
            item.setdefault("action_id", f"a{number}_{place}")


def size(blocks: Any) -> int:
    """How much of a message the blocks take up: every word in them, and a little for each block."""
    return limits.BLOCK_OVERHEAD * len(blocks) + sum(len(words) for words in _words(blocks))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in ("text", "alt_text") and isinstance(item, str):
                yield item
            else:
                yield from _words(item)


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal or Home view; empty when all is well."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["[ERROR] must be a view of type modal or home [json-pointer:/view]"]
    found: list[str] = []

    def say(what: str, where: str) -> None:
        found.append(f"[ERROR] {what} [json-pointer:{where}]")

    VIEWS[view["type"]](view, "/view", say)
    found += problems(view.get("blocks", []), view["type"], "/view/blocks")
    has_input = not found and any(b["type"] == "input" for b in view["blocks"])
    if view["type"] == "modal" and has_input and not view.get("submit"):
        say("submit is required when the blocks contain an input block", "/view")
    return found


def too_large(view: Json) -> bool:
    """Whether a view is beyond what Slack takes."""
    return len(json.dumps(view)) > limits.VIEW_BYTES
