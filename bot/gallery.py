"""Every card with its examples, drawn for each door: the sandbox's gallery page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from bot.card import Block, Buttons, Card, Form, plain
from bot.slack.blocks import messages, view
from bot.teams import cards, forms
from bot.wording import Example, Wording

PARTNERSHIP = 1

OpensForm = Callable[[str], bool]
"""Whether a verb answers with a form."""


def gallery(wording: Wording) -> list[dict[str, Any]]:
    """One entry for each message or form of each example: prompt, example, slack, teams and text."""
    return [
        entry
        for prompt in wording.prompts()
        for example in wording.examples(prompt)
        for entry in _drawn(wording, example)
    ]


def _drawn(wording: Wording, example: Example) -> Iterator[dict[str, Any]]:
    card = wording.card(example.prompt, example.words)
    for number, (slack, teams) in enumerate(zip_longest(on_slack(card), on_teams(card)), 1):
        name = example.name if number == 1 else f"{example.name} ({number})"
        drawn = {"slack": slack, "teams": teams}
        yield {"prompt": example.prompt, "example": name, **drawn, "text": as_text(card)}


def on_slack(card: Card) -> list[dict[str, Any]]:
    """The card as Slack gets it: one form, or its messages."""
    if card.form:
        return [{"view": view(card, PARTNERSHIP)}]
    return [dict(message) for message in messages(card, partnership=PARTNERSHIP)]


def on_teams(card: Card, opens_form: OpensForm = lambda _: False) -> list[dict[str, Any]]:
    """The card as Teams gets it: one dialog (with a title), or its messages."""
    if card.form:
        return [dict(forms.form(card, PARTNERSHIP))]
    return [dict(message) for message in cards.pages(card, "", PARTNERSHIP, opens_form)]


def as_text(card: Card) -> str:
    """The card as plain words with its buttons and questions, for reading."""
    lines = [line for block in card.blocks for line in _block(block)]
    return "\n".join([*lines, *(_questions(card.form) if card.form else ())])


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Buttons):
        yield from (f"[{button.label}] {button.action} {button.value}".rstrip() for button in block.buttons)
    elif words := plain(Card((block,))):
        yield words


def _questions(form: Form) -> Iterator[str]:
    yield f"[{form.title}] {form.action} {form.value}".rstrip()
    for field in form.fields:
        given = f" = {field.value}" if field.value else ""
        choices = f" ({', '.join(option.label for option in field.options)})" if field.options else ""
        yield f"{field.label}{given}{choices}"
        if field.hint:
            yield field.hint
    yield f"[{form.submit}]"
