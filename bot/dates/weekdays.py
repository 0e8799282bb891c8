"""Weekdays: "Friday", "next Friday", "Tuesday week", "Friday after next", "the Monday after half term"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.model import Family, Reader, Stretch, day
from bot.dates.words import BEFORE, NUMBER, WEEKDAY, number, weekday

weekdays = Family()
THIS = "(?:this coming|the coming|this|coming|upcoming)"
NEXT = "(?:the following|following|next|nxt)"
WEEK = timedelta(days=7)


def coming(today: date, number: int) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def in_next_week(today: date, number: int) -> date:
    """That weekday in the week that starts next Monday."""
    return today + timedelta(days=7 - today.weekday() + number)


_PART = re.compile(r"\s(?:[ap]m|morning|afternoon|evening|lunch(?:time)?)(?!\w)")


def _coming(reader: Reader, match: re.Match[str]) -> date:
    return coming(reader.today, weekday(match["name"]))


@weekdays.rule(rf"(?:the )?(?:{THIS} )?(?P<name>{WEEKDAY})(?: coming(?!\w))?")
def bare(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """The next one after today; said on that very weekday it may mean today, so it is not sure."""
    if match[0].endswith(("the sun", "the sat", "the mon", "the wed")):
        return None
    before = reader.text[max(0, match.start() - 7) : match.start()]
    if match["name"].endswith("days") and not before.endswith(("by ", "before ")):  # "by Fridays rehearsal"
        return None
    when = _coming(reader, match)
    short = match[0] in ("sun", "sat", "mon", "wed") and not reader.led(match.start())
    short = short and not _PART.match(reader.text, match.end())
    return day(when, match, kind="weekday", sure=when - reader.today < WEEK and not short, loose=short)


@weekdays.rule(
    rf"(?:between )?(?:the )?(?P<one>{WEEKDAY})(?: ?(?P<mark>[-/&]) ?| (?P<word>or|and|to) )(?P<name>{WEEKDAY})"
    r"(?P<next> (?:(?:of|in) )?(?:next|nxt) (?:week|wk)(?!\w))?"
)
def one_of_two(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "Monday or Tuesday": the later of them; "Mon-Fri" is more often when something is open."""
    first = in_next_week if match["next"] else coming
    when = coming(first(reader.today, weekday(match["one"])), weekday(match["name"]))
    return day(when, match, sure=False, loose=(match["mark"] or match["word"]) in ("-", "to"))


@weekdays.rule(
    rf"(?P<name>{WEEKDAY}),? (?:the )?(?P<day>[0-9]{{1,2}})(?= ?(?:$|[,;)!?\n]|\.(?![0-9])| (?:at|by) ))"
)
def with_bare_number(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "Friday 4", where the next 4th is a Friday."""
    when = coming(reader.today, weekday(match["name"]))
    ahead = (when + WEEK * weeks for weeks in range(5))
    found = next((d for d in ahead if d.day == int(match["day"])), None)
    return day(found, match) if found else None


@weekdays.rule(
    rf"{NEXT} (?P<name>{WEEKDAY})|(?P<before>{WEEKDAY}) (?:(?:of|in) )?(?:next|nxt) (?:week|wk)(?!\w)"
)
def of_next_week(reader: Reader, match: re.Match[str]) -> Stretch:
    """Two-faced where that is the coming one too: "next Monday", said midweek."""
    name = match["name"] or match["before"]
    when = in_next_week(reader.today, weekday(name))
    plain = bool(match["before"]) or when - reader.today >= WEEK
    return day(when, match, kind="weekday", sure=plain)


@weekdays.rule(rf"(?P<name>{WEEKDAY}) (?:(?:of|in) )?this (?:week|wk)(?!\w)")
def of_this_week(reader: Reader, match: re.Match[str]) -> Stretch:
    monday = reader.today - timedelta(days=reader.today.weekday())
    return day(monday + timedelta(days=weekday(match["name"])), match, kind="weekday")


@weekdays.rule(rf"(?:the )?(?P<name>{WEEKDAY}) (?P<after>after )?next(?!\w)")
def friday_next(reader: Reader, match: re.Match[str]) -> Stretch:
    """The coming one, or with "after" the one a week later; people differ, so neither is sure."""
    later = WEEK if match["after"] else timedelta(0)
    return day(_coming(reader, match) + later, match, sure=False)


@weekdays.rule(rf"(?P<name>{WEEKDAY}) (?P<later>week|wk|fortnight|two weeks|2 weeks)(?!\w)")
def tuesday_week(reader: Reader, match: re.Match[str]) -> Stretch:
    weeks = 1 if match["later"] in ("week", "wk") else 2
    return day(_coming(reader, match) + weeks * WEEK, match)


@weekdays.rule(rf"(?P<count>{NUMBER}) (?P<name>{WEEKDAY}) from (?:now|today)(?!\w)")
def fridays_from_now(reader: Reader, match: re.Match[str]) -> Stretch:
    return day(_coming(reader, match) + (number(match["count"]) - 1) * WEEK, match)


@weekdays.rule(rf"(?:the )?(?P<name>{WEEKDAY}) (?:of|in) (?=(?:the |this |next )?(?:\w+ )?half)")
def of_half_term(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the Friday of half term"."""
    other = reader.stretch(match.end())
    if other is None or other.ask or other.kind != "break":
        return None
    when = other.first + timedelta(days=(weekday(match["name"]) - other.first.weekday()) % 7)
    return other.but(first=when, last=when, kind="day", sure=False)


@weekdays.rule(
    rf"(?P<name>{WEEKDAY}) in (?P<count>{NUMBER}) (?P<unit>weeks?|wks?|fortnights?)(?!\w)(?:'? time(?!\w))?"
)
def friday_in_two_weeks(reader: Reader, match: re.Match[str]) -> Stretch:
    weeks = number(match["count"]) * (2 if match["unit"][0] == "f" else 1)
    return day(_coming(reader, match) + weeks * WEEK, match, sure=False)


@weekdays.rule(
    rf"(?:on )?(?:the )?(?:(?:last|first|very next) )?(?P<name>{WEEKDAY}) (?:(?P<back>{BEFORE})|after|following) "
)
def beside(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """The nearest such weekday before or after something else."""
    other = reader.stretch(match.end())
    if other is None:
        return None
    name = weekday(match["name"])
    earlier = other.first - timedelta(days=(other.first.weekday() - name - 1) % 7 + 1)
    when = earlier if match["back"] else coming(other.last, name)
    return other.but(first=when, last=when, kind="day")
