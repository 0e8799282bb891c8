"""A partnership begins, people join it, roles go from hand to hand, and two of them never see each other."""

from __future__ import annotations

from tests.scenarios.conftest import Talk

SONGS = "library-link"
ORGANISATIONS = "Wren Valley Music Service\nOak House Library"


async def set_up_songs(slack: Talk) -> None:
    """Sam begins a second partnership in a second channel, and Otto and Grace join it."""
    await slack.join("upbeat", SONGS, by="sam")
    await slack.press("sam", "Set up", SONGS)
    await slack.submit("sam", {"name": "Songs on Saturdays", "organisations": ORGANISATIONS})
    await slack.press("sam", "Join Wren Valley Music Service", SONGS)
    await slack.press("otto", "Join Oak House Library", SONGS)
    await slack.press("grace", "Join Oak House Library", SONGS)


async def test_an_invitation_is_answered_in_three_lines_and_a_button_and_people_join_by_one_press(
    slack: Talk,
) -> None:
    await slack.join("upbeat", SONGS, by="sam")
    hello = await slack.last("otto", SONGS)
    assert len(hello["text"].splitlines()) == 3
    assert "Sam Whitlock" in hello["text"] and await slack.labels("otto", SONGS) == ["Set up"]

    await slack.press("otto", "Set up", SONGS)
    assert await slack.form("otto") is None
    assert "Sam Whitlock" in (await slack.last("otto", SONGS))["text"]

    await slack.press("sam", "Set up", SONGS)
    form = await slack.form("sam")
    assert form is not None
    assert {"name", "organisations", "zone"} <= {field["name"] for field in form["fields"]}
    assert next(field["value"] for field in form["fields"] if field["name"] == "zone") == "Europe/London"
    refused = await slack.submit("sam", {"name": "Songs", "organisations": ORGANISATIONS, "zone": "Nowhere"})
    assert "Nowhere" in refused["errors"]["zone"]
    await slack.submit(
        "sam", {"name": "Songs on Saturdays", "organisations": ORGANISATIONS, "zone": "Europe/London"}
    )

    await slack.press("otto", "Join Oak House Library", SONGS)
    card = next(text for text in await slack.seen("grace", SONGS) if "Please press" in text)
    assert "Oak House Library: Otto Lindqvist" in card and "Sam Whitlock chairs" in card


async def test_the_chair_goes_from_hand_to_hand_and_is_never_empty(slack: Talk) -> None:
    await set_up_songs(slack)
    await slack.say("sam", "/partnership deputy @otto", SONGS)
    assert "deputy of Songs on Saturdays" in (await slack.told("otto"))[-1]
    await slack.say("otto", "@Upbeat partnership minutes @grace", SONGS)
    assert "take the minutes" in (await slack.told("grace"))[-1]

    await slack.leave("sam", SONGS)
    assert "you chair it now" in (await slack.told("otto"))[-1]
    await slack.say("otto", "@Upbeat partnership chair @grace", SONGS)
    assert "Chair: Otto Lindqvist" in await slack.asks("otto", "@Upbeat partnership", SONGS)
    await slack.press("grace", "I will chair", "dm")
    assert "Chair: Grace Abara" in await slack.asks("otto", "@Upbeat partnership", SONGS)

    refusal = await slack.reads("otto", "@Upbeat partnership chair @otto", SONGS)
    assert "Grace Abara" in refusal
    await slack.leave("grace", SONGS)
    assert "needs someone in the chair" in "\n".join(await slack.seen("otto", SONGS))
    await slack.press("otto", "I will chair", SONGS)
    assert "Chair: Otto Lindqvist" in await slack.asks("otto", "@Upbeat partnership", SONGS)


async def test_somebody_without_commands_can_do_everything(slack: Talk) -> None:
    assert "Slash commands" in await slack.refused("otto", "/meeting")
    await slack.say("mina", "/partnership deputy @otto")

    await slack.say("otto", "@Upbeat meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes")
    await slack.press("otto", "Coming")
    assert "Coming (1): Otto Lindqvist" in await slack.asks("otto", "@Upbeat meeting")
    assert "Budget" in await slack.asks("otto", "@Upbeat agenda add Budget 10m @jo for decision")
    await slack.say("otto", "@Upbeat agenda edit 3")
    await slack.press("otto", "Edit an item")
    await slack.submit("otto", {"text": "Budget for the summer"})
    assert "Budget for the summer" in await slack.asks("otto", "agenda", "dm")

    assert "Fri 4 December" in await slack.asks("otto", "action add me to send the flyer by 4 December", "dm")
    assert "send the flyer" in await slack.asks("otto", "action list mine", "dm")
    assert "Done" in await slack.asks("otto", "done 1", "dm")
    await slack.press("otto", "Open the action again", "dm")
    assert "send the flyer" in await slack.asks("otto", "@Upbeat action list all")

    await slack.say("otto", "@Upbeat partnership settings")
    await slack.press("otto", "Settings")
    await slack.submit("otto", {"chase_days": "2"})
    assert "organisations" in await slack.asks("otto", "@Upbeat help partnership")
    moved = await slack.asks("otto", "@Upbeat meeting move to Thu 17 December 3pm")
    assert "Thu 17 December, 3pm" in moved
    await slack.say("otto", "@Upbeat meeting cancel")
    await slack.press("otto", "Cancel the meeting", "dm")
    assert "No meeting is planned" in await slack.reads("otto", "@Upbeat meeting")


async def test_two_partnerships_in_two_channels_never_see_each_other(slack: Talk) -> None:
    await set_up_songs(slack)
    await slack.say("otto", "ACTION: Jo to post the flyer by 10 December 2026")
    await slack.say("otto", "ACTION: Grace to choose the songs by 10 December 2026", SONGS)
    await slack.say("mina", "/agenda add Budget 10m")
    await slack.say("otto", "agenda+ Glockenspiels 5m", SONGS)
    await slack.say("mina", "/meeting plan Steering group, Tuesday 15 December 2026 2pm")
    await slack.say("sam", "/meeting plan Saturday team, Wednesday 16 December 2026 9am", SONGS)

    for question, steering, songs in (
        ("action list all", "flyer", "songs"),
        ("agenda", "Budget", "Glockenspiels"),
        ("meeting list", "Steering group", "Saturday team"),
        ("partnership", "Hartmere", "Songs on Saturdays"),
    ):
        here = await slack.asks("otto", f"@Upbeat {question}")
        there = await slack.asks("otto", f"@Upbeat {question}", SONGS)
        assert steering in here and songs not in here
        assert songs in there and steering not in there

    assert "choose the songs" not in await slack.asks("mina", "/action show 1")
    assert "post the flyer" not in await slack.asks("sam", "/action show 1", SONGS)

    assert "more than one partnership" in await slack.asks("otto", "action list all", "dm")
    assert await slack.labels("otto", "dm") == ["Making Music Together", "Songs on Saturdays"]
    await slack.press("otto", "Songs on Saturdays", "dm")
    chosen = (await slack.told("otto"))[-1]
    assert "choose the songs" in chosen and "flyer" not in chosen
    only = await slack.asks("jo", "action list all", "dm")
    assert "post the flyer" in only and "songs" not in only

    await slack.clock(to="2026-12-14T12:00:00+00:00")
    jo, grace = "\n".join(await slack.told("jo")), "\n".join(await slack.told("grace"))
    assert "post the flyer" in jo and "Making Music Together" in jo and "songs" not in jo
    assert "choose the songs" in grace and "Songs on Saturdays" in grace and "flyer" not in grace
    assert "Saturday team" in "\n".join(await slack.told("sam")) and "Steering" not in "\n".join(
        await slack.told("sam")
    )
