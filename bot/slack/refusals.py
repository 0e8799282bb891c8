"""What Slack's refusals mean: never, perhaps done, later, or something that nobody foresaw."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import TryLater, Undeliverable, Unsure

NEVER = frozenset(
    {
        "account_inactive",
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
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    }
)
"""Refusals that will be the same tomorrow (the error lists of the methods we call)."""

MAYBE = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Refusals after which, as Slack says, the thing may have been done all the same."""

OPERATORS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "service_unavailable",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
"""Refusals that whoever runs Upbeat, or Slack itself, will put right: nothing is given up meanwhile."""

PATIENCE = 60.0
"""Seconds between tries until then."""


class Refused(Exception):
    """Slack refuses something for a reason that nobody foresaw."""


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
    if code in NEVER:
        return Undeliverable(code)
    if code in MAYBE:
        return lost or Unsure(code)
    if code in OPERATORS:
        return TryLater(PATIENCE)
    return Refused(code)
