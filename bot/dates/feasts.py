"""Days with names: Christmas, Easter and what hangs on it, bank holidays of the partnership's nation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from dateutil.easter import easter

from bot.dates.days import bank_holidays, nth_weekday
from bot.dates.model import Family, Reader, Stretch, asked, day

feasts = Family()

# A longer name stands before the shorter one that it begins with.
FIXED = {
    "(?:christmas|xmas|chrimbo) eve": (12, 24),
    "(?:christmas|xmas|chrimbo)(?: day)?": (12, 25),
    "boxing day": (12, 26),
    "(?:new year'?s? eve|hogmanay|nye)": (12, 31),
    "new year'?s?(?: day)?|ny": (1, 1),
    "(?:twelfth night|epiphany eve)": (1, 5),
    "epiphany": (1, 6),
    "(?:burns'?|burns's) (?:night|day)": (1, 25),
    "candlemas": (2, 2),
    "lady day": (3, 25),
    "april fools?'?(?: day)?": (4, 1),
    "michaelmas(?: day)?": (9, 29),
    "all (?:saints|souls)'? day": (11, 1),
    "(?:st|saint) (?:nicholas|nicolas)'?s? day": (12, 6),
    "holocaust memorial day": (1, 27),
    "(?:st|saint) david'?s? day": (3, 1),
    "(?:st|saint) patrick'?s? day|paddy'?s day": (3, 17),
    "(?:st|saint) george'?s? day": (4, 23),
    "(?:st|saint) andrew'?s? day": (11, 30),
    "valentine'?s?(?: day)?": (2, 14),
    "midsummer'?s? day": (6, 24),
    "halloween|hallowe'en": (10, 31),
    "(?:bonfire|guy fawkes)(?: night| day)": (11, 5),
    "(?:armistice|remembrance) day": (11, 11),
}
FROM_EASTER = {
    "(?:shrove tuesday|pancake (?:day|tuesday))": -47,
    "ash wednesday": -46,
    "moth(?:ering sunday|er'?s'? day)": -21,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "(?:easter|holy) sat(?:urday)?": -1,
    "easter mon(?:day)?": 1,
    "easter tue(?:s|sday)?": 2,
    "easter(?: sunday| day| weekend)?": 0,
    "ascension day": 39,
    "(?:whit ?sun(?:day)?|whitsuntide|pentecost)": 49,
    "whit monday": 50,
    "trinity sunday": 56,
}
NTH = {
    "father'?s'? day": (6, 6, 3),
    "remembrance (?:sunday|weekend)": (11, 6, 2),
    "world book day": (3, 3, 1),
    "(?:when )?(?:the )?clocks (?:go|going) forward": (3, 6, -1),
    "(?:when )?(?:the )?clocks (?:go|going) back": (10, 6, -1),
}
BANK = {
    "easter": "Easter Monday",
    "(?:christmas|xmas)(?: day)?": "Christmas Day",
    "boxing day": "Boxing Day",
    "new year'?s?(?: day)?": "New Year's Day",
    "(?:early )?may(?: day)?": "May Day",
    "(?:late may|spring|whitsun|whit)": "Spring Bank Holiday",
    "(?:(?:late )?summer|august)": "Summer Bank Holiday",
}
_YEAR = r"(?:,? (?P<year>20[0-9]{2}))?"


def _say(patterns: list[str]) -> str:
    return rf"(?:(?:the|this|next) )?(?:{'|'.join(patterns)}){_YEAR}(?!\w)"


def _named(match: re.Match[str], table: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The row of the table whose pattern is the longest to fit the words."""
    words = re.sub(r"^(?:the|this|next)\s+|,?\s+20[0-9]{2}$", "", match[0])
    spaced = " ".join(words.split())
    return next(row for pattern, row in table.items() if re.fullmatch(pattern, spaced))


def _next(reader: Reader, match: re.Match[str], dates: list[date]) -> date | None:
    """The one in the year that is said, else the next."""
    year = match["year"]
    fits = [d for d in dates if (d.year == int(year) if year else d >= reader.today)]
    return min(fits, default=None)


def _years(reader: Reader, match: re.Match[str]) -> list[int]:
    return [int(match["year"])] if match["year"] else [reader.today.year, reader.today.year + 1]


@feasts.rule(_say(list(FIXED)))
def fixed(reader: Reader, match: re.Match[str]) -> Stretch | None:
    if reader.text.endswith(("chinese ", "lunar ", "jewish ", "islamic "), 0, match.start()):
        return None
    month, number = _named(match, FIXED)
    when = _next(reader, match, [date(year, month, number) for year in _years(reader, match)])
    some_time_in = "new year" in match[0] and match[0].startswith("the")
    return day(when, match, kind="feast", sure=not some_time_in) if when else None


@feasts.rule(_say(list(FROM_EASTER)))
def hung_on_easter(reader: Reader, match: re.Match[str]) -> Stretch | None:
    (away,) = _named(match, {pattern: (days,) for pattern, days in FROM_EASTER.items()})
    when = _next(reader, match, [easter(year) + timedelta(days=away) for year in _years(reader, match)])
    return day(when, match, kind="feast") if when else None


@feasts.rule(_say(list(NTH)))
def nth_sunday(reader: Reader, match: re.Match[str]) -> Stretch | None:
    month, weekday, nth = _named(match, NTH)
    dates = [nth_weekday(date(year, month, 1), weekday, nth) for year in _years(reader, match)]
    when = _next(reader, match, [d for d in dates if d])
    return day(when, match, kind="feast") if when else None


@feasts.rule(
    rf"(?:(?:the|this|next) ){{0,2}}(?:(?:(?P<which>{'|'.join(BANK)}) )?bank hol(?:iday)?(?P<weekend> monday| weekend)?"
    rf"|(?P<may>may day)){_YEAR}(?!\w)"
)
def by_law(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "the May Day bank holiday", "August bank holiday"; without a name the next one, whichever it is."""
    which = match["which"] or match["may"]
    name = next((n for p, n in BANK.items() if which and re.fullmatch(p, " ".join(which.split()))), "")
    known = (bank_holidays(reader.calendar.nation, year) for year in _years(reader, match))
    dates = [d for year in known for d, title in year.items() if name in title]
    if match["weekend"]:
        dates = [d for d in dates if d.weekday() == 0]
    when = _next(reader, match, dates)
    if when is None:
        return asked(reader, "unknown_day", match)
    return day(when, match, kind="feast", sure=bool(which))
