"""The Slack door over Bolt, without a network: what is acknowledged when, and the traps of Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.feature import Context, Face, Feature, Reply, reply
from bot.settings import Settings
from bot.slack.app import Door
from bot.slack.incoming import Reader, Self
from bot.slack.outgoing import Slack
from tests.house import House, face

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))


class Wire:
    """The door of a house, and what it asked of Slack."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.door = Door(house.settings, house.clock)
        self.door._this = Self("UBOT", "B1", "A1", "T1")
        self.door._authorized = AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="B1", bot_token="xoxb-1"
        )
        self.said: list[tuple[str, Any]] = []
        self.forms = True
        self.door.platform = self._platform()
        self.door._dispatch = house.dispatch
        self.door._deliverer = house.deliverer
        self.door._reader = Reader(self.door._this, self.door.platform.who, house.clock.now)
        self.app = self.door._bolt()

    def _platform(self) -> Slack:
        wire = self

        class Platform(Slack):
            async def who(self, handle: str) -> Face:
                return face(handle[1:].lower())

            async def form(self, trigger: str, view: Any) -> bool:
                wire.said.append(("form", view))
                return wire.forms

            async def respond(self, url: str, page: Any, over: bool) -> None:
                wire.said.append(("respond over" if over else "respond", page))

            async def ephemeral(self, channel: str, person: str, page: Any, thread: str = "") -> None:
                wire.said.append(("ephemeral", page))

        return Platform(AsyncWebClient("xoxb-1"), None, "T1")  # type: ignore[arg-type]

    async def sends(self, payload: dict[str, Any]) -> BoltResponse:
        return await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))

    async def event(self, event: dict[str, Any], number: str = "Ev1") -> BoltResponse:
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": number,
            "event": event,
        }
        return await self.sends(
            {**body, "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}]}
        )

    async def line(self, text: str, ts: str = "1.1", user: str = "UJO", **more: Any) -> BoltResponse:
        event = {
            "type": "message",
            "channel": "C1",
            "channel_type": "channel",
            "user": user,
            "text": text,
            "ts": ts,
        }
        return await self.event({**event, **more})

    async def command(self, text: str) -> BoltResponse:
        return await self.sends(
            {
                "command": "/diary",
                "text": text,
                "user_id": "UMINA",
                "channel_id": "C1",
                "team_id": "T1",
                "trigger_id": "t",
                "response_url": "http://127.0.0.1/r",
            }
        )


def diary() -> Feature:
    feature = Feature("diary", command="/diary", about="a diary")

    @feature.verb("write", default=True, markers=(r"diary:\s*",))
    async def write(context: Context) -> Reply:
        """Write something down."""
        await context.records.organisations.add(context.text)
        return reply("dispatch/too_long", typed=context.text, most=1)

    return feature


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with House.begun(features=[diary()]) as house:
        yield Wire(house)


async def kept(wire: Wire) -> list[str]:
    async with wire.house.records() as records:
        return [row.name for row in await records.organisations.list()][3:]


SAMPLES: dict[str, dict[str, Any]] = {
    "app_home_opened": {"type": "app_home_opened", "user": "UMINA", "channel": "D1", "tab": "messages"},
    "app_mention": {"type": "app_mention", "user": "UJO", "text": "<@UBOT> hi", "ts": "1.2", "channel": "C1"},
    "member_joined_channel": {
        "type": "member_joined_channel",
        "user": "UPRIYA",
        "channel": "C1",
        "inviter": "UMINA",
        "event_ts": "1.3",
    },
    "member_left_channel": {
        "type": "member_left_channel",
        "user": "UWILL",
        "channel": "C1",
        "event_ts": "1.4",
    },
    "message.channels": {"type": "message", "channel": "C1", "user": "UJO", "text": "hello", "ts": "1.5"},
    "message.groups": {"type": "message", "channel": "C1", "user": "UJO", "text": "hello", "ts": "1.6"},
    "message.im": {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "UJO",
        "text": "hi",
        "ts": "1.7",
    },
}


@pytest.mark.parametrize("name", MANIFEST["settings"]["event_subscriptions"]["bot_events"])
async def test_every_subscribed_event_is_listened_to_and_acknowledged(name: str) -> None:
    async with House.begun() as house:
        assert (await Wire(house).event(SAMPLES[name])).status == 200


async def test_an_event_nobody_expected_is_acknowledged_too(wire: Wire) -> None:
    assert (await wire.event({"type": "channel_rename", "channel": {"id": "C1"}})).status == 200


async def test_a_command_is_kept_before_it_is_acknowledged_and_answered_on_the_acknowledgement(
    wire: Wire,
) -> None:
    response = await wire.command("Rain")
    assert response.status == 200 and "Rain" in response.body
    assert await kept(wire) == ["Rain"]


async def test_a_store_that_cannot_commit_leaves_the_event_unacknowledged(
    wire: Wire, monkeypatch: Any
) -> None:
    def broken() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(wire.house.store, "transaction", broken)
    assert (await wire.line("diary: Rain")).status != 200


async def test_our_own_messages_are_never_read(wire: Wire) -> None:
    await wire.line("diary: Rain", user="UBOT", bot_id="B1", app_id="A1")
    await wire.line("diary: Rain", ts="1.2", user="UOTHER", bot_id="B9", bot_profile={"app_id": "A1"})
    assert await kept(wire) == []


async def test_other_bots_are_never_read(wire: Wire) -> None:
    await wire.line("diary: Rain", user="UROBOT", bot_id="B2", subtype="bot_message")
    await wire.line("diary: Rain", ts="1.2", user="UROBOT", bot_id="B2")
    assert await kept(wire) == []


async def test_a_mention_in_two_events_with_two_ids_is_one_request(wire: Wire) -> None:
    mention = {"user": "UJO", "text": "<@UBOT> diary write Rain", "ts": "1.1", "channel": "C1"}
    await wire.event({"type": "message", "channel_type": "channel", **mention}, "Ev1")
    await wire.event({"type": "app_mention", **mention}, "Ev2")
    assert await kept(wire) == ["Rain"]


async def test_a_form_whose_trigger_has_expired_is_offered_again(wire: Wire) -> None:
    feature = wire.house.dispatch.features["diary"]

    @feature.verb("form", form=True)
    async def form(context: Context) -> Reply:
        """A form."""
        return reply("partnership/set_up", name="", organisations="", nation="ENG", zone="Europe/London")

    wire.forms = False
    await wire.sends(
        {
            "type": "block_actions",
            "user": {"id": "UMINA", "team_id": "T1"},
            "team": {"id": "T1"},
            "api_app_id": "A1",
            "container": {"type": "message", "message_ts": "9.9", "channel_id": "C1", "is_ephemeral": False},
            "channel": {"id": "C1"},
            "trigger_id": "old",
            "response_url": "http://127.0.0.1/r",
            "message": {"ts": "9.9", "blocks": []},
            "actions": [{"type": "button", "action_id": "diary.form", "block_id": "b", "value": "1:"}],
        }
    )
    kinds = [kind for kind, _ in wire.said]
    assert kinds == ["form", "respond"]
    buttons = [element for block in wire.said[1][1]["blocks"] for element in block.get("elements", [])]
    assert any(element.get("action_id") == "diary.form" for element in buttons)


async def test_the_authorisation_is_asked_for_once_and_not_at_every_event(
    wire: Wire, monkeypatch: Any
) -> None:
    async def asked(*_: Any, **__: Any) -> None:
        raise AssertionError("auth.test was called")

    monkeypatch.setattr(wire.door.platform.client, "auth_test", asked)
    for number in range(5):
        assert (await wire.line("diary: Rain", ts=f"1.{number}")).status == 200


async def test_bolt_does_not_turn_into_an_app_of_many_workspaces_by_itself(monkeypatch: Any) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "2")
    async with House.begun(features=[diary()]) as house:
        wire = Wire(house)
        await wire.command("Rain")
        assert await kept(wire) == ["Rain"]


async def test_one_session_serves_all_calls_and_nothing_is_repeated_by_the_client() -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-1", session=session, retry_handlers=[])
        assert client.session is session and client.retry_handlers == []
    text = (ROOT / "bot" / "slack" / "app.py").read_text(encoding="utf-8")
    assert "session=self._session" in text and "retry_handlers=[]" in text


def test_the_sdk_is_new_enough_to_come_back_from_a_closed_session() -> None:
    major, minor = (int(part) for part in version("slack-sdk").split(".")[:2])
    assert (major, minor) >= (3, 45)


def test_the_settings_have_a_pace_for_a_conversation() -> None:
    assert Settings(_env_file=None).pace_seconds == 1.0  # type: ignore[call-arg]
