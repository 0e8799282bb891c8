"""The Web API as a bot meets it: transport, tokens, scopes, arguments, and the methods' answers and refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.conftest import MANIFEST, SCOPES, Raw, ids, options, sandbox_at


async def test_a_call_without_a_token_is_not_authed(raw: Raw) -> None:
    assert await raw.call("auth.test", token="") == {"ok": False, "error": "not_authed"}


async def test_an_unknown_token_is_refused_and_so_is_the_wrong_kind(raw: Raw) -> None:
    assert (await raw.call("auth.test", token="xoxb-other"))["error"] == "invalid_auth"
    assert (await raw.call("auth.test", token="xapp-test"))["error"] == "not_allowed_token_type"
    assert (await raw.call("apps.connections.open"))["error"] == "not_allowed_token_type"


async def test_an_unknown_method_is_named_as_such(raw: Raw) -> None:
    assert (await raw.call("chat.shout"))["error"] == "unknown_method"


async def test_auth_test_names_the_bot_and_the_scopes(raw: Raw) -> None:
    url = f"{raw.address}/api/auth.test"
    async with raw.session.get(url, params={"token": "xoxb-test"}) as answer:
        body = await answer.json()
        assert answer.headers["x-oauth-scopes"].split(",") == SCOPES
    assert body["ok"] and body["bot_id"].startswith("B") and body["user_id"].startswith("U")
    assert body["team"] == "Host Music" and body["is_enterprise_install"] is False


async def test_form_json_and_query_say_the_same(slack: Sandbox, raw: Raw) -> None:
    here = (await ids(slack))["shared"]
    blocks = json.dumps([{"type": "divider"}])
    headers = {"Authorization": "Bearer xoxb-test"}
    url = f"{raw.address}/api/chat.postMessage"
    form = {"channel": here, "text": "form", "blocks": blocks}
    async with raw.session.post(url, data=form, headers=headers) as answer:
        assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"
    async with raw.session.get(url, params={"channel": here, "text": "query"}, headers=headers) as answer:
        assert (await answer.json())["message"]["text"] == "query"


async def test_missing_arguments_are_listed(raw: Raw) -> None:
    answer = await raw.call("chat.update", text="x")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: ts",
    ]


async def test_a_scope_that_app_yaml_does_not_declare_is_missing(tmp_path: Path) -> None:
    fewer = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write", "channels:read"]}}}
    async with sandbox_at(options(tmp_path, manifest=fewer)) as slack:
        raw, known = Raw(slack.address), await ids(slack)
        answer = await raw.call("users.info", user=known["ada"])
        assert answer["error"] == "missing_scope"
        assert answer["needed"] == "users:read" and answer["provided"] == "chat:write,channels:read"
        assert (await raw.call("conversations.info", channel=known["shared"]))["ok"]
        refused = await raw.call("conversations.info", channel=known["inner"])
        assert refused["error"] == "missing_scope" and refused["needed"] == "groups:read"
        await raw.close()


async def test_a_message_is_posted_seen_updated_and_deleted(slack: Sandbox, raw: Raw) -> None:
    made = await raw.call("chat.postMessage", channel="shared", text="one")
    assert made["message"]["bot_profile"]["name"] == "Upbeat" and made["message"]["app_id"]
    assert (await raw.call("chat.update", channel=made["channel"], ts=made["ts"], text="two"))["ok"]
    row = (await slack.messages("eve", "shared"))[-1]
    assert (row["from"], row["text"], row["edited"]) == ("upbeat", "two", True)
    assert (await raw.call("chat.delete", channel=made["channel"], ts=made["ts"]))["ok"]
    assert await slack.messages("eve", "shared") == []
    assert (await raw.call("chat.delete", channel=made["channel"], ts=made["ts"]))[
        "error"
    ] == "message_not_found"


async def test_timestamps_grow_and_have_six_decimals(raw: Raw) -> None:
    made = [(await raw.call("chat.postMessage", channel="shared", text="x"))["ts"] for _ in range(30)]
    assert made == sorted(made, key=float) and len(set(made)) == 30
    assert all(len(ts) == 17 and ts[10] == "." for ts in made)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "shared"}, "no_text"),
        ({"channel": "nowhere", "text": "x"}, "channel_not_found"),
        ({"channel": "elsewhere", "text": "x"}, "not_in_channel"),
        ({"channel": "shared", "text": "x", "thread_ts": "1.000000"}, "cannot_reply_to_message"),
        ({"channel": "shared", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"channel": "shared", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "shared", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": "shared", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ],
)
async def test_what_cannot_be_posted_is_refused(raw: Raw, arguments: dict[str, Any], error: str) -> None:
    assert (await raw.call("chat.postMessage", **arguments))["error"] == error


async def test_an_update_keeps_blocks_only_without_a_text_and_has_a_shorter_limit(raw: Raw) -> None:
    blocks = [{"type": "divider"}]
    made = await raw.call("chat.postMessage", channel="shared", text="x", blocks=blocks)
    where = {"channel": made["channel"], "ts": made["ts"]}
    meta = {"event_type": "a", "event_payload": {}}
    assert "blocks" in (await raw.call("chat.update", **where, metadata=meta))["message"]
    assert "blocks" not in (await raw.call("chat.update", **where, text="y"))["message"]
    assert (await raw.call("chat.update", **where, text="y" * 4001))["error"] == "msg_too_long"


async def test_only_ones_own_messages_can_be_changed(slack: Sandbox, raw: Raw) -> None:
    ts = await slack.say("ada", "mine", "shared")
    assert (await raw.call("chat.update", channel="shared", ts=ts, text="x"))[
        "error"
    ] == "cant_update_message"
    assert (await raw.call("chat.delete", channel="shared", ts=ts))["error"] == "cant_delete_message"


async def test_an_ephemeral_is_seen_by_one_and_only_in_the_channel(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    made = await raw.call("chat.postEphemeral", channel="shared", user=known["eve"], text="psst")
    assert made["ok"] and "message_ts" in made
    assert [(m["text"], m["ephemeral"]) for m in await slack.messages("eve", "shared")] == [("psst", True)]
    assert await slack.messages("ada", "shared") == []
    history = await raw.call("conversations.history", channel=known["shared"])
    assert history["messages"] == []
    refused = await raw.call("chat.postEphemeral", channel="inner", user=known["eve"], text="psst")
    assert refused["error"] == "user_not_in_channel"


async def test_a_direct_message_goes_to_people_who_share_a_channel(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    opened = await raw.call("conversations.open", users=known["eve"])
    assert opened["channel"]["id"].startswith("D")
    await raw.call("chat.postMessage", channel=known["eve"], text="hello")
    assert [m["text"] for m in await slack.dm("eve")] == ["hello"]
    await slack.leave("eve", "shared")
    assert (await raw.call("conversations.open", users=known["eve"]))["error"] == "user_not_visible"
    assert (await raw.call("chat.postMessage", channel=known["eve"], text="x"))["error"] == "user_not_visible"


async def test_users_info_tells_less_of_external_people(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    own = (await raw.call("users.info", user=known["ada"], include_locale=True))["user"]
    other = (await raw.call("users.info", user=known["eve"]))["user"]
    assert (own["name"], own["real_name"], own["profile"]["display_name"]) == (
        "ada",
        "Ada Marsh",
        "Ada Marsh",
    )
    assert own["tz"] and "tz" not in other and "email" not in other["profile"]
    assert other["team_id"] != own["team_id"] and other["is_stranger"] is False
    await slack.leave("eve", "shared")
    assert (await raw.call("users.info", user=known["eve"]))["user"]["is_stranger"] is True
    assert (await raw.call("users.info", user="ada"))["error"] == "user_not_found"


async def test_users_list_leaves_external_people_out_and_members_does_not(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    listed = [u["id"] for u in (await raw.call("users.list"))["members"]]
    assert known["ada"] in listed and known["eve"] not in listed
    members = await raw.call("conversations.members", channel=known["shared"])
    assert known["eve"] in members["members"] and members["response_metadata"]["next_cursor"] == ""


async def test_lists_come_in_pages(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    first = await raw.call("conversations.members", channel=known["shared"], limit=3)
    rest = await raw.call(
        "conversations.members", channel=known["shared"], cursor=first["response_metadata"]["next_cursor"]
    )
    assert len(first["members"]) == 3 and len(rest["members"]) == 1
    assert (await raw.call("conversations.members", channel=known["shared"], cursor="x"))[
        "error"
    ] == "invalid_cursor"


async def test_channels_are_listed_by_type_and_private_ones_stay_hidden(slack: Sandbox, raw: Raw) -> None:
    public = [c["name"] for c in (await raw.call("conversations.list"))["channels"]]
    private = await raw.call("conversations.list", types="private_channel")
    assert public == ["shared", "elsewhere"] and [c["name"] for c in private["channels"]] == ["inner"]
    own = [c["name"] for c in (await raw.call("users.conversations"))["channels"]]
    assert own == ["shared"]
    await slack.leave("upbeat", "inner")
    known = await ids(slack)
    assert (await raw.call("conversations.info", channel=known["inner"]))["error"] == "channel_not_found"


async def test_a_shared_channel_says_that_it_is(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    shared = (await raw.call("conversations.info", channel=known["shared"]))["channel"]
    assert (
        shared["is_ext_shared"] is True
        and shared["is_member"] is True
        and len(shared["shared_team_ids"]) == 2
    )
    assert (await raw.call("conversations.info", channel=known["elsewhere"]))["channel"][
        "is_ext_shared"
    ] is False


async def test_history_is_newest_first_and_threads_oldest_first(slack: Sandbox, raw: Raw) -> None:
    first = await slack.say("ada", "one", "shared")
    await slack.say("eve", "two", "shared")
    await slack.say("bo", "below", "shared", thread_ts=first)
    history = await raw.call("conversations.history", channel="shared")
    assert [m["text"] for m in history["messages"]] == ["two", "one"] and history["has_more"] is False
    assert history["messages"][1]["reply_count"] == 1
    thread = await raw.call("conversations.replies", channel="shared", ts=first)
    assert [m["text"] for m in thread["messages"]] == ["one", "below"]
    newer = await raw.call("conversations.history", channel="shared", oldest=first)
    assert [m["text"] for m in newer["messages"]] == ["two"]
    same = await raw.call(
        "conversations.history", channel="shared", oldest=first, latest=first, inclusive=True
    )
    assert [m["text"] for m in same["messages"]] == ["one"]
    assert (await raw.call("conversations.history", channel="elsewhere"))["error"] == "not_in_channel"


async def test_metadata_comes_back_only_when_asked_for(raw: Raw) -> None:
    meta = {"event_type": "delivery", "event_payload": {"key": "a"}}
    await raw.call("chat.postMessage", channel="shared", text="x", metadata=meta)
    without = await raw.call("conversations.history", channel="shared")
    assert "metadata" not in without["messages"][0]
    asked = await raw.call("conversations.history", channel="shared", include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == meta


async def test_joining_twice_is_a_warning(raw: Raw, slack: Sandbox) -> None:
    known = await ids(slack)
    assert (await raw.call("conversations.join", channel=known["elsewhere"]))["ok"]
    assert (await raw.call("conversations.join", channel=known["elsewhere"]))[
        "warning"
    ] == "already_in_channel"


async def test_reactions_are_added_once_and_taken_back_once(slack: Sandbox, raw: Raw) -> None:
    ts = await slack.say("ada", "hi", "shared")
    where: dict[str, Any] = {"channel": "shared", "timestamp": ts, "name": "eyes"}
    assert (await raw.call("reactions.add", **where))["ok"]
    assert (await raw.call("reactions.add", **where))["error"] == "already_reacted"
    row = (await slack.messages("ada", "shared"))[0]
    assert [(r["name"], r["people"]) for r in row["reactions"]] == [("eyes", ["upbeat"])]
    assert (await raw.call("reactions.remove", **where))["ok"]
    assert (await raw.call("reactions.remove", **where))["error"] == "no_reaction"
    assert (await raw.call("reactions.add", **{**where, "name": "Not a name"}))["error"] == "invalid_name"


async def test_a_file_is_uploaded_shared_and_read_back(slack: Sandbox, raw: Raw) -> None:
    asked = await raw.call("files.getUploadURLExternal", filename="plan.txt", length=4)
    async with raw.session.post(asked["upload_url"], data=b"plan") as answer:
        assert answer.status == 200
    done = await raw.call(
        "files.completeUploadExternal",
        files=[{"id": asked["file_id"], "title": "The plan"}],
        channel_id=(await ids(slack))["shared"],
        initial_comment="here",
    )
    assert done["files"][0]["size"] == 4
    row = (await slack.messages("eve", "shared"))[-1]
    assert row["text"] == "here\nThe plan" and row["subtype"] == "file_share"
    url, token = done["files"][0]["url_private"], {"Authorization": "Bearer xoxb-test"}
    async with raw.session.get(url, headers=token) as answer:
        assert await answer.read() == b"plan" and "attachment" in answer.headers["Content-Disposition"]
    async with raw.session.get(url) as answer:
        assert b"plan" not in await answer.read(), "nobody reads it without a token"


async def test_permalink_team_and_bot_are_told(slack: Sandbox, raw: Raw) -> None:
    ts = await slack.say("ada", "hi", "shared")
    link = await raw.call("chat.getPermalink", channel="shared", message_ts=ts)
    assert str(ts).replace(".", "") in link["permalink"]
    assert (await raw.call("team.info"))["team"]["name"] == "Host Music"
    bot = (await raw.call("auth.test"))["bot_id"]
    assert (await raw.call("bots.info", bot=bot))["bot"]["user_id"] == (await ids(slack))["upbeat"]


async def test_every_call_is_written_down_without_the_token(slack: Sandbox, raw: Raw) -> None:
    await raw.call("chat.postMessage", channel="shared", text="x", token="xoxb-test")
    row = (await slack.calls())["calls"][-1]
    assert row["method"] == "chat.postMessage" and row["answer"]["ok"] is True and row["time"]
    assert row["arguments"] == {"channel": "shared", "text": "x"}


async def test_too_many_calls_in_a_minute_are_counted_and_let_through(slack: Sandbox, raw: Raw) -> None:
    for _ in range(21):
        assert (await raw.call("users.list"))["ok"]
    assert (await slack.calls())["violations"] == 1


async def test_the_pace_of_one_message_a_second_is_kept_only_when_asked_for(slack: Sandbox, raw: Raw) -> None:
    for _ in range(3):
        assert (await raw.call("chat.postMessage", channel="shared", text="x"))["ok"]
    assert (await slack.calls())["violations"] == 0
    await slack.post("pace", on=True)
    url, headers = f"{raw.address}/api/chat.postMessage", {"Authorization": "Bearer xoxb-test"}
    async with raw.session.post(url, json={"channel": "shared", "text": "x"}, headers=headers) as answer:
        assert answer.status == 429 and int(answer.headers["Retry-After"]) >= 1
        assert (await answer.json())["error"] == "ratelimited"
    assert (await slack.calls())["violations"] == 1


async def test_a_body_that_is_not_json_is_refused(raw: Raw) -> None:
    headers = {"Authorization": "Bearer xoxb-test", "Content-Type": "application/json"}
    for data in (b"{", b"[]"):
        async with raw.session.post(f"{raw.address}/api/users.list", data=data, headers=headers) as answer:
            assert (await answer.json())["error"] == "invalid_json"
