"""A pretend Bot Connector as strict as Microsoft's: what it refuses here, Teams refuses, and some of it Teams only might.

It listens on a free port of loopback. What it takes is written into the world; what it refuses changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.teams import cards
from tests.teams.keys import Keys
from tests.teams.world import BOT, Conversation, Json, Message, Person, World

CAP = 28 * 1024
"""No message may be larger, in bytes: far below what the pages promise today, as older pages did."""

A_SECOND = 7
"""So many messages in one conversation within a second are taken."""

PAGE = 3
"""So many members are on one page, so that nobody forgets the next."""

BODY = web.RequestKey("body", dict)
"""Where the handlers of a call find what came with it."""

Trouble = Literal["lost", "502", "429", "412", "403", "slow"]
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """The connector says no."""

    def __init__(self, status: int, code: str, message: str = "", wait: int = 0) -> None:
        super().__init__(message or code)
        self.status, self.code, self.wait = status, code, wait


@dataclass
class Call:
    """One thing the bot asked for, and what it got."""

    method: str
    path: str
    body: Json
    status: int = 0
    why: str = ""


class Connector:
    """The server and its rules. `paced` is off where a test writes faster than people do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.keys = Keys()
        self.calls: list[Call] = []
        self.paced = True
        self.address = ""
        self.tokens: set[str] | None = None
        self.app = web.Application(middlewares=[self._strictly], client_max_size=2**24)
        self.files: dict[str, str] = {}
        self._troubles: list[tuple[Trouble, str]] = []
        self._sent: dict[str, deque[float]] = defaultdict(deque)
        self._routes()
        self.keys.serve(self.app)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Connector]:
        """Listen; afterwards `address` is known."""
        runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()

    @property
    def service_url(self) -> str:
        """What the bot is told to answer to."""
        return f"{self.address}/amer/"

    def trouble(self, kind: Trouble, method: str = "", times: int = 1) -> None:
        """Let the next calls (of one method) go wrong: unheard, or heard and not answered (`lost`)."""
        self._troubles += [(kind, method)] * times

    def refused(self) -> list[Call]:
        """What was not taken, and not because it came too fast: for that there is a later."""
        return [call for call in self.calls if call.status >= 400 and call.status != 429]

    # Rules of every call

    @web.middleware
    async def _strictly(self, request: web.Request, handler: Handle) -> web.StreamResponse:
        if not request.path.startswith("/amer/v3/"):
            return await handler(request)
        raw = await request.read()
        call = Call(request.method, request.path_qs.removeprefix("/amer"), _parsed(raw))
        self.calls.append(call)
        request[BODY] = call.body
        try:
            kind = self._next_trouble(call)
            self._allowed(request, raw, kind)
            if kind == "slow":
                await asyncio.sleep(0.2)
            answer = await handler(request)
            call.status = answer.status
        except Refused as refused:
            return _no(call, refused)
        if kind == "lost" and request.transport is not None:
            request.transport.close()
        return answer

    def _next_trouble(self, call: Call) -> Trouble | None:
        for place, (_, method) in enumerate(self._troubles):
            if method in ("", call.method):
                return self._troubles.pop(place)[0]
        return None

    def _allowed(self, request: web.Request, raw: bytes, kind: Trouble | None) -> None:
        if self.tokens is not None:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if given not in self.tokens:
                raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        match kind:
            case "429":
                raise Refused(429, "TooManyRequests", wait=1)
            case "412" | "502":
                raise Refused(int(kind), "PreconditionFailed" if kind == "412" else "BadGateway")
            case "403":
                raise Refused(403, "BotNotInConversationRoster")
        if len(raw) > CAP:
            raise Refused(413, "MessageSizeTooBig", f"{len(raw)} bytes")

    def _within_pace(self, conversation: str) -> None:
        recent, now = self._sent[conversation], time.monotonic()
        while recent and recent[0] < now - 1:
            recent.popleft()
        if self.paced and len(recent) >= A_SECOND:
            raise Refused(429, "TooManyRequests", wait=1)
        recent.append(now)

    # What can be asked

    def _routes(self) -> None:
        route, base = self.app.router.add_route, "/amer/v3/conversations"
        route("POST", base, self._create)
        route("POST", f"{base}/{{conversation}}/activities", self._post)
        route("POST", f"{base}/{{conversation}}/activities/{{message}}", self._post)
        route("PUT", f"{base}/{{conversation}}/activities/{{message}}", self._put)
        route("DELETE", f"{base}/{{conversation}}/activities/{{message}}", self._delete)
        route("GET", f"{base}/{{conversation}}/members", self._members)
        route("GET", f"{base}/{{conversation}}/pagedMembers", self._paged)
        route("GET", f"{base}/{{conversation}}/members/{{member}}", self._member)
        route("PUT", f"{base}/{{conversation}}/activities/{{message}}/reactions/{{reaction}}", self._react)
        route("GET", "/files/{key}", self._file)
        route("GET", "/amer/v3/teams/{team}", self._team)
        route("GET", "/amer/v3/teams/{team}/conversations", self._channels)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """What waits in the store of files, for whoever knows its address; a token there is one too many."""
        if "Authorization" in request.headers or request.match_info["key"] not in self.files:
            raise web.HTTPForbidden
        return web.Response(text=self.files[request.match_info["key"]])

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body: Json = request[BODY]
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        if body.get("isGroup") or channel:
            return self._new_thread(body, str(channel or ""))
        members = body.get("members") or []
        person = self.world.who(str(members[0].get("id"))) if len(members) == 1 else None
        if person is None:
            raise Refused(400, "BadSyntax", "A chat is with one person who is known here.")
        if (tenant := _tenant(body)) not in (person.tenant, *self._tenants_of(person)):
            raise Refused(400, "BadArgument", f"They are not of the tenant {tenant}.")
        if not self.world.may_write_to(person):
            raise Refused(403, "BotNotInConversationRoster", "The app is not installed for them.")
        chat = self.world.personal(person.name)
        if body.get("activity"):
            self._said(chat, chat.id, body["activity"], "")
        return web.json_response({"id": chat.id}, status=201)

    def _tenants_of(self, person: Person) -> list[str]:
        """The tenants in whose conversations somebody is."""
        return [one.tenant for one in self.world.conversations.values() if person.name in one.members]

    def _new_thread(self, body: Json, channel: str) -> web.StreamResponse:
        if not channel or not body.get("isGroup"):
            raise Refused(400, "BadSyntax", "A group chat cannot be made; a thread needs its channel.")
        where, _ = self._where(channel)
        message = self._said(where, where.id, body.get("activity") or {}, "")
        answer = {"id": f"{where.id};messageid={message.id}", "activityId": message.id}
        return web.json_response(answer, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        where, thread = self._where(request.match_info["conversation"])
        targeted = request.query.get("isTargetedActivity") == "true"
        message = self._said(where, where.id, request[BODY], thread, targeted)
        return web.json_response({"id": message.id}, status=201)

    def _said(
        self, where: Conversation, pace: str, content: Json, thread: str, targeted: bool = False
    ) -> Message:
        """Take a message of the bot's."""
        self._fit(content, where)
        to = self._only(where, content) if targeted else ""
        self._within_pace(pace)
        if where.kind != "channel":
            thread = ""
        message = Message(self.world.stamp(), where.id, BOT, content, thread, to)
        self.world.messages.append(message)
        return message

    def _fit(self, content: Json, where: Conversation) -> None:
        """Whether the message is one that Teams would draw."""
        if content.get("type") != "message":
            raise Refused(400, "BadSyntax", f"This is no message: {content.get('type')!r}.")
        card = cards.of(content)
        if card is None and not str(content.get("text") or "").strip():
            raise Refused(400, "BadSyntax", "Activity must have text or a card.")
        if card is not None and (said := cards.wrong(card)):
            raise Refused(400, "BadArgument", "; ".join(said))
        for one in content.get("entities") or []:
            if one.get("type") == "mention" and str(one.get("text")) not in str(content.get("text") or ""):
                raise Refused(400, "BadArgument", "Mention entity does not match text.")
        named = [
            one.get("mentioned") or {} for one in ((card or {}).get("msteams") or {}).get("entities") or []
        ]
        named += [
            one.get("mentioned") or {} for one in content.get("entities") or [] if one["type"] == "mention"
        ]
        for one in named:
            person = self.world.who(str(one.get("id")))
            if person is None or person.name not in where.members:
                raise Refused(400, "BadArgument", f"Nobody here is {one.get('id')}.")

    def _only(self, where: Conversation, content: Json) -> str:
        """Who alone is to see a targeted message."""
        if where.kind == "personal":
            raise Refused(400, "BadArgument", "Targeted messages are not for personal chats.")
        person = self.world.who(str((content.get("recipient") or {}).get("id")))
        if person is None or person.name not in where.members:
            raise Refused(403, "Forbidden", "The recipient is no member of the conversation.")
        return person.name

    async def _put(self, request: web.Request) -> web.StreamResponse:
        message, body = self._mine(request), request[BODY]
        where = self.world.conversations[message.conversation]
        self._fit(body, where)
        if bool(message.to) != (request.query.get("isTargetedActivity") == "true"):
            raise Refused(400, "BadArgument", "A targeted message stays one, any other never becomes one.")
        message.content = body
        message.shown.clear()
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        self._mine(request).gone = True
        return web.Response(status=200)

    def _mine(self, request: web.Request) -> Message:
        where, _ = self._where(request.match_info["conversation"])
        message = self.world.message(request.match_info["message"])
        if message is None or message.gone or message.conversation != where.id:
            raise Refused(404, "ActivityNotFoundInConversation")
        if not message.ours:
            raise Refused(403, "Forbidden", "That is somebody else's message.")
        return message

    async def _react(self, request: web.Request) -> web.StreamResponse:
        where, _ = self._where(request.match_info["conversation"])
        message = self.world.message(request.match_info["message"])
        if message is None or message.gone or message.conversation != where.id:
            raise Refused(404, "ActivityNotFoundInConversation")
        if message.to:
            raise Refused(400, "BadArgument", "Targeted messages take no reactions.")
        message.reactions.append(request.match_info["reaction"])
        return web.Response(status=200)

    async def _members(self, request: web.Request) -> web.StreamResponse:
        return web.json_response([one.member() for one in self._people(request)])

    async def _paged(self, request: web.Request) -> web.StreamResponse:
        people, start = self._people(request), int(request.query.get("continuationToken") or 0)
        end = start + min(PAGE, int(request.query.get("pageSize") or PAGE))
        more = {"continuationToken": str(end)} if end < len(people) else {}
        return web.json_response({"members": [one.member() for one in people[start:end]], **more})

    async def _member(self, request: web.Request) -> web.StreamResponse:
        wanted = self.world.who(request.match_info["member"])
        if wanted is None or wanted not in self._people(request):
            raise Refused(404, "MemberNotFoundInConversation")
        return web.json_response(wanted.member())

    def _people(self, request: web.Request) -> list[Person]:
        where, _ = self._where(request.match_info["conversation"])
        return [one for one in self.world.people.values() if one.name in where.members]

    async def _team(self, request: web.Request) -> web.StreamResponse:
        team = request.match_info["team"]
        self._channels_of(team)
        return web.json_response({"id": team, "name": "A team"})

    async def _channels(self, request: web.Request) -> web.StreamResponse:
        found = self._channels_of(request.match_info["team"])
        return web.json_response({"conversations": [{"id": one.id, "name": one.name} for one in found]})

    def _channels_of(self, team: str) -> list[Conversation]:
        found = [one for one in self.world.conversations.values() if one.team == team]
        if not found:
            raise Refused(404, "TeamNotFound")
        return found

    def _where(self, key: str) -> tuple[Conversation, str]:
        """The conversation of an id, and the thread that stands in it."""
        base, _, thread = key.partition(";messageid=")
        where = self.world.conversations.get(base)
        if where is None:
            raise Refused(404, "ConversationNotFound")
        if not self._lets_in(where):
            raise Refused(
                403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
            )
        root = self.world.message(thread) if thread else None
        if thread and (root is None or root.conversation != base or root.thread):
            raise Refused(404, "ConversationNotFound", "No thread begins with that message.")
        return where, thread

    def _lets_in(self, where: Conversation) -> bool:
        """Whether the app may write there: to a person also while it is in any conversation of theirs."""
        if where.kind != "personal":
            return where.installed
        return all(self.world.may_write_to(self.world.people[name]) for name in where.members)


def _tenant(body: Json) -> str:
    return str(body.get("tenantId") or ((body.get("channelData") or {}).get("tenant") or {}).get("id") or "")


def _parsed(raw: bytes) -> Json:
    try:
        found: Any = json.loads(raw) if raw else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _no(call: Call, refused: Refused) -> web.StreamResponse:
    call.status, call.why = refused.status, f"{refused.code} {refused}"
    wait = {"Retry-After": str(refused.wait)} if refused.wait else {}
    error = {"code": refused.code, "message": str(refused)}
    return web.json_response({"error": error}, status=refused.status, headers=wait)
