"""Values that nobody could have chosen, in every button and form and in what is typed: an answer in words, never a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Feature, Place, Request, Way
from handlers import all_features
from tests import stores
from tests.handlers.test_two_partnerships import FORMS
from tests.house import CHANNEL, House, Said, face

FORGED = "999999999999999"
VALUES = (
    *(FORGED, f"id={FORGED} to={FORGED}", f"offer={FORGED}", f"{FORGED}/{FORGED}", f"#{FORGED}"),
    *("", "id=", "\u00b2,1", "\u00b2/\u00b2", "9" * 5000, "\ue000U1 \u202e"),
)
FIELDS = (
    *(
        "by",
        "day",
        "due",
        "helpers",
        "id",
        "items",
        "lead",
        "length",
        "minutes",
        "name",
        "nation",
        "organisation",
    ),
    *(
        "organisations",
        "place",
        "presenter",
        "purpose",
        "repeat",
        "text",
        "time",
        "to",
        "until",
        "whole",
        "zone",
    ),
    *("agenda_days", "call_days", "chase_days", "chase_hour", "offers", "todo_signs", "done_signs"),
    *("author", "conversation", "dates", "half_first", "half_last", "kind", "message", "remove", "sign"),
    *("start", "end", "thread", "verb", "was"),
    *("address", "circulation", "consent", "who"),
)
"""The names that the fields of our forms have, and some that only those have who hand on."""


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
        await house.types("mina", "/action add Mina to find the keys")
        await house.types("mina", "/agenda add Budget 10m")
        await house.types("mina", "AGREED: we meet at two\n#idea a choir\nWIN: forty sang")
        await house.types("mina", "I'll ring the trust before the 14th")
        await house.types("mina", "/upbeat terms Autumn term: 2 September to 18 December")
        yield house


CHOICES: tuple[str | list[str], ...] = (
    "9999-12-30",
    "\u00b2",
    "9999-99-99",
    "own:999:999:6:5",
    ["\u00b2", "1", ""],
)
"""What no field offers. On PostgreSQL only what a database may stumble over is tried: the rest never gets that far."""


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Whatever nobody foresaw."""
    return [repr(record.exc_info[1]) for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_a_forged_value_on_a_button_is_that_of_nothing(
    house: House, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    for verb in feature.verbs:
        for value in VALUES if stores.chosen == "sqlite" else (FORGED,):
            await house.presses_raw("mina", Said(place=CHANNEL), f"{feature.name}.{verb}", value)
            assert failures(caplog) == [], (verb, value)


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_forged_choices_in_a_form_are_none(
    house: House, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.FORM, text="id=1")
    for verb in feature.verbs:
        for forged in CHOICES if stores.chosen == "sqlite" else CHOICES[:1]:
            values = dict.fromkeys(FIELDS, forged) | {"text": "Chase it", "name": "Board"}
            await house.dispatch.handle(
                replace(request.to(f"{feature.name}.{verb}"), values=values, trigger="t")
            )
            assert failures(caplog) == [], (verb, forged)
        await house.dispatch.handle(replace(request.to(f"{feature.name}.{verb}"), trigger="t"))
        assert failures(caplog) == [], (verb, "an empty form")


@pytest.mark.parametrize(("verb", "values"), FORMS)
async def test_a_forged_number_in_a_form_is_that_of_nothing(
    house: House, verb: str, values: dict[str, str | list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    said = await house.presses_raw("mina", Said(place=CHANNEL), verb, "1")
    if said.form is not None:
        fields = {one.name for one in said.form.fields}
        forged = {name: [FORGED] if isinstance(value, list) else FORGED for name, value in values.items()}
        await house.submits("mina", said, {name: value for name, value in forged.items() if name in fields})
    assert failures(caplog) == []


@pytest.mark.parametrize(
    "typed",
    [
        f"/agenda add Budget {FORGED}m",
        f"/agenda standing add Welcome {FORGED}m",
        f"/agenda move {FORGED} to 1",
        f"/agenda move 1 to {FORGED}",
        f"/agenda drop {FORGED}",
        f"/action done {FORGED}",
        f"/action done #{FORGED}",
        f"/meeting plan Working group, Tue 8 December 2026 2pm, {FORGED} minutes",
        f"/chase pause {FORGED} days",
        f"/chase pause {FORGED} weeks",
        f"/upbeat decision edit {FORGED} = we meet at three",
        f"/upbeat decision drop {FORGED}",
        f"/upbeat decision show {FORGED}",
        f"/upbeat decisions before={FORGED}",
        f"/upbeat decisions meeting={FORGED}",
        f"/upbeat note edit {FORGED} = x",
        f"/upbeat notes since may {FORGED}",
        f"/upbeat celebration {FORGED}",
        f"/upbeat terms Autumn term: {FORGED} September to 18 December",
        f"/upbeat terms Autumn term: 2 September {FORGED} to 18 December {FORGED}",
    ],
)
async def test_a_number_that_is_far_too_large_is_answered_in_words(
    house: House, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = await house.types("mina", typed)
    assert failures(caplog) == []
    assert said.text
