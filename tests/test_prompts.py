"""Every prompt has its words, its example, its verbs and somebody who says it."""

from __future__ import annotations

import ast
import re

import pytest

from bot.wording import Wording
from handlers import all_features
from tests import calls

WORDING = Wording()
PROMPTS = WORDING.prompts()
SOURCES = list(calls.sources())
ERRORS = calls.error_names(iter(SOURCES))
SAID = [said for name, tree in SOURCES for said in calls.said_in(name, tree, ERRORS)]
FEATURES = {prompt.partition("/")[0] for prompt in PROMPTS}
VERB = re.compile(r"\]\]\(([a-z][a-z0-9_.-]*)|^form: .* -> ([a-z][a-z0-9_.-]*)", re.MULTILINE)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_prompt_has_an_example(prompt: str) -> None:
    assert WORDING.examples(prompt), f"prompts/{prompt.partition('/')[0]}/examples.yaml has none"


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_example_gives_exactly_the_words_its_prompt_uses(prompt: str) -> None:
    for example in WORDING.examples(prompt):
        assert set(example.words) == WORDING.uses(prompt), f"{prompt}: {example.name}"


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_example_makes_a_card(prompt: str) -> None:
    for example in WORDING.examples(prompt):
        card = WORDING.card(prompt, example.words)
        assert card.blocks or card.form, f"{prompt}: {example.name} says nothing"


def test_no_example_is_of_a_prompt_that_does_not_exist() -> None:
    for feature in FEATURES:
        assert WORDING.named_examples(feature) <= {
            p.partition("/")[2] for p in PROMPTS if p.startswith(f"{feature}/")
        }


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said.where} {said.prompt}")
def test_whoever_names_a_prompt_gives_exactly_the_words_it_uses(said: calls.Said) -> None:
    assert said.prompt in PROMPTS, "there is no such prompt"
    if said.whole:
        assert said.words == WORDING.uses(said.prompt)
    else:
        assert said.words <= WORDING.uses(said.prompt)


UNASKED = (
    *("action/receipt", "agenda/called", "agenda/posted", "meeting/cancelled", "meeting/card"),
    *("partnership/began", "partnership/begins", "partnership/beside", "partnership/card"),
    *("partnership/unlinked_here", "partnership/vacant"),
)
"""What stands in a channel without anybody having asked for it just there; tests/tact.py reads it as public."""


@pytest.mark.parametrize("prompt", UNASKED)
def test_what_is_posted_to_a_channel_is_marked_public(prompt: str) -> None:
    assert WORDING.examples(prompt) and all(example.public for example in WORDING.examples(prompt))


def test_few_calls_hide_the_words_they_give() -> None:
    hidden = [said.where for said in SAID if not said.whole]
    assert len(hidden) <= max(3, len(SAID) // 20), hidden


def test_every_name_of_a_prompt_in_the_code_is_one() -> None:
    named = {(where, name) for where, tree in SOURCES for name in calls.named_in(tree)}
    unknown = [
        (where, name) for where, name in named if name.partition("/")[0] in FEATURES and name not in PROMPTS
    ]
    assert not unknown


def test_every_prompt_is_said_by_somebody() -> None:
    named = {name for _, tree in SOURCES for name in calls.named_in(tree)}
    assert not set(PROMPTS) - named, "nothing in handlers/ or bot/ names these"


def verbs_of(prompt: str) -> set[str]:
    """Every verb that a button or form of the prompt leads to, in its source and in its examples."""
    cards = [WORDING.card(prompt, example.words) for example in WORDING.examples(prompt)]
    return {
        *(button or form for button, form in VERB.findall(WORDING.source(prompt))),
        *(button.action for card in cards for button in card.buttons()),
        *(card.form.action for card in cards if card.form),
    }


def test_every_button_and_form_leads_to_a_verb() -> None:
    verbs = {f"{feature.name}.{verb}" for feature in all_features() for verb in feature.verbs}
    assert not {(prompt, verb) for prompt in PROMPTS for verb in verbs_of(prompt) - verbs}


CODE = """
class Late(BotError): ...
class Later(Late): ...
def handler(context):
    if bad:
        raise Later("club/late", day=1)
    context.tell(member, "club/told", key="k", about="a", item=2)
    reply("club/added", item=1, **more)
    wording.card("club/drawn", {"item": 1, "day": 2})
    wording.card("club/given", words)
    other("club/other", item=1)
    return {1: "club/named"}
"""


def test_calls_are_found_with_the_words_they_give() -> None:
    tree = ast.parse(CODE)
    errors = calls.error_names(iter([("x.py", tree)]))
    found = {said.prompt: (set(said.words), said.whole) for said in calls.said_in("x.py", tree, errors)}
    assert found == {
        "club/late": ({"day"}, True),
        "club/told": ({"item"}, True),
        "club/added": ({"item"}, False),
        "club/drawn": ({"item", "day"}, True),
        "club/given": (set(), False),
    }
    assert "club/named" in set(calls.named_in(tree))
