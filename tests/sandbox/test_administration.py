"""People who go and return, channels that are archived or get another id, and refusals that were ordered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Refused, Sandbox
from tests.sandbox.conftest import EVENTS, MANIFEST, Foreign, Raw, ids, options, sandbox_at

MORE = ["channel_id_changed", "channel_archive", "channel_unarchive", "user_change"]


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox whose app hears what administrators do."""
    subscribed = {"event_subscriptions": {"bot_events": [*EVENTS, *MORE]}}
    manifest = {**MANIFEST, "settings": {**MANIFEST["settings"], **subscribed}}
    async with sandbox_at(options(tmp_path, manifest=manifest)) as client:
        yield client


async def test_nobody_can_open_direct_messages_with_somebody_deactivated(slack: Sandbox, raw: Raw) -> None:
    bo = (await ids(slack))["bo"]
    room = (await raw.call("conversations.open", users=bo))["channel"]["id"]
    await slack.person("bo", "deactivate")
    assert (await raw.call("users.info", user=bo))["user"]["deleted"] is True
    assert (await raw.call("conversations.open", users=bo))["error"] == "user_disabled"
    assert (await raw.call("chat.postMessage", channel=room, text="hi"))["ok"], (
        "the room itself is still there"
    )
    await slack.person("bo", "return")
    assert (await raw.call("conversations.open", users=bo))["ok"]
    assert (await raw.call("users.info", user=bo))["user"]["deleted"] is False


async def test_somebody_deactivated_cannot_do_anything_and_the_app_hears_of_it(
    slack: Sandbox, bot: Foreign
) -> None:
    await bot.listen()
    await slack.person("bo", "deactivate")
    [changed] = bot.events("user_change")
    assert changed["user"]["deleted"] is True and changed["user"]["id"] == (await ids(slack))["bo"]
    with pytest.raises(Refused) as refused:
        await slack.say("bo", "hello?", "shared")
    assert refused.value.error == "deactivated"
    rows = {p["name"]: p["deactivated"] for p in (await slack.state())["people"]}
    assert rows == {"ada": False, "bo": True, "eve": False}


async def test_an_external_person_who_shares_no_channel_any_more_is_not_visible(
    slack: Sandbox, raw: Raw
) -> None:
    eve = (await ids(slack))["eve"]
    room = (await raw.call("conversations.open", users=eve))["channel"]["id"]
    await slack.leave("eve", "shared")
    assert (await raw.call("conversations.open", users=eve))["error"] == "user_not_visible"
    assert (await raw.call("chat.postMessage", channel=room, text="hi"))["error"] == "user_not_visible"
    assert (await raw.call("users.info", user=eve))["user"]["is_stranger"] is True


async def test_nothing_is_posted_in_an_archived_channel(slack: Sandbox, bot: Foreign, raw: Raw) -> None:
    await bot.listen()
    made = await raw.call("chat.postMessage", channel="shared", text="before")
    await slack.archive("shared")
    assert (await raw.call("chat.postMessage", channel="shared", text="hi"))["error"] == "is_archived"
    changed = await raw.call("chat.update", channel="shared", ts=made["ts"], text="after")
    assert changed["error"] == "is_inactive"
    assert (await raw.call("conversations.info", channel="shared"))["channel"]["is_archived"] is True
    with pytest.raises(Refused) as refused:
        await slack.say("ada", "hello?", "shared")
    assert refused.value.error == "is_archived"
    await slack.archive("shared", "unarchive")
    assert (await raw.call("chat.postMessage", channel="shared", text="hi"))["ok"]
    assert [len(bot.events(name)) for name in ("channel_archive", "channel_unarchive")] == [1, 1]


async def test_a_shared_channel_gets_another_id_and_keeps_what_was_said(
    slack: Sandbox, bot: Foreign, raw: Raw
) -> None:
    await bot.listen()
    old = (await ids(slack))["shared"]
    made = await raw.call("chat.postMessage", channel=old, text="before")
    new = (await slack.share("shared"))["id"]
    [changed] = bot.events("channel_id_changed")
    assert (changed["old_channel_id"], changed["new_channel_id"]) == (old, new) and new[0] == "C" != old
    assert (await raw.call("chat.postMessage", channel=old, text="x"))["error"] == "channel_not_found"
    assert (await raw.call("chat.update", channel=new, ts=made["ts"], text="after"))["ok"]
    await slack.say("eve", "still here", "shared")
    assert bot.events("message")[-1]["channel"] == new == (await ids(slack))["shared"]
    assert [m["text"] for m in await slack.messages("ada", new)] == ["after", "still here"]


async def test_sharing_with_another_organisation_lets_its_people_in(slack: Sandbox, raw: Raw) -> None:
    with pytest.raises(Refused) as refused:
        await slack.join("eve", "elsewhere")
    assert refused.value.error == "not_shared"
    await slack.share("elsewhere", "town")
    await slack.join("eve", "elsewhere")
    assert (await raw.call("conversations.info", channel="elsewhere"))["channel"]["is_ext_shared"] is True


async def test_a_refusal_is_ordered_for_some_calls_or_until_it_is_ended(slack: Sandbox, raw: Raw) -> None:
    upload: dict[str, Any] = {"filename": "a.txt", "length": 1}
    await slack.refuse("files.getUploadURLExternal", "file_uploads_disabled")
    for _ in range(3):
        refused = await raw.call("files.getUploadURLExternal", **upload)
        assert refused["error"] == "file_uploads_disabled"
    await slack.refuse("files.getUploadURLExternal", None)
    assert (await raw.call("files.getUploadURLExternal", **upload))["ok"]
    await slack.refuse("users.list", "fatal_error", count=2)
    answers = [(await raw.call("users.list"))["ok"] for _ in range(3)]
    assert answers == [False, False, True]
    with pytest.raises(Refused):
        await slack.refuse("chat.shout", "fatal_error")
