"""What a partnership has chosen: when Upbeat writes, what it offers, and which days it keeps free."""

from __future__ import annotations

from collections.abc import Mapping

from bot import signs
from bot.errors import FieldError
from bot.feature import Context, Reply, reply
from handlers.partnership.answers import answer, nation, partnership_name, zone
from handlers.partnership.common import ABOUT, feature
from storage.people import Role

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
    "reflect_days": {
        0: "Never",
        3: "Three days before",
        5: "Five days before",
        7: "A week before",
        10: "Ten days before",
    },
    "reflect_smallest": {3: "Three people", 4: "Four people", 5: "Five people", 6: "Six people", 8: "Eight"},
}
"""What may be chosen for each number of a partnership's settings."""

SIGNS: Mapping[str, Mapping[str, str]] = {"todo_signs": signs.TODO, "done_signs": signs.DONE}
"""The signs that may be chosen for each setting of them; where none is chosen, none means anything."""

OFFERS = {"yes": True, "no": False}

NAMED = {"named": True, "unnamed": False}
"""Whether names may stand with what people say goes well and less well."""


@feature.verb("settings", form=True, least=Role.DEPUTY, also=("setting",), examples=("settings",))
async def settings(context: Context) -> Reply:
    """Choose when I write, what I ask and offer, which signs I understand, the bank holidays, the time zone and the name."""
    return reply(
        "partnership/settings",
        partnership=context.partnership,
        chase_choices=_choices("chase_days"),
        hour_choices=_choices("chase_hour"),
        call_choices=_choices("call_days"),
        agenda_choices=_choices("agenda_days"),
        reflect_choices=_choices("reflect_days"),
        smallest_choices=_choices("reflect_smallest"),
        monthly="yes" if context.partnership.reflect_monthly else "no",
        named="named" if context.partnership.reflect_named else "unnamed",
        offers="yes" if context.partnership.offers else "no",
        todo_signs=context.partnership.todo_signs.split(),
        todo_choices=_signs("todo_signs"),
        done_signs=context.partnership.done_signs.split(),
        done_choices=_signs("done_signs"),
    )


@feature.verb("save_settings", hidden=True, least=Role.DEPUTY)
async def save_settings(context: Context) -> Reply:
    """Keep what was chosen; whatever is still to come goes by it."""
    partnership = context.partnership
    chosen: dict[str, int | str] = {setting: _chosen(context, setting) for setting in CHOICES}
    chosen |= {setting: _chosen_signs(context, setting) for setting in SIGNS}
    offers = _one_of(context, "offers", OFFERS)
    monthly = _one_of(context, "reflect_monthly", OFFERS)
    named = _one_of(context, "reflect_named", NAMED)
    partnership.name, partnership.zone, partnership.nation = (
        partnership_name(context),
        zone(context),
        nation(context),
    )
    partnership.offers = offers
    partnership.reflect_monthly, partnership.reflect_named = monthly, named
    for setting, value in chosen.items():
        setattr(partnership, setting, value)
    await context.changed(ABOUT)
    return reply("partnership/changed", partnership=partnership.name, kept=[]).privately()


def _choices(setting: str) -> list[dict[str, str]]:
    return [{"value": str(number), "label": label} for number, label in CHOICES[setting].items()]


def _chosen(context: Context, setting: str) -> int:
    given = answer(context, setting)
    found = next((number for number in CHOICES[setting] if str(number) == given), None)
    if found is None:
        raise FieldError(setting, "partnership/no_choice")
    return found


def _signs(setting: str) -> list[dict[str, str]]:
    return [
        {"value": name, "label": f"{look} {signs.SPOKEN.get(name, name)}"}
        for name, look in SIGNS[setting].items()
    ]


def _chosen_signs(context: Context, setting: str) -> str:
    """The signs that were chosen, as they are kept. Raises FieldError for any that stands in no list of ours."""
    given = context.request.values.get(setting, [])
    names = given if isinstance(given, list) else [one for one in given.split(",") if one.strip()]
    if not set(names) <= SIGNS[setting].keys():
        raise FieldError(setting, "partnership/no_choice")
    return " ".join(name for name in SIGNS[setting] if name in names)


def _one_of(context: Context, setting: str, choices: Mapping[str, bool]) -> bool:
    given = choices.get(answer(context, setting))
    if given is None:
        raise FieldError(setting, "partnership/no_choice")
    return given
