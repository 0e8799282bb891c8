"""Words of time: "Tuesday week" becomes a date, in the partnership's zone.

British and day first. Our own small rules come first, one family a file; dateparser (only engine.py knows it) takes
the rest. Nothing here looks at a clock: the moment at which the words were written is always given, and is aware.
Dates are days of the partnership's zone, moments are aware. No text raises.
"""

from bot.dates import engine
from bot.dates.calendars import calendar_from
from bot.dates.days import (
    after_months,
    after_working_days,
    at_local,
    bank_holiday,
    bank_holidays,
    clock,
    earlier_working_day,
    full,
    later_working_day,
    local,
    working_day,
)
from bot.dates.deadlines import find_deadline
from bot.dates.leftover import strip
from bot.dates.lengths import read_minutes
from bot.dates.model import Calendar, Found, Term
from bot.dates.planning import Plan, read_plan
from bot.dates.reading import read
from bot.dates.repeating import Every

__all__ = [
    "Calendar",
    "Every",
    "Found",
    "Plan",
    "Term",
    "after_months",
    "after_working_days",
    "at_local",
    "bank_holiday",
    "calendar_from",
    "clock",
    "earlier_working_day",
    "find_deadline",
    "full",
    "later_working_day",
    "local",
    "read",
    "read_minutes",
    "read_plan",
    "strip",
    "warm_up",
    "working_day",
]


def warm_up() -> None:
    """Loads what is slow to load (dateparser, the bank holidays). Blocks for about a second: call it in a thread once
    the doors are open. Whoever reads meanwhile waits only where they need the same thing."""
    engine.warm_up()
    bank_holidays("ENG", 2027)
