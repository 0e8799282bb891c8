"""Block Kit as a table: which blocks and elements there are, and what each must and may hold."""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.checks import (
    Check,
    anything,
    array,
    boolean,
    choice,
    number,
    one_of,
    plain,
    prose,
    shape,
    string,
)
from sandbox.limits import LIMITS

Json = dict[str, Any]

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
