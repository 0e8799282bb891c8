"""Half terms and holidays: "before half term", "we break up", "the first day back", "the Christmas holidays"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dates.days import later_working_day
from bot.dates.model import Family, Reader, Stretch, day
from bot.dates.terms import DAY, HALF_TERM, SEASON, ahead, unknown
from bot.dates.words import MONTH, MONTHS, WEEKDAY, weekday

breaks = Family()


@breaks.rule(
    rf"(?:the )?(?:very )?(?:end|last day) of (?:the |this )?(?:(?:{SEASON}|{MONTH}|next) )?half[ -]?term(?!\w)"
)
def end_of_half_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The last day of the break or of the half before it: people mean either."""
    found = half_term_from(reader, match, None, None)
    return found.but(first=found.last, kind="day", sure=False, edge=True) if not found.ask else found


@breaks.rule(
    rf"(?:(?:the|this|next|our) )?(?:(?P<season>{SEASON})(?: term)? |(?P<month>{MONTH}) )?half[ -]?term"
    r"(?: (?:break|holidays?|hols|week))?(?!\w)(?! [12](?!\w))"
)
def half_term(reader: Reader, match: re.Match[str]) -> Stretch:
    return half_term_from(reader, match, match["season"], match["month"])


def half_term_from(reader: Reader, match: re.Match[str], season: str | None, month: str | None) -> Stretch:
    """The next half term, of that season or month where one is said."""
    wanted = MONTHS[month] if month else None
    for term in ahead(reader, season):
        if term.half_term and term.half_term[1] >= reader.today:
            first, last = term.half_term
            if wanted in (None, first.month, last.month):
                return Stretch(first, last, match.end(), kind="break", agreed=term.agreed)
    return unknown(reader, match)


@breaks.rule(
    r"(?:(?:the|our) )?(?:school )?(?:(?P<season>summer|christmas|xmas|easter) )?(?:school )?(?:holidays|hols|vacation)(?!\w)"
    r"|(?P<either>(?:the|our) (?:school )?break)(?!\w)|(?:the )?(?P<named>summer|christmas|xmas|easter) break(?!\w)"
    r"|the (?P<bare>summer)(?! \w)"
)
def holidays(reader: Reader, match: re.Match[str]) -> Stretch:
    """The days between one term's end and the next one's start, those that have begun too; "the break" may be a half
    term that comes first."""
    half = half_term_from(reader, match, None, None) if match["either"] else None
    for term in ahead(reader, match["season"] or match["named"] or match["bare"], over=True):
        following = [t.start for t in reader.calendar.terms if t.start > term.end]
        first, last = term.end + DAY, min(following) - DAY if following else None
        if half and not half.ask and half.first < first:
            return half.but(sure=False)
        if (last or first) >= reader.today:
            kind = "break" if last else "open break"
            return Stretch(first, last or first, match.end(), kind=kind, agreed=term.agreed)
    return unknown(reader, match)


_ALL = r"(?:we|they|everyone|(?:the )?(?:schools?|kids|children|pupils))(?:'re| are| all)?"
_AFTER = (
    rf"(?: (?:after|from|following) (?:the )?(?:(?P<half>{HALF_TERM})|(?P<season>{SEASON})(?: break| holidays?| hols)?"
    rf"|break|holidays|hols)| in (?P<month>{MONTH}))?(?!\w)"
)


@breaks.rule(
    rf"{_ALL} (?:break|breaks|finish|finishes)(?P<up> up)?(?: for (?:the )?(?:(?P<half>{HALF_TERM})|(?P<season>{SEASON})"
    r"(?: break| holidays?| hols)?|break|holidays|hols))?(?!\w)"
    r"|(?:the )?last (?P<school>day (?:of|at) school|school day)(?! (?:of|before) )(?!\w)"
)
def breaking_up(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "before we break up": the last day of term is still in time."""
    if not (match["up"] or match["half"] or match["season"] or match["school"]):
        return None
    if match["half"]:
        found = half_term_from(reader, match, None, None)
        when = found.first - DAY * (1 + (found.first.weekday() == 0) * 2)
        return found if found.ask else found.but(first=when, last=when, kind="day", edge=True)
    coming = ahead(reader, match["season"])
    if not coming:
        return unknown(reader, match)
    return Stretch(coming[0].end, coming[0].end, match.end(), edge=True, agreed=coming[0].agreed)


@breaks.rule(
    rf"(?:(?:the )?(?:first|1st|(?P<second>second|2nd)) (?P<what>day|week|thing|{WEEKDAY}) back(?: (?:at|in) school)?"
    rf"|(?:when |once )?{_ALL} (?:(?:go|goes|come|comes|get|gets|start|starts) )?(?:back|return)(?: (?:at|in|to) school)?)"
    rf"{_AFTER}"
)
def back_at_school(reader: Reader, match: re.Match[str]) -> Stretch:
    """After whichever break comes next, half term or the end of term, unless it is said."""
    days = [(d, certain) for d, certain in _days_back(reader, match) if _in_month(d, match["month"])]
    if not days:
        return unknown(reader, match)
    back, certain = min(days)
    certain = certain or bool(match["half"] or match["season"] or match["month"])
    what = match["what"] or "day"
    later = timedelta(days=0 if not match["second"] else 1 if what == "day" else 7)
    if what == "week":
        monday = back - timedelta(days=back.weekday()) + later
        return Stretch(monday, monday + 6 * DAY, match.end(), kind="week", sure=False)
    away = (weekday(what) - back.weekday()) % 7 if what not in ("day", "thing") else 0
    return day(back + away * DAY + later, match, sure=certain)


def _days_back(reader: Reader, match: re.Match[str]) -> list[tuple[date, bool]]:
    """The first school day after each break ahead, and whether it is plain that no other is meant."""
    halves = [t.half_term[1] + DAY for t in ahead(reader) if t.half_term and t.half_term[1] >= reader.today]
    breaks = [(later_working_day(d, reader.calendar), False) for d in halves]
    if match["half"]:
        return breaks
    before = (
        ahead(reader, match["season"])[0].end if match["season"] and ahead(reader, match["season"]) else None
    )
    starts = [(t.start, True) for t in ahead(reader) if t.start > (before or reader.today)]
    return starts + ([] if match["season"] else breaks)


def _in_month(when: date, month: str | None) -> bool:
    return month is None or when.month == MONTHS[month]


@breaks.rule(r"(?:(?:the|our|next) ){0,2}(?:inset|baker|staff training|training)(?: day|-day)s?(?!\w)")
def inset_day(reader: Reader, match: re.Match[str]) -> Stretch:
    """The next day on which the partnership is closed and others are not."""
    coming = [d for d in reader.calendar.closed if d >= reader.today and d.weekday() < 5]
    return day(min(coming), match, sure=False) if coming else unknown(reader, match)
