"""What is said to Teams over the wire: the calls of its Bot Connector that we make, and no others.

They go out through the SDK's HTTP client. A token is fetched before each, so that where none is to be had nothing was sent.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from bot.errors import TryLater
from bot.teams.refusals import PATIENCE, asked

log = logging.getLogger(__name__)

Json = dict[str, Any]
Token = Callable[[], Awaitable[str]]
"""What lets us speak, "" where nothing is needed."""

MOST_PAGES = 10
"""So many pages of members are read."""


class Client(Protocol):
    """What is needed of the SDK's HTTP client: it raises httpx's errors, also for refusals."""

    async def request(self, method: str, url: str, **more: Any) -> httpx.Response: ...


class Wire:
    """Calls the Bot Connector. Each method may raise what bot/teams/refusals.py raises; `url` is the service's address."""

    def __init__(self, client: Client, token: Token) -> None:
        self._client = client
        self._token = token

    async def post(self, url: str, conversation: str, activity: Json, targeted: bool = False) -> str:
        """Say something in a conversation; with `targeted` only its recipient sees it. Returns the message's id."""
        more = {"params": {"isTargetedActivity": "true"}} if targeted else {}
        answer = await self._call("POST", url, f"{_quoted(conversation)}/activities", json=activity, **more)
        return str(answer.get("id") or "")

    async def put(self, url: str, conversation: str, message: str, activity: Json) -> None:
        """Put something in the place of a message of ours."""
        await self._call("PUT", url, f"{_quoted(conversation)}/activities/{_quoted(message)}", json=activity)

    async def react(self, url: str, conversation: str, message: str, reaction: str) -> None:
        """Leave a mark on a message."""
        path = f"{_quoted(conversation)}/activities/{_quoted(message)}/reactions/{_quoted(reaction)}"
        await self._call("PUT", url, path)

    async def create(self, url: str, conversation: Json) -> Json:
        """Open a chat with one person, or begin a thread in a channel; returns its `id`, and the `activityId` of the thread."""
        return await self._call("POST", url, "", json=conversation)

    async def member(self, url: str, conversation: str, who: str) -> Json:
        """Somebody of a conversation, by any of their ids."""
        return await self._call("GET", url, f"{_quoted(conversation)}/members/{_quoted(who)}")

    async def members(self, url: str, conversation: str, most: int) -> list[Json]:
        """The people of a conversation, no more than `most`."""
        found: list[Json] = []
        more: dict[str, str] = {"pageSize": str(most)}
        for _ in range(MOST_PAGES):
            page = await self._call("GET", url, f"{_quoted(conversation)}/pagedMembers", params=more)
            found += page.get("members") or []
            if not page.get("continuationToken") or len(found) >= most:
                break
            more = {**more, "continuationToken": str(page["continuationToken"])}
        return found[:most]

    async def _call(self, method: str, url: str, path: str, **more: Any) -> Json:
        headers = await self._allowed()
        address = f"{url.rstrip('/')}/v3/conversations{'/' if path else ''}{path}"
        answer = await asked(self._client.request(method, address, headers=headers, **more))
        return _object(answer)

    async def _allowed(self) -> Mapping[str, str]:
        """The header with our token. Where Microsoft gives none, all waits for whoever can put that right."""
        try:
            token = await self._token()
        except Exception as error:
            log.warning("Microsoft gives no token for UPBEAT_TEAMS_CLIENT_ID: %s", error)
            raise TryLater(PATIENCE) from error
        return {"Authorization": f"Bearer {token}"} if token else {}


def _object(answer: httpx.Response) -> Json:
    try:
        found = answer.json() if answer.content else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _quoted(part: str) -> str:
    """An id as a part of an address: what Teams itself leaves plain stays plain."""
    return quote(part, safe=":@;=,")
