"""Where Microsoft's SDK lives: it checks who speaks as Teams, and fetches the tokens with which we speak.

It is imported only where Teams is opened, for it takes seconds. What it would do with an activity (a table of known
kinds, of which an unknown one is an error) is left out: whatever it lets through comes to us as it was sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import warnings
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.settings import Settings
from bot.teams.outgoing import PATH, SERVICE

# what it finds in a file .env is none of its business: our settings are read already, under our own names
os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
    from microsoft_teams.apps import App
    from microsoft_teams.apps.auth import InboundActivityTokenValidator
    from microsoft_teams.apps.events import ActivityEvent
    from microsoft_teams.common import Client, ClientOptions

log = logging.getLogger(__name__)

# it reports every stranger as an error of its own, and what it makes of our settings as a warning
logging.getLogger("microsoft_teams").setLevel(logging.CRITICAL)

NOBODY = "00000000-0000-0000-0000-000000000000"
"""The id of a bot that is registered nowhere, for development."""

SECONDS = 15.0
"""How long Teams may take to answer (elapsed time); the SDK itself would wait for ever."""

KEY_THREADS = 2
"""So many threads fetch keys: the SDK does it in a way that would stop everything else meanwhile."""

Json = dict[str, Any]
Result = tuple[int, Json | None]
"""The status of an answer, and its body."""
Take = Callable[[Json], Awaitable[Result]]

_OBJECTS = ("conversation", "from", "recipient", "channelData")
_WORDS = ("type", "id", "name", "serviceUrl", "text", "replyToId")


class Host:
    """The SDK's app, hosted on our own server. `take` is asked about everything that comes from Teams."""

    def __init__(self, settings: Settings, take: Take) -> None:
        self._take = take
        self._keys = ThreadPoolExecutor(KEY_THREADS, "teams-keys")
        self._routes = _Routes()
        os.environ.pop("TENANT_ID", None)  # the SDK would take it for ours
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.app = App(
                http_server_adapter=self._routes,
                messaging_endpoint=PATH,
                client=ClientOptions(timeout=SECONDS),
                cloud=with_overrides(PUBLIC, openid_metadata_url=settings.teams_metadata_url or None),
                service_url=settings.teams_service_url or SERVICE,
                dangerously_allow_unauthenticated_requests=settings.teams_open,
                **_credentials(settings),
            )

    @property
    def client(self) -> Client:
        """The SDK's HTTP client, without a token."""
        return self.app.http_client

    @property
    def ours(self) -> str:
        """Our own id in Teams."""
        return f"28:{self.app.id}"

    async def token(self) -> str:
        """What lets us speak; "" where nothing is needed. Raises whatever the SDK raises where there is none."""
        token = await self.app.token_provider.get_app_token()
        return "" if token is None else str(token)

    async def open(self) -> None:
        """Let the SDK check whatever comes from now on."""
        await self.app.initialize()
        self.app.server.on_request = self._checked
        validator = self.app.server._token_validator
        if validator is not None:
            self.app.server._token_validator = _InThread(validator, self._keys)

    async def close(self) -> None:
        """Say nothing more."""
        self._keys.shutdown(wait=False, cancel_futures=True)
        for client in (self.app.http_client, self.app.api.http):
            with suppress(Exception):
                await client.http.aclose()

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of Teams, or of anybody else."""
        try:
            body = json.loads(await request.read())
        except ValueError:
            return _bad("bad json")
        if not isinstance(body, dict) or not _sound(body):
            return _bad("no activity")
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await self._routes.handler({"body": body, "headers": headers})
        if answer["status"] == 401:
            log.info("somebody who is not Teams was turned away, or UPBEAT_TEAMS_CLIENT_ID is another's")
        if answer.get("body") is None:
            return web.Response(status=int(answer["status"]))
        return web.json_response(answer["body"], status=int(answer["status"]))

    async def _checked(self, event: ActivityEvent) -> Any:
        """What the SDK has let in; what goes wrong with it here is said in no more than a number.

        The answer is plain JSON: the SDK's own type would read cards, and leave out what it does not know of them.
        """
        try:
            status, body = await self._take(event.body.model_dump(by_alias=True, exclude_none=True))
        except Exception:
            log.exception("a request of Teams failed")
            status, body = 500, None
        return {"status": status, "body": body}


class _InThread(InboundActivityTokenValidator):
    """Checks tokens in threads of its own, because it may have to fetch keys."""

    def __init__(self, validator: InboundActivityTokenValidator, threads: ThreadPoolExecutor) -> None:
        self._validator = validator
        self._threads = threads

    async def validate_token(self, raw_token: str, service_url: str | None = None) -> dict[str, Any]:
        def check() -> dict[str, Any]:
            return asyncio.run(self._validator.validate_token(raw_token, service_url))

        return await asyncio.get_running_loop().run_in_executor(self._threads, check)


class _Routes:
    """What the SDK takes for a server: it is told where its one route leads."""

    def __init__(self) -> None:
        self.handler: Callable[[Any], Awaitable[Any]] = _nobody

    def register_route(self, method: str, path: str, handler: Callable[[Any], Awaitable[Any]]) -> None:
        self.handler = handler

    def serve_static(self, path: str, directory: str) -> None:
        """We serve no files."""

    async def start(self, port: int) -> None:
        raise NotImplementedError("bot/web.py is the server")

    async def stop(self) -> None:
        """Our own server is stopped elsewhere."""


async def _nobody(_request: Any) -> Any:
    return {"status": 503, "body": None}


def _credentials(settings: Settings) -> Any:
    """Who we are for the SDK. Nothing secret is given to what only pretends to be Teams."""
    client = settings.teams_client_id or NOBODY
    if settings.teams_here:
        return {"client_id": client, "token": lambda scope, tenant=None: None}
    tenant = {"tenant_id": settings.teams_tenant_id} if settings.teams_tenant_id else {}
    return {"client_id": client, "client_secret": settings.teams_client_secret, **tenant}


def _sound(body: Mapping[str, Any]) -> bool:
    """Whether a body has the shape of an activity, as far as we and the SDK rely on it."""
    return all(isinstance(body.get(name) or {}, dict) for name in _OBJECTS) and all(
        isinstance(body.get(name) or "", str) for name in _WORDS
    )


def _bad(words: str) -> web.StreamResponse:
    return web.json_response({"error": words}, status=400)
