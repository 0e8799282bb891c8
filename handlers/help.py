"""Help: what works where you are, and what was perhaps meant where nothing was understood. Never silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, zip_longest

from bot.errors import BotError
from bot.feature import MENTION, Context, Feature, Heard, Reply, Way, reply
from bot.grammar import Unknown, Vocabulary, addressed
from storage.people import Role

feature = Feature("help", command="/upbeat", about="what I can do, and how to say it")

EXAMPLES = 5
"""How many examples are enough to begin with."""

FIRST = ("agenda.add", "action.add", "meeting.plan", "reflect.answer", "minutes.show")
"""What is worth knowing first; then come the other features in their order."""

SEVERAL = 3
"""So many features at most may share a word for all of them to be offered."""

ENOUGH = 4
"""From so many words on, what somebody writes may be an answer."""

LONGEST, KEPT = 900, 500
"""Longer words are no command, and only a part of minutes may be as long; people are told to keep to `KEPT` characters."""


@feature.verb(
    "show",
    bare=True,
    greets=True,
    begins=True,
    least=Role.GUEST,
    also=("help",),
    examples=("help agenda",),
)
async def show(context: Context) -> Reply:
    """Show five things that work where you are, or all that one word can do."""
    words = context.text.strip()
    if words and words.casefold().strip(" .!?") != "me":
        return await _about(context, words)
    return await _first_things(context)


async def _first_things(context: Context) -> Reply:
    place, examples = context.request.place, await _examples(context)
    if context.begun:
        partnership = context.partnership.name
        return reply(
            "help/show",
            partnership=partnership,
            examples=examples,
            topics=_topics(context),
            direct=place.direct,
            lines=place.lines,
        )
    if place.direct:
        return reply("help/nowhere", examples=examples)
    return reply("help/begin", examples=examples)


@feature.verb("unknown", hidden=True, begins=True, long=True, least=Role.GUEST)
async def unknown(context: Context) -> Reply:
    """Say what was read, and offer what was perhaps meant."""
    words, nearest = context.text.strip(), context.request.values.get("nearest", "")
    first, _, rest = words.partition(" ")
    if first.casefold() == feature.name and rest:
        return await _about(context, rest)
    if keeps := await _kept_in(context, words):
        return reply().then("minutes.part", words, partnership=keeps[0] if len(keeps) == 1 else None)
    if len(words) > LONGEST:
        raise BotError("dispatch/too_long", typed=words, most=KEPT)
    if _perhaps_an_answer(context, words, bool(nearest)) and (asked := await _asked_in(context)):
        # somebody who is asked in several partnerships is asked which one is meant
        return reply().then("reflect.unsorted", words, partnership=asked[0] if len(asked) == 1 else None)
    return await _unsure(context, words, nearest if isinstance(nearest, str) else "")


_PART = re.compile(
    r"\s*(?:(?:part|section|no\.?|#)\s*)?\d{1,3}\s*(?:[:=]\s*(?=[^\s\d])|[:=.)–—-]\s+(?=\S))", re.IGNORECASE
)
"""How words begin that are for one part of minutes: "2: We share the hall"; "2:30 is fine" is no such thing."""


async def _kept_in(context: Context, words: str) -> Sequence[int]:
    """The asker's partnerships in whose draft minutes these words may belong; only what is said directly does."""
    if context.request.way is not Way.DIRECT or not _PART.match(words):
        return []
    person, meant = context.request.person, context.request.partnership
    keeps = await context.registry.drafting(person.platform, person.workspace, person.handle)
    return [one for one in keeps if meant in (None, one)]


_TELLS = re.compile(
    r"(?:the|an?|our|my|we|i|it|its|they|there|this|that|these|those|every\w+|no\s?body|nothing|some\w*|people|all|most"
    r"|many|much|not)\b",
    re.IGNORECASE,
)
"""How sentences begin and commands do not: "the choir has doubled" is no slip for the word chair."""


def _perhaps_an_answer(context: Context, words: str, near: bool) -> bool:
    """Whether words that mean nothing else may answer what Upbeat has asked: said directly, and no question."""
    if context.request.way is not Way.DIRECT or words.endswith("?"):
        return False
    sorted_already = re.match(r"\W*(?:going |not so |less )?well\W*[:–—]", words, re.IGNORECASE)
    slip = near and not _TELLS.match(words)
    return bool(sorted_already) or not (slip or len(words.split()) < ENOUGH)


async def _asked_in(context: Context) -> Sequence[int]:
    """The asker's partnerships in which answers are waited for; of them the one that is meant, where that is known."""
    person, meant = context.request.person, context.request.partnership
    asked = await context.registry.awaiting(person.platform, person.workspace, person.handle)
    return [one for one in asked if meant in (None, one)]


async def _about(context: Context, words: str) -> Reply:
    """All that one feature can do; else what was perhaps meant."""
    vocabulary = Vocabulary(context.features)
    heard = addressed(words, vocabulary)
    name = vocabulary.mentioned(words.split()) or (heard.feature if isinstance(heard, Heard) else None)
    if name is None:
        return await _unsure(context, words, heard.nearest or "" if isinstance(heard, Unknown) else "")
    if name == feature.name:
        return await _first_things(context)
    meant, here = vocabulary.features[name], await _here(context)
    return reply("help/feature", title=name.capitalize(), about=meant.about, verbs=_lines(here, meant))


async def _unsure(context: Context, words: str, nearest: str) -> Reply:
    vocabulary, read = Vocabulary(context.features), _named(context, words)
    found = [_meant(context, one, vocabulary) for one in _alike(words, nearest, vocabulary)]
    if meant := [one for one in found if one]:
        return reply("help/nearest", words=read, meant=meant)
    return reply("help/unknown", words=read, examples=await _examples(context), begun=context.begun)


def _alike(words: str, nearest: str, vocabulary: Vocabulary) -> Sequence[str]:
    """What was perhaps meant, as it would be typed: the nearest, or a word alone with each feature that has it."""
    alone = " ".join(words.casefold().split()).strip(" .!?")
    shared = vocabulary.shared_by(alone) if nearest else []
    if 1 < len(shared) <= SEVERAL:
        return [f"{phrase.feature} {phrase.words}" for phrase in shared]
    return [nearest] if nearest else []


def _meant(context: Context, nearest: str, vocabulary: Vocabulary) -> Mapping[str, str] | None:
    """How something that was perhaps meant is said, and what it does; None where it is nothing."""
    heard = addressed(nearest, vocabulary)
    if not isinstance(heard, Heard):
        return None
    about = vocabulary.features[heard.feature].verbs[heard.verb].help
    return {"label": _named(context, nearest), "nearest": nearest, "about": about}


@feature.verb("do", hidden=True, begins=True, least=Role.GUEST)
async def do(context: Context) -> Reply:
    """Do what was offered as perhaps meant."""
    heard = addressed(context.text, Vocabulary(context.features))
    if not isinstance(heard, Heard):
        return await _unsure(context, context.text, "")
    return reply().then(f"{heard.feature}.{heard.verb}", heard.text)


# Examples, in the form that works for the person and the place


@dataclass(frozen=True)
class _Here:
    """Who asks and where: what stands in front of words, whose names are known, what may be asked."""

    direct: bool
    command: bool
    role: Role = Role.MEMBER
    names: Sequence[str] = ()

    def say(self, one: Feature, example: str) -> str:
        """An example as it is typed here, with names of this partnership in it."""
        names = cycle(self.names)
        words = _MENTIONED.sub(lambda found: f"@{next(names)}", example) if self.names else example
        named = words if one.command == feature.command else f"{one.name} {words}".strip()
        if self.direct:
            return named
        return f"{one.command} {words}".strip() if self.command else f"@Upbeat {named}"


_MENTIONED = re.compile(r"@\w+")


async def _here(context: Context) -> _Here:
    request = context.request
    command = request.way is Way.COMMAND and not request.person.external
    if not context.begun:
        return _Here(request.place.direct, command)
    members = await context.records.members.list()
    asker = await context.records.members.of_handle(request.person.handle)
    others = [member.first_name for member in members if member is not asker]
    role = Role(asker.role) if asker else Role.MEMBER
    return _Here(request.place.direct, command, role, others[:EXAMPLES])


async def _examples(context: Context) -> list[str]:
    """What is worth knowing first, then one example of each feature in turn and a second of each: enough of them."""
    here = await _here(context)
    columns = [list(_of(here, one)) for one in context.features if one is not feature]
    rounds = (example for row in zip_longest(*columns) for example in row if example)
    every = dict.fromkeys([*_first(here, context.features), *rounds])
    return list(islice(every, EXAMPLES))


def _first(here: _Here, features: Sequence[Feature]) -> Iterator[str]:
    """The first example of each verb that is worth knowing first."""
    for one in features:
        for verb in one.verbs.values():
            if f"{one.name}.{verb.name}" in FIRST and verb.least <= here.role:
                yield here.say(one, verb.examples[0])


def _topics(context: Context) -> list[str]:
    """The words that help can be asked about: every feature with more than one thing to type."""
    asked = [one for one in context.features if one is not feature]
    return [one.name for one in asked if sum(not verb.hidden for verb in one.verbs.values()) > 1]


def _of(here: _Here, one: Feature) -> Iterator[str]:
    """The first example of each verb this person may ask, those that add something before the others."""
    offered = [verb for verb in one.verbs.values() if not verb.hidden and verb.examples]
    for verb in sorted(offered, key=lambda verb: not (verb.adds or verb.default)):
        if verb.least <= here.role:
            yield here.say(one, verb.examples[0])


def _lines(here: _Here, one: Feature) -> list[Mapping[str, str]]:
    """Every verb of a feature, first what its name alone means: how it is typed, and what it does."""
    shown = sorted((verb for verb in one.verbs.values() if not verb.hidden), key=lambda verb: not verb.bare)
    return [
        {"typed": here.say(one, (verb.examples or (verb.name.replace("_", " "),))[0]), "help": verb.help}
        for verb in shown
    ]


def _named(context: Context, words: str) -> str:
    """The words with names in the place of mentions."""
    faces = context.request.faces
    return MENTION.sub(lambda found: f"@{faces[found[1]].name if found[1] in faces else found[1]}", words)
