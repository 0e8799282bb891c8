"""Somebody installs the app with a browser of theirs: from the bot's own page to the question, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import aiohttp

from sandbox.errors import Refused
from sandbox.installs import Install
from sandbox.state import Workspace

if TYPE_CHECKING:
    from sandbox.core import Slack

SECONDS = 20.0


async def install(slack: Slack, workspace: Workspace, declined: Iterable[str] = ()) -> Install:
    """Walk from the bot's page to the end; answers the installation. Refused where any step goes wrong."""
    person = next((p for p in slack.world.people if p.workspace is workspace), None)
    if person is None:
        raise Refused("nobody_there", f"Nobody of {workspace.title} is here to install the app.", 409)
    answer = {"as": person.name, "allow": "1", "decline": ",".join(declined)}
    patience = aiohttp.ClientTimeout(total=SECONDS)
    # a browser takes loopback for safe, so it keeps even cookies that are only for safe addresses
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=slack.front)
    async with aiohttp.ClientSession(timeout=patience, trust_env=False, cookie_jar=jar) as browser:
        asked = await _sent_on(browser, f"{slack.front}/slack/install")
        back = await _sent_on(browser, asked, answer)
        await _arrive(browser, back)
    made = slack.world.installs.of(workspace)
    if made is None:
        raise Refused("not_installed", f"The bot did not take up its installation in {workspace.title}.", 502)
    return made


async def _sent_on(browser: aiohttp.ClientSession, address: str, more: dict[str, str] | None = None) -> str:
    """Where a page leads on to."""
    async with browser.get(address, params=more, allow_redirects=False) as answer:
        if answer.status not in (302, 303):
            raise Refused("not_installed", f"{address} did not lead on (status {answer.status}).", 502)
        return answer.headers["Location"]


async def _arrive(browser: aiohttp.ClientSession, address: str) -> None:
    async with browser.get(address) as answer:
        if answer.status != 200:
            raise Refused("not_installed", f"The way back ended with status {answer.status}.", 502)
