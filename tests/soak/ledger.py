"""What people did, as they know it themselves: every thing said carries a word of its own by which it is found again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
WORD = re.compile(rf"\bxo(?:[{CONSONANTS}][{VOWELS}]){{3}}\b")

ACTION, ITEM, NOTE = "action", "item", "note"


def word(number: int) -> str:
    """The word of this number; no two are the same, and none is part of another."""
    made = "xo"
    for _ in range(3):
        number, left = divmod(number, len(CONSONANTS) * len(VOWELS))
        made += CONSONANTS[left // len(VOWELS)] + VOWELS[left % len(VOWELS)]
    return made


@dataclass
class Fact:
    """One thing that somebody wanted kept.

    `certain`: it was acknowledged, or said where the platform repeats it until it is; then it must be kept once,
    else at most once. `words`: the newest last, where it was edited. `where`: channel and message of a line in chat.
    """

    kind: str
    place: str
    who: str
    how: str
    step: int
    words: list[str]
    certain: bool = False
    where: tuple[str, str] | None = None
    text: str = ""
    edited: bool = False
    """Whether its message was last edited while the bot was there to hear of it."""


@dataclass
class Ledger:
    """Everything that was said, and what was told to nobody but Upbeat."""

    facts: list[Fact] = field(default_factory=list)
    by_word: dict[str, Fact] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    """Words that only this person may ever see again."""
    numbers: dict[str, list[int]] = field(default_factory=dict)
    """The numbers of actions that people have read in each place."""
    _made: int = 0

    def fresh(self) -> str:
        """A word that nobody has said yet."""
        self._made += 1
        return word(self._made)

    def fact(self, kind: str, place: str, who: str, how: str, step: int, **more: object) -> Fact:
        """Something that somebody is about to say."""
        made = Fact(kind, place, who, how, step, [self.fresh()], **more)  # type: ignore[arg-type]
        self.facts.append(made)
        self.by_word[made.words[0]] = made
        return made

    def reword(self, fact: Fact) -> str:
        """Another word for the same thing, which is edited."""
        fact.words.append(self.fresh())
        self.by_word[fact.words[-1]] = fact
        return fact.words[-1]

    def secret(self, person: str) -> str:
        """A word that this person says to Upbeat alone."""
        made = self.fresh()
        self.private[made] = person
        return made

    def read(self, place: str, number: int) -> None:
        """Somebody has read the number of an action."""
        known = self.numbers.setdefault(place, [])
        if number not in known:
            known.append(number)
