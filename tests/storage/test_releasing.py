"""The rule of the smallest group, by itself: what may be shown, and as whose."""

from __future__ import annotations

import itertools

from storage.releasing import NOBODY, ORGANISATION, PERSON, Shown, ready

COUNT = itertools.count(1)
OTTER, HERON = 1, 2


def said(
    author: int, shown: str = NOBODY, openly: bool = False, smallest: int = 4, organisation: int = OTTER
) -> Shown:
    return Shown(next(COUNT), author, "less", "words", shown, openly, smallest, organisation)


def test_three_people_wait_and_four_are_shown() -> None:
    assert ready([said(author) for author in range(3)]) == []
    assert len(ready([said(author) for author in range(4)])) == 4


def test_many_answers_of_few_people_are_few() -> None:
    assert ready([said(author) for author in (1, 2, 3, 3, 3, 1)]) == []


def test_what_is_said_openly_does_not_make_the_group_larger() -> None:
    shown = ready([said(9, PERSON, openly=True), *(said(author) for author in range(3))])
    assert [one.member_id for one in shown] == [9]


def test_who_was_promised_more_waits_and_the_others_are_counted_without_them() -> None:
    assert ready([said(1, smallest=5), *(said(author) for author in (2, 3, 4))]) == []
    shown = ready([said(1, smallest=8), *(said(author) for author in (2, 3, 4, 5))])
    assert [one.author for one in shown] == [2, 3, 4, 5]


def test_openly_for_an_organisation_names_it_and_not_the_person() -> None:
    [one] = ready([said(1, ORGANISATION, openly=True)])
    assert (one.member_id, one.organisation_id) == (None, OTTER)


def test_an_organisation_is_named_where_enough_of_its_people_speak_for_it() -> None:
    few = ready([*(said(a, ORGANISATION) for a in range(3)), *(said(a) for a in (3, 4, 5, 6))])
    assert {one.organisation_id for one in few} == {None}
    enough = ready([said(author, ORGANISATION) for author in range(4)])
    assert {one.organisation_id for one in enough} == {OTTER}


def test_naming_one_organisation_must_not_single_out_those_who_are_left() -> None:
    answers = [*(said(a, ORGANISATION) for a in range(4)), said(9, organisation=HERON)]
    assert {one.organisation_id for one in ready(answers)} == {None}


def test_nobody_who_is_unnamed_is_shown_as_a_person() -> None:
    assert {one.member_id for one in ready([said(author, PERSON) for author in range(6)])} == {None}
