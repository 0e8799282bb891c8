"""What a partnership has chosen: when Upbeat writes, and which days it keeps free."""

from __future__ import annotations

from collections.abc import Mapping

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
    given = answer(context, setting)
    found = next((number for number in CHOICES[setting] if str(number) == given), None)
    if found is None:
        raise FieldError(setting, "partnership/no_choice")
    return found
