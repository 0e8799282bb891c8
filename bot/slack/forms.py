"""A card's form as a Slack modal, and what people filled in read back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from bot import cut
from bot.card import Card, Field, Form, Option
from bot.slack.draw import Json, drawn, plain_text
from bot.slack.ids import ActionIds
from bot.slack.limits import (
    CHECKBOXES,
    GROUP_LABEL,
    HINT,
    INPUT,
    LABEL,
    OPTION_GROUPS,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    PRIVATE_METADATA,
    VIEW_BLOCKS,
    VIEW_SUBMIT,
    VIEW_TITLE,
)

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")


def view(card: Card, partnership: int | None = None, **door: str) -> Json:
    """The card's form as a modal. `door` values travel in private_metadata and come back through `private`.

    Raises ValueError for a card without a form, and for more than Slack has room for.
    """
    form = card.form
    if form is None:
        raise ValueError("a card without a form has no view")
    return {
        "type": "modal",
        "callback_id": form.action,
        "private_metadata": _private(form, partnership, door),
        "title": plain_text(cut.shortened(form.title, VIEW_TITLE)),
        "submit": plain_text(cut.shortened(form.submit, VIEW_SUBMIT)),
        "close": plain_text("Cancel"),
        "blocks": _blocks(card, form, partnership),
    }


def private(view: Mapping[str, Any]) -> dict[str, Any]:
    """What `view` put into private_metadata: action, value, partnership and the door's own values."""
    read: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return read


def values(view: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was filled in, by field name: dates as ISO, times as HH:MM, many as a list; nothing is "" or []."""
    state: Mapping[str, Any] = view.get("state") or {}
    return {
        name: _value(element)
        for name, elements in (state.get("values") or {}).items()
        for element in elements.values()
    }


def _value(element: Mapping[str, Any]) -> str | list[str]:
    match element.get("type"):
        case "datepicker":
            return str(element.get("selected_date") or "")
        case "timepicker":
            return str(element.get("selected_time") or "")
        case "static_select":
            return str((element.get("selected_option") or {}).get("value", ""))
        case "checkboxes" | "multi_static_select":
            return [option["value"] for option in element.get("selected_options") or ()]
        case _:
            return str(element.get("value") or "")


def _private(form: Form, partnership: int | None, door: Mapping[str, str]) -> str:
    known = {"action": form.action, "value": form.value, "partnership": partnership, **door}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    if cut.size(text) > PRIVATE_METADATA:
        raise ValueError(f"the form of {form.action} carries more than a view can hold")
    return text


def _blocks(card: Card, form: Form, partnership: int | None) -> list[Json]:
    above = [part.block for block in card.blocks for part in drawn(block, partnership)]
    ids = ActionIds()
    for block in above:
        for element in block["elements"] if block["type"] == "actions" else ():
            element["action_id"] = ids.next(element["action_id"])
    blocks = [*above, *(_input(field) for field in form.fields)]
    if len(blocks) > VIEW_BLOCKS:
        raise ValueError(f"the form of {form.action} has more parts than a view can hold")
    return blocks


def _input(field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(cut.shortened(field.label, LABEL)),
        "element": {**_ELEMENTS[field.kind](field), "action_id": field.name},
        "optional": field.optional,
    }
    return {**block, "hint": plain_text(cut.shortened(field.hint, HINT))} if field.hint else block


def _text(field: Field) -> Json:
    if cut.size(field.value) > INPUT:
        raise ValueError(f"what stands in {field.name} is longer than a field can hold")
    element: Json = {"type": "plain_text_input", "multiline": field.kind == "long", "max_length": INPUT}
    return {**element, "initial_value": field.value} if field.value else element


def _date(field: Field) -> Json:
    given = {"initial_date": field.value} if _DATE.fullmatch(field.value) else {}
    return {"type": "datepicker", **given}


def _time(field: Field) -> Json:
    given = {"initial_time": field.value} if _TIME.fullmatch(field.value) else {}
    return {"type": "timepicker", **given}


def _one(field: Field) -> Json:
    if not field.options:  # Slack has no empty menus: the words themselves are asked for
        return _text(field)
    chosen = [_option(option) for option in field.options if option.value == field.value]
    given = {"initial_option": chosen[0]} if chosen else {}
    return {"type": "static_select", **_choices(field.options), **given}


def _many(field: Field) -> Json:
    if not field.options:
        return _text(field)
    wanted = field.value.split(",")
    chosen = [_option(option) for option in field.options if option.value in wanted]
    given = {"initial_options": chosen} if chosen else {}
    if len(field.options) <= CHECKBOXES:
        return {"type": "checkboxes", "options": [_option(option) for option in field.options], **given}
    return {"type": "multi_static_select", **_choices(field.options), **given}


_ELEMENTS: dict[str, Callable[[Field], Json]] = {
    "text": _text,
    "long": _text,
    "date": _date,
    "time": _time,
    "person": _one,
    "one": _one,
    "many": _many,
}


def _choices(options: tuple[Option, ...]) -> Json:
    if len(options) <= OPTIONS and not any(option.group for option in options):
        return {"options": [_option(option) for option in options]}
    groups = list(_groups(options))
    if len(groups) > OPTION_GROUPS:
        raise ValueError("more choices than a menu can hold")
    return {"option_groups": groups}


def _groups(options: Iterable[Option]) -> Iterator[Json]:
    order = {group: place for place, group in enumerate(dict.fromkeys(option.group for option in options))}
    in_order = sorted(options, key=lambda option: order[option.group])
    for name, members in groupby(in_order, key=lambda option: option.group):
        rows = [_option(option) for option in members]
        for start in range(0, len(rows), OPTIONS):
            part = rows[start : start + OPTIONS]
            yield {"label": plain_text(_group_label(name, part, len(rows))), "options": part}


def _group_label(name: str, part: list[Json], size: int) -> str:
    """The group's own name; where there is none, or it is in several parts, from whom to whom."""
    if name and size <= OPTIONS:
        return cut.shortened(name, GROUP_LABEL)
    first, last = (cut.shortened(row["text"]["text"], 30) for row in (part[0], part[-1]))
    return cut.shortened(f"{first} – {last}", GROUP_LABEL)


def _option(option: Option) -> Json:
    if not option.value or cut.size(option.value) > OPTION_VALUE:
        raise ValueError(f"a choice's value is empty or too long: {option.label}")
    return {"text": plain_text(cut.shortened(option.label, OPTION_TEXT)), "value": option.value}
