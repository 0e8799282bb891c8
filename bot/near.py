"""Slips of the finger: which known word somebody meant who typed another one."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA, Indel

_LOOKALIKES = (
    "ads aid and odd lost last past mist lift shop shows shown shoe slow snow plane plant plain plans planned plants "
    "plan card care cards cart moved moves movie love remote text nest exit edits editor done dine gone bone none tone "
    "crop drops dropped drip drum helps helped health jones joint hoping hand handle handed post posts step steps "
    "settings setting standard stand standing track tracks tack call calls coming common cancer people person"
)
_WORDS_OF_THEIR_OWN = frozenset(_LOOKALIKES.split())
"""Plain words that happen to look like a verb; an item of an agenda may begin with one."""


def slip(word: str, known: Sequence[str], *, strict: bool = False) -> str | None:
    """The known word that `word` is a slip of: one slip, or two in a long word; None where it is none of them.

    `strict`: where the word may as well begin a text of its own, only a letter missing, doubled or swapped counts, in
    small letters, and no word that stands for itself.
    """
    small = word.casefold()
    if strict and (word != small or small in _WORDS_OF_THEIR_OWN):
        return None
    return next(
        (one for one in sorted(known, key=lambda one: _far(small, one)) if _near(small, one, strict)), None
    )


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word most like `word`, however far; None where nothing is like it at all."""
    small = word.casefold()[:40]
    best = min(known, key=lambda one: OSA.normalized_distance(small, one), default=None)
    return best if best is not None and OSA.normalized_distance(small, best) <= 0.5 else None


def _far(small: str, known: str) -> int:
    return int(OSA.distance(small[:40], known))


def _near(small: str, known: str, strict: bool) -> bool:
    if small == known or len(small) < 2 or len(known) < 3 or small.isdigit():
        return False
    room = 2 if len(known) >= 7 else 1
    far = _far(small, known)
    if far > room:
        return False
    return not strict or not _other_letter(small, known, far)


def _other_letter(small: str, known: str, far: int) -> bool:
    """Whether a letter was replaced by another, as in "lost" and "list", rather than missed, doubled or swapped."""
    return sorted(small) != sorted(known) and int(Indel.distance(small, known)) > far
