"""What becomes of a record when the message it was read from is edited or deleted."""

from __future__ import annotations

from dataclasses import replace

from bot.feature import Place, Request, Way
from tests.house import CHANNEL, House, Said, face


async def actions(house: House) -> list[str]:
    """The open actions, as `Sam Okafor: ring the hall`."""
    async with house.records() as records:
        rows = await records.actions.open()
        return sorted(f"{row.lead.name if row.lead else '?'}: {row.text}" for row in rows)


async def agenda(house: House) -> list[str]:
    """The items that wait for a meeting."""
    async with house.records() as records:
        return [item.text for item in await records.agenda.waiting()]


def ts(said: Said) -> str:
    """The id of the message that was typed, to which this is the answer."""
    assert said.request is not None and said.request.message
    return said.request.message


async def edits_at(house: House, message: str, text: str, stamp: str) -> None:
    """An edit that carries a time of its own, as when one arrives after a later one."""
    request = Request("captures", "edited", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT)
    key = f"{message}/{stamp}"
    await house.dispatch.handle(replace(request, text=text, message=message, version=stamp, key=key))
    await house.settles()


async def test_an_edited_line_is_read_again_with_its_owner_and_its_words() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall")
        await house.edits("mina", ts(said), "ACTION: Jo to ring the school")
        assert await actions(house) == ["Jo Lindqvist: ring the school"]
        assert "Jo Lindqvist" in said.text and "ring the school" in said.text


async def test_a_line_added_above_is_noted_and_the_others_stay_what_they_are() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall\nACTION: Jo to buy chairs")
        async with house.records() as records:
            before = {row.text: row.id for row in await records.actions.open()}
        await house.edits(
            "mina",
            ts(said),
            "ACTION: Priya to write\nACTION: Sam to ring the hall\nACTION: Jo to buy chairs",
        )
        async with house.records() as records:
            after = {row.text: row.id for row in await records.actions.open()}
        assert set(after) == {"write", "ring the hall", "buy chairs"}
        assert {text: after[text] for text in before} == before


async def test_two_lines_that_change_places_change_nothing() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall\nACTION: Jo to buy chairs")
        await house.edits("mina", ts(said), "ACTION: Jo to buy chairs\nACTION: Sam to ring the hall")
        assert await actions(house) == ["Jo Lindqvist: buy chairs", "Sam Okafor: ring the hall"]
        assert house.dm("mina") == []
        await house.edits("mina", ts(said), "ACTION: Jo to buy nine chairs\nACTION: Sam to ring the hall")
        assert await actions(house) == ["Jo Lindqvist: buy nine chairs", "Sam Okafor: ring the hall"]


async def test_a_line_edited_into_an_action_is_noted() -> None:
    async with House.begun() as house:
        await house.types("mina", "ACTION: Sam to ring the hall")
        await house.edits("mina", "999.000100", "ACTION: Jo to buy chairs")
        assert await actions(house) == ["Jo Lindqvist: buy chairs", "Sam Okafor: ring the hall"]


async def test_an_edit_that_arrives_after_a_later_one_changes_nothing() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall")
        await edits_at(house, ts(said), "ACTION: Sam to ring the school", "2000000.000100")
        await edits_at(house, ts(said), "ACTION: Jo to buy chairs", "1999999.000900")
        await edits_at(house, ts(said), "nothing at all", "1999999.000901")
        assert await actions(house) == ["Sam Okafor: ring the school"]
        assert house.dm("mina") == []


async def test_a_line_that_goes_in_an_edit_is_asked_about_privately_and_once() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall\nACTION: Jo to buy chairs")
        await house.edits("mina", ts(said), "ACTION: Jo to buy chairs")
        await house.edits("mina", ts(said), "ACTION: Jo to buy ten chairs")
        asked = [one for one in house.dm("mina") if "Shall I keep" in one.text]
        assert len(asked) == 1
        assert "ring the hall" in asked[0].text and "chairs" not in asked[0].text
        await house.edits("mina", ts(said), "Hello")
        asked = [one for one in house.dm("mina") if "Shall I keep" in one.text]
        assert len(asked) == 2
        assert "ten chairs" in asked[1].text and "ring" not in asked[1].text
        assert await actions(house) == ["Jo Lindqvist: buy ten chairs", "Sam Okafor: ring the hall"]


async def test_a_line_that_comes_back_is_the_one_it_was() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to ring the hall")
        await house.edits("mina", ts(said), "Hello")
        await house.edits("mina", ts(said), "ACTION: Sam to ring the hall")
        assert await actions(house) == ["Sam Okafor: ring the hall"]


async def test_a_deleted_message_is_asked_about_and_what_it_held_stays_until_answered() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall\nagenda+ Chairs")
        await house.deletes("sam", ts(said))
        (asked,) = [one for one in house.dm("sam") if "Shall I keep these" in one.text]
        assert "ring the hall" in asked.text and "Chairs" in asked.text
        assert await actions(house) == ["Sam Okafor: ring the hall"]
        await house.presses("sam", asked, "Take them away")
        assert (await actions(house), await agenda(house)) == ([], [])


async def test_a_message_of_which_a_line_was_asked_about_already_can_be_deleted_as_well() -> None:
    async with House.begun() as house:
        lines = ["ACTION: Sam to ring the hall", "ACTION: Jo to buy chairs", "ACTION: Priya to drum"]
        said = await house.types("sam", "\n".join(lines))
        await house.edits("sam", ts(said), f"{lines[0]}\n{lines[2]}")
        await house.deletes("sam", ts(said))
        asked = [one for one in house.dm("sam") if "Shall I keep" in one.text]
        assert ["chairs" in one.text for one in asked] == [True, False]
        await house.presses("sam", asked[1], "Take them away")
        assert await actions(house) == ["Jo Lindqvist: buy chairs"]


async def test_a_message_that_is_edited_keeps_its_one_mark() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        await house.edits("sam", ts(said), "ACTION: Sam to ring the hall\nACTION: Jo to buy chairs")
        assert house.memory.marks == [(ts(said), "writing_hand")]


async def test_what_is_to_stay_stays_and_is_not_asked_about_again() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        await house.edits("sam", ts(said), "Hello")
        asked = house.dm("sam")[-1]
        await house.presses("sam", asked, "Keep it")
        await house.deletes("sam", ts(said))
        assert await actions(house) == ["Sam Okafor: ring the hall"]
        assert len([one for one in house.dm("sam") if "Shall I keep" in one.text]) == 0
        assert "keeping this" in house.dm("sam")[-1].text


async def test_a_question_that_was_answered_cannot_be_answered_again() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        await house.deletes("sam", ts(said))
        asked = replace(house.dm("sam")[-1])
        await house.presses("sam", asked, "Keep it")
        again = await house.presses("sam", asked, "Take it away")
        assert "answered already" in again.text
        assert await actions(house) == ["Sam Okafor: ring the hall"]


async def test_deleting_a_message_that_held_nothing_says_nothing() -> None:
    async with House.begun() as house:
        await house.types("sam", "Hello all")
        await house.deletes("sam", "1000001.000100")
        assert house.memory.posts == []


async def test_deleting_the_message_of_an_action_that_is_finished_says_nothing() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        await house.types("sam", "/action done 1")
        await house.deletes("sam", ts(said))
        assert [one for one in house.dm("sam") if "Shall I keep" in one.text] == []


async def test_an_edited_mention_is_read_again_as_it_was_said() -> None:
    async with House.begun() as house:
        said = await house.types("jo", "@Upbeat action add Sam to ring the hall")
        await house.edits("jo", ts(said), "action add Sam to ring the school")
        assert await actions(house) == ["Sam Okafor: ring the school"]
        assert [one for one in house.dm("jo") if "Shall I keep" in one.text] == []


async def test_a_change_by_number_in_an_edited_message_is_not_made_twice() -> None:
    async with House.begun() as house:
        await house.types("sam", "ACTION: Sam to ring the hall")
        said = await house.types("sam", "ACTION: Sam to buy chairs")
        await house.edits("sam", ts(said), "ACTION: Sam to buy ten chairs\ndone 1")
        assert await actions(house) == ["Sam Okafor: buy ten chairs", "Sam Okafor: ring the hall"]


async def test_an_edit_where_no_partnership_is_begins_none() -> None:
    async with House.empty() as house:
        await house.edits("mina", "1000001.000100", "ACTION: Sam to ring the hall")
        await house.deletes("mina", "1000001.000100")
        assert house.memory.posts == []


async def test_a_button_from_elsewhere_takes_nothing_away() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        await house.presses_raw("frank", said, "captures.remove", "not a number")
        await house.presses_raw("frank", said, "captures.remove", "4711")
        assert await actions(house) == ["Sam Okafor: ring the hall"]


async def test_nobody_takes_away_what_another_person_said_by_forging_a_button() -> None:
    async with House.begun() as house:
        said = await house.types("sam", "ACTION: Sam to ring the hall")
        async with house.records() as records:
            (capture,) = await records.captures.of(CHANNEL, ts(said))
        refused = await house.presses_raw("frank", said, "captures.remove", str(capture.id))
        assert refused.private
        assert await actions(house) == ["Sam Okafor: ring the hall"]


async def says_at(house: House, message: str, text: str) -> None:
    """A message that arrives late, after what became of it."""
    request = Request("action", "add", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.LINE)
    await house.dispatch.handle(replace(request, text=text, message=message, key=message))
    await house.settles()


async def test_a_line_that_arrives_after_its_own_edit_changes_nothing() -> None:
    async with House.begun() as house:
        await edits_at(house, "17.1", "ACTION: Jo to ring the school", "17.2")
        await says_at(house, "17.1", "Sam to ring the hall")
        assert await actions(house) == ["Jo Lindqvist: ring the school"]
        assert not [one for one in house.memory.posts if "went wrong" in one.text]


async def test_a_line_that_arrives_after_its_message_was_deleted_is_not_noted() -> None:
    async with House.begun() as house:
        gone = Request(
            "captures", "deleted", face("mina"), Place(CHANNEL, "T1"), house.clock.now(), Way.EVENT
        )
        await house.dispatch.handle(replace(gone, message="17.1", key="17.1/gone"))
        await says_at(house, "17.1", "Sam to ring the hall")
        assert await actions(house) == []


async def test_nobody_answers_for_whoever_was_asked_about_their_message() -> None:
    async with House.begun() as house:
        one = await house.types("sam", "ACTION: Sam to ring the hall")
        other = await house.types("jo", "ACTION: Jo to mend the harp")
        await house.deletes("sam", ts(one))
        await house.deletes("jo", ts(other))
        asked = house.dm("sam")[-1]
        assert asked.card is not None
        [mine] = {button.value for button in asked.card.buttons()}
        [theirs] = {button.value for button in house.dm("jo")[-1].card.buttons()}  # type: ignore[union-attr]
        for value in (theirs, f"{theirs},{mine}", f"{mine},{theirs}"):
            for verb in ("keep", "remove"):
                said = await house.presses_raw(
                    "sam", Said(place="DUSAM", partnership=1), f"captures.{verb}", value
                )
                assert "harp" not in said.text
        assert await actions(house) == ["Jo Lindqvist: mend the harp", "Sam Okafor: ring the hall"]
        await house.presses_raw("sam", asked, "captures.remove", mine)
        assert await actions(house) == ["Jo Lindqvist: mend the harp"]
