"""School terms, from the dates kept for the partnership: "end of term", "start of the spring term", "Autumn 2".

Where none are known, or not far enough ahead, the words are understood and asked about.
"""

from __future__ import annotations

import re

from bot.dates.breaks import half_term_from
from bot.dates.days import earlier_working_day, later_working_day
from bot.dates.model import Family, Reader, Stretch, day
from bot.dates.terms import DAY, SEASON, ahead, unknown
from bot.dates.words import WEEKDAY, weekday

school = Family()
_OF_THE_NEXT = re.compile(r"(?:before|(?:first|second|1st|2nd) (?:week|\w{3,6}day) of)\s{1,3}$")


@school.rule(
    rf"(?:(?:the|this|our) )?(?:current )?(?P<next>next |new )?(?:(?P<season>{SEASON}) )?term(?: ?time)?(?![\w-])"
)
def terms(reader: Reader, match: re.Match[str]) -> Stretch:
    """This term while it lasts; "next term" is the first that has not begun."""
    later = match["next"] or _OF_THE_NEXT.search(reader.text[: match.start()])
    coming = [t for t in ahead(reader, match["season"]) if not (later and t.start <= reader.today)]
    loose = not (match["next"] or match[0].startswith("this") or reader.text[: match.start()].endswith("by "))
    if not coming:
        return unknown(reader, match).but(loose=loose)
    term, kind = coming[0], "new" if match["next"] == "new " else "term"
    return Stretch(term.start, term.end, match.end(), kind=kind, sure=False, loose=loose, agreed=term.agreed)


@school.rule(r"(?:the )?(?P<season>autumn|spring|summer)(?: term)? ?(?P<half>[12])(?![\w/.:-])")
def half_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "Autumn 2": the part of a term after its half term, as schools call it."""
    coming = [t for t in ahead(reader, match["season"]) if t.half_term]
    if not coming:
        return unknown(reader, match)
    first, last = coming[0].half_term or (coming[0].start, coming[0].end)
    span = (
        (coming[0].start, earlier_working_day(first - DAY, reader.calendar))
        if match["half"] == "1"
        else (later_working_day(last + DAY, reader.calendar), coming[0].end)
    )
    return Stretch(*span, match.end(), kind="quarter", sure=False, loose=not reader.led(match.start()))


@school.rule(
    rf"(?:when |once |as soon as )?(?:the )?(?:(?P<season>{SEASON}) )?(?:(?P<half>half[ -]?)?term|schools?) "
    r"(?:(?P<ends>ends?|finish(?:es)?|is over|is out|closes?)|(?:re-?)?(?:starts?|begins?|opens?)|resumes?)(?!\w)"
)
def term_begins_or_ends(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "before term ends": its last day is still in time."""
    if match["half"]:
        found = half_term_from(reader, match, match["season"], None)
        when = found.last if match["ends"] else found.first
        return found.but(first=when, last=when, kind="day") if not found.ask else found
    coming = [t for t in ahead(reader, match["season"]) if match["ends"] or t.start >= reader.today]
    if not coming:
        return unknown(reader, match)
    when = coming[0].end if match["ends"] else coming[0].start
    return day(when, match, edge=bool(match["ends"]), agreed=coming[0].agreed)


@school.rule(
    rf"(?:the )?(?:very )?(?:start|beginning|(?:first|1st) day|day (?:1|one)) of"
    rf" (?:the |next )?(?:new )?(?:(?P<season>{SEASON}) )?term(?!\w)"
)
def start_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The first day of a term that has not begun."""
    coming = [term for term in ahead(reader, match["season"]) if term.start >= reader.today]
    return day(coming[0].start, match, agreed=coming[0].agreed) if coming else unknown(reader, match)


@school.rule(
    rf"(?:the )?(?P<which>first|last|penultimate|second last) (?P<name>{WEEKDAY}) (?:of|in)"
    r" (?:the |this )?(?P<next>next )?term(?!\w)"
)
def weekday_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The last of this term; the first of the next one that has not begun."""
    name, last = weekday(match["name"]), match["which"] != "first"
    coming = [t for t in ahead(reader) if t.start > reader.today or not (match["next"] or not last)]
    if not coming:
        return unknown(reader, match)
    term = coming[0]
    away = -((term.end.weekday() - name) % 7) if last else (name - term.start.weekday()) % 7
    away -= 0 if match["which"] in ("first", "last") else 7
    return day((term.end if last else term.start) + away * DAY, match, agreed=term.agreed)


@school.rule(r"(?:the )?(?:end of )(?:the |this )?(?:school|academic) year(?!\w)")
def end_of_school_year(reader: Reader, match: re.Match[str]) -> Stretch:
    summer = ahead(reader, "summer")
    if not summer:
        return unknown(reader, match)
    return Stretch(summer[0].end, summer[0].end, match.end(), edge=True, agreed=summer[0].agreed)
