"""The names in the owner part of a line: who they are, who nobody is, and who may be somebody all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.languages import Language
from bot.names import begins_a_task, looks_like_a_name, may_be_a_group, may_be_a_nick, who
from bot.owner_parts import LEADING, parts
from storage.people import Member

_TOKEN_OR_AT = re.compile("\ue000[^\ue000\ue001]{1,64}\ue001|(?<!\\S)@[\\w.'’-]+(?!\\S)")


@dataclass(frozen=True)
class Owned:
    """A line and who is to do it.

    `text` is the line without the owner part. `unknown` are owners as they were written who fit nobody; `between` are the
    people whom one name fits alike. Lead and helpers may be known while one further name is not.
    """

    lead: Member | None
    helpers: tuple[Member, ...]
    text: str
    unknown: tuple[str, ...] = ()
    between: tuple[Member, ...] = ()

    @property
    def words(self) -> str:
        """The unknown owners in one string."""
        return " and ".join(self.unknown)


@dataclass(frozen=True)
class Names:
    """What some words come to when each of them is taken for a name; `nobody`: they say that an owner is still sought."""

    people: tuple[Member, ...] = ()
    unknown: tuple[str, ...] = ()
    between: tuple[Member, ...] = ()
    nobody: bool = False

    @property
    def fits(self) -> bool:
        return bool(self.people or self.between)

    def owned(self, text: str) -> Owned:
        lead, *helpers = (*self.people, None) if not self.people else self.people
        rest = tuple(helper for helper in helpers if helper is not None)
        return Owned(lead, rest, begun(text), self.unknown, self.between)


def begun(text: str) -> str:
    """The task without what still belongs to the owner part."""
    began = LEADING.match(text)
    return (text[began.end() :] if began and began.end() < len(text) else text).strip()


class NameReader:
    """Reads words as names, in one language, against the people of a partnership; "I" is the `speaker`."""

    def __init__(self, people: Sequence[Member], speaker: Member | None, language: Language) -> None:
        self.people = people
        self.speaker = speaker
        self.parts = parts(language)
        self.language = language

    def strong(self, names: str) -> Names:
        """Names after a label: whoever it is, it is the owner."""
        found = self.names(names, nicks=True)
        return found if found.fits or found.unknown or found.nobody else Names(unknown=(names.strip(),))

    def names(self, words: str, nicks: bool = False) -> Names:
        """All of `words` as names; nothing where one piece can be no name. `nicks`: also names in small letters."""
        pieces = self.parts.split.split(words)
        if words.casefold().strip(" *") in self.language.nobody:
            return Names(nobody=True)
        if len(pieces) > 8 or not all(piece.strip() for piece in pieces):
            return Names()
        people: list[Member] = []
        unknown: list[str] = []
        between: list[Member] = []
        for piece in _mentions_apart(pieces):
            fits = self._who(piece)
            if len(fits) == 1:
                people.append(fits[0])
            elif fits:
                between.extend(fits)
            elif self._may_be_a_name(piece, first=not (people or unknown or between), nicks=nicks):
                unknown.append(piece)
            else:
                return Names()
        return Names(tuple(dict.fromkeys(people)), tuple(unknown), tuple(dict.fromkeys(between)))

    def _who(self, piece: str) -> tuple[Member, ...]:
        if piece.casefold() in self.language.speaker:
            return (self.speaker,) if self.speaker else ()
        return who(piece, self.people)

    def _may_be_a_name(self, piece: str, first: bool, nicks: bool) -> bool:
        """Whether words that fit nobody may be a name all the same: not "Ask Sam", not "Speak", but "the caretaker"
        beside somebody who is known."""
        if piece.casefold() in self.language.everybody:
            return True
        parts_of_it = piece.split()
        if len(parts_of_it) > (4 if parts_of_it[0].casefold() == "the" else 3) or any(
            who(part, self.people) for part in parts_of_it
        ):
            return False
        if nicks and (may_be_a_nick(piece, plurals=not self.people) or may_be_a_group(piece)):
            return True
        return not begins_a_task(piece) and looks_like_a_name(piece) if first else True

    def everybody(self, found: Names) -> bool:
        return all(one.casefold() in self.language.everybody for one in found.unknown)


def _mentions_apart(pieces: Sequence[str]) -> Iterator[str]:
    """Mentions that stand side by side without a comma are several people."""
    for piece in pieces:
        tokens = _TOKEN_OR_AT.findall(piece)
        if len(tokens) > 1 and not _TOKEN_OR_AT.sub("", piece).strip():
            yield from tokens
        else:
            yield piece
