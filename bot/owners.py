"""Who is to do it: reads the owner part of a line, as minute-takers write it, against the people of a partnership.

The owner stands first ("Sam and Jo to ask the school") or last ("… (Sam)"); "to", "will", a colon or a dash ends the
owner part, and names behind it belong to the task. Nobody is guessed: a name that fits two people is left between
them, and one that fits nobody is kept as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.feature import MENTION
from bot.names import SPEAKER, begins_a_task, everybody, is_a_word, looks_like_a_name, who
from storage.people import Member

__all__ = ["Owned", "plain", "read_owners", "who"]

_HEAD = 160
"""How far into a line an owner part may reach."""

_TRIES = 8
"""How many places in a line are looked at for an owner part's end, or for its beginning."""

_ENDS = re.compile(
    r"\s+(?:has agreed to|have agreed to|agreed to|agrees to|(?:is|are) going to|(?:is|are) to|needs? to|to|will|shall|"
    r"should|must|please(?: can you| could you)?)(?=\s)|['’]ll\s+|\s*:\s*|\s+[-–—]+>?\s+|\s*(?:=>|→)\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:for|assigned to|on)\s+(?=[\ue000@A-Z])", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:owner|lead|who)\s*:\s*(?P<names>[^.;|:\n]{1,80})[.;|]\s*(?:(?:task|action|what)\s*:\s*)?(?=\S)",
    re.IGNORECASE,
)
_LABELLED_LAST = re.compile(
    r"[\s,.;(\[–—-]*\b(?:owners?|lead|who|assigned to)\s*:\s*(?P<names>[^.;:()\[\]\n]{1,80}?)[)\].]*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\s*[(\[](?P<names>[^()\[\]\n]{1,80}?)(?P<when>[,;]?\s+(?:by|due|before|on|for|w/c)\s[^()\[\]\n]{1,60})?[)\]](?P<after>[^()]*)$"
)
_AFTER = re.compile(r"\s*[.!]?$|\s*[,–—-]?\s*(?:by|due|before|on|for|w/c|asap|until)\b", re.IGNORECASE)
_LAST_BEGINS = re.compile(r"\s+(?:[-–—]+\s*|(?=[@\ue000]))")
_SPLIT = re.compile(r"\s*(?:[,/&+]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_JOINED = re.compile(r"[,&+]|(?:and|with)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]{0,40}\)")
_LEADING = re.compile(
    r"(?:please\s+)?(?:(?:can|could|would|will) you\s+(?:please\s+)?|please\s+)?(?:to\s+)?(?:action\s*[:–—-]\s*)?",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:be|go|come|follow|include|start|cover|continue|remain|stay|the|a|an|all|our|my|your|his|her|"
    r"their|this|that|these|those|each|every|which|whom|us|me|you|him|them|it)\b|[A-Z\ue000@\d]"
)
_TO_DATE = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)|\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Owned:
    """A line and who is to do it.

    `text` is the line without the owner part. `words` is the owner as it was written, where it fits nobody; `between`
    are the people whom one name fits alike. Lead and helpers may be known while one further name is not.
    """

    lead: Member | None
    helpers: tuple[Member, ...]
    text: str
    words: str = ""
    between: tuple[Member, ...] = ()


@dataclass(frozen=True)
class _Names:
    """What some words come to when each of them is taken for a name."""

    people: tuple[Member, ...] = ()
    unknown: tuple[str, ...] = ()
    between: tuple[Member, ...] = ()

    @property
    def fits(self) -> bool:
        return bool(self.people or self.between)

    def owned(self, text: str) -> Owned:
        lead, *helpers = (*self.people, None) if not self.people else self.people
        rest = tuple(helper for helper in helpers if helper is not None)
        return Owned(lead, rest, _begun(text), " and ".join(self.unknown), self.between)


def read_owners(line: str, people: Sequence[Member], speaker: Member | None) -> Owned:
    """Who is to do what a line says, out of `people`; "I" is the `speaker`.

    With no owner said, `lead` is None, `words` empty and `text` the whole line. People named in the text by a mention
    are named there by their plain name. Never raises.
    """
    line = line.strip()
    return replace(found := _read(line, people, speaker), text=plain(found.text, people))


def plain(text: str, people: Sequence[Member]) -> str:
    """The text with mention tokens of these people replaced by their names."""
    names = {member.person.handle: member.name for member in people}
    return MENTION.sub(lambda found: names.get(found[1], found[0]), text)


def _read(line: str, people: Sequence[Member], speaker: Member | None) -> Owned:
    reader = _Reader(people, speaker)
    first = reader.labelled(line) or reader.before(line) or reader.bare(line)
    if first and (first.lead or first.between):
        return first
    return reader.after(line) or first or Owned(None, (), line)


def _begun(text: str) -> str:
    """The task without what still belongs to the owner part."""
    began = _LEADING.match(text)
    return (text[began.end() :] if began and began.end() < len(text) else text).strip()


def _unbracketed(names: str) -> str:
    """The names without bold, and without brackets that stand round all of them: "(Sam): …"."""
    names = names.strip(" *")
    return names[1:].rstrip(")] ") if names[:1] in ("(", "[") else names


class _Reader:
    """The places in a line where an owner may stand; each gives what it finds there, or None."""

    def __init__(self, people: Sequence[Member], speaker: Member | None) -> None:
        self.people = people
        self.speaker = speaker

    def labelled(self, line: str) -> Owned | None:
        """ "Owner: Priya. Task: chase the letter." """
        found = _LABEL.match(line)
        return self._strong(found["names"]).owned(line[found.end() :]) if found else None

    def before(self, line: str) -> Owned | None:
        """ "Sam and Jo to …", "Priya: …", "Sam – …", also behind a topic ("Otter funding: Sam to …")."""
        start = _FIRST.match(line)
        begin, topic = (start.end() if start else 0), ""
        for end in islice(_ENDS.finditer(line, begin, _HEAD), _TRIES):
            names, rest = _unbracketed(line[begin : end.start()]), line[end.end() :].strip()
            sign = end[0].strip().casefold()
            if names and rest and (owned := self._ended(names, sign, rest)):
                return replace(owned, text=topic + owned.text)
            if not sign.isalpha() and not topic and " " not in sign and sign[0] in ":-–—=→":
                begin, topic = end.end(), line[: end.end()]
        return None

    def bare(self, line: str) -> Owned | None:
        """ "@sam book the hall", "Priya chase the letter", "Priya / the letter": no ending, so only who is known."""
        for size, rest in _beginnings(line):
            names = line[:size].strip()
            if rest.casefold() in ("", "to", "will") or any(map(is_a_word, _SPLIT.split(names))):
                continue
            if _JOINED.match(rest):
                continue
            found, task = self._names(names), rest.lstrip("/ ")
            shown = names[0] in "@\ue000" or rest.startswith("/")
            if found.fits and not found.unknown and task and (shown or task[0].islower()):
                return found.owned(task)
        return None

    def after(self, line: str) -> Owned | None:
        """ "… (Sam)", "… Owner: Sam", "… - Sam", "… @sam"."""
        found = _LABELLED_LAST.search(line, max(0, len(line) - _HEAD))
        if found and found.start():
            return self._strong(found["names"]).owned(line[: found.start()])
        found = _IN_BRACKETS.search(line, max(0, len(line) - _HEAD))
        if found and found.start() and _AFTER.match(found["after"]):
            names = self._names(found["names"])
            if names.fits and not names.unknown:
                return names.owned(line[: found.start()] + (found["when"] or "") + found["after"])
        for last in list(_LAST_BEGINS.finditer(line, max(0, len(line) - _HEAD)))[-_TRIES:]:
            names = self._names(line[last.end() :].rstrip(" ."))
            if names.fits and not names.unknown:
                return names.owned(line[: last.start()])
        return None

    def _ended(self, names: str, end: str, rest: str) -> Owned | None:
        """The owner part `names` before an ending, or None where it is none."""
        found = self._names(_ASIDE.sub("", names))
        if found.fits:
            return None if is_a_word(names) and _TO_DATE.match(rest) else found.owned(rest)
        if end == "to" and found.unknown and not _PASSIVE.match(rest):
            return found.owned(rest)
        return None

    def _strong(self, names: str) -> _Names:
        """Names after a label: whoever it is, it is the owner."""
        found = self._names(names)
        return found if found.fits or found.unknown else _Names(unknown=(names.strip(),))

    def _names(self, words: str) -> _Names:
        """All of `words` as names; nothing where one piece can be no name."""
        pieces = _SPLIT.split(words)
        if len(pieces) > 8 or not all(pieces):
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
            elif self._may_be_a_name(piece, first=not (people or unknown or between)):
                unknown.append(piece)
            else:
                return _Names()
        return _Names(tuple(dict.fromkeys(people)), tuple(unknown), tuple(dict.fromkeys(between)))

    def _who(self, piece: str) -> tuple[Member, ...]:
        if piece.casefold() in SPEAKER:
            return (self.speaker,) if self.speaker else ()
        return who(piece, self.people)

    def _may_be_a_name(self, piece: str, first: bool) -> bool:
        """Whether words that fit nobody may be a name all the same: not "Ask Sam", not "Speak", but "the caretaker"
        beside somebody who is known."""
        if everybody(piece):
            return True
        parts = piece.split()
        if len(parts) > 3 or any(who(part, self.people) for part in parts):
            return False
        return not begins_a_task(piece) and looks_like_a_name(piece) if first else True


def _mentions_apart(pieces: Sequence[str]) -> Iterator[str]:
    """Mentions that stand side by side without a comma are several people."""
    for piece in pieces:
        tokens = MENTION.findall(piece)
        if len(tokens) > 1 and not MENTION.sub("", piece).strip():
            yield from (found[0] for found in MENTION.finditer(piece))
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
