"""Block Kit's rules, and our tables laid beside the published ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox import blocks
from sandbox.limits import LIMITS, MESSAGE_BLOCKS_SIZE
from sandbox.methods import METHODS
from tests.sandbox.conftest import Raw

PUBLISHED = Path(__file__).parents[3] / "shared" / "schemas"


def published(name: str) -> Any:
    """A published schema; skips where shared/ is not there."""
    file = PUBLISHED / name
    if not file.exists():
        pytest.skip(f"{name} is not there to compare with")
    return json.loads(file.read_text(encoding="utf-8"))


def section(words: str = "hi", **more: Any) -> dict[str, Any]:
    """A section of plain text."""
    return {"type": "section", "text": {"type": "plain_text", "text": words}, **more}


def button(words: str = "Go", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": {"type": "plain_text", "text": words}, **more}


GOOD = [
    section(accessory=button(action_id="a")),
    {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}},
    {
        "type": "context",
        "elements": [
            {"type": "mrkdwn", "text": "small"},
            {"type": "image", "image_url": "u", "alt_text": "a"},
        ],
    },
    {
        "type": "actions",
        "elements": [
            button(action_id="a", style="primary", value="v"),
            {"type": "datepicker", "action_id": "d"},
        ],
    },
    {"type": "divider"},
    {"type": "markdown", "text": "# hi"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "a", "style": {"bold": True}}],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": []}],
            },
        ],
    },
    {
        "type": "input",
        "label": {"type": "plain_text", "text": "L"},
        "element": {"type": "plain_text_input", "action_id": "x"},
    },
]


def test_good_blocks_have_no_problems() -> None:
    assert blocks.problems(GOOD) == []


BAD: list[tuple[str, list[dict[str, Any]], str]] = [
    ("an unknown block", [{"type": "poster"}], "/blocks/0"),
    ("no type", [{}], "/blocks/0"),
    ("an unknown element", [{"type": "actions", "elements": [{"type": "lever"}]}], "/blocks/0/elements/0"),
    (
        "an element in the wrong place",
        [section(accessory={"type": "plain_text_input", "action_id": "x"})],
        "accessory",
    ),
    (
        "a long header",
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        "/blocks/0/text/text",
    ),
    ("mrkdwn in a header", [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text"),
    ("a long section", [section("x" * 3001)], "/blocks/0/text/text"),
    ("an empty text", [section("")], "/blocks/0/text/text"),
    ("a section with nothing", [{"type": "section"}], "/blocks/0"),
    ("eleven fields", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}], "fields"),
    ("a long field", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}], "fields/0"),
    ("a long button", [{"type": "actions", "elements": [button("x" * 76)]}], "elements/0/text"),
    ("a long value", [{"type": "actions", "elements": [button(value="x" * 2001)]}], "elements/0/value"),
    (
        "twenty-six buttons",
        [{"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}],
        "elements",
    ),
    ("no buttons", [{"type": "actions", "elements": []}], "elements"),
    (
        "an action_id twice",
        [{"type": "actions", "elements": [button(action_id="a"), button(action_id="a")]}],
        "action_id",
    ),
    ("a block_id twice", [section(block_id="b"), section(block_id="b")], "block_id"),
    ("a long block_id", [section(block_id="b" * 256)], "block_id"),
    ("an unknown property", [section(colour="red")], "colour"),
    ("fifty-one blocks", [{"type": "divider"}] * 51, "/blocks"),
    ("two tables", [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2, "only_one_table"),
    ("an empty cell", [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "rows/0/0"),
    ("a long markdown", [{"type": "markdown", "text": "x" * 12001}], "/blocks/0/text"),
    ("two long markdowns", [{"type": "markdown", "text": "x" * 7000}] * 2, "together"),
    (
        "six in an overflow",
        [
            section(
                accessory={
                    "type": "overflow",
                    "options": [{"text": {"type": "plain_text", "text": "o"}, "value": "v"}] * 6,
                }
            )
        ],
        "options",
    ),
    ("a select without options", [section(accessory={"type": "static_select", "action_id": "s"})], "options"),
    (
        "a long option",
        [
            section(
                accessory={
                    "type": "static_select",
                    "options": [{"text": {"type": "plain_text", "text": "o" * 76}, "value": "v"}],
                }
            )
        ],
        "options/0/text",
    ),
    ("a style of its own", [{"type": "actions", "elements": [button(style="loud")]}], "style"),
    (
        "empty rich text",
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            }
        ],
        "elements/0/elements/0",
    ),
]


@pytest.mark.parametrize(("what", "given", "pointer"), BAD, ids=[row[0] for row in BAD])
def test_what_slack_refuses_is_found_and_pointed_at(
    what: str, given: list[dict[str, Any]], pointer: str
) -> None:
    found = blocks.problems(given)
    assert found and any(pointer in line for line in found), found


def test_markdown_and_tables_are_for_messages_only() -> None:
    assert blocks.problems([{"type": "markdown", "text": "x"}], "modal")
    assert blocks.problems([{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}], "home")


def modal(**more: Any) -> dict[str, Any]:
    """A modal with one section."""
    return {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [section()], **more}


@pytest.mark.parametrize(
    "view",
    [
        modal(title={"type": "plain_text", "text": "x" * 25}),
        modal(blocks=[]),
        modal(blocks=[{"type": "divider"}] * 101),
        modal(blocks=[GOOD[-1]]),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        {"type": "home", "blocks": [section()], "title": {"type": "plain_text", "text": "T"}},
        {"type": "poster", "blocks": [section()]},
        "words",
    ],
    ids=[
        "title",
        "empty",
        "many",
        "input without submit",
        "metadata",
        "callback",
        "home title",
        "type",
        "no object",
    ],
)
def test_a_view_beyond_the_rules_is_refused(view: Any) -> None:
    assert blocks.view_problems(view)


def test_a_view_within_the_rules_is_not() -> None:
    assert blocks.view_problems(modal(blocks=[GOOD[-1]], submit={"type": "plain_text", "text": "Go"})) == []
    assert blocks.view_problems({"type": "home", "blocks": [section()]}) == []


async def test_a_refusal_explains_itself_to_the_bot(raw: Raw) -> None:
    answer = await raw.call("chat.postMessage", channel="shared", text="x", blocks=[section("x" * 3001)])
    assert answer["error"] == "invalid_blocks"
    assert "3001 characters" in answer["response_metadata"]["messages"][0]
    assert "/blocks/0/text/text" in answer["response_metadata"]["messages"][0]


async def test_a_message_whose_blocks_are_too_much_together_is_refused(raw: Raw) -> None:
    fits = [section("x" * 3000) for _ in range(4)]
    assert blocks.size(fits) <= MESSAGE_BLOCKS_SIZE
    assert (await raw.call("chat.postMessage", channel="shared", text="x", blocks=fits))["ok"]
    more = [*fits, section("x" * 1200)]
    assert (await raw.call("chat.postMessage", channel="shared", blocks=more))[
        "error"
    ] == "msg_blocks_too_long"


@pytest.mark.published
def test_our_limits_are_the_published_ones() -> None:
    theirs = published("slack-limits.json")
    assert {name: theirs.get(name) for name in LIMITS} == LIMITS


@pytest.mark.published
def test_our_methods_require_what_is_published() -> None:
    theirs = published("slack-methods.json")
    for name, rule in METHODS.items():
        if name in theirs:
            required = {a for a, spec in theirs[name]["args"].items() if spec.get("required")}
            assert set(rule.required) == required, name


@pytest.mark.published
def test_our_methods_ask_for_published_scopes_and_keep_published_tiers() -> None:
    theirs = published("slack-methods.json")
    for name, rule in METHODS.items():
        if name not in theirs:
            continue
        scopes = {row["name"] for row in theirs[name]["scopes"].get("bot", [])}
        ours = (
            set(rule.scopes)
            if rule.scopes
            else {f"{kind}:{rule.by_kind}" for kind in ("channels", "groups", "im", "mpim") if rule.by_kind}
        )
        assert ours <= scopes and bool(ours) == bool(scopes), name
        label = theirs[name]["rate_limit"]["label"]
        assert label.startswith(f"Tier {rule.tier}") if rule.tier else label.startswith("Special"), name
