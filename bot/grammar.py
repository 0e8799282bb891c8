"""What people type becomes what they mean: one grammar behind every door.

`addressed` reads words said to Upbeat (after a slash command, after a mention, in a direct message); `lines` finds what
belongs to Upbeat in a message that nobody addressed to it. The words both look for come from the features.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import chat
from bot.feature import Feature, Heard
from bot.markers import COMPOUNDS
from bot.near import nearest, slip
from bot.vocabulary import GENERAL, Phrase, Vocabulary

__all__ = ["GENERAL", "Unknown", "Vocabulary", "addressed", "lines", "marked", "pointing"]

_ALWAYS_TAKEN = frozenset(
    {"all", "mine", "my", "me", "it", "this", "that", "item", "items", "action", "actions"}
)
"""What may follow any verb that points at something."""

_POLITE = re.compile(
    r"(?:(?:please|hi|hello|hey|ok|okay|can you|could you|would you|/?upbeat)\b[\s,:!]*"
    r"|(?:show me|(?:can|could|may) (?:i|we) see|the|our)\s+(?=\w))++",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?:[\s,]+(?:please|pls|now))+[\s.!?]*$", re.IGNORECASE)
_FEW = 5
"""So many words at most are a wish that "please" may end; longer ones are a text that people wrote."""

_WORD = re.compile(r"[^\s:,.;!?]+")
_BETWEEN = re.compile(r"[\s:,]*(?:[-–—]+\s+)?")


@dataclass(frozen=True)
class Unknown:
    """Words that name nothing.

    `words` is all that was typed. `nearest` is what was perhaps meant, as it would be typed ("agenda add Budget"), and
    `addressed` reads it back; None where nothing is near. `feature` is the feature that was named all the same.
    """

    words: str
    nearest: str | None = None
    feature: str | None = None


def lines(text: str, vocabulary: Vocabulary) -> list[Heard]:
    """What a message holds that nobody addressed to Upbeat, line by line; `Heard.index` is the line's number.

    A line without a mark that holds a plain promise or a request is `Heard` by the verb that takes promises, not `sure`.
    Quotes, code, escaped marks, `[off]` lines and what is done already are left alone. Never raises.
    """
    return chat.lines(text, vocabulary.markers, vocabulary.promises)


def marked(text: str, vocabulary: Vocabulary) -> list[Heard]:
    """The marked lines of a text alone, for where nothing is to be offered: said to Upbeat, or pointed at."""
    return chat.lines(text, vocabulary.markers)


def addressed(text: str, vocabulary: Vocabulary, command: str = "") -> Heard | Unknown:
    """What somebody means who speaks to Upbeat. `command` is the slash command that the text followed, if any.

    Never raises. Several marked lines in one text are Unknown here: they are `lines`.
    """
    said = _without_please(text.strip(), vocabulary)
    features = vocabulary.of_command(command)
    if features and command.casefold() != GENERAL:
        return _whole(_after_command(said, vocabulary, features), text)
    heard = marked(text, vocabulary)
    if len(heard) > 1:
        return Unknown(text)
    found = _anywhere(_unpolite(said), vocabulary)
    return heard[0] if heard and isinstance(found, Unknown) else _whole(found, text)


def pointing(text: str, vocabulary: Vocabulary) -> Heard | None:
    """What somebody who points at a message wants made of it: "action" alone, or "make this an action (by Friday)"."""
    heard = addressed(text, vocabulary)
    if not isinstance(heard, Heard):
        return None
    if vocabulary.features[heard.feature].verbs[heard.verb].quotes:
        return heard
    if heard.text:
        return None
    alone = vocabulary.named(_unpolite(text.strip()).strip(" .:!?")) == heard.feature
    verb = vocabulary.verb(heard.feature, "quotes") if alone else None
    return Heard(heard.feature, verb.name, "", line=text) if verb else None


def _whole(found: Heard | Unknown, text: str) -> Heard | Unknown:
    """What was found, with all that was typed."""
    return replace(found, line=text) if isinstance(found, Heard) else replace(found, words=text)


def _unpolite(said: str) -> str:
    polite = _POLITE.match(said)
    return said[polite.end() :] if polite else said


def _without_please(said: str, vocabulary: Vocabulary) -> str:
    """The words without a "please" behind them; "now" goes too where nothing but the name of a feature is left."""
    end = _BEHIND.search(said[-60:])
    left = said[: -len(end[0])] if end else said
    if not end or len(left.split()) > _FEW or "\n" in said:
        return said
    return left if "now" not in end[0].casefold() or vocabulary.named(_unpolite(left)) else said


def _anywhere(said: str, vocabulary: Vocabulary) -> Heard | Unknown:
    """Words that no command stands before: a feature and a verb, or a verb that only one feature has."""
    if not said:
        return _greeting(vocabulary) or Unknown(said)
    word, rest = _first(said)
    feature = vocabulary.named(word)
    if feature is not None:
        return _of_feature(said, rest, feature, vocabulary)
    for words, after in _openings(said):
        if found := _one_of(vocabulary.shared_by(words), said, after, vocabulary):
            return found
    return _nothing(said, vocabulary)


def _greeting(vocabulary: Vocabulary) -> Heard | None:
    """What is meant by Upbeat's name, or its command, alone."""
    found = ((name, vocabulary.verb(name, "greets")) for name in vocabulary.features)
    return next((Heard(name, verb.name, "") for name, verb in found if verb), None)


def _one_of(
    shared: Sequence[Phrase], said: str, after: str, vocabulary: Vocabulary
) -> Heard | Unknown | None:
    """The verb that only one feature has, or whose feature is named behind it: "add Budget to the agenda"; else None."""
    alone = [phrase for phrase in shared if not phrase.placed]
    for phrase in shared if len(shared) > 1 or not alone else ():
        text = _placed(after, vocabulary.features[phrase.feature])
        if text is not None:
            return Heard(phrase.feature, phrase.verb.name, text)
    if len(alone) > 1:
        return Unknown(said, f"{alone[0].feature} {alone[0].words} {after}".strip(), alone[0].feature)
    return Heard(alone[0].feature, alone[0].verb.name, after) if alone else None


def _placed(after: str, feature: Feature) -> str | None:
    """What is said of a feature that is named here, without its name where no more belongs to it; None where it is not."""
    if feature.place:
        return after if re.search(feature.place, after, re.IGNORECASE) else None
    named = rf"(?:\b(?:to|on|from|of|in|as)\s+)?(?:\b(?:the|our|an?|my|this|next|month['’]s)\s+)*\b{feature.name}s?\b"
    found = re.search(rf"^{named}|{named}\W*$", after, re.IGNORECASE)
    return (after[: found.start()] + after[found.end() :]).strip(" :") if found else None


def _of_feature(said: str, rest: str, feature: str, vocabulary: Vocabulary) -> Heard | Unknown:
    """Words after a feature's name; "agenda: …", "agenda+ …" and "action plan" are no such thing."""
    after = said[len(_first_word(said)) :]
    if re.match(r"\s*(?::|\+|[-–—]+\s)", after):
        return Unknown(said, None, feature)
    found = _after_command(rest, vocabulary, [feature])
    own = next((phrase for phrase in vocabulary.phrases[feature] if phrase.words == feature), None)
    if own and rest and isinstance(found, Unknown):
        return Heard(feature, own.verb.name, rest)
    default = isinstance(found, Heard) and found.text == rest
    if default and rest and feature in COMPOUNDS and not re.match(COMPOUNDS[feature], rest, re.IGNORECASE):
        return Unknown(said, None, feature)
    return found


def _after_command(said: str, vocabulary: Vocabulary, features: Sequence[str]) -> Heard | Unknown:
    """A verb of these features, or what their default verb takes, or nothing at all."""
    if not said:
        return _bare(vocabulary, features) or Unknown(said, None, features[0])
    phrases = [phrase for name in features for phrase in vocabulary.phrases[name]]
    default = next(((name, verb) for name in features if (verb := vocabulary.verb(name, "default"))), None)
    for words, after in _openings(said):
        phrase = next((phrase for phrase in phrases if phrase.words == words), None)
        if phrase and not (default and _text_of_its_own(said, words, after, phrase)):
            return Heard(phrase.feature, phrase.verb.name, after)
    if near := _slipped(said, phrases, bool(default)):
        return near
    if default:
        return Heard(default[0], default[1].name, said)
    return _guess(said, phrases, features[0])


def _bare(vocabulary: Vocabulary, features: Sequence[str]) -> Heard | None:
    for name in features:
        if verb := vocabulary.verb(name, "bare"):
            return Heard(name, verb.name, "")
    return None


def _text_of_its_own(said: str, words: str, after: str, phrase: Phrase) -> bool:
    """Whether what begins like a verb is rather a text: "Show and tell", "Move to the new hall", "order chairs".

    It has a capital, or the verb goes by another name of one word; and nothing follows that this verb is known to take.
    """
    plain = words == phrase.verb.name and not said[:1].isupper()
    if phrase.verb.adds or plain or " " in words or said.isupper() or not after:
        return False
    if re.search(r"[\d\ue000@=]", after):
        return False
    examples = (one.casefold().removeprefix(f"{phrase.feature} ") for one in phrase.verb.examples)
    behind = (example.removeprefix(words).split() for example in examples)
    taken = {example[0] for example in behind if example} | _ALWAYS_TAKEN
    return _first_word(after).casefold() not in taken


def _slipped(said: str, phrases: Sequence[Phrase], free: bool) -> Unknown | None:
    """A verb with a slip of the finger in it; where words are `free` to be a text, only what cannot be one."""
    word, rest = _first(said)
    if said[:7].casefold() == "ad hoc ":  # begins many an agenda item, and is no "add"
        return None
    known = list(dict.fromkeys(phrase.words for phrase in phrases if " " not in phrase.words))
    meant = slip(word, known, strict=free and bool(rest))
    if meant is None:
        return None
    phrase = next(phrase for phrase in phrases if phrase.words == meant)
    return Unknown(said, f"{phrase.feature} {phrase.words} {rest}".strip(), phrase.feature)


def _guess(said: str, phrases: Sequence[Phrase], feature: str) -> Unknown:
    word, rest = _first(said)
    meant = nearest(word, [phrase.words for phrase in phrases])
    found = next((phrase for phrase in phrases if phrase.words == meant), None)
    return Unknown(said, f"{found.feature} {found.words} {rest}".strip() if found else None, feature)


def _nothing(said: str, vocabulary: Vocabulary) -> Unknown:
    """Words that begin with neither a feature nor a verb: what comes nearest."""
    word, rest = _first(said)
    if name := slip(word, list(vocabulary.features)):
        return Unknown(said, f"{name} {rest}".strip(), name)
    every = [phrase for phrases in vocabulary.phrases.values() for phrase in phrases]
    if near := _slipped(said, every, free=False):
        return near
    inside = vocabulary.mentioned(_WORD.findall(said[:500]))
    return Unknown(said, inside, inside)


def _openings(said: str) -> Iterator[tuple[str, str]]:
    """The first five, four, three, two, one words of a text, in small letters, each with what comes after."""
    ends: list[int] = []
    for found in _WORD.finditer(said):
        ends.append(found.end())
        if len(ends) == 5 or "\n" in said[found.end() : found.end() + 1]:
            break
    for end in reversed(ends):
        words = " ".join(said[:end].casefold().split()).removeprefix("#")
        yield words, said[_BETWEEN.match(said, end).end() :].strip()  # type: ignore[union-attr]


def _first_word(said: str) -> str:
    found = _WORD.match(said)
    return found[0] if found else ""


def _first(said: str) -> tuple[str, str]:
    """The first word, and the words after it."""
    word = _first_word(said)
    after = said[len(word) :]
    between = _BETWEEN.match(after)
    rest = after[between.end() if between else 0 :].strip()
    return word, rest if rest.strip("?!. ") else ""
