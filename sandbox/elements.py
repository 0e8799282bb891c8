"""What a person can put into the elements of a card or form, and how Slack reports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from sandbox import words
from sandbox.blocks import elements_of
from sandbox.errors import Refused
from sandbox.world import World

Json = dict[str, Any]

TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
ONE = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
MANY = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
KINDS = {
    "datepicker": "date",
    "timepicker": "time",
    "users_select": "person",
    "rich_text_input": "long",
    **dict.fromkeys(("static_select", "external_select", "radio_buttons", "channels_select"), "one"),
    "conversations_select": "one",
    **dict.fromkeys(MANY, "many"),
}


def in_blocks(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that a person can use, with its block."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def kind(element: Json) -> str:
    """The kind of field, as the control API names it."""
    if element["type"] == "plain_text_input" and element.get("multiline"):
        return "long"
    return KINDS.get(element["type"], "text")


def slot(element: Json) -> str:
    """Where a value of this element stands in payloads ("" for a button)."""
    if element["type"] in TYPED:
        return "value"
    if element["type"] == "rich_text_input":
        return "rich_text_value"
    return ONE.get(element["type"]) or MANY.get(element["type"], "")


def initial(element: Json) -> Json:
    """The state of an element that nobody has touched."""
    place = slot(element)
    if element["type"] in TYPED:
        value = element.get("initial_value")
    else:
        value = element.get("initial_" + place.removeprefix("selected_"))
    if element["type"] in MANY and value is None:
        value = []
    return {"type": element["type"], place: value}


def key(block: Json, element: Json) -> str:
    """Where the state of an element is kept."""
    return f"{block['block_id']}\0{element['action_id']}"


def state(blocks: Iterable[Json], chosen: dict[str, Json]) -> Json:
    """`state.values` of a card or form: each block's elements that hold a value."""
    values: Json = {}
    for block, element in in_blocks(blocks):
        if slot(element) and element["type"] != "overflow" and element.get("action_id"):
            held = chosen.get(key(block, element)) or initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def empty(held: Json) -> bool:
    """Whether nothing is filled in."""
    return all(value in (None, "", []) for name, value in held.items() if name != "type")


def options_of(element: Json) -> list[Json]:
    """All options of a menu, those in groups too."""
    found = list(element.get("options", ()))
    for group in element.get("option_groups", ()):
        found += group["options"]
    return found


def label_of(world: World, option: Json) -> str:
    """An option's words."""
    text = option["text"]
    return words.mrkdwn(world, text["text"]) if text["type"] == "mrkdwn" else words.unescape(text["text"])


def filled(world: World, element: Json, value: Any, options: list[Json] | None = None) -> Json:
    """The state of an element after a person put `value` there. Refused when it does not fit."""
    place, what = slot(element), element["type"]
    if what in MANY:
        given = value if isinstance(value, list) else [value] if value not in (None, "") else []
        held: Any = [_single(world, element, one, options) for one in _split(world, element, given, options)]
    elif value in (None, ""):
        held = None
    else:
        held = _single(world, element, value, options)
    return {"type": what, place: held}


def _split(world: World, element: Json, given: list[Any], options: list[Json] | None) -> list[Any]:
    """One string may name several, with commas between them, unless it is the name of one."""
    if len(given) != 1 or not isinstance(given[0], str) or "," not in given[0]:
        return given
    try:
        _single(world, element, given[0], options)
    except Refused:
        return [part.strip() for part in given[0].split(",") if part.strip()]
    return given


def _single(world: World, element: Json, value: Any, options: list[Json] | None) -> Any:
    place = slot(element)
    if place.startswith("selected_option"):
        return _option(world, options if options is not None else options_of(element), value)
    if place.startswith("selected_user"):
        return world.person(value).id
    if place.startswith(("selected_channel", "selected_conversation")):
        return world.conversation(value).id
    return _written(element["type"], place, value)


def _written(what: str, place: str, value: Any) -> Any:
    try:
        if place == "selected_date":
            return date.fromisoformat(str(value)).isoformat()
        if place == "selected_time":
            return f"{time.fromisoformat(str(value)):%H:%M}"
        if place == "selected_date_time":
            return value if isinstance(value, int) else int(datetime.fromisoformat(str(value)).timestamp())
    except ValueError:
        form = {"selected_date": "2026-12-04", "selected_time": "14:00"}.get(
            place, "2026-12-04T14:00:00+00:00"
        )
        raise Refused("bad_value", f"{value!r} does not fit here; write it like {form}.") from None
    if what == "rich_text_input":
        inner = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(value)}]}
        return {"type": "rich_text", "elements": [inner]}
    return str(value)


def _option(world: World, options: list[Json], value: Any) -> Json:
    wanted = str(value)
    person = world.find_person(wanted)
    names = [wanted.lower(), *((person.full_name.lower(), person.id.lower()) if person else ())]
    exact = (o for o in options if wanted in (o["value"], label_of(world, o)))
    close = (o for o in options if {label_of(world, o).lower(), o["value"].lower()} & set(names))
    found = next(exact, None) or next(close, None)
    if found is None:
        there = ", ".join(label_of(world, o) for o in options)
        raise Refused("unknown_option", f"There is no option {wanted!r}. There are: {there or 'none'}.")
    return found


def shown(world: World, held: Json) -> Any:
    """A filled-in value as the control API shows it: what could be submitted again."""
    value = next((v for name, v in held.items() if name != "type"), None)
    if isinstance(value, list):
        return [_shown_one(world, one) for one in value]
    return _shown_one(world, value)


def _shown_one(world: World, value: Any) -> Any:
    if isinstance(value, dict):
        return value["value"] if "value" in value else words.of_blocks(world, [value])
    person = world.find_person(value) if isinstance(value, str) and re.fullmatch(r"U\w+", value) else None
    return person.name if person and person.id == value else value


def mistakes(element: Json, held: Json, optional: bool) -> str:
    """What Slack's client itself says of a value before it sends a form ("" when nothing)."""
    if empty(held):
        return "" if optional else "Please complete this required field."
    value = held.get("value")
    if not isinstance(value, str):
        return ""
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not re.match(r"https?://\S+", value):
        return "Please enter a valid URL."
    if element["type"] == "number_input" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "Please enter a valid number."
    return ""
