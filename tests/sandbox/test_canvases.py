"""Canvases: tabs of a channel, written in Markdown, refused as far as Slack says what it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Refused, Sandbox
from tests.sandbox.conftest import MANIFEST, SCOPES, Raw, ids, options, sandbox_at

Json = dict[str, Any]


def words(markdown: str) -> Json:
    return {"type": "markdown", "markdown": markdown}


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Sandbox]:
    scopes = {"bot": [*SCOPES, "canvases:write"]}
    manifest = {**MANIFEST, "oauth_config": {"scopes": scopes}}
    async with sandbox_at(options(tmp_path, manifest=manifest)) as slack:
        yield slack


@pytest.fixture
async def raw(slack: Sandbox) -> AsyncIterator[Raw]:
    raw = Raw(slack.address)
    yield raw
    await raw.close()


async def made(raw: Raw, markdown: str = "# First") -> str:
    answer = await raw.call(
        "canvases.create", title="Minutes", channel_id="shared", document_content=words(markdown)
    )
    return str(answer["canvas_id"])


async def edited(raw: Raw, canvas: str, operation: str, markdown: str = "new", **more: Any) -> Json:
    change = {"operation": operation, "document_content": words(markdown), **more}
    answer: Json = await raw.call("canvases.edit", canvas_id=canvas, changes=[change])
    return answer


async def test_a_canvas_is_a_tab_that_whoever_is_in_the_channel_reads(slack: Sandbox, raw: Raw) -> None:
    canvas = await made(raw)
    rows = {c["name"]: c for c in (await slack.state())["conversations"]}
    assert rows["shared"]["canvases"] == [{"id": canvas, "title": "Minutes"}]
    assert (await slack.get("canvas", **{"as": "eve", "id": canvas}))["markdown"] == "# First"
    await slack.leave("eve", "shared")
    with pytest.raises(Refused):
        await slack.get("canvas", **{"as": "eve", "id": canvas})


async def test_the_channel_tells_its_tabs_and_a_file_whose_it_is(slack: Sandbox, raw: Raw) -> None:
    canvas = await made(raw)
    [tab] = (await raw.call("conversations.info", channel="shared"))["channel"]["properties"]["tabs"]
    assert (tab["type"], tab["label"], tab["data"]["file_id"]) == ("canvas", "Minutes", canvas)
    file = (await raw.call("files.info", file=canvas))["file"]
    assert file["user"] == (await ids(slack))["upbeat"]


async def test_a_canvas_is_replaced_added_to_and_renamed(slack: Sandbox, raw: Raw) -> None:
    canvas = await made(raw)
    assert (await edited(raw, canvas, "replace", "one"))["ok"]
    assert (await edited(raw, canvas, "insert_at_end", "two"))["ok"]
    assert (await edited(raw, canvas, "insert_at_start", "nought"))["ok"]
    rename = {"operation": "rename", "title_content": words("Records")}
    assert (await raw.call("canvases.edit", canvas_id=canvas, changes=[rename]))["ok"]
    found = await slack.get("canvas", **{"as": "ada", "id": canvas})
    assert (found["title"], found["markdown"]) == ("Records", "nought\n\none\n\ntwo")


async def test_what_slack_would_not_take_is_refused(raw: Raw) -> None:
    canvas = await made(raw)
    assert (await edited(raw, "FNONE", "replace"))["error"] == "canvas_not_found"
    assert (await edited(raw, canvas, "shuffle"))["error"] == "invalid_arguments"
    assert (await edited(raw, canvas, "replace", "#### deep"))["error"] == "canvas_editing_failed"
    assert (await edited(raw, canvas, "replace", "x" * 4001))["error"] == "canvas_editing_failed"
    change = {"operation": "replace", "document_content": words("a")}
    two = await raw.call("canvases.edit", canvas_id=canvas, changes=[change, change])
    assert two["error"] == "invalid_arguments", "one operation for each call"
    where = {"title": "T", "channel_id": "shared"}
    for content, error in (
        ({"type": "html", "markdown": "x"}, "invalid_arguments"),
        (words("#### deep"), "canvas_creation_failed"),
        (words("x" * 1_048_577), "canvas_creation_failed"),
        (words("| a |\n| - |\n" + "| b |\n" * 300), "canvas_creation_failed"),
    ):
        assert (await raw.call("canvases.create", **where, document_content=content))["error"] == error


async def test_a_channel_has_one_canvas_of_its_own(raw: Raw) -> None:
    where = {"channel_id": "shared", "document_content": words("a")}
    assert (await raw.call("conversations.canvases.create", **where))["ok"]
    again = await raw.call("conversations.canvases.create", **where)
    assert again["error"] == "channel_canvas_already_exists"


async def test_access_is_set_for_a_channel_or_for_people_and_a_channel_owns_nothing(
    slack: Sandbox, raw: Raw
) -> None:
    canvas, where = await made(raw), (await ids(slack))["shared"]
    assert (await slack.get("canvas", **{"as": "ada", "id": canvas}))["access"] == "write"
    asked: Json = {"canvas_id": canvas, "access_level": "read", "channel_ids": [where]}
    assert (await raw.call("canvases.access.set", **asked))["ok"]
    assert (await slack.get("canvas", **{"as": "ada", "id": canvas}))["access"] == "read"
    for wrong in ({"access_level": "owner"}, {"user_ids": ["U1"]}, {"access_level": "all"}):
        assert (await raw.call("canvases.access.set", **{**asked, **wrong}))["error"] == "invalid_arguments"
    assert (await raw.call("canvases.delete", canvas_id=canvas))["ok"]
    assert (await raw.call("canvases.delete", canvas_id=canvas))["error"] == "canvas_not_found"


async def test_canvases_need_their_scope(tmp_path: Path) -> None:
    async with sandbox_at(options(tmp_path)) as slack:
        raw = Raw(slack.address)
        answer = await raw.call("canvases.create", document_content=words("a"))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "canvases:write")
        await raw.close()
