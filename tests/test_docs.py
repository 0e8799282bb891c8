"""The pages that are made from the code say what the code says."""

from __future__ import annotations

from pathlib import Path

from bot.feature import Context, Feature, Reply, silent
from bot.manual import manual
from handlers import all_features
from storage.people import Role

COMMANDS = Path(__file__).resolve().parent.parent / "docs" / "commands.md"


def club() -> Feature:
    feature = Feature("club", command="/club", about="a club of its own")

    @feature.verb("add", least=Role.CHAIR, also=("plus_one",), default=True, examples=("add a | b",))
    async def add(context: Context) -> Reply:
        """Add somebody.

        Not for the page.
        """
        return silent()

    @feature.verb("press", hidden=True)
    async def press(context: Context) -> Reply:
        """Only for buttons."""
        return silent()

    return feature


def test_the_page_of_commands_is_what_the_features_declare() -> None:
    assert COMMANDS.read_text(encoding="utf-8") == manual(all_features()), "renew it with `make docs`"


def test_a_verb_stands_there_with_its_names_its_example_and_who_may() -> None:
    page = manual([club()])
    assert "## Club\n\n`/club`: a club of its own." in page
    row = "| `add`, `plus one` | Add somebody. It takes words that name no other verb. | `/club add a \\| b` | chair |"
    assert row in page


def test_what_only_buttons_reach_is_left_out() -> None:
    assert "Only for buttons" not in manual([club()])


def test_every_verb_that_is_offered_says_what_it_does() -> None:
    silent_ones = [
        f"{feature.name}.{verb.name}"
        for feature in all_features()
        for verb in feature.verbs.values()
        if not verb.help.endswith((".", "?"))
    ]
    assert not silent_ones
