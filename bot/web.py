"""The one HTTP server, where one is needed: what Slack sends in HTTP mode, installing, and whether the process is well.

Nothing else is served. Each handler belongs to a door, which adds it; `/healthz` says that the loop lives, `/readyz` that
every part is ready for work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import CannotStart

log = logging.getLogger(__name__)

LARGEST = 2**20
"""No body may be larger, in bytes; Slack's own are far smaller."""

PATIENCE = 5.0
"""Seconds that one part may take to say that it is ready; after that it is not."""

CLOSE_SECONDS = 5.0
"""How long requests in hand may take when the server closes."""

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]
Check = Callable[[], Awaitable[str]]


class Web:
    """A server on one address. What is added to it before `open` is served; everything else is not found."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._checks: dict[str, Check] = {}
        self._runner: web.AppRunner | None = None
        self._app = web.Application(middlewares=[_in_plain_words], client_max_size=LARGEST)
        self.add("GET", "/healthz", _alive)
        self.add("GET", "/readyz", self._ready)

    def add(self, method: str, path: str, handle: Handle) -> None:
        """Serve `path`; whatever answers GET answers HEAD too."""
        self._app.router.add_route(method, path, handle)
        if method == "GET":
            self._app.router.add_route("HEAD", path, handle)

    def ready(self, name: str, check: Check) -> None:
        """Let `check` speak for a part of the house at /readyz: "" where it is well, else what is wrong, in plain words."""
        self._checks[name] = check

    async def open(self) -> None:
        """Listen. Raises CannotStart where the address is taken, or is none of this machine's."""
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=CLOSE_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise CannotStart(
                f"UPBEAT_HOST and UPBEAT_PORT: nothing can listen at {self._host}:{self._port}"
                f" ({error.strerror or 'no such address'})"
            ) from error

    async def close(self) -> None:
        """Take nothing more in, and let the requests in hand be answered."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def address(self) -> str:
        """http://host:port, known once it is open."""
        assert self._runner is not None
        host, port = self._runner.addresses[0][:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def _ready(self, _request: web.Request) -> web.StreamResponse:
        said = await asyncio.gather(*(_asked(check) for check in self._checks.values()))
        parts = {name: words or "ok" for name, words in zip(self._checks, said, strict=True)}
        return web.json_response({"ready": not any(said), "parts": parts}, status=503 if any(said) else 200)


async def _alive(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok\n")


async def _asked(check: Check) -> str:
    """What a check says; one that fails or does not answer in time is not well."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        return f"the check failed ({type(error).__name__})"


@web.middleware
async def _in_plain_words(request: web.Request, handler: Handle) -> web.StreamResponse:
    """What goes wrong is said in a line of text; nothing of it is told to strangers but that it did."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        words = {404: "There is nothing here.", 405: "That cannot be done here."}
        allow = {"Allow": answer.headers["Allow"]} if "Allow" in answer.headers else {}
        return web.Response(
            text=f"{words.get(answer.status, answer.reason)}\n", status=answer.status, headers=allow
        )
    except Exception:
        log.exception("a web request failed")
        return web.Response(text="That did not work. The log of Upbeat says why.\n", status=500)
