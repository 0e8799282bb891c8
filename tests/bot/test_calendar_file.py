"""Files that calendars read: taken in, put right when a meeting moves, taken out when it is cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from bot.calendar_file import Entry, Frame, cancelled, file_name, planned, uid

FRAME = Frame("Otterbridge Partnership", "Europe/London", datetime(2026, 11, 25, 10, tzinfo=UTC))
SUMMER = datetime(2027, 6, 15, 13, 0, tzinfo=UTC)
MEETING = Entry(uid(3, "slack/U1"), 0, "Steering group", SUMMER, SUMMER + timedelta(minutes=90), "the Curve")


class Diary:
    """A calendar that follows RFC 5546: the higher SEQUENCE counts, and a cancelled event goes."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.seen: dict[str, int] = {}

    def takes(self, text: str) -> None:
        for calendar in Calendar.from_ical(text, multiple=True):
            for event in calendar.events:
                key, number = str(event["UID"]), int(str(event["SEQUENCE"]))
                if number < self.seen.get(key, 0):
                    continue
                self.seen[key] = number
                if calendar["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED":
                    self.events.pop(key, None)
                else:
                    self.events[key] = event


@pytest.fixture
def diary() -> Diary:
    diary = Diary()
    diary.takes(planned([MEETING], FRAME))
    return diary


def test_a_calendar_shows_the_meeting_at_its_hour_on_the_wall(diary: Diary) -> None:
    [event] = diary.events.values()
    assert event.start == datetime(2027, 6, 15, 14, 0, tzinfo=ZoneInfo("Europe/London"))
    assert event.end - event.start == timedelta(minutes=90)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Steering group", "the Curve")


def test_the_zone_comes_along_with_its_summer_time() -> None:
    [calendar] = Calendar.from_ical(planned([MEETING], FRAME), multiple=True)
    assert calendar.get_missing_tzids() == set()
    [zone] = calendar.timezones
    read = zone.to_tz(lookup_tzid=False)
    assert datetime(2027, 6, 15, 14, tzinfo=read).utcoffset() == timedelta(hours=1)
    assert datetime(2027, 1, 15, 14, tzinfo=read).utcoffset() == timedelta(0)


def test_a_meeting_that_moves_takes_the_place_of_the_old_one(diary: Diary) -> None:
    later = replace(MEETING, revision=1, starts_at=SUMMER + timedelta(days=2))
    diary.takes(planned([later], FRAME))
    [event] = diary.events.values()
    assert event.start.day == 17


def test_an_older_file_that_is_opened_again_changes_nothing(diary: Diary) -> None:
    later = replace(MEETING, revision=1, starts_at=SUMMER + timedelta(days=2))
    diary.takes(planned([later], FRAME))
    diary.takes(planned([MEETING], FRAME))
    [event] = diary.events.values()
    assert event.start.day == 17


def test_cancelled_meetings_leave_the_calendar_and_others_stay(diary: Diary) -> None:
    others = [replace(MEETING, uid=uid(number, "slack/U1")) for number in (4, 5)]
    diary.takes(planned(others, FRAME))
    diary.takes(cancelled([replace(one, revision=1) for one in (MEETING, others[0])], FRAME))
    assert list(diary.events) == [others[1].uid]


def test_each_cancellation_is_of_one_event_as_the_standard_wants_it() -> None:
    others = [replace(MEETING, uid=uid(number, "slack/U1")) for number in (4, 5)]
    calendars = Calendar.from_ical(cancelled(others, FRAME), multiple=True)
    assert [(str(one["METHOD"]), len(one.events)) for one in calendars] == [("CANCEL", 1)] * 2


def test_every_event_says_who_publishes_it_without_an_address_that_could_be_written_to(diary: Diary) -> None:
    [event] = diary.events.values()
    assert event["ORGANIZER"].params["CN"] == "Otterbridge Partnership"
    assert str(event["ORGANIZER"]).endswith(".invalid") and "ATTENDEE" not in event


HOSTILE = 'Budget; plans, "all"\r\nEND:VEVENT\r\nBEGIN:VALARM\\n\x0b\u2028x'


def test_typed_words_can_never_become_more_than_words() -> None:
    entry = replace(MEETING, name=HOSTILE, place=HOSTILE, words=HOSTILE)
    text = planned([entry], replace(FRAME, organiser=HOSTILE))
    [calendar] = Calendar.from_ical(text, multiple=True)
    [event] = calendar.events
    assert event.subcomponents == [] and len(calendar.subcomponents) == 2
    assert str(event["SUMMARY"]) == " ".join(HOSTILE.split())
    assert [line for line in text.split("\r\n") if line.startswith("BEGIN:V")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:VEVENT",
    ]


def test_lines_are_short_and_end_as_the_standard_wants_it() -> None:
    text = planned([replace(MEETING, words="Otterbridge überall " * 40)], FRAME)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_two_houses_never_share_the_id_of_a_meeting() -> None:
    assert uid(3, "slack/U1") == uid(3, "slack/U1")
    assert len({uid(3, "slack/U1"), uid(4, "slack/U1"), uid(3, "slack/U2")}) == 3


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Steering group", "steering-group.ics"),
        ("Grŵp llywio: 3/4", "grwp-llywio-3-4.ics"),
        ("../../etc/passwd", "etc-passwd.ics"),
        ("会議", "meeting.ics"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(words: str, name: str) -> None:
    assert file_name(words) == name
