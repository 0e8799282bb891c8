"""Slack's own rules, asked of what we draw: slack_sdk's models and the table of limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.cut import size
from bot.slack import limits

# slack_sdk's models know rich_text but do not look inside it
_RICH = {"rich_text_section", "rich_text_list", "text", "link"}
_SIZES = {
    "header": limits.HEADER,
    "button": limits.BUTTON_TEXT,
    "context": limits.TEXT,
}


def check_message(message: Mapping[str, Any]) -> None:
    """Fails unless Slack would take the message."""
    blocks = message["blocks"]
    assert 1 <= len(blocks) <= limits.MESSAGE_BLOCKS
    assert 1 <= size(message["text"]) <= limits.MESSAGE_TEXT
    assert sum(size(json.dumps(block, ensure_ascii=False)) for block in blocks) <= limits.MESSAGE_SIZE
    check_blocks(blocks)


def check_view(view: Mapping[str, Any]) -> None:
    """Fails unless Slack would take the modal or Home tab."""
    assert 1 <= len(view["blocks"]) <= limits.VIEW_BLOCKS
    View(**view).to_dict()
    check_blocks(view["blocks"])
    if view["type"] == "modal":
        assert size(view["private_metadata"]) <= limits.PRIVATE_METADATA
        assert size(view["title"]["text"]) <= limits.VIEW_TITLE


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    """Fails for any block beyond the limits, for ids that stand twice and for empty words."""
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [e["action_id"] for block in blocks if block["type"] == "actions" for e in block["elements"]]
    assert len(set(ids)) == len(ids)
    assert len(set(actions)) == len(actions)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.to_dict()
        _check_inside(block)


def _check_inside(block: Mapping[str, Any]) -> None:
    match block["type"]:
        case "rich_text":
            assert size("".join(_rich(block))) <= limits.TEXT
        case "header":
            _check_plain(block["text"], limits.HEADER)
        case "context":
            assert 1 <= len(block["elements"]) <= limits.CONTEXT_ELEMENTS
            for element in block["elements"]:
                assert 1 <= size(element["text"]) <= limits.TEXT
        case "actions":
            assert 1 <= len(block["elements"]) <= limits.ACTIONS
            for element in block["elements"]:
                _check_plain(element["text"], limits.BUTTON_TEXT)
                assert size(element["value"]) <= limits.BUTTON_VALUE


def _check_plain(text: Mapping[str, Any], room: int) -> None:
    assert text["type"] == "plain_text"
    assert text["emoji"] is False
    assert 1 <= size(text["text"]) <= room


def _rich(part: Mapping[str, Any]) -> list[str]:
    if "elements" not in part:
        assert part["type"] in _RICH
        assert part["text"]
        return [part["text"]]
    assert part["elements"]
    return [text for inner in part["elements"] for text in _rich(inner)]
