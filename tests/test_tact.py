"""Every prompt keeps to the voice, and every rule of the voice is one that a bad sentence breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialect import parse
from bot.wording import Example, Wording
from tests import tact

WORDING = Wording()


@pytest.mark.parametrize("prompt", WORDING.prompts())
def test_every_prompt_keeps_to_the_voice(prompt: str) -> None:
    found = tact.findings(tact.page(WORDING, prompt))
    assert not found, "\n".join(found)


def page(source: str, prompt: str = "club/said", card: str = "", **example: Any) -> tact.Page:
    shown = Example(prompt, "plain", example.pop("words", {}), **example)
    return tact.Page(prompt, source, ((shown, parse(card or source)),))


LONG = "This is a word. " * 16 + "\n\n[[Tell me]](a.b)"
BAD: Mapping[str, list[tact.Page]] = {
    "blame": [
        page("Your action is late."),
        page("This is overdue by 3 days."),
        page("You still haven't said."),
        page("Reminder no. 2 about the flyer"),
        page("You must tell us ASAP."),
        page("{{ x }}", card="You failed to answer."),
    ],
    "jargon": [
        page("This ephemeral message is invalid."),
        page("A RAG rating for actionees."),
        page("Let us deep dive."),
    ],
    "theatre": [page("Oops, that went wrong."), page("Sorry about that."), page("Great job so far.")],
    "british": [page("Which organization is it?"), page("You have 3 item(s).")],
    "exclamation": [page("The flyer is posted!")],
    "emoji": [page("Done :tada:"), page("Done 🎉🎉"), page("Done\n\n🎉")],
    "chase_length": [page(LONG, prompt="chase/due"), page(LONG, prompt="chases/due")],
    "long_sentences": [page("and so it went on " * 6)],
    "reading": [
        page(
            "Notwithstanding considerable organisational difficulties, representatives are encouraged to "
            "communicate anticipated developments concerning collaborative responsibilities."
        )
    ],
    "dates_in_full": [page("Due 2026-12-04"), page("Due 4/12/2026")],
    "lengths": [
        page("# " + "heading " * 9),
        page("[[Hand this over to somebody else in the group]](a.b)"),
        page("form: Change the settings of the group -> a.b\n? X (x: text)"),
    ],
    "vague_buttons": [
        page("[[Yes]](a.b)"),
        page("[[Click here]](a.b)"),
        page("![](https://example.org/x.png)"),
    ],
    "one_ask": [page("[[*Done]](a.b) [[*Hand over]](a.c)")],
    "named_in_public": [
        page("Mina has the flyer.", public=True),
        page("{{ item.text }}", card="Sam to ring", public=True, words={"item": {"text": "Sam to ring"}}),
        page("{{ lead }}", card="Xanthe", public=True, words={"lead": "Xanthe"}),
    ],
}


@pytest.mark.parametrize("rule", tact.RULES)
def test_every_rule_is_broken_by_a_bad_sentence(rule: str) -> None:
    assert BAD[rule]
    for bad in BAD[rule]:
        assert [found for found in tact.findings(bad) if found.startswith(f"{rule}: ")], bad.source


GOOD = [
    page(
        "Thank you for taking on “{{ text }}”. It is due before the meeting. How does it stand?\n\n"
        "[[*Done]](a.b) [[Need help]](a.c)"
    ),
    page("See you later. The templates are there, and so is the translation of the mustard."),
    page(
        "# Steering group\n\n- {{ n | count('one item', '{} items') }}\n\n> You can change this with **@Upbeat help**."
    ),
    page("form: Add an item -> agenda.add | Add it\n? What is it? (text: text)\n  - late: For later\n"),
    page("Done 🎉 with words"),
    page("{{ lead }}", card="Mina", public=True, names=("lead",), words={"lead": "Mina"}),
    page("{{ lead }}", card="Mina", words={"lead": "Mina"}),
    page("{{ x }}", card="nothing of it", public=True, words={"lead": "Mina"}),
    page(LONG, prompt="agenda/show"),
]


@pytest.mark.parametrize("good", GOOD, ids=lambda page: page.source[:30])
def test_plain_and_kind_words_break_no_rule(good: tact.Page) -> None:
    assert tact.findings(good) == []


def test_an_exemption_counts_only_with_a_reason_and_where_it_is_needed() -> None:
    assert tact.findings(page("Done!", allow={"exclamation": "a celebration"})) == []
    assert tact.findings(page("Done!", allow={"exclamation": ""})) == ["allow: exclamation wants a reason"]
    assert tact.findings(page("Done.", allow={"exclamation": "a celebration"})) == [
        "allow: exclamation is not needed"
    ]
    assert tact.findings(page("Done.", allow={"shouting": "why not"})) == [
        "allow: no rule is called shouting"
    ]


def test_literal_words_are_ours_alone() -> None:
    source = (
        "# Hello {{ name }}\n{% if a %}\nOne **two** [three](https://example.org/late)\n{% endif %}\n"
        '[[*Press]](a.late?{{ must }})\n> {{ n | count("one late item", "{} late items") }}\n'
    )
    assert tact.literal(source) == "Hello it\nOne two three\nPress\none late item two late items"
    form = "form: Add -> a.late | Add it\n? What is it? (late: text)\n  = {{ x }}\n  > A hint\n  - late: For later\n"
    assert tact.literal(form) == "Add\nAdd it\nWhat is it?\nit\nA hint\nFor later"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The cat sat on the mat. It was warm.", 0, 7),
        ("Your action is due before the meeting. Tell us how it stands, or hand it over.", 5, 11),
        ("Organisational representatives communicate developmental responsibilities.", 18, 60),
    ],
)
def test_reading_age_tells_plain_words_from_hard_ones(text: str, least: float, most: float) -> None:
    assert least <= tact.reading_age(text) <= most
