"""A school's calendar file becomes facts: what its events are called says which of them matter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot import calendar_reading
from bot.calendar_reading import Days
from bot.school.kinds import kind_of, season_of
from bot.school.model import Fact, Kind

BEHIND, AHEAD = timedelta(days=400), timedelta(days=3 * 366)
"""How far back and ahead of the day it is events are looked at."""

MOST = 400
"""Facts that are made of one file, with what sounded like one."""

WANTED = re.compile(
    r"term|holiday|vacation|inset|half|break|training|clos|day off|pupil|student|staff|in-service|first day|last day"
    r"|school (?:re)?(?:starts|opens|begins)|occasional"
)
_EVENT_OF_ITS_OWN = re.compile(
    r"\b(?:party|fair|f[eê]te|club|trip|concert|service|assembly|disco|camp|show|reports?|test|exams?|mocks?|meeting|evening"
    r"|lunch|rehearsal|match|fixtures?|football|netball|swimming|residential|deadline|topic|newsletter|menu|timetable|payments?"
    r"|parents?['’]?|reception|nursery|years? (?:[0-9]{1,2}\b|group)|y[0-9]{1,2})\b"
)
"""Things that happen in a school and have words of its year in their names: "End of term disco", "Half term camp"."""


def read_calendar(text: str, today: date, zone: str) -> tuple[list[Fact], list[str]]:
    """The facts in a calendar file, and the names of events that sounded like some and are none. Never raises."""
    facts, unclear = list[Fact](), list[str]()
    for event in calendar_reading.events(text, zone, WANTED, today - BEHIND, today + AHEAD):
        low = event.name.casefold()
        kind = None if _EVENT_OF_ITS_OWN.search(low.replace("in-service", "")) else kind_of(event.name)
        if kind is None or (kind == "term" and event.first == event.last):
            unclear.append(event.name)
        else:
            facts.append(_fact(kind, event))
        if len(facts) + len(unclear) >= MOST:
            break
    return facts, unclear


def _fact(kind: Kind, event: Days) -> Fact:
    return Fact(kind, event.first, event.last, season_of(event.name), event.name)
