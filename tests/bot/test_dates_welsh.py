"""Welsh words of time mean the day that their English ones mean, and are left alone where no lead stands in front."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.dates import find_deadline, read
from tests.bot.test_dates_british import LONDON, calendar

AT = datetime(2026, 11, 25, 10, tzinfo=LONDON)  # a Wednesday
CALENDAR = calendar("WLS")
PAIRS = """
yfory = tomorrow
erbyn dydd Gwener = by Friday
cyn dydd Gwener = before Friday
erbyn dydd Mawrth nesaf = by next Tuesday
wythnos i ddydd Mawrth = a week on Tuesday
erbyn 12 Rhagfyr = by 12 December
12fed o Ragfyr 2026 = 12th December 2026
erbyn dydd Gwener 4 Rhagfyr = by Friday 4 December
erbyn diwedd mis Ionawr = by the end of January
erbyn canol mis Mawrth = by mid March
wythnos nesaf = next week
erbyn diwedd yr wythnos = by the end of the week
mewn pythefnos = in a fortnight
erbyn y cyfarfod nesaf = by the next meeting
erbyn hanner tymor = by half term
erbyn diwedd y tymor = by the end of term
cyn y Nadolig = before Christmas
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_welsh_phrase_means_what_its_english_one_means(pair: str) -> None:
    welsh, _, english = pair.partition(" = ")
    here, there = read(welsh, AT, CALENDAR), read(english, AT, CALENDAR)
    assert here is not None and there is not None and here.date is not None
    assert (here.date, here.sure, here.tied) == (there.date, there.sure, there.tied)
    assert here.words == welsh


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Priya i gysylltu â'r ysgol erbyn dydd Gwener", "erbyn dydd Gwener"),
        ("Grace i anfon y ffurflen cyn y cyfarfod nesaf", "cyn y cyfarfod nesaf"),
        ("Otto i archebu'r neuadd erbyn 12 Rhagfyr", "erbyn 12 Rhagfyr"),
        ("Priya i ffonio yfory", "yfory"),
    ],
)
def test_the_deadline_of_a_welsh_line(line: str, words: str) -> None:
    found = find_deadline(line, AT, CALENDAR)
    assert found is not None and found.words == words


@pytest.mark.parametrize(
    "line",
    [
        "mai Grace oedd yno",
        "dydd Gwener oedd hi",
        "erbyn hyn mae'n well",
        "cyn bo hir",
        "mae'r haul ar y sul",
    ],
)
def test_a_welsh_line_without_a_deadline_is_given_none(line: str) -> None:
    assert find_deadline(line, AT, CALENDAR) is None
