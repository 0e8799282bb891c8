"""Methods about the app and its workspace."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sandbox.calling import Call, method
from sandbox.errors import ApiError

if TYPE_CHECKING:
    pass

Json = dict[str, Any]


@method("api.test")
async def api_test(call: Call, arguments: Json) -> Json:
    """Says ok."""
    return {"args": {k: v for k, v in arguments.items() if k != "token"}}


@method("auth.test")
async def auth_test(call: Call, arguments: Json) -> Json:
    """Who the token belongs to."""
    host, bot = call.install.workspace, call.bot
    return {
        "url": f"{call.slack.address}/",
        "team": host.title,
        "user": bot.name.partition("@")[0],
        "team_id": host.id,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "app_id": bot.app_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
async def connections_open(call: Call, arguments: Json) -> Json:
    """A ticket for one Socket Mode connection."""
    if time.monotonic() < call.slack.hub.away_until:
        raise ApiError("internal_error")
    address = call.slack.address.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={call.slack.hub.ticket()}&app_id={call.bot.app_id}"}


@method("team.info")
async def team_info(call: Call, arguments: Json) -> Json:
    """The host's workspace, or one that shares a channel with it."""
    wanted = arguments.get("team") or call.install.workspace.id
    found = next((w for w in call.world.workspaces if w.id == wanted), None)
    if found is None:
        raise ApiError("team_not_found")
    return {"team": {"id": found.id, "name": found.title, "domain": found.domain, "icon": {}}}


@method("bots.info")
async def bots_info(call: Call, arguments: Json) -> Json:
    """A bot user by its bot id."""
    bot = call.world.find_person(str(arguments.get("bot") or call.bot.bot_id))
    if bot is None or not bot.bot_id:
        raise ApiError("bot_not_found")
    row = {"id": bot.bot_id, "app_id": bot.app_id, "user_id": bot.id, "name": bot.name, "deleted": False}
    return {"bot": {**row, "updated": 1_700_000_000, "icons": {}}}


@method("emoji.list")
async def emoji_list(call: Call, arguments: Json) -> Json:
    """No emoji of one's own here."""
    return {"emoji": {}, "cache_ts": call.slack.ts()}
