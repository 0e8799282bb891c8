"""What Slack takes: one table for everything the bot draws. Sizes are characters unless said otherwise."""

from __future__ import annotations

MESSAGE_BLOCKS = 50
MESSAGE_SIZE = 12_000  # all blocks of a message together; undocumented, refusals were seen from 13,200 on
MESSAGE_TEXT = 4_000  # the fallback text; chat.update takes no more
VIEW_BLOCKS = 100
VIEW_TITLE = 24
VIEW_SUBMIT = 24
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255
ACTION_ID = 255
BLOCK_ID = 255

TEXT = 3_000
HEADER = 150
CONTEXT_ELEMENTS = 10
ACTIONS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
IMAGE_URL = 3_000
IMAGE_ALT = 2_000

LABEL = 2_000
HINT = 2_000
INPUT = 3_000
OPTIONS = 100
OPTION_GROUPS = 100
GROUP_LABEL = 75
OPTION_TEXT = 75
OPTION_VALUE = 150
CHECKBOXES = 10

CANVAS_CHANGE = (
    3_500  # characters of one change of a canvas; undocumented, longer ones were seen refused from 4,000 on
)
