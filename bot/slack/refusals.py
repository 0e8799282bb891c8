"""What Slack's refusals mean: never, perhaps done, later, or something that nobody foresaw."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import Moot, TryLater, Undeliverable, Unreachable, Unsure

NEVER = frozenset(
    {
        "already_reacted",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "invalid_blocks",
        "invalid_name",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    }
)
"""Refusals that will be the same tomorrow (the error lists of the methods we call)."""

MOOT = frozenset({"cannot_reply_to_message", "thread_not_found"})
"""The message that is answered was deleted meanwhile."""

UNREACHABLE = frozenset(
    {
        "channel_not_found",
        "invalid_user_combination",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Refusals of a person who left, is deactivated or cannot be seen from here, and of a channel that is closed to us."""

MAYBE = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Refusals after which, as Slack says, the thing may have been done all the same."""

OPERATORS = frozenset({"org_login_required", "service_unavailable", "team_added_to_org"})
"""Refusals that whoever runs Upbeat, or Slack itself, will put right: nothing is given up meanwhile."""

LOCKED_OUT = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Refusals of our token: Upbeat is no longer installed, or was installed anew."""

ELSEWHERE = frozenset(
    {"channel_not_found", "not_in_channel", "user_not_found", "user_not_visible", "users_not_found"}
)
"""Refusals that another installation of ours may not meet."""

PATIENCE = 60.0
"""Seconds between tries until then."""


class Refused(Exception):
    """Slack refuses something for a reason that nobody foresaw."""


class LockedOut(TryLater):
    """Slack does not accept the token of an installation."""


async def asked(call: Awaitable[Any], lost: Exception | None = None) -> Any:
    """The answer to a call, with Slack's refusals as errors of ours; `lost` is raised where no answer came."""
    try:
        return await call
    except SlackApiError as error:
        raise meaning(error, lost) from error
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise lost or Unsure(repr(error)) from error


def meaning(error: SlackApiError, lost: Exception | None) -> Exception:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(response.get("error") if hasattr(response, "get") else response)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers = {name.lower(): value for name, value in (response.headers or {}).items()}
        return TryLater(float(headers.get("retry-after", 1)))
    if status >= 500:
        return lost or Unsure(f"HTTP {status}")
    if code in MOOT:
        return Moot(code)
    if code in UNREACHABLE:
        return Unreachable(code)
    if code in NEVER:
        return Undeliverable(code)
    if code in MAYBE:
        return lost or Unsure(code)
    if code in LOCKED_OUT:
        return LockedOut(PATIENCE)
    if code in OPERATORS:
        return TryLater(PATIENCE)
    return Refused(code)
