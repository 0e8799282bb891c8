"""When messages cannot arrive: the chair hears of it once and privately, and no action is left alone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.errors import Undeliverable, Unreachable
from bot.feature import Face, Place, Request, Way
from bot.platform import Page
from storage.deliveries import Address
from storage.people import Role
from tests.house import CHANNEL, House, Said

STEERING = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
CHASED = "2026-12-11T10:30"


class Walls:
    """People and channels whom nothing reaches."""

    def __init__(self, house: House) -> None:
        self.closed: set[str] = set()
        self.error: type[Undeliverable] = Unreachable
        self.tried: list[str] = []
        self._post = house.memory.post
        house.memory.post = self.post  # type: ignore[method-assign]

    async def post(self, to: Address, page: Page, key: str) -> str:
        where = to.person or to.conversation
        self.tried.append(where)
        if where in self.closed:
            raise self.error("gone")
        return await self._post(to, page, key)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("sam", "ACTION: Priya to send the flyer to all schools by 4 December 2026")
        await house.types("sam", "ACTION: Priya to book the hall by 5 December 2026")
        yield house


@pytest.fixture
def walls(house: House) -> Walls:
    return Walls(house)


async def told(house: House, who: str = "mina", words: str = "do not arrive") -> list[Said]:
    return [said for said in house.dm(who) if words in said.text]


async def test_the_chair_is_told_once_with_what_is_open_and_what_would_help(
    house: House, walls: Walls
) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    [card] = await told(house)
    assert "Priya Nair" in card.text and "send the flyer" in card.text and "book the hall" in card.text
    assert card.buttons == ["Hand over", "I’ll speak to them"] * 2
    assert all("Priya" not in said.text for said in house.channel() if "arrive" in said.text)


async def test_it_is_said_once_however_often_they_are_tried_and_nothing_else_is_sent(
    house: House, walls: Walls
) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    tried = walls.tried.count("UPRIYA")
    async with house.records() as records:
        await records.members.give(Role.MINUTES, (await records.members.of_handle("UPRIYA")))  # type: ignore[arg-type]
    await house.types("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm")
    await house.turns(to="2027-01-26T16:00")
    assert len(await told(house)) == 1
    assert walls.tried.count("UPRIYA") - tried == 1, "one try for the one chase"


async def test_an_action_is_handed_over_or_spoken_about_from_the_card(house: House, walls: Walls) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    [card] = await told(house)
    await house.presses("mina", card, "I’ll speak to them")
    assert "you will speak to them" in card.text
    form = await house.presses_raw("mina", card, "action.handover", "id=2")
    sam = next(one for one in form.form.fields[0].options if one.label == "Sam Okafor")  # type: ignore[union-attr]
    await house.submits("mina", form, {"to": sam.value})
    assert "Sam Okafor is asked" in card.text


async def test_the_summary_says_that_no_word_is_possible_and_names_nobody(house: House, walls: Walls) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    [summary] = [said for said in house.dm("mina") if "how the work stands" in said.text]
    assert "No word possible at the moment" in summary.text and "book the hall" in summary.text
    assert "Priya" not in summary.text


async def test_whoever_writes_again_is_reached_again_and_the_card_says_so(house: House, walls: Walls) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    [card] = await told(house)
    walls.closed = set()
    await house.types("priya", "action done 1", where="dm")
    assert "can be reached again" in card.text
    async with house.records() as records:
        priya = await records.members.of_handle("UPRIYA")
        assert priya is not None and priya.unreachable_at is None


async def test_a_message_that_arrives_ends_it_too_and_a_later_spell_is_told_anew(
    house: House, walls: Walls
) -> None:
    walls.closed = {"UPRIYA"}
    await house.turns(to=CHASED)
    walls.closed = set()
    await house.types("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm")
    await house.turns(to="2027-01-22T11:00")
    assert await told(house, words="can be reached again")
    walls.closed = {"UPRIYA"}
    await house.types("mina", "/meeting plan Steering group, Tuesday 2 March 2027 2pm")
    await house.turns(to="2027-02-26T11:00")
    assert len(await told(house)) == 1 and len(await told(house, words="can be reached again")) == 1


async def test_where_it_is_the_chair_the_deputy_is_told(house: House, walls: Walls) -> None:
    await house.types("mina", "@Upbeat partnership deputy @sam")
    await house.types("jo", "ACTION: Mina to print the tickets by 4 December 2026")
    walls.closed = {"UMINA"}
    await house.turns(to=CHASED)
    [card] = await told(house, "sam")
    assert "Mina Patel" in card.text and "print the tickets" in card.text


async def test_where_nobody_is_left_to_tell_nothing_breaks(house: House, walls: Walls) -> None:
    walls.closed = {"UPRIYA", "UMINA"}
    await house.types("jo", "ACTION: Mina to print the tickets by 4 December 2026")
    await house.turns(to=CHASED)
    async with house.records() as records:
        members = [await records.members.of_handle(handle) for handle in ("UMINA", "UPRIYA")]
    assert all(member is not None and member.unreachable_at for member in members)


async def test_a_refusal_that_is_nobodys_absence_says_nothing_about_a_person(
    house: House, walls: Walls
) -> None:
    walls.closed, walls.error = {"UPRIYA"}, Undeliverable
    await house.turns(to=CHASED)
    assert await told(house) == []


async def test_the_chair_hears_directly_and_once_that_the_channel_is_closed(
    house: House, walls: Walls
) -> None:
    walls.closed = {CHANNEL}
    await house.turns(to="2026-12-15T09:00")
    assert len(await told(house, words="I cannot post in the channel")) == 1
    walls.closed = set()
    await house.types("mina", "/meeting plan Steering group, Tuesday 26 January 2027 2pm")
    walls.closed = {CHANNEL}
    await house.turns(to="2027-01-26T09:00")
    assert len(await told(house, words="I cannot post in the channel")) == 2


async def test_taken_out_of_its_channel_upbeat_rests_until_it_is_invited_again(house: House) -> None:
    before = len(house.channel())
    await removed(house)
    await removed(house)
    await house.turns(to="2026-12-12T12:00")
    assert len(await told(house, words="no longer in the channel")) == 1
    assert len(house.channel()) == before
    assert not any("How do these actions stand" in said.text for said in house.dm("priya"))
    await house.joins("upbeat", inviter="sam")
    assert "nothing is lost" in house.channel()[-1].text
    await house.turns(to="2026-12-14T12:00")
    assert any("How do these actions stand" in said.text for said in house.dm("priya"))


async def removed(house: House) -> None:
    """Upbeat is taken out of the channel."""
    upbeat, key = Face("UBOT", "T1", "Upbeat", bot=True), house.memory.stamp()
    event = Request("", "", upbeat, Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT, key=key)
    await house.dispatch.handle(event.to("partnership.removed"))
    await house.settles()
