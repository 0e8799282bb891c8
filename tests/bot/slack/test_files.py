"""A page with a file on its way to Slack: shared once, or sent without it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.card import File
from bot.clock import elapsed
from bot.errors import TryLater, Unsure
from bot.slack.declined import REMEMBERED
from bot.slack.files import Files, without

FILE = File("meeting.ics", "text/calendar", "BEGIN:VCALENDAR", "For your calendar")
BLOCKS = [{"type": "divider", "block_id": "key:k"}]
PAGE = {
    "text": "Hello",
    "blocks": BLOCKS,
    "file": asdict(FILE),
    "instead": {"text": "Instead", "blocks": BLOCKS},
}


class Wire:
    """As much of Slack as a file meets. `answers` are what methods say instead of ok, `upload` the upload's status."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: dict[str, Any] = {}
        self.upload = 200
        self.calls: list[str] = []
        self.shared: dict[str, str] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        self.calls.append(name)
        if name == "upload":
            return web.Response(status=self.upload)
        if isinstance(answer := self.answers.get(name), int):
            return web.Response(status=answer, headers={"Retry-After": "7"})
        if answer:
            return web.json_response({"ok": False, "error": answer})
        if name == "files.completeUploadExternal":
            self.shared = dict(await request.post())  # type: ignore[arg-type]
        url = str(request.url.with_path("/upload"))
        return web.json_response({"ok": True, "upload_url": url, "file_id": "F1"})


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", wire.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    wire.address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield wire
    await runner.cleanup()


class Post:
    """Posts pages with files as the door does; keeps what went out plainly."""

    def __init__(self, wire: Wire, session: aiohttp.ClientSession) -> None:
        self.client = AsyncWebClient("xoxb-1", base_url=wire.address, session=session, retry_handlers=[])
        self.files, self.plain = Files(session), list[str]()

    async def __call__(self, channel: str = "C1", key: str = "k", thread: str = "") -> str:
        async def plainly(page: dict[str, Any]) -> str:
            self.plain.append(page["text"])
            return "1.1"

        return await self.files.post(self.client, channel, thread, PAGE, key, plainly)


@pytest.fixture
async def post(wire: Wire) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession() as session:
        yield Post(wire, session)


async def test_a_shared_file_is_unsure_until_its_echo_comes(post: Post, wire: Wire) -> None:
    with pytest.raises(Unsure) as unsure:
        await post(thread="5.5")
    assert unsure.value.slow and post.plain == []
    assert (wire.shared["channel_id"], wire.shared["thread_ts"]) == ("C1", "5.5")
    assert "key:k" in wire.shared["blocks"] and "For your calendar" in wire.shared["files"]


async def test_what_was_shared_and_is_nowhere_to_be_found_goes_out_without_its_file(post: Post) -> None:
    with pytest.raises(Unsure):
        await post()
    assert await post() == "1.1" and post.plain == ["Instead"]


async def test_an_upload_that_is_not_taken_costs_the_file_and_not_the_message(post: Post, wire: Wire) -> None:
    wire.upload = 403
    assert await post() == "1.1" and post.plain == ["Instead"]
    assert "files.completeUploadExternal" not in wire.calls


async def test_one_channel_without_files_says_nothing_about_another(post: Post, wire: Wire) -> None:
    wire.answers["files.getUploadURLExternal"] = "file_uploads_disabled"
    await post("C1")
    await post("C1", key="k2")
    assert wire.calls == ["files.getUploadURLExternal"]
    wire.answers.clear()
    with pytest.raises(Unsure):
        await post("C2", key="k3")


async def test_a_refusal_is_forgotten_after_an_hour(
    post: Post, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.answers["files.getUploadURLExternal"] = "missing_scope"
    await post()
    wire.answers.clear()
    later = elapsed() + REMEMBERED + 1
    monkeypatch.setattr("bot.slack.declined.elapsed", lambda: later)
    with pytest.raises(Unsure):
        await post(key="k2")


async def test_slack_may_ask_for_patience_and_nothing_is_sent_meanwhile(post: Post, wire: Wire) -> None:
    wire.answers["files.completeUploadExternal"] = 429
    with pytest.raises(TryLater) as later:
        await post()
    assert later.value.seconds == 7 and post.plain == []


async def test_where_slack_does_not_say_whether_it_was_shared_it_is_unsure(post: Post, wire: Wire) -> None:
    wire.answers["files.completeUploadExternal"] = 500
    with pytest.raises(Unsure):
        await post()
    assert post.plain == []


def test_what_takes_no_files_gets_the_page_alone() -> None:
    assert without(PAGE) == {"text": "Hello", "blocks": BLOCKS}
