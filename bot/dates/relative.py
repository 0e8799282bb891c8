"""Days counted from another day: "tomorrow", "today week", "in a fortnight", "two weeks before ..."."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.days import after_months
from bot.dates.model import Family, Reader, Stretch, day
from bot.dates.words import BEFORE, DAY_UNIT, NO_ANCHOR, NUMBER, TOMORROW, WEEKDAY, number

relative = Family()
_TODAY = "today|2day|tonight|tonite|2nite|2night|this (?:morning|lunchtime|afternoon|evening|eve|[ap]m)"
_UNITS = {"d": (1, 0), "w": (7, 0), "wk": (7, 0), "f": (14, 0), "m": (0, 1), "y": (0, 12)}


def shifted(when: date, count: int, unit: str) -> date:
    """The day `count` units later; the unit may be any word of DAY_UNIT."""
    days, months = _UNITS[unit[0]]
    return after_months(when, count * months) if months else when + timedelta(days=count * days)


@relative.rule(
    rf"(?:(?P<past>yesterday)|(?P<over>(?:the )?day after (?:{TOMORROW}))|"
    rf"(?P<tomorrow>{TOMORROW}|first thing in the morning(?! on| of))|{_TODAY}|now)"
    r"(?!\w)(?: (?P<later>week|fortnight)(?!\w))?"
)
def named(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "tomorrow", "today week"; what lies in the past is said back with care."""
    away = -1 if match["past"] else 2 if match["over"] else 1 if match["tomorrow"] else 0
    away += {"week": 7, "fortnight": 14}.get(match["later"] or "", 0)
    return day(reader.today + timedelta(days=away), match, sure=away >= 0)


_WHOLE = r"(?:(?:good|full|clear|whole|solid|calendar) )?"
_TAIL = r"(?:'s|')?(?: time| hence| later| from (?:now|right now|today)| today)(?!\w)"


@relative.rule(
    rf"(?:(?P<lead>in|within|over|during|after|now) |\+)?\+? ?(?:the )?(?P<next>(?:next|coming|upcoming) )?"
    rf"(?:(?P<low>{NUMBER}) ?(?:-|to|or) ?)?(?:(?P<count>{NUMBER}) ?)?{_WHOLE}"
    rf"(?P<unit>{DAY_UNIT})(?: or (?P<more>two|2|three|so)(?!\w))?(?P<tail>{_TAIL})?{NO_ANCHOR}"
)
def counted(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "in a fortnight", "3 weeks' time", "two weeks today"; a bare "3 weeks" only where a date ought to be.

    Of "in 2-3 weeks" and "in a week or two" the longer one, and that is not sure.
    """
    if match["count"] is None and not _one_ahead(match):
        return None
    more = match["more"] if match["more"] != "so" else None
    when = shifted(reader.today, number(more or match["count"] or "a"), match["unit"])
    plain = not (match["low"] or match["more"] or "couple" in match[0])
    led = match["lead"] and not match["lead"].startswith(("over", "during"))  # those say how long, too
    return day(when, match, loose=not (led or match["tail"]), sure=plain)


def _one_ahead(match: re.Match[str]) -> bool:
    """ "in the next month", "within the fortnight", "next day or two"; but not "in the coming weeks"."""
    a_fortnight = match["unit"][0] == "f" and bool(match["lead"] or match["tail"])
    led = a_fortnight or (match["next"] and match["lead"] not in (None, "after"))
    return bool(led and not match["unit"].endswith("s")) or bool(match["next"] and match["more"])


@relative.rule(
    rf"(?:(?:in|within) )?(?:{NUMBER}|half an|a quarter of an|three-quarters of an) ?(?:hours?|hrs?|minutes?|mins?)(?!\w)"
    r"|[2-9][0-9] ?h(?!\w)"
)
def same_day(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """Hours and minutes from now: the day they end on."""
    found = re.search(rf"({NUMBER}) ?(h|m)", match[0])
    if found is None:
        return day(reader.today, match, loose=True)
    amount = number(found[1]) * (60 if found[2] == "h" else 1)
    when = (reader.now + timedelta(minutes=amount)).date()
    return day(when, match, loose=not match[0].startswith(("in", "with")))


@relative.rule(r"(?:this|the same) time (?P<what>tomorrow|next (?:week|month|year))(?!\w)")
def this_time(reader: Reader, match: re.Match[str]) -> Stretch:
    unit = "day" if match["what"] == "tomorrow" else match["what"].split()[-1]
    return day(shifted(reader.today, 1, unit), match)


@relative.rule(
    rf"(?:in |(?P<within>within ))?(?:(?P<count>{NUMBER}|the) )?(?:(?:first|last) (?=week))?{_WHOLE}"
    rf"(?P<unit>{DAY_UNIT}|(?:hours?|hrs?)(?!\w)|night|morning|evening) "
    rf"(?P<side>(?P<back>{BEFORE})|after|following|from|on|come|of|into) "
)
def beside(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "a week on Tuesday", "the day before the meeting", "three weeks after Easter"."""
    if not _counts(match) or (other := reader.stretch(match.end())) is None:
        return None
    back = bool(match["back"])
    a_week = match["count"] in ("the", None) and match["unit"] in ("week", "wk") and match["side"] != "on"
    if a_week and other.kind in ("break", "feast"):
        return _week_beside(other, -1 if back else 1)
    count, unit = _amount(match)
    from_first = back or match["side"] == "into"
    when = shifted(other.first if from_first else other.last, -count if back else count, unit)
    if other.kind == "term" and when < reader.today:
        return None
    return other.but(first=when, last=when, kind="day", edge=False, sure=other.sure and not match["within"])


def _counts(match: re.Match[str]) -> bool:
    """ "week on Tuesday", "day before the meeting" need no "a", and "of" goes with "within" alone."""
    if match["side"] == "of":
        return bool(match["within"])
    if match["unit"] in ("night", "morning", "evening") and match["side"] in ("on", "from", "come", "into"):
        return False  # "in the evening on Thursday"
    units = ("week", "wk", "fortnight", "month", "day") if match["side"] != "on" else ("week", "fortnight")
    beside = bool(match["back"]) or match["side"] in ("on", "after")
    return bool(match["count"]) or (beside and match["unit"] in units)


def _amount(match: re.Match[str]) -> tuple[int, str]:
    count = 1 if match["count"] in ("the", None) else number(match["count"])
    if match["unit"][0] == "h":
        return count // 24, "day"
    return count, "day" if match["unit"] in ("night", "morning", "evening") else match["unit"]


def _week_beside(other: Stretch, side: int) -> Stretch:
    """ "the week after half term" is a whole week; the one before Easter Sunday leads up to it."""
    edge = other.first if side < 0 else other.last
    leads_up = side < 0 and edge.weekday() > 4
    monday = edge - timedelta(days=edge.weekday()) + timedelta(days=0 if leads_up else 7 * side)
    return other.but(first=monday, last=monday + timedelta(days=6), kind="week", sure=False)


@relative.rule(
    rf"(?:(?P<count>{NUMBER}) )?(?P<unit>weeks?|wks?|fort?nights?|months?|years?) "
    rf"(?=today|yesterday|{TOMORROW}|(?:next |this )?{WEEKDAY})"
)
def a_week_tomorrow(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "a week tomorrow", "fortnight today"; "week Friday" needs its "a"."""
    bare = match["count"] is None and not reader.text.startswith("to", match.end())
    other = None if bare else reader.stretch(match.end())
    if other is None:
        return None
    when = shifted(other.first, number(match["count"] or "a"), match["unit"])
    return other.but(first=when, last=when, kind="day")
