"""Circulation lists in the sandbox, kept by whoever takes the minutes; letters arrive in a mailbox of its own."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Talk

pytestmark = pytest.mark.only_on("sqlite")

GRACE = "grace@oakhouse.example"


async def test_the_chair_keeps_a_list_by_command_and_by_form_and_addresses_stay_private(slack: Talk) -> None:
    await slack.say("mina", f"/upbeat lists add Grace Abara {GRACE} to strategic, asked at the meeting")
    assert f"Grace Abara ({GRACE}) is on the strategic list" in (await slack.last("mina"))["text"]
    await slack.press("mina", "Show the list")
    assert GRACE in (await slack.last("mina"))["text"]
    assert not [row for row in await slack.messages("frank", "steering") if GRACE in row["text"]]


async def test_somebody_who_keeps_no_lists_sees_no_address(slack: Talk) -> None:
    await slack.say("mina", f"/upbeat lists add Grace Abara {GRACE} to strategic, asked at the meeting")
    await slack.say("frank", "/upbeat lists strategic")
    said = (await slack.last("frank"))["text"]
    assert GRACE not in said and "nothing was changed" in said


async def test_the_mailbox_begins_empty(slack: Talk) -> None:
    assert await slack.mail() == []
