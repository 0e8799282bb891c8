"""The HTTP surface: which address leads where, and who may ask. Loopback only."""

from __future__ import annotations

import json
import logging
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

import sandbox.api  # noqa: F401  (registers the Web API's methods)
from sandbox import answers, cards, triggers
from sandbox.administration import Administration
from sandbox.control import Control
from sandbox.errors import ApiError, Refused
from sandbox.looks import Looks
from sandbox.webapi import WebApi

if TYPE_CHECKING:
    from sandbox.core import Slack

log = logging.getLogger(__name__)

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGE = Path(__file__).with_name("page")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ALWAYS = ("bot", "fault")
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def application(slack: Slack) -> web.Application:
    """The whole sandbox as one aiohttp application."""
    app = web.Application(middlewares=[_guard, _refusals], client_max_size=12_000_000)
    api, surface = WebApi(slack), Surface(slack)
    for method in ("GET", "POST"):
        app.router.add_route(method, "/api/{method}", api.serve)
    app.router.add_get("/link/", slack.hub.serve)
    app.router.add_get("/link", slack.hub.serve)
    app.router.add_get("/control", slack.link.serve)
    app.router.add_post("/actions/{team}/{key}", surface.respond)
    app.router.add_post("/upload/{key}", surface.upload)
    app.router.add_get("/files/{key}/{name}", surface.file)
    app.router.add_get("/files-pri/{key}/{name}", surface.private_file)
    app.router.add_get("/oauth/v2/authorize", slack.oauth.serve)
    app.router.add_post("/oauth/v2/authorize", slack.oauth.serve)
    app.router.add_get("/archives/{conversation}/p{ts}", surface.archive)
    app.router.add_get("/sandbox/stream", surface.stream)
    app.router.add_get("/sandbox/mail/{letter}/{name}", slack.mailbox.along)
    app.router.add_get("/sandbox/{what}", surface.look)
    app.router.add_post("/sandbox/{what}", surface.act)
    app.router.add_get("/", surface.index)
    app.router.add_get("/page/{path:.*}", surface.page)
    app.router.add_get("/renderer/{name}", surface.renderer)
    return app


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine, and no page of another origin (a foreign page may know the port, not the name)."""
    name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if name.lower() not in LOOPBACK:
        return _refusal(Refused("bad_host", "The sandbox answers only to 127.0.0.1 and localhost.", 403))
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{request.host}".lower():
        return _refusal(Refused("bad_origin", "The sandbox answers only to its own page.", 403))
    return await handler(request)


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal looks the same, those of aiohttp too."""
    try:
        return await handler(request)
    except Refused as refused:
        return _refusal(refused)
    except web.HTTPNotFound:
        return _refusal(Refused("not_found", f"There is nothing at {request.path}.", 404))
    except web.HTTPMethodNotAllowed:
        return _refusal(
            Refused("method_not_allowed", f"{request.path} is not called with {request.method}.", 405)
        )
    except web.HTTPRequestEntityTooLarge:
        return _refusal(Refused("too_large", "That is more than the sandbox takes.", 413))
    except web.HTTPException:
        raise
    except Exception as error:
        log.exception("%s %s failed", request.method, request.path)
        return _refusal(Refused("sandbox_failed", f"The sandbox itself failed: {error!r}", 500))


def _refusal(refused: Refused) -> web.Response:
    return _json({"error": refused.error, "message": refused.message}, refused.status)


def _json(content: object, status: int = 200) -> web.Response:
    return web.json_response(content, status=status, headers={"Cache-Control": "no-store"})


class Surface:
    """What is neither the Web API nor a socket."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._acts = Control(slack).acts | Administration(slack).acts
        self._looks = Looks(slack).looks

    async def look(self, request: web.Request) -> web.StreamResponse:
        """GET /sandbox/…"""
        what = request.match_info["what"]
        if what not in self._looks:
            raise self._unknown(what, self._acts, "POST")
        query: Json = dict(request.query)
        if "Sec-Fetch-Site" in request.headers:
            query["page"] = True
        return _json(await self._looks[what](query))

    async def act(self, request: web.Request) -> web.StreamResponse:
        """POST /sandbox/…"""
        what = request.match_info["what"]
        if what not in self._acts:
            raise self._unknown(what, self._looks, "GET")
        if not self._slack.ready and what not in ALWAYS:
            raise Refused("starting", "The sandbox is starting. Ask again in a moment.", 503)
        body = await _body(request)
        if what != "person":
            self._slack.world.must_be_active(body.get("as"))
        return _json(await self._acts[what](body))

    def _unknown(self, what: str, others: Json, method: str) -> Refused:
        if what in others:
            return Refused("method_not_allowed", f"/sandbox/{what} is called with {method}.", 405)
        return Refused("not_found", f"There is no /sandbox/{what}.", 404)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """GET /sandbox/stream?as=PERSON: what may look different now."""
        return await self._slack.stream.serve(request, self._slack.world.person(request.query.get("as")))

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """A response_url."""
        with self._slack.pulse.at_work():
            body = await _body(request)
            try:
                answers.respond(self._slack, triggers.use(self._slack, request.match_info["key"]), body)
            except ApiError as error:
                status = 404 if error.code in ("used_url", "expired_url") else 400
                answer = {"ok": False, "error": error.code, "response_metadata": {"messages": error.messages}}
                self._slack.calls.note("response_url", body, answer, status)
                return _json(answer, status)
            self._slack.calls.note("response_url", body, {"ok": True})
            return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as they are or in a form."""
        found = self._slack.world.files.get(request.match_info["key"])
        if found is None or "shares" in found:
            raise Refused("file_not_found", "No file is awaited here.", 404)
        with self._slack.pulse.at_work():
            if request.content_type == "multipart/form-data":
                part = next(
                    (v for v in (await request.post()).values() if isinstance(v, web.FileField)), None
                )
                found["bytes"] = part.file.read() if part else b""
            else:
                found["bytes"] = await request.read()
        return web.Response(text=f"OK - {len(found['bytes'])}")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file that somebody has uploaded; anything but a picture is for download."""
        found = self._slack.world.files.get(request.match_info["key"], {})
        if "bytes" not in found:
            raise Refused("file_not_found", "There is no such file.", 404)
        kind = mimetypes.guess_type(found["name"])[0] or "application/octet-stream"
        safe = kind in ("image/png", "image/jpeg", "image/gif", "image/webp")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
        if not safe:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found['name'], safe='')}"
        return web.Response(body=found["bytes"], content_type=kind, headers=headers)

    async def private_file(self, request: web.Request) -> web.StreamResponse:
        """A file as an app gets it: without a token that may read files Slack shows its page for signing in."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        reading = (one for one in self._slack.world.installs.active if "files:read" in one.scopes)
        if not any(one.token == token for one in reading):
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        with self._slack.pulse.at_work():
            return await self.file(request)

    async def archive(self, request: web.Request) -> web.StreamResponse:
        """A permalink leads to the page, as the first of the people who are there."""
        world, ts = self._slack.world, request.match_info["ts"]
        where = world.conversation(request.match_info["conversation"])
        reader = next((p for p in world.people if p.id in where.members), None)
        if reader is None:
            raise Refused("nobody_there", f"Nobody is in {where.name}.", 404)
        place = "dm" if where.kind == "im" else where.name
        raise web.HTTPFound(f"/#/as/{reader.name}/{place}/message/{ts[:-6]}.{ts[-6:]}")

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        return _static("index.html")

    async def page(self, request: web.Request) -> web.StreamResponse:
        """A file of the page."""
        return _static(request.match_info["path"])

    async def renderer(self, request: web.Request) -> web.StreamResponse:
        """A script that draws Adaptive Cards, where it is installed."""
        name = request.match_info["name"]
        file = cards.file(name)
        if file is None:
            raise Refused("not_found", f"{name} is not installed here: make renderer.", 404)
        return _served(file)


def _static(path: str) -> web.StreamResponse:
    file = (PAGE / path).resolve()
    if not file.is_relative_to(PAGE.resolve()) or not file.is_file():
        raise Refused("not_found", f"The page has no file {path}.", 404)
    return _served(file)


def _served(file: Path) -> web.StreamResponse:
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return web.FileResponse(file, headers=headers)


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise Refused("bad_json", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refused("bad_json", "The body is not a JSON object.")
    return body
