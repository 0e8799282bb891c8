"""One's own page through the whole bot: the Home tab of those who have one, and "me" for those who have none."""

from __future__ import annotations

from tests.scenarios.conftest import PLAN, Talk


async def page(slack: Talk, person: str) -> str:
    return str((await slack.home(person))["text"])


async def labels(slack: Talk, person: str) -> list[str]:
    return [button["label"] for button in (await slack.home(person))["buttons"]]


async def test_home_holds_what_is_mine_and_is_drawn_again_with_every_press(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("mina", "/agenda add Budget 10m for decision")
    await slack.say("mina", "/action add Frank to book the hall by 10 December 2026")
    await slack.say("jo", "ACTION: Frank to ring the school by 4 December 2026")
    seen = await page(slack, "frank")
    assert seen.index("ring the school") < seen.index("book the hall")
    assert "Jo Penrose noted it for you." in seen
    assert "Steering group on Tue 15 December, 2pm" in seen and "Budget · for decision · 10 minutes" in seen
    assert {"Done", "On track", "Need help", "Hand over", "No longer needed"} <= set(
        await labels(slack, "frank")
    )
    before = len(await slack.told("frank"))
    await slack.press("frank", "Done", "home")
    seen = await page(slack, "frank")
    assert "Done: ring the school" in seen
    await slack.press("frank", "On track", "home")
    assert "On track, you said on Wed 25 November." in await page(slack, "frank")
    await slack.press("frank", "Coming", "home")
    assert "You are coming." in await page(slack, "frank")
    await slack.press("frank", "Pause for a week", "home")
    assert "leaving you alone about actions until Wed 2 December" in await page(slack, "frank")
    assert len(await slack.told("frank")) == before  # the page says it, and nothing else does


async def test_a_form_that_was_opened_at_home_is_answered_there(slack: Talk) -> None:
    await slack.say("mina", "/action add Frank to book the hall by 10 December 2026")
    await slack.home("frank")
    await slack.press("frank", "Hand over", "home")
    await slack.submit("frank", {"to": "Otto Lindqvist"})
    view = await slack.get("home", **{"as": "frank", "page": 1})
    assert "Otto Lindqvist is asked" in view["text"]
    await slack.say("otto", "me", "dm")
    told = (await slack.told("otto"))[-1]
    assert "Frank Osei asks, and a no is fine" in told
    await slack.press("otto", "I'll take it", "dm")
    assert "You have no open actions" in await page(slack, "frank")


async def test_who_has_no_home_asks_for_it_and_it_is_drawn_again_in_its_place(slack: Talk) -> None:
    await slack.say("jo", "ACTION: Otto to write songs by 10 December 2026")
    await slack.say("otto", "@Upbeat me")
    mine = await slack.last("otto", "dm")
    assert "Making Music Together" in mine["text"] and "write songs" in mine["text"]
    await slack.press("otto", "Done", "dm", ts=mine["ts"])
    again = [row for row in await slack.dm("otto") if row["ts"] == mine["ts"]]
    assert "Done: write songs" in again[0]["text"]
    assert "Making Music Together" in await slack.asks("mina", "/upbeat me")


async def test_a_person_in_two_partnerships_sees_both_and_neither_in_the_others_channel(slack: Talk) -> None:
    await slack.join("upbeat", "library-link", by="sam")
    await slack.press("sam", "Set up", "library-link")
    await slack.submit("sam", {"name": "Songs and Stories", "organisations": "Oak House Library"})
    await slack.say("otto", "@Upbeat hello", "library-link")
    await slack.say("sam", "ACTION: Sam to bring shakers by 10 December 2026", "library-link")
    await slack.say("mina", "/action add Sam to book the hall by 10 December 2026")
    seen = await page(slack, "sam")
    assert "Making Music Together" in seen and "Songs and Stories" in seen
    assert "bring shakers" in seen and "book the hall" in seen
    before = len(await slack.told("sam"))
    answer = await slack.asks("sam", "/upbeat me")
    assert "book the hall" in answer and "shakers" not in answer
    direct = "\n".join((await slack.told("sam"))[before:])
    assert "bring shakers" in direct and "book the hall" not in direct
    await slack.press("sam", "Done", "dm")
    assert "Done: bring shakers" in await page(slack, "sam")
    await slack.say("otto", "me", "dm")
    both = "\n".join((await slack.told("otto"))[-2:])
    assert "Making Music Together" in both and "Songs and Stories" in both
