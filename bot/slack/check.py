"""What Slack itself can tell about how Upbeat is set up: tokens, scopes, the way to us, the time."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import real
from bot.doctor import Finding, Findings, absent, bad, note, of_clock, ok
from bot.errors import CannotStart
from bot.settings import Settings
from bot.slack import manifest
from bot.slack.events import EVENTS
from bot.slack.secrets import Keys, Unreadable
from storage.database import Store
from storage.installs import Installations

SECONDS = 10.0
"""How long Slack, or our own server, may take to answer."""

Client = AsyncWebClient


@asynccontextmanager
async def _session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session:
        yield session


async def of_slack(settings: Settings, store: Store) -> Findings:
    """Everything about Slack; nothing where the settings do not say enough."""
    if settings.missing():
        return
    async with _session() as session:
        client = Client(base_url=settings.slack_base_url, session=session, retry_handlers=[])
        async for finding in _of_tokens(settings, store, client):
            yield finding
        way = _of_socket(settings, client) if settings.socket_mode else _of_http(settings, session)
        async for finding in way:
            yield finding
    yield note(
        "Which events Slack sends cannot be read from here.",
        "In the app's settings, Event Subscriptions must list " + ", ".join(EVENTS) + ".",
    )


async def _of_tokens(settings: Settings, store: Store, client: Client) -> Findings:
    try:
        tokens = await _tokens(settings, store)
    except CannotStart as error:
        yield bad(str(error), "docs/slack.md, Several workspaces, says how a key is made.")
        return
    except Exception:  # the database was looked at before, which said so itself
        return
    if not tokens:
        yield note("No workspace has installed Upbeat yet.", f"Open {settings.public_url}/slack/install")
    for name, token in tokens.items():
        async for finding in _of_token(name, token, client):
            yield finding


async def _tokens(settings: Settings, store: Store) -> dict[str, str]:
    """The bot tokens by a name for each: the environment's, or those of all workspaces in the store.

    Raises CannotStart where the keys do not open them, and whatever the store raises.
    """
    if not settings.several:
        return {"UPBEAT_SLACK_BOT_TOKEN": settings.slack_bot_token}
    keys = Keys(settings.secret_keys)
    if absent(store):
        return {}
    async with store.transaction() as session:
        rows = await Installations(session, "slack").all()
    try:
        return {f"The token of {row.name or row.workspace}": keys.open(row.secret) for row in rows}
    except Unreadable:
        raise CannotStart("UPBEAT_SECRET_KEYS opens not all of the tokens in the database.") from None


async def _of_token(name: str, token: str, client: Client) -> Findings:
    try:
        answer = await client.api_call("auth.test", headers={"Authorization": f"Bearer {token}"})
    except SlackApiError as error:
        yield bad(
            f"{name}: Slack does not accept it ({error.response.get('error')}).",
            "Under Install App, copy the Bot User OAuth Token once more, or install the app again.",
        )
        return
    except (aiohttp.ClientError, TimeoutError) as error:
        yield _unreachable(client.base_url, error)
        return
    headers = {key.lower(): value for key, value in (answer.headers or {}).items()}
    yield ok(f"{name} is that of {answer.get('user')} in {answer.get('team')}.")
    async for finding in _of_scopes(headers):
        yield finding
    yield of_clock(_date(headers))


def _unreachable(address: str, error: Exception) -> Finding:
    return bad(
        f"Slack cannot be reached at {address}: {type(error).__name__}",
        "Upbeat needs the way to https://slack.com, and in Socket Mode to the wss address that Slack names.",
    )


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None


async def _of_scopes(headers: Mapping[str, str]) -> Findings:
    """Those that were granted, against those that app.yaml asks for."""
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    needed, optional = manifest.scopes()
    lacks = [scope for scope in needed if scope not in granted]
    if lacks:
        yield bad(
            f"These scopes are missing: {', '.join(lacks)}.",
            "Under OAuth & Permissions add them (app.yaml has them all), then install the app again.",
        )
    else:
        yield ok("Every scope that is needed was granted.")
    for scope in optional:
        if scope not in granted:
            yield note(f"The optional scope {scope} was not granted: {manifest.WITHOUT[scope]}.")


async def _of_socket(settings: Settings, client: Client) -> Findings:
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        yield bad(
            f"UPBEAT_SLACK_APP_TOKEN: Slack opens no socket ({error.response.get('error')}).",
            "Under Basic Information, App-Level Tokens, make one with connections:write, and switch Socket Mode on.",
        )
    except (aiohttp.ClientError, TimeoutError) as error:
        yield _unreachable(client.base_url, error)
    else:
        yield ok("Slack opens a socket for UPBEAT_SLACK_APP_TOKEN.")


async def _of_http(settings: Settings, session: aiohttp.ClientSession) -> Findings:
    """Whether what Slack will send to the public address comes to us, and is signed as we expect it."""
    if not settings.public_url:
        yield note(
            "UPBEAT_PUBLIC_URL is not set: the way from Slack to Upbeat was not looked at.",
            f"Slack must reach it at https://.../{manifest.EVENTS_PATH.lstrip('/')}",
        )
        return
    url = settings.public_url.rstrip("/") + manifest.EVENTS_PATH
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    headers = {"Content-Type": "application/json", **_signed(settings.slack_signing_secret, body)}
    try:
        async with session.post(url, data=body, headers=headers) as answer:
            status, said = answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        yield note(
            f"Nobody answers at {url} ({type(error).__name__}).",
            "If Upbeat is running: look at the web server before it, and at UPBEAT_HOST and UPBEAT_PORT.",
        )
        return
    if status == 200 and challenge in said:
        yield ok(f"Upbeat answers at {url}, with the same signing secret.")
    elif status == 401:
        yield bad(
            f"At {url} the signing secret is another one.", "Start Upbeat again after changing a setting."
        )
    else:
        yield bad(f"At {url} something else answers (HTTP {status}).", "It must be led to Upbeat's port.")


def _signed(secret: str, body: str) -> dict[str, str]:
    stamp = str(int(real().timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}
