"""How an item is read: purpose, time box and presenter in any order, and the rest left as it was typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feature import mention
from handlers.agenda.reading import Parts, read_item
from storage.people import Member, Person

NAMES = ("Mina Patel", "Sam Okafor", "Will Grant", "Jo Lindqvist")
PEOPLE = [
    Member(id=number, person=Person(handle=f"U{number}", name=name))
    for number, name in enumerate(NAMES, start=1)
]


def seen(text: str) -> tuple[str, str, int | None, str]:
    parts = read_item(text, PEOPLE)
    who = parts.presenter.name if parts.presenter else parts.presenter_words
    return parts.text, parts.purpose, parts.minutes, who


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Budget", ("Budget", "", None, "")),
        ("Budget 10m @mina for decision", ("Budget", "decision", 10, "Mina Patel")),
        ("Budget for decision 10m (Mina)", ("Budget", "decision", 10, "Mina Patel")),
        ("@mina Budget 10m", ("Budget", "", 10, "Mina Patel")),
        (f"Budget {mention('U1')} 10m", ("Budget", "", 10, "Mina Patel")),
        ("Otter funding (15 min)", ("Otter funding", "", 15, "")),
        ("Otter funding (15 min) and trips", ("Otter funding and trips", "", 15, "")),
        ("Trips, half an hour, for advice", ("Trips", "advice", 30, "")),
        ("Fees, 1h30", ("Fees", "", 90, "")),
        ("10m: Budget", ("Budget", "", 10, "")),
        ("FYI: new bus times", ("new bus times", "information", None, "")),
        ("for advice: Budget", ("Budget", "advice", None, "")),
        ("[decide] Budget", ("Budget", "decision", None, "")),
        ("Mina: Budget", ("Budget", "", None, "Mina Patel")),
        ("Sam to present trips for 20 minutes", ("trips", "", 20, "Sam Okafor")),
        ("Budget presented by Sam Okafor", ("Budget", "", None, "Sam Okafor")),
        ("Budget @zoe 5 min", ("Budget", "", 5, "zoe")),
    ],
)
def test_the_parts_of_an_item_are_found(typed: str, read: tuple[str, str, int | None, str]) -> None:
    assert seen(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "Review the 10 minute rule",
        "Cut breaks to 10 minutes",
        "Plan for information evening",
        "Information governance",
        "Will the budget last?",
        "Who decides: the head or us?",
        "Budget (draft)",
        "Trips (a) by bus (b) on foot",
        "https://example.org/for-decision",
        "<!channel> *x* [a](b)",
    ],
)
def test_what_only_looks_like_a_part_stays_in_the_text(typed: str) -> None:
    assert seen(typed) == (typed, "", None, "")


def test_people_named_in_the_text_are_named_plainly() -> None:
    assert seen(f"Thanks to {mention('U2')} for the cake, 5 mins") == (
        "Thanks to Sam Okafor for the cake",
        "",
        5,
        "",
    )


@pytest.mark.parametrize("typed", ["10m", "for decision", "@mina", ""])
def test_an_item_may_turn_out_to_have_no_words(typed: str) -> None:
    assert read_item(typed, PEOPLE).text == ""


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_typed_raises(typed: str) -> None:
    assert isinstance(read_item(typed, PEOPLE), Parts)


@pytest.mark.parametrize(
    "typed", ["a " * 350, "(" * 700, "1 " * 350, "@a " * 230, " " * 699 + "x", "\ue000" * 700]
)
def test_no_text_of_the_longest_kind_takes_long(typed: str) -> None:
    began = time.perf_counter()
    read_item(typed, PEOPLE)
    assert time.perf_counter() - began < 0.1
