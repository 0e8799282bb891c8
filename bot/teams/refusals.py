"""What the refusals of Teams mean: never, perhaps done, later, or that nobody is there.

The SDK tries nothing again by itself. An answer that was lost leaves us unsure only where something had gone out.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import TypeVar

import httpx

from bot.errors import Moot, TryLater, Undeliverable, Unreachable, Unsure

T = TypeVar("T")

AT_ONCE = 1.0
"""Seconds until something is tried again that Teams says may work at the next try."""

PATIENCE = 60.0
"""Seconds between tries of what only whoever runs Upbeat, or Microsoft, can put right."""

AGAIN = frozenset({412, 502, 503, 504})
"""Refusals after which, as Teams says, the same is tried again: nothing was done."""

GONE = frozenset({"activity_not_found_in_conversation", "message_not_found"})
"""The message that is answered or changed was deleted."""

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


async def asked(call: Awaitable[T]) -> T:
    """What a call to Teams brings, with its refusals as errors of ours (bot/errors.py)."""
    try:
        return await call
    except httpx.HTTPStatusError as error:
        raise meaning(error.response) from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TryLater(AT_ONCE) from error
    except httpx.TransportError as error:
        raise Unsure(type(error).__name__) from error


def meaning(response: httpx.Response) -> Exception:
    """The error that stands for a refusal."""
    status, code = response.status_code, code_of(response)
    if status == 429:
        return TryLater(_wait(response))
    if status in AGAIN:
        return TryLater(AT_ONCE)
    if status == 401:
        return TryLater(PATIENCE)
    if status >= 500:
        return Unsure(f"HTTP {status}")
    if status == 404 and code in GONE:
        return Moot(code)
    if status in (403, 404):
        return Unreachable(code)
    return Undeliverable(code)


def code_of(response: httpx.Response) -> str:
    """The reason that Teams gives, as a word of ours; `HTTP 403` where it gives none."""
    try:
        code = str(response.json()["error"]["code"])
    except (ValueError, LookupError, TypeError):
        code = ""
    word = re.sub(r"[^a-z0-9_]", "", _CAPITAL.sub("_", code).lower())[:80]
    return word or f"HTTP {response.status_code}"


def _wait(response: httpx.Response) -> float:
    try:
        return max(float(response.headers.get("retry-after", AT_ONCE)), 0.1)
    except ValueError:
        return AT_ONCE
