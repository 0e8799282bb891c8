"""People who left, channels that are closed: as Slack tells of them, and as the chair hears of it."""

from __future__ import annotations

from tests.scenarios.conftest import PLAN, Talk

FLYER = "ACTION: Otto to post the flyer by 4 December 2026"


async def test_somebody_deactivated_is_told_of_once_and_their_action_is_not_left_alone(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", FLYER)
    await slack.person("otto", "deactivate")
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    told = [row for row in await slack.dm("mina") if "do not arrive" in row["text"]]
    assert len(told) == 1 and "post the flyer" in told[0]["text"]
    assert "Hand over" in [button["label"] for button in told[0]["buttons"]]
    await slack.press("mina", "I’ll speak to them", conversation="dm")
    [row] = [row for row in await slack.dm("mina") if "do not arrive" in row["text"]]
    assert "you will speak to them" in row["text"]


async def test_the_channel_never_hears_of_it(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", FLYER)
    await slack.person("otto", "deactivate")
    before = len(await slack.seen())
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    assert all("do not arrive" not in text for text in (await slack.seen())[before:])


async def test_who_comes_back_is_written_to_again(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", FLYER)
    await slack.person("otto", "deactivate")
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    await slack.person("otto", "return")
    await slack.say("otto", "my actions", conversation="dm")
    assert any("can be reached again" in text for text in await slack.told("mina"))


async def test_an_archived_channel_is_told_of_directly_and_once(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.archive("steering")
    await slack.clock(to="2026-12-15T12:00:00+00:00")
    told = [text for text in await slack.told("mina") if "I cannot post in the channel" in text]
    assert len(told) == 1


async def test_taken_out_of_the_channel_upbeat_rests_and_goes_on_when_it_is_invited_again(
    slack: Talk,
) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", FLYER)
    await slack.leave("upbeat", "steering")
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    assert len([text for text in await slack.told("mina") if "no longer in the channel" in text]) == 1
    assert not [text for text in await slack.told("otto") if "post the flyer" in text]
    await slack.join("upbeat", "steering", by="mina")
    assert "nothing is lost" in (await slack.last("mina"))["text"]
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    assert len([text for text in await slack.told("otto") if "post the flyer" in text]) == 1
