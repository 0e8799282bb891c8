"""Installing Upbeat in a workspace: to Slack, where somebody allows it, and back with a token that is kept encrypted."""

from __future__ import annotations

import html
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.clock import real
from bot.settings import Settings
from bot.slack import manifest
from bot.slack.http import Answered, Asked
from bot.slack.installs import Install, Installs
from bot.slack.outgoing import Slack
from storage.database import Store
from storage.installs import Installations

log = logging.getLogger(__name__)

STATE_SECONDS = 600
"""How long somebody may take to allow Upbeat in Slack (real time)."""

AGAIN = '<p><a href="/slack/install">Begin again</a></p>'

PAGES = {
    "access_denied": (
        "Upbeat was not installed",
        "You chose not to allow it, and nothing has changed. If you would like to, you can still install it.",
    ),
    "invalid_state": (
        "That took a little too long",
        "For safety an installation has to be finished within ten minutes of beginning it, and once only."
        " Nothing has changed.",
    ),
    "invalid_browser": (
        "Please finish in the browser you began in",
        "For safety an installation has to end in the browser in which it began. Nothing has changed.",
    ),
    "invalid_code": (
        "Slack did not confirm the installation",
        "It may have been finished already, or have taken too long. If Upbeat is not in your workspace yet, begin again.",
    ),
    "storage_error": (
        "Upbeat can only be installed in one workspace at a time",
        "This was an installation for a whole organisation. Please choose one workspace and begin again.",
    ),
    "slack_away": (
        "Slack could not be reached",
        "Nothing has changed. Please begin again in a minute.",
    ),
}
"""Heading and words for whatever keeps an installation from being finished."""

OTHERWISE = (
    "Upbeat was not installed",
    "Slack did not say why. Nothing has changed.",
)


class Installing:
    """The way of one installation through a browser. `installed` is told of each that is finished."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        platform: Slack,
        installed: Callable[[Install], Awaitable[None]],
    ) -> None:
        quiet = logging.getLogger(f"{__name__}.flow")
        quiet.setLevel(logging.ERROR)  # its warnings hold the code that Slack gave
        self._flow = AsyncOAuthFlow(
            client=platform.client(""),
            logger=quiet,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret,
                scopes=[scope for group in manifest.scopes() for scope in group],
                user_scopes=[],
                redirect_uri=settings.public_url.rstrip("/") + manifest.REDIRECT_PATH,
                authorization_url=authorization_url(settings.slack_base_url),
                install_page_rendering_enabled=False,
                installation_store=_Kept(platform.installs, installed),
                state_store=_Begun(store),
                state_expiration_seconds=STATE_SECONDS,
                callback_options=AsyncCallbackOptions(success=_installed, failure=_not_installed),
            ),
        )

    async def begin(self, request: Asked) -> Answered:
        """Send a browser to Slack, where somebody may allow Upbeat."""
        return await self._flow.handle_installation(request)

    async def finish(self, request: Asked) -> Answered:
        """Somebody comes back from Slack: keep the installation, and say what came of it."""
        try:
            return await self._flow.handle_callback(request)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("an installation was not finished: %s", type(error).__name__)
            return _failed("slack_away", 502)


class _Kept(AsyncInstallationStore):
    """Bolt's way to our installations: it only ever saves one; who is installed is asked of `Installs`."""

    def __init__(self, installs: Installs, installed: Callable[[Install], Awaitable[None]]) -> None:
        self._installs = installs
        self._installed = installed

    async def async_save(self, installation: Installation) -> None:
        if installation.is_enterprise_install or not installation.team_id or not installation.bot_token:
            raise BoltError("not one workspace")
        install = Install(
            team=installation.team_id,
            token=installation.bot_token,
            user=installation.bot_user_id or "",
            bot=installation.bot_id or "",
            app=installation.app_id or "",
            name=installation.team_name or "",
        )
        await self._installs.keep(install)
        await self._installed(install)
        log.info("Upbeat was installed in workspace %s", install.team)


class _Begun(AsyncOAuthStateStore):
    """Installations that were begun, each to be finished once, by whichever process the browser comes back to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def async_issue(self, *_: Any, **__: Any) -> str:
        state = secrets.token_urlsafe(32)
        now = real()
        async with self._store.transaction() as session:
            await Installations(session, "slack").begin(state, now, now + timedelta(seconds=STATE_SECONDS))
        return state

    async def async_consume(self, state: str) -> bool:
        async with self._store.transaction() as session:
            return await Installations(session, "slack").finish(state, real())


def authorization_url(base_url: str) -> str:
    """Where somebody allows an app: beside the Web API at `base_url`."""
    return f"{base_url.removesuffix('/').removesuffix('/api')}/oauth/v2/authorize"


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    team = args.installation.team_name or "your workspace"
    words = (
        f"It is now part of {team}. In Slack, open the channel in which your partnership meets and type"
        " /invite @Upbeat: it says hello there, and what comes next."
    )
    return _page("Upbeat is installed", words, 200)


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("an installation was not finished: %s", args.reason if args.reason in PAGES else "other")
    return _failed(args.reason, args.suggested_status_code)


def _failed(reason: str, status: int) -> BoltResponse:
    heading, words = PAGES.get(reason, OTHERWISE)
    return _page(heading, words, status, AGAIN)


def _page(heading: str, words: str, status: int, more: str = "") -> BoltResponse:
    title, text = html.escape(heading), html.escape(words)
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><body style='font-family: sans-serif; max-width: 36em; margin: 4em auto; padding: 0 1em'>"
        f"<h1>{title}</h1><p>{text}</p>{more}</body></html>"
    )
    safe: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return BoltResponse(status=status, body=body, headers=safe)
