"""The Slack app manifest, app.yaml: what it asks for, and how it reads where Slack comes to us over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.errors import CannotStart

FILE = Path(__file__).resolve().parents[2] / "app.yaml"

EVENTS_PATH = "/slack/events"
"""Where Slack sends everything in HTTP mode."""

REDIRECT_PATH = "/slack/oauth_redirect"
"""Where a browser comes back to when somebody has installed the app."""

WITHOUT = {
    "files:read": "no calendar file of a school is taken in; its dates are pasted instead",
    "files:write": "no calendar files come with the meetings",
    "bookmarks:read": "no link to the next agenda stands at the top of a channel",
    "bookmarks:write": "no link to the next agenda stands at the top of a channel",
    "canvases:write": "approved minutes are posted as ever, and not also kept as a canvas of the channel",
    "reactions:read": "a pin or a tick that people put on a message does nothing",
}
"""What does not work without an optional scope."""

HEAD = "# The Slack app manifest of Upbeat, for an app that Slack reaches at {address}.\n"


def declared() -> dict[str, Any]:
    """The manifest as it stands in app.yaml."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def scopes() -> tuple[list[str], list[str]]:
    """The scopes that the app asks for: those it cannot do without, and those that may be declined."""
    asked = declared()["oauth_config"]["scopes"]
    optional = asked.get("bot_optional", [])
    return [scope for scope in asked["bot"] if scope not in optional], optional


def text(address: str = "", oauth: bool = False) -> str:
    """The manifest to paste: app.yaml as it is, or for HTTP mode at this address, with a way to install it by OAuth.

    Raises CannotStart where the address is none that Slack would take.
    """
    if not address and not oauth:
        return FILE.read_text(encoding="utf-8")
    base = _checked(address)
    content = over_http(base)
    if oauth:
        content["oauth_config"] = {"redirect_urls": [base + REDIRECT_PATH], **content["oauth_config"]}
    return HEAD.format(address=base) + yaml.safe_dump(content, sort_keys=False, width=120)


def over_http(base: str) -> dict[str, Any]:
    """The manifest with an address for commands, events, buttons, forms and shortcuts, instead of a socket."""
    content, url = declared(), base + EVENTS_PATH
    for command in content["features"]["slash_commands"]:
        command["url"] = url
    settings = content["settings"]
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = url
    settings["socket_mode_enabled"] = False
    return content


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise CannotStart(
            "Say where Slack and browsers reach Upbeat: --http https://upbeat.example.org"
            f" (Slack takes only https addresses{'; what was given is ' + address if address else ''})"
        )
    return address.rstrip("/")
