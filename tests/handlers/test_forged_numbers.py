"""Values that nobody could have chosen, in every button and form and in what is typed: an answer in words, never a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from bot.feature import Feature, Place, Request, Way
from handlers import all_features
from tests import stores
from tests.handlers.furnished import Sent, fields, forms, furnish, prepared, values
from tests.house import CHANNEL, House, face

FORGED = "999999999999999"
VALUES = (
    *(FORGED, f"id={FORGED} to={FORGED}", f"offer={FORGED}", f"{FORGED}/{FORGED}", f"#{FORGED}"),
    *("", "id=", "\u00b2,1", "\u00b2/\u00b2", "9" * 5000, "\ue000U1 \u202e"),
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """One of each thing, so that something is found and looked at before a value is."""

    async def full(house: House) -> None:
        await furnish(house, "mina", "marmalade")

    async with prepared("full", full) as house:
        yield house


CHOICES: tuple[str | list[str], ...] = (
    "9999-12-30",
    "\u00b2",
    "9999-99-99",
    "own:999:999:6:5",
    ["\u00b2", "1", ""],
)
ANSWERS = (FORGED, "\u00b2", "\ue000U1 \u202e", "9" * 5000, "")
"""What no field offers. On PostgreSQL only what a database may stumble over is tried: the rest never gets that far."""


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Whatever nobody foresaw; who reads it is told which number it has, and no more."""
    return [repr(record.exc_info[1]) for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_a_forged_value_on_a_button_is_that_of_nothing(
    house: House, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    every = values(FORGED)
    for name in feature.verbs:
        verb = f"{feature.name}.{name}"
        for value in (*VALUES, *every.get(verb, ())) if stores.chosen == "sqlite" else (f"id={FORGED}",):
            await house.dispatch.handle(asks(house, verb, Way.PRESS, value))
            assert failures(caplog) == [], (verb, value)


@pytest.mark.parametrize("feature", all_features(), ids=lambda feature: feature.name)
async def test_forged_choices_in_a_form_are_none(
    house: House, feature: Feature, caplog: pytest.LogCaptureFixture
) -> None:
    every = fields()
    for name in feature.verbs:
        verb = f"{feature.name}.{name}"
        for forged in CHOICES if stores.chosen == "sqlite" else CHOICES[:1]:
            given = dict.fromkeys(every, forged) | {"text": "Chase it", "name": "Board"}
            await house.dispatch.handle(asks(house, verb, Way.FORM, "id=1", given))
            assert failures(caplog) == [], (verb, forged)
        await house.dispatch.handle(asks(house, verb, Way.FORM, "id=1"))
        assert failures(caplog) == [], (verb, "an empty form")


def asks(
    house: House, verb: str, way: Way, text: str, given: Mapping[str, str | list[str]] | None = None
) -> Request:
    request = Request("", "", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), way).to(verb)
    return replace(request, text=text, values=given or {}, trigger="t")


WORDS = {"text": "Chase it", "long": "Chase it", "date": "2026-12-20", "time": "10:00"}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.verb)
async def test_one_forged_answer_among_honest_ones_is_that_of_nothing(
    house: House, form: Sent, caplog: pytest.LogCaptureFixture
) -> None:
    """Each field in its turn, so that what is looked at last is reached as well."""
    honest = {
        one.name: one.value or (one.options[0].value if one.options else WORDS.get(one.kind, "1"))
        for one in form.fields
    }
    texts = values(1).get(form.verb, {"id=1"})
    for field in form.fields:
        for forged in ANSWERS if stores.chosen == "sqlite" else ANSWERS[:1]:
            given = honest | {field.name: [forged] if field.kind == "many" else forged}
            for text in texts:
                await house.dispatch.handle(asks(house, form.verb, Way.FORM, text, given))
                assert failures(caplog) == [], (form.verb, field.name, forged)


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
        f"/upbeat decision ask {FORGED}",
        f"/upbeat decision close {FORGED}",
        f"/meeting extend {FORGED}",
        f"/meeting extend {FORGED} minutes",
        f"/upbeat minutes {FORGED}: x",
        f"/upbeat minutes show v={FORGED}",
        f"/upbeat minutes file csv v={FORGED}",
        f"/upbeat minutes show {FORGED} November",
        f"/upbeat newsletter drop {FORGED}",
        f"/upbeat newsletter edit {FORGED} = x",
        f"/upbeat newsletter answer {FORGED}",
        f"/upbeat lists {FORGED}",
        f"/upbeat lists remove {FORGED}@{FORGED}.org",
        f"/reflect show id={FORGED}",
        f"/reflect history {FORGED}",
        f"/reflect round {FORGED}",
        f"/upbeat terms Autumn term: 2 September {FORGED} to 18 December {FORGED}",
    ],
)
async def test_a_number_that_is_far_too_large_is_answered_in_words(
    house: House, typed: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = await house.types("mina", typed)
    assert failures(caplog) == []
    assert said.text or said.form
