"""Cards become Slack messages: within the limits, nothing dropped, and typed words never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Image,
    Note,
    Paragraph,
    Rule,
    Span,
)
from bot.cut import size
from bot.slack import limits
from bot.slack.blocks import action_of, escaped, home, key_of, messages, pack, unpack
from tests.bot.slack.checks import check_message, check_view

PUBLISHED = Path(__file__).parents[4] / "shared" / "schemas" / "slack-limits.json"
HOSTILE = [
    "<!channel>",
    "<@U1> <#C1>",
    "*x* _x_ ~x~ `x`",
    "[x](https://evil.example)",
    ":tada: :name:",
    "&lt;!here&gt; &amp;",
    "<https://evil.example|click>",
    "https://example.org",
    "@channel @here",
    "> quote\n• bullet",
]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def drawn_words(blocks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Every word that Slack draws, in order: rich text, plain text, mrkdwn, buttons."""
    for block in blocks:
        yield from _words_of(block)


def _words_of(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from _words_of(inner)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name in ("text", "elements"):
            if isinstance(part.get(name), dict | list):
                yield from _words_of(part[name])


def squeezed(words: Iterator[str]) -> str:
    """Words without spaces and without the marks that keep right-to-left words apart."""
    return re.sub(r"[\s\u2068\u2069]", "", "".join(words))


def types(message: dict[str, Any]) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def test_each_block_has_its_slack_block() -> None:
    card = Card(
        (
            Heading("Steering group"),
            Paragraph((Span("Now "), Span("strong", "strong"), Span("page", "link", "https://example.org"))),
            Bullets(((Span("one"),), (Span("two", "emphasis"),))),
            Fields((("Due", (Span("Fri 4 December"),)), ("Lead", (Span("Mina"),)))),
            Note((Span("Only you see this."),)),
            Rule(),
            Image("https://example.org/a.png", "A chart"),
            Buttons((Button("Done", "action.done", "12", main=True), Button("Help", "action.help"))),
        )
    )
    (message,) = messages(card, partnership=7)
    check_message(message)
    header, para, bullets, fields, note, rule, image, actions = message["blocks"]
    assert header == {
        "type": "header",
        "text": {"type": "plain_text", "text": "Steering group", "emoji": False},
    }
    assert para["elements"][0]["elements"] == [
        {"type": "text", "text": "Now "},
        {"type": "text", "text": "strong", "style": {"bold": True}},
        {"type": "link", "url": "https://example.org", "text": "page"},
    ]
    assert bullets["elements"][0]["style"] == "bullet"
    assert "".join(drawn_words([fields])) == "Due: Fri 4 December\nLead: Mina"
    assert note["elements"] == [{"type": "plain_text", "text": "Only you see this.", "emoji": False}]
    assert rule == {"type": "divider"}
    assert image == {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart"}
    assert [element.get("style") for element in actions["elements"]] == ["primary", None]
    assert [element["value"] for element in actions["elements"]] == ["7:12", "7:"]
    assert message["text"].startswith("Steering group\nNow strongpage\n• one\n• two\nDue: Fri 4 December\n")


def test_a_numbered_list_goes_on_counting_where_it_had_to_be_parted() -> None:
    lines = tuple((Span(f"item {number} " + "and so on " * 90),) for number in range(1, 8))
    (message,) = messages(Card((Bullets(lines, numbered=True),)))
    check_message(message)
    lists = [block["elements"][0] for block in message["blocks"]]
    assert len(lists) > 1
    assert {one["style"] for one in lists} == {"ordered"}
    starts = [one.get("offset", 0) for one in lists]
    assert starts == [sum(len(one["elements"]) for one in lists[:place]) for place in range(len(lists))]
    assert "\n2. item 2 and so on" in message["text"]


def test_what_follows_a_numbered_line_too_long_for_one_block_keeps_its_number() -> None:
    long = " ".join(["word"] * 1500)
    card = Card((Bullets(((Span("one"),), (Span(long),), (Span("three"),)), numbered=True),))
    blocks = [block for message in messages(card) for block in message["blocks"]]
    assert blocks[-1]["elements"][0]["offset"] == 2
    assert squeezed(drawn_words(blocks)) == squeezed(["one", long, "three"])


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_words_are_drawn_as_they_are_and_never_read_as_markup(typed: str) -> None:
    line = (Span(typed), Span(typed, "strong"))
    card = Card(
        (
            Heading(typed),
            Paragraph(line),
            Bullets((line,)),
            Fields(((typed, line),)),
            Note((*line, Span(typed, "emphasis"), Span(typed, "link", "https://example.org"))),
            Buttons((Button(typed, "a.b", typed),)),
        )
    )
    (message,) = messages(card)
    check_message(message)
    assert list(_mrkdwn(message["blocks"])) == []
    assert squeezed(drawn_words(message["blocks"])).count(re.sub(r"\s", "", typed)) == 13
    assert "<" not in message["text"]
    assert message["blocks"][-1]["elements"][0]["value"] == f":{typed}"


def _mrkdwn(blocks: Any) -> Iterator[str]:
    if isinstance(blocks, list):
        for part in blocks:
            yield from _mrkdwn(part)
    elif isinstance(blocks, dict):
        if blocks.get("type") == "mrkdwn":
            yield blocks["text"]
        yield from _mrkdwn(list(blocks.values()))


@settings(deadline=None, max_examples=60)
@given(typed=st.text(max_size=60), style=st.sampled_from(["plain", "strong", "emphasis", "link"]))
def test_small_print_reads_no_typed_sign_as_markup(typed: str, style: Any) -> None:
    card = Card((Note((Span("a "), Span(typed, style, "https://example.org/?a=1&b=>|"))), paragraph("x")))
    (message,) = messages(card)
    for text in _mrkdwn(message["blocks"]):
        inner = re.fullmatch(r"\*(.+)\*|_(.+)_|<https://example.org/\?a=1&amp;b=%3E%7C\|(.+)>", text)
        assert inner is not None
        assert not set("".join(filter(None, inner.groups()))) & set("*_~`<>&:|\n")


def test_a_heading_beyond_the_limit_goes_on_below_it() -> None:
    heading = "Steering " * 40
    (message,) = messages(Card((Heading(heading),)))
    check_message(message)
    assert types(message) == ["header", "rich_text"]
    assert "".join(drawn_words(message["blocks"])) == heading


def test_a_long_card_becomes_several_messages_and_each_carries_the_key() -> None:
    card = Card(tuple(paragraph(f"{n} " + "word " * 100) for n in range(80)))
    said = messages(card, key="chase:12")
    assert len(said) > 2
    for message in said:
        check_message(message)
    assert [key_of(message["blocks"][0]["block_id"]) for message in said[:2]] == ["chase:12", "chase:12#2"]
    assert squeezed(drawn_words([block for message in said for block in message["blocks"]])) == squeezed(
        iter([span.text for block in card.blocks for span in block.line])  # type: ignore[union-attr]
    )


def test_a_message_never_begins_with_buttons_torn_from_their_words_nor_ends_with_a_heading() -> None:
    part = (Heading("Item"), paragraph("words"), Buttons((Button("See", "a.b"),)))
    for before in range(1, 6):
        said = messages(Card((*[paragraph("x")] * before, *part * 40)))
        assert len(said) > 1
        for message in said:
            assert types(message)[0] != "actions"
            assert types(message)[-1] != "header"


def test_more_than_fifty_rows_of_buttons_are_still_split() -> None:
    said = messages(Card(tuple(Buttons((Button("See", "a.b", str(n)),)) for n in range(120))))
    values = [e["value"] for message in said for block in message["blocks"] for e in block["elements"]]
    assert values == [f":{n}" for n in range(120)]
    for message in said:
        check_message(message)
        assert message["text"]


_LETTERS = st.characters(
    blacklist_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], blacklist_characters="\u2068\u2069"
)
_WORD = st.text(_LETTERS, min_size=1, max_size=30)
_WORDS = st.builds(
    lambda parts, times: " ".join(parts * times), st.lists(_WORD, min_size=1, max_size=8), st.integers(1, 120)
)
_LINE = st.lists(
    st.builds(Span, _WORDS, st.sampled_from(["plain", "strong", "emphasis"])), min_size=1, max_size=3
).map(tuple)
_BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _WORDS),
    st.builds(Paragraph, _LINE),
    st.builds(Bullets, st.lists(_LINE, min_size=1, max_size=5).map(tuple), st.booleans()),
    st.builds(Fields, st.lists(st.tuples(_WORD, _LINE), min_size=1, max_size=5).map(tuple)),
    st.builds(
        Buttons, st.lists(st.builds(Button, _WORD, st.just("a.b"), _WORD), min_size=1, max_size=60).map(tuple)
    ),
)


def _card_words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield text
            case Paragraph(line):
                yield from (span.text for span in line)
            case Bullets(lines):
                yield from (span.text for line in lines for span in line)
            case Fields(pairs):
                yield from (text for label, line in pairs for text in (f"{label}:", *(s.text for s in line)))
            case Buttons(buttons):
                yield from (button.label for button in buttons)


@settings(deadline=None, max_examples=60)
@given(blocks=st.lists(_BLOCK, min_size=1, max_size=14))
def test_no_word_and_no_button_of_any_card_is_dropped_or_moved(blocks: list[Block]) -> None:
    said = messages(Card(tuple(blocks)))
    for message in said:
        check_message(message)
    everything = [block for message in said for block in message["blocks"]]
    assert squeezed(drawn_words(everything)) == squeezed(_card_words(blocks))
    values = [e["value"] for block in everything if block["type"] == "actions" for e in block["elements"]]
    assert values == [f":{button.value}" for button in Card(tuple(blocks)).buttons()]


@pytest.mark.parametrize(
    "typed", ["🎻" * 300, "word " * 1000, "x" * 5000, "\u2068" + "שלום " * 1000 + "\u2069"]
)
def test_emoji_long_words_and_right_to_left_words_arrive_whole(typed: str) -> None:
    card = Card((Heading(typed), paragraph(typed), Bullets(((Span(typed),),)), Note((Span(typed),))))
    said = messages(card)
    for message in said:
        check_message(message)
        for text in drawn_words(message["blocks"]):
            assert text.count("\u2068") == text.count("\u2069")
    everything = squeezed(drawn_words([block for message in said for block in message["blocks"]]))
    assert everything == squeezed(iter([typed])) * 4


def test_a_drawn_character_of_several_parts_is_not_torn_apart() -> None:
    family = "👩‍👩‍👧"
    said = messages(Card((paragraph(family * 1000),)))
    for message in said:
        for text in drawn_words(message["blocks"]):
            assert text.replace(family, "") == ""


def test_a_label_too_long_for_a_button_is_written_out_above_it() -> None:
    label = "Hand over " * 12 + "now"
    (message,) = messages(Card((Buttons((Button(label, "a.b"),)),)))
    check_message(message)
    assert types(message) == ["rich_text", "actions"]
    assert "".join(drawn_words(message["blocks"][:1])) == label


def test_the_same_verb_twice_in_a_message_has_ids_of_its_own() -> None:
    card = Card(
        (Buttons((Button("A", "p.join", "1"), Button("B", "p.join", "2"))), Buttons((Button("C", "p.join"),)))
    )
    (message,) = messages(card)
    ids = [element["action_id"] for block in message["blocks"] for element in block["elements"]]
    assert ids == ["p.join", "p.join#2", "p.join#3"]
    assert {action_of(one) for one in ids} == {"p.join"}


@settings(deadline=None, max_examples=60)
@given(partnership=st.none() | st.integers(0, 10**9 - 1), value=st.text(max_size=50))
def test_what_is_packed_comes_back(partnership: int | None, value: str) -> None:
    assert unpack(pack(partnership, value)) == (partnership, value)


@pytest.mark.parametrize("foreign", ["", "click_me", "abc:1", "²:1"])
def test_a_value_that_is_not_ours_belongs_to_no_partnership(foreign: str) -> None:
    assert unpack(foreign) == (None, foreign)


def test_what_cannot_travel_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        messages(Card((paragraph("x"),)), key="k" * 252)
    with pytest.raises(ValueError, match=r"a\.b"):
        messages(Card((Buttons((Button("x", "a.b", "v" * 2000),)),)))


@settings(deadline=None, max_examples=60)
@given(text=st.text(st.sampled_from("a<>&🎻 ")), room=st.integers(5, 60))
def test_the_fallback_words_cannot_ping_and_fit(text: str, room: int) -> None:
    safe = escaped(text, room)
    assert size(safe) <= room
    assert "<" not in safe
    assert ">" not in safe
    assert re.sub(r"&(amp|lt|gt);", "", safe).count("&") == 0


def test_the_fallback_words_are_whole_where_they_fit() -> None:
    assert escaped("a & b <c>") == "a &amp; b &lt;c&gt;"
    assert escaped("x" * 4000) == "x" * 4000
    assert escaped("x" * 4001) == "x" * 3999 + "…"


def test_an_empty_card_is_no_message_and_a_picture_without_address_is_its_words() -> None:
    assert messages(Card()) == []
    (message,) = messages(Card((Image("file:///etc/passwd", "A chart"),)))
    check_message(message)
    assert message["text"] == "A chart"


def test_home_stacks_partnerships_and_their_buttons_know_which_is_theirs() -> None:
    card = Card((Heading("Actions"), Buttons((Button("Done", "a.done", "1"),))))
    tab = home([(1, card), (2, card)])
    check_view(tab)
    buttons = [e for block in tab["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert [(b["action_id"], b["value"]) for b in buttons] == [("a.done", "1:1"), ("a.done#2", "2:1")]


def test_a_long_home_runs_its_texts_together_before_it_leaves_anything_out() -> None:
    tab = home([(1, Card(tuple(paragraph(f"n{n}") for n in range(150))))])
    check_view(tab)
    assert "".join(drawn_words(tab["blocks"])) == "".join(f"n{n}" for n in range(150))
    crowded = home([(1, Card((paragraph("x"), Rule()) * 80))])
    check_view(crowded)
    assert crowded["blocks"][-1]["elements"][0]["text"] == "…"


@pytest.mark.published
def test_our_table_of_limits_agrees_with_the_published_one() -> None:
    if not PUBLISHED.exists():
        pytest.skip("../shared/schemas/slack-limits.json is not here to compare with")
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    ours = {
        "text.max_length": limits.TEXT,
        "action_id.max_length": limits.ACTION_ID,
        "block_id.max_length": limits.BLOCK_ID,
        "button.text.max_length": limits.BUTTON_TEXT,
        "button.value.max_length": limits.BUTTON_VALUE,
        "option.text.max_length": limits.OPTION_TEXT,
        "option.value.max_length": limits.OPTION_VALUE,
        "option_group.label.max_length": limits.GROUP_LABEL,
        "option_group.options.max_items": limits.OPTIONS,
        "select.options.max_items": limits.OPTIONS,
        "select.option_groups.max_items": limits.OPTION_GROUPS,
        "checkboxes.options.max_items": limits.CHECKBOXES,
        "plain_text_input.max_length.max": limits.INPUT,
        "actions.elements.max_items": limits.ACTIONS,
        "context.elements.max_items": limits.CONTEXT_ELEMENTS,
        "header.text.max_length": limits.HEADER,
        "image.image_url.max_length": limits.IMAGE_URL,
        "image.alt_text.max_length": limits.IMAGE_ALT,
        "input.label.max_length": limits.LABEL,
        "input.hint.max_length": limits.HINT,
        "view.blocks.max_items": limits.VIEW_BLOCKS,
        "view.private_metadata.max_length": limits.PRIVATE_METADATA,
        "view.callback_id.max_length": limits.CALLBACK_ID,
        "view.title.max_length": limits.VIEW_TITLE,
        "view.submit.max_length": limits.VIEW_SUBMIT,
    }
    assert ours == {path: _at(published, path) for path in ours}


def _at(tree: Any, path: str) -> Any:
    for name in path.split("."):
        tree = tree[name]
    return tree


def test_no_message_of_a_long_card_begins_or_ends_with_a_line() -> None:
    parts = [block for number in range(60) for block in (Rule(), paragraph(f"part {number} {'x' * 300}"))]
    found = messages(Card(tuple(parts)))
    assert len(found) > 1
    ends = [message["blocks"][place]["type"] for message in found for place in (0, -1)]
    assert "divider" not in ends
    assert [f"part {number} " in json.dumps(found) for number in range(60)] == [True] * 60
    assert messages(Card((Rule(), Rule()))) == []
