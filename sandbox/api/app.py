"""Methods about the app and its workspace."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sandbox.errors import ApiError
from sandbox.webapi import method

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


@method("api.test")
async def api_test(slack: Slack, arguments: Json) -> Json:
    """Says ok."""
    return {"args": {k: v for k, v in arguments.items() if k != "token"}}


@method("auth.test")
async def auth_test(slack: Slack, arguments: Json) -> Json:
    """Who the token belongs to."""
    host, bot = slack.world.host, slack.world.bot
    return {
        "url": f"{slack.address}/",
        "team": host.title,
        "user": bot.name,
        "team_id": host.id,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "app_id": bot.app_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
async def connections_open(slack: Slack, arguments: Json) -> Json:
    """A ticket for one Socket Mode connection."""
    if time.monotonic() < slack.hub.away_until:
        raise ApiError("internal_error")
    address = slack.address.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={slack.hub.ticket()}&app_id={slack.world.bot.app_id}"}


@method("team.info")
async def team_info(slack: Slack, arguments: Json) -> Json:
    """The host's workspace, or one that shares a channel with it."""
    wanted = arguments.get("team") or slack.world.host.id
    found = next((w for w in slack.world.workspaces if w.id == wanted), None)
    if found is None:
        raise ApiError("team_not_found")
    return {"team": {"id": found.id, "name": found.title, "domain": found.domain, "icon": {}}}


@method("bots.info")
async def bots_info(slack: Slack, arguments: Json) -> Json:
    """A bot user by its bot id."""
    bot = slack.world.find_person(str(arguments.get("bot") or slack.world.bot.bot_id))
    if bot is None or not bot.bot_id:
        raise ApiError("bot_not_found")
    row = {"id": bot.bot_id, "app_id": bot.app_id, "user_id": bot.id, "name": bot.name, "deleted": False}
    return {"bot": {**row, "updated": 1_700_000_000, "icons": {}}}


@method("emoji.list")
async def emoji_list(slack: Slack, arguments: Json) -> Json:
    """No emoji of one's own here."""
    return {"emoji": {}, "cache_ts": slack.ts()}
