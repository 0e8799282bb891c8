"""Installing by OAuth: the question, its answers, and the code that is changed for a token once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web

from sandbox.client import Refused, Sandbox
from sandbox.core import Slack
from sandbox.main import opened
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from tests.sandbox.conftest import MANIFEST, SCOPES, Raw, options, sandbox_at

BACK = "http://127.0.0.1:9/slack/oauth_redirect"
ASKED = {
    "client_id": CLIENT_ID,
    "scope": "chat:write,files:write",
    "redirect_uri": BACK,
    "state": "s & s",
}


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox whose app asks for files only as an option."""
    scopes = {"bot": SCOPES, "bot_optional": ["files:write"]}
    manifest = {**MANIFEST, "oauth_config": {"scopes": scopes}}
    async with sandbox_at(options(tmp_path, manifest=manifest)) as client:
        yield client


async def ask(
    raw: Raw, form: dict[str, str] | None = None, who: str = "eve", more: Mapping[str, str] | None = None
) -> tuple[int, str, dict[str, str]]:
    """The authorize page: status, words, and what the way back carries."""
    url, method = f"{raw.address}/oauth/v2/authorize", "POST" if form else "GET"
    query = {**ASKED, **({"as": who} if who else {}), **(more or {})}
    async with raw.session.request(method, url, params=query, data=form, allow_redirects=False) as answer:
        back = urlsplit(answer.headers.get("Location", ""))
        assert back.path in ("", urlsplit(BACK).path)
        return answer.status, await answer.text(), {k: v[0] for k, v in parse_qs(back.query).items()}


async def change(raw: Raw, code: str, **more: str) -> Any:
    """A code for a token."""
    secret = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return await raw.call("oauth.v2.access", token="", code=code, **{**secret, **more})


async def test_the_page_asks_and_its_button_leads_back_with_a_code_and_the_state(raw: Raw) -> None:
    status, words, _ = await ask(raw)
    assert status == 200 and "Upbeat wants to join Town Hall" in words
    assert all(part in words for part in ("<li>chat:write</li>", 'value="files:write" checked', "Cancel"))
    status, _, back = await ask(raw, {"answer": "allow", "keep": "files:write"})
    assert status == 302 and back["state"] == "s & s"
    made = await change(raw, back["code"])
    assert made["ok"] and made["scope"] == "chat:write,files:write"
    assert made["team"]["name"] == "Town Hall" and made["token_type"] == "bot"
    assert (await raw.call("auth.test", token=made["access_token"]))["user_id"] == made["bot_user_id"]


async def test_without_a_name_the_page_asks_who_one_is(raw: Raw) -> None:
    status, words, _ = await ask(raw, who="")
    assert status == 200 and "Eve Stone, Town Hall" in words and "as=eve" in words


async def test_cancelling_leads_back_without_a_code(raw: Raw) -> None:
    _, _, back = await ask(raw, {"answer": "cancel"})
    assert back == {"error": "access_denied", "state": "s & s"}


async def test_an_optional_scope_can_be_declined_and_no_other(raw: Raw) -> None:
    _, _, back = await ask(raw, {"answer": "allow"})
    assert (await change(raw, back["code"]))["scope"] == "chat:write"
    _, _, back = await ask(raw, more={"allow": "1", "decline": "files:write,chat:write"})
    assert (await change(raw, back["code"]))["scope"] == "chat:write"


async def test_a_code_is_good_once_and_only_for_who_knows_the_secret(raw: Raw, slack: Sandbox) -> None:
    _, _, back = await ask(raw, more={"allow": "1"})
    assert (await change(raw, back["code"], client_id="1.2"))["error"] == "invalid_client_id"
    assert (await change(raw, back["code"], client_secret="guess"))["error"] == "bad_client_secret"
    assert (await change(raw, back["code"]))["ok"]
    assert (await change(raw, back["code"]))["error"] == "invalid_code"
    assert CLIENT_SECRET not in str(await slack.calls())


async def test_the_way_back_must_be_the_one_that_was_asked_with(raw: Raw) -> None:
    _, _, back = await ask(raw, more={"allow": "1"})
    assert (await change(raw, back["code"], redirect_uri="http://127.0.0.1:9/x"))[
        "error"
    ] == "bad_redirect_uri"


async def test_id_and_secret_may_come_in_the_header(raw: Raw) -> None:
    _, _, back = await ask(raw, more={"allow": "1"})
    url, who = f"{raw.address}/api/oauth.v2.access", aiohttp.encode_basic_auth(CLIENT_ID, CLIENT_SECRET)
    body, headers = {"code": back["code"], "redirect_uri": BACK}, {"Authorization": who}
    async with raw.session.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["ok"] is True


@pytest.mark.parametrize(
    "wrong",
    [{"client_id": "1.2"}, {"scope": ""}, {"scope": "admin"}, {"redirect_uri": "javascript:alert(1)"}],
)
async def test_an_app_that_asks_wrongly_is_not_installed(raw: Raw, wrong: dict[str, str]) -> None:
    status, _, back = await ask(raw, more={"allow": "1", **wrong})
    assert status == 400 and back == {}


async def test_installing_again_keeps_the_token(raw: Raw) -> None:
    made = []
    for _ in range(2):
        _, _, back = await ask(raw, more={"allow": "1"})
        made.append((await change(raw, back["code"]))["access_token"])
    assert made[0] == made[1]


@asynccontextmanager
async def front(slack: Slack, lost: bool = False) -> AsyncIterator[list[Any]]:
    """A bot's own page, which sends to Slack with a state, and keeps what comes back for it in a list."""
    kept: list[Any] = []

    async def begin(request: web.Request) -> web.StreamResponse:
        back = f"http://{request.host}/slack/oauth_redirect"
        query = urlencode({**ASKED, "scope": ",".join(SCOPES), "redirect_uri": back})
        answer = web.HTTPFound(f"{slack.address}/oauth/v2/authorize?{query}")
        answer.set_cookie("state", "kept", secure=True)
        raise answer

    async def finish(request: web.Request) -> web.StreamResponse:
        assert (request.query["state"], request.cookies["state"]) == (ASKED["state"], "kept")
        raw = Raw(slack.address)
        kept.append(await change(raw, "lost" if lost else request.query["code"]))
        await raw.close()
        return web.Response(status=200 if kept[-1]["ok"] else 400)

    application = web.Application()
    application.router.add_get("/slack/install", begin)
    application.router.add_get("/slack/oauth_redirect", finish)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.front = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield kept
    await runner.cleanup()


async def test_where_the_bot_has_a_page_for_it_installing_takes_that_way(tmp_path: Path) -> None:
    async with opened(options(tmp_path)) as slack, front(slack) as kept, Sandbox(slack.address) as client:
        made = await client.install("town")
    assert [row["access_token"] for row in kept] == [made["token"]]
    assert kept[0]["team"]["id"] == made["team_id"]


async def test_an_installation_that_the_bot_does_not_finish_is_refused(tmp_path: Path) -> None:
    async with opened(options(tmp_path)) as slack, front(slack, lost=True), Sandbox(slack.address) as client:
        with pytest.raises(Refused) as refused:
            await client.install("town")
        assert refused.value.error == "not_installed"
        assert [row["workspace"] for row in (await client.state())["installs"]] == ["host"]
