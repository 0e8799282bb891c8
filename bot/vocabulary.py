"""The words that the features can be asked by: their names and commands, their verbs, and the marks of those verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.chat import Markers
from bot.feature import Feature, Verb

GENERAL = "/upbeat"
"""The command under which everything can be said."""


@dataclass(frozen=True)
class Phrase:
    """A verb by one of its names, in small letters, its words one space apart; `placed` as `Verb.placed` says."""

    words: str
    feature: str
    verb: Verb
    placed: bool = False


class Vocabulary:
    """The words of all features: by feature, by command, and the markers of their verbs.

    `promises` is the feature and the verb that plain promises are handed to; None where no feature wants them.
    """

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = {feature.name: feature for feature in features}
        self.phrases = {name: list(_phrases(feature)) for name, feature in self.features.items()}
        self.markers = Markers(features)
        self.promises = next(_promises(features), None)

    def of_command(self, command: str) -> list[str]:
        """The features that a slash command stands for."""
        return [name for name, feature in self.features.items() if feature.command == command.casefold()]

    def named(self, word: str) -> str | None:
        """The feature that this word names: its name or its command, also in the plural."""
        word = word.casefold().removeprefix("/")
        for name, feature in self.features.items():
            if not self.phrases[name]:
                continue
            own = {name, feature.command.removeprefix("/")} if feature.command != GENERAL else {name}
            if word in own or word.removesuffix("s") in own:
                return name
        return None

    def mentioned(self, words: Iterable[str]) -> str | None:
        """The feature that one of these words of a sentence names; "give me a hand" is not about "me"."""
        return next((name for word in words if len(word) > 2 and (name := self.named(word))), None)

    def shared_by(self, words: str) -> list[Phrase]:
        """Every verb of this name, whichever the feature."""
        every = (phrase for phrases in self.phrases.values() for phrase in phrases)
        return [phrase for phrase in every if phrase.words == words]

    def verb(self, name: str, wanted: str) -> Verb | None:
        """The verb of a feature that is its `default` or its `bare` one."""
        return next((verb for verb in self.features[name].verbs.values() if getattr(verb, wanted)), None)


def _promises(features: Sequence[Feature]) -> Iterator[tuple[str, str]]:
    return ((one.name, verb.name) for one in features for verb in one.verbs.values() if verb.promises)


def _phrases(feature: Feature) -> Iterator[Phrase]:
    for verb in feature.verbs.values():
        if not verb.hidden:
            for name in (verb.name, *verb.also, *verb.placed):
                words = " ".join(name.replace("_", " ").casefold().split())
                yield Phrase(words, feature.name, verb, placed=name in verb.placed)
