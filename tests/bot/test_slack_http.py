"""Slack over HTTP: what is signed is taken in, and nothing else is; the same listeners as over a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import select

from bot.slack import http
from storage.deliveries import Delivery
from storage.records import Registry
from tests.bot.slack.opened import Opened, opened
from tests.bot.slack.pretend import as_form, as_json, envelope, signed
from tests.house import House  # noqa: F401 (so that it runs on every store)

LINE = {
    "type": "message",
    "channel": "C1",
    "channel_type": "channel",
    "user": "UMINA",
    "text": "AGENDA: Otter funding",
    "ts": "1.1",
}


@pytest.fixture
async def door() -> AsyncIterator[Opened]:
    async with opened() as door:
        yield door


async def items(door: Opened) -> list[str]:
    async with door.house.records() as records:
        return [item.text for item in await records.agenda.waiting()]


async def test_an_event_that_slack_signed_is_taken_in(door: Opened) -> None:
    assert (await door.sends(*as_json(envelope(LINE))))[0] == 200
    assert await items(door) == ["Otter funding"]


async def test_a_command_is_answered_in_the_reply(door: Opened) -> None:
    body = "command=%2Fupbeat&text=help&user_id=UMINA&channel_id=C1&team_id=T1&trigger_id=t&response_url=u"
    status, text = await door.sends(body, "application/x-www-form-urlencoded")
    assert status == 200 and json.loads(text)["blocks"]


async def test_a_press_is_taken_in(door: Opened) -> None:
    action = {"type": "button", "action_id": "help.show", "block_id": "b", "value": "1:"}
    press = {
        "type": "block_actions",
        "user": {"id": "UMINA", "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "container": {"type": "view", "view_id": "V1"},
        "trigger_id": "t",
        "view": {"id": "V1", "type": "home"},
        "actions": [action],
    }
    assert (await door.sends(*as_form(press)))[0] == 200
    assert door.slack.asked("views.publish")


async def test_the_challenge_is_answered(door: Opened) -> None:
    status, text = await door.sends(
        *as_json({"type": "url_verification", "challenge": "otter", "token": "t"})
    )
    assert (status, json.loads(text)) == (200, {"challenge": "otter"})


@pytest.mark.parametrize(
    "how", ["wrong secret", "six minutes old", "no signature", "another body", "no header"]
)
async def test_what_slack_did_not_sign_just_now_is_refused(door: Opened, how: str) -> None:
    body, kind = as_json(envelope(LINE))
    headers = {
        "wrong secret": signed(body, kind, secret="another"),
        "six minutes old": signed(body, kind, age=360),
        "no signature": {**signed(body, kind), "x-slack-signature": ""},
        "another body": signed(f"{body} ", kind),
        "no header": {"content-type": kind},
    }[how]
    assert (await door.posts(body, headers))[0] == 401
    assert await items(door) == []


async def test_the_same_event_again_changes_nothing(door: Opened) -> None:
    body, kind = as_json(envelope(LINE))
    await door.sends(body, kind)
    again = {**signed(body, kind), "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    assert (await door.posts(body, again))[0] == 200
    assert await items(door) == ["Otter funding"]


async def test_a_first_copy_that_was_lost_is_taken_in_when_it_comes_again(door: Opened) -> None:
    body, kind = as_json(envelope(LINE))
    await door.posts(body, {**signed(body, kind), "x-slack-retry-num": "1"})
    assert await items(door) == ["Otter funding"]


@pytest.mark.parametrize("body", ["{", "[1]", "payload=1", "\udcff"])
async def test_what_nobody_can_read_is_refused_without_a_word_in_the_log(
    door: Opened, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    raw = body.encode(errors="surrogateescape")
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{door.web.address}/slack/events", data=raw, headers={"content-type": "text/plain"}
        ) as answer,
    ):
        assert answer.status in (400, 401)
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_body_that_is_far_too_large_is_refused(door: Opened) -> None:
    body = "x" * (2**20 + 1)
    assert (await door.posts(body, signed(body, "text/plain")))[0] == 413


async def test_nobody_is_told_it_was_taken_in_while_the_house_is_closed(door: Opened) -> None:
    await door.door.close()
    assert (await door.sends(*as_json(envelope(LINE))))[0] == 503
    assert await door.door.well() == "not open"


async def test_the_door_is_well_when_it_is_open(door: Opened) -> None:
    assert await door.door.well() == ""
    async with aiohttp.ClientSession() as session, session.get(f"{door.web.address}/readyz") as answer:
        assert (await answer.json())["parts"]["slack"] == "ok"


async def test_a_body_that_does_not_come_is_not_waited_for(
    door: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PATIENCE", 0.05)
    host, port = door.web.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na=")
    assert b" 408 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize("number", ["9" * 22, "9" * 5000, "\u00b2", "-1", "2147483648"])
async def test_a_button_of_a_partnership_that_cannot_be_is_answered_in_words(
    door: Opened, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    press = {
        "type": "block_actions",
        "user": {"id": "UMINA", "team_id": "T1"},
        "team": {"id": "T1"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "channel": {"id": "D1"},
        "actions": [{"type": "button", "action_id": "agenda.show", "block_id": "b", "value": f"{number}:"}],
    }
    assert (await door.sends(*as_form(press)))[0] == 200
    assert not [one for one in caplog.records if one.exc_info]


async def test_a_refusal_is_no_matter_of_a_partnership_that_the_asker_is_not_in(door: Opened) -> None:
    async with door.house.store.transaction() as session:
        other = (await Registry(session).begin("Barn Board", "slack", "T1", "C2")).partnership.id
    press = {
        "type": "block_actions",
        "user": {"id": "UGRACE", "team_id": "T3"},
        "team": {"id": "T1"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "channel": {"id": "D1"},
        "actions": [{"type": "button", "action_id": "agenda.show", "block_id": "b", "value": f"{other}:"}],
    }
    assert (await door.sends(*as_form(press)))[0] == 200
    async with door.house.store.transaction() as session:
        rows = (await session.scalars(select(Delivery))).all()
        assert rows and all(one.partnership_id != other for one in rows)
