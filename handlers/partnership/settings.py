"""What a partnership has chosen, and how the answers of its forms are read."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import FieldError
from bot.feature import Context, Reply, reply
from bot.zones import near_zone, read_zone
from handlers.partnership.common import ABOUT, feature
from storage.people import Role

MOST_NAME, MOST_ORGANISATION, MOST_ORGANISATIONS = 80, 60, 24

NATIONS = ("ENG", "WLS", "SCT", "NIR")

CHOICES: Mapping[str, Mapping[int, str]] = {
    "chase_days": {
        1: "One day before",
        2: "Two days before",
        3: "Three days before",
        5: "Five days before",
        7: "A week before",
    },
    "chase_hour": {8: "8am", 9: "9am", 10: "10am", 11: "11am", 12: "Noon", 13: "1pm", 14: "2pm", 15: "3pm"},
    "call_days": {0: "Never", 3: "Three days before", 7: "A week before", 14: "Two weeks before"},
    "agenda_days": {0: "Never", 1: "The day before", 2: "Two days before", 3: "Three days before"},
}
"""What may be chosen for each number of a partnership's settings."""


@feature.verb("settings", form=True, least=Role.DEPUTY, also=("setting",), examples=("settings",))
async def settings(context: Context) -> Reply:
    """Choose when I write, the bank holidays, the time zone and the name."""
    return reply(
        "partnership/settings",
        partnership=context.partnership,
        chase_choices=_choices("chase_days"),
        hour_choices=_choices("chase_hour"),
        call_choices=_choices("call_days"),
        agenda_choices=_choices("agenda_days"),
    )


@feature.verb("save_settings", hidden=True, least=Role.DEPUTY)
async def save_settings(context: Context) -> Reply:
    """Keep what was chosen; whatever is still to come goes by it."""
    partnership = context.partnership
    chosen = {setting: _chosen(context, setting) for setting in CHOICES}
    partnership.name, partnership.zone, partnership.nation = (
        partnership_name(context),
        zone(context),
        nation(context),
    )
    for setting, number in chosen.items():
        setattr(partnership, setting, number)
    await context.changed(ABOUT)
    return reply("partnership/changed", partnership=partnership.name, kept=[]).privately()


def _choices(setting: str) -> list[dict[str, str]]:
    return [{"value": str(number), "label": label} for number, label in CHOICES[setting].items()]


def _chosen(context: Context, setting: str) -> int:
    given = _answer(context, setting)
    found = next((number for number in CHOICES[setting] if str(number) == given), None)
    if found is None:
        raise FieldError(setting, "partnership/no_choice")
    return found


def partnership_name(context: Context) -> str:
    """The name a form gives. Raises FieldError where there is none, or it is too long."""
    return _short("name", " ".join(_answer(context, "name").split()), MOST_NAME)


def zone(context: Context) -> str:
    """The IANA name of the zone a form gives. Raises FieldError for a place nobody knows."""
    given = _answer(context, "zone")
    found = read_zone(given)
    if found is None:
        raise FieldError("zone", "partnership/zone_unclear", typed=given, near=near_zone(given))
    return found


def nation(context: Context) -> str:
    """The nation whose bank holidays a form chooses. Raises FieldError."""
    given = _answer(context, "nation")
    if given not in NATIONS:
        raise FieldError("nation", "partnership/no_choice")
    return given


def organisation_names(context: Context) -> list[str]:
    """The organisations a form lists, one on each line, each once. Raises FieldError."""
    lines = (" ".join(line.split()).lstrip("-•* ") for line in _answer(context, "organisations").split("\n"))
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


def _answer(context: Context, name: str) -> str:
    given = context.request.values.get(name, "")
    return given.strip() if isinstance(given, str) else ""
