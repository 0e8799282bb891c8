"""From the end of a meeting to its minutes: drafted for two, put right, approved, posted, kept, filed, mailed, corrected."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import aiohttp
import docx
import pytest

from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")

Json = dict[str, Any]
GRACE = "grace@oakhouse.example"


async def held(slack: Talk) -> None:
    """A meeting with external people and a governor whom nobody knows here; Sam takes the minutes."""
    await slack.say("mina", PLAN)
    await slack.say("mina", "/agenda add Budget 20m for decision")
    await slack.say("mina", "/upbeat minutes @sam")
    await slack.say("mina", f"/upbeat lists add Grace Abara {GRACE} to operational, asked at the meeting")
    await slack.clock(to="2026-12-15T14:00:00+00:00")
    await slack.say("mina", "/meeting start")
    await slack.press("otto", "I am here", "steering")
    await slack.say("mina", "/meeting present Rosa Hale")
    await slack.say("mina", "/meeting next")
    await slack.say("jo", "AGREED: the fees stay as they are")
    await slack.say("jo", "ACTION: Otto to =ring the library by Friday")
    await slack.say("mina", "/meeting end")


async def minutes(slack: Talk, person: str = "otto") -> list[str]:
    return [text for text in await slack.seen(person) if text.startswith("Minutes: ")]


async def page(slack: Talk, person: str = "otto") -> Json | None:
    """The canvas of the channel as somebody reads it."""
    rows = {one["name"]: one for one in (await slack.state())["conversations"]}
    tabs = rows["steering"]["canvases"]
    assert len(tabs) <= 1
    return await slack.get("canvas", **{"as": person, "id": tabs[0]["id"]}) if tabs else None


async def opened(slack: Talk, person: str = "otto") -> tuple[str, bytes]:
    """The file of the newest message to somebody, as they download it."""
    [file] = (await slack.last(person, "dm"))["files"]
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
        assert answer.status == 200
        return file["name"], await answer.read()


async def calls(slack: Talk, method: str) -> list[Json]:
    return [row for row in (await slack.calls())["calls"] if row["method"] == method]


async def approved(slack: Talk) -> None:
    await slack.press("mina", "Approve and post", "dm")


async def test_a_meeting_becomes_minutes_that_everybody_can_read_and_nobody_could_before(slack: Talk) -> None:
    await held(slack)
    drafts = {
        name: [t for t in await slack.told(name) if t.startswith("Draft: ")]
        for name in ("mina", "sam", "frank", "jo", "priya", "will", "otto", "grace")
    }
    assert {name for name, found in drafts.items() if found} == {"mina", "sam"}
    assert "Rosa Hale" in drafts["mina"][0] and "Otto Lindqvist, Oak House Library" in drafts["mina"][0]
    assert await minutes(slack) == [] and await page(slack) is None and await slack.mail() == []
    await slack.press("sam", "Change a part", "dm")
    await slack.press("sam", "Change 2: Apologies", "dm")
    await slack.submit("sam", {"text": "Priya Raman"})
    await slack.say("mina", "minutes 2: + Will Carter", "dm")
    await approved(slack)
    [posted] = await minutes(slack)
    assert "Priya Raman\n• Will Carter" in posted.replace("\n\n", "\n") or "Will Carter" in posted
    told = (await slack.told("mina"))[-1]
    assert "posted as version 1" in "\n".join(await slack.told("mina")), told
    assert any("sent nothing by me: Rosa Hale" in text for text in await slack.told("mina"))
    assert not any("sent nothing by me" in text for text in await slack.seen("otto"))


async def test_a_draft_that_waits_is_mentioned_once_and_never_after_approval(slack: Talk) -> None:
    await held(slack)
    await slack.clock(to="2026-12-23T12:00:00+00:00")
    waiting = [
        text for name in ("mina", "sam") for text in await slack.told(name) if "when it suits you" in text
    ]
    assert len(waiting) == 1
    await approved(slack)
    await slack.clock(to="2027-01-08T12:00:00+00:00")
    assert not [t for name in ("mina", "sam") for t in await slack.told(name) if "when it suits you" in t]


async def test_the_letter_has_the_words_and_the_word_file_and_a_correction_says_what_changed(
    slack: Talk,
) -> None:
    await held(slack)
    await approved(slack)
    [letter] = await slack.mail()
    assert GRACE in letter["to"] and "the fees stay as they are" in str(letter)
    await slack.say("mina", "minutes 2: Priya Raman", "dm")
    assert len(await slack.mail()) == 1 and len(await minutes(slack)) == 1
    await slack.say("mina", "minutes approve", "dm")
    [_, second] = await slack.mail()
    assert "changes Apologies" in str(second) and "changes Apologies" in (await minutes(slack))[-1]


async def test_the_channel_keeps_its_minutes_on_one_canvas_and_a_correction_is_written_over_it(
    slack: Talk,
) -> None:
    await held(slack)
    await approved(slack)
    found = await page(slack)
    assert found is not None and found["title"] == "Minutes" and found["access"] == "read"
    assert "the fees stay as they are" in found["markdown"] and "Version 1" in found["markdown"]
    await slack.say("mina", f"minutes 2: {'A governor. ' * 200}", "dm")
    await slack.say("mina", "minutes approve", "dm")
    after = await page(slack)
    assert after is not None and after["id"] == found["id"] and "Version 2" in after["markdown"]
    assert after["markdown"].count("# Steering group") == 1 and "A governor" in after["markdown"]
    assert "the fees stay as they are" in after["markdown"], "long ones are written in several changes"


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("canvases.create", "missing_scope"),
        ("canvases.create", "free_team_canvas_tab_already_exists"),
        ("canvases.create", "slack_connect_canvas_sharing_blocked"),
        ("canvases.create", "canvas_disabled_user_team"),
        ("canvases.create", "restricted_action"),
        ("conversations.info", "missing_scope"),
    ],
)
async def test_where_no_canvas_may_be_the_minutes_come_as_ever_and_slack_is_asked_once(
    slack: Talk, method: str, error: str
) -> None:
    await held(slack)
    await slack.refuse(method, error)
    await approved(slack)
    [posted] = await minutes(slack)
    assert "the fees stay as they are" in posted and await page(slack) is None
    tried = len(await calls(slack, method))
    await slack.say("mina", "minutes 2: Priya Raman", "dm")
    await slack.say("mina", "minutes approve", "dm")
    assert len(await minutes(slack)) == 2 and len(await calls(slack, method)) == tried
    assert "Minutes: " in await slack.asks("otto", "@Upbeat minutes", "dm"), "the channel is not let go of"


async def test_a_canvas_that_cannot_be_written_in_for_now_is_put_right_with_the_next_approval(
    slack: Talk,
) -> None:
    await held(slack)
    await approved(slack)
    await slack.refuse("canvases.edit", "canvas_editing_failed", 1)
    for number, words in ((2, "Priya Raman"), (3, "Will Carter")):
        await slack.say("mina", f"minutes 2: {words}", "dm")
        await slack.say("mina", "minutes approve", "dm")
        found = await page(slack)
        assert found is not None and (f"Version {number}" in found["markdown"]) is (number == 3)


async def test_a_canvas_that_somebody_took_away_is_asked_for_once_and_left_alone(slack: Talk) -> None:
    await held(slack)
    await approved(slack)
    await slack.refuse("canvases.edit", "canvas_not_found")
    for words in ("Priya Raman", "Will Carter"):
        await slack.say("mina", f"minutes 2: {words}", "dm")
        await slack.say("mina", "minutes approve", "dm")
    assert len(await minutes(slack)) == 3
    assert [len(await calls(slack, f"canvases.{name}")) for name in ("create", "edit")] == [1, 1]


async def test_a_canvas_that_cannot_be_closed_to_others_is_kept_all_the_same(slack: Talk) -> None:
    await held(slack)
    await slack.refuse("canvases.access.set", "restricted_action")
    await approved(slack)
    found = await page(slack)
    assert found is not None and "the fees stay as they are" in found["markdown"]


@pytest.mark.parametrize("step", ["delivery.claimed", "delivery.sending", "delivery.sent"])
async def test_there_is_one_canvas_and_one_message_wherever_the_bot_is_killed(slack: Talk, step: str) -> None:
    await held(slack)
    await slack.bot("kill", at=step)
    await approved(slack)
    await slack.bot("start")
    await slack.say("mina", "thank you all")
    assert len(await minutes(slack)) == 1 and await page(slack) is not None


async def test_an_answer_that_is_lost_leaves_one_canvas(slack: Talk) -> None:
    await held(slack)
    await slack.fault("no_reply", method="canvases.create")
    await approved(slack)
    await slack.say("mina", "thank you all")
    assert len(await calls(slack, "canvases.create")) == 1
    found = await page(slack)
    assert found is not None and "Version 1" in found["markdown"]


async def test_every_file_is_downloaded_and_opened_by_something_that_did_not_write_it(slack: Talk) -> None:
    await held(slack)
    await approved(slack)
    await slack.say("otto", "minutes file docx", "dm")
    name, data = await opened(slack)
    assert name == "steering-group-2026-12-15-v1.docx"
    assert any("the fees stay as they are" in p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))
    await slack.say("otto", "minutes file html", "dm")
    _, data = await opened(slack)
    assert "the fees stay as they are" in data.decode() and "<script" not in data.decode()
    await slack.say("otto", "minutes file csv", "dm")
    _, data = await opened(slack)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert "'=ring the library" in [row[1] for row in rows]
    await slack.say("otto", "minutes file md", "dm")
    _, data = await opened(slack)
    assert data.decode().startswith("# Steering group\n")


async def test_where_files_are_refused_the_words_are_one_press_away(slack: Talk) -> None:
    await held(slack)
    await approved(slack)
    await slack.refuse("files.completeUploadExternal", "slack_connect_file_upload_sharing_blocked")
    await slack.say("otto", "minutes file docx", "dm")
    assert "here are the words" in (await slack.last("otto", "dm"))["text"]
    await slack.press("otto", "Read them here", "dm")
    assert "the fees stay as they are" in (await slack.last("otto", "dm"))["text"]
