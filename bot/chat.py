"""Finding what belongs to Upbeat in a message that nobody addressed to it.

A message is walked line by line. Bullets, numbers, bold and arrows in front of a line are taken off, and the markers
of all verbs are tried at what is left, as one regular expression: a line that is not ours costs that and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import promises
from bot.feature import Feature, Heard, Verb
from bot.languages import Language, every, languages
from bot.late_marks import late
from bot.markers import ALSO, NEXT_ACTION, WHO_DOES, WHO_HAS, any_of

_DONE_SIGNS = (
    "white_check_mark|heavy_check_mark|ballot_box_with_check|x|heavy_multiplication_x|negative_squared_cross"
)
_FRONT = (
    r"(?:[-*_•·▪◦‣∙●○–—→➡►▶⚡❗⭐\ufe0f\u200d\U0001f300-\U0001f531\U0001f534-\U0001faff\s]|\d{1,3}(?:\.\d{1,2}){0,2}[.)]?(?=\s)|[a-z][.)](?=\s)|\(\w\)(?=\s)|#{1,6}(?=\s)|\[(?=[a-z]{4})"
    r"|\[?\d{1,2}:\d{2}\]?(?=\s)|item \d{1,3}(?:\.\d)?\s*[:–—-]\s"
    rf"|:(?!(?:{_DONE_SIGNS}|white_large_square|white_medium_square|ballot_box):)[a-z0-9_+'-]{{1,40}}:)*+"
)
"""What may stand before a marker; never a quote, a backslash, a backtick or a sign that says it is done."""

_BULLET = re.compile(r"(\s*)(?:[-*•·▪◦‣∙●○–—]|\d{1,3}[.)]|[a-z][.)]|☐|\[ ?\])\s+\S", re.IGNORECASE)
_OFF = re.compile(r"\[off\]", re.IGNORECASE)

_FINISHED = re.compile(
    r"(?:\[x\]|☑|✅|✔|☒|❌|~|:(?:"
    + _DONE_SIGNS
    + r"):)|.*(?:[✅✔☑]\ufe0f?|:(?:"
    + _DONE_SIGNS
    + r"):)[.!]?$",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(
    r"(?:none|nil|n/?a|nothing|no(?:ne)? (?:further |new |more )?actions?)\b(?:\s+[\w-]+){0,4}[.!]?$"
    r"|(?:tbc|tba|to follow|as (?:above|below|follows)|attached|"
    r"(?:please )?see (?:above|below|attached|(?:the|drive|folder|email|calendar|invite|link)\b).{0,60}"
    r"|[-–—.…?!*_:]+)[.:]?$",
    re.IGNORECASE,
)
_TAG = re.compile(r"#\w")
_ASKING = re.compile(
    r"(?:any|anyone|anybody|anything|who(?:'s|’s| is| has| wants)?|has anyone|are there any|is there any(?:thing)?)\b.*\?$",
    re.IGNORECASE,
)


MOST_IN_A_LINE = 5
"""So many actions of one line are told apart."""

APART = 50_000
"""How far apart the indexes of several things in one line are: no message has so many lines, and all of them together
stay below the indexes of whole messages (storage/captures.py)."""

MOST_OFFERS = 3
"""So many promises of one message are offered to be noted."""

_IN_FRONT = re.compile(_FRONT, re.IGNORECASE)


def _endings(of: Sequence[Language]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says in these languages that there is nothing, and that it is done."""
    nothing, done = any_of(every("nothing", of)), any_of(every("done", of))
    finished = rf"{done}\s*(?:[:–—-]|[.!]?$)|.*(?:[(\[]{done}[)\]]|\s[-–—]+\s*{done})[.!]?$"
    return re.compile(rf"{nothing}[.!]?$", re.IGNORECASE), re.compile(finished, re.IGNORECASE | re.DOTALL)


FRONT = 400
"""A mark stands in so many characters of a line; marks are patient with what people type, and lines may be very long."""


class Markers:
    """The markers of all verbs of some features as one expression."""

    def __init__(self, features: Sequence[Feature], of: Sequence[Language] | None = None) -> None:
        self.nothing, self.done = _endings(languages() if of is None else of)
        self.verbs: list[tuple[str, Verb]] = []
        parts: list[str] = []
        for feature in features:
            for verb in feature.verbs.values():
                if verb.markers:
                    parts.append(f"(?P<v{len(self.verbs)}>{'|'.join(verb.markers)})")
                    self.verbs.append((feature.name, verb))
        self.any = re.compile(f"{_FRONT}(?:{'|'.join(parts) or '(?!)'})", re.IGNORECASE)

    @property
    def adding(self) -> frozenset[str]:
        """The names of the marked verbs that take something down."""
        return frozenset(verb.name for _, verb in self.verbs if verb.adds)

    def named(self, feature: str) -> tuple[str, Verb] | None:
        """The first marked verb of a feature that takes something down."""
        return next(((name, verb) for name, verb in self.verbs if name == feature and verb.adds), None)

    def match(self, line: str) -> tuple[str, Verb, str] | None:
        """The feature, the verb and the text of a marked line; None where it carries no mark, or only asks about it."""
        found = self.any.match(line, 0, FRONT)
        if found is None:
            return self._late(line)
        feature, verb = self.verbs[int(str(found.lastgroup)[1:])]
        text = line[found.end() :].strip()
        asks = verb.adds and _ASKING.match(text) and not _TAG.search(found[0])
        return None if asks else (feature, verb, text)

    def _late(self, line: str) -> tuple[str, Verb, str] | None:
        """An action whose mark stands in the middle of the line, or behind it."""
        front = _IN_FRONT.match(line)
        text = late(line[front.end() if front else 0 :].rstrip())
        named = self.named("action") if text else None
        return (*named, text) if named and text else None


@dataclass
class _Heading:
    """A mark with nothing behind it: the bullets below are its items, as far in as the first of them."""

    feature: str
    verb: str
    line: int
    depth: int = -1


def lines(text: str, markers: Markers, offered_by: tuple[str, str] | None = None) -> list[Heard]:
    """Everything marked in a message, in order; with `offered_by`, the feature and the verb that plain promises are
    handed to, also the first few of those, not `sure`. Never raises."""
    found: list[Heard] = []
    offers = MOST_OFFERS if offered_by else 0
    heading: _Heading | None = None
    for index, line in _plain_lines(text):
        marked = markers.match(line)
        if marked is None:
            heading = _still(heading, line, index)
            item = _bullet(heading, line, markers)
            feature, verb = (heading.feature, heading.verb) if heading else ("", "")
        else:
            feature, verb, item = marked[0], marked[1].name, _item(marked[2], markers, marked[1])
            if _bare(marked[2]):
                heading = _Heading(feature, verb, index) if marked[1].adds else None
                item = None if marked[1].adds else ""
        if item is not None:
            found += _items(Heard(feature, verb, item, index, line), markers)
        elif offers and offered_by and marked is None and (promise := promised(line, markers)):
            found.append(Heard(*offered_by, promise.text, index, line, sure=False))
            offers -= 1
    return found


def _items(heard: Heard, markers: Markers) -> Iterator[Heard]:
    """What one line holds: mostly one thing; two actions, or a decision that is an action too, each with its own index."""
    does = WHO_DOES.match(heard.text)
    if not (does or WHO_HAS.match(heard.text)):
        yield heard
        return
    two = heard.feature in ALSO.values() and heard.verb in markers.adding
    texts = (_apart if does else _listed)(heard.text)[:MOST_IN_A_LINE] if two else [heard.text]
    for place, text in enumerate(texts):
        yield replace(heard, text=text, index=heard.index + place * APART)
    if does and (also := markers.named(ALSO.get(heard.feature, ""))):
        yield replace(heard, feature=also[0], verb=also[1].name, index=heard.index + APART)


def _apart(text: str) -> list[str]:
    """The actions of a line whose first one says who; a comma parts them only where no name stands before it, since
    "Jo to ask Priya, Sam to help" is Jo's alone."""
    first = WHO_DOES.match(text)
    texts, begun = [], 0
    for found in NEXT_ACTION.finditer(text, first.end() if first else 0):
        *_, word = text[begun : found.start()].split()
        if found[0][:1] != "," or word[:1].islower():
            texts.append(text[begun : found.start()])
            begun = found.end()
    return [*texts, text[begun:]]


def _listed(text: str) -> list[str]:
    """The actions of a line that lists who has which; whole where a part of it names nobody."""
    parts = text.rstrip(" ;").split(";")
    return [part.strip() for part in parts] if all(WHO_HAS.match(part.strip()) for part in parts) else [text]


def promised(line: str, markers: Markers) -> promises.Promise | None:
    """The promise in a line without a mark, whatever bullets stand in front of it; none in a line that is done."""
    front = _IN_FRONT.match(line)
    text = _unwrapped(line[front.end() if front else 0 :])
    found = promises.find(text)
    return found if found and not _no_item(text, markers) else None


def _plain_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are neither empty nor quoted nor code, each with its number."""
    fenced = False
    for index, line in enumerate(text.splitlines()):
        inside, fenced = fenced, fenced != bool(line.count("```") % 2)
        if inside or line.lstrip().startswith((">", "&gt;", "```")):
            if line.lstrip().startswith((">>>", "&gt;&gt;&gt;")) and not inside:
                return
            continue
        if line and not line.isspace() and not ("[" in line and _OFF.search(line)):
            yield index, line


def _item(text: str, markers: Markers, verb: Verb) -> str | None:
    """The text of an item, without a second mark ("- [ ] ACTION: …") or what stands round it; None where it is none."""
    again = markers.match(text) if verb.adds and text[:1] not in "([" else None
    if again and again[1] is verb and again[2]:
        text = again[2]
    text = _unwrapped(text)
    return None if _no_item(text, markers) else text


def _no_item(text: str, markers: Markers) -> bool:
    """Whether nothing is said, or that there is nothing, or that it is done."""
    if not text or _NOTHING.match(text) or _FINISHED.match(text):
        return True
    return bool(markers.nothing.match(text) or markers.done.match(text))


def _unwrapped(text: str) -> str:
    """Without a bold mark or a bracket that was opened before the marker."""
    text = text.rstrip().removesuffix("**").removesuffix("__").rstrip()
    if text.count("*") % 2:
        text = text.removesuffix("*")
    if text.endswith("]") and text.count("[") < text.count("]"):
        text = text[:-1]
    return text.strip()


def _bare(text: str) -> bool:
    """Whether nothing is said after the mark, or only that it follows."""
    return not text.strip("*_ ]") or text.casefold().strip(" .:") in ("as follows", "as below", "see below")


def _still(heading: _Heading | None, line: str, index: int) -> _Heading | None:
    """The heading as long as bullets follow it, whatever empty lines lie between them, or right below it lines that
    say who is to do what."""
    if heading is None:
        return None
    next_line, heading.line = index == heading.line + 1, index
    said = heading.feature in ALSO.values() and next_line and WHO_DOES.match(line)
    return heading if said or _BULLET.match(line) else None


def _bullet(heading: _Heading | None, line: str, markers: Markers) -> str | None:
    """The text of a bullet that stands directly under a heading; a bullet further in belongs to the one above."""
    if heading is None:
        return None
    found = _BULLET.match(line)
    depth = len(found[1].expandtabs()) if found else 0
    heading.depth = depth if heading.depth < 0 else heading.depth
    text = _unwrapped(line[found.end() - 1 :] if found else line)
    outside = depth > heading.depth or text[:1] in ("`", "\\", "~")
    return None if outside or _no_item(text, markers) or _ASKING.match(text) else text
