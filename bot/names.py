"""Which people some words may mean, and which words can be no name at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.feature import MENTION
from storage.people import Member

SPEAKER = frozenset({"i", "me", "myself"})

_EVERYBODY = frozenset({"all", "everyone", "everybody", "we", "us"})

_WORDS = (
    "amber april art august bill bob carol chase dawn daisy dean drew eve faith frank gene glen grace grant guy harmony "
    "heather holly hope hunter iris ivy jack jasmine jay joy june lance lily mark mason may melody miles nick norm olive "
    "page pat pearl peg penny poppy ray rich rob robin rose ruby sandy sky sue summer tilly victor violet wade ward will"
)
_NAMES_THAT_ARE_WORDS = frozenset(_WORDS.split())

_TASKS = (
    "add agree apply arrange ask attend book bring call chase check circulate collate come complete confirm consider "
    "contact continue contribute create decide discuss distribute draft email ensure explore feed find finish follow get "
    "give go happy help hope invite investigate keep know learn liaise link listen look meet move need offer order "
    "organise phone plan post prepare present print produce provide publish put raise read refer remember remind reply "
    "report request research respond return review ring say schedule send set share speak start stick submit subscribe "
    "suggest take talk tell thanks think try update use visit wait want welcome work write yet due next subject prior "
    "access agenda action budget deadline feedback letter meeting minutes time ways how what when where who why which "
    "there this that it not able ready going set"
)
_BEGIN_A_TASK = frozenset(_TASKS.split())

_TITLES = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|rev|cllr|sir)\.?\s+", re.IGNORECASE)
_EDGES = " \t.,;:!?*\"'()[]"


def who(words: str, people: Sequence[Member]) -> tuple[Member, ...]:
    """Everybody of `people` whom these words may mean.

    Understood are a mention token, "@short", the full name, the first name, first name and initial, the last name (also
    behind "Mr"), and initials in capitals; the first of these that fits anybody decides.
    """
    if token := MENTION.fullmatch(words.strip()):
        return tuple(member for member in people if member.person.handle == token[1])
    typed = words.strip(_EDGES).removeprefix("@")
    plain = _plain(_TITLES.sub("", typed))
    if not plain:
        return ()
    if exact := tuple(member for member in people if member.name == typed):
        return exact
    for fits in _WAYS:
        if found := tuple(member for member in people if fits(plain, typed, _plain(member.name).split())):
            return found
    return ()


def is_a_word(words: str) -> bool:
    """Whether a name is also a plain word, so that it is a person only where a person stands."""
    return words.strip(_EDGES).casefold() in _NAMES_THAT_ARE_WORDS


def begins_a_task(words: str) -> bool:
    """Whether the first word is what a task begins with rather than a person: "Speak to …", "Need to …"."""
    parts = words.split()
    return bool(parts) and parts[0].casefold() in _BEGIN_A_TASK


def looks_like_a_name(words: str) -> bool:
    """Whether each word has a capital or the look of a nickname ("frank_a", "@frank", a mention)."""
    return bool(words) and all(
        word[0].isupper() or re.search(r"[\d_|@\ue000]", word) for word in words.split()
    )


def everybody(words: str) -> bool:
    """Whether the words mean all at once."""
    return words.casefold() in _EVERYBODY


@lru_cache(maxsize=4096)
def _plain(words: str) -> str:
    """In small letters, without accents, with plain apostrophes, one space apart."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return " ".join(bare.replace("’", "'").casefold().split())


_Fits = Callable[[str, str, list[str]], bool]

_WAYS: tuple[_Fits, ...] = (
    lambda plain, typed, name: plain == " ".join(name),
    lambda plain, typed, name: plain == name[0] if name else False,
    lambda plain, typed, name: re.sub(r"[ ._-]", "", plain) == "".join(name) and bool(name),
    lambda plain, typed, name: len(name) > 1 and plain.rstrip(".") == f"{name[0]} {name[-1][0]}",
    lambda plain, typed, name: len(name) > 1 and re.sub(r"[._-]", " ", plain) == f"{name[0]} {name[-1][0]}",
    lambda plain, typed, name: len(name) > 1 and plain == name[-1],
    lambda plain, typed, name: (
        len(name) > 1 and typed.isupper() and plain == "".join(part[0] for part in name)
    ),
)
