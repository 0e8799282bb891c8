"""Slack's limits in one table: Block Kit's, a message's, and how often a method may be called.

The names follow the published registry of Block Kit limits, so that a test can lay the two side by side.
"""

from __future__ import annotations

from typing import Any

LIMITS: dict[str, Any] = {
    "text": {"min_length": 1, "max_length": 3000},
    "action_id": {"max_length": 255},
    "block_id": {"max_length": 255},
    "button": {
        "text": {"max_length": 75},
        "url": {"max_length": 3000},
        "value": {"max_length": 2000},
        "accessibility_label": {"max_length": 75},
    },
    "confirmation": {
        "title": {"max_length": 100},
        "text": {"max_length": 300},
        "confirm": {"max_length": 30},
        "deny": {"max_length": 30},
    },
    "option": {
        "text": {"max_length": 75},
        "value": {"max_length": 150},
        "description": {"max_length": 75},
        "url": {"max_length": 3000},
    },
    "option_group": {"label": {"max_length": 75}, "options": {"min_items": 1, "max_items": 100}},
    "select": {
        "placeholder": {"max_length": 150},
        "options": {"max_items": 100},
        "option_groups": {"max_items": 100},
    },
    "overflow": {"options": {"min_items": 1, "max_items": 5}},
    "checkboxes": {"options": {"min_items": 1, "max_items": 10}},
    "radio_buttons": {"options": {"min_items": 1, "max_items": 10}},
    "file_input": {"max_files": {"min": 1, "max": 10}},
    "plain_text_input": {"max_length": {"max": 3000}},
    "actions": {"elements": {"max_items": 25}},
    "context": {"elements": {"max_items": 10}},
    "context_actions": {"elements": {"max_items": 5}},
    "feedback_button": {
        "text": {"max_length": 75},
        "value": {"max_length": 2000},
        "accessibility_label": {"max_length": 75},
    },
    "icon_button": {"visible_to_user_ids": {"max_items": 10}},
    "header": {"text": {"max_length": 150}},
    "image": {"image_url": {"max_length": 3000}, "alt_text": {"max_length": 2000}},
    "input": {"label": {"max_length": 2000}, "hint": {"max_length": 2000}},
    "markdown": {"text": {"min_length": 1, "max_length": 12000}},
    "section": {"text": {"max_length": 3000}, "fields": {"max_items": 10, "item_max_length": 2000}},
    "video": {
        "alt_text": {"min_length": 1, "max_length": 200},
        "title": {"max_length": 200},
        "author_name": {"max_length": 50},
        "description": {"max_length": 200},
        "provider_name": {"max_length": 50},
    },
    "view": {
        "blocks": {"min_items": 1, "max_items": 100},
        "private_metadata": {"max_length": 3000},
        "callback_id": {"max_length": 255},
        "title": {"max_length": 24},
        "close": {"max_length": 24},
        "submit": {"max_length": 24},
    },
}

BLOCKS_PER_MESSAGE = 50
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLES_PER_MESSAGE = 1
ATTACHMENTS = 100

MESSAGE_BLOCKS_SIZE = 13_200
"""Undocumented at Slack: people met `msg_blocks_too_long` at about this sum of the words in all blocks."""
BLOCK_OVERHEAD = 20
"""What a block counts beside its words."""

TEXT_TRUNCATED_AT = 40_000
UPDATE_TEXT = 4_000
MARKDOWN_TEXT = 12_000
VIEW_BYTES = 250_000
MODAL_STACK = 3
METADATA_BYTES = 8_000

ACK_SECONDS = 3.0
TRIGGER_SECONDS = 3.0
RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60.0
EVENT_RETRIES = 3
CONNECTIONS = 10
POST_EVERY_SECONDS = 1.0

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls of one method in a minute that each tier grants at least."""
