"""School terms and closed days, as schools and councils publish them: pasted from a page, or in a calendar file."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from datetime import date

import pytest

from bot import calendar_reading, school
from bot.dates import Term
from bot.school import Problem
from bot.school.kinds import kind_of
from handlers.terms.entering import as_written

TODAY = date(2026, 11, 25)
ZONE = "Europe/London"

AUTUMN = Term("Autumn term", date(2026, 9, 2), date(2026, 12, 18), (date(2026, 10, 26), date(2026, 10, 30)))
SPRING = Term("Spring term", date(2027, 1, 4), date(2027, 3, 25), (date(2027, 2, 15), date(2027, 2, 19)))
SUMMER = Term("Summer term", date(2027, 4, 12), date(2027, 7, 21), (date(2027, 5, 31), date(2027, 6, 4)))
YEAR = (AUTUMN, SPRING, SUMMER)


def read(text: str, today: date = TODAY, kept: Sequence[Term] = ()) -> school.Understood:
    return school.read(text, today, ZONE, kept)


def codes(found: school.Understood) -> list[str]:
    return [problem.code for problem in found.problems]


# Pasted

ONE_LINE_EACH = """\
Autumn term: 2 September to 18 December, half term 26 to 30 October
Spring term: 4 January to 25 March, half term 15 to 19 February
Summer term: 12 April to 21 July, half term 31 May to 4 June"""

UNDER_HEADINGS = """\
Term dates 2026/27

**Autumn term 2026**
Term starts: Wednesday 2 September 2026
Half term: Monday 26 October to Friday 30 October 2026
Term ends: Friday 18 December 2026

**Spring term 2027**
Term starts: Monday 4 January 2027
Half term: Monday 15 February - Friday 19 February 2027
Term ends: Thursday 25 March 2027

**Summer term 2027**
Starts: Monday 12 April 2027
May Day bank holiday: Monday 3 May 2027
Half term: Monday 31 May – Friday 4 June 2027
Ends: Wednesday 21 July 2027"""

SIX_TERMS = """\
Term 1: 2 September 2026 to 23 October 2026
Term 2: 2 November 2026 to 18 December 2026
Term 3: 4 January 2027 to 12 February 2027
Term 4: 22 February 2027 to 25 March 2027
Term 5: 12 April - 28 May
Term 6: 7 June - 21 July"""

TABLE = """\
Term | Begins | Half term | Ends
Autumn | 2 Sept | 26 Oct - 30 Oct | 18 Dec
Spring | 4 Jan | 15 Feb - 19 Feb | 25 Mar
Summer\t12/04/2027\t31/05/2027\t04/06/2027\t21/07/2027"""

DAY_FIRST = """\
Wed 2nd September: Autumn term begins
Fri 23rd October: break up for half term
Mon 2nd November: return to school after half term
Fri 18th December: end of term
Mon 4th January: Spring term begins
15-19 February: half term
Thu 25th March: last day of term
12 April: Summer term starts
31 May to 4 June: half term
21 July: end of the school year"""


@pytest.mark.parametrize("text", [ONE_LINE_EACH, UNDER_HEADINGS, SIX_TERMS, TABLE, DAY_FIRST])
def test_a_year_is_read_however_it_is_published(text: str) -> None:
    found = read(text)
    assert found.terms == YEAR
    assert (found.problems, found.unclear) == ((), ())


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 9, 1), 2026), (date(2027, 7, 31), 2026), (date(2027, 8, 1), 2027)]
)
def test_days_without_a_year_are_of_the_school_year_that_goes_on(today: date, expected: int) -> None:
    [term] = read("Autumn term: 2 September to 18 December", today).terms
    assert term.start == date(expected, 9, 2)


def test_a_weekday_tells_of_which_school_year_the_days_are() -> None:
    [term] = read("Autumn term: Wednesday 2 September to Friday 18 December", date(2026, 6, 1)).terms
    assert (term.start, term.end) == (AUTUMN.start, AUTUMN.end)


def test_a_heading_that_names_the_school_year_wins_over_today() -> None:
    [term] = read("School year 2027-28\nSpring term: 4 January to 31 March").terms
    assert term.start == date(2028, 1, 4)


@pytest.mark.parametrize(
    "text",
    [
        "INSET: 4 January, 5 May",
        "INSET days\n- 4 January\n- Wednesday 5 May 2027",
        "Staff training days: 4 January and 5 May",
        "4 January: INSET day\n5 May: school closed",
    ],
)
def test_closed_days_are_read_one_by_one(text: str) -> None:
    found = read(text)
    assert [(one.first, one.last) for one in found.closed] == [
        (date(2027, 1, 4), date(2027, 1, 4)),
        (date(2027, 5, 5), date(2027, 5, 5)),
    ]
    assert all(one.name for one in found.closed)


def test_a_half_term_said_alone_belongs_to_the_term_that_is_kept() -> None:
    kept = Term("Spring term", SPRING.start, SPRING.end)
    assert read("Half term: 15 to 19 February", kept=[AUTUMN, kept]).terms == (SPRING,)


def test_weekends_at_the_ends_of_a_half_term_are_no_part_of_it() -> None:
    [term] = read("Spring term: 4 January to 25 March, half term Sat 13 to Sun 21 February").terms
    assert term.half_term == SPRING.half_term


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Autumn term: 31 November to 18 December", "impossible"),
        ("Autumn term: Tuesday 2 September 2026 to 18 December 2026", "impossible"),
        ("Autumn term: 18 December 2026 to 2 September 2026", "backwards"),
        ("Autumn term: 2 September 2026 to 2 July 2027", "too_long"),
        ("Autumn term begins 2 September", "no_end"),
        ("Autumn term ends 18 December", "no_start"),
        ("Autumn term: 2 September to 18 December\nSpring term: 15 December to 25 March", "overlap"),
        ("Half term: 3 to 7 August", "half_outside"),
    ],
)
def test_what_does_not_fit_is_asked_about_and_never_bent(text: str, code: str) -> None:
    found = read(text)
    assert code in codes(found)
    assert len(found.terms) == (1 if code == "overlap" else 0)


def test_what_is_wrong_in_one_line_leaves_the_others_alone() -> None:
    found = read(f"{ONE_LINE_EACH}\nINSET: 31 February\nChoir practice: 6 May")
    assert found.terms == YEAR
    assert found.problems == (Problem("impossible", "31 February"),)
    assert found.unclear == ("Choir practice: 6 May",)


def test_what_upbeat_writes_itself_is_read_back_as_the_same() -> None:
    found = read(f"{ONE_LINE_EACH}\nINSET: 4 January, 5 to 7 May")
    again = read(as_written(found))
    assert again.terms == found.terms
    assert [(one.first, one.last) for one in again.closed] == [(one.first, one.last) for one in found.closed]


@pytest.mark.parametrize("text", ["", "\n\n", "hello", "the terms of reference", "see you on Friday", "12"])
def test_words_that_tell_of_no_terms_give_none(text: str) -> None:
    assert not read(text).anything


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Autumn Term begins", "begins"),
        ("First day of term", "begins"),
        ("Start of Spring term 2027", "begins"),
        ("Pupils return to school", "begins"),
        ("Term ends", "ends"),
        ("Last day of term before the Christmas holidays", "ends"),
        ("School closes for the summer", "ends"),
        ("Half Term", "half_term"),
        ("October half-term holiday", "half_term"),
        ("October holiday", "half_term"),
        ("Break up for half term", "half_before"),
        ("School reopens after half-term", "half_after"),
        ("Christmas Holidays", "holiday"),
        ("Easter break", "holiday"),
        ("INSET day", "closed"),
        ("Staff Training Day (school closed to pupils)", "closed"),
        ("In-service day", "closed"),
        ("Occasional day", "closed"),
        ("Early May Bank Holiday", "known"),
        ("Good Friday", "known"),
        ("Choir practice", None),
    ],
)
def test_the_names_of_events_tell_what_they_are(words: str, kind: str | None) -> None:
    assert kind_of(words) == kind


# Calendar files


def event(name: str, first: str, until: str = "", more: str = "", mark: str = ";VALUE=DATE") -> str:
    end = f"DTEND{mark}:{until}\r\n" if until else ""
    return f"BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:{name}\r\nDTSTART{mark}:{first}\r\n{end}{more}END:VEVENT\r\n"


def calendar(*events: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//school//EN\r\n{''.join(events)}END:VCALENDAR\r\n"


BY_EDGES = calendar(
    event("Autumn Term begins", "20260902"),
    event("October Half Term", "20261024", "20261102"),
    event("Term ends", "20261218"),
    event("Spring Term Begins", "20270104"),
    event("Half term", "20270213", "20270222"),
    event("Last day of term", "20270325"),
    event("Summer term starts", "20270412"),
    event("Break up for half term", "20270528"),
    event("Return to school after half term", "20270607"),
    event("School closes for summer holidays", "20270721"),
)
BY_HOLIDAYS = calendar(
    event("Summer holidays", "20260722", "20260902"),
    event("October half-term holiday", "20261026", "20261031"),
    event("Christmas Holidays", "20261219", "20270104"),
    event("Half-term holiday", "20270215", "20270220"),
    event("Easter Holidays", "20270326", "20270412"),
    event("May half-term", "20270531", "20270605"),
    event("Summer Holiday", "20270722", "20270902"),
)
BY_TERMS = calendar(
    event("Autumn Term", "20260902", "20261219"),
    event("Half term", "20261026", "20261031"),
    event("Spring Term", "20270104", "20270326"),
    event("Half term", "20270215", "20270220"),
    event("Summer Term", "20270412", "20270722"),
    event("Half term", "20270531", "20270605"),
)


@pytest.mark.parametrize("text", [BY_EDGES, BY_HOLIDAYS, BY_TERMS, BY_EDGES.replace("\r\n", "\n")])
def test_a_year_is_read_from_a_calendar_however_it_is_kept(text: str) -> None:
    found = read(text)
    assert found.terms == YEAR
    assert found.problems == ()


def test_a_half_term_kept_day_by_day_is_one_and_the_same_said_twice_too() -> None:
    daily = [event("Half Term", f"202702{day}") for day in range(15, 20)]
    term = event("Spring Term", "20270104", "20270326")
    assert read(calendar(term, *daily)).terms == (SPRING,)
    whole = event("Half-term holiday", "20270213", "20270222")
    found = read(calendar(term, *daily, whole, event("Half term begins", "20270215")))
    assert (found.terms, found.problems) == ((SPRING,), ())


def test_a_half_term_of_which_only_one_end_is_known_is_asked_about() -> None:
    found = read(
        calendar(event("Spring Term", "20270104", "20270326"), event("Half term begins", "20270215"))
    )
    assert codes(found) == ["no_end"] and found.terms[0].half_term is None


def test_the_end_of_an_event_is_not_one_of_its_days() -> None:
    [one] = read(calendar(event("INSET days", "20270104", "20270106"))).closed
    assert (one.first, one.last) == (date(2027, 1, 4), date(2027, 1, 5))


@pytest.mark.parametrize(
    ("first", "until", "mark", "day"),
    [
        ("20270609T230000Z", "20270610T230000Z", "", date(2027, 6, 10)),
        ("20270610T000000", "20270611T000000", ";TZID=Europe/London", date(2027, 6, 10)),
        ("20270610T085000", "20270610T151000", ";TZID=GMT Standard Time", date(2027, 6, 10)),
        ("20270610T085000", "20270610T151000", ";TZID=Mars/Olympus Mons", date(2027, 6, 10)),
    ],
)
def test_events_with_hours_are_the_days_that_the_wall_here_shows(
    first: str, until: str, mark: str, day: date
) -> None:
    [one] = read(calendar(event("INSET day", first, until, mark=mark))).closed
    assert (one.first, one.last) == (day, day)


def test_other_things_that_happen_in_a_school_are_left_alone() -> None:
    others = ("End of term disco", "Half term football camp", "Y7 holiday reading list", "Term 2 reports")
    found = read(calendar(*(event(name, "20270324") for name in others)))
    assert not found.anything and found.problems == ()
    assert found.unclear == others


def test_a_cancelled_event_does_not_count_and_a_yearly_one_counts_each_year() -> None:
    gone = event("INSET day", "20270104", more="STATUS:CANCELLED\r\n")
    yearly = event("Founders' day: school closed", "20261201", more="RRULE:FREQ=YEARLY\r\n")
    found = read(calendar(gone, yearly))
    assert [one.first.isoformat() for one in found.closed] == ["2026-12-01", "2027-12-01", "2028-12-01"]


def test_a_name_comes_without_what_no_store_takes() -> None:
    [one] = read(calendar(event("INSET\x00 \u202eday\ud800", "20270104"))).closed
    assert one.name == "INSET day"


def test_one_broken_event_spoils_no_other() -> None:
    broken = "BEGIN:VEVENT\r\nSUMMARY:INSET day\r\nDTSTART:99999999\r\nRRULE:FREQ=;;\r\nEND:VEVENT\r\n"
    cut_off = "BEGIN:VEVENT\r\nSUMMARY:INSET day\r\nDTSTART"
    found = read(calendar(broken, event("INSET day", "20270104"), broken) + cut_off)
    assert [one.first for one in found.closed] == [date(2027, 1, 4)]


HOSTILE = {
    "nothing but beginnings": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 38_000,
    "folded without end": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:term" + "\n " * 200_000,
    "every second": calendar(event("INSET day", "20260101", more="RRULE:FREQ=SECONDLY\r\n")),
    "every day for ever": calendar(
        event("INSET day", "20260101", more="RRULE:FREQ=DAILY;COUNT=999999999\r\n")
    ),
    "a day that never comes": calendar(
        event("INSET day", "20260101", more="RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n")
    ),
    "minus times": calendar(event("INSET day", "20260101", more="RRULE:FREQ=DAILY;INTERVAL=-5;COUNT=-1\r\n")),
    "the end of time": calendar(event("Autumn term", "20260902", "99991231", "RRULE:FREQ=YEARLY\r\n")),
    "no character": "BEGIN:VCALENDAR\n\x00\ud800\ufeffBEGIN:VEVENT\nSUMMARY:\ud800term\nEND:VEVENT",
    "a word without end": f"BEGIN:VCALENDAR\n{event('term ' * 90_000, '20260902')}",
    "zones within zones": calendar(
        *(event("Autumn term", "20260902T000000", mark=f";TZID={'A/' * 400}") for _ in range(500))
    ),
    "hundreds of rules": calendar(
        *(
            event("INSET day", "20270104", more=f"RRULE:FREQ=DAILY;BYDAY={'MO,' * 300}TU\r\n")
            for _ in range(300)
        )
    ),
    "every day of every day": calendar(
        *(event(f"INSET day {n}", "20261201", more="RRULE:FREQ=DAILY\r\n") for n in range(3_000))
    ),
    "thousands": calendar(*(event(f"INSET day {n}", "20270104") for n in range(5_000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_neither_hangs_nor_fails_nor_fills_the_store(name: str) -> None:
    began = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - began < 1.0
    assert len(found.closed) <= 80 and len(found.terms) <= 20
    assert all((one.last - one.first).days <= 10 for one in found.closed)


def test_a_text_of_nothing_but_days_is_read_as_far_as_a_school_year_can_go() -> None:
    """Three hundred lines of days would keep everybody else waiting for seconds."""
    lines = [f"INSET {'a' * (n % 28)}: {1 + n // 12} January and {1 + n // 12} May" for n in range(300)]
    began = time.process_time()
    found = read("\n".join(lines))
    assert time.process_time() - began < 1.0
    assert len(found.closed) == 20 and lines[-1] in found.unclear and lines[0] not in found.unclear


def test_no_text_of_any_kind_hangs_or_fails() -> None:
    chance = random.Random(7)
    pieces = re.findall(r"\S+|\s", f"{UNDER_HEADINGS} - to 5/6/27 ( | 31 November 2026-09-02 2026/27 \ud800")
    texts = ["".join(chance.choice(pieces) + " " for _ in range(900)) for _ in range(60)]
    texts += [one * 2_000 for one in ("1 ", "1 to ", "2026-", "May ", "- ", "end ", "half term before ", "(")]
    for text in texts:
        began = time.process_time()
        read(text)
        assert time.process_time() - began < 1.0, text[:40]


def test_only_what_begins_as_one_is_a_calendar() -> None:
    assert calendar_reading.is_calendar("\ufeff\r\nbegin:vcalendar\r\n")
    assert not calendar_reading.is_calendar("Our calendar: BEGIN:VCALENDAR")


def test_a_slip_in_a_month_costs_no_half_term() -> None:
    read = school.read("Spring term: 4 January to 25 March, half term 15 to 19 Febuary", TODAY, ZONE)
    assert read.terms[0].half_term == (date(2027, 2, 15), date(2027, 2, 19)) and not read.unclear


def test_days_that_could_not_be_read_beside_others_are_handed_back() -> None:
    line = "Spring term: 4 January to 25 March, half term 15 to 19 Fbrry"
    read = school.read(line, TODAY, ZONE)
    assert read.terms and read.unclear == (line,)


def test_what_was_read_whole_is_not_handed_back() -> None:
    read = school.read("Term 1: 2 September to 18 December 2026, half term 26 to 30 October", TODAY, ZONE)
    assert read.terms and not read.unclear
