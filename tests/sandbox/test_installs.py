"""The app in several workspaces: a bot user and a token in each, every event once, and what an end looks like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Refused, Sandbox
from tests.sandbox.conftest import EVENTS, MANIFEST, SCOPES, SEED, Foreign, Raw, ids, options, sandbox_at

ENDS = ["app_uninstalled", "tokens_revoked"]


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox whose app hears that it was uninstalled."""
    subscribed = {"event_subscriptions": {"bot_events": [*EVENTS, *ENDS]}}
    manifest = {**MANIFEST, "settings": {**MANIFEST["settings"], **subscribed}}
    async with sandbox_at(options(tmp_path, manifest=manifest)) as client:
        yield client


@pytest.fixture
async def town(slack: Sandbox) -> dict[str, Any]:
    """The app, installed by the town hall too, and its bot invited to the shared channel."""
    made = await slack.install("town")
    await slack.join("upbeat", "shared", by="eve", workspace="town")
    return made


def seen_by(bot: Foreign, kind: str) -> list[str]:
    """The workspaces named by the events of this type, in order."""
    return [body["authorizations"][0]["team_id"] for body in bot.heard if body["event"]["type"] == kind]


async def test_each_workspace_has_a_bot_user_and_a_token_of_its_own(raw: Raw, town: dict[str, Any]) -> None:
    first, second = await raw.call("auth.test"), await raw.call("auth.test", token=town["token"])
    assert (second["team"], second["team_id"]) == ("Town Hall", town["team_id"])
    assert first["app_id"] == second["app_id"]
    assert all(first[name] != second[name] for name in ("team_id", "user_id", "bot_id"))
    info = await raw.call("bots.info", token=town["token"], bot=town["bot_id"])
    assert info["bot"]["user_id"] == town["bot_user_id"] and info["bot"]["app_id"] == first["app_id"]


async def test_who_is_external_depends_on_whose_token_asks(
    slack: Sandbox, raw: Raw, town: dict[str, Any]
) -> None:
    known = await ids(slack)
    asked = {
        name: await raw.call("users.info", token=town["token"], user=known[name]) for name in ("ada", "eve")
    }
    assert asked["ada"]["user"]["is_stranger"] is False and "tz" not in asked["ada"]["user"]
    assert asked["eve"]["user"]["tz"] and "is_stranger" not in asked["eve"]["user"]
    listed = await raw.call("users.list", token=town["token"])
    assert [m["real_name"] for m in listed["members"]] == ["Eve Stone", "Upbeat"]


async def test_people_of_a_second_workspace_have_commands_shortcuts_and_home(
    slack: Sandbox, bot: Foreign, town: dict[str, Any]
) -> None:
    @bot.app.command("/note")
    @bot.app.shortcut("look")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    await slack.say("eve", "/note this", "shared")
    await slack.shortcut("eve", "look")
    await slack.home("eve")
    command, shortcut = bot.asked
    assert command["team_id"] == shortcut["team"]["id"] == town["team_id"]
    assert seen_by(bot, "app_home_opened") == [town["team_id"]]
    assert {p["name"]: p["external"] for p in (await slack.state())["people"]}["eve"] is False


async def test_home_is_what_ones_own_workspaces_bot_published(
    slack: Sandbox, raw: Raw, town: dict[str, Any]
) -> None:
    eve = (await ids(slack))["eve"]
    for token, words in (("xoxb-test", "from the host"), (town["token"], "from the town")):
        block = {"type": "section", "text": {"type": "plain_text", "text": words}}
        view = {"type": "home", "blocks": [block]}
        made = await raw.call("views.publish", token=token, user_id=eve, view=view)
        assert made["ok"]
    assert made["view"]["app_installed_team_id"] == town["team_id"]
    assert (await slack.home("eve"))["text"] == "from the town"


async def test_an_event_comes_once_and_names_any_installation_that_is_there(
    slack: Sandbox, bot: Foreign, town: dict[str, Any]
) -> None:
    await bot.listen()
    said = [await slack.say("eve", f"words {n}", "shared") for n in range(12)]
    await slack.say("ada", "only the host is here", "inner")
    assert [e["ts"] for e in bot.events("message")][:12] == said
    *shared, inner = seen_by(bot, "message")
    assert set(shared) == {town["team_id"], inner} and inner != town["team_id"]
    assert all(body["team_id"] == town["team_id"] for body in bot.heard[:12]), (
        "the outer team is the author's"
    )


async def test_each_bots_posts_are_its_own_and_of_the_same_app(
    slack: Sandbox, bot: Foreign, raw: Raw, town: dict[str, Any]
) -> None:
    await bot.listen()
    await raw.call("chat.postMessage", channel="shared", text="host")
    made = await raw.call("chat.postMessage", token=town["token"], channel="shared", text="town")
    await slack.say("ada", "go on", "shared")
    host, other = bot.events("message")[:2]
    assert host["app_id"] == other["app_id"] and host["bot_id"] != other["bot_id"] == town["bot_id"]
    assert other["user"] == town["bot_user_id"] and other["bot_profile"]["team_id"] == town["team_id"]
    changed = await raw.call("chat.update", channel="shared", ts=made["ts"], text="x")
    assert changed["error"] == "cant_update_message"
    assert [m["from"] for m in await slack.messages("ada", "shared")] == ["upbeat", "upbeat", "ada"]


async def test_each_bot_is_a_member_for_itself(slack: Sandbox, bot: Foreign, raw: Raw) -> None:
    await bot.listen()
    made = await slack.install("town")
    post = {"token": made["token"], "channel": "shared", "text": "hi"}
    assert (await raw.call("chat.postMessage", **post))["error"] == "not_in_channel"
    await slack.join("upbeat", "shared", by="eve", workspace="town")
    [joined] = bot.events("member_joined_channel")
    assert joined["user"] == made["bot_user_id"] and seen_by(bot, "member_joined_channel") == [
        made["team_id"]
    ]
    rows = {c["name"]: c["members"] for c in (await slack.state())["conversations"]}
    assert rows["shared"][-2:] == ["upbeat", "upbeat@town"]
    await slack.leave("upbeat", "shared", workspace="town")
    [left] = bot.events("member_left_channel")
    assert left["user"] == made["bot_user_id"]
    assert (await raw.call("chat.postMessage", **post))["error"] == "not_in_channel"


async def test_a_mention_means_ones_own_bot_where_it_is_and_comes_once(
    slack: Sandbox, bot: Foreign, town: dict[str, Any]
) -> None:
    await bot.listen()
    await slack.say("ada", "@Upbeat help", "shared")
    await slack.say("eve", "@Upbeat help", "shared")
    await slack.say("ada", "@upbeat@town help", "shared")
    host, other = (await ids(slack))["upbeat"], town["bot_user_id"]
    assert [e["text"] for e in bot.events("app_mention")] == [f"<@{u}> help" for u in (host, other, other)]


async def test_direct_messages_are_with_each_bot_apart_and_read_together(
    slack: Sandbox, bot: Foreign, raw: Raw, town: dict[str, Any]
) -> None:
    await bot.listen()
    eve = (await ids(slack))["eve"]
    one = await raw.call("chat.postMessage", channel=eve, text="from the host")
    other = await raw.call("chat.postMessage", token=town["token"], channel=eve, text="from the town")
    assert one["channel"] != other["channel"]
    await slack.say("eve", "thanks", "dm")
    assert [m["text"] for m in await slack.dm("eve")] == ["from the host", "from the town", "thanks"]
    assert bot.events("message")[-1]["channel"] == other["channel"]
    assert seen_by(bot, "message")[-1] == town["team_id"]
    peek = await raw.call("conversations.history", token=town["token"], channel=one["channel"])
    assert peek["error"] == "channel_not_found", "a bot knows nothing of another's direct messages"
    await slack.say("eve", "to the host", "dm", thread_ts=one["ts"])
    assert bot.events("message")[-1]["channel"] == one["channel"]


async def test_a_button_is_answered_by_the_bot_whose_message_it_is(
    slack: Sandbox, bot: Foreign, raw: Raw, town: dict[str, Any]
) -> None:
    @bot.app.action("go")
    async def _(ack: Any, body: dict[str, Any], respond: Any) -> None:
        bot.asked.append(body)
        await ack()
        await respond("done")

    await bot.listen()
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    await raw.call("chat.postMessage", token=town["token"], channel="shared", text="x", blocks=blocks)
    await slack.press("ada", "Go", "shared")
    [pressed] = bot.asked
    host = (await raw.call("auth.test"))["team_id"]
    assert (pressed["team"]["id"], pressed["user"]["team_id"]) == (town["team_id"], host)
    assert (await slack.messages("ada", "shared"))[-1]["from_id"] == town["bot_user_id"]


async def test_an_uninstalled_app_is_told_and_its_token_is_worth_nothing(
    slack: Sandbox, bot: Foreign, raw: Raw, town: dict[str, Any]
) -> None:
    await bot.listen()
    await slack.install("town", "uninstall")
    assert [body["event"]["type"] for body in bot.heard] == ["tokens_revoked", "app_uninstalled"]
    assert bot.events("tokens_revoked")[0]["tokens"] == {"oauth": [], "bot": [town["bot_user_id"]]}
    assert all(b["team_id"] == town["team_id"] and "authorizations" not in b for b in bot.heard)
    assert (await raw.call("auth.test", token=town["token"]))["error"] == "account_inactive"
    with pytest.raises(Refused) as refused:
        await slack.say("eve", "/note x", "shared")
    assert refused.value.error == "external_command"
    await slack.say("eve", "still here", "shared")
    assert seen_by(bot, "message") != [town["team_id"]], "the host's bot hears the channel"


async def test_a_revoked_token_says_so_and_installing_again_gives_another_to_the_same_bot(
    slack: Sandbox, bot: Foreign, raw: Raw, town: dict[str, Any]
) -> None:
    await bot.listen()
    await slack.install("town", "revoke")
    assert [body["event"]["type"] for body in bot.heard] == ["tokens_revoked"]
    assert (await raw.call("auth.test", token=town["token"]))["error"] == "token_revoked"
    again = await slack.install("town")
    assert again["bot_user_id"] == town["bot_user_id"] and again["token"] != town["token"]
    assert (await raw.call("auth.test", token=again["token"]))["ok"]
    assert (await raw.call("auth.test", token=town["token"]))["error"] == "token_revoked"


async def test_the_first_installation_can_end_too(slack: Sandbox, bot: Foreign, raw: Raw) -> None:
    await bot.listen()
    await slack.install("host", "uninstall")
    assert (await raw.call("auth.test"))["error"] == "account_inactive"
    await slack.say("ada", "anybody?", "shared")
    assert bot.events("message") == []
    with pytest.raises(Refused) as refused:
        await slack.install("host", "uninstall")
    assert refused.value.error == "not_installed"


async def test_a_scope_that_was_declined_is_missing(slack: Sandbox, raw: Raw) -> None:
    made = await slack.install("town", declined=["files:write"])
    upload: dict[str, Any] = {"filename": "a", "length": 1}
    asked = await raw.call("files.getUploadURLExternal", token=made["token"], **upload)
    assert asked["error"] == "missing_scope" and asked["provided"].split(",") == made["scopes"]
    assert set(SCOPES) - set(made["scopes"]) == {"files:write"}
    assert (await raw.call("files.getUploadURLExternal", **upload))["ok"]


async def test_what_the_seed_declines_is_missing_from_the_start(tmp_path: Path) -> None:
    seed = {**SEED, "bot": {**SEED["bot"], "declined": ["files:write"]}}
    async with sandbox_at(options(tmp_path, seed=seed)) as slack:
        raw = Raw(slack.address)
        asked = await raw.call("files.getUploadURLExternal", filename="a", length=1)
        assert (asked["error"], asked["needed"]) == ("missing_scope", "files:write")
        await slack.install("host")
        assert (await raw.call("files.getUploadURLExternal", filename="a", length=1))["ok"]
        await raw.close()
