"""What can be told from here about how Teams is set up: the keys, the credentials, the way to us."""

from __future__ import annotations

import asyncio
import json

from bot.doctor import Finding, Findings, bad, note, ok
from bot.settings import Settings
from bot.teams.outgoing import PATH

SECONDS = 20.0
"""How long Microsoft, or our own server, may take to answer."""


async def of_teams(settings: Settings) -> Findings:
    """Everything about Teams; nothing where the settings do not say enough."""
    if settings.missing():
        return
    try:
        from bot.teams.host import Host
    except ModuleNotFoundError as error:
        yield bad(
            f"Microsoft's SDK is not installed ({error.name}).", "Install it: pip install 'upbeat[teams]'"
        )
        return
    host = Host(settings, _nobody)
    try:
        yield await _of_token(settings, host)
    finally:
        await host.close()
    yield await _of_way(settings)
    yield note(
        "Where the app is installed, and what it may read there, cannot be seen from here.",
        "docs/teams.md says how people add it to a team, to a chat and for themselves.",
    )


async def _nobody(_activity: object) -> tuple[int, None]:
    return 503, None


async def _of_token(settings: Settings, host: object) -> Finding:
    from bot.teams.host import Host

    assert isinstance(host, Host)
    if settings.teams_here:
        return note("Teams stands on this machine: no credentials are needed or checked.")
    try:
        async with asyncio.timeout(SECONDS):
            await host.token()
    except Exception as error:
        return bad(
            f"Microsoft gives no token for UPBEAT_TEAMS_CLIENT_ID ({type(error).__name__}).",
            "Look at the client id, the secret (they expire) and UPBEAT_TEAMS_TENANT_ID; and at the way to"
            " https://login.microsoftonline.com.",
        )
    return ok("Microsoft gives a token for UPBEAT_TEAMS_CLIENT_ID.")


async def _of_way(settings: Settings) -> Finding:
    """Whether what Teams will send to the public address comes to us: we answer a stranger with 401."""
    if not settings.public_url:
        return note(
            "UPBEAT_PUBLIC_URL is not set: the way from Teams to Upbeat was not looked at.",
            f"The messaging endpoint of the bot must be https://...{PATH}",
        )
    import httpx

    url = settings.public_url.rstrip("/") + PATH
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.post(url, content=json.dumps({"type": "ping"}))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return note(
            f"Nobody answers at {url} ({type(error).__name__}).",
            "If Upbeat is running: look at the web server before it, and at UPBEAT_HOST and UPBEAT_PORT.",
        )
    if answer.status_code == 401:
        return ok(f"Upbeat answers at {url}, and lets no stranger in.")
    return bad(
        f"At {url} something else answers (HTTP {answer.status_code}).", "It must be led to Upbeat's port."
    )
