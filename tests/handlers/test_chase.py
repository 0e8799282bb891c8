"""The chase as it is met: who hears what, when, what an answer changes, and what never happens."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.card import Buttons, Paragraph, plain
from storage.actions import DONE
from storage.meetings import Meeting
from storage.people import Role
from tests.house import House, Said

FIVE = ["Done", "On track", "Need help", "Hand over", "No longer needed"]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def plan(house: House, day: str, name: str = "Steering group") -> int:
    """A meeting at 2pm on this day, planned now; its row."""
    async with house.records() as records:
        channel = await records.conversations.first_of_all()
        assert channel is not None
        series = await records.meetings.begin(name, channel.id, 90)
        start = datetime.fromisoformat(f"{day}T14:00").replace(tzinfo=house.zone)
        return (await records.meetings.plan(series, start, house.clock.now())).id


async def move(house: House, meeting: int, to: str) -> None:
    async with house.records() as records:
        row = await records.meetings.get(meeting)
        assert row is not None
        start = datetime.fromisoformat(f"{to}T14:00").replace(tzinfo=house.zone)
        await records.meetings.move(row, start, house.clock.now())


async def planned(house: House, meeting: int) -> Meeting:
    async with house.records() as records:
        row = await records.meetings.get(meeting)
        assert row is not None
        return row


async def role(house: House, who: str, role: Role) -> None:
    async with house.records() as records:
        member = await records.members.of_handle(f"U{who.upper()}")
        assert member is not None
        member.role = role


def chases(house: House, who: str) -> list[Said]:
    return [said for said in house.dm(who) if said.key.startswith("chase/")]


def chase(house: House, who: str) -> Said:
    return chases(house, who)[-1]


def summary(house: House, who: str = "mina") -> Said:
    return [said for said in house.dm(who) if said.key.startswith("summary/")][-1]


async def sent_at(house: House, who: str, start: str, days: int) -> str:
    """Walks on from `start`; when the chase reached this person, as the wall in London showed it, or "never"."""
    await house.turns(to=start)
    assert chases(house, who) == [], f"it came before {start}"
    await house.turns(f"{days}d")
    if not chases(house, who):
        return "never"
    async with house.records() as records:
        sent = await records.deliveries.of(chase(house, who).key)
        assert sent is not None and sent.sent_at is not None
        return f"{sent.sent_at.astimezone(house.zone):%a %d %b %H:%M}"


# What it says


async def test_three_days_before_the_meeting_each_lead_hears_only_what_is_in_doubt(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("sam", "ACTION: Sam to write the report by 20 January 2027")
    await house.types("jo", "ACTION: Jo to plan the summer by 30 March 2027")
    await house.turns(to="2026-12-12T12:00")
    said = chase(house, "sam")
    assert "post the flyer (1), by Thu 10 December" in said.text
    assert "report" not in said.text
    assert chases(house, "jo") == []
    assert [one for one in house.channel() if one.key.startswith(("chase", "summary"))] == []


async def test_it_thanks_first_and_names_the_meeting_and_its_day(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    card = chase(house, "sam").card
    assert card is not None
    opening = next(block for block in card.blocks if isinstance(block, Paragraph))
    assert plain(type(card)((opening,))).startswith(
        "Thank you for what you do for Steering group. It meets on Tue 15 December at 2pm."
    )


async def test_five_answers_stand_side_by_side_in_one_row(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    card = chase(house, "sam").card
    assert card is not None
    rows = [[b.label for b in block.buttons] for block in card.blocks if isinstance(block, Buttons)]
    assert rows == [FIVE, ["Pause these messages"]]
    assert not any(button.main for button in card.buttons()), "all the same size"


async def test_it_is_short_enough_for_a_lock_screen(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("mina", "ACTION: Sam to post the poster by 10 December")
    await house.turns(to="2026-12-12T12:00")
    card = chase(house, "sam").card
    assert card is not None
    first = next(n for n, block in enumerate(card.blocks) if isinstance(block, Buttons))
    before = plain(type(card)(card.blocks[:first]))
    said = before.split("here.\n", 1)[-1]  # the line that says who writes comes only once
    assert len(said.split()) <= 60


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: Sam to post the flyer by 10 December",  # has done it and forgot to say
        "ACTION: Sam to post the flyer",  # is overwhelmed
    ],
)
@pytest.mark.parametrize("giver", ["sam", "mina"])  # or never agreed to it
async def test_the_same_message_is_right_for_all_three_readers(house: House, line: str, giver: str) -> None:
    await plan(house, "2026-12-15")
    await house.types(giver, line)
    await house.turns(to="2026-12-12T12:00")
    said = chase(house, "sam")
    assert not re.search(r"\b(late|fail|overdue|still|must|you have not|you haven't|remind)", said.text, re.I)
    assert "Any answer is fine, and needs no reason." in said.text
    assert said.buttons[:5] == FIVE


async def test_each_doubt_is_said_of_the_action_and_not_of_the_person(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to book the hall by 14 December")
    await house.types("sam", "ACTION: Sam to post the flyer by 27 November")
    await house.types("sam", "ACTION: Sam to ask about the piano")
    await house.types("mina", "/action add Sam to print the tickets by 20 January 2027")
    await house.types("sam", "ACTION: Sam to fetch the drums by 20 January 2027")
    await house.types("sam", "@Upbeat action need help 5")
    await house.turns(to="2026-12-12T12:00")
    text = chase(house, "sam").text
    assert "That day is before the meeting, with no word since Wed 25 November." in text
    assert "That day has passed, with no word since Wed 25 November." in text
    assert "It has no day yet, and no word since Wed 25 November." in text
    assert "Mina Patel noted it for you. Nobody has said yes to it yet." in text
    assert "A hand was asked for, and none has been offered yet." in text
    order = [int(number) for number in re.findall(r"\((\d)\)", text)]
    assert order == [2, 5, 1, 4, 3], "the most pressing first"


async def test_an_offer_without_an_answer_is_still_with_its_lead(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to book the hall by 20 January 2027")
    await house.types("sam", "/action hand over 1 @frank")
    await house.turns(to="2026-12-12T12:00")
    assert "It was offered to Frank Adeyemi, with no answer yet." in chase(house, "sam").text
    assert chases(house, "frank") == []


async def test_more_than_five_actions_leave_the_rest_a_press_away(house: House) -> None:
    await plan(house, "2026-12-15")
    for day in range(1, 9):
        await house.types("sam", f"ACTION: Sam to do task number {day * 11} by {day} December")
    await house.turns(to="2026-12-12T12:00")
    said = chase(house, "sam")
    assert said.buttons.count("Done") == 5
    assert "There are 3 more" in said.text
    await house.presses("sam", said, "Show the other actions")
    rest = house.dm("sam")[-1]
    assert rest.buttons == FIVE * 3 and "task number 88" in rest.text
    await house.presses("sam", rest, "On track")
    assert rest.buttons == ["Change my answer", *FIVE * 2], "the rest is kept right as well"


# What an answer changes


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Done", "done."),
        ("On track", "on track."),
        ("Need help", "a hand would be welcome, and that is known."),
        ("No longer needed", "no longer needed."),
    ],
)
async def test_an_answer_is_shown_in_place_and_can_be_changed(house: House, answer: str, said: str) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("sam", "ACTION: Sam to book the hall by 11 December")
    await house.turns(to="2026-12-12T12:00")
    card, before = chase(house, "sam"), len(house.dm("sam"))
    await house.presses("sam", card, answer)
    assert f"post the flyer (1): {said}" in card.text
    assert card.buttons == ["Change my answer", *FIVE, "Pause these messages"], "the other keeps its answers"
    assert len(house.dm("sam")) == before, "nothing more is said"
    await house.presses("sam", card, "Change my answer")
    assert card.buttons == [*FIVE, *FIVE, "Pause these messages"]


async def test_handing_over_from_the_card_keeps_it_with_the_lead_until_the_answer(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to book the hall by 10 December")
    await house.turns(to="2026-12-11T12:00")
    card = chase(house, "sam")
    form = await house.presses("sam", card, "Hand over")
    assert form.form is not None
    frank = next(one.value for one in form.form.fields[0].options if one.label == "Frank Adeyemi")
    await house.submits("sam", form, {"to": frank})
    assert "Frank Adeyemi is asked. It stays with you until the answer comes." in card.text
    await house.presses("frank", house.dm("frank")[-1], "I'll take it")
    assert "Frank Adeyemi has it now." in card.text
    assert chases(house, "frank") == []


async def test_who_never_agreed_to_an_action_is_told_who_noted_it(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("mina", "ACTION: Sam to post the flyer by 10 December")
    await house.types("mina", "ACTION: Sam to book the hall by 14 December")
    await house.turns(to="2026-12-12T12:00")
    text = chase(house, "sam").text
    assert "Mina Patel noted it for you. That day has passed, with no word yet." in text
    assert "Mina Patel noted it for you. That day is before the meeting, with no word yet." in text


async def test_a_date_on_the_day_of_the_meeting_is_not_said_to_be_before_it(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("mina", "ACTION: Sam to set out the chairs by 15 December")
    await house.types("sam", "ACTION: Sam to bring the urn by 15 December")
    await house.turns(to="2026-12-12T12:00")
    text = chase(house, "sam").text
    assert "That is the day of the meeting, with no word yet." in text
    assert "That is the day of the meeting, with no word since" in text
    assert "before the meeting" not in text


async def test_an_offer_declined_after_the_chase_opens_its_question_again(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to book the hall by 10 December")
    await house.turns(to="2026-12-11T12:00")
    card = chase(house, "sam")
    await house.types("sam", "/action handover 1 @frank")
    assert FIVE[0] not in card.buttons
    await house.presses("frank", house.dm("frank")[-1], "Not me")
    assert card.buttons[:5] == FIVE
    assert "on track" not in house.dm("mina")[-1].text


async def test_all_answered_says_thank_you_and_no_more(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    await house.presses("sam", chase(house, "sam"), "Done")
    assert "Thank you. That is all before Steering group" in chase(house, "sam").text


async def test_what_was_answered_before_the_chase_is_sent_is_not_asked(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-10T12:00")
    await house.types("sam", "done 1")
    await house.turns(to="2026-12-14T12:00")
    assert chases(house, "sam") == []


# One message per person per meeting


async def test_nobody_is_asked_twice_for_one_meeting(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-18T12:00")
    assert len(chases(house, "sam")) == 1


async def test_what_was_on_track_since_the_last_chase_is_left_alone_and_the_silent_is_not(
    house: House,
) -> None:
    await plan(house, "2026-12-08")
    await plan(house, "2026-12-16")
    await house.types("sam", "ACTION: Sam to post the flyer by 8 December")
    await house.types("sam", "ACTION: Sam to book the hall by 8 December")
    await house.turns(to="2026-12-07T12:00")
    await house.presses("sam", chase(house, "sam"), "On track")
    await house.turns(to="2026-12-15T12:00")
    assert len(chases(house, "sam")) == 2
    assert "post the flyer" not in chase(house, "sam").text
    assert "book the hall" in chase(house, "sam").text


async def test_on_track_before_the_last_chase_is_asked_again(house: House) -> None:
    await plan(house, "2026-12-08")
    await plan(house, "2026-12-16")
    await house.types("sam", "ACTION: Sam to post the flyer by 14 December")
    await house.types("sam", "@Upbeat action on track 1")
    await house.turns(to="2026-12-07T12:00")
    assert chases(house, "sam") == []
    await house.turns(to="2026-12-15T12:00")
    assert "post the flyer" in chase(house, "sam").text


async def test_two_series_keep_to_their_own_actions(house: House) -> None:
    await plan(house, "2026-12-08", "Working group")
    await house.types("sam", "ACTION: Sam to post the flyer by 7 December")
    await plan(house, "2026-12-04", "Steering group")
    await house.types("sam", "ACTION: Sam to book the hall by 3 December")
    await house.turns(to="2026-12-02T12:00")
    assert "book the hall" in chase(house, "sam").text and "flyer" not in chase(house, "sam").text
    await house.turns(to="2026-12-07T12:00")
    assert "flyer" in chase(house, "sam").text and "hall" not in chase(house, "sam").text
    assert len(chases(house, "sam")) == 2


# When


@pytest.mark.parametrize(
    ("meeting", "comes"),
    [
        ("2027-01-14", "Mon 11 Jan 10:00"),  # three days before, a Monday
        ("2026-12-14", "Fri 11 Dec 10:00"),  # a Monday: three days before is a Friday
        ("2026-12-15", "Fri 11 Dec 10:00"),  # a Tuesday: Saturday moves to Friday
        ("2026-12-16", "Fri 11 Dec 10:00"),  # a Wednesday: Sunday moves to Friday
        ("2026-12-29", "Thu 24 Dec 10:00"),  # Boxing Day is a Saturday, and Christmas comes before it
        ("2026-12-31", "Thu 24 Dec 10:00"),  # Monday 28 December stands in for Boxing Day
        ("2027-01-04", "Thu 31 Dec 10:00"),  # New Year's Day is a Friday
        ("2027-04-01", "Thu 25 Mar 10:00"),  # Easter Monday, Easter, Good Friday
        ("2027-05-06", "Fri 30 Apr 10:00"),  # the bank holiday in May
        ("2027-03-31", "Thu 25 Mar 10:00"),  # over Easter and the night when clocks go forward
        ("2027-03-29", "Thu 25 Mar 10:00"),  # the Friday is Good Friday
    ],
)
async def test_it_comes_three_days_before_at_ten_or_on_the_nearest_earlier_working_day(
    house: House, meeting: str, comes: str
) -> None:
    await plan(house, meeting)
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    day = datetime.fromisoformat(meeting) - timedelta(days=9)
    assert await sent_at(house, "sam", f"{day:%Y-%m-%d}T00:00", days=9) == comes


@pytest.mark.parametrize("meeting", ["2027-04-01", "2027-11-03", "2026-12-14"])
async def test_it_is_ten_on_the_wall_on_both_sides_of_a_clock_change(house: House, meeting: str) -> None:
    await plan(house, meeting)
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    day = datetime.fromisoformat(meeting) - timedelta(days=9)
    assert (await sent_at(house, "sam", f"{day:%Y-%m-%d}T00:00", days=9)).endswith("10:00")


async def test_the_days_before_and_the_hour_are_the_partnerships_own(house: House) -> None:
    async with house.records() as records:
        records.partnership.chase_days, records.partnership.chase_hour = 5, 14
    await plan(house, "2026-12-16")
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    assert await sent_at(house, "sam", "2026-12-08T00:00", days=6) == "Fri 11 Dec 14:00"


async def test_another_nations_holidays_count_where_it_lies_there(house: House) -> None:
    async with house.records() as records:
        records.partnership.nation = "SCT"
    await plan(house, "2026-12-03")  # St Andrew's Day is Monday 30 November
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    assert await sent_at(house, "sam", "2026-11-26T00:00", days=6) == "Fri 27 Nov 10:00"


async def test_planned_inside_the_window_it_comes_at_the_next_decent_hour(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    await house.turns(to="2026-12-09T20:00")
    await plan(house, "2026-12-11")
    assert await sent_at(house, "sam", "2026-12-09T21:00", days=3) == "Thu 10 Dec 10:00"


async def test_planned_for_tomorrow_in_the_evening_there_is_no_decent_hour_left(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    await house.turns(to="2026-12-10T20:00")
    await plan(house, "2026-12-11")
    assert await sent_at(house, "sam", "2026-12-10T21:00", days=3) == "never"


async def test_planned_on_saturday_for_monday_nobody_is_written_to(house: House) -> None:
    await house.types("sam", "ACTION: Sam to post the flyer by 26 November")
    await house.turns(to="2026-12-12T11:00")
    await plan(house, "2026-12-14")
    assert await sent_at(house, "sam", "2026-12-12T12:00", days=4) == "never"


async def test_a_meeting_that_moves_before_its_chase_takes_it_along(house: House) -> None:
    meeting = await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-09T12:00")
    await move(house, meeting, "2026-12-22")
    assert await sent_at(house, "sam", "2026-12-10T00:00", days=15) == "Fri 18 Dec 10:00"


async def test_a_meeting_that_moves_after_its_chase_asks_only_who_was_not_asked(house: House) -> None:
    meeting = await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    await move(house, meeting, "2026-12-22")
    await house.types("jo", "ACTION: Jo to ring the school by 19 December")
    await house.turns(to="2026-12-21T12:00")
    assert len(chases(house, "sam")) == 1
    assert len(chases(house, "jo")) == 1
    assert "Tue 22 December" in chase(house, "jo").text


async def test_moved_inside_the_window_it_asks_who_was_not_asked_at_the_next_decent_hour(
    house: House,
) -> None:
    meeting = await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-13T12:00")
    await house.types("jo", "ACTION: Jo to ring the school by 15 December")
    await house.turns(to="2026-12-14T12:00")
    await move(house, meeting, "2026-12-16")
    await house.turns("1h")
    assert (len(chases(house, "sam")), len(chases(house, "jo"))) == (1, 1)


async def test_what_is_answered_just_before_it_is_sent_is_not_asked(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("sam", "ACTION: Sam to book the hall by 10 December")
    await house.types("jo", "ACTION: Jo to ring the school by 10 December")
    house.clock.turn(datetime(2026, 12, 11, 10, tzinfo=house.zone))
    await house.dispatch.sweep(house.clock.now())
    async with house.records() as records:
        for number in (1, 3):
            row = await records.actions.numbered(number)
            assert row is not None
            row.state = DONE
    await house.settles()
    assert "book the hall" in chase(house, "sam").text and "flyer" not in chase(house, "sam").text
    assert chases(house, "jo") == []


async def test_a_cancelled_meeting_chases_nobody(house: House) -> None:
    meeting = await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    async with house.records() as records:
        row = await records.meetings.get(meeting)
        assert row is not None
        await records.meetings.cancel(row)
    await house.turns(to="2026-12-16T12:00")
    assert house.dm("sam") == [] and house.dm("mina") == []


async def test_after_a_night_of_downtime_it_goes_out_at_the_next_decent_hour_and_once(house: House) -> None:
    await plan(house, "2026-12-17")  # its chase was due on Monday at ten
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    house.clock.turn(datetime(2026, 12, 14, 23, 30, tzinfo=house.zone))  # nobody was up meanwhile
    await house.turns("1m")
    assert house.dm("sam") == [] and house.dm("mina") == []
    await house.types("jo", "ACTION: Jo to ring the school by 16 December")
    assert await sent_at(house, "sam", "2026-12-15T00:00", days=3) == "Tue 15 Dec 10:00"
    assert [said.key.partition("/")[0] for said in house.dm("mina")] == ["summary"]
    assert "ring the school" in chase(house, "jo").text, "what is in doubt is looked at when it goes out"


async def test_up_again_on_the_day_of_the_meeting_it_is_too_late_to_ask(house: House) -> None:
    await plan(house, "2026-12-17")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    house.clock.turn(datetime(2026, 12, 17, 10, 30, tzinfo=house.zone))
    await house.turns("3d")
    assert house.dm("sam") == [] and house.dm("mina") == []


async def test_the_clock_set_back_and_forward_again_asks_nobody_twice(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-11T12:00")
    house.clock.turn(datetime(2026, 12, 10, 12, tzinfo=house.zone))
    await house.turns(to="2026-12-15T12:00")
    assert len(chases(house, "sam")) == 1


# A pause


async def test_a_pause_leaves_me_alone_and_the_chairs_picture_does_not_name_it(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    said = await house.types("sam", "/upbeat pause until 20 December")
    assert "until Sun 20 December" in said.text and "Write to me again" in said.buttons
    await house.turns(to="2026-12-14T12:00")
    assert chases(house, "sam") == []
    picture = summary(house).text.split("here.\n", 1)[-1]
    assert "pause" not in picture and "Sam" not in picture
    assert "I have asked about" not in picture and "One more action is open" in picture


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("a day", "Thu 26 November"),
        ("a week", "Wed 2 December"),
        ("for 2 weeks", "Wed 9 December"),
        ("until Friday", "Fri 27 November"),
        ("until 4 January", "Mon 4 January"),
    ],
)
async def test_a_pause_is_said_back_with_its_day(house: House, words: str, until: str) -> None:
    said = await house.types("jo", f"pause {words}", where="dm")
    assert f"until {until}" in said.text


async def test_a_pause_without_a_time_offers_three(house: House) -> None:
    said = await house.types("jo", "pause", where="dm")
    assert said.buttons == ["Pause for a day", "Pause for a week", "Pause until a date"]
    form = await house.presses("jo", said, "Pause until a date")
    done = await house.submits("jo", form, {"until": "2026-12-18"})
    assert "until Fri 18 December" in done.text


@pytest.mark.parametrize("words", ["for ever", "until 31 November", "until yesterday"])
async def test_a_pause_that_names_no_day_to_come_keeps_the_words(house: House, words: str) -> None:
    said = await house.types("jo", f"pause {words}", where="dm")
    assert words in said.text and "pause a week" in said.text


async def test_a_day_gone_by_in_the_form_is_told_beside_the_field(house: House) -> None:
    form = await house.presses("jo", await house.types("jo", "pause", where="dm"), "Pause until a date")
    said = await house.submits("jo", form, {"until": "2026-11-01"})
    assert list(said.errors) == ["until"]


async def test_a_pause_can_be_taken_back_from_the_card_itself(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    card = chase(house, "sam")
    await house.presses("sam", card, "Pause these messages")
    await house.presses("sam", house.dm("sam")[-1], "Pause for a week")
    assert card.buttons == [*FIVE, "Write to me again"]
    await house.presses("sam", card, "Write to me again")
    assert card.buttons == [*FIVE, "Pause these messages"]


async def test_after_a_pause_the_next_meetings_chase_comes_again(house: House) -> None:
    await plan(house, "2026-12-15")
    await plan(house, "2027-01-14")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("sam", "/upbeat pause until 20 December")
    await house.turns(to="2027-01-12T12:00")
    assert len(chases(house, "sam")) == 1
    assert "Thu 14 January" in chase(house, "sam").text


# The chair's picture


async def test_the_chair_gets_one_picture_that_is_redrawn_as_answers_come_in(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.types("jo", "ACTION: Jo to ring the school by 11 December")
    await house.types("priya", "ACTION: Priya to open the door by 20 January 2027")
    await house.types("mina", "ACTION: print the tickets")
    await house.types("will", "ACTION: Will to thank the caretaker")
    await house.types("will", "done 5")
    await house.turns(to="2026-12-12T12:00")
    picture = summary(house)
    assert "One action is finished" in picture.text and "thank the caretaker (5)" in picture.text
    assert "I have asked about 2 actions" in picture.text
    assert "One more action is open" in picture.text
    assert "Looking for an owner\n• print the tickets (4)" in picture.text
    await house.presses("sam", chase(house, "sam"), "On track")
    await house.presses("jo", chase(house, "jo"), "Need help")
    assert "One action is on track" in picture.text
    assert "A hand would be welcome\n• ring the school (2)" in picture.text
    assert "I have asked about" not in picture.text
    assert len([said for said in house.dm("mina") if said.key.startswith("summary/")]) == 1


async def test_the_picture_names_nobody_so_that_it_can_be_passed_on(house: House) -> None:
    await plan(house, "2026-12-15")
    for who, task in [("sam", "post the flyer"), ("jo", "ring the school"), ("priya", "open the door")]:
        await house.types(who, f"ACTION: {who.title()} to {task} by 10 December")
    await house.turns(to="2026-12-12T12:00")
    await house.presses("jo", chase(house, "jo"), "Need help")
    await house.presses("priya", chase(house, "priya"), "No longer needed")
    for name in ["Sam", "Jo", "Priya", "Okafor", "Lindqvist", "Nair"]:
        assert name not in summary(house).text.split("here.\n", 1)[-1]


async def test_without_any_action_there_is_no_picture(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.turns(to="2026-12-12T12:00")
    assert house.dm("mina") == []


async def test_the_picture_comes_after_the_chairs_own_chase(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("mina", "ACTION: Mina to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    assert [said.key.partition("/")[0] for said in house.dm("mina")] == ["chase", "summary"]


async def test_what_was_finished_before_the_last_meeting_is_not_finished_again(house: House) -> None:
    await plan(house, "2026-11-27")
    await house.types("sam", "ACTION: Sam to thank the caretaker")
    await house.types("sam", "done 1")
    await house.turns(to="2026-11-30T12:00")
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    assert "finished" not in summary(house).text


async def test_whose_lead_has_left_looks_for_an_owner_and_names_nobody(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.leaves("sam")
    await house.turns(to="2026-12-12T12:00")
    assert chases(house, "sam") == []
    assert "Looking for an owner\n• post the flyer (1)" in summary(house).text


async def test_without_a_chair_the_deputy_gets_the_picture(house: House) -> None:
    await role(house, "mina", Role.MEMBER)
    await role(house, "priya", Role.DEPUTY)
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    assert "how the work stands" in summary(house, "priya").text
    assert house.dm("mina") == []


async def test_the_first_message_says_who_writes_for_whom_and_how_to_stop(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    first = chase(house, "sam").text.split("\n")[0]
    assert "Upbeat" in first and "Otterbridge Partnership" in first and "pause" in first
    assert (await planned(house, 1)).name == "Steering group"


async def test_nobody_but_its_people_can_answer_from_a_forged_button(house: House) -> None:
    await plan(house, "2026-12-15")
    await house.types("sam", "ACTION: Sam to post the flyer by 10 December")
    await house.turns(to="2026-12-12T12:00")
    said = await house.presses_raw("will", chase(house, "sam"), "action.drop", "id=1")
    assert "is with Sam Okafor" in said.text
    assert "post the flyer (1), by" in chase(house, "sam").text
