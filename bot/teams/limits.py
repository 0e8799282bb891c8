"""What Teams takes: one table for everything the bot draws. Sizes are characters unless said otherwise."""

from __future__ import annotations

PAGE = 25_000  # bytes of one message in UTF-8; Teams refuses more than about 100 KB in UTF-16
SUMMARY = 1_000  # the words of a message for notifications
DIALOG = 60_000  # bytes of a form in UTF-8
AGAIN = 25_000  # bytes in UTF-8 that a form may carry in order to be shown again with what was wrong

TEXT = 2_000
ROW = 6_000  # bytes in UTF-8 of the spans of one row, or of the buttons of one set
ACTIONS = 6
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
ADDRESS = 2_000  # bytes in UTF-8 of a link or of the address of a picture
ALT = 2_000

LABEL = 2_000
INPUT = 3_000
OPTION_TEXT = 200
OPTION_VALUE = 150
