"""The Slack door over Bolt, without a network: what is acknowledged when, and the traps of Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Context, Face, Feature, Place, Reply, Way, reply
from bot.settings import Settings
from bot.slack.app import Door
from bot.slack.desk import Desk
from bot.slack.events import EVENTS
from bot.slack.incoming import Reader, Self
from bot.slack.installs import Install, Installs
from bot.slack.outgoing import Slack
from bot.slack.text import readable, typed
from storage.deliveries import Address
from tests.bot.test_dispatch import second_partnership
from tests.house import House, face

HERE = Install("T1", "xoxb-1", "UBOT", "B1", "A1")


class Wire:
    """The door of a house, and what it asked of Slack."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.door = Door(house.settings, house.clock, house.store)
        self.said: list[tuple[str, Any]] = []
        self.forms = True
        self.home_fails = False
        self.door.platform = self._platform()
        self.door.desk = Desk(self.door.platform, house.dispatch, house.deliverer, house.clock.now)
        self.app = self.door.bolt(self.door.desk)

    def _platform(self) -> Slack:
        wire = self

        class Platform(Slack):
            async def who(self, handle: str, through: str = "", team: str = "") -> Face:
                return face(handle[1:].lower())

            async def locked_out(self, install: Install) -> bool:
                return True

            async def form(self, through: str, trigger: str, view: Any) -> bool:
                wire.said.append(("form", view))
                return wire.forms

            async def respond(self, url: str, page: Any, over: bool) -> None:
                wire.said.append(("respond over" if over else "respond", page))

            async def ephemeral(self, place: Place, person: Face, page: Any, thread: str = "") -> None:
                wire.said.append(("ephemeral", page))

            async def home(self, person: Face, cards: Any) -> None:
                if wire.home_fails:
                    raise TryLater(1)
                wire.said.append(("home", [partnership for partnership, _ in cards]))

        return Platform(Installs([HERE]), None, "http://127.0.0.1/api/")  # type: ignore[arg-type]

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
    "app_uninstalled": {"type": "app_uninstalled"},
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}},
    "channel_id_changed": {"type": "channel_id_changed", "old_channel_id": "C8", "new_channel_id": "C9"},
    "channel_left": {"type": "channel_left", "channel": "C9", "actor_id": "UMINA", "event_ts": "1.8"},
    "group_left": {"type": "group_left", "channel": "C9", "actor_id": "UMINA", "event_ts": "1.9"},
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
    "reaction_added": {
        "type": "reaction_added",
        "user": "UJO",
        "item": {"type": "message", "channel": "C1", "ts": "1.5"},
        "reaction": "white_check_mark",
        "item_user": "UMINA",
        "event_ts": "1.8",
    },
}


@pytest.mark.parametrize("name", EVENTS)
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

    monkeypatch.setattr(wire.door.platform.client("xoxb-1"), "auth_test", asked)
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
        client = Slack(Installs([HERE]), session, "http://127.0.0.1/api/").client("xoxb-1")
        assert client.session is session and client.retry_handlers == []


def test_the_sdk_is_new_enough_to_come_back_from_a_closed_session() -> None:
    major, minor = (int(part) for part in version("slack-sdk").split(".")[:2])
    assert (major, minor) >= (3, 45)


def test_the_settings_have_a_pace_for_a_conversation() -> None:
    assert Settings(_env_file=None).pace_seconds == 1.0  # type: ignore[call-arg]


# What Slack says, and what it means


class Refusing(Slack):
    """Slack as it answers calls with these errors, one after the other; then it does what is asked."""

    def __init__(self, *codes: str) -> None:
        super().__init__(Installs([HERE]), None, "http://127.0.0.1/api/")  # type: ignore[arg-type]
        self.codes, self.asked = list(codes), list[tuple[str, dict[str, Any]]]()
        self.client("xoxb-1").api_call = self._call  # type: ignore[method-assign,assignment]

    async def _call(self, method: str, **call: Any) -> Any:
        self.asked.append((method, {**(call.get("params") or {}), **(call.get("json") or {})}))
        if self.codes and (code := self.codes.pop(0)):
            raise SlackApiError(code, AsyncSlackResponse(**_answer({"ok": False, "error": code}, None)))
        user = {"id": "UJO", "team_id": "T2", "real_name": "Jo Lindqvist"}
        return {"ok": True, "ts": "1.1", "user": user, "channel": {"id": "D1"}}


def _answer(data: dict[str, Any], client: Any) -> dict[str, Any]:
    where = {"client": client, "http_verb": "POST", "api_url": "u", "req_args": {}}
    return {**where, "data": data, "headers": {}, "status_code": 200}


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("ratelimited", TryLater),
        ("token_revoked", TryLater),
        ("internal_error", Unsure),
        ("not_in_channel", Undeliverable),
    ],
)
async def test_a_refusal_is_told_from_what_may_have_happened(code: str, means: type[Exception]) -> None:
    with pytest.raises(means):
        await Refusing(code).post(Address("slack", "T1", "C1"), {"text": "Hello"}, "k")


@pytest.mark.parametrize("code", ["already_reacted", "message_not_found", "too_many_reactions"])
async def test_a_mark_that_cannot_stand_is_nobodys_worry(code: str) -> None:
    await Refusing(code).react(Address("slack", "T1", "C1"), "1.1", "envelope")


@pytest.mark.parametrize("code", ["ratelimited", "internal_error", "something_new"])
async def test_somebody_whom_slack_cannot_name_just_now_is_asked_after_again(code: str) -> None:
    slack = Refusing(code)
    assert (await slack.who("UJO", "T1")).name == ""
    face = await slack.who("UJO", "T1")
    assert (face.name, face.workspace, face.external) == ("Jo Lindqvist", "T2", True)
    await slack.who("UJO", "T1")
    assert len(slack.asked) == 2


async def test_an_answer_where_upbeat_is_no_part_of_the_channel_goes_directly() -> None:
    slack = Refusing("not_in_channel")
    await slack.ephemeral(Place("C9", "T1"), face("jo"), {"text": "Hello"})
    assert [method for method, _ in slack.asked] == [
        "chat.postEphemeral",
        "conversations.open",
        "chat.postMessage",
    ]


async def test_a_hundred_people_in_one_message_are_not_a_hundred_questions(wire: Wire) -> None:
    names = " ".join(f"<@U{number:04}>" for number in range(100))
    reader = Reader(HERE, Self(wire.door.platform.installs), wire.door.platform.who, wire.house.clock.now)
    request = await reader._request(face("jo"), "C1", Way.LINE, names)
    assert len(request.faces) == 20


@pytest.mark.parametrize(
    "raw",
    ["&amp;#xE000;USAM&amp;#xE001;", "&#xE000;USAM&#xE001;", "\ue000USAM\ue001", "&nbsp;&#60;@USAM&#62;"],
)
def test_nobody_is_named_by_what_only_looks_like_a_name(raw: str) -> None:
    assert "\ue000" not in readable(raw) and "<" not in readable(raw)
    assert typed({"text": "\ue000USAM\ue001", "many": ["1"]}) == {"text": "USAM", "many": ["1"]}


# The Home tab


OPENED = {"type": "app_home_opened", "user": "UJO", "channel": "D1", "tab": "home"}


async def test_the_home_tab_shows_every_partnership() -> None:
    async with House.begun() as house:
        await second_partnership(house, "jo")
        wire = Wire(house)
        await wire.event(OPENED)
        assert wire.said == [("home", [1, 2])]


async def test_a_home_tab_that_cannot_be_drawn_is_not_asked_for_again_and_again() -> None:
    async with House.begun() as house:
        wire = Wire(house)
        wire.home_fails = True
        assert (await wire.event(OPENED)).status == 200


async def test_a_press_on_the_home_tab_is_answered_directly_and_the_tab_drawn_again() -> None:
    async with House.begun() as house:
        wire = Wire(house)
        await wire.sends(
            {
                "type": "block_actions",
                "user": {"id": "UJO", "team_id": "T2"},
                "team": {"id": "T1"},
                "api_app_id": "A1",
                "container": {"type": "view", "view_id": "V1"},
                "trigger_id": "t",
                "view": {"id": "V1", "type": "home"},
                "actions": [{"type": "button", "action_id": "help.show", "block_id": "b", "value": "1:"}],
            }
        )
        await house.settles()
        assert len(house.dm("jo")) == 1 and wire.said == [("home", [1])]


async def test_closing_waits_for_what_is_in_hand(wire: Wire) -> None:
    may_end = asyncio.Event()
    handle = wire.house.dispatch.handle

    async def slow(*asked: Any) -> Any:
        await may_end.wait()
        return await handle(*asked)

    wire.house.dispatch.handle = slow  # type: ignore[method-assign]
    coming = asyncio.create_task(wire.line("diary: Rain"))
    while not wire.door.busy:  # noqa: ASYNC110 (nothing says so)
        await asyncio.sleep(0)
    closing = asyncio.create_task(wire.door.close())
    await asyncio.sleep(0)
    assert not closing.done()
    may_end.set()
    await closing
    assert coming.done() or (await coming).status == 200
    assert await kept(wire) == ["Rain"]
