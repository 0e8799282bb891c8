"""A card's form as a dialog of Teams, shown again with what was wrong, and what people filled in read back.

A dialog keeps nothing between two showings, so it carries its own questions along in what it sends back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, TypedDict

from bot import cut
from bot.card import Card, Field, Form, Option, Span, dump, load
from bot.teams.cards import adaptive, elements
from bot.teams.draw import Json, Pressed, text_row, weight
from bot.teams.limits import AGAIN, BUTTON_TEXT, DIALOG, INPUT, LABEL, OPTION_TEXT, OPTION_VALUE
from bot.teams.literal import literal, twinned

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"(\d\d:\d\d)(?::\d\d.*)?")
_ID = "field:"
"""Begins the id of each question: what is filled in comes back among the form's own data, and must not be mistaken for it."""

_NOTHING = "-"
"""The choice that leaves a question open, where it may be left open."""

_Typed = Mapping[str, str | list[str]]


class Dialog(TypedDict):
    """What a dialog is opened with: its title, and the card with the questions."""

    title: str
    card: Json


def form(
    card: Card,
    partnership: int | None = None,
    key: str = "",
    errors: Mapping[str, str] | None = None,
    typed: _Typed | None = None,
) -> Dialog:
    """The card's form as a dialog; `errors` stand beside their fields, `typed` in the place of what stood there at first.

    What it sends back holds action, value, partnership and key, as a button's data does; what was filled in is read
    by `values`. Raises ValueError for a card without a form, and for more than a dialog has room for.
    """
    asked = card.form
    if asked is None:
        raise ValueError("a card without a form has no dialog")
    above = elements(card, Pressed(partnership, key, lambda _: False))
    body = [part.element for part in above]
    for field in asked.fields:
        body += _question(_filled(field, typed or {}), (errors or {}).get(field.name, ""))
    body += _elsewhere(asked, errors or {})
    drawn = adaptive(body, [_submit(card, asked, partnership, key)])
    if weight(drawn) > DIALOG:
        raise ValueError(f"the form of {asked.action} has more in it than a dialog can hold")
    return {"title": literal(asked.title), "card": drawn}


def again(data: Mapping[str, Any], errors: Mapping[str, str]) -> Dialog | None:
    """The dialog that sent `data`, with what was typed into it and what was wrong.

    None where it was too large to carry its questions, or what came back is not what was sent.
    """
    try:
        card = _carried(data, data["form"])
        return form(card, data["partnership"], data["key"], errors, values(data))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _carried(data: Mapping[str, Any], kept: Mapping[str, Any]) -> Card:
    fields = tuple(
        Field(**{**part, "options": tuple(Option(**option) for option in part["options"])})
        for part in kept["fields"]
    )
    asked = Form(kept["title"], data["action"], fields, data["value"], kept["submit"])
    return replace(load(dict(kept)), form=asked)


def values(data: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was filled in, by field name: dates as ISO, times as HH:MM, many as a list; nothing is "" or []."""
    kinds = data.get("fields")
    if not isinstance(kinds, Mapping):
        return {}
    return {name: _value(kind, str(data.get(_ID + name) or "")) for name, kind in kinds.items()}


def _value(kind: str, text: str) -> str | list[str]:
    match kind:
        case "many":
            return [value for value in text.split(",") if value]
        case "choice":
            return "" if text == _NOTHING else text
        case "time":
            found = _TIME.fullmatch(text)
            return found[1] if found else text
        case _:
            return text


def _submit(card: Card, asked: Form, partnership: int | None, key: str) -> Json:
    data: Json = {"action": asked.action, "value": asked.value, "partnership": partnership, "key": key}
    data["fields"] = {field.name: _kind(field) for field in asked.fields}
    fields = [asdict(field) for field in asked.fields]
    kept = {"title": asked.title, "submit": asked.submit, "fields": fields, **dump(card)}
    if weight(kept) <= AGAIN:
        data["form"] = kept
    title = cut.shortened(literal(asked.submit), BUTTON_TEXT)
    return {"type": "Action.Submit", "title": title, "style": "positive", "data": data}


def _kind(field: Field) -> str:
    if field.kind in ("one", "person"):
        return "choice" if field.options else "text"
    return "text" if field.kind == "many" and not field.options else field.kind


def _filled(field: Field, typed: _Typed) -> Field:
    if field.name not in typed:
        return field
    given = typed[field.name]
    return replace(field, value=given if isinstance(given, str) else ",".join(given))


def _question(field: Field, error: str) -> Iterator[Json]:
    """The field with its label, and close under it what was wrong, then its hint."""
    yield {
        **_INPUTS[field.kind](field),
        "id": _ID + field.name,
        "label": cut.shortened(literal(field.label), LABEL),
        "spacing": "Medium",
        **({} if field.optional else {"isRequired": True, "errorMessage": "This one needs an answer."}),
    }
    if error:
        yield _under(error, {"color": "Attention", "weight": "Bolder"})
    if field.hint:
        yield _under(field.hint, {"size": "Small", "isSubtle": True})


def _under(text: str, look: Json) -> Json:
    return {**text_row((Span(" ".join(text.split())),), look), "spacing": "Small"}


def _elsewhere(asked: Form, errors: Mapping[str, str]) -> Iterator[Json]:
    """What was wrong with something that the form does not ask."""
    names = {field.name for field in asked.fields}
    for name, error in errors.items():
        if name not in names:
            yield _under(error, {"color": "Attention", "weight": "Bolder"})


def _text(field: Field) -> Json:
    if cut.size(field.value) > INPUT:
        raise ValueError(f"what stands in {field.name} is longer than a field can hold")
    long = {"isMultiline": True} if field.kind == "long" else {}
    return {"type": "Input.Text", **long, "maxLength": INPUT, **_given(field.value)}


def _date(field: Field) -> Json:
    return {"type": "Input.Date", **_given(field.value if _DATE.fullmatch(field.value) else "")}


def _time(field: Field) -> Json:
    return {"type": "Input.Time", **_given(field.value if _TIME.fullmatch(field.value) else "")}


def _one(field: Field) -> Json:
    if not field.options:
        return _text(field)
    choices = [_choice(option, literal(_title(option))) for option in _together(field.options)]
    nothing = _NOTHING if field.optional else ""
    if nothing:
        choices.insert(0, {"title": "– leave this open –", "value": nothing})
    known = {option.value for option in field.options}
    given = _given(field.value if field.value in known else nothing)
    return {"type": "Input.ChoiceSet", "style": "compact", "choices": choices, **given}


def _many(field: Field) -> Json:
    """Choices of which several hold. They are drawn as boxes whose words some clients read for Markdown."""
    if not field.options:
        return _text(field)
    choices = [_choice(option, twinned(_title(option))) for option in _together(field.options)]
    wanted = set(field.value.split(","))
    given = ",".join(option.value for option in field.options if option.value in wanted)
    shape = {"type": "Input.ChoiceSet", "isMultiSelect": True, "wrap": True}
    return {**shape, "choices": choices, **_given(given)}


_INPUTS: dict[str, Callable[[Field], Json]] = {
    "text": _text,
    "long": _text,
    "date": _date,
    "time": _time,
    "person": _one,
    "one": _one,
    "many": _many,
}


def _given(value: str) -> Json:
    return {"value": value} if value else {}


def _together(options: tuple[Option, ...]) -> list[Option]:
    """The choices with those of one group beside each other, in the order in which the groups were named."""
    order = {group: place for place, group in enumerate(dict.fromkeys(option.group for option in options))}
    return sorted(options, key=lambda option: order[option.group])


def _title(option: Option) -> str:
    """Menus of Teams have no headings, so the group stands behind each of its choices."""
    return f"{option.label} ({option.group})" if option.group else option.label


def _choice(option: Option, title: str) -> Json:
    if not option.value or "," in option.value or option.value == _NOTHING:
        raise ValueError(f"the value of a choice cannot be told from others: {option.label}")
    if cut.size(option.value) > OPTION_VALUE:
        raise ValueError(f"the value of a choice is too long: {option.label}")
    return {"title": cut.shortened(title, OPTION_TEXT), "value": option.value}
