"""Block Kit's rules: which blocks and elements there are, what each must hold, and how much of it.

`problems` answers in Slack's manner, a sentence with a JSON pointer for each thing that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sandbox import limits
from sandbox.limits import LIMITS

Json = dict[str, Any]
Say = Callable[[str, str], None]
Check = Callable[[Any, str, Say], None]


def string(limit: Json | None = None) -> Check:
    """Words, with `min_length` and `max_length`."""
    low, high = (limit or {}).get("min_length", 0), (limit or {}).get("max_length", 100_000)

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, str):
            say("must be a string", at)
        elif len(value) > high:
            say(f"must be less than {high + 1} characters, and has {len(value)}", at)
        elif len(value) < low:
            say(f"must be more than {low - 1} characters", at)

    return check


def boolean(value: Any, at: str, say: Say) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say("must be a boolean", at)


def number(low: int = -(2**53), high: int = 2**53) -> Check:
    """A whole number between two bounds."""

    def check(value: Any, at: str, say: Say) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            say("must be an integer", at)
        elif not low <= value <= high:
            say(f"must be between {low} and {high}", at)

    return check


def anything(value: Any, at: str, say: Say) -> None:
    """No rule."""


def array(of: Check, limit: Json | None = None) -> Check:
    """A list, with `min_items` and `max_items`."""
    low, high = (limit or {}).get("min_items", 0), (limit or {}).get("max_items", 10_000)

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, list):
            say("must be an array", at)
            return
        if len(value) > high:
            say(f"no more than {high} items allowed, and there are {len(value)}", at)
        if len(value) < low:
            say(f"must provide at least {low} items", at)
        for number, item in enumerate(value):
            of(item, f"{at}/{number}", say)

    return check


def shape(required: Json, optional: Json | None = None) -> Check:
    """An object with just these properties, each with its check."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, dict):
            say("must be an object", at)
            return
        for name in required:
            if value.get(name) is None:
                say(f"missing required field: {name}", at)
        for name, item in value.items():
            if name not in known:
                say(f"invalid additional property: {name}", at)
            elif item is not None:
                known[name](item, f"{at}/{name}", say)

    return check


def text(*kinds: str, limit: Json | None = None) -> Check:
    """A text object of one of these kinds."""
    words = string({**LIMITS["text"], **(limit or {})})
    inner = shape({"type": string(), "text": words}, {"emoji": boolean, "verbatim": boolean})

    def check(value: Any, at: str, say: Say) -> None:
        inner(value, at, say)
        if isinstance(value, dict) and value.get("type") not in kinds:
            say(f"must be a text object of type {' or '.join(kinds)}", at)

    return check


def one_of(table: dict[str, Check], names: tuple[str, ...], what: str) -> Check:
    """An object whose `type` is one of these names."""

    def check(value: Any, at: str, say: Say) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            say(f"unsupported type: {kind} is no {what}", at)
        elif kind not in names:
            say(f"{kind} is not allowed here", at)
        else:
            table[kind](value, at, say)

    return check


def choice(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str, say: Say) -> None:
        if value not in values:
            say(f"must be one of {', '.join(values)}", at)

    return check


def plain(limit: Json | None = None) -> Check:
    """A plain_text object."""
    return text("plain_text", limit=limit)


def prose(limit: Json | None = None) -> Check:
    """A text object of either kind."""
    return text("plain_text", "mrkdwn", limit=limit)


CONFIRM = shape(
    {
        name: prose(limit) if name == "text" else plain(limit)
        for name, limit in LIMITS["confirmation"].items()
    },
    {"style": choice("primary", "danger")},
)
STYLE = choice("primary", "danger")
ID = string(LIMITS["action_id"])
OPTION = shape(
    {"text": prose(LIMITS["option"]["text"]), "value": string(LIMITS["option"]["value"])},
    {
        "description": prose(LIMITS["option"]["description"]),
        "url": string(LIMITS["option"]["url"]),
    },
)
GROUP = shape(
    {
        "label": plain(LIMITS["option_group"]["label"]),
        "options": array(OPTION, LIMITS["option_group"]["options"]),
    }
)
_HINT = plain(LIMITS["select"]["placeholder"])


def element(required: Json | None = None, optional: Json | None = None) -> Check:
    """An interactive element: it has a type and may have an action_id."""
    return shape({"type": string(), **(required or {})}, {"action_id": ID, **(optional or {})})


def _menu(source: Json, initial: str, of: Check | None = None, many: bool = False) -> Check:
    more: Json = {"placeholder": _HINT, "confirm": CONFIRM, "focus_on_load": boolean, **source}
    more[initial] = array(of or string()) if many else of or string()
    if many:
        more["max_selected_items"] = number(1)
    return element(optional=more)


_OPTIONS = {
    "options": array(OPTION, {"min_items": 1, **LIMITS["select"]["options"]}),
    "option_groups": array(GROUP, {"min_items": 1, **LIMITS["select"]["option_groups"]}),
}
_TYPED = {
    "placeholder": _HINT,
    "initial_value": string(),
    "focus_on_load": boolean,
    "dispatch_action_config": anything,
}
_PICKER = {"placeholder": _HINT, "confirm": CONFIRM, "focus_on_load": boolean}
_LENGTH = number(0, LIMITS["plain_text_input"]["max_length"]["max"])
_BUTTON = LIMITS["button"]

ELEMENTS: dict[str, Check] = {
    "button": element(
        {"text": plain(_BUTTON["text"])},
        {
            "url": string(_BUTTON["url"]),
            "value": string(_BUTTON["value"]),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": string(_BUTTON["accessibility_label"]),
        },
    ),
    "static_select": _menu(_OPTIONS, "initial_option", OPTION),
    "multi_static_select": _menu(_OPTIONS, "initial_options", OPTION, many=True),
    "external_select": _menu({"min_query_length": number(0)}, "initial_option", OPTION),
    "multi_external_select": _menu({"min_query_length": number(0)}, "initial_options", OPTION, many=True),
    "users_select": _menu({}, "initial_user"),
    "multi_users_select": _menu({}, "initial_users", many=True),
    "channels_select": _menu({"response_url_enabled": boolean}, "initial_channel"),
    "multi_channels_select": _menu({}, "initial_channels", many=True),
    "conversations_select": _menu(
        {"response_url_enabled": boolean, "filter": anything, "default_to_current_conversation": boolean},
        "initial_conversation",
    ),
    "multi_conversations_select": _menu(
        {"filter": anything, "default_to_current_conversation": boolean}, "initial_conversations", many=True
    ),
    "overflow": element({"options": array(OPTION, LIMITS["overflow"]["options"])}, {"confirm": CONFIRM}),
    "checkboxes": element(
        {"options": array(OPTION, LIMITS["checkboxes"]["options"])},
        {"initial_options": array(OPTION), "confirm": CONFIRM, "focus_on_load": boolean},
    ),
    "radio_buttons": element(
        {"options": array(OPTION, LIMITS["radio_buttons"]["options"])},
        {"initial_option": OPTION, "confirm": CONFIRM, "focus_on_load": boolean},
    ),
    "datepicker": element(optional={"initial_date": string(), **_PICKER}),
    "timepicker": element(optional={"initial_time": string(), "timezone": string(), **_PICKER}),
    "datetimepicker": element(optional={"initial_date_time": number(0), **_PICKER}),
    "plain_text_input": element(
        optional={"multiline": boolean, "min_length": _LENGTH, "max_length": _LENGTH, **_TYPED}
    ),
    "email_text_input": element(optional=_TYPED),
    "url_text_input": element(optional=_TYPED),
    "number_input": element(
        {"is_decimal_allowed": boolean}, {"min_value": string(), "max_value": string(), **_TYPED}
    ),
    "rich_text_input": element(optional={**_TYPED, "initial_value": anything}),
    "file_input": element(optional={"filetypes": array(string()), "max_files": number(1, 10)}),
    "image": shape(
        {"type": string(), "alt_text": string(LIMITS["image"]["alt_text"])},
        {"image_url": string(LIMITS["image"]["image_url"]), "slack_file": anything},
    ),
    "workflow_button": element({"text": plain(_BUTTON["text"]), "workflow": anything}, {"style": STYLE}),
    "feedback_buttons": element({"positive_button": anything, "negative_button": anything}),
    "icon_button": element(
        {"icon": string(), "text": plain(_BUTTON["text"])}, {"value": string(), "confirm": CONFIRM}
    ),
    "plain_text": prose(),
    "mrkdwn": prose(),
}
MENUS = tuple(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons")
TYPED = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)


def some(*names: str) -> Check:
    """An element of one of these types."""
    return one_of(ELEMENTS, names, "element that the sandbox knows")


def _leaf(required: Json, optional: Json | None = None) -> Check:
    return shape({"type": string(), **required}, {"style": anything, **(optional or {})})


_INLINE: dict[str, Check] = {
    "text": _leaf({"text": string({"min_length": 1})}),
    "link": _leaf({"url": string()}, {"text": string(), "unsafe": boolean}),
    "user": _leaf({"user_id": string()}),
    "channel": _leaf({"channel_id": string()}),
    "usergroup": _leaf({"usergroup_id": string()}),
    "emoji": _leaf({"name": string()}, {"unicode": string(), "skin_tone": anything, "url": string()}),
    "date": _leaf({"timestamp": number(0), "format": string()}, {"url": string(), "fallback": string()}),
    "broadcast": _leaf({"range": choice("here", "channel", "everyone")}),
    "color": _leaf({"value": string()}),
    "team": _leaf({"team_id": string()}),
}
_LINE = array(one_of(_INLINE, tuple(_INLINE), "element of rich text"))
_SECTION = shape({"type": string(), "elements": _LINE})
_RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": shape({"type": string(), "elements": _LINE}, {"border": number(0, 1)}),
    "rich_text_preformatted": shape(
        {"type": string(), "elements": _LINE}, {"border": number(0, 1), "language": string()}
    ),
    "rich_text_list": shape(
        {"type": string(), "style": choice("bullet", "ordered"), "elements": array(_SECTION)},
        {"indent": number(0, 8), "border": number(0, 1), "offset": number(0)},
    ),
}


def block(required: Json | None = None, optional: Json | None = None) -> Check:
    """A block: it has a type and may have a block_id."""
    return shape(
        {"type": string(), **(required or {})}, {"block_id": string(LIMITS["block_id"]), **(optional or {})}
    )


_RICH_TEXT = block({"elements": array(one_of(_RICH, tuple(_RICH), "part of rich text"))})
_FIELD = prose({"max_length": LIMITS["section"]["fields"]["item_max_length"]})
_CELLS: dict[str, Check] = {"raw_text": shape({"type": string(), "text": string({"min_length": 1})})}
_CELLS["rich_text"] = _RICH_TEXT
_VIDEO = LIMITS["video"]
_ROW = array(
    one_of(_CELLS, tuple(_CELLS), "cell of a table"), {"min_items": 1, "max_items": limits.TABLE_COLUMNS}
)

BLOCKS: dict[str, Check] = {
    "section": block(
        optional={
            "text": prose(LIMITS["section"]["text"]),
            "fields": array(_FIELD, {"min_items": 1, **LIMITS["section"]["fields"]}),
            "accessory": some("button", "image", "overflow", "workflow_button", *MENUS, *PICKERS),
            "expand": boolean,
        }
    ),
    "header": block({"text": plain(LIMITS["header"]["text"])}, {"level": number(1, 4)}),
    "divider": block(),
    "context": block(
        {
            "elements": array(
                some("image", "plain_text", "mrkdwn"), {"min_items": 1, **LIMITS["context"]["elements"]}
            )
        }
    ),
    "context_actions": block(
        {"elements": array(some("feedback_buttons", "icon_button"), LIMITS["context_actions"]["elements"])}
    ),
    "actions": block(
        {
            "elements": array(
                some("button", "overflow", "workflow_button", "rich_text_input", *MENUS, *PICKERS),
                {"min_items": 1, **LIMITS["actions"]["elements"]},
            )
        }
    ),
    "input": block(
        {"label": plain(LIMITS["input"]["label"]), "element": some(*TYPED, *MENUS, *PICKERS)},
        {"hint": plain(LIMITS["input"]["hint"]), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": block(
        {"alt_text": string(LIMITS["image"]["alt_text"])},
        {
            "image_url": string(LIMITS["image"]["image_url"]),
            "slack_file": anything,
            "title": plain({"max_length": 2000}),
        },
    ),
    "markdown": block({"text": string(LIMITS["markdown"]["text"])}),
    "rich_text": _RICH_TEXT,
    "table": block(
        {"rows": array(_ROW, {"min_items": 1, "max_items": limits.TABLE_ROWS})},
        {"column_settings": array(anything, {"max_items": limits.TABLE_COLUMNS})},
    ),
    "video": block(
        {
            "alt_text": string(_VIDEO["alt_text"]),
            "title": plain(_VIDEO["title"]),
            "thumbnail_url": string(),
            "video_url": string(),
        },
        {
            "author_name": string(_VIDEO["author_name"]),
            "description": plain(_VIDEO["description"]),
            "provider_name": string(_VIDEO["provider_name"]),
            "provider_icon_url": string(),
            "title_url": string(),
        },
    ),
}
EVERYWHERE = ("section", "header", "divider", "context", "actions", "input", "image", "rich_text", "video")
ALLOWED = {
    "message": (*EVERYWHERE, "markdown", "table", "context_actions"),
    "modal": EVERYWHERE,
    "home": EVERYWHERE,
}


def problems(blocks: Any, surface: str = "message", at: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a message, modal or home; empty when all is well."""
    found: list[str] = []

    def say(what: str, where: str) -> None:
        found.append(f"[ERROR] {what} [json-pointer:{where}]")

    most = limits.BLOCKS_PER_MESSAGE if surface == "message" else LIMITS["view"]["blocks"]["max_items"]
    check = one_of(BLOCKS, ALLOWED[surface], "block that the sandbox knows")
    array(check, {"max_items": most})(blocks, at, say)
    if not found:
        for number, one in enumerate(blocks):
            _together(one, f"{at}/{number}", say)
        _across(blocks, surface, at, say)
    return found


def _together(one: Json, at: str, say: Say) -> None:
    """Rules between the parts of one block."""
    if one["type"] == "section" and not (one.get("text") or one.get("fields")):
        say("either text or fields must be given", at)
    if one["type"] == "image" and not (one.get("image_url") or one.get("slack_file")):
        say("either image_url or slack_file must be given", at)
    ids = [e["action_id"] for e in elements_of(one) if e.get("action_id")]
    for name in {i for i in ids if ids.count(i) > 1}:
        say(f"action_id {name!r} is used more than once in this block", at)
    for item in elements_of(one):
        if item["type"].endswith("static_select") and bool(item.get("options")) == bool(
            item.get("option_groups")
        ):
            say("exactly one of options and option_groups must be given", at)


def _across(blocks: list[Json], surface: str, at: str, say: Say) -> None:
    """Rules between the blocks of one message or view."""
    ids = [b["block_id"] for b in blocks if b.get("block_id")]
    for name in {i for i in ids if ids.count(i) > 1}:
        say(f"block_id {name!r} is used more than once", at)
    if sum(b["type"] == "table" for b in blocks) > limits.TABLES_PER_MESSAGE:
        say("only_one_table_allowed", at)
    if (
        sum(len(b["text"]) for b in blocks if b["type"] == "markdown")
        > LIMITS["markdown"]["text"]["max_length"]
    ):
        say("all markdown blocks together must be less than 12001 characters", at)
    if surface != "modal" and any(e["type"] == "file_input" for b in blocks for e in elements_of(b)):
        say("file_input is for modals only", at)


def elements_of(one: Json) -> Iterator[Json]:
    """The elements of a block that a person can use."""
    for item in (*one.get("elements", ()), one.get("accessory"), one.get("element")):
        if (
            isinstance(item, dict)
            and item.get("type") in ELEMENTS
            and item["type"] not in ("plain_text", "mrkdwn", "image")
        ):
            yield item


def identify(blocks: list[Json]) -> None:
    """Give every block and element without an id one."""
    for number, one in enumerate(blocks):
        one.setdefault("block_id", f"b{number}")
        for place, item in enumerate(elements_of(one)):
            item.setdefault("action_id", f"a{number}_{place}")


def size(blocks: Any) -> int:
    """How much of a message the blocks take up: every word in them, and a little for each block."""
    return limits.BLOCK_OVERHEAD * len(blocks) + sum(len(words) for words in _words(blocks))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in ("text", "alt_text") and isinstance(item, str):
                yield item
            else:
                yield from _words(item)


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal or Home view; empty when all is well."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["[ERROR] must be a view of type modal or home [json-pointer:/view]"]
    found: list[str] = []

    def say(what: str, where: str) -> None:
        found.append(f"[ERROR] {what} [json-pointer:{where}]")

    VIEWS[view["type"]](view, "/view", say)
    found += problems(view.get("blocks", []), view["type"], "/view/blocks")
    has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
    if view["type"] == "modal" and has_input and not view.get("submit"):
        say("submit is required when the blocks contain an input block", "/view")
    return found


def too_large(view: Json) -> bool:
    """Whether a view is beyond what Slack takes."""
    return len(json.dumps(view)) > limits.VIEW_BYTES


_VIEW = LIMITS["view"]
_COMMON = {
    "private_metadata": string(_VIEW["private_metadata"]),
    "callback_id": string(_VIEW["callback_id"]),
    "external_id": string({"max_length": 255}),
}
VIEWS: dict[str, Check] = {
    "modal": shape(
        {"type": string(), "title": plain(_VIEW["title"]), "blocks": array(anything, _VIEW["blocks"])},
        {
            "close": plain(_VIEW["close"]),
            "submit": plain(_VIEW["submit"]),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
            **_COMMON,
        },
    ),
    "home": shape({"type": string(), "blocks": array(anything, _VIEW["blocks"])}, _COMMON),
}
