"""The plain words of messages, and what a client makes of what people type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import seed, typed, words
from sandbox.ids import Mint
from sandbox.seed import Seed
from sandbox.world import World
from tests.sandbox.conftest import SEED


def small_world() -> World:
    """The tests' world without a sandbox around it."""
    return seed.build(Seed(**SEED), Mint())


WORLD = small_world()
ADA = WORLD.person("ada").id


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"hi <@{ADA}> and <@{ADA}|ada>", "hi @Ada Marsh and @Ada Marsh"),
        ("*bold* _it_ ~gone~ `code`", "bold it gone code"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("<https://example.org|the page> <https://example.org>", "the page https://example.org"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<!here> <!channel> <!subteam^S1|@team>", "@here @channel @team"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("<!date^1796378400^{date_num} {time}|soon>", "2026-12-04 10:00"),
        ("<!date^1796378400^{date_long_pretty}|soon>", "Friday, December 4th, 2026"),
        (f"<#{WORLD.channels()[0].id}>", "#shared"),
    ],
)
def test_mrkdwn_reads_as_it_looks(text: str, shown: str) -> None:
    assert words.mrkdwn(WORLD, text) == shown


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """A rich text block."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*words_: str) -> dict[str, Any]:
    """A section of rich text."""
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": w} for w in words_]}


def test_blocks_read_line_by_line_without_their_buttons() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "Agenda & more"}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*One*"},
            "fields": [{"type": "mrkdwn", "text": "Two"}],
        },
        rich(
            line("*three* ", "<b>"),
            {"type": "rich_text_list", "style": "ordered", "elements": [line("a"), line("b")]},
        ),
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "small"}, {"type": "plain_text", "text": "print"}],
        },
        {
            "type": "actions",
            "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Press"}}],
        },
        {"type": "divider"},
        {"type": "markdown", "text": "# Title\n- **x** [y](https://z)"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "l"}, {"type": "raw_text", "text": "r"}]]},
    ]
    assert words.of_blocks(WORLD, blocks).split("\n") == [
        "Agenda & more",
        "One",
        "Two",
        "*three* <b>",
        "1. a",
        "2. b",
        "small print",
        "Title",
        "• x y",
        "l | r",
    ]


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("@ada, @upbeat: go", f"<@{ADA}>, <@{WORLD.bot.id}>: go"),
        ("@Ada Marsh's turn", f"<@{ADA}>'s turn"),
        ("@adam @ada-x x@ada @@ada", "@adam @ada-x x@ada @@ada"),
        ("#shared #other", f"<#{WORLD.channels()[0].id}|shared> #other"),
        ("`@ada` ```@ada``` @ADA", f"`@ada` ```@ada``` <@{ADA}>"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("(https://example.org/x), ok", "(<https://example.org/x>), ok"),
    ],
)
def test_what_is_typed_is_sent_as_slack_sends_it(said: str, sent: str) -> None:
    assert typed.message(WORLD, said, WORLD.bot)[0] == sent


@given(st.text(max_size=200))
def test_what_is_typed_is_shown_as_typed(said: str) -> None:
    text, blocks = typed.message(WORLD, f"x{said}", WORLD.bot)
    shown = words.of_blocks(WORLD, blocks)
    if not any(sign in said for sign in "@#`>\n\r"):
        assert shown == f"x{said}"
    assert "<!channel>" not in text or "@channel" in said


def test_quotes_and_code_are_parts_of_their_own() -> None:
    _, [block] = typed.message(WORLD, "> ACTION: no\nyes\n```\ncode\n```", WORLD.bot)
    assert [e["type"] for e in block["elements"]] == [
        "rich_text_quote",
        "rich_text_section",
        "rich_text_preformatted",
    ]
