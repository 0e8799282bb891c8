"""Signs that people leave on messages in Slack: what is asked of Slack because of one, and what goes further."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.feature import Context, Feature, Reply, Request, Role, silent
from tests.bot.slack.opened import Opened, opened
from tests.bot.slack.pretend import FIRST, SECOND

TS = "1599529504.000400"
MESSAGE = {"type": "message", "user": "UJO", "text": "<@USAM> could ring the hall", "ts": TS}


def reaction(sign: str, **more: Any) -> dict[str, Any]:
    """The event as Slack sends it: no team of whoever did it, no thread of the message."""
    item = {"type": "message", "channel": "C1", "ts": TS}
    event = {"type": "reaction_added", "user": "UMINA", "item": item, "reaction": sign, "item_user": "UJO"}
    return {**event, "event_ts": "1599616881.000800", **more}


@pytest.fixture
def went() -> list[Request]:
    """The requests that got as far as a handler."""
    return []


@pytest.fixture
async def door(went: list[Request]) -> AsyncIterator[Opened]:
    """A door behind which everything that goes further is noted, and nothing is done."""
    listener = Feature("reactions", "", "")

    @listener.verb("added", hidden=True, event=True, least=Role.GUEST)
    async def added(context: Context) -> Reply:
        """Note it."""
        went.append(context.request)
        return silent()

    async with opened(several=True) as door:
        door.slack.threads = [MESSAGE]
        door.house.dispatch.features["reactions"] = listener
        door.slack.calls.clear()
        yield door


async def test_a_sign_that_means_nothing_is_let_go_of_and_slack_is_asked_nothing(
    door: Opened, went: list[Request]
) -> None:
    for sign in ("heart_eyes", "+1", "thumbsup::skin-tone-3", "", "📎"):
        assert (await door.event(reaction(sign))).status == 200
    assert went == [] and door.slack.calls == []


async def test_a_pin_brings_the_message_it_was_put_on_with_its_author_and_thread(
    door: Opened, went: list[Request]
) -> None:
    door.slack.threads = [{**MESSAGE, "ts": "1.1"}, {**MESSAGE, "thread_ts": "1.1"}]
    assert (await door.event(reaction("pushpin"))).status == 200
    [asked] = went
    quoted = asked.quoted
    assert asked.values == {"sign": "pushpin"} and asked.person.name == "Mina Patel"
    assert quoted is not None and quoted.author is not None
    assert (quoted.message, quoted.thread, quoted.author.name) == (TS, "1.1", "Jo Lindqvist")
    assert "could ring the hall" in quoted.text and asked.faces["USAM"].name == "Sam Okafor"
    [(_, arguments)] = door.slack.asked("conversations.replies")
    assert (arguments["channel"], arguments["ts"]) == ("C1", TS)


async def test_a_message_that_slack_does_not_show_is_told_of_without_its_words(
    door: Opened, went: list[Request]
) -> None:
    door.slack.refuses["conversations.replies"] = "thread_not_found"
    await door.event(reaction("pushpin"))
    door.slack.refuses.clear()
    door.slack.threads = [{**MESSAGE, "ts": "1.1"}]
    await door.event(reaction("memo"))
    assert [one.quoted for one in went] == [None, None]


async def test_a_tick_needs_nobody_s_words(door: Opened, went: list[Request]) -> None:
    await door.event(reaction("white_check_mark"))
    [asked] = went
    assert asked.values == {"sign": "white_check_mark"} and asked.message == TS
    assert {method for _, method, _ in door.slack.calls} <= {"users.info"}


async def test_the_same_sign_of_the_same_person_on_the_same_message_counts_once(
    door: Opened, went: list[Request]
) -> None:
    for stamp in ("1.1", "1.2"):
        await door.event(reaction("pushpin", event_ts=stamp))
    await door.event(reaction("pushpin::skin-tone-2"), SECOND)
    await door.event(reaction("pushpin", user="USAM"))
    await door.event(reaction("memo"))
    assert [(one.person.handle, one.values["sign"]) for one in went] == [
        ("UMINA", "pushpin"),
        ("USAM", "pushpin"),
        ("UMINA", "memo"),
    ]


async def test_a_tick_that_slack_tells_of_twice_counts_once_and_a_later_one_again(
    door: Opened, went: list[Request]
) -> None:
    for stamp in ("1.1", "1.1", "1.2"):
        await door.event(reaction("heavy_check_mark", event_ts=stamp))
    assert len(went) == 2


@pytest.mark.parametrize("who", [FIRST.user, SECOND.user, "UROBOT"])
async def test_what_a_bot_puts_there_is_left_alone_whether_it_is_us_or_another(
    door: Opened, went: list[Request], who: str
) -> None:
    await door.event(reaction("white_check_mark", user=who))
    await door.event(reaction("pushpin", user=who))
    assert went == []


async def test_our_own_message_asks_for_no_action_and_may_be_ticked(
    door: Opened, went: list[Request]
) -> None:
    await door.event(reaction("pushpin", item_user=SECOND.user))
    assert went == [] and door.slack.calls == []
    await door.event(reaction("white_check_mark", item_user=SECOND.user))
    assert len(went) == 1


@pytest.mark.parametrize(
    "item",
    [
        {"type": "message", "channel": "D1", "ts": TS},
        {"type": "file", "file": "F1"},
        {"type": "file_comment", "file": "F1", "file_comment": "Fc1"},
        {},
    ],
)
async def test_a_sign_on_anything_but_a_message_of_a_channel_is_left_alone(
    door: Opened, went: list[Request], item: dict[str, str]
) -> None:
    assert (await door.event(reaction("pushpin", item=item))).status == 200
    assert went == [] and door.slack.calls == []


async def test_in_a_channel_without_a_partnership_nothing_comes_of_it(
    door: Opened, went: list[Request]
) -> None:
    item = {"type": "message", "channel": "C77", "ts": TS}
    await door.event(reaction("pushpin", item=item))
    await door.event(reaction("white_check_mark", item=item))
    assert went == [] and door.said == []


async def test_a_sign_that_is_taken_away_again_changes_nothing(door: Opened, went: list[Request]) -> None:
    assert (await door.event({**reaction("pushpin"), "type": "reaction_removed"})).status == 200
    assert went == [] and door.slack.calls == []
