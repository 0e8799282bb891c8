"""Cards become Teams messages: within the limits, nothing dropped, and typed words never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
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
    File,
    Heading,
    Image,
    Line,
    Note,
    Paragraph,
    Rule,
    Span,
)
from bot.teams.cards import Message, pages
from bot.teams.limits import ACTIONS, BUTTON_TEXT, PAGE, SUMMARY
from bot.teams.literal import harmless, literal, twinned
from bot.wording import Wording
from tests import adaptive

WORDING = Wording()
HOSTILE = [
    "[x](http://evil.example)",
    "**b** _i_ ~~s~~ `c`",
    "<at>Mina Patel</at>",
    "</at><AT id=1>all</at>",
    "- a",
    "1. a",
    "# a",
    "&lt;at&gt;x&lt;/at&gt;",
    "{{DATE(2026-11-24T10:00:00Z, LONG)}}",
    "{{TIME(2026-11-24T10:00:00Z)}}",
    "${$root.secret}",
    "<script>alert(1)</script>",
    "![x](http://evil.example/a.png)",
]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def drawn(*blocks: Block, forms: Iterable[str] = (), key: str = "k", partnership: int = 7) -> list[Message]:
    """The messages of a card, each looked at as Teams and Microsoft's schema would."""
    opening = frozenset(forms)
    said = pages(Card(blocks), key, partnership, opening.__contains__)
    for message in said:
        check(message)
    return said


def check(message: Message) -> None:
    assert len(json.dumps(message, ensure_ascii=False).encode()) <= PAGE
    assert message["text"] and message["card"]["body"]
    for action in every(message["card"], "Action.Execute"):
        assert action["fallback"]["data"] == action["data"]
    for action_set in every(message["card"], "ActionSet"):
        assert 1 <= len(action_set["actions"]) <= ACTIONS


def every(part: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Every element, run and button of a type, in order; none of what is only fallen back on."""
    if isinstance(part, list):
        for one in part:
            yield from every(one, kind)
    elif isinstance(part, dict):
        if part.get("type") == kind:
            yield part
        yield from every([value for name, value in part.items() if name != "fallback"], kind)


def body(message: Message) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = message["card"]["body"]
    return elements


def words_of(elements: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Every word that is drawn, in order."""
    for element in elements:
        match element["type"]:
            case "RichTextBlock":
                yield from (run["text"] for run in element["inlines"])
            case "TextBlock":
                yield element["text"]
            case "ActionSet":
                yield from (action["title"] for action in element["actions"])
            case "Image":
                yield element["altText"]


def squeezed(words: Iterable[str]) -> str:
    """Words without spaces and without the marks that keep words apart."""
    return re.sub(r"[\s\u2068\u2069\u2060]", "", "".join(words))


def test_each_block_has_its_element() -> None:
    (message,) = drawn(
        Heading("Steering group"),
        Paragraph((Span("Now "), Span("strong", "strong"), Span("page", "link", "https://example.org"))),
        Bullets(((Span("one"),), (Span("two", "emphasis"),))),
        Fields((("Due", (Span("Fri 4 December"),)), ("Lead", (Span("Mina"),)))),
        Note((Span("Only you see this."),)),
        Rule(),
        Image("https://example.org/a.png", "A chart"),
        Buttons((Button("Done", "action.done", "12", main=True), Button("Help", "action.help"))),
    )
    adaptive.check(message["card"])
    heading, para, one, two, due, lead, note, image, actions = body(message)
    assert (heading["type"], heading["style"], heading["text"]) == ("TextBlock", "heading", "Steering group")
    assert para["inlines"] == [
        {"type": "TextRun", "text": "Now "},
        {"type": "TextRun", "text": "strong", "weight": "Bolder"},
        {
            "type": "TextRun",
            "text": "page",
            "selectAction": {"type": "Action.OpenUrl", "url": "https://example.org"},
        },
    ]
    assert ["".join(words_of([row])) for row in (one, two, due, lead)] == [
        "• one",
        "• two",
        "Due: Fri 4 December",
        "Lead: Mina",
    ]
    assert note["inlines"][0]["isSubtle"] is True
    assert image["altText"] == "A chart" and image["separator"] is True
    assert [action.get("style") for action in actions["actions"]] == ["positive", None]
    assert message["text"].startswith("Steering group\nNow strongpage\n• one\n• two\nDue: Fri 4 December\n")
    assert message["mentions"] == []


def test_a_button_says_back_what_it_is_about_and_older_clients_say_the_same() -> None:
    (message,) = drawn(Buttons((Button("Done", "action.done", "12"),)), key="chase:12", partnership=3)
    (action,) = body(message)[0]["actions"]
    data = {"action": "action.done", "value": "12", "partnership": 3, "key": "chase:12"}
    assert (action["type"], action["verb"], action["data"]) == ("Action.Execute", "action.done", data)
    assert action["fallback"] == {"type": "Action.Submit", "title": "Done", "data": data}


def test_a_button_whose_verb_answers_with_a_form_asks_for_a_dialog() -> None:
    (message,) = drawn(
        Buttons((Button("Add", "agenda.new", "4"), Button("Show", "agenda.show"))), forms=["agenda.new"]
    )
    adaptive.check(message["card"])
    add, show = body(message)[0]["actions"]
    assert add["type"] == "Action.Submit" and add["data"]["msteams"] == {"type": "task/fetch"}
    assert (add["data"]["action"], add["data"]["value"]) == ("agenda.new", "4")
    assert show["type"] == "Action.Execute" and "msteams" not in show["data"]


def test_the_answers_to_a_chase_stand_in_one_row_and_none_is_larger_or_brighter() -> None:
    example = WORDING.examples("chase/ask")[0]
    card = WORDING.card("chase/ask", example.words)
    sets = [found for message in drawn(*card.blocks) for found in every(message["card"], "ActionSet")]
    rows = [[action["title"] for action in found["actions"]] for found in sets]
    assert any(len(row) >= 5 for row in rows), rows
    assert [action for found in sets for action in found["actions"] if "style" in action] == []


def test_more_buttons_than_one_set_shows_stand_in_several() -> None:
    labels = [f"Partner {number}" for number in range(20)]
    (message,) = drawn(Buttons(tuple(Button(label, "partnership.join", label) for label in labels)))
    sets = list(every(message["card"], "ActionSet"))
    assert [action["title"] for found in sets for action in found["actions"]] == labels
    assert len(sets) == 4


def test_a_label_too_long_for_a_button_is_written_out_above_it() -> None:
    label = "A very long answer " * 6
    (message,) = drawn(Buttons((Button(label.strip(), "a.b"),)))
    assert squeezed(words_of(body(message)[:1])) == squeezed(["• ", label])
    assert len(body(message)[-1]["actions"][0]["title"]) <= BUTTON_TEXT


def test_a_button_with_more_to_say_back_than_it_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"agenda\.add"):
        drawn(Buttons((Button("Add", "agenda.add", "x" * 2_001),)))


def test_a_file_is_said_in_words_because_no_file_goes_with_it() -> None:
    instead = "The file for your calendar comes when you type meeting file."
    (message,) = drawn(paragraph("Planned."), File("m.ics", "text/calendar", "BEGIN", "The meeting", instead))
    assert list(words_of(body(message))) == ["Planned.", instead]
    (silent,) = drawn(paragraph("Planned."), File("m.ics", "text/calendar", "BEGIN", "The meeting"))
    assert list(words_of(body(silent))) == ["Planned."]


def test_a_picture_without_an_address_on_the_web_is_its_words() -> None:
    (message,) = drawn(Image("javascript:alert(1)", "A chart of the term"))
    assert not list(every(message["card"], "Image"))
    assert list(words_of(body(message))) == ["A chart of the term"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "msteams://x"]
)
def test_a_link_leads_to_the_web_or_nowhere(address: str) -> None:
    (message,) = drawn(Paragraph((Span("here", "link", address),)))
    assert not list(every(message["card"], "Action.OpenUrl"))
    assert list(words_of(body(message))) == ["here"]


def test_a_rule_is_a_line_above_what_follows_and_nothing_where_nothing_does() -> None:
    (message,) = drawn(Rule(), paragraph("one"), Rule(), Rule(), paragraph("two"), Rule())
    assert [element.get("separator") for element in body(message)] == [None, True]


def test_line_breaks_become_rows_because_a_run_has_none() -> None:
    (message,) = drawn(Paragraph((Span("one\ntwo "), Span("three\n\nfour", "strong"))))
    assert [squeezed(words_of([row])) for row in body(message)] == ["one", "twothree", "four"]
    assert not [run for run in every(message["card"], "TextRun") if "\n" in run["text"]]


def test_an_empty_card_is_no_message() -> None:
    assert drawn() == []
    assert drawn(Rule()) == []


# Typed words


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_words_are_drawn_as_they_are_and_never_read_as_markup(typed: str) -> None:
    line: Line = (Span(typed), Span(typed, "strong"))
    (message,) = drawn(
        Heading(typed),
        Paragraph(line),
        Bullets((line,)),
        Fields(((typed, line),)),
        Note((*line, Span(typed, "link", "https://example.org"))),
        Image("nowhere", typed),
        Buttons((Button(typed, "a.b", typed),)),
    )
    adaptive.check(message["card"])
    assert squeezed(words_of(body(message))).count(re.sub(r"\s", "", typed)) == 13
    assert not list(every(message["card"], "TextBlock")), "only a TextBlock is read for Markdown"
    assert not re.search(r"</?at|\{\{", json.dumps([*words_of(body(message))]) + message["text"], re.I)
    assert body(message)[-1]["actions"][0]["data"]["value"] == typed
    assert message["mentions"] == []


@settings(deadline=None, max_examples=200)
@given(text=st.text(st.sampled_from(list("ab *_`~[]()<>#-+=1.&;{}|\\!:/@\n")), max_size=25))
def test_a_heading_that_markdown_could_read_is_no_text_block(text: str) -> None:
    for message in drawn(Heading(text)):
        for block in every(message["card"], "TextBlock"):
            assert not re.search(r"[*_`~\[\]<>\\&{}|#\n]|://", block["text"])
            assert not re.match(r"\s*(?:[-+=]|\d+[.)])", block["text"])


@pytest.mark.parametrize("text", ["Steering group", "Before Friday (4 December)", "What’s next? 10 min"])
def test_a_heading_of_plain_words_is_one_for_screen_readers(text: str) -> None:
    assert harmless(text)
    (message,) = drawn(Heading(text), paragraph("x"))
    assert body(message)[0]["style"] == "heading"


@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=60))
def test_words_keep_every_visible_sign(text: str) -> None:
    def visible(given: str) -> str:
        return re.sub("[\x00-\x1f\x7f-\x9f\u2060\ue000-\uf8ff\\s]", "", given)

    assert visible(literal(text)) == visible(text)
    literal(text).encode()


def test_signs_that_only_markdown_offers_are_drawn_by_twins() -> None:
    for typed in HOSTILE:
        assert not re.search(r"[*_`\[<#&]", twinned(typed)), typed
        assert not re.match(r"\s*(?:[-+=]|\d+[.)])", twinned(typed)), typed
    assert twinned("Mina Patel (Otterbridge)") == "Mina Patel (Otterbridge)"


# Long cards


def test_a_long_card_becomes_several_messages_and_each_has_its_words_for_notifications() -> None:
    said = drawn(*(paragraph(f"{n} " + "word " * 100) for n in range(120)))
    assert len(said) > 2
    for message in said:
        assert message["text"].startswith("".join(words_of(body(message)[:1]))[:400])
        assert len(message["text"]) <= SUMMARY


def test_a_message_never_begins_with_buttons_torn_from_their_words_nor_ends_with_a_heading() -> None:
    part = (Heading("Item"), paragraph("words " * 20), Buttons((Button("See", "a.b"),)))
    for before in range(1, 6):
        said = drawn(*[paragraph("x " * 99)] * before, *part * 60)
        assert len(said) > 1
        for message in said:
            assert body(message)[0]["type"] != "ActionSet"
            assert body(message)[-1]["type"] != "TextBlock"


_LETTERS = st.characters(
    blacklist_categories=["Cc", "Cs", "Co", "Zs", "Zl", "Zp"], blacklist_characters="\u2068\u2069\u2060"
)
_WORD = st.text(_LETTERS, min_size=1, max_size=30)
_WORDS = st.builds(
    lambda parts, times: " ".join(parts * times), st.lists(_WORD, min_size=1, max_size=8), st.integers(1, 120)
)
_STYLE = st.sampled_from(["plain", "strong", "emphasis", "link"])
_LINE = st.lists(
    st.builds(Span, _WORDS, _STYLE, st.just("https://example.org/" + "a" * 900)), min_size=1, max_size=9
).map(tuple)
_BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _WORDS),
    st.builds(Paragraph, _LINE),
    st.builds(Bullets, st.lists(_LINE, min_size=1, max_size=5).map(tuple)),
    st.builds(Fields, st.lists(st.tuples(_WORD, _LINE), min_size=1, max_size=5).map(tuple)),
    st.builds(
        Buttons,
        st.lists(st.builds(Button, _WORD, st.just("a.b"), _WORDS.map(lambda w: w[:900])), min_size=1).map(
            tuple
        ),
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
                yield from (text for line in lines for text in ("•", *(span.text for span in line)))
            case Fields(pairs):
                yield from (text for label, line in pairs for text in (f"{label}:", *(s.text for s in line)))
            case Buttons(buttons):
                yield from (button.label for button in buttons)


@settings(deadline=None, max_examples=60)
@given(blocks=st.lists(_BLOCK, min_size=1, max_size=14))
def test_no_word_and_no_button_of_any_card_is_dropped_or_moved(blocks: list[Block]) -> None:
    said = drawn(*blocks)
    everything = [element for message in said for element in body(message)]
    assert squeezed(words_of(everything)) == squeezed(_card_words(blocks))
    pressed = [action["data"]["value"] for action in every(everything, "Action.Execute")]
    assert pressed == [button.value for button in Card(tuple(blocks)).buttons()]


@pytest.mark.parametrize(
    "typed", ["🎻" * 3000, "word " * 9000, "x" * 40_000, "\u2068" + "שלום " * 1000 + "\u2069"]
)
def test_emoji_long_words_and_right_to_left_words_arrive_whole(typed: str) -> None:
    card = (Heading(typed), paragraph(typed), Bullets(((Span(typed),),)), Note((Span(typed),)))
    said = drawn(*card)
    for message in said:
        for text in words_of(body(message)):
            assert text.count("\u2068") == text.count("\u2069")
    everything = squeezed(text for message in said for text in words_of(body(message)))
    assert everything.replace("•", "") == squeezed([typed]) * 4
