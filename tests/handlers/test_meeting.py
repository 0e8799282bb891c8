"""Meetings as people plan, move and cancel them, and say who is coming."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.people import Role
from tests.house import House, Said

STEERING = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
WORKING = "/meeting plan Working group every six weeks on a Tuesday at 2pm from 8 December, one hour"


async def moments(house: House, name: str = "") -> list[datetime]:
    async with house.records() as records:
        coming = await records.meetings.coming(house.clock.now())
        return [meeting.starts_at for meeting in coming if meeting.name.startswith(name)]


async def test_a_meeting_planned_in_plain_words_is_said_back_in_full() -> None:
    async with House.begun() as house:
        said = await house.types("mina", STEERING)
        assert "Steering group on Tue 15 December, 2pm to 3.30pm, the Curve" in said.text
        assert await moments(house) == [datetime(2026, 12, 15, 14, tzinfo=UTC)]


async def test_the_channel_learns_of_a_planned_meeting_and_can_answer() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        [card] = house.channel()
        assert "Tue 15 December, 2pm to 3.30pm" in card.text
        assert card.buttons[:2] == ["Coming", "Apologies"]


async def test_who_is_coming_stands_on_the_card_and_may_change_their_mind() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        [card] = house.channel()
        await house.presses("sam", card, "Coming")
        await house.presses("jo", card, "Coming")
        said = await house.presses("jo", card, "Apologies")
        assert "apologies for Steering group" in said.text
        assert "Coming (1): Sam Okafor" in house.channel()[0].text
        assert "Apologies (1): Jo Lindqvist" in house.channel()[0].text


async def test_that_somebody_cannot_make_it_is_an_apology() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("sam", "can’t make it", where="dm")
        assert "Your apologies for Steering group" in said.text


async def test_to_be_sorry_is_not_to_stay_away() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("sam", "sorry, the flyer is not out yet", where="dm")
        assert "Your apologies" not in said.text and "Show my actions" in said.buttons


async def test_apologies_in_words_go_to_the_meeting_that_is_named() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", WORKING)
        said = await house.types("sam", "@Upbeat apologies for the steering group")
        assert "Steering group on Tue 15 December" in said.text
        assert "Apologies (1): Sam Okafor" in house.channel()[0].text
        said = await house.types("sam", "coming", where="dm")
        assert "Working group on Tue 8 December" in said.text


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("Steering group", {"day", "time"}),
        ("Steering group, Tuesday 15 December 2026", {"time"}),
        ("Tuesday 15 December 2026 2pm", {"name"}),
    ],
)
async def test_what_is_missing_is_asked_with_a_form_that_holds_the_rest(
    words: str, left_out: set[str]
) -> None:
    async with House.begun() as house:
        said = await house.types("mina", f"/meeting plan {words}")
        assert said.form is not None
        wanted = [one for one in said.form.fields if one.name in ("name", "day", "time")]
        assert {one.name for one in wanted if not one.value} == left_out
        assert await moments(house) == []


async def test_a_form_plans_the_meeting() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "/meeting plan Steering group")
        answers = {"day": "2026-12-15", "time": "14:00", "length": "90", "place": "the Curve"}
        said = await house.submits("mina", said, answers)
        assert "Tue 15 December, 2pm to 3.30pm, the Curve" in said.text


async def test_a_form_that_cannot_be_used_says_so_beside_its_field() -> None:
    async with House.begun() as house:
        form = await house.types("mina", "/meeting plan Steering group")
        said = await house.submits("mina", form, {"day": "2026-11-01", "time": "14:00"})
        assert "already been" in said.errors["day"]
        said = await house.submits("mina", form, {"day": "2026-12-15", "time": "14:00", "length": "a bit"})
        assert "a bit" in said.errors["length"]
        assert await moments(house) == []


async def test_a_meeting_in_the_past_is_asked_about_kindly() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "/meeting plan Steering group, 24 November 2026 2pm")
        assert "Tue 24 November" in said.text and said.form is not None
        assert await moments(house) == []


async def test_the_same_meeting_is_not_planned_twice() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        said = await house.types("sam", STEERING)
        assert "planned already" in said.text
        assert len(await moments(house)) == 1


async def test_words_too_long_come_back_whole() -> None:
    async with House.begun() as house:
        words = "x" * 600
        said = await house.types("mina", f"/meeting plan {words}")
        assert words in said.text and await moments(house) == []


async def test_a_series_keeps_three_meetings_planned() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        assert len(await moments(house)) == 3
        await house.turns(to="2026-12-09T11:00")
        days = [moment.date().isoformat() for moment in await moments(house)]
        assert days == ["2027-01-19", "2027-03-02", "2027-04-13"]


async def test_a_series_keeps_its_hour_on_the_wall_when_the_clocks_change() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        await house.turns(to="2026-12-09T11:00")
        hours = [moment.astimezone(house.zone).hour for moment in await moments(house)]
        assert hours == [14, 14, 14]
        assert [moment.hour for moment in await moments(house)] == [14, 14, 13]


async def test_a_cancelled_meeting_of_a_series_is_not_made_again() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        asked = await house.types("mina", "/meeting cancel working group")
        await house.presses("mina", asked, "Cancel this meeting")
        await house.turns("2d")
        days = [moment.date().isoformat() for moment in await moments(house)]
        assert days == ["2027-01-19", "2027-03-02", "2027-04-13"]


async def test_a_series_cancelled_with_all_that_follow_ends() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        asked = await house.types("mina", "/meeting cancel working group")
        await house.presses("mina", asked, "Cancel this and all later ones")
        await house.turns("2d")
        assert await moments(house) == []
        assert sum("is cancelled" in said.text and "No further" in said.text for said in house.channel()) == 1


async def test_a_series_on_the_last_thursday_stays_there() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "/meeting plan Board, last Thursday of the month at 10am")
        assert "every month on the last Thursday" in said.text
        days = [moment.date().isoformat() for moment in await moments(house)]
        assert days == ["2026-11-26", "2026-12-31", "2027-01-28"]


async def test_a_second_rule_for_a_series_is_refused_and_the_words_kept() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        said = await house.types("mina", "/meeting plan Working group every week on a Monday at 9am")
        assert "repeats already: every 6 weeks on a Tuesday" in said.text
        assert "every week on a Monday at 9am" in said.text


async def test_moving_tells_the_channel_and_privately_who_was_coming() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.presses("sam", house.channel()[0], "Coming")
        said = await house.types("mina", "/meeting move to Thu 17 December 3pm")
        assert "Thu 17 December, 3pm to 4.30pm" in said.text and "Tue 15 December, 2pm" in said.text
        assert "moved to another time" in house.channel()[-1].text
        assert "Thu 17 December" in house.channel()[0].text
        [word] = house.dm("sam")
        assert "Does the new time work for you?" in word.text
        assert house.dm("jo") == []
        assert "Coming: Nobody" in house.channel()[-1].text


async def test_moving_by_the_hour_keeps_the_answers() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.presses("sam", house.channel()[0], "Coming")
        await house.types("mina", "/meeting move to 3pm")
        assert "Coming (1): Sam Okafor" in house.channel()[-1].text


async def test_the_meeting_that_is_named_is_the_one_that_moves() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", WORKING)
        said = await house.types("mina", "/meeting move Steering group to Friday 18 December")
        assert "Steering group on Fri 18 December, 2pm" in said.text
        assert (await moments(house, "Working"))[0].day == 8


async def test_a_meeting_is_found_by_its_series_and_its_day() -> None:
    async with House.begun() as house:
        await house.types("mina", WORKING)
        said = await house.types(
            "mina", "/meeting move the working group meeting from 19 January to 20 January"
        )
        assert "Working group on Wed 20 January" in said.text
        said = await house.types("mina", "/meeting cancel working group on 2 March")
        assert "Tue 2 March" in said.text


async def test_free_words_plan_a_meeting_or_show_the_one_they_mean() -> None:
    async with House.begun() as house:
        said = await house.types("mina", STEERING.replace(" plan", ""))
        assert said.text.startswith("Planned")
        await house.types("mina", WORKING)
        assert "Tue 15 December" in (await house.types("jo", "@Upbeat meeting steering group")).text
        assert "Tue 15 December" in (await house.types("jo", "@Upbeat meeting 15 December")).text


async def test_moving_without_a_day_asks_for_it_with_a_form() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        form = await house.types("mina", "/meeting move")
        assert form.form is not None
        said = await house.submits("mina", form, {"day": "2026-12-17"})
        assert "Thu 17 December, 2pm to 3.30pm, the Curve" in said.text


async def test_cancelling_asks_first_and_tells_who_needs_to_know() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.presses("sam", house.channel()[0], "Coming")
        asked = await house.types("mina", "/meeting cancel")
        assert "Cancel Steering group" in asked.text and len(await moments(house)) == 1
        await house.presses("mina", asked, "Cancel the meeting")
        assert await moments(house) == []
        assert "is cancelled" in house.channel()[-1].text
        assert "This meeting is cancelled" in house.channel()[0].text
        assert house.channel()[0].buttons == []
        assert "is cancelled" in house.dm("sam")[0].text


async def test_cancelling_can_be_thought_better_of() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        asked = await house.types("mina", "/meeting cancel")
        said = await house.presses("mina", asked, "Keep the meeting")
        assert "goes ahead" in said.text and len(await moments(house)) == 1


async def test_anybody_may_plan_but_not_everybody_may_move_or_cancel() -> None:
    async with House.begun() as house:
        await house.types("priya", STEERING.replace("/meeting", "@Upbeat meeting"))
        refused = await house.types("priya", "@Upbeat meeting cancel")
        assert "the chair, the deputy or the minute-taker" in refused.text
        refused = await house.presses_raw("priya", Said(), "meeting.call_off", "id=1")
        assert "the chair, the deputy or the minute-taker" in refused.text
        assert len(await moments(house)) == 1
        async with house.records() as records:
            member = await records.members.of_handle("UPRIYA")
            assert member is not None
            member.role = int(Role.MINUTES)
        said = await house.types("priya", "@Upbeat meeting move to Thu 17 December 3pm")
        assert "Thu 17 December" in said.text


async def test_a_cancelled_meeting_takes_no_more_answers() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        asked = await house.types("mina", "/meeting cancel")
        await house.presses("mina", asked, "Cancel the meeting")
        said = await house.presses_raw("sam", Said(), "meeting.coming", "id=1")
        assert "is cancelled" in said.text


async def test_with_no_meeting_planned_a_way_to_plan_one_is_offered() -> None:
    async with House.begun() as house:
        for words in ("/meeting", "/meeting list", "/meeting coming", "/meeting cancel"):
            said = await house.types("mina", words)
            assert "Plan a meeting" in said.buttons, words


async def test_the_list_shows_both_series() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.types("mina", WORKING)
        said = await house.types("jo", "@Upbeat meeting list")
        assert said.text.count("Working group") == 3 and said.text.count("Steering group") == 1


async def test_hostile_names_stay_as_typed() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "/meeting plan <!channel> *Board* [x](y), 15 December 2026 2pm")
        assert "<!channel> *Board* [x](y)" in said.text


async def test_who_is_told_privately_reads_the_time_on_their_own_clock() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        await house.presses("sam", house.channel()[0], "Coming")
        async with house.records() as records:
            sam = await records.members.of_handle("USAM")
            assert sam is not None
            sam.person.zone = "Europe/Paris"
        await house.types("mina", "/meeting move to Thu 17 December 3pm")
        assert "Thu 17 December, 4pm to 5.30pm" in house.dm("sam")[0].text
        assert "3pm to 4.30pm" in house.channel()[-1].text


async def test_a_meeting_that_has_been_is_shown_but_no_longer_changed() -> None:
    async with House.begun() as house:
        await house.types("mina", STEERING)
        card = house.channel()[0]
        await house.turns(to="2026-12-15T16:00")
        for action in ("meeting.coming", "meeting.move", "meeting.cancel", "meeting.call_off"):
            said = await house.presses_raw("mina", card, action, "id=1")
            assert "has already been" in said.text, action
        said = await house.presses_raw("mina", card, "meeting.show", "id=1")
        assert "Tue 15 December" in said.text and said.buttons == ["Show the agenda"]
