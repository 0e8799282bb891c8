"""Socket Mode as Slack speaks it: tickets, hello, envelopes to one connection, what comes again and what does not."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from sandbox import limits
from sandbox.client import Sandbox
from tests.sandbox.conftest import Foreign, Raw, envelope


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits for 0.4 seconds instead of three."""
    monkeypatch.setattr(limits, "ACK_SECONDS", 0.4)


async def test_hello_comes_first_and_counts_connections(raw: Raw) -> None:
    first = await raw.session.ws_connect(await raw.url())
    second = await raw.session.ws_connect(await raw.url())
    assert (await first.receive_json(timeout=5))["num_connections"] == 1
    hello = await second.receive_json(timeout=5)
    assert hello["type"] == "hello" and hello["num_connections"] == 2
    assert hello["connection_info"]["app_id"].startswith("A")


async def test_a_ticket_opens_one_connection(raw: Raw) -> None:
    url = await raw.url()
    await raw.session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await raw.session.ws_connect(url)
    assert refused.value.status == 403


async def test_the_eleventh_connection_is_sent_away(raw: Raw) -> None:
    held = [await raw.socket() for _ in range(10)]
    eleventh = await raw.session.ws_connect(await raw.url())
    goodbye = await eleventh.receive_json(timeout=5)
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    assert not any(socket.closed for socket in held)


async def test_each_event_goes_to_one_connection_and_all_have_their_turn(slack: Sandbox, raw: Raw) -> None:
    heard: list[tuple[int, str]] = []

    async def listen(number: int, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            found = await envelope(socket)
            heard.append((number, found["payload"]["event"]["text"]))

    sockets = [await raw.socket() for _ in range(3)]
    tasks = [asyncio.create_task(listen(*pair)) for pair in enumerate(sockets)]
    for number in range(6):
        await slack.say("ada", f"words {number}", "shared")
    for task in tasks:
        task.cancel()
    assert sorted(text for _, text in heard) == [f"words {n}" for n in range(6)]
    assert {number for number, _ in heard} == {0, 1, 2}


async def test_a_ping_is_echoed(raw: Raw) -> None:
    socket = await raw.socket()
    await socket.ping(b"sdk-ping-pong:1")
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.2)
    assert not socket.closed


async def test_an_event_that_is_not_acknowledged_comes_again_as_the_same_event(
    slack: Sandbox, raw: Raw, hasty: None
) -> None:
    socket = await raw.socket()
    saying = asyncio.create_task(slack.say("ada", "hear me", "shared"))
    first = await socket.receive_json(timeout=5)
    second = await socket.receive_json(timeout=5)
    third = await envelope(socket)
    await saying
    assert [e["retry_attempt"] for e in (first, second, third)] == [0, 1, 2]
    assert second["retry_reason"] == "timeout" and first["accepts_response_payload"] is False
    assert len({e["payload"]["event_id"] for e in (first, second, third)}) == 1
    assert len({e["envelope_id"] for e in (first, second, third)}) == 3
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.8)


async def test_slack_waits_three_seconds_and_gives_up_after_three_repetitions() -> None:
    assert (limits.ACK_SECONDS, limits.EVENT_RETRIES) == (3.0, 3)


async def test_an_event_in_hand_when_the_connection_breaks_comes_again_on_the_next(
    slack: Sandbox, raw: Raw
) -> None:
    socket = await raw.socket()
    saying = asyncio.create_task(slack.say("ada", "hear me", "shared"))
    first = await socket.receive_json(timeout=5)
    await socket.close()
    again = await envelope(await raw.socket())
    await saying
    assert again["payload"]["event_id"] == first["payload"]["event_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")


async def test_a_command_is_not_sent_again_and_says_that_nobody_answered(
    slack: Sandbox, raw: Raw, hasty: None
) -> None:
    socket = await raw.socket()
    saying = asyncio.create_task(slack.say("ada", "/note x", "shared"))
    sent = await socket.receive_json(timeout=5)
    assert sent["type"] == "slash_commands" and sent["accepts_response_payload"] is True
    assert "retry_attempt" not in sent
    assert await saying is None
    row = (await slack.messages("ada", "shared"))[-1]
    assert row["text"] == "upbeat did not respond" and row["ephemeral"] and row["from"] == "slackbot"
    assert await slack.messages("bo", "shared") == []
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.6)


async def test_a_late_acknowledgement_is_lost(slack: Sandbox, raw: Raw, hasty: None) -> None:
    socket = await raw.socket()
    saying = asyncio.create_task(slack.say("ada", "/note x", "shared"))
    sent = await socket.receive_json(timeout=5)
    await saying
    await socket.send_json({"envelope_id": sent["envelope_id"], "payload": {"text": "late"}})
    assert [m["text"] for m in await slack.messages("ada", "shared")] == ["upbeat did not respond"]


async def test_events_are_dropped_when_no_bot_was_ever_there(slack: Sandbox, raw: Raw) -> None:
    began = time.monotonic()
    await slack.say("ada", "into the wind", "shared")
    assert time.monotonic() - began < 1
    with pytest.raises(TimeoutError):
        await (await raw.socket()).receive(timeout=0.4)


async def test_bolt_connects_again_after_a_disconnect_and_loses_nothing(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.fault("disconnect")
    await slack.say("ada", "still there?", "shared")
    assert {body["event"]["text"] for body in bot.heard} == {"still there?"}
    assert len({body["event_id"] for body in bot.heard}) == 1


async def test_disconnect_says_why(slack: Sandbox, raw: Raw) -> None:
    socket = await raw.socket()
    await slack.fault("disconnect")
    goodbye = await socket.receive_json(timeout=5)
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "refresh_requested")
    assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


async def test_an_outage_lasts_as_long_as_ordered(slack: Sandbox, raw: Raw) -> None:
    await slack.fault("disconnect", seconds=2)
    assert (await raw.call("apps.connections.open", token="xapp-test"))["ok"] is False
    async with asyncio.timeout(20):
        while not (await raw.call("apps.connections.open", token="xapp-test"))["ok"]:
            pass


async def test_a_foreign_bot_without_a_listener_hears_an_event_again_and_does_not_hold_up_who_spoke(
    slack: Sandbox, bot: Foreign, hasty: None
) -> None:
    await bot.connect()
    began = time.monotonic()
    await slack.say("ada", "nobody listens", "shared")
    assert 0.4 <= time.monotonic() - began < 2


async def test_a_command_typed_between_two_connections_waits_for_the_next(slack: Sandbox, raw: Raw) -> None:
    await raw.socket()
    await slack.fault("disconnect")
    saying = asyncio.create_task(slack.say("ada", "/note x", "shared"))
    await envelope(await raw.socket(), answer={"text": "noted"})
    await saying
    assert [m["text"] for m in await slack.messages("ada", "shared")] == ["noted"]
