"""A sign on a message: a pin asks for an action, its lead's tick says that one is done, and any other is let be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.feature import Context, Face, Feature, Place, Quoted, Reply, Request, Way, silent
from storage.people import Member
from tests.house import CHANNEL, House, Said, face

TICK, PIN = "white_check_mark", "pushpin"
WORDS = "Sam could ring the hall by Friday"


@pytest.fixture
def offered() -> list[Context]:
    """What was handed on to be offered."""
    return []


@pytest.fixture
async def house(offered: list[Context]) -> AsyncIterator[House]:
    """A house in which offers are noted, and not made."""
    suggestion = Feature("suggestion", "", "")

    @suggestion.verb("offer", hidden=True, event=True)
    async def offer(context: Context) -> Reply:
        """Note it."""
        offered.append(context)
        return silent()

    async with House.begun() as house:
        house.dispatch.features["suggestion"] = suggestion
        yield house


async def puts(
    house: House,
    who: str | Face,
    sign: str,
    ts: str,
    quoted: Quoted | None = None,
    where: str = CHANNEL,
    key: str = "",
) -> None:
    """Somebody puts a sign on a message; `quoted` is the message where the door has read it."""
    person = face(who) if isinstance(who, str) else who
    request = Request("reactions", "added", person, Place(where, "T1"), house.clock.now(), Way.EVENT)
    key = key or f"{where}/{ts}/{person.handle}/{sign}/{house.memory.stamp()}"
    request = replace(request, message=ts, values={"sign": sign}, quoted=quoted, key=key)
    assert await house.dispatch.handle(request) is None
    await house.settles()


def written(ts: str = "7.1", text: str = WORDS, by: str = "jo", thread: str = "") -> Quoted:
    return Quoted(text, ts, thread, face(by))


def message_of(said: Said) -> str:
    assert said.request is not None
    return said.request.message


async def states(house: House) -> dict[str, str]:
    async with house.records() as records:
        return {row.text: row.state for row in await records.actions.of_series(0)}


async def member(house: House, handle: str) -> Member | None:
    async with house.records() as records:
        return await records.members.of_handle(handle)


# A tick


async def test_a_tick_by_its_lead_marks_an_action_done_and_draws_the_receipt_again(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    public = len(house.channel())
    await puts(house, "sam", TICK, message_of(receipt))
    assert await states(house) == {"ring the hall": "done"}
    assert "Done: ring the hall" in receipt.text and len(house.channel()) == public
    [told] = house.dm("sam")
    assert "this is done" in told.text and "ring the hall (1)" in told.text
    await house.presses("sam", told, "Open the action again")
    assert await states(house) == {"ring the hall": "open"}
    assert "ring the hall (1), open again" in told.text and told.buttons == []


async def test_whatever_a_lead_ticks_off_in_one_day_stands_in_one_message(house: House) -> None:
    lines = [message_of(await house.types("mina", f"ACTION: Sam to do {number}")) for number in range(12)]
    for line in lines:
        await puts(house, "sam", TICK, line)
    [told] = house.dm("sam")
    assert len(told.buttons) == 10 and "do 11 (12)" in told.text and "do 0 (1)" not in told.text
    await house.presses("sam", told, "Open action 12 again")
    assert (await states(house))["do 11"] == "open" and "do 11 (12), open again" in told.text
    await house.turns("1d")
    await puts(house, "sam", TICK, lines[11])
    assert len(house.dm("sam")) == 2


async def test_a_receipt_that_was_given_directly_is_no_message_of_the_channel(house: House) -> None:
    await house.types("sam", "action add Sam to ring the hall", "dm")
    await puts(house, "sam", TICK, house.dm("sam")[-1].ts)
    assert await states(house) == {"ring the hall": "open"}


async def test_a_tick_on_the_receipt_is_one_on_its_message(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    await puts(house, "sam", TICK, house.channel()[-1].ts)
    assert await states(house) == {"ring the hall": "done"} and "Done" in receipt.text


async def test_a_tick_on_the_answer_to_a_command_counts_too(house: House) -> None:
    await house.types("mina", "@Upbeat action add Sam to ring the hall")
    await puts(house, "sam", "heavy_check_mark", house.channel()[-1].ts)
    assert await states(house) == {"ring the hall": "done"}


@pytest.mark.parametrize("who", ["mina", "jo", "frank"])
async def test_a_tick_by_anybody_else_may_be_applause_and_is_let_be(house: House, who: str) -> None:
    receipt = await house.types("mina", "ACTION: Sam and Frank to ring the hall")
    await puts(house, who, TICK, message_of(receipt))
    await puts(house, who, TICK, house.channel()[-1].ts)
    assert await states(house) == {"ring the hall": "open"} and house.dm(who) == []


async def test_of_several_in_one_message_a_tick_means_the_one_that_is_one_s_own(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall\nACTION: Jo to buy chairs")
    await puts(house, "sam", TICK, message_of(receipt))
    assert await states(house) == {"ring the hall": "done", "buy chairs": "open"}


async def test_of_several_of_one_s_own_it_is_asked_which_and_a_press_says_so(house: House) -> None:
    lines = "ACTION: Sam to ring the hall\nACTION: Sam to buy chairs\nACTION: Jo to write"
    receipt = await house.types("mina", lines)
    await puts(house, "sam", TICK, message_of(receipt))
    assert set((await states(house)).values()) == {"open"}
    [asked] = house.dm("sam")
    assert asked.buttons == ["Done: ring the hall", "Done: buy chairs"]
    await house.presses("sam", asked, "Done: buy chairs")
    assert await states(house) == {"ring the hall": "open", "buy chairs": "done", "write": "open"}
    assert len(house.dm("sam")) == 2
    await puts(house, "sam", TICK, message_of(receipt))
    assert (await states(house))["ring the hall"] == "done"


async def test_a_second_tick_changes_nothing_and_after_opening_again_one_counts_again(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    await puts(house, "sam", TICK, message_of(receipt))
    await puts(house, "sam", "heavy_check_mark", message_of(receipt))
    await house.types("sam", "@Upbeat action reopen 1")
    told = len(house.dm("sam"))
    await puts(house, "sam", TICK, message_of(receipt))
    assert await states(house) == {"ring the hall": "done"} and len(house.dm("sam")) == told == 1


async def test_what_was_taken_back_or_has_no_message_any_more_is_not_done_by_a_tick(house: House) -> None:
    receipt = await house.types("sam", "ACTION: Sam to ring the hall\nACTION: Sam to buy chairs")
    await house.types("sam", "undo 1")
    await house.edits("sam", message_of(receipt), "ACTION: Sam to ring the hall")
    told = len(house.dm("sam"))
    await puts(house, "sam", TICK, message_of(receipt))
    assert await states(house) == {"ring the hall": "undone", "buy chairs": "open"}
    assert len(house.dm("sam")) == told


async def test_a_tick_by_who_has_left_or_was_never_here_means_nothing(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    await house.leaves("sam")
    await puts(house, "sam", TICK, message_of(receipt))
    await puts(house, replace(face("sam"), handle="USTRANGER"), TICK, message_of(receipt))
    assert await states(house) == {"ring the hall": "open"}
    assert await member(house, "USTRANGER") is None


async def test_a_tick_on_anything_else_says_nothing(house: House) -> None:
    await house.types("mina", "ACTION: Sam to ring the hall")
    listed = await house.types("sam", "@Upbeat action list all")
    await house.types("sam", "agenda+ Budget")
    for said in ("7.1", listed.ts, house.channel()[-1].ts):
        await puts(house, "sam", TICK, said)
    assert await states(house) == {"ring the hall": "open"} and house.dm("sam") == []


# A pin


async def test_a_pin_hands_the_message_on_to_be_offered_to_who_put_it_there(
    house: House, offered: list[Context]
) -> None:
    await puts(house, "frank", PIN, "7.1", written(thread="6.5"))
    [context] = offered
    jo = await member(house, "UJO")
    assert jo is not None and context.member.name == "Frank Adeyemi" and context.text == WORDS
    assert context.request.values == {"kind": "reaction", "author": str(jo.id)}
    assert (context.request.message, context.request.thread) == ("7.1", "6.5")
    assert house.memory.posts == [] and house.memory.marks == []


async def test_the_words_of_a_stranger_or_a_bot_are_nobody_s_of_ours(
    house: House, offered: list[Context]
) -> None:
    await puts(house, "frank", PIN, "7.1", replace(written(), author=None))
    await puts(
        house, "frank", PIN, "7.2", replace(written("7.2"), author=Face("UROBOT", "T1", "Robot", bot=True))
    )
    assert [context.request.values["author"] for context in offered] == ["", ""]
    assert await member(house, "UROBOT") is None


async def test_who_pins_something_belongs_to_the_partnership_from_then_on(
    house: House, offered: list[Context]
) -> None:
    guest = Face("UGRACE", "T2", "Grace Hall", external=True)
    await puts(house, guest, PIN, "7.1", written())
    assert [context.member.name for context in offered] == ["Grace Hall"]
    assert await member(house, "UGRACE") is not None


async def test_who_had_left_and_pins_something_is_back(house: House, offered: list[Context]) -> None:
    await house.leaves("jo")
    await puts(house, "jo", PIN, "7.1", written())
    assert len(offered) == 1 and await member(house, "UJO") is not None


async def test_who_could_not_be_reached_and_leaves_a_sign_is_told_again(house: House) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    async with house.records() as records:
        for handle in ("USAM", "UJO"):
            found = await records.members.of_handle(handle)
            assert found is not None
            found.unreachable_at = house.clock.now()
    await puts(house, "jo", PIN, message_of(receipt), written(message_of(receipt)))
    await puts(house, "sam", TICK, message_of(receipt))
    assert [len(house.dm(who)) for who in ("jo", "sam")] == [1, 1]


async def test_a_pin_on_what_is_an_action_already_is_told_so_privately_and_once(
    house: House, offered: list[Context]
) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall by 10 December 2026")
    for sign in (PIN, "memo"):
        await puts(house, "jo", sign, message_of(receipt), written(message_of(receipt)))
    [told] = house.dm("jo")
    assert "📌" in told.text and "ring the hall (1), by Thu 10 December: Sam Okafor" in told.text
    shown = await house.presses("jo", told, "Show action 1")
    assert "ring the hall" in shown.text and offered == []


async def test_what_was_taken_back_may_be_offered_again(house: House, offered: list[Context]) -> None:
    receipt = await house.types("sam", "ACTION: Sam to ring the hall")
    await house.types("sam", "undo 1")
    await puts(house, "jo", PIN, message_of(receipt), written(message_of(receipt)))
    assert len(offered) == 1 and house.dm("jo") == []


@pytest.mark.parametrize("quoted", [None, written(text=""), written(text=" … 🎉")])
async def test_where_there_are_no_words_to_be_seen_it_is_said_how_else(
    house: House, offered: list[Context], quoted: Quoted | None
) -> None:
    for sign in (PIN, "memo"):
        await puts(house, "jo", sign, "7.1", quoted)
    [told] = house.dm("jo")
    assert "@Upbeat action" in told.text and offered == []


async def test_a_pin_on_our_own_words_asks_for_nothing(house: House, offered: list[Context]) -> None:
    await house.types("mina", "ACTION: Sam to ring the hall")
    ours = house.channel()[-1]
    await puts(house, "jo", PIN, ours.ts, written(ours.ts, ours.text))
    assert offered == [] and house.dm("jo") == []


# Which signs


async def test_a_partnership_chooses_its_signs_and_may_choose_none(
    house: House, offered: list[Context]
) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    async with house.records() as records:
        records.partnership.todo_signs, records.partnership.done_signs = "bookmark", ""
    await puts(house, "jo", PIN, "7.1", written())
    await puts(house, "sam", TICK, message_of(receipt))
    assert offered == [] and await states(house) == {"ring the hall": "open"}
    await puts(house, "jo", "bookmark", "7.1", written())
    assert len(offered) == 1


@pytest.mark.parametrize("sign", ["", "heart", "<!channel>", "checkered_flag", "bookmark"])
async def test_any_other_sign_is_let_be(house: House, offered: list[Context], sign: str) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    await puts(house, "sam", sign, message_of(receipt), written())
    assert offered == [] and await states(house) == {"ring the hall": "open"}


# Whose it is


async def test_a_sign_in_another_partnership_s_channel_reaches_nothing_of_this_one(
    house: House, offered: list[Context]
) -> None:
    receipt = await house.types("mina", "ACTION: Sam to ring the hall")
    await house.joins("upbeat", "C2", inviter="frank")
    await puts(house, "sam", TICK, message_of(receipt), where="C2")
    await puts(house, "sam", TICK, house.channel()[-1].ts, where="C2")
    assert await states(house) == {"ring the hall": "open"} and house.dm("sam") == []


async def test_where_there_is_no_partnership_nothing_begins_because_of_a_sign(
    house: House, offered: list[Context]
) -> None:
    await puts(house, "sam", PIN, "7.1", written(), where="C9")
    await puts(house, "sam", TICK, "7.1", where="C9")
    assert offered == [] and house.memory.posts == []


async def test_what_comes_twice_counts_once(house: House, offered: list[Context]) -> None:
    for _ in range(2):
        await puts(house, "jo", PIN, "7.1", written(), key="the same")
    assert len(offered) == 1


async def test_what_goes_wrong_over_a_sign_is_said_to_nobody_but_who_left_it(house: House) -> None:
    broken = Feature("suggestion", "", "")

    @broken.verb("offer", hidden=True, event=True)
    async def offer(context: Context) -> Reply:
        """Fail."""
        raise RuntimeError("nobody foresaw this")

    house.dispatch.features["suggestion"] = broken
    await puts(house, "jo", PIN, "7.1", written())
    [told] = house.dm("jo")
    assert "wrong" in told.text and house.channel() == [] and house.memory.marks == []


# With those who offer


async def test_a_hundred_pins_at_once_are_one_message_to_who_put_them_there() -> None:
    async with House.begun() as house:
        pins = [written(f"{number}.1", f"Sam could ring school number {number}") for number in range(100)]
        await asyncio.gather(*(puts(house, "jo", PIN, pin.message, pin) for pin in pins))
        [told] = house.dm("jo")
        assert "ring school number" in told.text and house.channel() == []
        await house.presses("jo", told, "Yes, note it")
        assert len(await states(house)) == 1


async def test_a_pin_on_what_one_promised_oneself_is_asked_about_once_in_the_same_words() -> None:
    async with House.begun() as house:
        ts = message_of(await house.types("jo", "I'll ring the school before Friday"))
        for who in ("jo", "mina"):
            await puts(house, who, PIN, ts, written(ts, "I'll ring the school before Friday"))
        assert [len(house.dm(who)) for who in ("jo", "mina")] == [1, 1]
        await house.presses("mina", house.dm("mina")[0], "Yes, note it")
        async with house.records() as records:
            [action] = await records.actions.open()
            assert action.lead is not None and action.lead.person.handle == "UJO"
            assert action.text == "ring the school"
        await puts(house, "sam", PIN, ts, written(ts, "I'll ring the school before Friday"))
        assert "already" in house.dm("sam")[0].text and len(house.channel()) == 1
