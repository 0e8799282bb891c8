"""School terms and closed days, as people paste them or keep them in a calendar, read into what dates are read against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import calendar_reading
from bot.dates import Term
from bot.school import calendars, pasted
from bot.school.gather import gathered
from bot.school.model import Closed, Code, Problem, Understood

__all__ = ["Closed", "Code", "Problem", "Understood", "read"]


def read(text: str, today: date, zone: str, kept: Sequence[Term] = ()) -> Understood:
    """What a pasted text or the text of a calendar file says of terms and closed days, in the zone (IANA).

    `kept` are the terms that are known already: a half term said alone belongs to one of them. Never raises on any text.
    """
    if calendar_reading.is_calendar(text):
        facts, unclear = calendars.read_calendar(text, today, zone)
        return gathered(facts, (), unclear, kept)
    lines = pasted.read_lines(text, today, zone)
    return gathered(lines.facts, lines.problems, lines.unclear, kept)
