"""The page of all commands, docs/commands.md, made from what the features declare about themselves.

It is made by `make docs`; a test compares the page with the features, so that it cannot fall behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.feature import Feature, Verb
from storage.people import Role

INTRODUCTION = """\
# Commands

Made from the handlers by `make docs`; a test keeps it right.

Everything can be said in four ways. What a command does, the others do too, so people from other organisations, who have
no commands, miss nothing:

| where | how |
|---|---|
| as a command | `/agenda add Budget 10m` |
| in a channel | `@Upbeat agenda add Budget 10m` |
| in a direct message to Upbeat | `agenda add Budget 10m` |
| with the mouse | the buttons and forms on Upbeat's cards |

A verb that only one feature has needs no feature in front: `@Upbeat done 3`. What Upbeat does not understand, it says
back, with what comes nearest.
"""

WHO = {
    Role.MINUTES: "minute-taker, deputy, chair",
    Role.DEPUTY: "deputy, chair",
    Role.CHAIR: "chair",
}
"""Who may, where it is not everybody."""


def manual(features: Sequence[Feature]) -> str:
    """The whole page, as Markdown. Verbs that only buttons and forms reach are left out."""
    shown = [feature for feature in features if any(_offered(feature))]
    return "\n".join([INTRODUCTION, *(_chapter(feature) for feature in shown)])


def _offered(feature: Feature) -> Iterator[Verb]:
    return (verb for verb in feature.verbs.values() if not verb.hidden)


def _chapter(feature: Feature) -> str:
    lines = [
        f"## {feature.name.capitalize()}",
        "",
        f"`{feature.command}`: {feature.about}.",
        "",
        "| verb | what it does | for example | who |",
        "|---|---|---|---|",
        *(_row(feature, verb) for verb in _offered(feature)),
    ]
    return "\n".join([*lines, ""])


def _row(feature: Feature, verb: Verb) -> str:
    examples = "<br>".join(f"`{_cell(f'{feature.command} {example}'.strip())}`" for example in verb.examples)
    cells = (_names(verb), _cell(_help(verb, feature)), examples, WHO.get(verb.least, "everybody"))
    return f"| {' | '.join(cells)} |"


def _names(verb: Verb) -> str:
    names = dict.fromkeys(name.replace("_", " ") for name in (verb.name, *verb.also))
    return ", ".join(f"`{_cell(name)}`" for name in names)


def _help(verb: Verb, feature: Feature) -> str:
    """What it does, and the shorter ways to say it."""
    commanding = feature.name in (feature.command.removeprefix("/"), "help")
    more = {
        "It is what the command alone means.": verb.bare and commanding,
        "It takes words that name no other verb.": verb.default,
        "A marked line in a message to everyone does it too.": bool(verb.markers),
    }
    return " ".join([verb.help, *(words for words, so in more.items() if so)])


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
