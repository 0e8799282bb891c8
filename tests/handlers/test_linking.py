"""One partnership in two channels: the code that links them, what comes to both, and everything that must not work."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from handlers.partnership.linking import LETTERS, LONG, MOST_TRIES
from storage.people import Role
from storage.records import Registry
from tests.house import CHANNEL, House, Said, face

OTHER = "C2"
PLAN = "/meeting plan Steering group, Tue 15 December 2026 2pm"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Mina's partnership in C1; Upbeat is invited to C2 by Frank, who has Priya with him there."""
    async with House.begun() as house:
        await house.joins("upbeat", OTHER, inviter="frank", present=[face("frank"), face("priya")])
        yield house


async def code(house: House, who: str = "mina", where: str = CHANNEL) -> str:
    """A code for linking, as the chair gets it."""
    said = await house.types(who, "/partnership link", where)
    found = re.search(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", said.text)
    assert found and said.private, said.text
    return found[0]


async def linked(house: House) -> None:
    opens = await code(house)
    await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert words(house.channel(OTHER), "This channel is part of Otterbridge Partnership")


async def partnership_of(house: House, where: str) -> int | None:
    async with house.store.transaction() as session:
        row = await Registry(session).conversation("slack", "T1", where)
        return row.partnership_id if row else None


def words(said: list[Said], phrase: str) -> list[Said]:
    return [one for one in said if phrase in one.text]


# Linking


async def test_a_code_puts_the_other_channel_beside_the_first(house: House) -> None:
    await linked(house)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)
    assert words(house.channel(CHANNEL), "has another channel")
    assert words(house.dm("mina"), "Frank")


async def test_what_had_just_begun_there_steps_aside_with_its_people_taken_along(house: House) -> None:
    before = await partnership_of(house, OTHER)
    await linked(house)
    assert not words(house.channel(OTHER), "The next step is a short form")
    after = await partnership_of(house, CHANNEL)
    async with house.store.transaction() as session:
        registry = Registry(session)
        frank = await registry.person("slack", "T2", "UFRANK")
        assert [one.partnership_id for one in await registry.memberships(frank)] == [after]
    assert after != before
    async with house.records() as records:
        assert [one.name for one in await records.members.with_role(Role.CHAIR)] == ["Mina Patel"]


async def test_a_code_can_be_typed_in_any_letters_and_with_or_without_its_stroke(house: House) -> None:
    opens = (await code(house)).replace("-", " ").lower()
    await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)


async def test_a_channel_in_which_nothing_has_begun_can_be_linked_by_who_writes_there(house: House) -> None:
    opens = await code(house)
    await house.types("sam", f"@Upbeat partnership link {opens}", "C3")
    assert await partnership_of(house, "C3") == await partnership_of(house, CHANNEL)


# What comes where


async def test_what_is_posted_to_the_channel_comes_to_both(house: House) -> None:
    await linked(house)
    await house.types("mina", PLAN)
    await house.types("mina", "/agenda call for items")
    for channel in (CHANNEL, OTHER):
        [_] = words(house.channel(channel), "what should we talk about")


async def test_a_card_that_stands_in_both_is_drawn_again_in_both(house: House) -> None:
    await linked(house)
    await house.types("mina", PLAN)
    await house.types("mina", "/agenda call for items")
    await house.types("frank", "@Upbeat agenda add Bus passes 10m", OTHER)
    for channel in (CHANNEL, OTHER):
        [call] = words(house.channel(channel), "what should we talk about")
        assert "Bus passes" in call.text


async def test_a_button_of_a_copy_does_what_the_button_of_the_first_does(house: House) -> None:
    await linked(house)
    await house.types("mina", PLAN)
    await house.types("mina", "/agenda call for items")
    [call] = words(house.channel(OTHER), "what should we talk about")
    await house.presses("frank", call, "Coming")
    async with house.records() as records:
        meeting = (await records.meetings.coming(house.clock.now()))[0]
        assert [one.member.name for one in await records.meetings.answers(meeting)] == ["Frank Adeyemi"]


async def test_a_meeting_planned_in_the_other_channel_is_the_first_ones(house: House) -> None:
    await linked(house)
    await house.types("frank", PLAN, OTHER)
    said = await house.types("mina", "/agenda add Budget 10m")
    assert "Budget" in said.text
    async with house.records() as records:
        [series] = await records.meetings.all_series()
        first = await records.conversations.first_of_all()
        assert first is not None and first.handle == CHANNEL and series.conversation_id == first.id


async def test_a_line_is_answered_in_the_channel_where_it_was_typed_and_nowhere_else(house: House) -> None:
    await linked(house)
    before = len(house.channel(CHANNEL))
    await house.types("frank", "ACTION: Frank to post the flyer by 10 December 2026", OTHER)
    assert words(house.channel(OTHER), "post the flyer")
    assert len(house.channel(CHANNEL)) == before
    assert "post the flyer" in (await house.types("mina", "/action list all")).text


async def test_a_message_that_fell_due_before_is_not_posted_again_for_a_channel_that_came_later(
    house: House,
) -> None:
    await house.types("mina", PLAN)
    await house.turns(to="2026-12-08T12:00")
    await linked(house)
    await house.turns("2h")
    assert not words(house.channel(OTHER), "what should we talk about")
    assert len(words(house.channel(CHANNEL), "what should we talk about")) == 1


# What must not work


@pytest.mark.parametrize("again", [OTHER, "C3"])
async def test_a_code_works_once(house: House, again: str) -> None:
    opens = await code(house)
    await house.types("sam", f"@Upbeat partnership link {opens}", "C4")
    await house.types("frank", f"@Upbeat partnership link {opens}", again)
    assert await partnership_of(house, again) != await partnership_of(house, CHANNEL)


async def test_of_several_who_use_a_code_at_the_same_moment_one_gets_in_and_nobody_waits_for_ever(
    house: House,
) -> None:
    opens = await code(house)
    places = [OTHER, "C3", "C4", "C5"]
    typed = [
        house.types(who, f"@Upbeat partnership link {opens}", where)
        for who, where in zip(("frank", "sam", "will", "jo"), places, strict=True)
    ]
    busy = [house.types("mina", f"/agenda add Item {number} 5m") for number in range(4)]
    async with asyncio.timeout(60):
        await asyncio.gather(*typed, *busy, house.types("mina", "/partnership show"))
    first = await partnership_of(house, CHANNEL)
    assert [await partnership_of(house, one) for one in places].count(first) == 1


async def test_a_code_works_for_a_day(house: House) -> None:
    opens = await code(house)
    await house.turns("25h")
    await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert await partnership_of(house, OTHER) != await partnership_of(house, CHANNEL)


async def test_a_new_code_ends_the_one_before(house: House) -> None:
    first, second = await code(house), await code(house)
    await house.types("frank", f"@Upbeat partnership link {first}", OTHER)
    assert await partnership_of(house, OTHER) != await partnership_of(house, CHANNEL)
    await house.types("frank", f"@Upbeat partnership link {second}", OTHER)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)


async def test_codes_cannot_be_guessed_one_after_the_other(house: House) -> None:
    opens = await code(house)
    for number in range(MOST_TRIES):
        await house.types("frank", f"@Upbeat partnership link {LETTERS[number] * LONG}", OTHER)
    said = await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert "try again in an hour" in said.text
    assert await partnership_of(house, OTHER) != await partnership_of(house, CHANNEL)
    await house.turns("61m")
    await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)


async def test_only_the_chair_gets_a_code(house: House) -> None:
    said = await house.types("jo", "/partnership link")
    assert "the chair" in said.text and "Mina" in said.text
    assert not re.search(f"[{LETTERS}]{{4}}-", said.text)


async def test_somebody_elses_channel_cannot_be_linked(house: House) -> None:
    opens = await code(house)
    said = await house.types("priya", f"@Upbeat partnership link {opens}", OTHER)
    assert "Frank" in said.text
    assert await partnership_of(house, OTHER) != await partnership_of(house, CHANNEL)
    await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)


async def test_a_slash_command_does_not_link_a_channel_that_upbeat_is_not_in(house: House) -> None:
    opens = await code(house)
    said = await house.types("mina", f"/partnership link {opens}", "C3")
    assert "not part of this channel" in said.text and await partnership_of(house, "C3") is None


async def test_a_channel_whose_partnership_is_set_up_or_has_a_meeting_is_not_linked(house: House) -> None:
    opens = await code(house)
    await house.types("frank", PLAN, OTHER)
    said = await house.types("frank", f"@Upbeat partnership link {opens}", OTHER)
    assert "still works" in said.text
    assert await partnership_of(house, OTHER) != await partnership_of(house, CHANNEL)
    said = await house.types("mina", f"@Upbeat partnership link {opens}")
    assert "still works" in said.text
    await house.types("sam", f"@Upbeat partnership link {opens}", "C3")
    assert await partnership_of(house, "C3") == await partnership_of(house, CHANNEL)


async def test_no_code_is_kept_as_it_is_typed(house: House) -> None:
    opens = (await code(house)).replace("-", "")
    async with house.store.transaction() as session:
        rows = (await session.execute(text("SELECT * FROM link_codes"))).all()
    assert len(rows) == 1 and opens not in str(rows)


async def test_a_direct_message_says_where_a_code_is_typed(house: House) -> None:
    opens = await code(house)
    assert "In the other channel" in (await house.types("frank", f"partnership link {opens}", "dm")).text


# Letting go


async def test_a_channel_that_is_let_go_hears_no_more_and_loses_nothing(house: House) -> None:
    await linked(house)
    await house.types("mina", PLAN)
    await house.types("mina", "/agenda call for items")
    await house.types("frank", "ACTION: Frank to post the flyer by 10 December 2026", OTHER)
    said = await house.types("mina", "/partnership unlink")
    assert said.private and "not linked" in said.text
    assert words(house.channel(OTHER), "not part of Otterbridge Partnership any more")
    assert await partnership_of(house, OTHER) is None
    before = [one.text for one in house.channel(OTHER)]
    await house.types("mina", "/agenda add Secret plans 10m")
    await house.turns("25h")
    assert [one.text for one in house.channel(OTHER)] == before
    assert "post the flyer" in (await house.types("mina", "/action list all")).text
    async with house.records() as records:
        assert await records.members.of_handle("UFRANK") is not None


async def test_only_the_chair_lets_a_channel_go(house: House) -> None:
    await linked(house)
    await house.types("frank", "@Upbeat partnership unlink", OTHER)
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)


async def test_of_several_channels_the_chair_says_which(house: House) -> None:
    await linked(house)
    opens = await code(house)
    await house.types("sam", f"@Upbeat partnership link {opens}", "C3")
    assert "2 channels are linked" in (await house.types("mina", "/partnership unlink")).text
    await house.types("mina", "/partnership unlink", "C3")
    assert await partnership_of(house, "C3") is None
    assert await partnership_of(house, OTHER) == await partnership_of(house, CHANNEL)
    await linked_again(house, "C3")
    await house.types("mina", "/partnership unlink all")
    assert [await partnership_of(house, one) for one in (OTHER, "C3")] == [None, None]


async def linked_again(house: House, where: str) -> None:
    await house.types("sam", f"@Upbeat partnership link {await code(house)}", where)
    assert await partnership_of(house, where) == await partnership_of(house, CHANNEL)


async def test_where_upbeat_is_taken_out_of_the_other_channel_the_first_goes_on(house: House) -> None:
    await linked(house)
    await house.types("mina", PLAN)
    await house._event("frank", "partnership.removed", "", "", OTHER)
    assert words(house.dm("mina"), "taken out of a channel")
    await house.turns(to="2026-12-08T12:00")
    assert words(house.channel(CHANNEL), "what should we talk about")


async def test_the_chair_stays_chair_on_leaving_the_other_channel(house: House) -> None:
    await linked(house)
    await house.leaves("mina", OTHER)
    async with house.records() as records:
        chair = await records.members.holder(Role.CHAIR)
        assert chair is not None and chair.name == "Mina Patel"


async def test_who_leaves_the_only_channel_of_their_workspace_is_let_go(house: House) -> None:
    await linked(house)
    await house.leaves("frank", OTHER)
    async with house.records() as records:
        assert await records.members.of_handle("UFRANK") is None
