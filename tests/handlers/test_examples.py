"""Every example that help shows means what help says, by command, by mention and in a direct message."""

from __future__ import annotations

import pytest

from bot.feature import Heard
from bot.grammar import GENERAL, Vocabulary, addressed
from handlers import all_features

FEATURES = all_features()
WORDS = Vocabulary(FEATURES)
SHOWN = [
    pytest.param(feature, verb.name, example, id=f"{feature.name} {example}")
    for feature in FEATURES
    for verb in feature.verbs.values()
    if not verb.hidden
    for example in verb.examples
]


def name(found: object) -> str:
    return f"{found.feature}.{found.verb}" if isinstance(found, Heard) else str(found)


@pytest.mark.parametrize(("feature", "verb", "example"), SHOWN)
def test_an_example_means_the_verb_it_stands_beside(feature, verb: str, example: str) -> None:  # type: ignore[no-untyped-def]
    assert name(addressed(example, WORDS, feature.command)) == f"{feature.name}.{verb}"
    if feature.command != GENERAL:
        assert name(addressed(f"{feature.name} {example}", WORDS)) == f"{feature.name}.{verb}"


@pytest.mark.parametrize(
    ("command", "typed", "expected"),
    [
        (
            "/meeting",
            "plan Working group, Monday 7 December 2026 2pm, 90 minutes, at the mill",
            "meeting.plan",
        ),
        ("/agenda", "", "agenda.show"),
        ("/agenda", "add Chairs 10m for decision", "agenda.add"),
        ("/action", "add Sam to ring the hall by Friday", "action.add"),
        ("/action", "list mine", "action.list"),
        ("", "action list all", "action.list"),
        ("", "agenda add Chairs 5m for information", "agenda.add"),
        ("", "help", "help.show"),
        ("", "pause a week", "chase.pause"),
        ("", "apologies", "meeting.apologies"),
        ("", "coming", "meeting.coming"),
        ("", "done 3", "action.done"),
    ],
)
def test_what_people_are_told_to_type_works_as_typed(command: str, typed: str, expected: str) -> None:
    assert name(addressed(typed, WORDS, command)) == expected


def test_no_verb_that_can_be_typed_has_a_name_that_another_of_its_feature_has_too() -> None:
    for feature, phrases in WORDS.phrases.items():
        names = [phrase.words for phrase in phrases]
        assert len(names) == len(set(names)), f"{feature}: {sorted(names)}"
