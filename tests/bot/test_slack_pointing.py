"""Pointing at a message: with a shortcut on it, or with a mention in its thread; and who is there when we are invited."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.feature import Face, Request, Way
from tests.bot.slack.opened import Opened, opened
from tests.bot.slack.pretend import APP, FIRST, SECOND
from tests.house import House  # noqa: F401 (so that it runs on every store)

PARENT = {"user": "UJO", "text": "Could <@USAM> send the flyer by Friday?", "ts": "1.1", "thread_ts": "1.1"}
LATER = {"user": "UMINA", "text": "And I will print it", "ts": "1.2", "thread_ts": "1.1"}
OURS = {"user": "UBOT1", "app_id": APP, "text": "Noted", "ts": "1.3", "thread_ts": "1.1"}
TO_US = {"user": "UMINA", "text": "<@UBOT2> help", "ts": "1.4", "thread_ts": "1.1"}
AFTER = {"user": "UMINA", "text": "Said afterwards", "ts": "1.9", "thread_ts": "1.1"}


@pytest.fixture
async def door() -> AsyncIterator[Opened]:
    async with opened(several=True) as door:
        yield door


@pytest.fixture
def asked(door: Opened, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The requests that reach the house."""
    seen: list[Request] = []
    handle = door.house.dispatch.handle

    async def handled(request: Request, command: str = "") -> Any:
        seen.append(request)
        return await handle(request, command)

    monkeypatch.setattr(door.house.dispatch, "handle", handled)
    return seen


def shortcut(callback: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": callback,
        "trigger_id": "t1",
        "user": {"id": "UMINA", "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": APP,
        "channel": {"id": "C1", "name": "steering"},
        "message": PARENT,
        "response_url": "http://127.0.0.1:9/r",
        **more,
    }


async def test_a_shortcut_points_at_its_message(door: Opened, asked: list[Request]) -> None:
    assert (await door.takes(shortcut("action.from_message"))).status == 200
    [request] = asked
    assert (request.name, request.way, request.trigger) == ("action.from_message", Way.PRESS, "t1")
    assert (request.place.handle, request.card, request.message) == ("C1", "", "1.1")
    quoted = request.quoted
    assert quoted is not None and (quoted.message, quoted.thread) == ("1.1", "1.1")
    assert "send the flyer" in quoted.text and "<@" not in quoted.text
    assert quoted.author is not None and quoted.author.name == "Jo Lindqvist"
    assert request.faces["USAM"].name == "Sam Okafor"


async def test_a_shortcut_opens_its_form_through_the_installation_it_came_through(door: Opened) -> None:
    await door.takes(shortcut("action.from_message", user={"id": "UJO", "team_id": "T2"}, team={"id": "T2"}))
    [(team, arguments)] = door.slack.asked("views.open")
    assert team == "T2" and arguments["trigger_id"] == "t1"


async def test_a_shortcut_that_nobody_knows_is_answered_all_the_same(
    door: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[str] = []

    async def respond(url: str, page: Any, over: bool) -> None:
        answers.append(url)

    monkeypatch.setattr(door.door.platform, "respond", respond)
    assert (await door.takes(shortcut("gone.away"))).status == 200
    assert answers == ["http://127.0.0.1:9/r"]


async def test_a_shortcut_that_is_on_no_message_points_at_nothing(door: Opened, asked: list[Request]) -> None:
    known = {"callback_id": "help.show", "trigger_id": "t", "user": {"id": "UMINA"}, "team": {"id": "T1"}}
    assert (await door.takes({"type": "shortcut", "api_app_id": APP, **known})).status == 200
    assert asked[0].name == "help.show" and asked[0].quoted is None and asked[0].place.direct
    assert [(team, channel) for team, channel, _ in door.said] == [("T1", "DT1UMINA")]


async def test_our_own_message_is_ours_whoever_points_at_it(door: Opened, asked: list[Request]) -> None:
    await door.takes(shortcut("action.from_message", message={**OURS, "user": "UBOT2"}))
    quoted = asked[0].quoted
    assert quoted is not None and quoted.author is not None and quoted.author.bot


@pytest.mark.parametrize(
    ("thread", "meant"),
    [
        ([PARENT, LATER, OURS, TO_US, AFTER], "1.2"),
        ([PARENT, OURS, TO_US], "1.1"),
        ([PARENT], "1.1"),
        ([PARENT, LATER, {**LATER, "ts": "1.3", "subtype": "tombstone"}], "1.2"),
        ([OURS], "1.3"),
    ],
)
async def test_a_mention_in_a_thread_points_at_what_was_said_last_before_it(
    door: Opened, asked: list[Request], thread: list[dict[str, Any]], meant: str
) -> None:
    door.slack.threads = thread
    await door.line("<@UBOT1> make this an action", ts="1.5", thread_ts="1.1")
    quoted = asked[0].quoted
    assert quoted is not None and quoted.message == meant


@pytest.mark.parametrize(
    ("text", "thread"), [("<@UBOT1> make this an action", ""), ("<@UBOT1> agenda add Budget", "1.1")]
)
async def test_nobody_asks_for_a_thread_where_nothing_is_pointed_at(
    door: Opened, asked: list[Request], text: str, thread: str
) -> None:
    more: dict[str, Any] = {"thread_ts": thread} if thread else {}
    await door.line(text, ts="1.5", **more)
    assert asked[0].quoted is None and not door.slack.asked("conversations.replies")


async def test_a_thread_that_slack_does_not_show_is_pointed_at_by_nobody(
    door: Opened, asked: list[Request]
) -> None:
    door.slack.refuses["conversations.replies"] = "missing_scope"
    await door.line("<@UBOT1> action", ts="1.5", thread_ts="1.1")
    assert asked[0].quoted is None


INVITED = {"type": "member_joined_channel", "user": "UBOT1", "inviter": "UMINA", "event_ts": "1.3"}


async def test_who_is_in_the_channel_is_known_when_we_are_invited(door: Opened, asked: list[Request]) -> None:
    door.slack.members = ["UMINA", "UGRACE", "UBOT1", "UROBOT", "UJO"]
    await door.event({**INVITED, "channel": "C5"}, FIRST)
    assert asked[0].name == "partnership.invited"
    assert sorted(asked[0].faces) == ["UGRACE", "UJO", "UMINA"]
    assert isinstance(asked[0].faces["UGRACE"], Face) and asked[0].faces["UGRACE"].external


async def test_of_a_large_channel_sixty_are_asked_after(door: Opened, asked: list[Request]) -> None:
    door.slack.members = ["UMINA"] * 55 + [f"U{number:04}" for number in range(100)]
    await door.event({**INVITED, "channel": "C5"}, FIRST)
    assert len({row["user"] for _, row in door.slack.asked("users.info")}) == 6
    assert len(asked[0].faces) == 6


async def test_a_channel_of_which_slack_tells_nothing_begins_all_the_same(
    door: Opened, asked: list[Request]
) -> None:
    door.slack.refuses["conversations.members"] = "fetch_members_failed"
    await door.event({**INVITED, "channel": "C5"}, FIRST)
    assert asked[0].name == "partnership.invited" and asked[0].faces == {}


async def test_our_own_leaving_is_told(door: Opened, asked: list[Request]) -> None:
    door.slack.inside = set()
    await door.event({"type": "group_left", "channel": "C1", "event_ts": "1.5"}, SECOND)
    [request] = asked
    assert (request.name, request.person.handle, request.person.bot) == ("partnership.removed", "UBOT2", True)
