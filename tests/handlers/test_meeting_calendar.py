"""Each meeting in people's own calendars: planned, moved, called off, and asked for by one person."""

from __future__ import annotations

from icalendar import Calendar

from tests.bot.test_calendar_file import Diary
from tests.handlers.test_meeting import STEERING, WORKING
from tests.house import House, Said


def text_of(said: Said) -> str:
    assert said.card is not None and said.card.file is not None, f"no file with {said.text!r}"
    return said.card.file.text


def days(diary: Diary) -> list[str]:
    return sorted(f"{event.start:%d %b %H:%M}" for event in diary.events.values())


async def test_the_channel_gets_a_file_with_each_planned_meeting() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        [card] = house.channel()
        diary = Diary()
        diary.takes(text_of(card))
        [event] = diary.events.values()
        assert (event["SUMMARY"], event["LOCATION"]) == ("Steering group", "the Curve")
        assert "write @Upbeat agenda there" in str(event["DESCRIPTION"])
        assert card.card and card.card.file and card.card.file.name == "steering-group.ics"
        assert "Steering group: file for your calendar" in card.text


async def test_a_series_comes_as_one_file_with_every_meeting_that_is_planned() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        diary = Diary()
        diary.takes(text_of(house.channel()[0]))
        assert days(diary) == ["02 Mar 14:00", "08 Dec 14:00", "19 Jan 14:00"]


async def test_calendars_follow_a_meeting_that_moves_and_is_then_called_off() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        diary, first = Diary(), text_of(house.channel()[0])
        diary.takes(first)
        await house.types("mina", "/meeting move to Thu 17 December 3pm")
        diary.takes(text_of(house.channel()[-1]))
        assert days(diary) == ["17 Dec 15:00"]
        diary.takes(first)
        assert days(diary) == ["17 Dec 15:00"]
        asked = await house.types("mina", "/meeting cancel")
        await house.presses("mina", asked, "Cancel the meeting")
        diary.takes(text_of(house.channel()[-1]))
        assert days(diary) == []


async def test_another_place_alone_raises_the_revision_too() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        form = await house.types("mina", "/meeting move")
        await house.submits("mina", form, {"place": "Town Hall"})
        [calendar] = Calendar.from_ical(text_of(house.channel()[-1]), multiple=True)
        [event] = calendar.events
        assert (event["LOCATION"], event["SEQUENCE"]) == ("Town Hall", 1)


async def test_a_series_called_off_leaves_calendars_with_all_its_meetings() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        diary = Diary()
        diary.takes(text_of(house.channel()[0]))
        asked = await house.types("mina", "/meeting cancel")
        await house.presses("mina", asked, "Cancel this and all later ones")
        diary.takes(text_of(house.channel()[-1]))
        assert days(diary) == []


async def test_one_person_gets_all_coming_meetings_directly_wherever_they_ask() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", WORKING)
        before = len(house.channel())
        said = await house.types("jo", "@Upbeat meeting calendar")
        assert len(house.channel()) == before and said.place == "DUJO"
        diary = Diary()
        diary.takes(text_of(house.dm("jo")[0]))
        assert len(diary.events) == 4
        await house.types("frank", "meeting calendar for the working group", where="dm")
        assert len(Calendar.from_ical(text_of(house.dm("frank")[0])).events) == 3


async def test_who_asks_with_a_command_is_told_where_the_file_is() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("sam", "/meeting calendar")
        assert "in your direct messages with me" in said.text
        assert text_of(house.dm("sam")[0])


async def test_a_meeting_has_the_same_id_in_every_file_it_stands_in() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("jo", "meeting calendar", where="dm")
        ids = {
            str(event["UID"])
            for said in (house.channel()[0], house.dm("jo")[0])
            for event in Calendar.from_ical(text_of(said)).events
        }
        assert len(ids) == 1


async def test_nobody_gets_an_empty_file() -> None:
    async with House.begun() as house:
        said = await house.types("jo", "meeting calendar", where="dm")
        assert "No meeting is planned" in said.text and said.card and said.card.file is None


async def test_a_card_that_is_only_shown_carries_no_file() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("jo", "@Upbeat meeting show")
        assert said.card is not None and said.card.file is None
