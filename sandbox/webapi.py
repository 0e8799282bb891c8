"""Slack's Web API: reads a call, checks token, scopes and arguments, meets it with any fault, and answers."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.calling import SERVED, Call, need_scope, scopes_for
from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.installs import Install
from sandbox.methods import METHODS, Rule

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
TOKENLESS = ("api.test", "oauth.v2.access")
NESTED = ("blocks", "attachments", "view", "metadata", "files", "changes", "document_content")


class WebApi:
    """Serves /api/<method>."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call; every business error is a 200 with ok false."""
        name = request.match_info["method"]
        with self._slack.pulse.at_work():
            arguments = await _arguments(request)
            fault = self._slack.faults.for_call(name)
            if fault and fault.kind != "no_reply":
                refusal = await self._meet(fault, name, arguments)
                if refusal is not None:
                    return refusal
            answer, headers = await self._answer(name, request, arguments)
            if fault and fault.kind == "no_reply":
                return self._lose(request, name, arguments, answer)
            return self._reply(name, arguments, answer, headers)

    def _reply(self, name: str, arguments: Json, answer: Json, headers: dict[str, str]) -> web.Response:
        status = 429 if answer.get("error") == "ratelimited" else 200
        self._slack.calls.note(name, arguments, answer, status)
        return web.json_response(answer, status=status, headers=headers)

    async def _meet(self, fault: Fault, name: str, arguments: Json) -> web.Response | None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind == "rate_limited":
            headers = {"Retry-After": str(max(1, round(fault.seconds)))}
            return self._reply(name, arguments, {"ok": False, "error": "ratelimited"}, headers)
        answer = {"ok": False, "error": "internal_error"}
        self._slack.calls.note(name, arguments, answer, 500)
        return web.json_response(answer, status=500)

    def _lose(self, request: web.Request, name: str, arguments: Json, answer: Json) -> web.Response:
        """What was asked for has been done, and the connection breaks before the answer is sent."""
        self._slack.calls.note(name, arguments, {**answer, "lost": True}, 0)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _answer(self, name: str, request: web.Request, arguments: Json) -> tuple[Json, dict[str, str]]:
        headers: dict[str, str] = {}
        try:
            install = self._authorise(name, request, arguments)
            headers["x-oauth-scopes"] = ",".join(install.scopes)
            if "not json" in arguments:
                raise ApiError("invalid_json")
            rule = METHODS[name]
            self._check(rule, install, arguments)
            self._slack.calls.count(name)
            self._slack.refusals.meet(name)
            return {"ok": True, **await SERVED[name](Call(self._slack, install), arguments)}, headers
        except ApiError as error:
            headers |= {k.replace("_", "-"): str(v) for k, v in error.more.items() if k == "Retry_After"}
            more = {k: v for k, v in error.more.items() if k != "Retry_After"}
            answer: Json = {"ok": False, "error": error.code, **more}
            if error.messages:
                answer["response_metadata"] = {"messages": error.messages}
            return answer, headers

    def _authorise(self, name: str, request: web.Request, arguments: Json) -> Install:
        """The installation that calls; for methods without a token of one the first."""
        slack = self._slack
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic" and name in TOKENLESS:
            arguments |= _basic(given)
        token = given.strip() if scheme.lower() == "bearer" else arguments.get("token")
        if name not in SERVED:
            raise ApiError("unknown_method", req_method=name)
        if name in TOKENLESS:
            return slack.world.installs.first
        if not token:
            raise ApiError("not_authed")
        found = slack.world.installs.by_token(token)
        if name == "apps.connections.open" and token == slack.app_token:
            return slack.world.installs.first
        if found is None or name == "apps.connections.open":
            raise ApiError("not_allowed_token_type" if found or token == slack.app_token else "invalid_auth")
        return found

    def _check(self, rule: Rule, install: Install, arguments: Json) -> None:
        if rule.scopes:
            need_scope(install, rule.scopes)
        missing = [name for name in rule.required if arguments.get(name) in (None, "")]
        if missing:
            raise ApiError(
                "invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing]
            )
        if rule.by_kind and "channel" in rule.required:
            where = self._slack.world.find_conversation(str(arguments["channel"]))
            need_scope(install, scopes_for(rule, where))


def _basic(given: str) -> Json:
    """The client's id and secret in a header of HTTP Basic authentication."""
    try:
        name, _, secret = base64.b64decode(given).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": name, "client_secret": secret}


async def _arguments(request: web.Request) -> Json:
    """The call's arguments from query, form or JSON body; nested ones parsed."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        body = _parsed(await request.text() or "{}")
        found |= body if isinstance(body, dict) else {"not json": True}
    elif request.can_read_body:
        found |= dict((await request.post()).items())
    for name in NESTED:
        if isinstance(found.get(name), str):
            found[name] = _parsed(found[name])
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
