"""A partnership's own days: calendars from files, closed days, several organisations' terms, and warming up."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.dates import Calendar, Term, calendar_from, find_deadline, read, working_day

LONDON = ZoneInfo("Europe/London")
BRITISH = Path(__file__).parents[2] / "bench" / "calendars" / "british.yaml"
NOW = datetime(2027, 1, 13, 9, 30, tzinfo=LONDON)  # a Wednesday
INSET = Calendar(closed=frozenset({date(2027, 1, 14), date(2027, 1, 29)}))


def told(phrase: str, calendar: Calendar, at: datetime = NOW) -> str:
    found = read(phrase, at, calendar)
    assert found is not None
    return found.date.isoformat() if found.date else str(found.ask)


def test_the_calendar_of_the_measured_cases_is_read_whole() -> None:
    found = calendar_from(yaml.safe_load(BRITISH.read_text()))
    assert (found.zone, found.nation) == ("Europe/London", "ENG")
    assert list(found.meetings) == [datetime(2026, 12, 15, 14, tzinfo=LONDON)]
    assert [(term.name, term.end) for term in found.terms] == [
        ("autumn", date(2026, 12, 18)),
        ("spring", date(2027, 3, 25)),
        ("summer", date(2027, 7, 21)),
    ]
    assert found.terms[1].half_term == (date(2027, 2, 15), date(2027, 2, 19))


def test_days_may_be_dates_or_text_and_meetings_with_or_without_an_offset() -> None:
    found = calendar_from(
        {
            "nation": "sct",
            "meetings": ["2027-07-01T14:00", datetime(2027, 6, 1, 13, tzinfo=UTC), "2027-05-04"],
            "terms": [{"name": "Summer", "start": date(2027, 4, 12), "end": "2027-06-30"}],
            "closed": ["2027-05-05", [date(2027, 5, 10), date(2027, 5, 12)]],
        },
        "Europe/London",
    )
    assert [meeting.isoformat() for meeting in found.meetings] == [
        "2027-05-04T23:59:00+01:00",
        "2027-06-01T14:00:00+01:00",
        "2027-07-01T14:00:00+01:00",
    ]
    assert found.nation == "SCT" and found.terms[0].end == date(2027, 6, 30)
    assert sorted(found.closed) == [date(2027, 5, day) for day in (5, 10, 11, 12)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "parts with names"),
        ({"holidays": []}, "also has holidays"),
        ({"zone": "Mars/Crater"}, "no time zone called Mars/Crater"),
        ({"nation": "FR"}, "not FR"),
        ({"meetings": "2027-01-01"}, "are a list"),
        ({"meetings": ["soon"]}, "not soon"),
        ({"terms": [3]}, "a name, a start and an end"),
        ({"terms": [{"start": "2027-02-30", "end": "2027-03-01"}]}, "not 2027-02-30"),
        (
            {"terms": [{"name": "Spring", "start": "2027-03-02", "end": "2027-03-01"}]},
            "Spring term ends before",
        ),
        ({"closed": [["2027-03-02"]]}, "run of days"),
        ({"closed": [["2027-03-02", "2090-01-01"]]}, "within a year"),
    ],
)
def test_a_calendar_that_cannot_be_read_says_what_would_work(data: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        calendar_from(data)  # type: ignore[arg-type]


def test_a_closed_day_is_no_working_day() -> None:
    assert not working_day(date(2027, 1, 14), INSET) and working_day(date(2027, 1, 14), Calendar())
    assert told("within 2 working days", INSET) == "2027-01-18"
    assert told("within 2 working days", Calendar()) == "2027-01-15"
    assert told("the last working day of January", INSET) == "2027-01-28"


def test_an_inset_day_is_the_next_closed_day_and_is_asked_for_where_none_is_known() -> None:
    assert told("the next INSET day", INSET) == "2027-01-14"
    assert told("the day after the inset day", INSET) == "2027-01-15"
    assert told("inset day", Calendar()) == "no_terms"


def several() -> Calendar:
    """Two councils whose terms are nearly the same, and one that agrees with the first."""
    spring = Term("Spring", date(2027, 1, 4), date(2027, 3, 25), (date(2027, 2, 15), date(2027, 2, 19)))
    other = Term("Spring term", date(2027, 1, 5), date(2027, 3, 24), (date(2027, 2, 22), date(2027, 2, 26)))
    return Calendar(terms=[spring, spring, other, Term("Summer", date(2027, 4, 12), date(2027, 7, 21))])


def test_where_organisations_differ_the_day_that_is_early_enough_for_all_is_taken_and_not_sure() -> None:
    for phrase, meant in [
        ("end of term", "2027-03-24"),
        ("before half term", "2027-02-12"),
        ("after half term", "2027-03-01"),
        ("start of next term", "2027-04-12"),
    ]:
        found = read(phrase, NOW, several())
        assert found is not None and found.date == date.fromisoformat(meant)
        assert found.sure is (phrase == "start of next term")


def test_a_term_whose_name_tells_no_season_is_known_by_its_month() -> None:
    terms = [
        Term("Term 3", date(2027, 1, 4), date(2027, 3, 25)),
        Term("Term 5", date(2027, 4, 12), date(2027, 7, 21)),
    ]
    assert told("end of the summer term", Calendar(terms=terms)) == "2027-07-21"


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("the last meeting before Easter", "2027-03-16"),
        ("the meeting in March", "2027-03-16"),
        ("in two meetings' time", "2027-03-16"),
        ("24 hours before the meeting", "2027-02-01"),
        ("the meeting on the 20th", "2027-01-20"),
    ],
)
def test_meetings_are_found_beside_other_days(phrase: str, meant: str) -> None:
    meetings = [datetime(2027, 2, 2, 16, tzinfo=LONDON), datetime(2027, 3, 16, 16, tzinfo=LONDON)]
    assert told(phrase, Calendar(meetings=meetings)) == meant


def test_two_threads_may_read_while_the_slow_parts_are_loaded() -> None:
    code = (
        "import sys, threading; from datetime import *; from bot import dates; c = dates.Calendar();"
        "n = datetime(2027, 1, 13, 9, 30, tzinfo=UTC); found = [];"
        "work = [dates.warm_up] + [lambda: found.append(dates.read('15jan', n, c))] * 6;"
        "threads = [threading.Thread(target=w) for w in work];"
        "assert 'dateparser' not in sys.modules;"
        "[t.start() for t in threads]; [t.join() for t in threads];"
        "assert [f.date for f in found] == [date(2027, 1, 15)] * 6, found"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_that_our_own_rules_read_loads_the_engine() -> None:
    code = (
        "import sys; from datetime import *; from bot.dates import *; c = Calendar();"
        "n = datetime(2027, 1, 13, 9, 30, tzinfo=UTC);"
        "[read(p, n, c) for p in ('by fridy week', 'in 2-3 weeks', 'asap', 'version 3.4', 'the 3rd floor')];"
        "assert 'dateparser' not in sys.modules and 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_deadline_in_a_line_knows_the_partnerships_own_days() -> None:
    found = find_deadline("Jo to send the register by half term", NOW, several())
    assert found is not None and found.date == date(2027, 2, 12)
