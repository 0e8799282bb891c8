"""How the answers of this feature's forms are read, and what they may be."""

from __future__ import annotations

from bot.errors import FieldError
from bot.feature import Context
from bot.zones import near_zone, read_zone

MOST_NAME, MOST_ORGANISATION, MOST_ORGANISATIONS = 80, 60, 24
"""Letters in a name, letters in an organisation's name (it goes on a button), and buttons on the card."""

NATIONS = ("ENG", "WLS", "SCT", "NIR")


def partnership_name(context: Context) -> str:
    """The name a form gives. Raises FieldError where there is none, or it is too long."""
    return _short("name", " ".join(answer(context, "name").split()), MOST_NAME)


def zone(context: Context) -> str:
    """The IANA name of the zone a form gives. Raises FieldError for a place nobody knows."""
    given = answer(context, "zone")
    found = read_zone(given)
    if found is None:
        raise FieldError("zone", "partnership/zone_unclear", typed=given, near=near_zone(given))
    return found


def nation(context: Context) -> str:
    """The nation whose bank holidays a form chooses. Raises FieldError."""
    given = answer(context, "nation")
    if given not in NATIONS:
        raise FieldError("nation", "partnership/no_choice")
    return given


def organisation_names(context: Context) -> list[str]:
    """The organisations a form lists, one on each line, each once. Raises FieldError."""
    lines = (" ".join(line.split()).lstrip("-•* ") for line in answer(context, "organisations").split("\n"))
    names = {line.casefold(): _short("organisations", line, MOST_ORGANISATION) for line in lines if line}
    if len(names) > MOST_ORGANISATIONS:
        raise FieldError("organisations", "partnership/too_many", most=MOST_ORGANISATIONS)
    return list(names.values())


def _short(field: str, words: str, most: int) -> str:
    if not words:
        raise FieldError(field, "partnership/no_name")
    if len(words) > most:
        raise FieldError(field, "partnership/long_name", typed=words, most=most)
    return words


def answer(context: Context, name: str) -> str:
    """What was written in one field of the form; empty where nothing was."""
    given = context.request.values.get(name, "")
    return given.strip() if isinstance(given, str) else ""
