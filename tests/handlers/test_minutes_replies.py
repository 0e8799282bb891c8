"""Answering a draft in plain words: "2: We share the hall", said to Upbeat where it has sent the draft."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.handlers.test_minutes import draft_of, held, public
from tests.house import House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await held(house)
        yield house


async def test_a_number_and_words_said_directly_are_a_part_of_the_draft_that_waits(house: House) -> None:
    unknown = await house.types("mina", "2: A governor", where="dm")
    assert "2. Apologies" not in unknown.text, "nothing waits yet"
    card = await draft_of(house)
    said = await house.types("mina", "2: A governor\n- A neighbour", where="dm")
    assert "2. Apologies in the draft now says" in said.text
    await house.types("sam", "part 2: + Will Grant", where="dm")
    await house.types("mina", "3: The hall is full", where="dm", thread=card.ts)
    assert "• A governor\n• A neighbour\n• Will Grant" in card.text and "• The hall is full" in card.text
    long = await house.types("mina", f"4: {'The choir sings. ' * 100}", where="dm")
    assert "The choir sings" in card.text, long.text
    count = await house.types("mina", "99: Nobody", where="dm")
    assert "Which part of the minutes of Steering group is it?" in count.text
    assert "A governor" not in public(house)


async def test_words_that_may_mean_something_else_are_asked_about_and_kept_meanwhile(house: House) -> None:
    card = await draft_of(house)
    before = card.text
    for words in ("2. A governor", "2) A governor", "1: Sam\n2: Jo", "2: done"):
        said = await house.types("mina", words, where="dm")
        assert "Is that for the draft minutes?" in said.text, words
    assert card.text == before
    other = await house.types("mina", "2: A governor", where="dm", thread="1.1")
    assert "Is that for the draft minutes?" in other.text, "said under something else"
    await house.presses("mina", other, "Put it into Apologies, Steering group")
    assert "• A governor" in card.text
    for words in ("2:30 is fine", "2 governors came", "Any more about 2: the hall?"):
        plain = await house.types("mina", words, where="dm")
        assert "draft" not in plain.text, words


async def test_only_who_keeps_the_minutes_answers_a_draft_and_only_directly(house: House) -> None:
    card = await draft_of(house)
    before = card.text
    for who, words, where in (
        ("jo", "2: Nobody", "dm"),
        ("mina", "@Upbeat 2: Nobody", "C1"),
        ("mina", "2: Nobody", "C1"),
    ):
        said = await house.types(who, words, where=where)
        assert "draft" not in said.text, (who, words)
    asked = await house.types("mina", "2. A governor", where="dm")
    assert asked.card is not None
    button = next(one for one in asked.card.buttons() if one.action == "ask.resume")
    await house.presses_raw("jo", asked, button.action, button.value)
    assert card.text == before
    await house.presses("mina", card, "Approve and post")
    late = await house.types("mina", "2: Nobody", where="dm", thread=card.ts)
    assert "Apologies" not in late.text
    assert "Nobody" not in (await house.types("jo", "/upbeat minutes")).text


async def test_where_two_drafts_wait_the_words_are_asked_about_unless_they_stand_under_one(
    house: House,
) -> None:
    first = await draft_of(house)
    await house.types("mina", "@Upbeat meeting plan Working group, Wednesday 16 December 2026 2pm")
    await house.turns(to="2026-12-16T16:00:00")
    await house.types("mina", "/upbeat minutes draft working group")
    second = house.dm("mina")[-1]
    assert "Draft: Working group" in second.text
    await house.types("mina", "2: A governor", where="dm", thread=first.ts)
    assert "• A governor" in first.text and "A governor" not in second.text
    said = await house.types("mina", "2: A neighbour", where="dm")
    assert [one for one in said.buttons if one.startswith("Put it")] == [
        "Put it into Apologies, Steering group",
        "Put it into Apologies, Working group",
    ]
    await house.presses("mina", said, "Put it into Apologies, Working group")
    assert "• A neighbour" in second.text and "A neighbour" not in first.text
