"""School terms, from the dates kept for the partnership: half term, "end of term", "the Christmas holidays".

Where none are known, or not far enough ahead, the words are understood and asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dates.days import earlier_working_day, later_working_day
from bot.dates.model import Family, Reader, Stretch, Term, asked, day
from bot.dates.words import MONTH, MONTHS, WEEKDAY, weekday

school = Family()
DAY = timedelta(days=1)
_NAMES = {
    "christmas": "autumn",
    "xmas": "autumn",
    "winter": "autumn",
    "michaelmas": "autumn",
    "easter": "spring",
    "lent": "spring",
}
_SEASONS = ("spring", "spring", "spring", "summer", "summer", "summer", "summer", *["autumn"] * 5)  # by month
_SEASON = r"(?:autumn|spring|summer|winter|christmas|xmas|easter|michaelmas|lent)"
_HALF = r"half[ -]?term"


@dataclass
class _Season:
    """One term as all the organisations keep it: from the first that begins to the first that ends."""

    start: date
    end: date
    half_term: tuple[date, date] | None
    agreed: bool = True

    def joined(self, term: Term) -> None:
        """Takes in another organisation's dates of the same term; where they differ, nothing is sure."""
        halves = [half for half in (self.half_term, term.half_term) if half]
        both = (min(h[0] for h in halves), max(h[1] for h in halves)) if halves else None
        self.agreed = self.agreed and (self.start, self.end) == (term.start, term.end)
        self.agreed = self.agreed and all(half == both for half in halves)
        self.start, self.end = min(self.start, term.start), min(self.end, term.end)
        self.half_term = both


def _ahead(reader: Reader, season: str | None = None) -> list[_Season]:
    """Terms that are not over, earliest first; those of a season where one is said."""
    found: list[_Season] = []
    for term in sorted(reader.calendar.terms, key=lambda term: term.start):
        if term.end < reader.today or (season and not _of(term, season)):
            continue
        if found and term.start < found[-1].end:
            found[-1].joined(term)
        else:
            found.append(_Season(term.start, term.end, term.half_term))
    return found


def _of(term: Term, season: str) -> bool:
    """By its name, or where that tells nothing ("Term 3") by the month it begins in."""
    name, said = term.name.lower(), _NAMES.get(season, season)
    named = next((s for s in ("autumn", "spring", "summer") if s in name), None)
    return (named or _NAMES.get(name) or _SEASONS[term.start.month - 1]) == said


def _unknown(reader: Reader, match: re.Match[str]) -> Stretch:
    return asked(reader, "no_terms", match)


_OF_THE_NEXT = re.compile(r"(?:before|(?:first|second|1st|2nd) \w{3,9} of)\s{1,3}$")


@school.rule(
    rf"(?:(?:the|this|our) )?(?:current )?(?P<next>next |new )?(?:(?P<season>{_SEASON}) )?term(?: ?time)?(?!\w)"
)
def terms(reader: Reader, match: re.Match[str]) -> Stretch:
    """This term while it lasts; "next term" is the first that has not begun."""
    later = match["next"] or _OF_THE_NEXT.search(reader.text[: match.start()])
    ahead = [t for t in _ahead(reader, match["season"]) if not (later and t.start <= reader.today)]
    loose = not (match["next"] or match[0].startswith("this") or reader.text[: match.start()].endswith("by "))
    if not ahead:
        return _unknown(reader, match).but(loose=loose)
    term = ahead[0]
    return Stretch(
        term.start, term.end, match.end(), kind="term", sure=False, loose=loose, agreed=term.agreed
    )


@school.rule(r"(?:the )?(?P<season>autumn|spring|summer)(?: term)? ?(?P<half>[12])(?![\w/.:-])")
def half_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "Autumn 2": the part of a term after its half term, as schools call it."""
    ahead = [t for t in _ahead(reader, match["season"]) if t.half_term]
    if not ahead:
        return _unknown(reader, match)
    first, last = ahead[0].half_term or (ahead[0].start, ahead[0].end)
    span = (
        (ahead[0].start, earlier_working_day(first - DAY, reader.calendar))
        if match["half"] == "1"
        else (last + DAY, ahead[0].end)
    )
    return Stretch(*span, match.end(), kind="term", sure=False, loose=not reader.led(match.start()))


@school.rule(
    rf"(?:when |once )?(?:the )?(?:(?P<season>{_SEASON}) )?(?:(?P<half>half[ -]?)?term|schools?) "
    r"(?:(?P<ends>ends?|finish(?:es)?|is over|is out|closes?)|(?:re-?)?(?:starts?|begins?|opens?)|resumes?)(?!\w)"
)
def term_begins_or_ends(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "before term ends": its last day is still in time."""
    if match["half"]:
        found = half_term_from(reader, match, match["season"], None)
        when = found.last if match["ends"] else found.first
        return found.but(first=when, last=when, kind="day") if not found.ask else found
    ahead = [t for t in _ahead(reader, match["season"]) if match["ends"] or t.start >= reader.today]
    if not ahead:
        return _unknown(reader, match)
    when = ahead[0].end if match["ends"] else ahead[0].start
    return day(when, match, edge=bool(match["ends"]), agreed=ahead[0].agreed)


@school.rule(
    rf"(?:the )?(?:very )?(?:start|beginning|first day) of (?:the |next )?(?:new )?(?:(?P<season>{_SEASON}) )?term(?!\w)"
)
def start_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The first day of a term that has not begun."""
    ahead = [term for term in _ahead(reader, match["season"]) if term.start >= reader.today]
    return day(ahead[0].start, match, agreed=ahead[0].agreed) if ahead else _unknown(reader, match)


@school.rule(
    rf"(?:the )?(?P<which>first|last) (?P<name>{WEEKDAY}) (?:of|in) (?:the |this )?(?P<next>next )?term(?!\w)"
)
def weekday_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The last of this term; the first of the next one that has not begun."""
    name, last = weekday(match["name"]), match["which"] == "last"
    ahead = [t for t in _ahead(reader) if t.start > reader.today or not (match["next"] or not last)]
    if not ahead:
        return _unknown(reader, match)
    term = ahead[0]
    away = -((term.end.weekday() - name) % 7) if last else (name - term.start.weekday()) % 7
    return day((term.end if last else term.start) + away * DAY, match, agreed=term.agreed)


@school.rule(
    rf"(?:the )?(?:very )?(?:end|last day) of (?:the |this )?(?:(?:{_SEASON}|{MONTH}|next) )?half[ -]?term(?!\w)"
)
def end_of_half_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The last day of the break or of the half before it: people mean either."""
    found = half_term_from(reader, match, None, None)
    return found.but(first=found.last, kind="day", sure=False, edge=True) if not found.ask else found


@school.rule(
    rf"(?:(?:the|this|next|our) )?(?:(?P<season>{_SEASON})(?: term)? |(?P<month>{MONTH}) )?half[ -]?term"
    r"(?: (?:break|holidays?|hols|week))?(?!\w)(?! [12](?!\w))"
)
def half_term(reader: Reader, match: re.Match[str]) -> Stretch:
    return half_term_from(reader, match, match["season"], match["month"])


def half_term_from(reader: Reader, match: re.Match[str], season: str | None, month: str | None) -> Stretch:
    """The next half term, of that season or month where one is said."""
    wanted = MONTHS[month] if month else None
    for term in _ahead(reader, season):
        if term.half_term and term.half_term[1] >= reader.today:
            first, last = term.half_term
            if wanted in (None, first.month, last.month):
                return Stretch(first, last, match.end(), kind="break", agreed=term.agreed)
    return _unknown(reader, match)


@school.rule(
    r"(?:(?:the|our) )?(?:school )?(?:(?P<season>summer|christmas|xmas|easter) )?(?:school )?(?:holidays|hols|vacation)(?!\w)"
    r"|(?:the|our) (?:school )?break(?!\w)|(?:the )?(?P<named>summer|christmas|xmas|easter) break(?!\w)"
    r"|the (?P<bare>summer)(?! \w)"
)
def holidays(reader: Reader, match: re.Match[str]) -> Stretch:
    """The days between one term's end and the next one's start."""
    ahead = _ahead(reader, match["season"] or match["named"] or match["bare"])
    if not ahead:
        return _unknown(reader, match)
    following = [t.start for t in reader.calendar.terms if t.start > ahead[0].end]
    last = min(following) - DAY if following else None
    first = ahead[0].end + DAY
    kind = "break" if last else "open break"
    return Stretch(first, last or first, match.end(), kind=kind, agreed=ahead[0].agreed)


_ALL = r"(?:we|they|everyone|(?:the )?(?:schools?|kids|children|pupils))(?:'re| are| all)?"
_AFTER = (
    rf"(?: (?:after|from|following) (?:the )?(?:(?P<half>{_HALF})|(?P<season>{_SEASON})(?: break| holidays?| hols)?"
    rf"|break|holidays|hols)| in (?P<month>{MONTH}))?(?!\w)"
)


@school.rule(
    rf"{_ALL} (?:break|breaks|finish|finishes)(?P<up> up)?(?: for (?:the )?(?:(?P<half>{_HALF})|(?P<season>{_SEASON})"
    r"(?: break| holidays?| hols)?|break|holidays|hols))?(?!\w)"
)
def breaking_up(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """ "before we break up": the last day of term is still in time."""
    if not (match["up"] or match["half"] or match["season"]):
        return None
    if match["half"]:
        found = half_term_from(reader, match, None, None)
        when = found.first - DAY * (1 + (found.first.weekday() == 0) * 2)
        return found if found.ask else found.but(first=when, last=when, kind="day", edge=True)
    ahead = _ahead(reader, match["season"])
    if not ahead:
        return _unknown(reader, match)
    return Stretch(ahead[0].end, ahead[0].end, match.end(), edge=True, agreed=ahead[0].agreed)


@school.rule(
    rf"(?:(?:the )?first (?P<what>day|week|thing|{WEEKDAY}) back(?: (?:at|in) school)?"
    rf"|(?:when |once )?{_ALL} (?:(?:go|goes|come|comes|get|gets|start|starts) )?(?:back|return)(?: (?:at|in|to) school)?)"
    rf"{_AFTER}"
)
def back_at_school(reader: Reader, match: re.Match[str]) -> Stretch:
    """After whichever break comes next, half term or the end of term, unless it is said."""
    days = [(d, certain) for d, certain in _days_back(reader, match) if _in_month(d, match["month"])]
    if not days:
        return _unknown(reader, match)
    back, certain = min(days)
    certain = certain or bool(match["half"] or match["season"] or match["month"])
    what = match["what"] or "day"
    if what == "week":
        monday = back - timedelta(days=back.weekday())
        return Stretch(monday, monday + 6 * DAY, match.end(), kind="week", sure=False)
    away = (weekday(what) - back.weekday()) % 7 if what not in ("day", "thing") else 0
    return day(back + away * DAY, match, sure=certain)


def _days_back(reader: Reader, match: re.Match[str]) -> list[tuple[date, bool]]:
    """The first school day after each break ahead, and whether it is plain that no other is meant."""
    halves = [t.half_term[1] + DAY for t in _ahead(reader) if t.half_term and t.half_term[1] >= reader.today]
    breaks = [(later_working_day(d, reader.calendar), False) for d in halves]
    if match["half"]:
        return breaks
    before = (
        _ahead(reader, match["season"])[0].end
        if match["season"] and _ahead(reader, match["season"])
        else None
    )
    starts = [(t.start, True) for t in _ahead(reader) if t.start > (before or reader.today)]
    return starts + ([] if match["season"] else breaks)


def _in_month(when: date, month: str | None) -> bool:
    return month is None or when.month == MONTHS[month]


@school.rule(r"(?:(?:the|our|next) ){0,2}(?:inset|baker|staff training|training)(?: day|-day)s?(?!\w)")
def inset_day(reader: Reader, match: re.Match[str]) -> Stretch:
    """The next day on which the partnership is closed and others are not."""
    ahead = [d for d in reader.calendar.closed if d >= reader.today and d.weekday() < 5]
    return day(min(ahead), match, sure=False) if ahead else _unknown(reader, match)


@school.rule(r"(?:the )?(?:end of )(?:the |this )?(?:school|academic) year(?!\w)")
def end_of_school_year(reader: Reader, match: re.Match[str]) -> Stretch:
    summer = _ahead(reader, "summer")
    if not summer:
        return _unknown(reader, match)
    return Stretch(summer[0].end, summer[0].end, match.end(), edge=True, agreed=summer[0].agreed)
