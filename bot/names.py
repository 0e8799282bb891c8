"""Which people some words may mean, and which words can be no name at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.feature import MENTION
from bot.languages import every, languages
from storage.people import Member

_WORDS = (
    "amber april art august bill bob carol chase dawn daisy dean drew eve faith frank gene glen grace grant guy harmony "
    "heather holly hope hunter iris ivy jack jasmine jay joy june lance lily mark mason may melody miles nick norm olive "
    "page pat pearl peg penny poppy ray rich rob robin rose ruby sandy sky sue summer tilly victor violet wade ward will"
)
_NAMES_THAT_ARE_WORDS = frozenset(_WORDS.split())

_BEGIN_A_TASK = frozenset(
    word.split()[0] for word in every("tasks", languages()) | every("starts", languages())
)
_NO_OWNERS = every("not_owners", languages())
_NICK = re.compile(r"[a-zà-öø-ÿ][\w|'’.-]*")

_SIGNED = re.compile(r"[@\ue000].*|[^\W\d_](?=.*[\d_|@]).*")

_GROUPS_BEGIN = frozenset({"the", "all", "both", "each", "every"})
_GROUPS_END = every("groups", languages())

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
    if "|" in typed and not any(typed == member.name for member in people):
        typed = typed.split("|")[0]  # "sam|away" is Sam
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
    return bool(words) and all(word[0].isupper() or _SIGNED.fullmatch(word) for word in words.split())


def may_be_a_nick(words: str, plurals: bool = False) -> bool:
    """Whether one word in small letters may be what somebody is called, where a person must stand: "kylie to …".

    Words of the language that "to" often follows are none: "permission to …", "trying to …". `plurals` may be names only
    where nobody is known: "letters to …".
    """
    word = words.strip(_EDGES).casefold()
    if not _NICK.fullmatch(word) or word in _NO_OWNERS or begins_a_task(word):
        return False
    plural = len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    return (plurals or not plural) and not (len(word) > 6 and word.endswith("ing"))


def may_be_a_group(words: str) -> bool:
    """Whether these are some people or an organisation without a name: "the library", "all partners", "Year 6 team"."""
    the, *rest = words.casefold().split() or [""]
    if not 1 <= len(rest) <= 3 or _NO_OWNERS.intersection(rest):
        return False
    return the in _GROUPS_BEGIN or (
        rest[-1] in _GROUPS_END and the not in _NO_OWNERS and not begins_a_task(the)
    )


@lru_cache(maxsize=4096)
def _plain(words: str) -> str:
    """In small letters, without accents, with plain apostrophes, one space apart."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return " ".join(bare.replace("’", "'").casefold().split())


_Fits = Callable[[str, str, list[str]], bool]

_WAYS: tuple[_Fits, ...] = (
    lambda plain, typed, name: plain == " ".join(name),
    lambda plain, typed, name: plain == name[0] if name else False,
    lambda plain, typed, name: (
        "-" in (name or [""])[0] and plain.replace("-", " ") == name[0].replace("-", " ")
    ),
    lambda plain, typed, name: re.sub(r"[ ._-]", "", plain) == "".join(name) and bool(name),
    lambda plain, typed, name: len(name) > 1 and plain.rstrip(".") == f"{name[0]} {name[-1][0]}",
    lambda plain, typed, name: len(name) > 1 and re.sub(r"[._-]", " ", plain) == f"{name[0]} {name[-1][0]}",
    lambda plain, typed, name: len(name) > 1 and plain == name[-1],
    lambda plain, typed, name: (
        len(name) > 1 and typed.isupper() and plain == "".join(part[0] for part in name)
    ),
)
