"""What was noted since the last meeting, on the agenda of the next; and what was agreed, on the card of its meeting."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", "/meeting plan Steering group, Tue 1 December 2026 2pm, 60 minutes")
        await house.types("mina", "/meeting plan Steering group, Tue 15 December 2026 2pm, 90 minutes")
        yield house


def part(said: Said) -> list[str]:
    """What an agenda says below "Since last time"."""
    return said.text.partition("Since last time\n")[2].split("\n") if "Since last time" in said.text else []


async def test_good_news_come_first_then_help_then_ideas(house: House) -> None:
    await house.types("jo", "#idea a choir\n#help somebody with a van\nWIN: forty children sang")
    assert part(await house.types("mina", "/agenda")) == [
        *("To celebrate", "• forty children sang"),
        *("Help wanted", "• somebody with a van"),
        *("Ideas", "• a choir"),
    ]


async def test_where_nothing_was_noted_nothing_is_said(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two\n#info the side door is open\n#link https://example.org")
    assert "Since last time" not in (await house.types("mina", "/agenda")).text


async def test_only_a_few_lines_of_each_kind_and_how_many_more(house: House) -> None:
    for number in range(1, 6):
        await house.types("jo", f"WIN: concert {number}")
    assert part(await house.types("mina", "/agenda")) == [
        *("To celebrate", "• concert 3", "• concert 4", "• concert 5", "• and 2 more")
    ]


async def test_what_the_last_meeting_has_had_is_not_shown_again(house: House) -> None:
    await house.types("jo", "WIN: before the first")
    await house.turns(to="2026-12-01T14:30")
    await house.types("jo", "WIN: during the first")
    assert part(await house.types("mina", "/agenda")) == ["To celebrate", "• before the first"]
    await house.turns(to="2026-12-01T15:00")
    await house.types("jo", "WIN: after the first")
    assert part(await house.types("mina", "/agenda")) == ["To celebrate", "• after the first"]


async def test_another_series_keeps_its_own_news(house: House) -> None:
    await house.turns(to="2026-12-02T09:00")
    await house.types("mina", "/meeting plan Working group, Thu 3 December 2026 10am")
    await house.types("jo", "WIN: for the working group")
    assert part(await house.types("mina", "/agenda show working group")) != []
    assert part(await house.types("mina", "/agenda show steering group")) == []


async def test_the_news_of_a_meeting_that_is_called_off_go_to_the_next_one(house: House) -> None:
    await house.types("jo", "WIN: forty children sang")
    said = await house.types("mina", "/agenda")
    async with house.records() as records:
        meeting = await records.meetings.get(1)
        assert meeting is not None
        await records.meetings.cancel(meeting)
    again = await house.presses_raw("mina", said, "agenda.show", "id=1")
    assert "This meeting is cancelled" in again.text and part(again) == []
    assert part(await house.types("mina", "/agenda")) == ["To celebrate", "• forty children sang"]


async def test_a_posted_agenda_shows_it_and_stays_right(house: House) -> None:
    await house.types("jo", "WIN: forty children sang")
    await house.turns(to="2026-11-30T12:00")
    [agenda] = [said for said in house.channel() if "this is what we will talk about" in said.text]
    assert part(agenda) == ["To celebrate", "• forty children sang"]
    receipt = await house.types("otto", "#help somebody with a van")
    assert part(agenda)[2:] == ["Help wanted", "• somebody with a van"]
    await house.presses("otto", receipt, "Undo")
    await house.types("jo", "@Upbeat celebration edit 1 = fifty children sang")
    assert part(agenda) == ["To celebrate", "• fifty children sang"]


async def test_what_was_agreed_in_a_meeting_stands_on_its_card(house: House) -> None:
    await house.types("jo", "AGREED: before the meeting")
    card = await house.types("mina", "@Upbeat meeting")
    await house.turns(to="2026-12-01T14:30")
    await house.types("jo", "AGREED: we meet at two\nAGREED: the harps stay")
    assert card.text.split("\n")[-3:] == ["Agreed", "• we meet at two", "• the harps stay"]
    await house.turns(to="2026-12-02T09:00")
    listed = await house.presses("sam", card, "Show the decisions")
    assert "we meet at two" in listed.text and "before" not in listed.text
    await house.types("jo", "@Upbeat decision drop 3")
    assert "harps" not in card.text
