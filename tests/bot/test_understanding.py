"""`upbeat read`, used as people and scorers use it: words on standard input, JSON on standard output."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import Calendar, full
from bot.seen_from import Unreadable, View, moment, people_in, view, zone
from bot.understanding import dates_answer, lines_answer, members, read_through
from tests.bot.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
BRITISH = "bench/calendars/british.yaml"
WRITTEN = "2026-11-25T10:00"  # a Wednesday
WORDS = vocabulary()
SEEN = View(Calendar(), datetime(2026, 11, 25, 10, tzinfo=UTC))


def upbeat_read(*options: str, said: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    typed = said.encode() if isinstance(said, str) else said
    return subprocess.run(
        [sys.executable, "-m", "bot", "read", *options],
        input=typed,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
    )


def rows(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def dates_of(*lines: str | dict[str, object], seen: View = SEEN) -> list[dict[str, Any]]:
    """What `read dates` says to these lines, without a process of its own."""
    return through("phrase", dates_answer(seen), *lines)


def lines_of(*lines: str | dict[str, object], people: str = "") -> list[dict[str, Any]]:
    known = members([{"name": name.strip()} for name in people.split(",") if name])
    return through("line", lines_answer(SEEN, known, WORDS), *lines)


def through(name: str, answer: Any, *lines: str | dict[str, object]) -> list[dict[str, Any]]:
    typed = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    out = io.BytesIO()
    read_through(name, answer, [f"{line}\n".encode() for line in typed], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_phrase_on_a_line_is_answered_with_its_date_and_the_words_it_was_read_from() -> None:
    run = upbeat_read(
        "dates", "--reference", WRITTEN, "--zone", "Europe/London", said="Friday week\n\nasap\n5pm Thursday"
    )
    assert run.returncode == 0 and run.stderr == b""
    friday, soon, thursday = rows(run)
    assert friday == {
        "phrase": "Friday week",
        "date": "2026-12-04",
        "time": None,
        "sure": True,
        "read": "Friday week",
        "ask": None,
    }
    assert soon["date"] is None and soon["read"] == "asap"
    assert (thursday["date"], thursday["time"]) == ("2026-11-26", "17:00")


def test_the_calendar_says_when_the_next_meeting_is_and_when_term_ends() -> None:
    said = "before the next meeting\nend of term\n"
    run = upbeat_read("dates", "--reference", WRITTEN, "--calendar", BRITISH, said=said)
    assert [row["date"] for row in rows(run)] == ["2026-12-14", "2026-12-18"]


def test_a_row_brings_its_own_reference_and_zone() -> None:
    tokyo = {"phrase": "tomorrow", "reference": "2027-03-01T23:30:00+00:00", "zone": "Asia/Tokyo"}
    [theirs, ours] = dates_of({"phrase": "tomorrow", "reference": "2027-03-01"}, tokyo)
    assert (theirs["date"], ours["date"]) == ("2027-03-02", "2027-03-03")


def test_a_deadline_in_a_whole_line_is_read_as_one() -> None:
    [tuesday, paid] = dates_of(
        "Jo to send the March figures round by Tuesday please",
        "the hall was booked on 3 December, please pay by 10 December",
    )
    assert (tuesday["date"], tuesday["read"]) == ("2026-12-01", "by Tuesday")
    assert (paid["date"], paid["read"]) == ("2026-12-10", "by 10 December")


def test_a_day_that_no_calendar_has_is_asked_about_and_not_bent() -> None:
    [row] = dates_of("31 June")
    assert row["date"] is None and row["ask"] == "impossible" and not row["sure"]


BAD = [
    '{"phrase": "Friday"',
    '{"words": "Friday"}',
    '{"phrase": 12}',
    '{"phrase": "  "}',
    '{"phrase": "Friday", "reference": "2026-02-31T10:00"}',
    '{"phrase": "Friday", "reference": "0001-01-01"}',
    '{"phrase": "Friday", "reference": ["2026"]}',
    '{"phrase": "Friday", "zone": "Europe/Narnia"}',
    '{"phrase": "Friday", "zone": "../etc"}',
    '{"a":' * 5_000,
    '{"phrase": ' + "9" * 5_000 + "}",
]


def test_a_bad_line_says_so_kindly_and_the_others_go_on() -> None:
    run = upbeat_read("dates", "--reference", WRITTEN, said="\n".join(["tomorrow", *BAD, "Friday"]))
    first, *bad, last = rows(run)
    assert run.returncode == 1 and run.stderr == b""
    assert len(bad) == len(BAD)
    assert all(set(row) == {"phrase", "error"} and row["error"].endswith(".") for row in bad)
    assert (first["date"], last["date"]) == ("2026-11-26", "2026-11-27")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--zone", "Narnia"], "Narnia"),
        (["--zone", "Europe/Pariss"], "Paris"),
        (["--reference", "yesterday"], "2026-11-25T10:00"),
        (["--reference", "1066-10-14"], "1066"),
        (["--calendar", "no/such/file.yaml"], "no/such/file.yaml"),
        (["--calendar", "docs"], "docs"),
        (["--calendar", "README.md"], "YAML"),
    ],
)
def test_an_option_that_cannot_be_meant_is_told_in_one_sentence(options: list[str], word: str) -> None:
    run = upbeat_read("dates", *options, said="Friday\n")
    told = run.stderr.decode()
    assert run.returncode == 2 and run.stdout == b""
    assert word in told and told.count("\n") == 1 and "Traceback" not in told


@pytest.mark.parametrize(
    "words",
    [
        "- a list",
        "terms: autumn",
        "meetings: [31.12]",
        "terms: [{start: 2026-09-02}]",
        "zone: Narnia",
        "x: 1",
    ],
)
def test_a_calendar_that_cannot_be_meant_is_told_in_one_sentence(tmp_path: Path, words: str) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"calendar\.yaml: .*\.$"):
        view("", "", path, SEEN.at)


@pytest.mark.parametrize("words", ["Mina", "name: Mina", "- 3", "- organisation: Otter", "- name: ''"])
def test_a_list_of_people_that_names_nobody_is_told_in_one_sentence(tmp_path: Path, words: str) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(Unreadable, match="write the people as a list"):
        people_in(path)


def test_a_zone_on_the_command_wins_over_the_one_in_the_calendar(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text("zone: Europe/Paris\nmeetings: [2026-12-15T14:00]\n", encoding="utf-8")
    assert view(WRITTEN, "", path, SEEN.at).calendar.zone == "Europe/Paris"
    seen = view(WRITTEN, "London", path, SEEN.at)
    assert seen.calendar.zone == "Europe/London"
    assert seen.at == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert seen.calendar.meetings[0].astimezone(UTC) == datetime(2026, 12, 15, 13, tzinfo=UTC)


def test_without_a_reference_words_are_seen_from_now() -> None:
    now = datetime(2027, 6, 30, 22, 30, tzinfo=UTC)
    [row] = dates_of("today", seen=view("", "", None, now))
    [there] = dates_of("today", seen=view("", "Europe/Paris", None, now))
    assert (row["date"], there["date"]) == ("2027-06-30", "2027-07-01")


def test_a_reference_without_a_time_is_the_start_of_its_day() -> None:
    assert moment("2027-07-01", "Europe/London") == datetime(2027, 6, 30, 23, tzinfo=UTC)


def test_a_zone_is_understood_as_people_write_it() -> None:
    assert (zone("uk time"), zone(""), zone("Lisbon")) == ("Europe/London", "Europe/London", "Europe/Lisbon")


def test_words_in_any_script_pass_through_whatever_the_locale() -> None:
    said = '﻿erbyn dydd Gwener – Siân ✅\n{"phrase": "\\ud83d by Friday"}\n'.encode() + b"\xff Friday\r\n"
    run = upbeat_read("dates", "--reference", WRITTEN, said=said, LC_ALL="C", PYTHONUTF8="0")
    first, second, third = rows(run)
    assert run.returncode == 0 and run.stderr == b""
    assert first["phrase"] == "erbyn dydd Gwener – Siân ✅"
    assert second["phrase"] == "\ud83d by Friday"
    assert third["phrase"] == "� Friday"


def test_an_answer_is_one_line_to_every_reader_of_lines() -> None:
    said = "by Friday\u2028please\x85thanks"
    run = upbeat_read("dates", "--reference", WRITTEN, said=json.dumps({"phrase": said}))
    [line] = run.stdout.decode().splitlines()
    assert json.loads(line)["phrase"] == said


def test_each_answer_comes_before_the_next_question() -> None:
    """As a filter in a conversation, not only in a batch."""
    command = [sys.executable, "-m", "bot", "read", "dates", "--reference", WRITTEN]
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=buffered
    ) as reader:
        assert reader.stdin and reader.stdout
        for phrase, expected in (("Friday", "2026-11-27"), ("tomorrow", "2026-11-26")):
            reader.stdin.write(f"{phrase}\n".encode())
            reader.stdin.flush()
            assert json.loads(reader.stdout.readline())["date"] == expected
        reader.stdin.close()


def test_nobody_left_to_read_is_no_error() -> None:
    command = [sys.executable, "-m", "bot", "read", "dates", "--reference", WRITTEN]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as reader:
        assert reader.stdin and reader.stdout and reader.stderr
        reader.stdout.close()
        reader.stdin.write(b"Friday\n" * 100)
        reader.stdin.close()
        assert reader.stderr.read() == b""
        assert reader.wait(30) == 0


@pytest.mark.parametrize("at", [date(2026, 11, 25), date(2027, 12, 30), date(2028, 2, 29), date(2027, 3, 27)])
def test_what_upbeat_writes_back_is_read_as_the_same_day(at: date) -> None:
    seen = View(Calendar(), datetime(at.year, at.month, at.day, 10, tzinfo=UTC))
    days = [at + timedelta(days=ahead) for ahead in range(0, 700, 3)]
    written = [f"by {full(day, at)}" for day in days]
    assert [row["date"] for row in dates_of(*written, seen=seen)] == [day.isoformat() for day in days]


def test_reading_never_takes_words_that_are_not_there() -> None:
    for row in dates_of("noon on the 3rd, thanks", "sometime", "by by by Friday", "12/13", "😀 by Friday 😀"):
        assert row["read"] in row["phrase"]


def test_a_line_is_answered_with_what_is_to_be_done_by_whom_and_when() -> None:
    [row] = lines_of("ACTION: Sam to book the hall by Friday", people="Sam Whitlock, Jo Penrose")
    assert row == {
        "line": "ACTION: Sam to book the hall by Friday",
        "items": [
            {
                "kind": "action",
                "text": "book the hall",
                "owners": ["Sam Whitlock"],
                "due": row["items"][0]["due"],
                "date": "2026-11-27",
                "sure": "explicit",
            }
        ],
    }
    assert "Friday" in row["items"][0]["due"]


def test_the_speaker_is_who_i_is() -> None:
    row = {"speaker": "Jo Penrose", "line": "Action: I to ring the school before the 14th"}
    [known] = lines_of(row, people="Sam Whitlock, Jo Penrose")
    [stranger] = lines_of({**row, "speaker": "Otto Lindqvist"}, people="Sam Whitlock")
    assert known["items"][0]["owners"] == ["Jo Penrose"]
    assert known["items"][0]["date"] == "2026-12-13"
    assert stranger["items"][0]["owners"] == ["Otto Lindqvist"]


def test_a_message_of_several_lines_gives_several_items() -> None:
    [row] = lines_of(
        {"line": "Actions:\n- Sam: book the hall\n- Jo: send the form"}, people="Sam Whitlock, Jo Penrose"
    )
    assert [(one["owners"], one["text"]) for one in row["items"]] == [
        (["Sam Whitlock"], "book the hall"),
        (["Jo Penrose"], "send the form"),
    ]


def test_a_line_that_holds_nothing_has_no_items() -> None:
    assert lines_of("Any actions since half term?", "thanks all")[0]["items"] == []


def test_people_whom_slack_names_are_known_by_their_handle_or_by_the_name_beside_it() -> None:
    sam = members([{"name": "Sam Whitlock", "handle": "U0SAM", "organisation": "Northgate School"}])
    answer = lines_answer(SEEN, sam, WORDS)
    rows = through(
        "line",
        answer,
        "ACTION: <@U0SAM> to book the hall",
        "ACTION: <@W0OTHER|sam> to book the hall",
        "ACTION: @sam to book the hall",
    )
    assert [row["items"][0]["owners"] for row in rows] == [["Sam Whitlock"]] * 3


def test_nobody_is_named_by_signs_that_cannot_be_typed() -> None:
    sam = members([{"name": "Sam Whitlock", "handle": "U0SAM"}])
    [row] = through("line", lines_answer(SEEN, sam, WORDS), "ACTION: \ue000U0SAM\ue001 to book the hall")
    assert row["items"][0]["owners"] != ["Sam Whitlock"]


def test_the_people_of_a_file_are_who_owners_are(tmp_path: Path) -> None:
    people = tmp_path / "people.yaml"
    people.write_text("- {name: Priya Raman, organisation: Otter Trust}\n- Jo Penrose\n", encoding="utf-8")
    said = '{"line": "TODO: chase the letter (Priya)"}\n{"speaker": "Jo Penrose"}\n'
    run = upbeat_read("lines", "--people", str(people), "--reference", WRITTEN, said=said)
    found, bad = rows(run)
    assert run.returncode == 1 and run.stderr == b""
    assert found["items"][0]["owners"] == ["Priya Raman"]
    assert bad["error"] == 'There is nothing to read: "line" has to hold some words.'


def test_dates_are_read_without_what_only_a_running_bot_needs() -> None:
    """Whoever reads dates waits for no database, no door and no engine that the phrases do not need."""
    asked = (
        "import sys, io; from bot.__main__ import main; "
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'Friday week\\nasap\\n')); main(['read', 'dates']); "
        "print(sorted({'slack_bolt', 'sqlalchemy', 'dateparser', 'jinja2'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, cwd=ROOT, timeout=60)
    assert run.stdout.splitlines()[-1] == b"[]"


_WORDS = st.text(max_size=60) | st.sampled_from(
    ["by Friday", "31 June", "Action: Sam to sing", "\ud800", "> {"]
)
_ROWS = st.dictionaries(
    st.sampled_from(["phrase", "line", "speaker", "reference", "zone", "x"]),
    _WORDS | st.none() | st.integers() | st.floats() | st.lists(st.booleans(), max_size=2),
    max_size=5,
).map(lambda row: json.dumps(row).encode())


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.binary(max_size=60) | _ROWS | _WORDS.map(lambda one: one.encode("utf-8", "surrogatepass")))
)
def test_whatever_comes_in_each_line_is_answered_with_one_object(lines: list[bytes]) -> None:
    answers = {
        "phrase": dates_answer(SEEN),
        "line": lines_answer(SEEN, members([{"name": "Sam Whitlock"}]), WORDS),
    }
    asked = [line for line in lines if line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").strip()]
    for name, answer in answers.items():
        out = io.BytesIO()
        read_through(name, answer, lines, out)
        told = out.getvalue().splitlines()
        assert len(told) == len(asked) and all(isinstance(json.loads(one), dict) for one in told)


def test_the_page_shows_what_the_command_says() -> None:
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    shown = re.findall(r'^ {4}\$ echo "(.+)" \| upbeat read (.+)\n {4}(.+)$', page, re.MULTILINE)
    assert shown
    for said, options, answer in shown:
        assert upbeat_read(*options.split(), said=said).stdout.decode() == f"{answer}\n"


def test_the_words_of_time_on_the_page_are_read_as_it_says() -> None:
    """Each day named there in full ("Fri 4 December") is what one of the phrases of its row means."""
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    seen = view(WRITTEN, "", ROOT / BRITISH, SEEN.at)
    rows = re.findall(r"^\| (`.+?) \| (.+) \|$", page.partition("## Words of time")[2], re.MULTILINE)
    told = []
    for phrases, meaning in rows:
        read = dates_of(*re.findall(r"`(.+?)`", phrases), seen=seen)
        days = [full(date.fromisoformat(row["date"])) for row in read if row["date"]]
        said = re.findall(r"\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]+", meaning)
        assert set(said) <= set(days), phrases
        told += said
    assert len(told) > 15
