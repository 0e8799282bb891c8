"""The meeting itself: started, led from item to item with its time in view, and ended. Reached as `meeting start` and so on."""

from handlers.meeting.sitting import (
    card,
    ending,
    falling_due,
    going_on,
    leading,
    presence,
    receipts,
    said,
    starting,
    worth,
)

__all__ = [
    "card",
    "ending",
    "falling_due",
    "going_on",
    "leading",
    "presence",
    "receipts",
    "said",
    "starting",
    "worth",
]
