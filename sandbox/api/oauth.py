"""The method that changes a code for a token."""

from __future__ import annotations

from typing import Any

from sandbox.calling import Call, method

Json = dict[str, Any]


@method("oauth.v2.access")
async def access(call: Call, arguments: Json) -> Json:
    """The token of an installation that somebody allowed."""
    install, person = call.slack.oauth.exchange(arguments)
    return {
        "app_id": install.bot.app_id,
        "authed_user": {"id": person.id},
        "scope": ",".join(install.scopes),
        "token_type": "bot",
        "access_token": install.token,
        "bot_user_id": install.bot.id,
        "team": {"id": install.workspace.id, "name": install.workspace.title},
        "enterprise": None,
        "is_enterprise_install": False,
    }
