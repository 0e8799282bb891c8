"""A meeting's calendar file as Slack shows it: one message with it, once, or the same message without it."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.bot.test_calendar_file import Diary
from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


async def planned(slack: Talk, person: str = "mina") -> list[dict[str, Any]]:
    """What the channel was told of the planned meeting."""
    rows = await slack.messages(person, "steering")
    return [row for row in rows if row["from"] == "upbeat" and "A meeting is planned" in row["text"]]


async def opened(slack: Talk, row: dict[str, Any]) -> str:
    """The words of the one file of a message."""
    [file] = row["files"]
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
        assert answer.status == 200
        return await answer.text()


async def calls(slack: Talk, method: str) -> list[dict[str, Any]]:
    return [row for row in (await slack.calls())["calls"] if row["method"] == method]


async def test_the_channel_is_told_of_a_meeting_in_one_message_with_its_file(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    [row] = await planned(slack, "priya")
    diary = Diary()
    diary.takes(await opened(slack, row))
    [event] = diary.events.values()
    assert f"{event['SUMMARY']} {event.start:%a %d %b %H:%M}" == "Steering group Tue 15 Dec 14:00"
    assert "Coming" in [button["label"] for button in row["buttons"]]


async def test_its_echo_alone_settles_it_without_a_look_at_the_history(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    assert len(await planned(slack)) == 1
    assert await calls(slack, "conversations.history") == []


async def test_its_card_is_drawn_again_in_place_and_keeps_its_file(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    [row] = await planned(slack)
    await slack.press("priya", "Coming", ts=row["ts"])
    [after] = await planned(slack)
    assert "Coming (1): Priya" in after["text"] and after["files"] == row["files"]


@pytest.mark.parametrize(
    "step", ["delivery.claimed", "delivery.sending", "file.uploaded", "file.shared", "delivery.marked"]
)
async def test_it_comes_once_wherever_the_bot_is_killed(slack: Talk, step: str) -> None:
    await slack.bot("kill", at=step)
    await slack.say("mina", PLAN)
    await slack.bot("start")
    await slack.say("mina", "good, thank you all")
    assert [len(row["files"]) for row in await planned(slack)] == [1]


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("files.getUploadURLExternal", "missing_scope"),
        ("files.getUploadURLExternal", "file_uploads_disabled"),
        ("files.getUploadURLExternal", "slack_connect_file_upload_sharing_blocked"),
        ("files.completeUploadExternal", "file_type_not_allowed"),
        ("files.completeUploadExternal", "invalid_blocks"),
    ],
)
async def test_where_files_are_refused_the_same_message_comes_without_it(
    slack: Talk, method: str, error: str
) -> None:
    await slack.refuse(method, error)
    await slack.say("mina", PLAN)
    [row] = await planned(slack)
    assert not row.get("files") and "Coming" in [button["label"] for button in row["buttons"]]


async def test_what_was_refused_is_not_tried_again_with_every_message(slack: Talk) -> None:
    await slack.refuse("files.getUploadURLExternal", "missing_scope")
    await slack.say("mina", PLAN)
    tried = len(await calls(slack, "files.getUploadURLExternal"))
    await slack.say("mina", "/meeting move to Thu 17 December 3pm")
    assert "moved to another time" in (await slack.last("mina"))["text"]
    assert len(await calls(slack, "files.getUploadURLExternal")) == tried == 1


async def test_one_person_from_another_organisation_gets_the_file_directly(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.say("priya", "@Upbeat meeting calendar")
    row = await slack.last("priya", "dm")
    assert "Steering group: Tue 15 December" in row["text"]
    diary = Diary()
    diary.takes(await opened(slack, row))
    assert len(diary.events) == 1


async def test_who_cannot_be_sent_a_file_reads_the_dates_and_why_there_is_none(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.refuse("files.completeUploadExternal", "slack_connect_file_upload_sharing_blocked")
    await slack.say("priya", "@Upbeat meeting calendar")
    row = await slack.last("priya", "dm")
    assert "Steering group: Tue 15 December" in row["text"]
    assert "Files cannot be sent here at the moment" in row["text"]


async def bookmarks(slack: Talk) -> list[dict[str, Any]]:
    conversations = (await slack.state())["conversations"]
    found: list[dict[str, Any]] = next(one for one in conversations if one["name"] == "steering")["bookmarks"]
    return found


async def test_the_next_agenda_is_one_press_away_at_the_top_of_the_channel(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    agenda = await slack.last("mina")
    [bookmark] = await bookmarks(slack)
    assert bookmark["title"] == "Next agenda" and agenda["ts"].replace(".", "") in bookmark["link"]
    await slack.say("mina", "/meeting plan Steering group, Tuesday 19 January 2027 2pm")
    await slack.clock(to="2027-01-18T12:00:00+00:00")
    [moved] = await bookmarks(slack)
    assert moved["link"] != bookmark["link"]


async def test_without_leave_to_set_bookmarks_the_agenda_comes_all_the_same(slack: Talk) -> None:
    await slack.refuse("bookmarks.list", "missing_scope")
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    assert "Steering group" in (await slack.last("mina"))["text"]
    assert await bookmarks(slack) == []


async def test_a_bookmark_is_set_once_though_the_bot_is_killed_before_it_knows(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.clock(to="2026-12-14T09:30:00+00:00")
    await slack.bot("kill", at="delivery.marked")
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    await slack.bot("start")
    await slack.clock(advance="1h")
    assert [one["title"] for one in await bookmarks(slack)] == ["Next agenda"]
