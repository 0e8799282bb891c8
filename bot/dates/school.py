"""School terms, from the dates kept for the partnership: half term, "end of term", "the Christmas holidays".

Where none are known, or not far enough ahead, the words are understood and asked about.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bot.dates.model import Family, Reader, Stretch, Term, asked, day
from bot.dates.words import MONTH, MONTHS, WEEKDAY, weekday

school = Family()
DAY = timedelta(days=1)
_NAMES = {
    "christmas": "autumn",
    "winter": "autumn",
    "michaelmas": "autumn",
    "easter": "spring",
    "lent": "spring",
}
_SEASON = r"(?:autumn|spring|summer|winter|christmas|easter|michaelmas|lent)"


def _ahead(reader: Reader, season: str | None = None) -> list[Term]:
    """Terms that are not over, earliest first; those of a season where one is said."""
    name = _NAMES.get(season or "", season or "")
    terms = sorted(reader.calendar.terms, key=lambda term: term.start)
    return [term for term in terms if term.end >= reader.today and name in term.name.lower()]


def _unknown(reader: Reader, match: re.Match[str]) -> Stretch:
    return asked(reader, "no_terms", match)


@school.rule(rf"(?:(?:the|this|our) )?(?P<next>next )?(?:(?P<season>{_SEASON}) )?term(?: ?time)?(?!\w)")
def terms(reader: Reader, match: re.Match[str]) -> Stretch:
    """This term while it lasts; "next term" is the first that has not begun."""
    ahead = [t for t in _ahead(reader, match["season"]) if not (match["next"] and t.start <= reader.today)]
    loose = not (match["next"] or match[0].startswith("this") or reader.text[: match.start()].endswith("by "))
    if not ahead:
        return _unknown(reader, match).but(loose=loose)
    return Stretch(ahead[0].start, ahead[0].end, match.end(), kind="term", sure=False, loose=loose)


@school.rule(
    rf"(?:the )?(?:start|beginning|first day) of (?:the |next )?(?:(?P<season>{_SEASON}) )?term(?!\w)"
)
def start_of_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The first day of a term that has not begun."""
    ahead = [term.start for term in _ahead(reader, match["season"]) if term.start >= reader.today]
    return day(ahead[0], match) if ahead else _unknown(reader, match)


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
    return day((term.end if last else term.start) + away * DAY, match)


@school.rule(r"(?:the )?(?:end|last day) of (?:the )?(?:(?:summer|autumn|spring|next) )?half[ -]term(?!\w)")
def end_of_half_term(reader: Reader, match: re.Match[str]) -> Stretch:
    """The last day of the break or of the half before it: people mean either."""
    found = half_term_from(reader, match, None, None)
    return found.but(first=found.last, kind="day", sure=False, edge=True) if not found.ask else found


@school.rule(
    rf"(?:(?:the|this|next|our) )?(?:(?P<season>{_SEASON})(?: term)? |(?P<month>{MONTH}) )?half[ -]?term"
    r"(?: (?:break|holidays?|week))?(?!\w)"
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
                return Stretch(first, last, match.end(), kind="break")
    return _unknown(reader, match)


@school.rule(
    r"(?:(?:the|our) )?(?:school )?(?:(?P<season>summer|christmas|easter) )?(?:school )?(?:holidays|hols|vacation|break)(?!\w)"
    r"|the (?P<bare>summer)(?! \w)"
)
def holidays(reader: Reader, match: re.Match[str]) -> Stretch:
    """The days between one term's end and the next one's start."""
    ahead = _ahead(reader, match["season"] or match["bare"])
    if not ahead:
        return _unknown(reader, match)
    following = [t.start for t in reader.calendar.terms if t.start > ahead[0].end]
    last = min(following) - DAY if following else None
    first = ahead[0].end + DAY
    return Stretch(first, last or first, match.end(), kind="break" if last else "open break")


@school.rule(r"(?:we|(?:the )?schools?|they) (?:break|breaks) up(?!\w)")
def breaking_up(reader: Reader, match: re.Match[str]) -> Stretch:
    """ "before we break up": the last day of term is still in time."""
    ahead = _ahead(reader)
    if not ahead:
        return _unknown(reader, match)
    return Stretch(ahead[0].end, ahead[0].end, match.end(), edge=True)


@school.rule(
    r"(?:the )?first (?:day|week|thing) back(?: (?:at|in) school)?(?: after (?:the )?(?P<half>half[ -]?term))?(?!\w)"
    r"|(?:the )?(?:first day|start) of (?:the )?new term(?!\w)"
)
def first_day_back(reader: Reader, match: re.Match[str]) -> Stretch:
    """After whichever break comes next, half term or the end of term."""
    breaks = [
        t.half_term[1] + 3 * DAY for t in _ahead(reader) if t.half_term and t.half_term[1] >= reader.today
    ]
    starts = [] if match["half"] else [t.start for t in _ahead(reader) if t.start > reader.today]
    if not breaks + starts:
        return _unknown(reader, match)
    back = min(breaks + starts)
    monday = back - timedelta(days=back.weekday()) if back in breaks else back
    return Stretch(monday, monday, match.end(), sure=bool(match["half"]) or back in starts)


@school.rule(r"(?:the )?(?:end of )(?:the |this )?(?:school|academic) year(?!\w)")
def end_of_school_year(reader: Reader, match: re.Match[str]) -> Stretch:
    summer = _ahead(reader, "summer")
    if not summer:
        return _unknown(reader, match)
    return Stretch(summer[0].end, summer[0].end, match.end(), edge=True)
