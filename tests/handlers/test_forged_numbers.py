"""Numbers that no row can have, in every button and form and in what is typed: an answer in words, never a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import DBAPIError

from bot.feature import Feature
from handlers import all_features
from tests.handlers.test_two_partnerships import FORMS
from tests.house import CHANNEL, House, Said

FORGED = "999999999999999"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm")
        await house.types("mina", "/action add Mina to find the keys")
        await house.types("mina", "/agenda add Budget 10m")
        yield house


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the store could not make sense of."""
    errors = [record.exc_info[1] for record in caplog.records if record.exc_info]
    return [str(error) for error in errors if isinstance(error, DBAPIError | OverflowError)]


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_a_forged_number_on_a_button_is_that_of_nothing(
    house: House, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    for verb in feature.verbs:
        for value in (
            FORGED,
            f"id={FORGED} to={FORGED}",
            f"offer={FORGED}",
            f"{FORGED}/{FORGED}",
            f"#{FORGED}",
        ):
            await house.presses_raw("mina", Said(place=CHANNEL), f"{feature.name}.{verb}", value)
            assert failures(caplog) == [], (verb, value)


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
    ],
)
async def test_a_number_that_is_far_too_large_is_answered_in_words(
    house: House, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = await house.types("mina", typed)
    assert failures(caplog) == []
    assert said.text
