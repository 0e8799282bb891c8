"""What Slack and browsers send over HTTP, handed to Bolt and answered in its words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

Asked = AsyncBoltRequest
Answered = BoltResponse
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]

PATIENCE = 10.0
"""Seconds that a body may take to arrive; Slack itself has given up long before."""


def taking(app: Callable[[], AsyncApp | None]) -> Handle:
    """Serves what Slack sends to the app, signature and all; Slack tries again later while there is no `app` to take it."""

    async def take(request: web.Request) -> web.StreamResponse:
        listening = app()
        if listening is None:
            return await to_aiohttp_response(later())
        asked = await _read(request)
        return await to_aiohttp_response(await listening.async_dispatch(asked))

    return take


def serving(answer: Callable[[Asked], Awaitable[Answered]]) -> Handle:
    """Serves a page to a browser. Whoever only asks whether it is there begins nothing and finishes nothing."""

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.method == "HEAD":
            return web.Response(content_type="text/html")
        return await to_aiohttp_response(await answer(await _read(request)))

    return serve


def later() -> Answered:
    """What is said while nobody is there to take anything in."""
    return BoltResponse(status=503, body="Upbeat is starting or stopping. Please try again in a moment.\n")


async def _read(request: web.Request) -> Asked:
    """Raises HTTPBadRequest for what Slack would never send, HTTPRequestTimeout for what takes its time to come."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await to_bolt_request(request)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (ValueError, AttributeError, TypeError, LookupError) as error:
        raise web.HTTPBadRequest from error
