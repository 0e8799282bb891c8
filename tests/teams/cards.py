"""Adaptive Cards as people see and use them: their words, buttons and inputs; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests import adaptive

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
MOST_ACTIONS = 6
JOINER = "\u2060"
"""A sign that nobody sees."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)")
_STRONG = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=\S)(?<!\\)\*\*")
_EMPHASIS = re.compile(r"(?<![\\\w*])([*_])(?=[^\s*_])((?:\\.|[^*_\\])+?)(?<=\S)\1(?!\w)")
_DATE = re.compile(r"\{\{(?:DATE|TIME)\([^)]*\)\}\}")
_AT = re.compile(r"<at>(.*?)</at>")


def of(activity: Json) -> Json | None:
    """The card of an activity, where it has one."""
    cards = [one["content"] for one in activity.get("attachments") or [] if one.get("contentType") == CARD]
    return cards[0] if cards else None


def wrong(card: Json) -> list[str]:
    """What Teams would not draw, or the schema (where it is at hand) does not know."""
    bare = {key: value for key, value in card.items() if key != "msteams"}
    said = adaptive.problems(bare) if adaptive.SCHEMA.exists() else []
    said += [] if card.get("version") in ("1.4", "1.5") else [f"version {card.get('version')}"]
    for row in _rows(card):
        said += [] if len(row) <= MOST_ACTIONS else [f"{len(row)} actions in a row"]
    names = [one.get("id") for one in inputs(card)]
    said += [] if len(names) == len(set(names)) and all(names) else [f"inputs are called {names}"]
    known_names = {one.get("text") for one in (card.get("msteams") or {}).get("entities") or []}
    drawn = {f"<at>{name}</at>" for text in _every_text(card) for name in _AT.findall(text)}
    return said + ([] if drawn == known_names else [f"mentions {drawn} with entities for {known_names}"])


def elements(node: Any) -> Iterator[Json]:
    """Every element of a card, in the order in which it is read; actions are not elements."""
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if node.get("type") not in (None, "AdaptiveCard"):
            yield node
        for part in ("body", "items", "columns", "rows", "cells", "inlines"):
            if part != "inlines":
                yield from elements(node.get(part))


def actions(card: Json) -> Iterator[Json]:
    """Every action of a card in order, those of the bar at its foot last."""
    for row in _rows(card):
        yield from row


def _rows(card: Json) -> Iterator[list[Json]]:
    for one in elements(card):
        if one["type"] == "ActionSet":
            yield one["actions"]
    if card.get("actions"):
        yield card["actions"]


def inputs(card: Json) -> list[Json]:
    """The questions of a card."""
    return [one for one in elements(card) if str(one["type"]).startswith("Input.")]


def text(card: Json) -> str:
    """The words of a card as a person reads them, without its buttons, a line for each element."""
    return "\n".join(line for one in elements(card) if (line := _line(one))).replace(JOINER, "")


def _line(one: Json) -> str:
    match one["type"]:
        case "TextBlock":
            return rendered(one["text"])
        case "RichTextBlock":
            return "".join(run if isinstance(run, str) else run["text"] for run in one["inlines"])
        case "FactSet":
            pairs = ((rendered(fact["title"]), rendered(fact["value"])) for fact in one["facts"])
            return "\n".join(f"{title.rstrip(':')}: {value}" for title, value in pairs)
        case "Image":
            return str(one.get("altText") or "")
        case kind if str(kind).startswith("Input."):
            return str(one.get("label") or "")
    return ""


def rendered(markdown: str) -> str:
    """What is read of a text in which Markdown works."""
    words = _AT.sub(r"\1", _LINK.sub(r"\1", markdown))
    words = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\1", words))
    return _ESCAPED.sub(r"\1", words)


def _markdown(card: Json) -> Iterator[str]:
    """Every text of a card in which Markdown and mentions work."""
    for one in elements(card):
        if one["type"] == "TextBlock":
            yield one["text"]
        for fact in one.get("facts") or []:
            yield from (fact["title"], fact["value"])


def _every_text(card: Json) -> Iterator[str]:
    """Every text of a card, in each of which Teams reads tags of mentions and dates."""
    yield from _markdown(card)
    for one in elements(card):
        yield from (run if isinstance(run, str) else run["text"] for run in one.get("inlines") or [])


def dates(card: Json) -> list[str]:
    """What would be shown as a date or a time in the reader's zone."""
    return [found for text in _every_text(card) for found in _DATE.findall(text)]


def links(card: Json) -> list[str]:
    """Where the card leads: its links, those of Markdown too, and the addresses that its buttons open."""
    found = [url for text in _markdown(card) for _, url in _LINK.findall(text)]
    for one in elements(card):
        runs = [run for run in one.get("inlines") or [] if isinstance(run, dict)]
        found += [str((run.get("selectAction") or {}).get("url") or "") for run in runs]
    return [url for url in (*found, *(str(one.get("url") or "") for one in actions(card))) if url]


def loud(card: Json) -> list[str]:
    """The words that are strong, emphasised or a list because of Markdown, or a heading."""
    found = [words for text in _markdown(card) for words in _STRONG.findall(text)]
    found += [words for text in _markdown(card) for _, words in _EMPHASIS.findall(text)]
    lists = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(.*)$", re.MULTILINE)
    found += [words for text in _markdown(card) for words in lists.findall(text)]
    return found + [one["text"] for one in elements(card) if one.get("style") == "heading"]


def title(action: Json) -> str:
    return str(action.get("title") or "")


def opens_form(action: Json) -> bool:
    """Whether an action opens a dialog instead of doing something at once."""
    data = action.get("data")
    teams = data.get("msteams") if isinstance(data, dict) else None
    return (
        action.get("type") == "Action.Submit"
        and isinstance(teams, dict)
        and teams.get("type") == "task/fetch"
    )
