"""Who is to do it: reads the owner part of a line, as minute-takers write it, against the people of a partnership.

The owner stands first ("Sam and Jo to ask the school") or last ("… (Sam)"); "to", "will", a colon or a dash ends the
owner part, and names behind it belong to the task. Nobody is guessed: a name that fits two people is left between
them, and one that fits nobody is kept as it was written. Where nobody at all is known, whoever stands where a person
stands is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.languages import Language, languages
from bot.markers import TASK
from bot.names import begins_a_task, is_a_word, looks_like_a_name, may_be_a_group, may_be_a_nick, who
from bot.owner_parts import (
    AFTER,
    ASIDE,
    FIRST,
    IN_BRACKETS,
    LAST_BEGINS,
    LEADING,
    OBVIOUS,
    PASSIVE,
    PLEASE,
    THING,
    TO_DATE,
    parts,
)
from storage.people import Member

__all__ = ["Owned", "plain", "read_owners", "who"]

_HEAD = 160
"""How far into a line an owner part may reach."""

_TRIES = 8
"""How many places in a line are looked at for an owner part's end, or for its beginning."""

_TASK = re.compile(rf"{TASK}(?:e?s)?\b", re.IGNORECASE)


_TOKEN = re.compile("\ue000([^\ue000\ue001]{1,64})\ue001")  # a mention, on texts of any length

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
class _Names:
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
        return Owned(lead, rest, _begun(text), self.unknown, self.between)


def read_owners(
    line: str,
    people: Sequence[Member],
    speaker: Member | None,
    of: Sequence[Language] | None = None,
) -> Owned:
    """Who is to do what a line says, out of `people`; "I" is the `speaker`; `of` the languages it may be written in.

    With no owner said, `lead` is None, `words` empty and `text` the whole line. People named in the text by a mention
    are named there by their plain name. Never raises.
    """
    line = line.strip()
    readers = [_Reader(people, speaker, language) for language in (languages() if of is None else of)]
    return replace(found := _read(line, readers), text=plain(found.text, people))


def plain(text: str, people: Sequence[Member]) -> str:
    """The text with mention tokens of these people replaced by their names."""
    names = {member.person.handle: member.name for member in people}
    return _TOKEN.sub(lambda found: names.get(found[1], found[0]), text)


def _read(line: str, readers: Sequence[_Reader]) -> Owned:
    """The further languages say only what their own words say; the first one reads everything else."""
    for further in readers[1:]:
        if owned := further.labelled(line) or further.before(line, signs=False):
            return owned
    reader = readers[0]
    first = reader.labelled(line) or reader.before(line) or reader.bare(line)
    if first and (first.lead or first.between):
        return first
    return reader.after(line) or first or Owned(None, (), line)


def _begun(text: str) -> str:
    """The task without what still belongs to the owner part."""
    began = LEADING.match(text)
    return (text[began.end() :] if began and began.end() < len(text) else text).strip()


def _unbracketed(names: str) -> str:
    """The names without bold, and without brackets that stand round all of them: "(Sam): …"."""
    names = names.strip(" *,")
    return names[1:].rstrip(")] ") if names[:1] in ("(", "[") else names


class _Reader:
    """The places in a line where an owner may stand; each gives what it finds there, or None."""

    def __init__(self, people: Sequence[Member], speaker: Member | None, language: Language) -> None:
        self.people = people
        self.speaker = speaker
        self.parts = parts(language)
        self.language = language

    def labelled(self, line: str) -> Owned | None:
        """ "Owner: Priya. Task: chase the letter." """
        found = self.parts.label.match(line)
        return self._strong(found["names"]).owned(line[found.end() :]) if found else None

    def before(self, line: str, signs: bool = True) -> Owned | None:
        """ "Sam and Jo to …", "Priya: …", "Sam – …", also behind a topic ("Otter funding: Sam to …")."""
        start = FIRST.match(line)
        begin, topic = (start.end() if start else 0), ""
        for end in islice(self.parts.ends.finditer(line, begin, _HEAD), _TRIES):
            names, rest = _unbracketed(line[begin : end.start()]), line[end.end() :].strip()
            sign = " ".join(end[0].casefold().replace("’", "'").split())
            is_sign = sign[0] in ":-–—=→"
            if names and rest and (signs or not is_sign) and (owned := self._ended(names, sign, rest)):
                return replace(owned, text=topic + owned.text)
            if is_sign and not topic:
                begin, topic = end.end(), line[: end.end()]
        return None

    def bare(self, line: str) -> Owned | None:
        """ "@sam book the hall", "Priya chase the letter", "Priya / the letter": no ending, so only who is known."""
        for size, rest in _beginnings(line):
            names = line[:size].strip()
            if rest.split(" ")[0].casefold() in (
                "",
                "to",
                "will",
            ):  # endings are judged where they are looked for
                continue
            words = all(map(is_a_word, self.parts.split.split(names)))
            if words and not (names[0].isupper() and OBVIOUS.match(rest)):
                continue
            if self.parts.joined.match(rest):
                continue
            found, task = self._names(names, nicks=not self.people), rest.lstrip("/ ")
            shown = names[0] in "@\ue000" or rest.startswith("/") or (names[-1] == "." and size > 2)
            if found.fits and not found.unknown and task and (shown or task[0].islower()):
                return found.owned(task)
            if self._stranger_alone(names, found, task, rest):
                return found.owned(task)
        return None

    def after(self, line: str) -> Owned | None:
        """ "… (Sam)", "… Owner: Sam", "… - Sam", "… @sam", "…, Sam please"."""
        tail = max(0, len(line) - _HEAD)
        found = self.parts.labelled_last.search(line, tail)
        if found and found.start():
            return self._strong(found["names"]).owned(line[: found.start()])
        found = IN_BRACKETS.search(line, tail)
        if found and found.start() and AFTER.match(found["after"]):
            names = self._names(found["names"])
            if self._may_end(names):
                return names.owned(line[: found.start()] + (found["when"] or "") + found["after"])
        return self._last(line, tail)

    def _last(self, line: str, tail: int) -> Owned | None:
        found = PLEASE.search(line, tail) if "please" in line[tail:].casefold() else None
        if found and (names := self._names(found["before"] or found["after"])).fits and not names.unknown:
            return names.owned(line[: found.start()])
        places = [one for one in LAST_BEGINS.finditer(line, tail) if line[: one.start()].strip(" .;,:")]
        for last in places[-_TRIES:]:
            names = self._names(line[last.end() :].rstrip(" ."))
            shown = last[0].strip()[:1] in tuple("-–—=→") or line[last.end()] in "@\ue000"
            if self._may_end(names) if shown else names.fits and not names.unknown:
                return names.owned(line[: last.start()])
        return None

    def _ended(self, names: str, end: str, rest: str) -> Owned | None:
        """The owner part `names` before an ending, or None where it is none."""
        found = self._names(ASIDE.sub("", names), nicks=not self.people or end[0] not in "-–—=→")
        if found.fits:
            date = is_a_word(names) and TO_DATE.match(rest)
            thing = len(names) < 4 and names.isupper() and end == "to" and THING.match(rest)
            return None if date or thing else found.owned(rest)
        duty = (
            names.casefold() in self.language.ourselves
            and end not in self.language.owner_ends_for_strangers[:2]
        )
        if (found.nobody or duty) and end[0] not in "-–—=→":
            return Owned(None, (), _begun(rest))
        return found.owned(rest) if found.unknown and self._stranger(names, found, end, rest) else None

    def _stranger(self, names: str, found: _Names, end: str, rest: str) -> bool:
        """Whether names that fit nobody are an owner all the same."""
        if end in self.language.owner_ends_for_strangers:
            surely = end == self.language.owner_ends_for_strangers[0] or not self.people
            return not PASSIVE.match(rest) and (surely or bool(_TASK.match(rest)))
        if end[0] not in ":-–—":
            return False
        if self._everybody(found):
            return True
        shown = all(looks_like_a_name(one) for one in found.unknown)
        return not self.people and (shown or end == ":" or bool(_TASK.match(_begun(rest))))

    def _everybody(self, found: _Names) -> bool:
        return all(one.casefold() in self.language.everybody for one in found.unknown)

    def _stranger_alone(self, names: str, found: _Names, task: str, rest: str) -> bool:
        """Whether somebody whom nobody knows stands before a task, with nothing between: "@ken book the hall"."""
        if not task or not found.unknown or found.fits:
            return False
        if names[0] in "@\ue000":
            return " " not in names.strip() and task[0].islower()
        if self._everybody(found):
            return begins_a_task(task)
        return not self.people and (rest[0] == "/" or (bool(_TASK.match(task)) and task[0].islower()))

    def _may_end(self, names: _Names) -> bool:
        """Whether names may be the owner at the end of a line: known ones; where nobody is known, whoever looks like one."""
        if names.unknown and not names.people:
            return not self.people and all(looks_like_a_name(one) for one in names.unknown)
        return names.fits and not names.unknown

    def _strong(self, names: str) -> _Names:
        """Names after a label: whoever it is, it is the owner."""
        found = self._names(names, nicks=True)
        return found if found.fits or found.unknown or found.nobody else _Names(unknown=(names.strip(),))

    def _names(self, words: str, nicks: bool = False) -> _Names:
        """All of `words` as names; nothing where one piece can be no name. `nicks`: also names in small letters."""
        pieces = self.parts.split.split(words)
        if words.casefold().strip(" *") in self.language.nobody:
            return _Names(nobody=True)
        if len(pieces) > 8 or not all(piece.strip() for piece in pieces):
            return _Names()
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
                return _Names()
        return _Names(tuple(dict.fromkeys(people)), tuple(unknown), tuple(dict.fromkeys(between)))

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
        if len(parts_of_it) > 3 or any(who(part, self.people) for part in parts_of_it):
            return False
        if nicks and (may_be_a_nick(piece, plurals=not self.people) or may_be_a_group(piece)):
            return True
        return not begins_a_task(piece) and looks_like_a_name(piece) if first else True


def _mentions_apart(pieces: Sequence[str]) -> Iterator[str]:
    """Mentions that stand side by side without a comma are several people."""
    for piece in pieces:
        tokens = _TOKEN_OR_AT.findall(piece)
        if len(tokens) > 1 and not _TOKEN_OR_AT.sub("", piece).strip():
            yield from tokens
        else:
            yield piece


def _beginnings(line: str) -> Iterator[tuple[int, str]]:
    """The places where a bare owner part may end: after mentions, or after one to three words, the longest first."""
    mentions = re.match(r"(?:(?:\ue000[^\ue001]*\ue001)[\s,&/]*(?:and\s+)?)+", line)
    if mentions:
        yield len(line[: mentions.end()].rstrip(" ,&/")), line[mentions.end() :].strip()
        return
    ends = [found.end() for found in re.finditer(r"\S+", line[:_HEAD])][:5]
    for end in reversed(ends):
        yield end, line[end:].strip()
