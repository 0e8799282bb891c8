"""What holds for every text and every day: nothing raises, words are pointed at, what is written is read back."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import Found, find_deadline, full, read, read_plan
from tests.bot.test_dates_british import KEPT_BACK, LONDON, SHAPED_ON, calendar, rows

CALENDAR = calendar("ENG")
NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
PHRASES = sorted({phrase for phrase, *_ in [*rows(SHAPED_ON), *rows(KEPT_BACK)]})
MOMENTS = st.integers(1_577_836_800, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
quick = settings(max_examples=200, deadline=None, derandomize=True)


def points_at_its_words(found: Found | None, text: str) -> bool:
    return found is None or text[slice(*found.span)] == found.words != ""


@quick
@given(phrase=st.sampled_from(PHRASES), other=st.sampled_from(PHRASES), at=MOMENTS)
def test_any_phrase_in_any_line_at_any_moment_points_at_its_words(
    phrase: str, other: str, at: datetime
) -> None:
    for text in (phrase, f"Sam to ring Jo {phrase}, {other}", f"({phrase} {other})"):
        assert points_at_its_words(find_deadline(text, at, CALENDAR), text)
        assert points_at_its_words(read(text, at, CALENDAR), text)


@quick
@given(text=st.text(st.characters(), max_size=400), phrase=st.sampled_from(PHRASES))
def test_no_text_of_any_script_raises(text: str, phrase: str) -> None:
    for line in (text, text + phrase, phrase + text, "by " + text):
        assert points_at_its_words(find_deadline(line, NOW, CALENDAR), line)
        assert points_at_its_words(read(line, NOW, CALENDAR), line)
        read_plan(line, NOW, CALENDAR)


@quick
@given(phrase=st.sampled_from(PHRASES), at=MOMENTS)
def test_an_answer_that_is_sure_is_neither_past_nor_a_question(phrase: str, at: datetime) -> None:
    found = read(phrase, at, CALENDAR)
    if found and found.sure:
        assert found.ask is None
        assert found.date is None or found.date >= at.astimezone(LONDON).date()


def test_every_day_of_ten_years_is_read_back_as_it_was_written() -> None:
    first = date(2024, 1, 1)
    for away in range(3653):
        day = first + timedelta(days=away)
        today = day - timedelta(days=away % 300)
        at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        for words in (full(day, today), f"{full(day)} {day.year}"):
            found = read(words, at, CALENDAR)
            assert found is not None and (found.date, found.ask) == (day, None), (words, today)


_PIECES = (
    "by |the day before |early |12th |a week on | |9|(|3/|first Monday |next week |İ|1:1 |Friday or |between Friday and |asap |"
    "the meeting before |first week of |2-|a week or |by fridy |12 Decmeber |Friday 4 |last day before |half term |when we "
    "|é|٣|🎉|"
    "within 2 days of |4th of |10am-|4 December to |20261204 |tomorrow |maybe |by *|- |at the end of the day |31/12 |w/c "
)
PIECES = _PIECES.split("|")
HOSTILE = [piece * (5000 // len(piece)) for piece in PIECES]
HOSTILE += ["by " + text[:4997] for text in HOSTILE]
HOSTILE += [("".join(random.Random(seed).choices(PIECES, k=1500)))[:5000] for seed in range(20)]


@pytest.mark.parametrize("name", ["find_deadline", "read"])
def test_five_thousand_characters_of_anything_are_read_in_milliseconds(name: str) -> None:
    reader = {"find_deadline": find_deadline, "read": read}[name]

    def once(text: str) -> float:
        begun = time.process_time()
        reader(text, NOW, CALENDAR)
        return time.process_time() - begun

    slow = [text[:30] for text in HOSTILE if min(once(text) for _ in range(3)) > 0.01]
    assert not slow  # measured: 2 ms at most; the rest is for a busy machine
