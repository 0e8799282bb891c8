"""Files and bookmarks: uploaded, shared as one message, seen, downloaded, refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.conftest import MANIFEST, SCOPES, Foreign, Raw, ids, options, sandbox_at

SECTION = {
    "type": "section",
    "block_id": "key",
    "text": {"type": "mrkdwn", "text": "*The next meeting*"},
}


async def uploaded(raw: Raw, name: str = "plan.ics", data: bytes = b"BEGIN") -> str:
    """A file whose bytes have been posted; answers its id."""
    asked = await raw.call("files.getUploadURLExternal", filename=name, length=len(data), alt_txt="a plan")
    async with raw.session.post(asked["upload_url"], data=data) as answer:
        assert answer.status == 200
    return str(asked["file_id"])


async def share(raw: Raw, file: str, channel: str = "shared", **more: Any) -> Any:
    """Complete an upload in a channel."""
    files = [{"id": file, "title": "The plan"}]
    return await raw.call("files.completeUploadExternal", files=files, channel_id=channel, **more)


async def test_a_file_with_blocks_is_one_message_that_people_see(slack: Sandbox, raw: Raw) -> None:
    done = await share(raw, await uploaded(raw), blocks=[SECTION])
    [row] = await slack.messages("eve", "shared")
    assert row["text"] == "The next meeting\nThe plan" and row["blocks"][0]["block_id"] == "key"
    [file] = row["files"]
    assert (file["name"], file["title"]) == ("plan.ics", "The plan")
    async with raw.session.get(file["url"]) as answer:
        assert await answer.read() == b"BEGIN" and answer.content_type == "text/calendar"
        assert "plan.ics" in answer.headers["Content-Disposition"]
    assert row["ts"] not in str(done), "Slack's answer does not tell where the message stands"


async def test_a_shared_file_comes_back_as_an_event_with_blocks_and_file(
    slack: Sandbox, bot: Foreign, raw: Raw
) -> None:
    await bot.listen()
    parent = await slack.say("ada", "the meeting", "shared")
    await share(raw, await uploaded(raw), blocks=[SECTION], thread_ts=parent)
    await slack.say("ada", "thanks", "shared")
    echo = bot.events("message")[1]
    assert (echo["subtype"], echo["thread_ts"]) == ("file_share", parent)
    assert echo["blocks"][0]["block_id"] == "key" and echo["files"][0]["name"] == "plan.ics"
    assert echo["user"] == (await ids(slack))["upbeat"] and echo["bot_id"] and echo["app_id"]


async def test_where_a_file_was_shared_is_told_by_its_info(slack: Sandbox, raw: Raw) -> None:
    file = await uploaded(raw)
    assert (await raw.call("files.info", file=file))["error"] == "file_not_found"
    await share(raw, file, "inner")
    [row] = await slack.messages("ada", "inner")
    shares = (await raw.call("files.info", file=file))["file"]["shares"]
    [place] = shares["private"].values()
    assert place[0]["ts"] == row["ts"] and place[0]["channel_name"] == "inner"


async def test_words_of_its_own_take_the_place_of_blocks(slack: Sandbox, raw: Raw) -> None:
    await share(raw, await uploaded(raw), blocks=[SECTION], initial_comment="as agreed")
    [row] = await slack.messages("ada", "shared")
    assert row["text"] == "as agreed\nThe plan" and row["blocks"] == []


async def test_a_message_with_a_file_can_be_redrawn_and_keeps_it(slack: Sandbox, raw: Raw) -> None:
    await share(raw, await uploaded(raw), blocks=[SECTION])
    [row] = await slack.messages("ada", "shared")
    other = {"type": "section", "text": {"type": "mrkdwn", "text": "Moved"}}
    changed = await raw.call("chat.update", channel="shared", ts=row["ts"], blocks=[other], text="Moved")
    assert changed["ok"]
    [row] = await slack.messages("ada", "shared")
    assert row["text"] == "Moved\nThe plan" and row["files"][0]["name"] == "plan.ics"


async def test_an_upload_is_completed_once_and_only_with_its_bytes(slack: Sandbox, raw: Raw) -> None:
    asked = await raw.call("files.getUploadURLExternal", filename="a.txt", length=1)
    assert (await share(raw, asked["file_id"]))["error"] == "file_not_found"
    file = await uploaded(raw)
    assert (await share(raw, file, "nowhere"))["error"] == "channel_not_found"
    assert (await share(raw, file, "elsewhere"))["error"] == "not_in_channel"
    assert (await share(raw, file, blocks=[{"type": "none"}]))["error"] == "invalid_blocks"
    assert (await share(raw, file))["ok"], "a refusal leaves the upload as it was"
    assert (await share(raw, file))["error"] == "file_not_found"


async def test_an_upload_of_nothing_or_of_too_much_is_refused(raw: Raw) -> None:
    for length, error in ((0, "missing_argument"), (10**9, "file_upload_size_restricted")):
        asked = await raw.call("files.getUploadURLExternal", filename="a", length=str(length))
        assert asked["error"] == error


async def test_files_and_bookmarks_need_their_scopes(tmp_path: Path) -> None:
    async with sandbox_at(options(tmp_path, manifest=declaring("files:read"))) as slack:
        raw = Raw(slack.address)
        asked = await raw.call("files.getUploadURLExternal", filename="a", length=1)
        assert (asked["error"], asked["needed"]) == ("missing_scope", "files:write")
        kept = await raw.call("bookmarks.add", channel_id="shared", title="a", type="link", link="http://a")
        assert (kept["error"], kept["needed"]) == ("missing_scope", "bookmarks:write")
        await raw.close()


def declaring(*scopes: str) -> dict[str, Any]:
    """A manifest without scopes for files and bookmarks, but with these."""
    bare = [s for s in SCOPES if not s.startswith("files:")]
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": [*bare, *scopes]}}}


async def test_bookmarks_are_added_changed_listed_and_taken_away(tmp_path: Path) -> None:
    wanted = declaring("bookmarks:read", "bookmarks:write")
    async with sandbox_at(options(tmp_path, manifest=wanted)) as slack:
        raw = Raw(slack.address)
        link = {"type": "link", "link": "https://example.org/a"}
        made = await raw.call("bookmarks.add", channel_id="shared", title="Next agenda", **link)
        key = made["bookmark"]["id"]
        assert await bookmarks(slack) == [("Next agenda", "https://example.org/a")]
        where = {"channel_id": "shared", "bookmark_id": key}
        assert (await raw.call("bookmarks.edit", **where, link="https://example.org/b"))["ok"]
        [listed] = (await raw.call("bookmarks.list", channel_id="shared"))["bookmarks"]
        assert (listed["id"], listed["link"]) == (key, "https://example.org/b")
        assert (await raw.call("bookmarks.remove", **where))["ok"]
        assert await bookmarks(slack) == []
        assert (await raw.call("bookmarks.remove", **where))["error"] == "not_found"
        await raw.close()


async def bookmarks(slack: Sandbox) -> list[tuple[str, str]]:
    """Title and link of what stands at the top of the shared channel."""
    rows = {c["name"]: c for c in (await slack.state())["conversations"]}
    return [(b["title"], b["link"]) for b in rows["shared"]["bookmarks"]]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel_id": "shared", "type": "file", "link": "https://a"}, "invalid_bookmark_type"),
        ({"channel_id": "shared", "type": "link", "link": "ftp://a"}, "invalid_link"),
        ({"channel_id": "nowhere", "type": "link", "link": "https://a"}, "channel_not_found"),
        ({"channel_id": "elsewhere", "type": "link", "link": "https://a"}, "permission_denied"),
    ],
)
async def test_a_bookmark_that_slack_would_not_take_is_refused(
    tmp_path: Path, arguments: dict[str, Any], error: str
) -> None:
    async with sandbox_at(options(tmp_path, manifest=declaring("bookmarks:write"))) as slack:
        raw = Raw(slack.address)
        assert (await raw.call("bookmarks.add", title="Next", **arguments))["error"] == error
        await raw.close()


async def test_a_permalink_leads_to_the_message(slack: Sandbox, raw: Raw) -> None:
    parent = await slack.say("ada", "hi", "shared")
    reply = await slack.say("bo", "hello", "shared", thread_ts=parent)
    link = (await raw.call("chat.getPermalink", channel="shared", message_ts=reply))["permalink"]
    assert f"thread_ts={parent}" in link
    async with raw.session.get(link, allow_redirects=False) as answer:
        assert answer.status == 302 and answer.headers["Location"].endswith(f"/shared/message/{reply}")


async def test_the_members_of_a_channel_come_in_pages_external_people_too(slack: Sandbox, raw: Raw) -> None:
    known, found, cursor = await ids(slack), [], ""
    for _ in range(4):
        page = await raw.call("conversations.members", channel="shared", limit=1, cursor=cursor)
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
    assert found == [known[name] for name in ("ada", "bo", "eve", "upbeat")] and cursor == ""
    assert (await raw.call("conversations.members", channel="shared", limit=0))["error"] == "invalid_limit"
    assert (await raw.call("conversations.members", channel="shared", cursor="x"))[
        "error"
    ] == "invalid_cursor"
    info = (await raw.call("conversations.info", channel="shared"))["channel"]
    assert info["is_ext_shared"] is True and len(info["shared_team_ids"]) == 2
