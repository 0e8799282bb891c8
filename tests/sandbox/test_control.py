"""The control API row by row, its refusals, and who may ask."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import clock
from sandbox.client import Refused, Sandbox
from sandbox.errors import Refused as ServerRefused
from tests.sandbox.conftest import MANIFEST, SEED, Foreign, Raw, ids, options, sandbox_at


async def test_state_tells_people_and_conversations_in_the_seeds_order(slack: Sandbox) -> None:
    state = await slack.state()
    assert [(p["name"], p["organisation"], p["external"]) for p in state["people"]] == [
        ("ada", "Host Music", False),
        ("bo", "Host Music", False),
        ("eve", "Town Hall", True),
    ]
    assert [c["name"] for c in state["conversations"]] == ["shared", "inner", "elsewhere"]
    assert state["conversations"][0]["members"] == ["ada", "bo", "eve", "upbeat"]
    assert state["people"][0]["id"].startswith("U") and state["now"].endswith("+00:00")


async def test_people_and_conversations_go_by_name_or_id(slack: Sandbox) -> None:
    known = await ids(slack)
    await slack.say(known["ada"], "by id", known["shared"])
    await slack.say("Ada", "by name", "#shared")
    assert [m["text"] for m in await slack.messages("eve", "shared")] == ["by id", "by name"]


async def test_a_row_of_messages_has_what_was_promised(slack: Sandbox) -> None:
    ts = await slack.say("ada", "hello", "shared")
    reply = await slack.say("eve", "below", "shared", thread_ts=ts)
    parent, below = await slack.messages("bo", "shared")
    promised = {"ts", "thread_ts", "from", "text", "blocks", "buttons", "ephemeral", "reactions"}
    assert promised <= parent.keys() and parent["replies"] == 1
    assert (below["ts"], below["thread_ts"], below["from"], below["text"]) == (reply, ts, "eve", "below")
    assert parent["ephemeral"] is False and parent["reactions"] == [] and parent["buttons"] == []


async def test_say_answers_the_ts_and_null_for_a_command(slack: Sandbox, bot: Foreign) -> None:
    @bot.app.command("/note")
    async def _(ack: Any) -> None:
        await ack()

    await bot.listen()
    ts = await slack.say("ada", "hello", "shared")
    assert ts and (await slack.messages("ada", "shared"))[0]["ts"] == ts
    assert await slack.say("ada", "/note", "shared") is None


async def test_direct_messages_are_between_two(slack: Sandbox) -> None:
    await slack.say("ada", "psst", "dm")
    assert [m["text"] for m in await slack.dm("ada")] == ["psst"] and await slack.dm("bo") == []


@pytest.mark.parametrize(
    ("what", "body", "status", "error"),
    [
        ("say", {"as": "zoe", "conversation": "shared", "text": "x"}, 404, "unknown_person"),
        ("say", {"as": "ada", "conversation": "nowhere", "text": "x"}, 404, "unknown_conversation"),
        ("say", {"conversation": "shared", "text": "x"}, 404, "unknown_person"),
        ("say", {"as": "ada", "conversation": "shared"}, 400, "no_text"),
        ("say", {"as": "ada", "conversation": "shared", "text": "x" * 40_001}, 400, "msg_too_long"),
        ("say", {"as": "eve", "conversation": "inner", "text": "x"}, 403, "not_in_channel"),
        (
            "say",
            {"as": "ada", "conversation": "shared", "text": "x", "thread_ts": "1.0"},
            404,
            "message_not_found",
        ),
        ("edit", {"as": "ada", "conversation": "shared", "ts": "1.0", "text": "x"}, 404, "message_not_found"),
        ("press", {"as": "ada", "conversation": "shared", "label": "Go"}, 404, "no_such_element"),
        ("press", {"as": "ada", "conversation": "form", "label": "Go"}, 409, "no_form"),
        ("choose", {"as": "ada", "conversation": "shared", "label": "Go"}, 400, "no_option"),
        ("submit", {"as": "ada", "values": {}}, 409, "no_form"),
        ("submit", {"as": "ada", "values": "x"}, 400, "bad_values"),
        ("close-form", {"as": "ada"}, 409, "no_form"),
        (
            "react",
            {"as": "ada", "conversation": "shared", "ts": "1.0", "emoji": "eyes"},
            404,
            "message_not_found",
        ),
        ("join", {"as": "eve", "conversation": "elsewhere"}, 403, "not_shared"),
        ("join", {"as": "upbeat", "conversation": "elsewhere", "by": "eve"}, 403, "not_in_channel"),
        ("join", {"as": "ada", "conversation": "dm"}, 404, "unknown_conversation"),
        ("leave", {"as": "eve", "conversation": "inner"}, 409, "not_in_channel"),
        ("clock", {}, 400, "bad_clock"),
        ("clock", {"to": "tomorrow"}, 400, "bad_clock"),
        ("clock", {"advance": "soon"}, 400, "bad_clock"),
        ("clock", {"to": "2020-01-01T00:00:00Z"}, 400, "in_the_past"),
        ("clock", {"next": True}, 409, "no_bot"),
        ("fault", {"kind": "meteor"}, 400, "unknown_fault"),
        ("fault", {"kind": "slow", "count": 0}, 400, "bad_count"),
        ("fault", {"kind": "slow", "seconds": -1}, 400, "bad_seconds"),
        ("bot", {"do": "kill"}, 409, "no_process"),
        ("shortcut", {"as": "ada", "callback_id": "nothing"}, 404, "unknown_shortcut"),
        ("dance", {}, 404, "not_found"),
        ("state", {}, 405, "method_not_allowed"),
    ],
)
async def test_a_refusal_has_a_code_and_says_what_to_do(
    slack: Sandbox, what: str, body: dict[str, Any], status: int, error: str
) -> None:
    with pytest.raises(Refused) as refused:
        await slack.post(what, **body)
    assert (refused.value.status, refused.value.error) == (status, error)
    assert len(refused.value.message) > 10


async def test_a_body_that_is_no_json_object_is_refused(raw: Raw) -> None:
    for data in (b"{", b"[]"):
        async with raw.session.post(f"{raw.address}/sandbox/say", data=data) as answer:
            assert answer.status == 400 and (await answer.json())["error"] == "bad_json"


async def test_nobody_changes_what_another_wrote(slack: Sandbox) -> None:
    ts = str(await slack.say("ada", "mine", "shared"))
    for attempt in (slack.edit("bo", ts, "yours", "shared"), slack.delete("bo", ts, "shared")):
        with pytest.raises(Refused) as refused:
            await attempt
        assert (refused.value.status, refused.value.error) == (403, "not_yours")


async def test_joining_and_leaving_change_who_is_there(slack: Sandbox) -> None:
    await slack.leave("eve", "shared")
    with pytest.raises(Refused):
        await slack.say("eve", "x", "shared")
    await slack.join("eve", "shared")
    await slack.join("eve", "shared")
    await slack.say("eve", "back", "shared")


async def test_a_foreign_bots_clock_is_just_turned(slack: Sandbox) -> None:
    before = (await slack.state())["now"]
    turned = await slack.clock(advance="3d")
    assert turned["posted"] == [] and turned["now"][:10] > before[:10]
    await slack.say("ada", "later", "shared")
    assert (await slack.messages("ada", "shared"))[0]["time"] >= turned["now"]


async def test_turning_to_where_the_clock_already_is_changes_nothing(slack: Sandbox) -> None:
    now = (await slack.clock(advance="1h"))["now"]
    assert (await slack.clock(to=now))["now"] >= now


async def test_mail_is_empty_and_calls_begin_empty(slack: Sandbox) -> None:
    assert await slack.mail() == []
    assert (await slack.calls())["calls"] == [] and (await slack.calls())["violations"] == 0


async def test_setup_tells_the_commands_and_the_tour(tmp_path: Path) -> None:
    tour = [{"title": "Try", "words": "Type it", "as": "ada", "conversation": "shared", "say": "/note x"}]
    async with sandbox_at(options(tmp_path, seed={**SEED, "tour": tour})) as slack:
        setup = await slack.get("setup")
    assert setup["commands"][0] == {"command": "/note", "description": "Note", "usage_hint": "words"}
    assert setup["tour"] == tour and setup["title"] == "Upbeat sandbox" and setup["doors"] == ["Slack"]
    assert setup["bot"]["name"] == "upbeat"


async def test_home_can_be_switched_off(tmp_path: Path) -> None:
    without = {**MANIFEST, "features": {**MANIFEST["features"], "app_home": {"home_tab_enabled": False}}}
    async with sandbox_at(options(tmp_path, manifest=without)) as slack:
        with pytest.raises(Refused) as refused:
            await slack.home("ada")
    assert refused.value.error == "home_disabled"


# Faults


async def test_rate_limited_meets_the_next_calls_with_retry_after(slack: Sandbox, raw: Raw) -> None:
    await slack.fault("rate_limited", count=2, seconds=7)
    url, headers = f"{raw.address}/api/chat.postMessage", {"Authorization": "Bearer xoxb-test"}
    seen = []
    for _ in range(3):
        async with raw.session.post(url, json={"channel": "shared", "text": "x"}, headers=headers) as answer:
            seen.append((answer.status, answer.headers.get("Retry-After")))
    assert seen == [(429, "7"), (429, "7"), (200, None)]
    assert len(await slack.messages("ada", "shared")) == 1


async def test_server_error_and_slow_and_their_narrowing_to_a_method(slack: Sandbox, raw: Raw) -> None:
    await slack.fault("server_error", method="chat.postMessage")
    assert (await raw.call("users.list"))["ok"]
    assert (await raw.call("chat.postMessage", channel="shared", text="x"))["error"] == "internal_error"
    await slack.fault("slow", seconds=0.3)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await raw.call("users.list"))["ok"] and loop.time() - began >= 0.3


async def test_no_reply_does_what_was_asked_and_loses_the_answer(slack: Sandbox, raw: Raw) -> None:
    await slack.fault("no_reply")
    with pytest.raises(aiohttp.ClientError):
        await raw.call("chat.postMessage", channel="shared", text="went through")
    assert [m["text"] for m in await slack.messages("ada", "shared")] == ["went through"]
    assert (await slack.calls())["calls"][-1]["answer"]["lost"] is True


async def test_signing_on_is_never_met_by_a_fault(slack: Sandbox, raw: Raw) -> None:
    await slack.fault("server_error")
    assert (await raw.call("auth.test"))["ok"] and (await raw.url()).startswith("ws://127.0.0.1")


async def test_duplicate_sends_one_event_twice(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.fault("duplicate")
    await slack.say("ada", "one", "shared")
    await slack.say("ada", "two", "shared")
    assert [e["text"] for e in bot.events("message")] == ["one", "one", "two"]
    assert len({body["event_id"] for body in bot.heard}) == 2


# Who may ask


@pytest.mark.parametrize("path", ["/sandbox/state", "/", "/api/auth.test", "/link/", "/control"])
async def test_only_loopback_names_are_answered(raw: Raw, path: str) -> None:
    async with raw.session.get(raw.address + path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null"])
async def test_a_page_of_another_origin_is_refused(raw: Raw, origin: str) -> None:
    async with raw.session.get(f"{raw.address}/sandbox/state", headers={"Origin": origin}) as answer:
        assert answer.status == 403 and (await answer.json())["error"] == "bad_origin"
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_own_page_is_answered_on_both_names(raw: Raw) -> None:
    for name in ("127.0.0.1", "localhost"):
        here = raw.address.replace("127.0.0.1", name)
        headers = {"Origin": here, "Host": here.removeprefix("http://")}
        async with raw.session.get(f"{raw.address}/sandbox/state", headers=headers) as answer:
            assert answer.status == 200


async def test_the_page_loads_nothing_from_elsewhere_and_gives_no_file_away(raw: Raw) -> None:
    async with raw.session.get(f"{raw.address}/") as answer:
        assert answer.status == 200 and "default-src 'self'" in answer.headers["Content-Security-Policy"]
    for path in ("/page/%2e%2e/main.py", "/page/../main.py", "/page/nothing.js"):
        async with raw.session.get(raw.address + path) as answer:
            assert answer.status == 404


# The stream


async def heard(raw: Raw, person: str, act: Any, many: int) -> list[dict[str, Any]]:
    """What the stream tells somebody of what `act` does."""
    found: list[dict[str, Any]] = []
    async with raw.session.get(f"{raw.address}/sandbox/stream", params={"as": person}) as answer:
        assert answer.content_type == "text/event-stream"
        await answer.content.readline()
        await act
        while len(found) < many:
            line = await asyncio.wait_for(answer.content.readline(), 5)
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
    return found


async def test_the_stream_tells_what_may_look_different(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)
    [told] = await heard(raw, "eve", slack.say("ada", "hello", "shared"), 1)
    assert told == {"kind": "conversation", "conversation": known["shared"]}
    assert (await heard(raw, "eve", slack.clock(advance="1h"), 1))[0]["kind"] == "clock"
    assert (await heard(raw, "eve", slack.join("bo", "inner"), 1))[0]["kind"] == "people"


async def test_the_stream_keeps_private_things_private(slack: Sandbox, raw: Raw) -> None:
    known = await ids(slack)

    async def privately() -> None:
        await raw.call("chat.postEphemeral", channel="shared", user=known["ada"], text="psst")
        await slack.say("ada", "inside", "inner")
        await slack.clock(advance="1h")

    [told] = await heard(raw, "eve", privately(), 1)
    assert told == {"kind": "clock"}


@pytest.mark.parametrize(
    ("words", "hours"), [("3d", 72), ("2h", 2), ("1w 2d", 216), ("90 minutes", 1.5), ("1 day, 1 hour", 25)]
)
def test_lengths_of_time_are_read(words: str, hours: float) -> None:
    assert clock.span(words).total_seconds() == hours * 3600


@pytest.mark.parametrize("words", ["", "soon", "3", "d", "-3d", "3d or so", "9999999d"])
def test_what_is_no_length_of_time_is_refused(words: str) -> None:
    with pytest.raises(ServerRefused):
        clock.span(words)


async def test_the_clock_is_not_turned_by_more_than_ten_years(slack: Sandbox) -> None:
    with pytest.raises(Refused) as refused:
        await slack.clock(to="9999-01-01T00:00:00Z")
    assert refused.value.error == "bad_clock"
