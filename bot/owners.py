"""Who is to do it: reads the owner part of a line, as minute-takers write it, against the people of a partnership.

The owner stands first ("Sam and Jo to ask the school") or last ("… (Sam)"); "to", "will", a colon or a dash ends the
owner part, and names behind it belong to the task. Nobody is guessed: a name that fits two people is left between
them, and one that fits nobody is kept as it was written. Where nobody at all is known, whoever stands where a person
stands is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.languages import Language, languages
from bot.markers import TASK
from bot.names import begins_a_task, is_a_word, looks_like_a_name, who
from bot.owner_names import NameReader, Names, Owned, begun
from bot.owner_parts import (
    AFTER,
    ASIDE,
    ASKED,
    BESIDE,
    FIRST,
    IN_BRACKETS,
    IN_PASSING,
    LAST_BEGINS,
    OBVIOUS,
    PASSIVE,
    PLEASE,
    THING,
    TO_DATE,
    WHENCE,
)
from storage.people import Member

__all__ = ["Owned", "plain", "read_owners", "who"]

_HEAD = 160
"""How far into a line an owner part may reach."""

_TRIES = 8
"""How many places in a line are looked at for an owner part's end, or for its beginning."""

_TASK = re.compile(rf"{TASK}(?:e?s)?\b", re.IGNORECASE)


_TOKEN = re.compile("\ue000([^\ue000\ue001]{1,64})\ue001")  # a mention, on texts of any length


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
    passing = IN_PASSING.match(line)
    line = line[passing.end() if passing else 0 :]
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


def _unbracketed(names: str) -> str:
    """The names without bold, and without brackets that stand round all of them: "(Sam): …"."""
    names = names.strip(" *,")
    return names[1:].rstrip(")] ") if names[:1] in ("(", "[") else names


class _Reader(NameReader):
    """The places in a line where an owner may stand; each gives what it finds there, or None."""

    def labelled(self, line: str) -> Owned | None:
        """ "Owner: Priya. Task: chase the letter." """
        found = self.parts.label.match(line)
        return self.strong(found["names"]).owned(line[found.end() :]) if found else None

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
        if asked := ASKED.match(line):
            owned = self.bare(asked["rest"])
            return owned if owned and (owned.lead or owned.between or not self.people) else None
        for size, rest in _beginnings(line):
            names = line[:size].strip()
            if not self._may_stand_alone(names, rest):
                continue
            found, task = self.names(names, nicks=not self.people), rest.lstrip("/ ")
            shown = names[0] in "@\ue000" or rest.startswith("/") or (names[-1] == "." and size > 2)
            if found.fits and not found.unknown and task and (shown or task[0].islower()):
                return found.owned(task)
            if self._stranger_alone(names, found, task, rest):
                return found.owned(task)
        return None

    def _may_stand_alone(self, names: str, rest: str) -> bool:
        """Whether a task may begin right behind these names: no ending, which is judged elsewhere, and no further name."""
        if rest.split(" ")[0].casefold() in ("", "to", "will") or self.parts.joined.match(rest):
            return False
        words = all(map(is_a_word, self.parts.split.split(names)))
        return not words or (names[0].isupper() and bool(OBVIOUS.match(rest)))

    def after(self, line: str) -> Owned | None:
        """ "… (Sam)", "… Owner: Sam", "… - Sam", "… @sam", "…, Sam please"."""
        tail = max(0, len(line) - _HEAD)
        found = self.parts.labelled_last.search(line, tail)
        if found and found.start():
            return self.strong(found["names"]).owned(line[: found.start()])
        found = IN_BRACKETS.search(line, tail)
        if found and found.start() and AFTER.match(found["after"]):
            names = self.names(found["names"])
            if self._may_end(names):
                return names.owned(line[: found.start()] + (found["when"] or "") + found["after"])
        return self._last(line, tail)

    def _last(self, line: str, tail: int) -> Owned | None:
        found = PLEASE.search(line, tail) if "please" in line[tail:].casefold() else None
        if found and (names := self.names(found["before"] or found["after"])).fits and not names.unknown:
            return names.owned(line[: found.start()])
        places = [one for one in LAST_BEGINS.finditer(line, tail) if line[: one.start()].strip(" .;,:")]
        for last in places[-_TRIES:]:
            names = self.names(line[last.end() :].rstrip(" ."))
            shown = last[0].strip()[:1] in tuple("-–—=→") or line[last.end()] in "@\ue000"
            if self._may_end(names) if shown else names.fits and not names.unknown:
                return names.owned(line[: last.start()])
        return None

    def _ended(self, names: str, end: str, rest: str) -> Owned | None:
        """The owner part `names` before an ending, or None where it is none."""
        bare = WHENCE.sub("", ASIDE.sub("", BESIDE.sub(r" \g<more>", names)))
        found = self.names(bare, nicks=not self.people or end[0] not in "-–—=→")
        if found.fits:
            date = is_a_word(names) and TO_DATE.match(rest)
            thing = len(names) < 4 and names.isupper() and end == "to" and THING.match(rest)
            return None if date or thing else found.owned(rest)
        surest = self.language.owner_ends_for_strangers[:2]
        duty = names.casefold() in self.language.ourselves and end not in surest
        if (found.nobody or duty) and end[0] not in "-–—=→":
            return Owned(None, (), begun(rest))
        return found.owned(rest) if found.unknown and self._stranger(names, found, end, rest) else None

    def _stranger(self, names: str, found: Names, end: str, rest: str) -> bool:
        """Whether names that fit nobody are an owner all the same."""
        if end in self.language.owner_ends_for_strangers:
            surely = end == self.language.owner_ends_for_strangers[0] or not self.people
            rest = rest.casefold() if rest.isupper() else rest
            return not PASSIVE.match(rest) and (surely or bool(_TASK.match(rest)))
        if self.everybody(found):
            return True
        if end == "is":
            return (
                not self.people
                and all(looks_like_a_name(one) for one in found.unknown)
                and names[-3:] != "ing"
            )
        if end[0] not in ":-–—":
            return False
        shown = all(looks_like_a_name(one) for one in found.unknown)
        return not self.people and (shown or end == ":" or bool(_TASK.match(begun(rest))))

    def _stranger_alone(self, names: str, found: Names, task: str, rest: str) -> bool:
        """Whether somebody whom nobody knows stands before a task, with nothing between: "@ken book the hall"."""
        if not task or not found.unknown or found.fits:
            return False
        if names[0] in "@\ue000":
            return " " not in names.strip() and task[0].islower()
        if self.everybody(found):
            return begins_a_task(task)
        return not self.people and (rest[0] == "/" or (bool(_TASK.match(task)) and task[0].islower()))

    def _may_end(self, names: Names) -> bool:
        """Whether names may be the owner at the end of a line: known ones; where nobody is known, whoever looks like one."""
        if names.unknown and not names.people:
            return not self.people and all(looks_like_a_name(one) for one in names.unknown)
        return names.fits and not names.unknown


def _beginnings(line: str) -> Iterator[tuple[int, str]]:
    """The places where a bare owner part may end: after mentions, or after one to three words, the longest first."""
    mentions = re.match(r"(?:(?:\ue000[^\ue001]*\ue001)[\s,&/]*(?:and\s+)?)+", line)
    if mentions:
        yield len(line[: mentions.end()].rstrip(" ,&/")), line[mentions.end() :].strip()
        return
    ends = [found.end() for found in re.finditer(r"\S+", line[:_HEAD])][:5]
    for end in reversed(ends):
        yield end, line[end:].strip()
