"""No prompt knows through which door it goes out: what works in one of them only has no place in it."""

from __future__ import annotations

import re

import pytest

from bot.wording import PROMPTS

SOURCES = {str(path.relative_to(PROMPTS)): path.read_text(encoding="utf-8") for path in PROMPTS.rglob("*.md")}
ONLY_SOMEWHERE = re.compile(
    r"\b(slack|teams|microsoft|slash commands?|home tab|shortcuts?)\b|(?:^|[\s*(])/[a-z]", re.IGNORECASE
)
"""The doors themselves, what only one of them has, and commands that begin with a stroke."""

OUR_OWN = {name: source for name, source in SOURCES.items() if name != "README.md"}


@pytest.mark.parametrize("name", OUR_OWN)
def test_no_prompt_knows_which_door_is_used(name: str) -> None:
    assert not ONLY_SOMEWHERE.findall(OUR_OWN[name])


@pytest.mark.parametrize(
    "words", ["Type **/invite @Upbeat** here.", "Your Home tab in Slack", "a slash command"]
)
def test_words_that_work_behind_one_door_only_are_found(words: str) -> None:
    assert ONLY_SOMEWHERE.search(words)


@pytest.mark.parametrize("words", ["See [this](https://example.org/agenda).", "and/or"])
def test_plain_words_are_not(words: str) -> None:
    assert not ONLY_SOMEWHERE.search(words)
