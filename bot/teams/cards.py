"""Cards become Teams messages, split where they are too long for one. Forms: forms.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from bot import cut
from bot.card import Card, Rule
from bot.teams.draw import Drawn, Json, OpensForm, Pressed, drawn, weight
from bot.teams.limits import PAGE, SUMMARY
from bot.teams.literal import literal

__all__ = ["Message", "adaptive", "elements", "pages"]

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"

_AROUND = 1_000 + 4 * SUMMARY
"""Bytes that are kept free for what stands around the elements of a card."""


class Message(TypedDict):
    """One message: the Adaptive Card, and its plain words for notifications. `mentions` are the entities of both."""

    card: Json
    text: str
    mentions: list[Json]


def pages(card: Card, key: str, partnership: int | None, forms: OpensForm) -> list[Message]:
    """The card as messages, one unless it is too long; none for an empty card. The form is left out.

    `key` and `partnership` travel in the buttons; `forms` says which verbs answer with a form (their buttons open
    dialogs). Raises ValueError for a button's value that is too long.
    """
    everything = elements(card, Pressed(partnership, key, forms))
    cards = cut.messages(everything, PAGE - _AROUND, _weight, _tidy, len(everything))
    return [_message(part) for part in cards]


def adaptive(body: list[Json], actions: Sequence[Json] = ()) -> Json:
    """An Adaptive Card of these elements, with these buttons at its foot."""
    card: Json = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.5", "body": body}
    return {**card, "actions": list(actions)} if actions else card


def elements(card: Card, pressed: Pressed) -> list[Drawn]:
    """Every element of the card, with a line above those that follow a rule."""
    found, ruled = list[Drawn](), False
    for block in card.blocks:
        if isinstance(block, Rule):
            ruled = bool(found)
            continue
        for part in drawn(block, pressed):
            line = {"separator": True, "spacing": "Medium"} if ruled else {}
            found.append(part._replace(element={**part.element, **line}))
            ruled = False
    return found


def _weight(part: Drawn) -> int:
    return weight(part.element) + 1


def _tidy(last: Drawn, following: Drawn) -> bool:
    """Never between words and their buttons, nor right below a heading."""
    return following.element["type"] != "ActionSet" and not last.leads


def _message(parts: list[Drawn]) -> Message:
    body = [part.element for part in parts]
    said = "\n".join(part.words for part in parts if part.words) or _labels(body)
    text = said if cut.size(said) <= SUMMARY else f"{cut.first(said, SUMMARY - 1)[0].rstrip()}…"
    return {"card": adaptive(body), "text": literal(text), "mentions": []}


def _labels(body: list[Json]) -> str:
    return " · ".join(action["title"] for element in body for action in element.get("actions", ())) or "…"
