"""Slack's Web API: reads a call, checks token, scopes and arguments, meets it with any fault, and answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.methods import METHODS, PREFIX, Rule
from sandbox.state import Conversation

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
Method = Callable[["Slack", Json], Awaitable[Json]]
NESTED = ("blocks", "attachments", "view", "metadata", "files", "changes", "document_content")
SERVED: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register the function that serves a Web API method."""

    def register(serve: Method) -> Method:
        SERVED[name] = serve
        return serve

    return register


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
        headers = {"x-oauth-scopes": ",".join(self._slack.manifest.scopes)}
        try:
            self._authorise(name, request, arguments)
            if "not json" in arguments:
                raise ApiError("invalid_json")
            rule = METHODS[name]
            self._check(rule, arguments)
            self._slack.calls.count(name)
            self._slack.refusals.meet(name)
            return {"ok": True, **await SERVED[name](self._slack, arguments)}, headers
        except ApiError as error:
            headers |= {k.replace("_", "-"): str(v) for k, v in error.more.items() if k == "Retry_After"}
            more = {k: v for k, v in error.more.items() if k != "Retry_After"}
            answer: Json = {"ok": False, "error": error.code, **more}
            if error.messages:
                answer["response_metadata"] = {"messages": error.messages}
            return answer, headers

    def _authorise(self, name: str, request: web.Request, arguments: Json) -> None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        token = given.strip() if scheme.lower() == "bearer" else arguments.get("token")
        if name not in SERVED:
            raise ApiError("unknown_method", req_method=name)
        if name == "api.test":
            return
        if not token:
            raise ApiError("not_authed")
        right = self._slack.app_token if name == "apps.connections.open" else self._slack.bot_token
        other = {self._slack.app_token, self._slack.bot_token} - {right}
        if token != right:
            raise ApiError("not_allowed_token_type" if token in other else "invalid_auth")

    def _check(self, rule: Rule, arguments: Json) -> None:
        if rule.scopes:
            need_scope(self._slack, rule.scopes)
        missing = [name for name in rule.required if arguments.get(name) in (None, "")]
        if missing:
            raise ApiError(
                "invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing]
            )
        if rule.by_kind and "channel" in rule.required:
            where = self._slack.world.find_conversation(str(arguments["channel"]))
            need_scope(self._slack, scopes_for(rule, where))


def scopes_for(rule: Rule, where: Conversation | None) -> tuple[str, ...]:
    """The scopes that a method needs for one conversation; any will do for an unknown one."""
    kinds = [PREFIX[where.kind]] if where else list(PREFIX.values())
    return tuple(f"{kind}:{rule.by_kind}" for kind in kinds)


def need_scope(slack: Slack, any_of: tuple[str, ...]) -> None:
    """Refuse with missing_scope unless app.yaml declares one of these."""
    if not any(scope in slack.manifest.scopes for scope in any_of):
        raise ApiError("missing_scope", needed=",".join(any_of), provided=",".join(slack.manifest.scopes))


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


def flag(arguments: Json, name: str, default: bool = False) -> bool:
    """A yes-or-no argument, however it was sent."""
    value = arguments.get(name)
    return default if value is None else str(value).lower() in ("1", "true")


def whole(arguments: Json, name: str, default: int) -> int:
    """A whole number argument; `default` when absent, refused when no number."""
    try:
        return int(arguments.get(name) or default)
    except ValueError:
        raise ApiError("invalid_arguments", [f"[ERROR] {name} must be a number"]) from None


def paged(rows: list[Any], arguments: Json, default: int = 100) -> tuple[list[Any], str]:
    """One page of rows and the cursor of the next ("" at the end)."""
    start = arguments.get("cursor") or "0"
    if not str(start).isdigit():
        raise ApiError("invalid_cursor")
    end = int(start) + max(1, min(whole(arguments, "limit", default), 1000))
    return rows[int(start) : end], str(end) if end < len(rows) else ""
