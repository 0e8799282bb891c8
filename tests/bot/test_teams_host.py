"""Who may speak as Teams, and what becomes of what nobody expects: real keys, real tokens, a real server on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.app import Upbeat
from bot.errors import CannotStart
from bot.settings import Settings
from bot.teams.host import Host
from bot.teams.outgoing import PATH
from bot.web import Web
from tests import stores
from tests.teams.keys import ISSUER, METADATA, Keys
from tests.teams.world import APP

Json = dict[str, Any]

SERVICE = "https://smba.example.org/amer/"
MESSAGE: Json = {
    "type": "message",
    "id": "1",
    "text": "hello",
    "serviceUrl": SERVICE,
    "from": {"id": "29:jo"},
    "conversation": {"id": "a:1"},
}


class Threshold:
    """The door's threshold on a server of its own. What is let in stands in `taken`."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.taken: list[Json] = []
        self.answer: tuple[int, Json | None] = (200, None)
        self.fails = False
        self.address = ""

    async def take(self, activity: Json) -> tuple[int, Json | None]:
        self.taken.append(activity)
        if self.fails:
            raise RuntimeError("marzipan")
        return self.answer

    async def asked(self, body: object, token: str = "", raw: bytes | None = None) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sent: Any = {"json": body} if raw is None else {"data": raw}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.address}{PATH}", headers=headers, **sent) as answer,
        ):
            return answer.status, await answer.text()

    def token(self, keys: Keys | None = None, **changed: Any) -> str:
        given = {"audience": APP, "service_url": SERVICE, **changed}
        return (keys or self.keys).token(**given)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def settings(**given: Any) -> Settings:
    known = {"teams_client_id": APP, "teams_service_url": "http://127.0.0.1:9/", "host": "127.0.0.1"}
    return Settings(_env_file=None, **{**known, **given})


@asynccontextmanager
async def opened(keys: Keys, **given: Any) -> AsyncIterator[Threshold]:
    publishing = web.Application()
    keys.serve(publishing)
    async with served(publishing) as published:
        threshold = Threshold(keys)
        host = Host(settings(teams_metadata_url=f"{published}{METADATA}", **given), threshold.take)
        await host.open()
        server = Web("127.0.0.1", 0)
        server.add("POST", PATH, host.respond)
        await server.open()
        threshold.address = server.address
        try:
            yield threshold
        finally:
            await server.close()
            await host.close()


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


@pytest.fixture
async def door(keys: Keys) -> AsyncIterator[Threshold]:
    async with opened(keys) as threshold:
        yield threshold


async def test_whoever_shows_a_token_of_teams_is_let_in(door: Threshold) -> None:
    assert (await door.asked(MESSAGE, door.token()))[0] == 200
    assert door.taken == [MESSAGE]


async def test_nobody_else_is_let_in(door: Threshold) -> None:
    strangers = {
        "without a token": "",
        "with something that is none": "marzipan",
        "with a token for another bot": door.token(audience="another"),
        "with one of another issuer": door.token(issuer="https://evil.example.org"),
        "with one that is over": door.token(seconds=-600),
        "with one for another service": door.token(service_url="https://evil.example.org/"),
        "with one that names no service": door.token(service_url=None),
        "with one that another key has signed": door.token(Keys()),
        "with one of a key that is not published": door.token(Keys("nougat")),
    }
    answers = {who: (await door.asked(MESSAGE, token))[0] for who, token in strangers.items()}
    assert set(answers.values()) == {401}, answers
    assert door.taken == []


async def test_a_service_that_the_token_does_not_name_is_not_believed(door: Threshold) -> None:
    forged = {**MESSAGE, "serviceUrl": "https://evil.example.org/"}
    assert (await door.asked(forged, door.token()))[0] == 401
    assert door.taken == []


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"marzipan"', b"\xff\xfe", b"null", b'{"type": 1}', b'{"conversation": "x"}']
)
async def test_what_is_no_activity_is_refused_in_plain_words(door: Threshold, raw: bytes) -> None:
    status, said = await door.asked(None, door.token(), raw)
    assert status == 400 and "Traceback" not in said
    assert door.taken == []


@pytest.mark.parametrize(
    "strange",
    [
        {"type": "marzipan"},
        {"type": "event", "name": "nougat"},
        {"type": "endOfConversation"},
        {"type": "typing"},
        {},
    ],
)
async def test_the_sdk_minds_no_activity_that_it_does_not_know(door: Threshold, strange: Json) -> None:
    sent = {**strange, "serviceUrl": SERVICE}
    assert (await door.asked(sent, door.token()))[0] == 200
    assert door.taken == [sent]


async def test_what_rides_on_the_response_arrives_as_it_is(door: Threshold) -> None:
    door.answer = (200, {"statusCode": 200, "value": {"type": "AdaptiveCard"}})
    status, said = await door.asked(MESSAGE, door.token())
    assert (status, said) == (200, '{"statusCode": 200, "value": {"type": "AdaptiveCard"}}')
    door.answer = (501, None)
    assert await door.asked(MESSAGE, door.token()) == (501, "")


async def test_what_fails_behind_the_door_is_no_more_than_a_number(
    door: Threshold, caplog: pytest.LogCaptureFixture
) -> None:
    door.fails = True
    status, said = await door.asked(MESSAGE, door.token())
    assert (status, said) == (500, "")
    assert "a request of Teams failed" in caplog.text


async def test_everything_else_goes_on_while_keys_are_fetched() -> None:
    """The SDK fetches keys in a way that stops the loop; here whoever gives them out lives on the same loop."""
    keys = Keys()
    async with opened(keys) as threshold:
        assert keys.asked == 0
        assert (await threshold.asked(MESSAGE, threshold.token()))[0] == 200
        assert keys.asked == 1


async def test_open_to_anybody_means_anybody_on_this_machine_only(keys: Keys) -> None:
    async with opened(keys, teams_open=True) as threshold:
        assert (await threshold.asked(MESSAGE))[0] == 200
    for outside in ("0.0.0.0", "192.0.2.7", "upbeat.example.org", ""):
        chosen = settings(teams_open=True, host=outside, port=3000)
        assert "UPBEAT_TEAMS_OPEN" in chosen.missing()
        async with stores.fresh() as database:
            bot = Upbeat(chosen.model_copy(update={"database_url": database}))
            with pytest.raises(CannotStart, match="UPBEAT_TEAMS_OPEN"):
                await asyncio.wait_for(bot.run(), 20)


async def test_no_secret_is_given_to_what_only_pretends_to_be_teams(keys: Keys) -> None:
    for given in ({"teams_open": True}, {"teams_service_url": "http://localhost:9"}):
        host = Host(settings(teams_client_secret="nougat", **given), Threshold(keys).take)
        assert await host.token() == ""
        await host.close()


async def test_the_sdk_takes_nothing_from_the_environment(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    for name, value in {
        "CLIENT_ID": "another",
        "TENANT_ID": "another",
        "CLOUD": "China",
        "SERVICE_URL": "https://evil.example.org",
        "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true",
    }.items():
        monkeypatch.setenv(name, value)
    async with opened(keys) as threshold:
        assert (await threshold.asked(MESSAGE))[0] == 401
        assert (await threshold.asked(MESSAGE, threshold.token(issuer=ISSUER)))[0] == 200
