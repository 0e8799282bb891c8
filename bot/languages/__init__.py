"""The words by which people mark their lines, language by language: a language is a YAML file in this folder and no code.

All of them are read at once, since partnerships mix them. Keys of a file, each a list of words (or words one space
apart, those of several words in quotes):

`marks` what stands in front of a line, by kind: as a tag ("#idea") or before a colon or a dash; "#idea" is only a tag,
"agreed:" needs its colon ("Agreed - see you then" is talk). `slips` how that is mistyped; `openings` what marks a line
without a colon; `owner_ends` what ends the part of a line that says who; `owner_ends_for_strangers` of these, before
which a name counts that nobody bears, the surest first; `joins` "and"; `either` "or"; `speaker` "I"; `everybody`;
`ourselves` of them, nobody in "we need to"; `groups` with which the name of
some people ends; `nobody` for an owner still to be found; `owner_labels`, `task_labels` as in
"Owner: … Task: …"; `nothing` where a mark is followed by no item; `done`; `tasks` what a task begins with; `starts`
further words with which no person begins; `not_owners` words that look like an owner and are none; `idle` verbs that
promise nothing; `not_names` words that begin a sentence and are no name.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

KINDS = (
    "action",
    "agenda",
    "topic",
    "decision",
    "information",
    "idea",
    "link",
    "help",
    "celebration",
)
"""What a line can be marked as."""

Words = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """The words of one language, in small letters. `code` is the name of its file."""

    code: str
    name: str
    marks: Mapping[str, Words]
    slips: Mapping[str, Words] = field(default_factory=dict)
    openings: Mapping[str, Words] = field(default_factory=dict)
    owner_ends: Words = ()
    owner_ends_for_strangers: Words = ()
    joins: Words = ()
    either: Words = ()
    speaker: Words = ()
    everybody: Words = ()
    ourselves: Words = ()
    groups: Words = ()
    nobody: Words = ()
    owner_labels: Words = ()
    task_labels: Words = ()
    nothing: Words = ()
    done: Words = ()
    tasks: Words = ()
    starts: Words = ()
    not_owners: Words = ()
    idle: Words = ()
    not_names: Words = ()


_LISTS = tuple(one.name for one in fields(Language) if one.type == "Words")

_BY_KIND = ("marks", "slips", "openings")

Languages = tuple[Language, ...]


def load(folder: Path) -> Languages:
    """Every language of a folder, English first, then by the names of their files.

    Raises ValueError for a file that says something else than a language does, naming the file.
    """
    found = [_language(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.code != "en", one.code)))


def _language(path: Path) -> Language:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = {"name", *_BY_KIND, *_LISTS}
    if not isinstance(data, dict) or not data.get("name") or not isinstance(data.get("marks"), dict):
        raise ValueError(f"{path.name}: a language has a name and marks")
    if strange := set(data) - known:
        raise ValueError(f"{path.name}: no language has {', '.join(sorted(strange))}")
    lists: dict[str, Any] = {name: _words(path, name, data[name]) for name in _LISTS if name in data}
    kinds: dict[str, Any] = {name: _by_kind(path, name, data.get(name, {})) for name in _BY_KIND}
    return Language(path.stem, str(data["name"]), **kinds, **lists)


def _by_kind(path: Path, name: str, data: Mapping[str, Any]) -> dict[str, Words]:
    if strange := set(data) - set(KINDS):
        raise ValueError(f"{path.name}: {name} know no {', '.join(sorted(strange))}")
    return {kind: _words(path, f"{name} of {kind}", words) for kind, words in data.items()}


def _words(path: Path, name: str, words: object) -> Words:
    found = shlex.split(words) if isinstance(words, str) and "'" not in words else words
    if not isinstance(found, list) or not all(isinstance(word, str) and word.strip() for word in found):
        raise ValueError(f"{path.name}: {name} must be a list of words")
    return tuple(dict.fromkeys(" ".join(word.casefold().split()) for word in found))


@cache
def languages() -> Languages:
    """The languages that Upbeat reads."""
    return load(Path(__file__).parent)


def every(name: str, of: Sequence[Language]) -> frozenset[str]:
    """The words of this name in all of the languages."""
    return frozenset(word for language in of for word in getattr(language, name))
