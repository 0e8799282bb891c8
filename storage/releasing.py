"""Which answers may be shown together, and as whose: the rule of the smallest group, and nothing else.

Whoever reads voices may know who is in the partnership, in which organisation, who has answered openly, and what they
said themselves. An answer without a name stands among those of at least as many people as it was promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

PERSON, ORGANISATION, NOBODY = "person", "organisation", "nobody"
"""As whose an answer may be shown."""


@dataclass(frozen=True)
class Shown:
    """An answer on its way to be shown. `member_id` and `organisation_id` are what everybody will read, if anything."""

    answer: int
    author: int
    question: str
    text: str
    shown: str
    openly: bool
    smallest: int
    organisation: int | None
    member_id: int | None = None
    organisation_id: int | None = None


def ready(answers: Sequence[Shown]) -> list[Shown]:
    """Those that may be shown by now, each as what it may be shown as; the others wait."""
    openly = [_named(one) for one in answers if one.openly]
    return openly + _for_organisations(_together([one for one in answers if not one.openly]))


def _named(one: Shown) -> Shown:
    member = one.author if one.shown == PERSON else None
    return replace(one, member_id=member, organisation_id=one.organisation)


def _together(answers: list[Shown]) -> list[Shown]:
    """Without those that were promised a larger group than there is; whoever goes makes it smaller for the others."""
    while answers and (few := [one for one in answers if one.smallest > _people(answers)]):
        answers = [one for one in answers if one not in few]
    return answers


def _people(answers: Sequence[Shown]) -> int:
    return len({one.author for one in answers})


def _for_organisations(answers: list[Shown]) -> list[Shown]:
    """An organisation is named where enough of its people speak for it, and enough are left who speak for none."""
    named = [one for one in answers if _enough_of_its_own(one, answers)]
    bare = [one for one in answers if one not in named]
    if bare and max(one.smallest for one in answers) > _people(bare):
        return answers
    return bare + [replace(one, organisation_id=one.organisation) for one in named]


def _enough_of_its_own(one: Shown, answers: Sequence[Shown]) -> bool:
    if one.shown != ORGANISATION or one.organisation is None:
        return False
    same = [other for other in answers if (other.shown, other.organisation) == (one.shown, one.organisation)]
    return _people(same) >= max(other.smallest for other in same)
