"""The bot is killed, the wire is cut, answers are lost: nothing is lost, and nothing is said twice."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Talk

PLAN = "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"


@pytest.mark.parametrize(
    "step",
    [
        "request.written",
        "request.committed",
        "delivery.claimed",
        "delivery.sending",
        "delivery.sent",
        "delivery.marked",
    ],
)
async def test_a_line_is_kept_once_and_answered_once_wherever_the_bot_is_killed(
    slack: Talk, step: str
) -> None:
    await slack.bot("kill", at=step)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.bot("start")
    await slack.say("jo", "good, thank you all")
    assert len(await slack.receipts("post the flyer")) == 1
    assert (await slack.asks("mina", "/action list all")).count("post the flyer") == 1


async def test_a_command_killed_before_its_commit_leaves_nothing_behind(slack: Talk) -> None:
    await slack.bot("kill", at="request.written")
    await slack.say("mina", "/agenda add Budget 10m")
    await slack.bot("start")
    assert "Budget" not in await slack.asks("mina", "/agenda")


async def test_a_command_killed_after_its_commit_is_kept_and_its_repetition_is_asked_about(
    slack: Talk,
) -> None:
    await slack.bot("kill", at="request.committed")
    await slack.say("mina", "/agenda add Budget 10m")
    await slack.bot("start")
    await slack.say("mina", "/agenda add Budget 10m")
    row = await slack.last("mina")
    assert "Add it again" in [button["label"] for button in row["buttons"]]
    assert (await slack.asks("mina", "/agenda")).count("Budget") == 1


@pytest.mark.parametrize("step", ["delivery.claimed", "delivery.sending", "delivery.sent", "delivery.marked"])
async def test_a_chase_is_asked_once_wherever_the_bot_is_killed(slack: Talk, step: str) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.clock(to="2026-12-11T09:30:00+00:00")
    await slack.bot("kill", at=step)
    await slack.clock(to="2026-12-11T11:00:00+00:00")
    await slack.bot("start")
    await slack.clock(advance="2h")
    assert len([text for text in await slack.told("otto") if "post the flyer" in text]) == 1


async def test_an_answer_to_a_chase_is_kept_when_the_bot_is_killed_right_after_it(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.clock(to="2026-12-11T11:00:00+00:00")
    await slack.bot("kill", at="request.committed")
    await slack.press("otto", "Done", conversation="dm")
    await slack.bot("start")
    await slack.say("mina", "hello again")
    assert "post the flyer" not in await slack.asks("mina", "/action list all")
    assert "Done" not in [button["label"] for button in (await slack.last("otto", "dm"))["buttons"]]


async def test_an_event_that_comes_twice_is_done_once(slack: Talk) -> None:
    await slack.fault("duplicate", count=2)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1
    assert (await slack.asks("mina", "/action list all")).count("post the flyer") == 1


async def test_a_post_whose_answer_was_lost_is_not_said_twice(slack: Talk) -> None:
    await slack.fault("no_reply", count=1, method="chat.postMessage")
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1


@pytest.mark.parametrize("kind", ["rate_limited", "server_error"])
async def test_a_post_that_slack_refuses_for_a_while_is_said_once_later(slack: Talk, kind: str) -> None:
    await slack.fault(kind, count=2, seconds=1, method="chat.postMessage")
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1


async def test_after_a_cut_socket_people_are_heard_again(slack: Talk) -> None:
    await slack.fault("disconnect")
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    assert len(await slack.receipts("post the flyer")) == 1


async def test_a_night_of_downtime_is_caught_up_at_a_decent_hour(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", "ACTION: Otto to post the flyer by 10 December 2026")
    await slack.clock(to="2026-12-10T17:00:00+00:00")
    await slack.bot("stop")
    await slack.clock(to="2026-12-11T22:00:00+00:00")
    await slack.bot("start")
    await slack.clock(to="2026-12-13T22:00:00+00:00")
    assert not [text for text in await slack.told("otto") if "post the flyer" in text]
    await slack.clock(to="2026-12-14T11:00:00+00:00")
    assert len([text for text in await slack.told("otto") if "post the flyer" in text]) == 1
