"""`upbeat doctor`: what it finds in a good house and in bad ones, with the sandbox as Slack."""

from __future__ import annotations

import os
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from cryptography.fernet import Fernet
from slack_sdk.signature import SignatureVerifier

from bot import clock
from bot.app import examined
from bot.doctor import Mark, of_clock
from bot.settings import Settings
from bot.slack.events import EVENTS
from bot.slack.secrets import Keys
from bot.web import Web
from sandbox.main import Options, serving
from storage.database import Store
from storage.installs import Installations
from tests import stores

ROOT = Path(__file__).resolve().parents[2]
DECLARED = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
BOT, APP = "xoxb-marzipan", "xapp-marzipan"


@asynccontextmanager
async def slack(folder: Path, without: Sequence[str] = ()) -> AsyncIterator[str]:
    """The base address of a Slack in which the app was granted what app.yaml asks for, but for these scopes."""
    scopes = DECLARED["oauth_config"]["scopes"]
    granted = {kind: [one for one in names if one not in without] for kind, names in scopes.items()}
    path = folder / "app.yaml"
    path.write_text(yaml.safe_dump({**DECLARED, "oauth_config": {"scopes": granted}}), encoding="utf-8")
    options = Options(manifest=path, bot=False, bot_token=BOT, app_token=APP, browser=False)
    async with serving(options) as address:
        yield f"{address}/api/"


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with stores.fresh() as url:
        yield url


def settings(base: str, database: str, **more: Any) -> Settings:
    given = {"slack_bot_token": BOT, "slack_app_token": APP, **more}
    return Settings(database_url=database, slack_base_url=base, _env_file=None, **given)


async def found(chosen: Settings) -> tuple[int, list[str]]:
    lines: list[str] = []
    return await examined(chosen, lines.append), lines


def line(lines: Sequence[str], words: str) -> str:
    """The only line that holds these words."""
    (only,) = [one for one in lines if words in one]
    return only


async def test_a_good_house_has_nothing_wrong_and_no_secret_is_said(tmp_path: Path, database: str) -> None:
    async with slack(tmp_path) as base:
        code, lines = await found(settings(base, database))
    assert code == 0 and lines[-1].strip() == "Nothing is wrong."
    assert not [one for one in lines if one.startswith(Mark.BAD)]
    for words in (
        "database answers",
        "tables are those",
        "BOT_TOKEN is that of",
        "opens a socket",
        "clock is",
    ):
        assert line(lines, words).startswith(Mark.OK)
    assert line(lines, "Nothing was ever asked").startswith(Mark.NOTE)
    assert all(name in line(lines, "Event Subscriptions") for name in EVENTS)
    assert "marzipan" not in "\n".join(lines)


async def test_the_command_ends_with_one_where_something_is_bad(tmp_path: Path) -> None:
    async with slack(tmp_path) as base:
        given = {
            "UPBEAT_SLACK_BOT_TOKEN": "xoxb-wrong",
            "UPBEAT_SLACK_APP_TOKEN": APP,
            "UPBEAT_SLACK_BASE_URL": base,
            "UPBEAT_DATABASE_URL": f"sqlite:///{tmp_path / 'upbeat.db'}",
        }
        process = await create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor"), cwd=ROOT, env={**os.environ, **given}, stdout=PIPE
        )
        said, _ = await process.communicate()
    assert process.returncode == 1
    assert b"UPBEAT_SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth)" in said
    assert not (tmp_path / "upbeat.db").exists()


async def test_missing_settings_are_named_and_the_rest_is_looked_at_all_the_same(database: str) -> None:
    code, lines = await found(settings("http://127.0.0.1:9/api/", database, slack_app_token=""))
    assert code == 1
    assert line(lines, "UPBEAT_SLACK_APP_TOKEN (Socket Mode)").startswith(Mark.BAD)
    assert line(lines, "database answers").startswith(Mark.OK)


async def test_a_scope_that_is_needed_is_bad_where_it_is_missing(tmp_path: Path, database: str) -> None:
    async with slack(tmp_path, without=["users:read", "groups:history"]) as base:
        code, lines = await found(settings(base, database))
    assert code == 1
    assert line(lines, "scopes are missing").startswith(
        "bad   These scopes are missing: groups:history, users:read."
    )


async def test_an_optional_scope_that_was_declined_says_what_does_not_work(
    tmp_path: Path, database: str
) -> None:
    async with slack(tmp_path, without=["files:write"]) as base:
        code, lines = await found(settings(base, database))
    assert code == 0
    assert "no calendar files" in line(lines, "files:write")
    assert line(lines, "files:write").startswith(Mark.NOTE)


async def test_a_socket_that_slack_does_not_open_is_bad(tmp_path: Path, database: str) -> None:
    async with slack(tmp_path) as base:
        code, lines = await found(settings(base, database, slack_app_token="xapp-wrong"))
    assert code == 1 and "invalid_auth" in line(lines, "UPBEAT_SLACK_APP_TOKEN")


async def test_a_slack_that_cannot_be_reached_is_bad(database: str) -> None:
    code, lines = await found(settings("http://127.0.0.1:9/api/", database))
    assert code == 1 and any("Slack cannot be reached" in one for one in lines)


async def test_a_database_that_does_not_answer_is_bad_and_its_password_is_not_said(tmp_path: Path) -> None:
    async with slack(tmp_path) as base:
        url = "postgresql://upbeat:nougat@127.0.0.1:9/upbeat"
        code, lines = await found(settings(base, url))
    assert code == 1
    assert line(lines, "does not answer").startswith(Mark.BAD)
    assert "nougat" not in "\n".join(lines)


async def test_tables_of_another_version_are_bad_and_no_tables_yet_are_not(tmp_path: Path) -> None:
    async with stores.bare() as url, slack(tmp_path) as base:
        store = Store(url)
        async with store.engine.begin() as connection:
            await connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        code, lines = await found(settings(base, url))
        assert code == 0 and line(lines, "no tables yet").startswith(Mark.NOTE)
        async with store.engine.begin() as connection:
            await connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
        await store.close()
        code, lines = await found(settings(base, url))
        assert code == 1 and "of version 0000 instead of" in line(lines, "Its tables")


def test_a_clock_that_is_off_by_more_than_a_minute_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    monkeypatch.setattr(clock, "real", lambda: now)
    assert of_clock(now - timedelta(seconds=60)).mark is Mark.OK
    assert of_clock(now - timedelta(seconds=90)).found == "The machine's clock is 90 seconds fast."
    assert of_clock(now + timedelta(seconds=90)).found == "The machine's clock is 90 seconds slow."
    assert of_clock(now + timedelta(seconds=90)).mark is Mark.BAD
    assert of_clock(None).mark is Mark.NOTE


@asynccontextmanager
async def answering(secret: str, status: int = 200) -> AsyncIterator[str]:
    """A server that answers Slack's challenge where it is signed with `secret`."""

    async def challenged(request: web.Request) -> web.StreamResponse:
        body = await request.text()
        if not SignatureVerifier(secret).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return web.Response(text=(await request.json())["challenge"], status=status)

    server = Web("127.0.0.1", 0)
    server.add("POST", "/slack/events", challenged)
    await server.open()
    try:
        yield server.address
    finally:
        await server.close()


async def over_http(folder: Path, database: str, public_url: str, secret: str) -> tuple[int, list[str]]:
    async with slack(folder) as base:
        more = {"slack_app_token": "", "slack_signing_secret": secret, "public_url": public_url, "port": 3000}
        return await found(settings(base, database, **more))


async def test_the_public_address_is_asked_for_the_challenge_as_slack_does(
    tmp_path: Path, database: str
) -> None:
    async with answering("nougat") as url:
        code, lines = await over_http(tmp_path, database, url, "nougat")
        assert code == 0 and line(lines, "/slack/events").startswith(Mark.OK)
        code, lines = await over_http(tmp_path, database, url, "fudge")
        assert code == 1 and "the signing secret is another one" in line(lines, "/slack/events")
    async with answering("nougat", status=404) as url:
        code, lines = await over_http(tmp_path, database, url, "nougat")
        assert code == 1 and "something else answers (HTTP 404)" in line(lines, "/slack/events")


async def test_a_public_address_where_nobody_answers_yet_is_a_note(tmp_path: Path, database: str) -> None:
    code, lines = await over_http(tmp_path, database, "http://127.0.0.1:9", "nougat")
    assert code == 0 and line(lines, "Nobody answers at").startswith(Mark.NOTE)
    code, lines = await over_http(tmp_path, database, "", "nougat")
    assert code == 0 and line(lines, "UPBEAT_PUBLIC_URL").startswith(Mark.NOTE)


async def test_every_workspace_that_has_installed_it_is_looked_at(tmp_path: Path, database: str) -> None:
    key = Fernet.generate_key().decode()
    async with slack(tmp_path) as base:
        several = settings(
            base,
            database,
            slack_bot_token="",
            slack_client_id="1",
            slack_client_secret="2",
            secret_keys=key,
            public_url="http://127.0.0.1:9",
            port=3000,
        )
        code, lines = await found(several)
        assert code == 0 and "/slack/install" in line(lines, "No workspace has installed")
        await installed(database, key, {"T1": ("Host Music", BOT), "T2": ("Town Hall", "xoxb-revoked")})
        code, lines = await found(several)
        assert code == 1 and line(lines, "The token of Host Music is that of").startswith(Mark.OK)
        assert line(lines, "The token of Town Hall: Slack does not accept it").startswith(Mark.BAD)
        other = several.model_copy(update={"secret_keys": Fernet.generate_key().decode()})
        code, lines = await found(other)
        assert code == 1 and line(lines, "UPBEAT_SECRET_KEYS opens not all").startswith(Mark.BAD)


async def installed(database: str, key: str, tokens: dict[str, tuple[str, str]]) -> None:
    store = Store(database)
    async with store.transaction() as session:
        for team, (name, token) in tokens.items():
            await Installations(session, "slack").keep(
                team, name=name, bot="U", secret=Keys(key).shut(token), details={}, at=clock.real()
            )
    await store.close()
