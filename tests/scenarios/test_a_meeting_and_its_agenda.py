"""Meetings and their agendas, from the first line typed to the agenda the day before."""

from __future__ import annotations

from tests.scenarios.conftest import PLAN, Talk


async def test_the_lines_of_the_readme_work_as_they_are_typed(slack: Talk) -> None:
    planned = await slack.asks("mina", PLAN)
    assert "Steering group" in planned and "Tue 15 December, 2pm to 3.30pm" in planned
    assert "the Curve" in planned

    agenda = await slack.asks("mina", "/agenda")
    assert agenda.index("going well") < agenda.index("going less well")
    assert "90 minutes" in agenda

    budget = await slack.asks("mina", "/agenda add Budget 10m @mina for decision")
    assert all(words in budget for words in ("Budget", "10 minutes", "Mina Achebe", "for decision"))

    noted = await slack.asks("mina", "/action add Mina to send the flyer by Friday")
    assert "Mina Achebe" in noted and "send the flyer" in noted and "Fri 27 November" in noted
    assert "send the flyer" in await slack.asks("mina", "/action list mine")
    assert "Mina Achebe" in await slack.asks("will", "@Upbeat action list all")

    insurance = await slack.asks("will", "@Upbeat agenda add Insurance 5m for information")
    assert "Insurance" in insurance and "for information" in insurance and "5 minutes" in insurance
    otter = await slack.asks("will", "agenda+ Otter funding (15 min)")
    assert "Otter funding" in otter and "15 minutes" in otter

    receipt = await slack.asks("will", "ACTION: Mina to post the flyer by 10 December 2026")
    assert "Mina Achebe" in receipt and "Thu 10 December" in receipt
    rows = await slack.messages("will", "steering")
    line = next(row for row in rows if row["text"].startswith("ACTION:"))
    assert [mark["name"] for mark in line["reactions"]] == ["writing_hand"]
    assert (await slack.last("will"))["thread_ts"] == line["ts"]

    agenda = await slack.asks("mina", "/agenda")
    assert agenda.index("less well") < agenda.index("Budget") < agenda.index("Insurance")
    assert "30 of 90 minutes" in agenda


async def test_two_series_in_one_channel_keep_their_agendas_and_dates_apart(slack: Talk) -> None:
    early = await slack.asks("jo", "agenda+ Harps 10m")
    assert "next meeting" in early and "Harps" in early

    series = await slack.asks(
        "mina",
        "/meeting plan Steering group every six weeks on a Tuesday at 2pm from 15 December, 90 minutes",
    )
    assert all(day in series for day in ("Tue 15 December", "Tue 26 January", "Tue 9 March"))
    assert "Harps" in await slack.asks("mina", "/agenda")

    await slack.say("jo", "@Upbeat meeting plan Working group, Thursday 17 December 2026 10am, 1 hour")
    trips = await slack.asks("jo", "@Upbeat agenda add Trips 20m for working group")
    assert "Working group" in trips and "Trips · 20 minutes" in trips
    assert "Trips" in await slack.asks("jo", "@Upbeat agenda show working group")
    steering = await slack.asks("jo", "@Upbeat agenda")
    assert "Harps" in steering and "Trips" not in steering

    listed = await slack.asks("mina", "/meeting list")
    assert listed.index("Tue 15 December") < listed.index("Thu 17 December") < listed.index("Tue 26 January")
    later = await slack.asks("mina", "/agenda next 3")
    assert "Tue 26 January" in later
    assert "Harps" not in await slack.asks("mina", "/agenda")


async def test_a_meeting_that_moves_or_is_cancelled_tells_the_channel_and_who_said_they_would_come(
    slack: Talk,
) -> None:
    await slack.say("mina", PLAN)
    await slack.press("otto", "Coming")
    await slack.press("jo", "Apologies")
    card = "\n".join(await slack.seen("mina"))
    assert "Coming (1): Otto Lindqvist" in card and "Apologies (1): Jo Penrose" in card

    assert "Mina Achebe" in await slack.reads("otto", "@Upbeat meeting move to Thu 17 December 3pm")
    await slack.say("mina", "/meeting move to Thu 17 December 3pm")
    assert "moved" in (await slack.seen("jo"))[-1] and "Thu 17 December, 3pm" in (await slack.seen("jo"))[-1]
    told = (await slack.told("otto"))[-1]
    assert "Thu 17 December, 3pm" in told and "Tue 15 December" in told
    assert await slack.labels("otto", "dm") == ["Coming", "Apologies"]
    await slack.press("otto", "Coming", "dm")
    assert "Coming (1): Otto Lindqvist" in await slack.asks("mina", "/meeting")

    await slack.say("mina", "/agenda add Budget 10m")
    await slack.say("mina", "/meeting cancel")
    await slack.press("mina", "Cancel the meeting")
    assert "cancelled" in "\n".join(await slack.seen("jo")).lower()
    assert "cancelled" in (await slack.told("otto"))[-1].lower()
    assert "No meeting is planned" in await slack.asks("mina", "/meeting")
    assert "Budget" in await slack.asks("mina", "/agenda")
    assert not [text for person in ("priya", "grace") for text in await slack.told(person)]


async def test_items_are_called_for_a_week_before_and_the_agenda_comes_the_day_before(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-08T08:45:00+00:00")
    assert not [text for text in await slack.seen() if "what should we talk about" in text]
    await slack.clock(to="2026-12-08T12:00:00+00:00")
    call = (await slack.seen("otto"))[-1]
    assert "what should we talk about" in call and "Tue 15 December" in call
    await slack.press("otto", "Add an item")
    await slack.submit("otto", {"text": "Singing at the Curve", "minutes": "15", "purpose": "advice"})
    assert "Singing at the Curve" in "\n".join(await slack.seen("jo"))

    await slack.clock(to="2026-12-14T08:45:00+00:00")
    assert not [text for text in await slack.seen() if "this is what we will talk about" in text]
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    posted = [text for text in await slack.seen("jo") if "this is what we will talk about" in text]
    assert len(posted) == 1 and "Singing at the Curve" in posted[0]

    await slack.say("jo", "agenda+ Cake 5m")
    posted = [text for text in await slack.seen("jo") if "this is what we will talk about" in text]
    assert len(posted) == 1 and "Cake" in posted[0]
    await slack.clock(to="2026-12-16T12:00:00+00:00")
    assert "Cake" in await slack.asks("mina", "/agenda carry 4")
